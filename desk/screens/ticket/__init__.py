"""One ticket."""
