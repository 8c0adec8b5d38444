"""From the command to the first frame and to the first page of every queue, in a terminal, against an empty application."""

import sqlite3
import statistics
from contextlib import closing
from pathlib import Path

from bench.figures import Figure
from bench.filled import KINDS, filled
from bench.terminal import Program, empty_start

ROUNDS = 11
_NEAREST = "SELECT id FROM ticket WHERE state = 'open' AND kind = ? AND next_due > 0 ORDER BY next_due, received, id LIMIT 1"


def measure(folder: Path, tickets: int, waiting: int) -> list[Figure]:
    """Both ratios; the two are started in turn, so that a slow second is slow for both."""
    path = filled(folder, tickets, waiting)
    return measured(path, str(path))


def measured(path: Path, url: str) -> list[Figure]:
    """The same of a desk at an address. path: of a database with the same tickets, which says what its board shows."""
    marks = _first_page(path)
    empty: list[float] = []
    frames: list[float] = []
    rows: list[float] = []
    for _ in range(ROUNDS + 1):
        empty.append(empty_start())
        with Program.desk(url) as program:
            frames.append(program.until("Loading tickets"))  # the panes are there; their headings come with the charter
            rows.append(program.until(*marks))
    # The first round fills the caches of the disk.
    base, frame, page = (statistics.median(times[1:]) for times in (empty, frames, rows))
    return [
        Figure("start, first frame, against an empty app", frame / base, 1.2, False, f"{frame:.3f} s against {base:.3f} s"),
        Figure("start, the queues' first page, against it", page / base, 1.9, False, f"{page:.3f} s against {base:.3f} s"),
    ]


def _first_page(path: Path) -> list[str]:
    """What stands on the board when its rows are there: the nearest ticket of each queue, and how many there are."""
    with closing(sqlite3.connect(path)) as connection:
        nearest = [connection.execute(_NEAREST, (kind,)).fetchone()[0] for kind in KINDS]
        sql = "SELECT COUNT(*) FROM ticket WHERE state = 'open' AND kind = 'enquiry'"
        ((count,),) = connection.execute(sql).fetchall()
    return [f"Enquiries {count}", *(f"#{number}"[:5] for number in nearest)]  # a narrow pane cuts a long number
