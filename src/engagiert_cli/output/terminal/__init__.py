"""Drawing on a terminal, with Rich."""
