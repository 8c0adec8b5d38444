"""A limit and a start -> a Deadline: the due moment with its ledger. Each rule is explained in `docs/counting.md`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from desk.charter.calendar import Calendar, Day
from desk.charter.errors import NeedsEvent
from desk.charter.limits import Limit, Unit


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One day between start and due: its kind and how much of it counted.

    counted: seconds of open time for hour limits, seconds of plain time for `N hours`, whole days for the rest.
    """

    day: Day
    counted: int


class Deadline(NamedTuple):
    """The due moment of a standard, and how it was calculated.

    start: the moment counted from (None if a backward limit was given no registration); due_at: UTC epoch seconds, still in time at
    that very second; closes: the local day at whose closing it is due, None for a limit in hours; event: the date that a backward
    limit counted from; house: whether a house rule applied instead of the charter's own limit.
    """

    standard: str
    limit: Limit
    start: datetime | None
    event: date | None
    due_at: int
    closes: int | None
    house: bool
    calendar: Calendar

    @property
    def due(self) -> datetime:
        """The due moment in the centre's zone."""
        return datetime.fromtimestamp(self.due_at, self.calendar.zone)

    @property
    def due_day(self) -> int:
        """The local day of the due moment; a closing at midnight belongs to the day that it ends."""
        if self.closes is not None:
            return self.closes
        return self.calendar.ordinal(self.due_at - (self.limit.unit is not Unit.TIME))

    @property
    def provisional(self) -> bool:
        """Whether the due moment may still move, because of a future decree or a holiday with an estimated date."""
        return self._span()[1].year > self.calendar.decreed_until or bool(self.estimates)

    @property
    def estimates(self) -> tuple[Day, ...]:
        """The holidays with estimated dates that may still move it."""
        first, last = self._span()
        return self.calendar.estimates(first.toordinal(), last.toordinal())

    @property
    def calendar_version(self) -> str:
        """Each year involved, with the hash of its days."""
        return self.calendar.version(*self._span())

    @property
    def ledger(self) -> tuple[LedgerDay, ...]:
        """Each day from start to due (for a backward limit from due to the event), computed on demand."""
        return tuple(_ledger(self))

    def _span(self) -> tuple[date, date]:
        due = date.fromordinal(self.due_day)
        if self.event is not None and not self.house:
            return due, self.event
        if self.start is None:
            return due, due
        return date.fromordinal(self.calendar.ordinal(int(self.start.timestamp()))), due


def count(limit: Limit, calendar: Calendar, start: int, event: date | None = None) -> tuple[int, int | None]:
    """The due second and, for limits in days, the local day at whose closing it is.

    start: UTC epoch seconds, unused by backward limits. Raises NeedsEvent, OutsideCalendar.
    """
    match limit.unit:
        case Unit.WORKING_TIME:
            return calendar.add_open(start, limit.amount), None
        case Unit.WORKING_DAYS:
            ordinal, closing = calendar.closing_after(calendar.ordinal(start), limit.amount)
        case Unit.DAYS:
            ordinal, closing = _calendar_days(limit, calendar, start)
        case Unit.TIME:
            for moment in (start, start + limit.amount):
                calendar.ordinal(moment)  # within the calendar, or an error
            return start + limit.amount, None
        case Unit.WORKING_DAYS_BEFORE:
            if event is None:
                raise NeedsEvent
            calendar.day(event)  # within the calendar, or an error
            ordinal, closing = calendar.closing_before(event.toordinal(), limit.amount)
        case Unit.OPENING:
            return calendar.add_open(calendar.next_opening(start), limit.amount), None
        case Unit.WEEK | Unit.MONTH | Unit.QUARTER:
            ordinal, closing = _period(limit.unit, calendar, start)
    return closing, ordinal


def _calendar_days(limit: Limit, calendar: Calendar, start: int) -> tuple[int, int]:
    ordinal = calendar.ordinal(start) + limit.amount
    if limit.rolls or calendar.is_working(ordinal):
        return calendar.closing_from(ordinal)
    # A due day that is a day off and does not roll has no closing: the end of the day counts.
    return ordinal, calendar.midnight(ordinal + 1)


def _period(unit: Unit, calendar: Calendar, start: int) -> tuple[int, int]:
    """The closing of the last working day of the first period after the start's own that has a working day."""
    day = date.fromordinal(calendar.ordinal(start))
    while True:
        first = _next_period(unit, day)
        ordinal, closing = calendar.closing_before(_next_period(unit, first).toordinal(), 1)
        if ordinal >= first.toordinal():
            return ordinal, closing
        day = first


def _next_period(unit: Unit, day: date) -> date:
    if unit is Unit.WEEK:
        return day + timedelta(7 - day.weekday())
    months = 1 if unit is Unit.MONTH else 3
    step = day.month - 1 - (day.month - 1) % months + months
    return date(day.year + step // 12, step % 12 + 1, 1)


def _ledger(deadline: Deadline) -> Iterator[LedgerDay]:
    calendar, unit = deadline.calendar, deadline.limit.unit
    first, last = deadline._span()
    start = int(deadline.start.timestamp()) if deadline.start else deadline.due_at
    left = deadline.limit.amount
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = calendar.day(date.fromordinal(ordinal))
        if unit in (Unit.WORKING_TIME, Unit.OPENING, Unit.TIME):
            begin = max(start, calendar.midnight(ordinal))
            if unit is Unit.OPENING:
                begin = max(begin, calendar.next_opening(start))
            end = deadline.due_at if day.date == last else calendar.midnight(ordinal + 1)
            counted = max(0, end - begin if unit is Unit.TIME else calendar.open_between(begin, end))
        elif unit is Unit.WORKING_DAYS_BEFORE:
            counted = int(day.working and (ordinal > first.toordinal() if deadline.house else day.date != deadline.event))
        elif unit is Unit.DAYS:
            counted = int(ordinal > first.toordinal() and left > 0)
            left -= counted
        else:
            counted = int(day.working and ordinal > first.toordinal())
        yield LedgerDay(day, counted)
