"""Clocks of a period with their verdicts, read in pieces, since a whole year takes too long at once."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Tuple, fn

from desk.actions.rights import Right
from desk.charter.clocks import MISSED, RUNNING
from desk.models import Clock, CustomerCard, Event, Staff, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.ticket_state import VOID as UNDONE
from desk.store.ticket_state import Act

PIECE = 4_000  # clocks: some 50 ms


class Verdict(NamedTuple):
    """One clock. start, due, stopped: UTC epoch seconds; reason: why it is void, or what ended a missed one without an answer; how:
    the fact that stopped it; who: stopped it, or owns the ticket as long as it runs, "" if unassigned; judged_by: the charter of
    the verdict, None for the present one; opened: its start as entered first, which decides the period that it is counted in;
    entered_late: kept because of a time entered after the due moment; customer: the kind that their card
    says, "" for none."""

    id: int
    ticket: int
    standard: str
    start: int
    due: int
    state: str
    stopped: int | None
    reason: str
    house: bool
    judged_by: int | None
    opened: int
    entered_late: bool
    how: str
    who: str
    customer: str

    def state_at(self, now: int) -> str:
        """The state as of a moment: a running clock past its due second is missed, whatever happens later."""
        return MISSED if self.state == RUNNING and now > self.due else self.state


@requires(Right.REVIEW)
def piece(store: Store, since: int, until: int, after: int = 0) -> list[Verdict]:
    """The next clocks that began from `since` (inclusive) to `until` (exclusive), in the order in which they were opened, at most
    PIECE.

    since: `opened` of the last clock of the previous piece; after: its id, 0 at first.
    """
    return [Verdict._make(row) for row in _piece.rows(store, since=since, after=after, until=until)]


@requires(Right.REVIEW)
def pieces(store: Store, since: int, until: int) -> Iterator[list[Verdict]]:
    """Every clock that began from `since` (inclusive) to `until` (exclusive), piece by piece."""
    after = 0
    while found := piece(store, since, until, after):
        yield found
        since, after = found[-1].opened, found[-1].id


@requires(Right.REVIEW)
def at_once(store: Store, since: int, until: int) -> int:
    """Counts the enquiries of a period answered on the spot, without a clock (calls.2); by the receipt as it was entered."""
    return int(_at_once.rows(store, since=since, until=until)[0][0])


@requires(Right.REVIEW)
def reopened(store: Store, since: int, until: int) -> int:
    """Counts the tickets reopened in a period, without undone reopenings."""
    return int(_reopened.rows(store, since=since, until=until)[0][0])


@requires(Right.REVIEW)
def closed(store: Store, since: int, until: int) -> dict[str, int]:
    """Counts the tickets closed in a period by reason, merged ones included, without undone closings."""
    return {str(reason): int(count) for reason, count in _closed.rows(store, since=since, until=until)}


@Statement
def _piece(_: Dialect) -> Any:
    """A clock left by an undone recording has no event that stopped it."""
    columns = (
        Clock.id, Clock.ticket, Clock.standard, Clock.start, Clock.due, Clock.state, Clock.stopped, fn.COALESCE(Clock.reason, ""),
        Clock.house, Clock.judged_by, Clock.opened, Clock.entered_late, fn.COALESCE(Event.what, ""), fn.COALESCE(Staff.name, ""),
        fn.COALESCE(CustomerCard.kind, ""),
    )  # fmt: skip
    query = Clock.select(*columns).join(Ticket).join(Event, JOIN.LEFT_OUTER, on=Event.id == Clock.stopped_by)
    query = query.join(Staff, JOIN.LEFT_OUTER, on=Staff.id == fn.COALESCE(Event.staff, Ticket.owner))
    query = query.join_from(Ticket, CustomerCard, JOIN.LEFT_OUTER, on=CustomerCard.customer == Ticket.customer)
    is_after = Tuple(Clock.opened, Clock.id) > Tuple(Param("since"), Param("after"))
    return query.where(is_after, Clock.opened < Param("until")).order_by(Clock.opened, Clock.id).limit(PIECE)


def _between() -> Any:
    return (Event.at >= Param("since")) & (Event.at < Param("until"))


@Statement
def _at_once(dialect: Dialect) -> Any:
    is_at_once = (Event.what == Act.RECEIVED) & dialect.has_text(Event.data, '"at_once":true')
    return Event.select(fn.COUNT(SQL("*"))).join(Ticket).where(is_at_once, _between(), Ticket.state != UNDONE)


@Statement
def _closed(dialect: Dialect) -> Any:
    given = dialect.json_value(Event.data, "reason")
    reason = fn.COALESCE(given, Event.what)
    counts = (Event.what == Act.MERGED) | given.is_null(False)
    query = Event.select(reason, fn.COUNT(SQL("*"))).where(Event.what.in_((Act.CLOSED, Act.MERGED)), counts, _between())
    return query.where(stands(dialect, Event)).group_by(reason).order_by(reason)


@Statement
def _reopened(dialect: Dialect) -> Any:
    is_reopened = (Event.what == Act.REOPENED) & _between()
    return Event.select(fn.COUNT(SQL("*"))).where(is_reopened, stands(dialect, Event))
