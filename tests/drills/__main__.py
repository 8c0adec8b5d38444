"""`make drills`: what takes too long for every test run. Prints a table and writes it as JSON; ends with 1 where a drill failed."""

import sys

from tests.drills import counting

if __name__ == "__main__":
    sys.exit(0 if counting.drill() else 1)
