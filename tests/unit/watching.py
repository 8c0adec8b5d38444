"""The command `desk` with pauses short enough for a test between its tries to reach a mail server."""

import sys

from desk.__main__ import main
from desk.intake.mail import fetching

fetching._RETRIES = (0.05,) * 4

if __name__ == "__main__":
    sys.argv[0] = "desk"
    main()
