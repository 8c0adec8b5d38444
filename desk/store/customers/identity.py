"""Customer identity: a person known by number or address is the same person, unless the names belong to two people."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from peewee import fn

from desk.actions.rights import Right
from desk.models import Customer, CustomerCard, FurtherPhone, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.permissions import requires
from desk.store.statements import insert, read
from desk.store.ticket_state import OPEN, VOID
from desk.store.visibility import hidden_among
from desk.text.names import Namesakes, is_one_name
from desk.text.phones import phone_keys


class Card(NamedTuple):
    """What somebody wrote down about a customer, beside their tickets.

    kind: one of CUSTOMER_KINDS, "" if nobody said; mind: what to keep in mind in every talk; note: anything else; version: 0 before
    the first change, one more with each.
    """

    kind: str = ""
    mind: str = ""
    note: str = ""
    version: int = 0


class OtherCase(NamedTuple):
    """A case of a customer, as shown beside another one. due: of the nearest running clock, epoch seconds, None for none."""

    number: int
    kind: str
    state: str
    subject: str
    due: int | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person found by a number or an address, with what to keep in mind and their cases: open ones, the nearest deadline first,
    then the newest."""

    id: int
    name: str
    phone: str
    email: str
    mind: str
    tickets: tuple[OtherCase, ...]


def card_of(store: Store, customer: int) -> Card:
    """A customer's card; an empty one if nobody wrote one."""
    return next(map(Card._make, _card.rows(store, customer=customer)), Card())


@Statement
def _card(_: Dialect) -> Any:
    columns = (CustomerCard.kind, CustomerCard.mind, CustomerCard.note, CustomerCard.version)
    return CustomerCard.select(*columns).where(CustomerCard.customer == Param("customer"))


@requires(Right.ANYBODY)
def keys_of(store: Store, phone: str) -> tuple[str, ...]:
    """The phone numbers in normalised form, as customers are identified by them; several if several were entered."""
    centre = store.charter.file.centre
    return phone_keys(phone, centre.phone_region, centre.area_code) if phone else ()


def address_key(email: str) -> str:
    """The email address in normalised form; "" for none."""
    return email.strip().casefold()


@requires(Right.LOOK)
def known_by(store: Store, phone: str, email: str) -> KnownPerson | None:
    """The known customer with this number or address; the newest of several."""
    return next(iter(all_known_by(store, phone, email)), None)


@requires(Right.LOOK)
def all_known_by(store: Store, phone: str, email: str, name: str = "") -> tuple[KnownPerson, ...]:
    """The customers with this number, else with this address, a few of them, since a school or a family shares theirs. Matches of
    the name that was given come first, then the newest."""
    asked = [(_by_phone, key) for key in keys_of(store, phone)] + [(_by_address, address_key(email))]
    for carriers, key in asked:
        found = carriers.rows(store, key=key, limit=LOOKED_AT) if key else []
        hidden = hidden_among(store, [number for _, number, _ in found])
        seen = [(person, called_so) for person, number, called_so in found if number not in hidden]
        first = [person for person, called_so in seen if name and is_one_name(name, called_so)]
        people = list(dict.fromkeys([*first, *(person for person, _ in seen)]))
        if met := tuple(customer for person in people[:SHARING] if (customer := known(store, person))):
            return met
    return ()


@requires(Right.LOOK)
def known(store: Store, person: int) -> KnownPerson | None:
    """The details of the customer with this id; None if all their tickets are complaints hidden from the current user."""
    hidden = hidden_complaints(store, person)
    who = called(store, person, hidden)
    if who is None:
        return None
    tickets = tuple(OtherCase(*ticket) for ticket in _tickets.rows(store, person=person, hidden=hidden))
    return KnownPerson(person, *who, card_of(store, person).mind, tickets)


def hidden_complaints(store: Store, person: int) -> frozenset[int]:
    """A person's complaints that are hidden from the current user."""
    return hidden_among(store, [number for (number,) in _complaints.rows(store, person=person, sealed=store.charter.sealed_kinds)])


def called(store: Store, person: int, hidden: Collection[int]) -> tuple[str, str, str] | None:
    """A person's name, phone and address; if some tickets are hidden, each from the newest visible one that has it; None if all
    are."""
    if not hidden:
        return cast("tuple[str, str, str]", read(store, Customer, ("name", "phone", "email"), person))
    found = _newest.rows(store, person=person, hidden=hidden)
    if not found:
        return None
    name, phone, email = (next(filter(None, values), "") for values in zip(*found, strict=True))
    return name, phone, email


@requires(Right.LOOK)
def open_beside(store: Store, number: int) -> list[tuple[int, str]]:
    """The same person's other open tickets of the same kind, newest first: number and subject."""
    found = _beside.rows(store, ticket=number)
    hidden = hidden_among(store, [other for other, _ in found])
    return [(other, subject) for other, subject in found if other not in hidden]


def customer_for(store: Store, name: str, phone: str, email: str) -> int:
    """The customer with this number or address and a compatible name, else a new one. A caller with another name on one person's
    number is taken to call about that person's case. Must run inside a transaction."""
    keys, address = keys_of(store, phone), address_key(email)
    shared = {key: namesakes(store, key) for key in (*keys, address) if key}
    found = [person for namesakes in shared.values() if (person := namesakes.called(name))] or [
        person for key in keys if (person := shared[key].only())
    ]
    return found[0] if found else insert(store, Customer, {"name": name, "phone": next(iter(keys), ""), "email": address})


def namesakes(store: Store, key: str) -> Namesakes:
    """The customers whose tickets carry this number or address, in normalised form."""
    rows = (_by_address if "@" in key else _by_phone).rows(store, key=key, limit=EVERY)
    return Namesakes((person, name) for person, _, name in rows)


LOOKED_AT = 100  # tickets with the same number
SHARING = 3  # people with the same number who are offered
EVERY = 2**31  # more tickets than a desk can have

# The columns of an `OtherCase`, and its order.
CASE = (Ticket.id, Ticket.kind, Ticket.state, Ticket.subject, Ticket.next_due)
NEAREST = ((Ticket.state == OPEN).desc(), Ticket.next_due.is_null(), Ticket.next_due, Ticket.id.desc())

NAME_OR_CONTACT = fn.COALESCE(fn.NULLIF(Ticket.name, ""), fn.NULLIF(Ticket.phone, ""), Ticket.email)


def _of_person() -> Any:
    """The condition that a ticket is a person's."""
    return (Ticket.customer == Param("person")) & (Ticket.state != VOID)


@Statement
def _tickets(dialect: Dialect) -> Any:
    query = Ticket.select(*CASE)
    return query.where(_of_person(), ~dialect.among(Ticket.id, Param("hidden"))).order_by(*NEAREST).limit(5)


@Statement
def _complaints(dialect: Dialect) -> Any:
    return Ticket.select(Ticket.id).where(_of_person(), dialect.among(Ticket.kind, Param("sealed")))


@Statement
def _newest(dialect: Dialect) -> Any:
    query = Ticket.select(Ticket.name, Ticket.phone_key, Ticket.email_key)
    return query.where(_of_person(), ~dialect.among(Ticket.id, Param("hidden"))).order_by(Ticket.id.desc()).limit(LOOKED_AT)


@Statement
def _beside(_: Dialect) -> Any:
    this = Ticket.alias("this")
    query = Ticket.select(Ticket.id, Ticket.subject).join(this, on=this.id == Param("ticket"))
    is_same = (Ticket.customer == this.customer) & (Ticket.kind == this.kind)
    return query.where(is_same, Ticket.state == OPEN, Ticket.id != this.id).order_by(Ticket.id.desc()).limit(5)


def _carriers(has_key: Any) -> Any:
    """The tickets that carry a number or an address, newest first: customer, number, name."""
    query = Ticket.select(Ticket.customer, Ticket.id, Ticket.name).where(has_key, Ticket.state != VOID)
    return query.order_by(Ticket.id.desc()).limit(Param("limit"))


@Statement
def _by_phone(_: Dialect) -> Any:
    further = FurtherPhone.select(FurtherPhone.ticket).where(FurtherPhone.key == Param("key"))
    return _carriers((Ticket.phone_key == Param("key")) | Ticket.id.in_(further))


_by_address = Statement(lambda _: _carriers(Ticket.email_key == Param("key")))
