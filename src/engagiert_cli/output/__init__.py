"""Output: formats for people and for machines, and messages."""
