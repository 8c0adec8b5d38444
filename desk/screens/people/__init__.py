"""People and the lock."""
