"""`python -m desk`, and the command `desk`."""

import os
import sys

from desk import VERSION_LINE
from desk.system import NO_EDITOR, collector


def main() -> None:
    """Runs the command line and exits with its code: 0 done, 1 refused, 2 wrong usage or bad input, 3 database unusable."""
    if sys.argv[1:] in (["--version"], ["-V"]) and _said_version():
        sys.exit(0)
    collector.collect_seldom()
    from desk.cli import run  # the version is said without it

    code = run(sys.argv[1:])
    collector.end()
    sys.exit(code)


def login() -> None:
    """Runs the desk as the login shell of an account, or as the forced command of an SSH server: the screen, and nothing else.

    A command of the client (`ssh HOST COMMAND`, `scp`, `sftp`) is refused, and no editor can be started, from which a shell could.
    """
    from desk.cli import refuse_command, run  # as above

    if len(sys.argv) > 1 or os.environ.get("SSH_ORIGINAL_COMMAND"):
        sys.exit(refuse_command())
    os.environ[NO_EDITOR] = "1"
    collector.collect_seldom()
    code = run([])
    collector.end()
    sys.exit(code)


def _said_version() -> bool:
    """Prints the version without loading anything. False if it cannot be written: then the command line reports that."""
    if sys.stdout is None:
        return False
    try:
        print(VERSION_LINE, flush=True)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
