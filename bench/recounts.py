"""What building a calendar costs, counting everything anew, and the time left of one row."""

import timeit
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from bench.figures import Figure
from bench.filled import MOMENT
from desk.charter import Charter
from desk.charter import charter as files
from desk.charter.calendar import Calendar, with_exceptions
from desk.charter.standards import OwnException, Words
from desk.store.commands.bulk_recording import open_together
from desk.store.commands.recording import Recording
from desk.store.commands.recounting import put_into_force
from desk.store.customers import staff_id
from desk.store.opening import open_desk

CLOCKS = 10_000
ROUNDS = 5
CLOSED = OwnException(date(2026, 11, 12), Words("инвентаризация", "stocktaking"))


def measure(folder: Path) -> list[Figure]:
    """Absolute figures, as the issue of their rules asks."""
    charter = Charter.load()
    left = _best(lambda: charter.calendar.open_between(MOMENT, MOMENT + 10_800), 20_000) * 1e6
    built, again = _best(lambda: _build(charter), 1) * 1e3, _best(Charter.load, 1) * 1e3
    took, moved = _recount(folder / "recount.db", charter)
    years = f"{charter.calendar.first_year}-{charter.calendar.last_year}"
    return [
        Figure(f"calendar of {years}, ms", built, 50, False, f"{len(charter.calendar.days)} days, holidays and decrees to look-up"),
        Figure("the same, cached, ms", again, 1, False, "both files are read and compared"),
        Figure(f"{CLOCKS:,} open clocks counted anew, s", took, 3, False, f"{moved:,} of them moved and written, one transaction"),
        Figure("time left of a row, µs", left, 1, False, "open time from now to due"),
    ]


def _build(charter: Charter) -> Calendar:
    """As the first load does it: the national days, our exceptions, the look-up table."""
    days, decreed_until = files.national_days(charter.file, files.DATA)
    return Calendar(with_exceptions(days, {}), charter.zone, decreed_until)


def _recount(path: Path, charter: Charter) -> tuple[float, int]:
    """Every one of them is due on the day that turns out to be closed."""
    store = open_desk(str(path), None, lambda: MOMENT)
    with store.transaction():
        names = (f"Иванова {number}" for number in range(CLOCKS))
        open_together(
            store, staff_id(store, "Anna"), [Recording("enquiry", "phone", name=name, subject="Когда FCE?") for name in names]
        )
    begun = perf_counter()
    moves = put_into_force(store, "Anna", charter.with_own((CLOSED,))).moves
    took = perf_counter() - begun
    store.close()
    return took, len(moves)


def _best(work: Callable[[], object], times: int) -> float:
    """Seconds for one, the best of the rounds."""
    return min(timeit.repeat(work, number=times, repeat=ROUNDS)) / times
