"""The overview: open tickets grouped for a supervisor. Pure: takes the rows of the queues, returns figures.

Each figure lists the tickets behind it, so that they can be opened.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desk.charter.calendar import Calendar
from desk.store.queries.board import QueueRow

OVERDUE, TODAY, UNOWNED, WAITING, UNCONFIRMED = NOW = ("overdue", "today", "unowned", "waiting", "unconfirmed")
DAYS_AHEAD = 5
AGES = (2, 7, 30)  # days: upper limits; older tickets have a group of their own


@dataclass(frozen=True, slots=True)
class Person:
    """A person's open tickets, those of them that are overdue, and how many are due on each of the coming days."""

    name: str
    tickets: tuple[int, ...]
    overdue: tuple[int, ...]
    coming: tuple[int, ...]


@dataclass(frozen=True)
class Overview:
    """Ticket numbers of open tickets, in the order of the queues.

    now: by NOW.
    people: those who have tickets, by name.
    coming: tickets due on each of the next working days, today first.
    ages: tickets received less than so many days ago, by AGES, and last the older ones.
    """

    now: Mapping[str, tuple[int, ...]]
    people: tuple[Person, ...]
    coming: Mapping[date, tuple[int, ...]]
    ages: tuple[tuple[int, ...], ...]


def overview(
    rows: Iterable[QueueRow], waiting: Collection[int], unconfirmed: Collection[int], calendar: Calendar, now: int
) -> Overview:
    """Groups the open tickets. waiting: those waiting for a fact that starts a promise; unconfirmed: complaints that may be about a
    colleague; now: epoch seconds.

    Raises OutsideCalendar.
    """
    today = calendar.ordinal(now)
    tonight = calendar.midnight(today + 1)
    days = _working_days(calendar, today)
    ends = [(day, calendar.midnight(day.toordinal()), calendar.midnight(day.toordinal() + 1)) for day in days]
    found: dict[str, list[int]] = {name: [] for name in NOW}
    people: dict[str, tuple[list[int], list[int], list[int]]] = {}
    coming: dict[date, list[int]] = {day: [] for day in days}
    ages: list[list[int]] = [[] for _ in (*AGES, 0)]
    for row in rows:
        overdue = row.due is not None and row.due < now
        if overdue:
            found[OVERDUE].append(row.id)
        elif row.due is not None and row.due <= tonight:
            found[TODAY].append(row.id)
        if row.id in waiting:
            found[WAITING].append(row.id)
        if row.id in unconfirmed and not row.sealed:
            found[UNCONFIRMED].append(row.id)
        due_in = None  # the place of its day among the coming ones
        if row.due is not None and not overdue:  # closing at midnight belongs to the day that ends
            due_in = next((place for place, (_day, begin, end) in enumerate(ends) if begin <= row.due - 1 < end), None)
        if due_in is not None:
            coming[days[due_in]].append(row.id)
        if row.owner:
            mine, late, on_day = people.setdefault(row.owner, ([], [], [0] * len(days)))
            mine.append(row.id)
            if overdue:
                late.append(row.id)
            if due_in is not None:
                on_day[due_in] += 1
        elif not row.sealed:  # the owner of a hidden complaint is not shown
            found[UNOWNED].append(row.id)
        old = (now - row.received) // 86_400
        ages[next((place for place, age in enumerate(AGES) if old < age), len(AGES))].append(row.id)
    return Overview(
        {name: tuple(numbers) for name, numbers in found.items()},
        tuple(Person(name, tuple(mine), tuple(late), tuple(on_day)) for name, (mine, late, on_day) in sorted(people.items())),
        {day: tuple(numbers) for day, numbers in coming.items()},
        tuple(map(tuple, ages)),
    )


def _working_days(calendar: Calendar, today: int) -> list[date]:
    """Today, if it is a working day, and the working days after it."""
    first = calendar.closing_from(today)[0]
    found = [first]
    while len(found) < DAYS_AHEAD + (first == today):
        found.append(calendar.closing_after(found[-1], 1)[0])
    return [date.fromordinal(day) for day in found]
