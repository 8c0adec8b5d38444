"""Preparation centres and schools: their contacts, their candidates, their tickets, and what they were sent (commitments.7)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from desk.actions.choices import ORGANISATIONS
from desk.actions.rights import Right
from desk.models import Customer, CustomerCard, Event, Membership, Organisation, Text, Ticket
from desk.store.addresses import EMAIL, LETTER
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import OrganisationKindMissing, OrganisationUnknown
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.statements import delete, insert, update
from desk.store.ticket_state import OPEN, VOID
from desk.store.validation import check_length
from desk.store.visibility import without_hidden
from desk.text.folding import search_key

# What a filter finds them by besides their names, in both languages.
_FOUND_BY = {"preparation-centre": "preparation centre подготовительный центр учебный центр", "school": "school школа"}
MOST_SENT = 100  # of what an organisation was sent


class Known(NamedTuple):
    """An organisation. id: 0 for none; kind: one of ORGANISATIONS."""

    id: int = 0
    name: str = ""
    kind: str = ""


class Member(NamedTuple):
    """A customer who belongs to an organisation. is_contact: speaks for it; the others are its candidates."""

    customer: int
    name: str
    phone: str
    email: str
    is_contact: bool


class Sent(NamedTuple):
    """Something that an organisation's contact or candidate was sent. at: epoch seconds; way: EMAIL or LETTER; words: its text."""

    at: int
    ticket: int
    name: str
    way: str
    words: str


@requires(Right.LOOK)
def organisations(store: Store) -> list[Known]:
    """Every organisation by its name."""
    found = store.remembered("organisations", lambda: [Known(*row) for row in _ALL.rows(store)])
    return sorted(found, key=lambda known: known.name.casefold())


@requires(Right.LOOK)
def organisation_of(store: Store, customer: int) -> Known:
    """The organisation that a customer belongs to."""
    return next((Known(*row) for row in _OF.rows(store, customer=customer)), Known())


@requires(Right.LOOK)
def members(store: Store, organisation: int) -> list[Member]:
    """Who belongs to an organisation, contacts first; only those of whom the current user may see a ticket."""
    visible = {customer for _, customer in _visible(store, organisation)}
    rows = _members.rows(store, organisation=organisation)
    found = [Member(who, name, phone, email, kind in ORGANISATIONS) for who, name, phone, email, kind in rows if who in visible]
    return sorted(found, key=lambda member: (not member.is_contact, member.name))


@requires(Right.LOOK)
def tickets_of(store: Store, organisation: int) -> list[int]:
    """The tickets of an organisation's contacts and candidates that the current user may read: open ones, then the newest."""
    return [ticket for ticket, _ in _visible(store, organisation)]


def _visible(store: Store, organisation: int) -> list[tuple[int, int]]:
    found = [(int(ticket), int(customer)) for ticket, customer in _tickets.rows(store, organisation=organisation)]
    seen = {*without_hidden(store, [ticket for ticket, _ in found])}
    return [(ticket, customer) for ticket, customer in found if ticket in seen]


@requires(Right.LOOK)
def sent_to(store: Store, organisation: int) -> list[Sent]:
    """What its contacts and candidates were sent by email or letter, the latest first; at most MOST_SENT, and nothing of tickets
    hidden from the current user."""
    rows = [Sent(*row) for row in _sent.rows(store, organisation=organisation, ways=(EMAIL, LETTER), limit=MOST_SENT)]
    seen = {*without_hidden(store, list({row.ticket for row in rows}))}
    return [row for row in rows if row.ticket in seen]


def belong(store: Store, staff: int, customer: int, kind: str, typed: str) -> bool:
    """Makes a customer a member of the organisation with the typed name, of none for an empty one. Must run inside a transaction.
    Returns whether that changed anything.

    kind: of the customer: somebody who speaks for an organisation makes it known. Raises BadInput for an unknown one otherwise.
    """
    name, before = typed.strip(), organisation_of(store, customer)
    if not name:
        if before.id:
            delete(store, Membership, "customer", customer)
            log_row(store, "membership", customer, staff)
        return bool(before.id)
    found = next((known for known in organisations(store) if search_key(known.name) == search_key(name)), None)
    number = found.id if found else _make(store, staff, name, kind)
    if number == before.id:
        return False
    if before.id:
        update(store, Membership, {"organisation": number}, customer)
        log_row(store, "membership", customer, staff, "organisation_id")
    else:
        insert(store, Membership, {"customer": customer, "organisation": number})
        log_row(store, "membership", customer, staff)
    return True


def _make(store: Store, staff: int, name: str, kind: str) -> int:
    if kind not in ORGANISATIONS:
        raise OrganisationUnknown(name) if kind else OrganisationKindMissing
    check_length("name", name)
    number = insert(store, Organisation, {"name": name, "kind": kind})
    log_row(store, "organisation", number, staff)
    return number


def move_membership(store: Store, staff: int, old: int, new: int) -> None:
    """Makes one customer a member of another one's organisation, whose tickets they are from now on, unless they have one. Must run
    inside a transaction."""
    theirs = organisation_of(store, old)
    if theirs.id and not organisation_of(store, new).id:
        insert(store, Membership, {"customer": new, "organisation": theirs.id})
        log_row(store, "membership", new, staff)


@requires(Right.LOOK)
def words_of_tickets(store: Store) -> Mapping[int, str]:
    """The words by which a filter finds the open tickets of organisations, by ticket: its name, and what it is in each language,
    folded like the keys of rows."""
    found = _open.rows(store, kinds=ORGANISATIONS)
    return {ticket: search_key(f"{name} {_FOUND_BY.get(kind, '')}") for ticket, kind, name in found}


_ALL = Statement(lambda _: Organisation.select(Organisation.id, Organisation.name, Organisation.kind))
_OF = Statement(
    lambda _: (
        Organisation.select(Organisation.id, Organisation.name, Organisation.kind)
        .join(Membership)
        .where(Membership.customer == Param("customer"))
    )
)


def are_any() -> Any:
    """The condition that there is an organisation, or a customer who speaks for one."""
    speakers = CustomerCard.select(SQL("1")).where(CustomerCard.kind.in_(ORGANISATIONS))
    return fn.EXISTS(Organisation.select(SQL("1"))) | fn.EXISTS(speakers)


def _card(query: Any, customer: Any) -> Any:
    return query.join_from(Membership, CustomerCard, JOIN.LEFT_OUTER, on=CustomerCard.customer == customer)


@Statement
def _members(_: Dialect) -> Any:
    columns = (Customer.id, Customer.name, Customer.phone, Customer.email, fn.COALESCE(CustomerCard.kind, ""))
    query = _card(Membership.select(*columns).join(Customer), Membership.customer)
    return query.where(Membership.organisation == Param("organisation"))


@Statement
def _tickets(_: Dialect) -> Any:
    query = Membership.select(Ticket.id, Ticket.customer).join(Ticket, on=Ticket.customer == Membership.customer)
    of = query.where(Membership.organisation == Param("organisation"), Ticket.state != VOID)
    return of.order_by((Ticket.state == OPEN).desc(), Ticket.next_due.is_null(), Ticket.next_due, Ticket.id.desc())


@Statement
def _sent(dialect: Dialect) -> Any:
    way = dialect.json_value(Event.data, "way")
    of = fn.COALESCE(dialect.json_number(Event.data, "letter"), Event.id)  # the words of a letter stand at the event that wrote it
    words = Text.select(Text.body).where(Text.event == of, Text.field == "note").limit(1)
    query = Membership.select(Event.at, Ticket.id, Ticket.name, way, fn.COALESCE(words, ""))
    query = query.join(Ticket, on=Ticket.customer == Membership.customer).join(Event, on=Event.ticket == Ticket.id)
    is_sent = (Event.what.not_in(("written", "recalled"))) & dialect.among(way, Param("ways")) & stands(dialect, Event)
    query = query.where(Membership.organisation == Param("organisation"), Ticket.state != VOID, is_sent)
    return query.order_by(Event.at.desc(), Event.id.desc()).limit(Param("limit"))


@Statement
def _open(dialect: Dialect) -> Any:
    kind = fn.COALESCE(Organisation.kind, CustomerCard.kind)
    query = Ticket.select(Ticket.id, kind, fn.COALESCE(Organisation.name, ""))
    query = query.join(Membership, JOIN.LEFT_OUTER, on=Membership.customer == Ticket.customer).join(Organisation, JOIN.LEFT_OUTER)
    query = query.join_from(Ticket, CustomerCard, JOIN.LEFT_OUTER, on=CustomerCard.customer == Ticket.customer)
    speaks = dialect.among(CustomerCard.kind, Param("kinds"))
    return query.where(Ticket.state == OPEN, Organisation.id.is_null(False) | speaks)
