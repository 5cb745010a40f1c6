"""Reports: pure functions from a ledger, a register and a date to a neutral table of typed columns."""
