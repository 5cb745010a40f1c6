"""The domain: dates, members and rounds, the ledger's text, its file, and the changes made to it."""
