"""Customer identity: a person known by number or address is the same person, unless the names belong to two people."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from desk.actions.rights import Right
from desk.models import Customer
from desk.store.database import Store
from desk.store.permissions import requires
from desk.store.statements import insert
from desk.store.visibility import hidden_among
from desk.text.names import Namesakes, is_one_name
from desk.text.phones import phone_keys


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person found by a number or an address, with their open and earlier tickets, newest first."""

    id: int
    name: str
    phone: str
    email: str
    tickets: tuple[tuple[int, str, str, str], ...]


_TICKETS = """SELECT id, kind, state, subject FROM ticket WHERE customer_id = ? AND state <> 'void'
              AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY state = 'open' DESC, id DESC LIMIT 5"""


_BESIDE = """SELECT t.id, t.subject FROM ticket AS t JOIN ticket AS this ON this.id = ?
             WHERE t.customer_id = this.customer_id AND t.kind = this.kind AND t.state = 'open' AND t.id <> this.id
             ORDER BY t.id DESC LIMIT 5"""


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
    asked = [(_BY_PHONE, (key, key)) for key in keys_of(store, phone)] + [(_BY_ADDRESS, (address_key(email),))]
    for sql, values in asked:
        found = store.rows(sql, *values, LOOKED_AT) if values[0] else []
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
    tickets = tuple(tuple(ticket) for ticket in store.rows(_TICKETS, person, json.dumps(list(hidden))))
    return KnownPerson(person, *who, tickets)


def hidden_complaints(store: Store, person: int) -> frozenset[int]:
    """A person's complaints that are hidden from the current user."""
    sql = "SELECT id FROM ticket WHERE customer_id = ? AND kind = 'complaint' AND state <> 'void'"
    return hidden_among(store, [number for (number,) in store.rows(sql, person)])


def called(store: Store, person: int, hidden: Collection[int]) -> tuple[str, str, str] | None:
    """A person's name, phone and address, taken from the newest of their visible tickets if some are hidden; None if all are."""
    if not hidden:
        return cast("tuple[str, str, str]", store.rows("SELECT name, phone, email FROM customer WHERE id = ?", person)[0])
    found = store.rows(_NEWEST, person, json.dumps(list(hidden)))
    return cast("tuple[str, str, str]", found[0]) if found else None


_NEWEST = """SELECT name, phone_key, email_key FROM ticket WHERE customer_id = ? AND state <> 'void'
             AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT 1"""


@requires(Right.LOOK)
def open_beside(store: Store, number: int) -> list[tuple[int, str]]:
    """The same person's other open tickets of the same kind, newest first: number and subject."""
    found = store.rows(_BESIDE, number)
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
    rows = store.rows(_BY_ADDRESS, key, -1) if "@" in key else store.rows(_BY_PHONE, key, key, -1)
    return Namesakes((person, name) for person, _, name in rows)


LOOKED_AT = 100  # tickets with the same number
SHARING = 3  # people with the same number who are offered
_BY_PHONE = """SELECT customer_id, id, name FROM ticket
               WHERE (phone_key = ? OR id IN (SELECT ticket_id FROM further_phone WHERE key = ?)) AND state <> 'void'
               ORDER BY id DESC LIMIT ?"""
_BY_ADDRESS = "SELECT customer_id, id, name FROM ticket WHERE email_key = ? AND state <> 'void' ORDER BY id DESC LIMIT ?"
