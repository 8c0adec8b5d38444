"""Alerts of running clocks, and until when each person was alerted."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from desk.actions.rights import Right
from desk.charter.alerts import Alert, signals
from desk.charter.errors import OutsideCalendar, UnknownStandard
from desk.models import Watch
from desk.store.database import Store
from desk.store.permissions import requires
from desk.store.staff import staff_id


class Notice(NamedTuple):
    """A moment at which somebody is to be alerted. at, due: epoch seconds; what: as in `charter.signals`."""

    at: int
    what: str
    ticket: int
    standard: str
    due: int
    name: str


_RUNNING = """SELECT c.ticket_id, c.standard, c.start, c.due, COALESCE(NULLIF(t.name, ''), NULLIF(t.phone, ''), t.email)
              FROM clock AS c JOIN ticket AS t ON t.id = c.ticket_id
              WHERE c.state = 'running' AND c.due >= ? AND c.due <= ?"""
_OF_THESE = " AND c.ticket_id IN (SELECT value FROM json_each(?))"


@requires(Right.LOOK)
def next_closing(store: Store) -> int:
    """The closing of the next working day: what falls due before it cannot wait for somebody who is away.

    If the calendar has no further working day, the end of tomorrow.
    """
    calendar = store.charter.calendar
    try:
        return calendar.closing_after(calendar.ordinal(store.now()), 1)[1]
    except OutsideCalendar:
        return calendar.day_of(calendar.day_of(store.now())[1])[1]


@requires(Right.LOOK)
def notices(store: Store, tickets: Iterable[int] | None = None) -> list[Notice]:
    """The alerts for what falls due from now until the closing of the next working day, in order of time.

    tickets: only these.
    """
    now, until = store.now(), next_closing(store)
    if tickets is None:
        rows = store.rows(_RUNNING, now, until)
    else:
        rows = store.rows(_RUNNING + _OF_THESE, now, until, json.dumps(list(tickets)))
    found: list[Notice] = []
    moments: dict[tuple[str, int], tuple[Alert, ...]] = {}  # thousands fall due at the same closing
    for ticket, standard, start, due, name in rows:
        if (standard, due) not in moments:
            moments[standard, due] = _moments(store, standard, due)
        found += [
            Notice(moment.at, moment.what, ticket, standard, due, name) for moment in moments[standard, due] if moment.at > start
        ]
    return sorted(found)


def _moments(store: Store, standard: str, due: int) -> tuple[Alert, ...]:
    try:
        return signals(store.charter, standard, 0, due)
    except (UnknownStandard, OutsideCalendar):  # the clock of a replaced charter
        return ()


@requires(Right.LOOK)
def warned_until(store: Store, who: str) -> int:
    """The moment until which this person was alerted; at the earliest the beginning of today, since yesterday's alerts are over."""
    today, _ = store.charter.calendar.day_of(store.now())
    rows = store.rows("SELECT warned_until FROM watch AS w JOIN staff AS s ON s.id = w.staff_id WHERE s.name = ?", who)
    return max(today, rows[0][0]) if rows else today


@requires(Right.LOOK)
def record_warned(store: Store, who: str, moment: int) -> None:
    """Records that this person was alerted of everything up to a moment."""
    with store.transaction():
        row = {"staff": staff_id(store, who), "warned_until": moment}
        Watch.insert(row).on_conflict(conflict_target=[Watch.staff], update={"warned_until": moment}).execute()
