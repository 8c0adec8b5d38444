"""From the command to the first frame and to all rows, in a real terminal, against an empty Textual application."""

import os
import re
import statistics
import sys
import time
from pathlib import Path

import pexpect

from bench.figures import Figure
from bench.filled import NOW, fill

ROUNDS = 15
TICKETS = 10_000
_CODES = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z$~]|\x1b[\]P_].*?(?:\x1b\\|\x07)|\x1b.")


def measure(folder: Path) -> list[Figure]:
    """Both ratios; the three are started in turn, so that a slow second is slow for all of them."""
    path = fill(folder / "start.db", TICKETS)
    desk = ["-m", "desk", "--db", str(path), "--lang", "en", "--as", "Anna"]
    empty: list[float] = []
    frames: list[float] = []
    rows: list[float] = []
    for _ in range(ROUNDS + 1):
        empty += _seconds(["-m", "bench.empty_app"], "nothing here")
        frame, all_rows = _seconds(desk, "Enquiries", f"Enquiries {(TICKETS + 2) // 3}")
        frames.append(frame)
        rows.append(all_rows)
    # The first round fills the caches of the disk.
    base, frame, all_rows = (statistics.median(times[1:]) for times in (empty, frames, rows))
    return [
        Figure("start, first frame, against an empty app", frame / base, 1.3, False, f"{frame:.3f} s against {base:.3f} s"),
        Figure(
            f"start, all rows of {TICKETS:,}, against it", all_rows / base, 2.2, False, f"{all_rows:.3f} s against {base:.3f} s"
        ),
    ]


def _seconds(arguments: list[str], *marks: str) -> list[float]:
    """Seconds from the start of a program to each of these texts on its terminal, in their order."""
    environment = os.environ | {"DESK_NOW": NOW, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    begun = time.perf_counter()
    child = pexpect.spawn(sys.executable, arguments, dimensions=(48, 160), env=environment, timeout=30)
    found: list[float] = []
    seen = b""
    try:
        while len(found) < len(marks):
            seen += child.read_nonblocking(65_536, timeout=30)
            shown = _CODES.sub(b"", seen).decode("utf-8", "ignore")
            while len(found) < len(marks) and marks[len(found)] in shown:
                found.append(time.perf_counter() - begun)
        return found
    finally:
        child.close(force=True)
