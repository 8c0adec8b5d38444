"""Alerts of running clocks, and until when each person was alerted."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.charter.alerts import Alert, signals
from desk.charter.clocks import RUNNING
from desk.charter.errors import OutsideCalendar, UnknownStandard
from desk.models import Clock, Staff, Ticket, Watch
from desk.store.customers.identity import NAME_OR_CONTACT
from desk.store.database import Store
from desk.store.dialects.statement import Param, Statement
from desk.store.permissions import requires
from desk.store.staff import staff_id
from desk.store.statements import delete, insert


class Notice(NamedTuple):
    """A moment at which somebody is to be alerted. at, due: epoch seconds; what: as in `charter.signals`."""

    at: int
    what: str
    ticket: int
    standard: str
    due: int
    name: str


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
        rows = _all_running.rows(store, now=now, until=until)
    else:
        rows = _running_among.rows(store, now=now, until=until, among=list(tickets))
    found: list[Notice] = []
    moments: dict[tuple[str, int], tuple[Alert, ...]] = {}  # thousands fall due at the same closing
    for ticket, standard, start, due, name in rows:
        if (standard, due) not in moments:
            moments[standard, due] = _moments(store, standard, due)
        found += [
            Notice(moment.at, moment.what, ticket, standard, due, name) for moment in moments[standard, due] if moment.at > start
        ]
    return sorted(found)


def _running() -> Any:
    query = Clock.select(Clock.ticket, Clock.standard, Clock.start, Clock.due, NAME_OR_CONTACT).join(Ticket)
    return query.where(Clock.state == RUNNING, Clock.due >= Param("now"), Clock.due <= Param("until"))


_all_running = Statement(lambda _: _running())
_running_among = Statement(lambda dialect: _running().where(dialect.among(Clock.ticket, Param("among"))))


def _moments(store: Store, standard: str, due: int) -> tuple[Alert, ...]:
    try:
        return signals(store.charter, standard, 0, due)
    except (UnknownStandard, OutsideCalendar):  # the clock of a replaced charter
        return ()


@requires(Right.LOOK)
def warned_until(store: Store, who: str) -> int:
    """The moment until which this person was alerted; at the earliest the beginning of today, since yesterday's alerts are over."""
    today, _ = store.charter.calendar.day_of(store.now())
    rows = _WARNED.rows(store, who=who)
    return max(today, rows[0][0]) if rows else today


_WARNED = Statement(lambda _: Watch.select(Watch.warned_until).join(Staff).where(Staff.name == Param("who")))


@requires(Right.LOOK)
def record_warned(store: Store, who: str, moment: int) -> None:
    """Records that this person was alerted of everything up to a moment."""
    with store.transaction():
        staff = staff_id(store, who)
        delete(store, Watch, "staff", staff)
        insert(store, Watch, {"staff": staff, "warned_until": moment})
