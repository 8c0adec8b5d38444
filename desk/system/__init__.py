"""The program's environment: terminal, files, log, editor."""

NO_EDITOR = "DESK_NO_EDITOR"  # set in the environment by the login shell
