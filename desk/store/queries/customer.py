"""One whole customer: how to reach them, what is known of them, their tickets."""

from typing import Any, NamedTuple

from peewee import fn

from desk.actions.rights import Right
from desk.models import Ticket
from desk.store.customers.cards import check_customer
from desk.store.customers.identity import Card, called, card_of, hidden_complaints, keys_of
from desk.store.customers.organisations import Known, organisation_of
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotFound
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.queries.board import QueueRow, rows_of
from desk.store.statements import read
from desk.store.ticket_state import OPEN, VOID
from desk.store.visibility import check_reads

MOST = 500  # tickets listed; a school may have thousands
CONTACTS = 5  # numbers, and addresses of each kind


class CustomerView(NamedTuple):
    """A customer, as far as the current user may see their tickets.

    phones, emails, addresses: the latest first, at most CONTACTS of each; language: of the latest ticket; rows: their tickets, the
    nearest deadline first, then the newest; tickets: how many there are, of which MOST are listed; organisation: that they belong
    to, with the id 0 for none.
    """

    id: int
    name: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    addresses: tuple[str, ...]
    language: str
    card: Card
    rows: list[QueueRow]
    tickets: int
    organisation: Known = Known()


@requires(Right.LOOK)
def customer_of(store: Store, number: int) -> int:
    """The customer of a ticket, by their id. Raises NotFound, and NotAllowed for a sealed complaint."""
    events = events_of(store, number)
    if not events:
        raise NotFound(number)
    check_reads(store, number, events)
    (customer,) = read(store, Ticket, ("customer",), number)
    return int(customer)


@requires(Right.LOOK)
def customer(store: Store, number: int) -> CustomerView:
    """A whole customer. number: their id. Raises CustomerUnknown, also if all of their tickets are hidden from the current user."""
    check_customer(store, number)
    hidden = hidden_complaints(store, number)
    name, *_ = called(store, number, hidden) or ("",)
    numbers = [ticket for (ticket,) in _tickets.rows(store, person=number, hidden=hidden, limit=MOST)]
    ((tickets,),) = _count.rows(store, person=number, hidden=hidden)
    found = rows_of(store, numbers)
    phones, emails, addresses = (
        tuple(value for (value,) in asked.rows(store, person=number, hidden=hidden)) for asked in (_phones, _emails, _addresses)
    )
    written = dict[tuple[str, ...], str]()  # one number may be written in many ways
    for phone in phones:
        written.setdefault(keys_of(store, phone) or (phone,), phone)
    language = next((language for (language,) in _language.rows(store, person=number, hidden=hidden)), "")
    rows = [found[ticket] for ticket in numbers if ticket in found]
    return CustomerView(
        number,
        name,
        tuple(written.values()),
        emails,
        addresses,
        language,
        card_of(store, number),
        rows,
        int(tickets),
        organisation_of(store, number),
    )


def _seen(dialect: Dialect) -> Any:
    """The condition that a ticket is a customer's and shown to the current user."""
    return (Ticket.customer == Param("person")) & (Ticket.state != VOID) & ~dialect.among(Ticket.id, Param("hidden"))


@Statement
def _tickets(dialect: Dialect) -> Any:
    query = Ticket.select(Ticket.id).where(_seen(dialect))
    order = ((Ticket.state == OPEN).desc(), Ticket.next_due.is_null(), Ticket.next_due, Ticket.id.desc())
    return query.order_by(*order).limit(Param("limit"))


@Statement
def _count(dialect: Dialect) -> Any:
    return Ticket.select(fn.COUNT(Ticket.id)).where(_seen(dialect))


@Statement
def _language(dialect: Dialect) -> Any:
    return Ticket.select(Ticket.language).where(_seen(dialect)).order_by(Ticket.id.desc()).limit(1)


def _contacts(column: Any) -> Statement:
    """The different values of a column, the latest first."""

    def build(dialect: Dialect) -> Any:
        query = Ticket.select(column).where(_seen(dialect), column != "").group_by(column)
        return query.order_by(fn.MAX(Ticket.id).desc()).limit(CONTACTS)

    return Statement(build)


_phones, _emails, _addresses = map(_contacts, (Ticket.phone, Ticket.email, Ticket.address))
