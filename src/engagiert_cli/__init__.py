"""engagiert: a membership ledger for networks whose members join by signing a declaration."""

__version__ = "0.1.0"
