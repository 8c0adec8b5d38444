"""Groups of tickets: the certificates of a box, the candidates of an exam session, uncollected certificates."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from desk.actions.rights import Right
from desk.store.commands.sessions import session
from desk.store.database import Store
from desk.store.errors.tickets import BoxUnknown, TicketInNoGroup
from desk.store.event_log import HELD
from desk.store.permissions import requires
from desk.store.queries.board import QueueRow, grouped

BOX, SESSION, UNCOLLECTED = "box", "session", "uncollected"


class Group(NamedTuple):
    """A box or a session with its tickets, open ones in queue order, then closed ones.

    number: its own; exam, day, place, ends: if known, days in ISO 8601; received: when the box came, epoch seconds; opened_by: who
    received it; candidates, confirmed: of a session, as in `sessions.Session`; told: when each candidate who has not come was last
    told, epoch seconds.
    """

    kind: str
    number: int
    rows: list[QueueRow]
    exam: str = ""
    day: str = ""
    place: str = ""
    ends: str = ""
    received: int = 0
    opened_by: str = ""
    candidates: int = 0
    confirmed: int = 0
    told: Mapping[int, int] = MappingProxyType({})


class Box(NamedTuple):
    """A box in a list: how many certificates it had, and how many of them are still here."""

    number: int
    received: int
    exam: str
    day: str
    certificates: int
    here: int


@requires(Right.LOOK)
def boxes(store: Store) -> list[Box]:
    """Every box, newest first, without undone ones."""
    return [Box._make(row) for row in store.rows(_BOXES)]


@requires(Right.LOOK)
def group_of(store: Store, ticket: int) -> tuple[str, int]:
    """The kind and the number of a ticket's group. Raises NotNow if it belongs to none."""
    for batch, session_ in store.rows("SELECT batch_id, session_id FROM ticket WHERE id = ?", ticket):
        if batch or session_:
            return (BOX, batch) if batch else (SESSION, session_)
    raise TicketInNoGroup(ticket)


@requires(Right.LOOK)
def group(store: Store, kind: str, number: int = 0) -> Group:
    """A group with its tickets. Raises NotNow if there is no such session or box."""
    if kind == UNCOLLECTED:
        return Group(kind, 0, grouped(store, kind, 0), told=dict(store.rows(_TOLD)))
    if kind == SESSION:
        of = session(store, number)
        rows = grouped(store, kind, number)
        return Group(kind, number, rows, of.exam, of.day, of.place, of.ends, candidates=of.candidates, confirmed=of.confirmed)
    for received, exam, day, who in store.rows(_BOX, number):
        return Group(kind, number, grouped(store, kind, number), exam, day, received=received, opened_by=who)
    raise BoxUnknown(number)


_BOX = "SELECT b.received, b.exam, b.day, s.name FROM batch AS b JOIN staff AS s ON s.id = b.opened_by_id WHERE b.id = ?"
_BOXES = """SELECT b.id, b.received, b.exam, b.day, COUNT(t.id), COUNT(CASE WHEN t.state = 'open' THEN 1 END)
            FROM batch AS b JOIN ticket AS t ON t.batch_id = b.id AND t.state <> 'void' GROUP BY b.id ORDER BY b.id DESC"""
_TOLD = (
    """SELECT t.id, MAX(e.at) FROM ticket AS t JOIN event AS e ON e.ticket_id = t.id AND e.what = 'informed'
           WHERE t.state = 'open' AND t.kind = 'certificate' AND t.next_due IS NULL
             AND """
    + HELD
    + """
           GROUP BY t.id"""
)
