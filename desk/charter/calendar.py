"""Calendar: when the centre is open and which days count, as an immutable table looked up by bisection.

Three layers, later ones win: the country's production calendar, the centre's weekly hours, the centre's own exceptions.
Moments are UTC epoch seconds, days are proleptic ordinals (`date.toordinal`); everything else happens while building.
"""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from operator import sub
from zoneinfo import ZoneInfo

from desk.charter.errors import OutsideCalendar
from desk.charter.zones import Intervals, midnight, midnights, open_seconds

Date = date  # Day has a field of that name
Names = Mapping[str, str]  # names of a day by language

WORKING, WORKING_WEEKEND = "working", "working_weekend"
WEEKEND, HOLIDAY, DAY_OFF_MOVED, CLOSED = "weekend", "holiday", "day_off_moved", "closed"
DAY_KINDS = (WORKING, WORKING_WEEKEND, WEEKEND, HOLIDAY, DAY_OFF_MOVED, CLOSED)


@dataclass(frozen=True, slots=True)
class Production:
    """A country's days off and worked weekend days over whole years.

    holidays: public holidays with their names by language; moved: days off moved to this date, each with the original date if
    known; worked: weekend days that are worked, each with the day it replaced; decreed_until: the last year whose moves are known,
    later ones are provisional; moved_names: the names of moved days off without a known origin; estimated: holidays whose date is
    an estimate (those of a lunar calendar).
    """

    first_year: int
    last_year: int
    decreed_until: int
    holidays: Mapping[Date, Names]
    moved: Mapping[Date, Date | None]
    worked: Mapping[Date, Date]
    moved_names: Mapping[Date, Names] = field(default_factory=dict)
    estimated: frozenset[Date] = frozenset()


@dataclass(frozen=True, slots=True)
class OwnDay:
    """An exception of the centre: other hours on one date. counts: whether promises count the day and its hours."""

    date: Date
    open: Intervals
    counts: bool
    note: Names


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar.

    open: opening hours in local minutes; short: closes early before a public holiday; counts: whether promises count it (an exam
    Saturday may be open and not count); other: the original date of a moved day off, or the day that a worked weekend day replaced;
    names: its names by language, if it has any; estimated: a holiday whose date may move.
    """

    date: Date
    kind: str
    open: Intervals
    short: bool
    counts: bool
    other: Date | None
    names: Names
    estimated: bool = False

    @property
    def working(self) -> bool:
        """Whether this is a working day of the charter: open, and promises count it."""
        return bool(self.open) and self.counts


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The centre's own hours. days: seven rows, Monday first; earlier: minutes by which the working day before a public holiday
    closes early; eve: the hours of such a day, if the centre specifies them instead."""

    days: Sequence[Intervals]
    earlier: int = 0
    eve: Intervals = ()

    def before_holiday(self, weekday: int) -> Intervals:
        """The hours of a weekday (Monday is 0) before a public holiday."""
        if not self.days[weekday]:
            return ()
        return self.eve or _shortened(self.days[weekday], self.earlier)


def build_days(weekly: WeeklyHours, production: Production) -> tuple[Day, ...]:
    """Every day of the production calendar's years, without the centre's exceptions."""
    first = date(production.first_year, 1, 1).toordinal()
    last = date(production.last_year, 12, 31).toordinal()
    return tuple(_national_day(date.fromordinal(n), weekly, production) for n in range(first, last + 1))


def with_exceptions(days: Sequence[Day], own: Mapping[Date, OwnDay]) -> tuple[Day, ...]:
    """The days with the centre's exceptions applied. own: by date."""
    return tuple(_own_day(day, own[day.date]) if day.date in own else day for day in days)


def _national_day(day: date, weekly: WeeklyHours, production: Production) -> Day:
    replaced = production.worked.get(day)
    if not replaced and day in production.holidays:
        return Day(day, HOLIDAY, (), False, True, None, production.holidays[day], day in production.estimated)
    if not replaced and day in production.moved:
        return Day(day, DAY_OFF_MOVED, (), False, True, production.moved[day], production.moved_names.get(day, {}))
    # Order 588n: a worked weekend day has the hours and the length of the day off that was moved.
    like = replaced or day
    hours = weekly.days[like.weekday()]
    if not hours:
        return Day(day, WEEKEND, (), False, True, replaced, {})
    # Labour Code 95: the working day immediately before a public holiday; a moved day off is not a public holiday.
    after = production.holidays.get(like + timedelta(1))
    short = after is not None and bool(weekly.earlier or weekly.eve)
    names = after if short and after and not replaced else {}
    kind = WORKING_WEEKEND if replaced else WORKING
    return Day(day, kind, weekly.before_holiday(like.weekday()) if short else hours, short, True, replaced, names)


def _own_day(day: Day, own: OwnDay) -> Day:
    if not own.open:
        return Day(day.date, CLOSED, (), False, True, None, own.note)
    kind = WORKING if day.kind == WORKING else WORKING_WEEKEND
    return Day(day.date, kind, own.open, False, own.counts, None, own.note)


def _shortened(hours: Intervals, earlier: int) -> Intervals:
    """The hours without the last `earlier` minutes of the day, across a lunch break if necessary."""
    left, kept = earlier, list(hours)
    while kept and left:
        opening, closing = kept.pop()
        if closing - opening > left:
            kept.append((opening, closing - left))
            left = 0
        else:
            left -= closing - opening
    return tuple(kept)


class Calendar:
    """The open time and the working days of a span of years; immutable.

    Every look-up is a bisection over integers. Outside the span OutsideCalendar is raised: nothing is guessed.
    """

    def __init__(self, days: Sequence[Day], zone: ZoneInfo, decreed_until: int) -> None:
        self.days = tuple(days)
        self.zone = zone
        self.decreed_until = decreed_until
        self.first_year, self.last_year = days[0].date.year, days[-1].date.year
        self._first = days[0].date.toordinal()
        self._midnights = midnights(self._first, len(days), zone)
        self._begin, self._end = self._midnights[0], self._midnights[-1]
        edges = zip(days, pairwise(self._midnights), strict=True)
        shown = [(day, open_seconds(day.open, begin, end, zone)) for day, (begin, end) in edges if day.open]
        working = [(day, spans) for day, spans in shown if day.counts and spans]
        self._shown_opens = [opening for _, spans in shown for opening, _ in spans]
        self._shown_closes = [closing for _, spans in shown for _, closing in spans]
        self._opens = [opening for _, spans in working for opening, _ in spans]
        self._closes = [closing for _, spans in working for _, closing in spans]
        self._work = [day.date.toordinal() for day, _ in working]
        self._work_opens = [spans[0][0] for _, spans in working]
        self._work_closes = [spans[-1][1] for _, spans in working]
        self._sums: list[int] = [0, *accumulate(map(sub, self._closes, self._opens))]
        self._estimated = [day.date.toordinal() for day in days if day.estimated]
        self._versions: dict[int, str] = {}

    def __repr__(self) -> str:
        return f"Calendar({self.first_year}-{self.last_year}, {self.zone.key})"

    # -- days -------------------------------------------------------------------------------------------------------

    def day(self, day: date) -> Day:
        """The day with this date."""
        return self.days[self._index(day.toordinal())]

    def year(self, year: int) -> tuple[Day, ...]:
        """The days of a year, in order."""
        if not self.first_year <= year <= self.last_year:
            raise self._outside()
        start = date(year, 1, 1).toordinal() - self._first
        return self.days[start : date(year, 12, 31).toordinal() - self._first + 1]

    def ordinal(self, moment: int) -> int:
        """The local calendar day of a moment."""
        index = bisect_right(self._midnights, moment) - 1
        if index < 0 or index >= len(self.days):
            raise self._outside()
        return self._first + index

    def day_of(self, moment: int) -> tuple[int, int]:
        """The first second of a moment's local day, and that of the next day. Works for any day, as no deadline depends on it."""
        ordinal = datetime.fromtimestamp(moment, self.zone).toordinal()
        return midnight(ordinal, self.zone), midnight(ordinal + 1, self.zone)

    def midnight(self, ordinal: int) -> int:
        """The first second of a local day; also of the one after the last, at which the calendar ends."""
        if ordinal - self._first == len(self.days):
            return self._end
        return self._midnights[self._index(ordinal)]

    def is_working(self, ordinal: int) -> bool:
        """Whether a local day is a working day."""
        self._index(ordinal)
        place = bisect_left(self._work, ordinal)
        return place < len(self._work) and self._work[place] == ordinal

    def closing_after(self, ordinal: int, count: int) -> tuple[int, int]:
        """The `count`-th working day after a day (working or not): its ordinal and its closing second."""
        self._index(ordinal)
        return self._working(bisect_right(self._work, ordinal) + count - 1)

    def closing_before(self, ordinal: int, count: int) -> tuple[int, int]:
        """The `count`-th working day before a day (working or not): its ordinal and its closing second.

        The day itself may be the one after the calendar's last: only days before it are counted.
        """
        self._index(ordinal - 1)
        return self._working(bisect_left(self._work, ordinal) - count)

    def closing_from(self, ordinal: int) -> tuple[int, int]:
        """This day if it is a working day, else the next one: its ordinal and its closing second (Civil Code 193)."""
        self._index(ordinal)
        return self._working(bisect_left(self._work, ordinal))

    def working_days(self, first: int, last: int) -> int:
        """The number of working days after one day up to another, both ordinals; negative if the last is before the first."""
        return bisect_right(self._work, last) - bisect_right(self._work, first)

    def estimates(self, first: int, last: int) -> tuple[Day, ...]:
        """The holidays with estimated dates that may fall between two local days, both included: an estimate may be one day out."""
        found = self._estimated[bisect_left(self._estimated, first - 1) : bisect_right(self._estimated, last + 1)]
        return tuple(self.days[ordinal - self._first] for ordinal in found)

    # -- open time --------------------------------------------------------------------------------------------------

    def add_open(self, start: int, seconds: int) -> int:
        """The moment at which `seconds` (at least 1) of open time have passed since `start`.

        Time that ends with the closing second ends there, not at the next opening.
        """
        if not self._begin <= start < self._end:
            raise self._outside()
        # Same as _open_until, inlined: this is the most frequent look-up.
        opens, sums = self._opens, self._sums
        last = bisect_right(opens, start) - 1
        if last >= 0:
            closing = self._closes[last]
            seconds += sums[last] + (start if start < closing else closing) - opens[last]
        index = bisect_left(sums, seconds) - 1
        if index >= len(opens):
            raise self._outside()
        return opens[index] + seconds - sums[index]

    def left_open(self, end: int, seconds: int) -> int:
        """The last moment with that much open time (at least 1) left until `end`; the centre is always open at that moment."""
        left = self._open_until(end) - seconds
        if left < 0:
            raise self._outside()
        index = bisect_right(self._sums, left) - 1
        return self._opens[index] + left - self._sums[index]

    def open_between(self, start: int, end: int) -> int:
        """The open seconds from `start` to `end`; negative if the end is before the start."""
        return self._open_until(end) - self._open_until(start)

    def is_open(self, moment: int) -> bool:
        """Whether the centre is open, on a day that counts or not. At the closing second it is closed."""
        index = bisect_right(self._shown_opens, moment) - 1
        return index >= 0 and moment < self._shown_closes[index]

    def counts(self, moment: int) -> bool:
        """Whether hour clocks run at this moment."""
        index = bisect_right(self._opens, moment) - 1
        return index >= 0 and moment < self._closes[index]

    def next_change(self, moment: int) -> int:
        """The next closing when open, the next opening when closed."""
        edges = self._shown_closes if self.is_open(moment) else self._shown_opens
        index = bisect_right(edges, moment)
        if index >= len(edges):
            raise self._outside()
        return edges[index]

    def next_opening(self, moment: int) -> int:
        """The first opening of a working day after this moment; the end of a lunch break is not an opening."""
        index = bisect_right(self._work_opens, moment)
        if index >= len(self._work_opens):
            raise self._outside()
        return self._work_opens[index]

    # -- versions ---------------------------------------------------------------------------------------------------

    def version(self, first: date, last: date) -> str:
        """The version of the calendar from one date to another: each year and the hash of its days."""
        first, last = min(first, last), max(first, last)
        return "+".join(f"{year}:{self.year_version(year)}" for year in range(first.year, last.year + 1))

    def year_version(self, year: int) -> str:
        """A hash of everything in a year that affects deadlines: zone, days, hours; not names."""
        if year not in self._versions:
            rows = [(str(day.date), day.kind, day.open, day.short, day.counts, str(day.other)) for day in self.year(year)]
            said = json.dumps([self.zone.key, rows], separators=(",", ":"))
            self._versions[year] = hashlib.sha256(said.encode()).hexdigest()[:12]
        return self._versions[year]

    # -- inside -----------------------------------------------------------------------------------------------------

    def _open_until(self, moment: int) -> int:
        index = bisect_right(self._opens, moment) - 1
        if index < 0:
            return 0
        return self._sums[index] + min(moment, self._closes[index]) - self._opens[index]

    def _working(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self._work):
            raise self._outside()
        return self._work[index], self._work_closes[index]

    def _index(self, ordinal: int) -> int:
        index = ordinal - self._first
        if not 0 <= index < len(self.days):
            raise self._outside()
        return index

    def _outside(self) -> OutsideCalendar:
        return OutsideCalendar(self.first_year, self.last_year)
