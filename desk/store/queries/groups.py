"""Groups of tickets: of a box of certificates, an exam session, a customer; uncollected certificates."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from peewee import Case, fn

from desk.actions.rights import Right
from desk.charter.vocabulary import BATCHES
from desk.facts.fact import Version
from desk.models import Batch, Event, Staff, Ticket
from desk.store.commands.sessions import session
from desk.store.customers.organisations import Known, Member, members, organisations, tickets_of
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.tickets import BoxUnknown, OrganisationGone, TicketInNoGroup
from desk.store.event_log import stands
from desk.store.facts.telling import told_outdated
from desk.store.facts.versions import fact_versions
from desk.store.permissions import requires
from desk.store.queries.board import BOX, SESSION, UNCOLLECTED, QueueRow, grouped, not_collected, rows_of
from desk.store.queries.customer import MOST, CustomerView, customer
from desk.store.ticket_state import OPEN, VOID

CUSTOMER, TOLD_OTHERWISE, ORGANISATION = "customer", "told-otherwise", "organisation"


class Group(NamedTuple):
    """A box or a session with its tickets, open ones in queue order, then closed ones.

    number: its own; exam, day, place, ends: if known, days in ISO 8601; received: when the box came, epoch seconds; opened_by: who
    received it; candidates, confirmed: of a session, as in `sessions.Session`; told: when each candidate who has not come was last
    told, epoch seconds; customer: whose tickets they are, if they are a customer's; fact: the newest version of the fact of which
    they were told another one; organisation, members: whose tickets they are, if they are an organisation's.
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
    customer: CustomerView | None = None
    fact: Version | None = None
    organisation: Known = Known()
    members: tuple[Member, ...] = ()


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
    return [Box._make(row) for row in _boxes.rows(store)]


@requires(Right.LOOK)
def group_of(store: Store, ticket: int) -> tuple[str, int]:
    """The kind and the number of a ticket's group. Raises NotNow if it belongs to none."""
    for batch, session_ in _GROUPS.rows(store, ticket=ticket):
        if batch or session_:
            return (BOX, batch) if batch else (SESSION, session_)
    raise TicketInNoGroup(ticket)


@requires(Right.LOOK)
def group(store: Store, kind: str, number: int = 0) -> Group:
    """A group with its tickets. number: of the box, the session, the customer or the fact. Raises NotNow if there is none."""
    if kind == TOLD_OTHERWISE:
        return Group(kind, number, _in_order(store, told_outdated(store, number)), fact=fact_versions(store, number)[-1])
    if kind == CUSTOMER:
        of_customer = customer(store, number)
        return Group(kind, number, of_customer.rows, customer=of_customer)
    if kind == ORGANISATION:
        known = next((known for known in organisations(store) if known.id == number), None)
        if known is None:
            raise OrganisationGone(number)
        rows = _in_order(store, tickets_of(store, number)[:MOST])
        return Group(kind, number, rows, organisation=known, members=tuple(members(store, number)))
    if kind == UNCOLLECTED:
        return Group(kind, 0, grouped(store, kind, 0), told=dict(_told.rows(store, kinds=store.charter.using(BATCHES))))
    if kind == SESSION:
        of = session(store, number)
        rows = grouped(store, kind, number)
        return Group(kind, number, rows, of.exam, of.day, of.place, of.ends, candidates=of.candidates, confirmed=of.confirmed)
    for received, exam, day, who in _box.rows(store, box=number):
        return Group(kind, number, grouped(store, kind, number), exam, day, received=received, opened_by=who)
    raise BoxUnknown(number)


def _in_order(store: Store, tickets: Sequence[int]) -> list[QueueRow]:
    found = rows_of(store, tickets)
    return [found[ticket] for ticket in tickets if ticket in found]


_GROUPS = Statement(lambda _: Ticket.select(Ticket.batch, Ticket.session).where(Ticket.id == Param("ticket")))


@Statement
def _box(_: Dialect) -> Any:
    query = Batch.select(Batch.received, Batch.exam, Batch.day, Staff.name).join(Staff)
    return query.where(Batch.id == Param("box"))


@Statement
def _boxes(_: Dialect) -> Any:
    here = fn.COUNT(Case(None, ((Ticket.state == OPEN, 1),)))
    query = Batch.select(Batch.id, Batch.received, Batch.exam, Batch.day, fn.COUNT(Ticket.id), here).join(Ticket)
    return query.where(Ticket.state != VOID).group_by(Batch.id).order_by(Batch.id.desc())


@Statement
def _told(dialect: Dialect) -> Any:
    """When the candidate of each uncollected certificate was last told."""
    query = Event.select(Event.ticket, fn.MAX(Event.at)).join(Ticket).where(Event.what == "informed", stands(dialect, Event))
    return query.where(not_collected(dialect)).group_by(Event.ticket)
