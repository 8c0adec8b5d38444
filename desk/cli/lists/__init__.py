"""Lists and letters: imports, exports, reply texts."""
