"""The program's environment: terminal, files, log, editor."""
