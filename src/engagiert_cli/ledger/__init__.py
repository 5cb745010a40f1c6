"""The domain: dates, members and rounds, the ledger's text and file, and the changes made to it."""
