"""The machine around the program: terminal, files, log, editor."""
