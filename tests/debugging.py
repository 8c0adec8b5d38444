"""Runs the desk with what helps to find a fault, written into a file: `python -m tests.debugging FILE [ARGUMENTS]` (`make debug`).

The file gets asyncio's debug messages (tasks that hold the loop up, coroutines that nobody awaited), Python's warnings, the stacks
of all threads where the interpreter crashes, and the same at any moment at `kill -USR1`. It may hold what stands on the screen: it
is for practice desks, and no log for users.
"""

import faulthandler
import logging
import os
import signal
import sys
import warnings
from pathlib import Path

from desk.__main__ import main

LOG_FORMAT = "%(asctime)s %(threadName)s %(levelname)s %(name)s: %(message)s"


def watch(path: Path) -> None:
    """Sends to the file what would be lost on a full screen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.environ["PYTHONASYNCIODEBUG"] = "1"  # asyncio reads it when the loop is made
    stacks = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)  # stays open: written to in a crash
    faulthandler.enable(stacks)
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, stacks)
    logging.basicConfig(filename=path, encoding="utf-8", level=logging.INFO, format=LOG_FORMAT)
    logging.captureWarnings(True)
    warnings.simplefilter("default")
    logging.getLogger("debugging").info("process %d: desk %s", os.getpid(), " ".join(sys.argv[1:]))


if __name__ == "__main__":
    log = Path(sys.argv.pop(1)).absolute()
    watch(log)
    try:
        main()
    finally:
        print(f"What went on stands in {log}", file=sys.stderr)
