"""`python -m desk`, and the command `desk`."""

import sys


def main() -> None:
    """Runs the command line and exits with its code: 0 done, 1 refused, 2 wrong usage or bad input, 3 database unusable."""
    from desk.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
