"""What is written: formats for people and for machines, messages, and `safe()` at the edge."""
