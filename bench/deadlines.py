"""`voicemail-callback` by the charter, by businesstimedelta and by pandas, each with the same hours and days off."""

import random
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock_time

import businesstimedelta as btd
import pandas as pd
import pytz

from bench.figures import Figure
from desk.charter import Calendar, Charter

STANDARD = "voicemail-callback"
HOURS = 3
YEARS = (2025, 2026)
STARTS = 300
ROUNDS = 7


def measure() -> list[Figure]:
    """Both ratios. The peers know no short day and no worked Saturday: starts that meet one are left out, and each answer is
    compared before anything is timed."""
    charter = Charter.load()
    starts = _starts(charter.calendar)
    off = _days_off(charter.calendar)
    rules = _business_rules(off, charter.zone.key)
    hours = pd.offsets.CustomBusinessHour(n=HOURS, start="10:00", end="18:00", holidays=[str(day) for day in off])
    length = btd.BusinessTimeDelta(rules, hours=HOURS)
    stamps = [pd.Timestamp(start) for start in starts]
    by_desk = [charter.deadline(STANDARD, start).due for start in starts]
    _agree("businesstimedelta", starts, by_desk, [start + length for start in starts])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _agree("pandas", starts, by_desk, [(stamp + hours).to_pydatetime() for stamp in stamps])
        desk, business, pandas = _timed(
            lambda: [charter.deadline(STANDARD, start).due for start in starts],
            lambda: [start + length for start in starts],
            lambda: [stamp + hours for stamp in stamps],
        )
    return [
        _figure("deadline, against businesstimedelta", desk, business, 50),
        _figure("deadline, against pandas CustomBusinessHour", desk, pandas, 10),
    ]


def _figure(name: str, desk: float, peer: float, bound: float) -> Figure:
    return Figure(name, peer / desk, bound, True, f"{desk:.2f} µs against {peer:.1f} µs each")


def _timed(*sides: Callable[[], object]) -> list[float]:
    """Microseconds for one deadline, each side in turn, the median of the rounds."""
    found: list[list[float]] = [[] for _ in sides]
    for _ in range(ROUNDS):
        for side, times in zip(sides, found, strict=True):
            begun = time.perf_counter()
            side()
            times.append((time.perf_counter() - begun) / STARTS * 1e6)
    return [statistics.median(times) for times in found]


def _starts(calendar: Calendar) -> list[datetime]:
    """Moments in and out of hours, whose three working hours meet no short day and no worked Saturday."""
    odd = random.Random(2026)
    first, last = datetime(YEARS[0], 1, 15, tzinfo=calendar.zone), datetime(YEARS[1], 12, 1, tzinfo=calendar.zone)
    found: list[datetime] = []
    while len(found) < STARTS:
        start = first + timedelta(seconds=odd.randrange(int((last - first).total_seconds())))
        near = [calendar.day(start.date() + timedelta(days)) for days in range(14)]
        if not any(day.short or day.kind == "working_weekend" for day in near):
            found.append(start)
    return found


def _days_off(calendar: Calendar) -> list[date]:
    days = [day for year in range(YEARS[0], YEARS[1] + 1) for day in calendar.year(year)]
    return [day.date for day in days if day.date.weekday() < 5 and not day.working]


def _business_rules(off: list[date], zone: str) -> btd.Rules:
    workday = btd.WorkDayRule(
        start_time=clock_time(10), end_time=clock_time(18), working_days=[0, 1, 2, 3, 4], tz=pytz.timezone(zone)
    )
    return btd.Rules([workday, btd.HolidayRule(off, tz=pytz.timezone(zone))])


def _agree(name: str, starts: Sequence[datetime], ours: Sequence[datetime], theirs: Sequence[datetime]) -> None:
    for start, one, other in zip(starts, ours, theirs, strict=True):
        if one != other:
            raise AssertionError(f"{name} and the desk differ for {start}: {other} and {one}")
