"""What a supervisor waits for: the screen of what stands now with the last weeks, and the report of a year."""

import time
from datetime import date
from pathlib import Path

from bench.boards import ESCAPE, STILL
from bench.figures import Figure, p95
from bench.filled import MOMENT, filled
from bench.terminal import Program
from desk.reports.report import report
from desk.store.opening import open_desk

F10 = "\x1b[21~"
TIMES = 20
YEAR = (date(2025, 11, 11), date(2026, 11, 10))


def measure(folder: Path, tickets: int, waiting: int) -> list[Figure]:
    """Every figure of the results of a desk with so many tickets, and of one with a tenth of them."""
    path = filled(folder, tickets, waiting)
    took, clocks = _year(path)
    less, fewer = _year(filled(folder, tickets // 10, waiting // 10))
    each, one_of_fewer = took / clocks * 1e6, less / fewer * 1e6
    detail = f"{each:.1f} against {one_of_fewer:.1f} µs for each of {clocks:,} and {fewer:,} clocks"
    return [
        _overview(path),
        Figure("the report of a year, s", took, 5, False, f"{clocks:,} clocks"),
        Figure("a report for each clock, against a tenth of them", each / one_of_fewer, 1.3, False, detail),
    ]


def _overview(path: Path) -> Figure:
    with Program.desk(path, STILL) as desk:
        desk.until("open until")
        desk.settle()
        desk.press(F10)  # what is loaded for it the first time
        desk.settle()
        took = []
        for _ in range(TIMES):
            desk.press(ESCAPE)
            took.append(desk.press(F10))
    return Figure("the supervisor's screen p95, ms", p95(took), 300, False, f"median {sorted(took)[TIMES // 2]:.0f} ms")


def _year(path: Path) -> tuple[float, int]:
    """Seconds that the report of a year takes, the quickest of three, and how many clocks it counts."""
    store = open_desk(str(path), None, lambda: MOMENT)
    took, clocks = [], 0
    for _ in range(3):
        begun = time.perf_counter()
        found = report(store, *YEAR)
        took.append(time.perf_counter() - begun)
        clocks = sum(figure.opened for figures in found.groups.values() for figure in figures)
    store.close()
    return min(took), clocks
