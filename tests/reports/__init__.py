"""The reports: what they count and what they say."""
