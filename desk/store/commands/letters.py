"""Emails and letters that wait to be sent and were neither undone nor recalled."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import SQL, Case, fn

from desk.actions.rights import Right
from desk.models import Delivery, Event, Outbox, Text, Ticket
from desk.store.addresses import EMAIL, way_to
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.ticket_state import VOID, Act
from desk.store.visibility import hidden_among

# The states of an email that the mail server may have got already.
HANDED, DOUBTFUL = HANDED_OVER = ("handed", "doubtful")


class Outgoing(NamedTuple):
    """A waiting message. event: the event that wrote it; at: when, epoch seconds; email: the recipient's email address, "" for a
    letter; address: the postal address if known; title: the subject."""

    event: int
    ticket: int
    way: str
    at: int
    language: str
    name: str
    email: str
    address: str
    title: str
    body: str


@requires(Right.LOOK)
def ways_to(store: Store, tickets: Sequence[int]) -> Counter[str]:
    """Counts these tickets' customers by the channel on which they can be written to."""
    return Counter(way_to(*row) for row in _ADDRESSES.rows(store, among=tickets))


_ADDRESSES = Statement(lambda dialect: Ticket.select(Ticket.email, Ticket.address).where(dialect.among(Ticket.id, Param("among"))))


@requires(Right.WORK)
def waiting(store: Store) -> list[Outgoing]:
    """The waiting messages in the order in which they were written, without those of complaints hidden from the current user, and
    without emails that a mail server may have got already."""
    found = [Outgoing._make(row) for row in _waiting.rows(store)]
    hidden = hidden_among(store, {letter.ticket for letter in found})
    return [letter for letter in found if letter.ticket not in hidden]


@requires(Right.WORK)
def waiting_of(store: Store, numbers: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """The waiting letters of these tickets, by ticket: each as its event and the fact that it states ("" for none)."""
    found: dict[int, list[tuple[int, str]]] = {}
    for ticket, event, states in _waiting_of.rows(store, among=numbers):
        found.setdefault(ticket, []).append((event, states))
    return found


def has_left(store: Store, step: int) -> bool:
    """Whether an act wrote letters that have been sent, or may have been, or had letters sent: what somebody may have read cannot
    be undone."""
    return bool(_has_left.rows(store, step=step))


def recalled(dialect: Dialect, event: Any) -> Any:
    """The condition that the letter written by an event was withdrawn, and the withdrawal not undone. If it cannot be read which
    letter it was, all letters of the ticket count as withdrawn: none may be sent that is possibly outdated."""
    recall, undone = Event.alias("r"), Event.alias("v")
    withdrawn = fn.COALESCE(dialect.json_number(recall.data, "letter"), event.id) == event.id
    query = recall.select(SQL("1")).where(recall.ticket == event.ticket, recall.what == "recalled", withdrawn)
    step = dialect.json_number(undone.data, "step")
    is_undone = undone.select(SQL("1")).where(undone.ticket == recall.ticket, undone.what == Act.UNDONE, step == recall.step)
    return fn.EXISTS(query.where(~fn.EXISTS(is_undone)))


def of_waiting(dialect: Dialect, *columns: Any) -> Any:
    """Columns of the waiting letters, from the tables outbox, event and ticket."""
    query = Outbox.select(*columns).join(Event).join(Ticket).where(Outbox.exported.is_null(), Ticket.state != VOID)
    return query.where(stands(dialect, Event), ~recalled(dialect, Event))


@Statement
def waiting_states(dialect: Dialect) -> Any:
    """For each waiting letter its event, its ticket, the ticket's state, the fact that it states, the channel."""
    query = of_waiting(dialect, Outbox.event, Ticket.id, Ticket.state, dialect.json_value(Event.data, "states"), Outbox.way)
    return query.where(_can_be_exported())


@Statement
def _waiting_of(dialect: Dialect) -> Any:
    states = fn.COALESCE(dialect.json_value(Event.data, "states"), "")
    query = of_waiting(dialect, Ticket.id, Event.id, states)
    return query.where(dialect.among(Ticket.id, Param("among"))).order_by(Event.id)


@Statement
def _has_left(dialect: Dialect) -> Any:
    sent = Outbox.select(SQL("1")).join(Event).where(Event.step == Param("step"), Outbox.exported.is_null(False))
    on_its_way = Delivery.select(SQL("1")).join(Event).where(Event.step == Param("step"), Delivery.state.in_(HANDED_OVER))
    letter = Event.alias("l")
    has_letter = dialect.json_number(letter.data, "letter").is_null(False)
    sends = letter.select(SQL("1")).where(letter.step == Param("step"), letter.what != "recalled", has_letter)
    return sent.union_all(on_its_way).union_all(sends).limit(1)


@Statement
def _waiting(dialect: Dialect) -> Any:
    def text(field: str) -> Any:
        return fn.COALESCE(Text.select(Text.body).where(Text.event == Event.id, Text.field == field).limit(1), "")

    email = Case(None, ((Outbox.way == EMAIL, Ticket.email),), "")
    columns = (Outbox.event, Ticket.id, Outbox.way, Event.at, Ticket.language, Ticket.name, email, Ticket.address)
    return of_waiting(dialect, *columns, text("title"), text("note")).where(_can_be_exported()).order_by(Outbox.event)


def _can_be_exported() -> Any:
    """The condition that no mail server may have got an email already."""
    return Outbox.event.not_in(Delivery.select(Delivery.event).where(Delivery.state.in_(HANDED_OVER)))
