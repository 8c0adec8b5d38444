"""`python -m desk`, and the command `desk`."""

import sys

from desk import VERSION_LINE
from desk.system import collector


def main() -> None:
    """Runs the command line and exits with its code: 0 done, 1 refused, 2 wrong usage or bad input, 3 database unusable."""
    if sys.argv[1:] in (["--version"], ["-V"]) and _said_version():
        sys.exit(0)
    collector.collect_seldom()
    from desk.cli import run  # the version is said without it

    code = run(sys.argv[1:])
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
