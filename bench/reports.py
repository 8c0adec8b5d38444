"""What a supervisor waits for: the screen of what stands now with the last weeks, and the report of a year."""

import sqlite3
import statistics
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from bench.boards import ESCAPE, STILL
from bench.figures import Figure, p95
from bench.filled import MOMENT, filled
from bench.terminal import Program, empty_start
from bench.yardstick import in_turn
from desk.reports.report import report
from desk.store.opening import open_desk

F10 = "\x1b[21~"
TIMES = 20
YEAR = (date(2025, 11, 11), date(2026, 11, 10))


def measure(folder: Path, tickets: int, waiting: int) -> list[Figure]:
    """Every figure of the results of a desk with so many tickets, and of one with a tenth of them."""
    path = filled(folder, tickets, waiting)
    took, read, clocks = _year(path)
    less, _, fewer = _year(filled(folder, tickets // 10, waiting // 10))
    each, one_of_fewer = took / clocks * 1e6, less / fewer * 1e6
    detail = f"{each:.1f} against {one_of_fewer:.1f} µs for each of {clocks:,} and {fewer:,} clocks"
    return [
        _overview(path),
        # 5 s where the bound was set, and such a query took 0.13 s.
        Figure(
            "the report of a year, against a query", took / read, 37, False, f"{took:.2f} s against {read:.3f} s; {clocks:,} clocks"
        ),
        Figure("a report for each clock, against a tenth of them", each / one_of_fewer, 1.3, False, detail),
    ]


def _overview(path: Path) -> Figure:
    with Program.desk(str(path), STILL) as desk:
        desk.until("open until")
        desk.settle()
        desk.press(F10)  # what is loaded for it the first time
        desk.settle()
        took, starts = [], []
        for place in range(TIMES):
            desk.press(ESCAPE)
            took.append(desk.press(F10))
            if place % 4 == 0:
                starts.append(empty_start() * 1e3)
    slow, base = p95(took), statistics.median(starts)
    detail = f"{slow:.0f} ms (median {sorted(took)[TIMES // 2]:.0f} ms) against {base:.0f} ms"
    # 300 ms where the bound was set, and an empty application began in 0.22 s.
    return Figure("the supervisor's screen p95, against an empty app's start", slow / base, 1.35, False, detail)


def _year(path: Path) -> tuple[float, float, int]:
    """Seconds that the report of a year takes, and a plain query for the same clocks, the quickest of some of each; and how many
    clocks it counts."""
    store = open_desk(str(path), None, lambda: MOMENT)
    since, until = (store.charter.calendar.midnight(day.toordinal()) for day in (YEAR[0], YEAR[1] + timedelta(1)))
    with closing(sqlite3.connect(path)) as connection:
        took, read = in_turn(lambda: report(store, *YEAR), lambda: connection.execute(_CLOCKS, (since, until)).fetchall(), rounds=3)
    clocks = sum(figure.opened for figures in report(store, *YEAR).groups.values() for figure in figures)
    store.close()
    return took, read, clocks


_CLOCKS = """SELECT c.standard, c.start, c.due, c.state, c.stopped, t.kind, t.channel
             FROM clock AS c JOIN ticket AS t ON t.id = c.ticket_id WHERE c.opened >= ? AND c.opened < ?"""
