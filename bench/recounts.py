"""What building a calendar costs, counting everything anew, and the time left of one row."""

from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from timeit import repeat

from bench.figures import Figure
from bench.filled import MOMENT
from bench.yardstick import ROUNDS, in_turn, loop
from desk.charter import Charter
from desk.charter import charter as files
from desk.charter.calendar import Calendar, with_exceptions
from desk.charter.standards import OwnException, Words
from desk.store.commands.bulk_recording import open_together
from desk.store.commands.recording import Recording
from desk.store.commands.recounting import put_into_force
from desk.store.opening import open_desk
from desk.store.staff import staff_id

CLOCKS = 10_000
ROWS = 10_000
CLOSED = OwnException(date(2026, 11, 12), Words("инвентаризация", "stocktaking"))


def measure(folder: Path) -> list[Figure]:
    """Against a loop of plain Python that takes ten milliseconds where the bounds were set: 50 ms for a calendar, 1 ms where it is
    cached, 3 s for counting anew, 1 µs for the time left of a row."""
    charter = Charter.load()
    left = in_turn(lambda: charter.calendar.open_between(MOMENT, MOMENT + 10_800), loop, ROWS)
    built, again = in_turn(lambda: _build(charter), loop), in_turn(Charter.load, loop)
    took, moved = _recount(folder / "recount.db", charter)
    years, days = f"{charter.calendar.first_year}-{charter.calendar.last_year}", len(charter.calendar.days)
    return [
        _figure(f"calendar of {years}", built, 5, f"{days} days, holidays and decrees to look-up"),
        _figure("the same, cached", again, 0.1, "both files are read and compared"),
        _figure(f"{CLOCKS:,} open clocks counted anew", took, 300, f"{moved:,} of them moved and written, one transaction"),
        _figure(f"time left of {ROWS:,} rows", (left[0] * ROWS, left[1]), 1, f"{left[0] * 1e6:.2f} µs each, from now to due"),
    ]


def _figure(name: str, seconds: tuple[float, float], bound: float, what: str) -> Figure:
    took, base = seconds
    return Figure(f"{name}, against a loop", took / base, bound, False, f"{took * 1e3:,.4g} ms against {base * 1e3:.1f} ms; {what}")


def _build(charter: Charter) -> Calendar:
    """As the first load does it: the national days, our exceptions, the look-up table."""
    days, decreed_until = files.national_days(charter.file, files.DATA)
    return Calendar(with_exceptions(days, {}), charter.zone, decreed_until)


def _recount(path: Path, charter: Charter) -> tuple[tuple[float, float], int]:
    """Seconds, with those of the loop before and after it, and how many moved: every one of them is due on the day that turns out
    to be closed."""
    store = open_desk(str(path), None, lambda: MOMENT)
    with store.transaction():
        names = (f"Иванова {number}" for number in range(CLOCKS))
        open_together(
            store, staff_id(store, "Anna"), [Recording("enquiry", "phone", name=name, subject="Когда FCE?") for name in names]
        )
    before = repeat(loop, number=1, repeat=ROUNDS)
    begun = perf_counter()
    moves = put_into_force(store, "Anna", charter.with_own((CLOSED,))).moves
    took = perf_counter() - begun
    after = repeat(loop, number=1, repeat=ROUNDS)
    store.close()
    return (took, median([*before, *after])), len(moves)
