"""The only place that knows Rich: terminal tables, the text formats, messages, and `safe()` at the edge."""
