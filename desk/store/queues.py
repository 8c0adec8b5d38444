"""What the screens and lists read: frozen rows, never models. Every query is fetched whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from desk.charter.clocks import Clock, Waiting, waiting
from desk.charter.vocabulary import KINDS
from desk.store.database import Store
from desk.store.derive import events_of
from desk.store.errors import NotFound
from desk.store.story import OPEN, EventRow, Story, tell


class QueueRow(NamedTuple):
    """A ticket in its queue. due, received: UTC epoch seconds; standard: of the nearest running clock; owner: a name or "";
    key: what a filter looks through, folded by `text.search_key`."""

    id: int
    kind: str
    channel: str
    name: str
    phone: str
    email: str
    subject: str
    owner: str
    received: int
    due: int | None
    standard: str
    exam: str
    version: int
    state: str
    key: str


@dataclass(frozen=True)
class TicketView:
    """A ticket whole. events: with the names of who acted; waits: for what a promise has not started yet."""

    row: QueueRow
    story: Story
    clocks: tuple[Clock, ...]
    waits: tuple[Waiting, ...]
    events: tuple[EventRow, ...]
    staff: Mapping[int, str]
    customer_tickets: tuple[int, ...]


_ROW = """SELECT t.id, t.kind, t.channel, t.name, t.phone, t.email, t.subject, COALESCE(s.name, ''), t.received, t.next_due,
                 t.next_standard, t.exam, t.version, t.state, t.key
          FROM ticket AS t LEFT JOIN staff AS s ON s.id = t.owner_id """

# The nearest running clock first; tickets without one after the others, the oldest first.
_ORDER = " ORDER BY t.next_due IS NULL, t.next_due, t.received, t.id"


def queue(store: Store, kind: str) -> list[QueueRow]:
    """The open tickets of a kind, the nearest deadline first."""
    return [QueueRow._make(row) for row in store.rows(_ROW + "WHERE t.state = ? AND t.kind = ?" + _ORDER, OPEN, kind)]


def queues(store: Store) -> dict[str, list[QueueRow]]:
    """Every kind's queue, in the order of the board."""
    found: dict[str, list[QueueRow]] = {kind: [] for kind in KINDS}
    for row in store.rows(_ROW + "WHERE t.state = ?" + _ORDER, OPEN):
        found[row[1]].append(QueueRow._make(row))
    return found


def listed(store: Store, kind: str | None) -> list[QueueRow]:
    """Open and closed tickets for `desk list`: the open ones as queues stand, then the closed, the newest first."""
    where, values = ("WHERE t.state <> 'void'", ()) if kind is None else ("WHERE t.state <> 'void' AND t.kind = ?", (kind,))
    order = " ORDER BY t.state <> 'open', t.next_due IS NULL, t.next_due, t.received, t.id"
    return [QueueRow._make(row) for row in store.rows(_ROW + where + order, *values)]


_CLOCKS = """SELECT ticket_id, standard, start, due, state, started_by, stopped, stopped_by, reason, house FROM clock """


def clocks_of(store: Store) -> dict[int, list[Clock]]:
    """Every ticket's clocks as written, by ticket, in the order of their starts."""
    found: dict[int, list[Clock]] = {}
    for ticket, *clock in store.rows(_CLOCKS + "ORDER BY ticket_id, id"):
        found.setdefault(ticket, []).append(_clock(clock))
    return found


def ticket(store: Store, number: int) -> TicketView:
    """A ticket whole, with its history. Raises NotFound."""
    rows = store.rows(_ROW + "WHERE t.id = ?", number)
    if not rows:
        raise NotFound(number)
    events = events_of(store, number)
    story = tell(events)
    found = tuple(_clock(clock) for _, *clock in store.rows(_CLOCKS + "WHERE ticket_id = ? ORDER BY id", number))
    others = store.rows(
        "SELECT id FROM ticket WHERE customer_id = ? AND id <> ? AND state <> 'void' ORDER BY id DESC LIMIT 9",
        story.customer,
        number,
    )
    row = QueueRow._make(rows[0])
    waits = waiting(store.charter, story.facts) if row.state == OPEN else ()
    return TicketView(row, story, found, waits, tuple(events), names(store), tuple(number for (number,) in others))


def names(store: Store) -> dict[int, str]:
    """Everybody who ever acted, by id."""
    return dict(store.rows("SELECT id, name FROM staff ORDER BY id"))


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A personal moment: on which ticket, whose, when."""

    ticket: int
    staff: str
    at: int


def reminders(store: Store) -> list[ReminderRow]:
    """The reminders of open tickets, the nearest first."""
    sql = """SELECT r.ticket_id, s.name, r.at FROM reminder AS r JOIN staff AS s ON s.id = r.staff_id
             JOIN ticket AS t ON t.id = r.ticket_id WHERE t.state = 'open' ORDER BY r.at"""
    return [ReminderRow(*row) for row in store.rows(sql)]


def _clock(values: list[Any]) -> Clock:
    standard, start, due, state, started_by, stopped, stopped_by, reason, house = values
    return Clock(standard, start, due, state, started_by, stopped, stopped_by, reason, bool(house))
