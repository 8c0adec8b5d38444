"""Who works at the desk: logging in, and the words for it."""
