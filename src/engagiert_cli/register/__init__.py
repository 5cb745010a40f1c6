"""Bodies that can be members, known by their official key."""
