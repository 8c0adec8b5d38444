"""Who somebody is: a person known by number or address is the same person."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from desk.models import Customer, Staff
from desk.phones import phone_key
from desk.store.database import Store
from desk.store.doors import door
from desk.store.kept_from import kept


@dataclass(frozen=True, slots=True)
class Known:
    """A person that a number or an address belongs to, with their open and earlier tickets, the newest first."""

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


def key_of(store: Store, phone: str) -> str:
    """The number in the one form that people are known by; "" for none."""
    centre = store.charter.file.centre
    return phone_key(phone, centre.phone_region, centre.area_code) if phone else ""


def address_key(email: str) -> str:
    """The address in the one form that people are known by; "" for none."""
    return email.strip().casefold()


@door
def known_by(store: Store, phone: str, email: str) -> Known | None:
    """The person of this number or address, if we have met."""
    for sql, value in ((_BY_PHONE, key_of(store, phone)), (_BY_ADDRESS, address_key(email))):
        found = store.rows(sql, value, LOOKED_AT) if value else []
        hidden = kept(store, [number for _, number in found])
        if person := next((person for person, number in found if number not in hidden), None):
            return known(store, person)
    return None


@door
def known(store: Store, person: int) -> Known | None:
    """What is known of a person of this id; None where that is a complaint's alone which is kept from whoever asks."""
    hidden = kept_of(store, person)
    who = called(store, person, hidden)
    if who is None:
        return None
    tickets = tuple(tuple(ticket) for ticket in store.rows(_TICKETS, person, json.dumps(list(hidden))))
    return Known(person, *who, tickets)


def kept_of(store: Store, person: int) -> frozenset[int]:
    """A person's complaints that are kept from whoever asks."""
    sql = "SELECT id FROM ticket WHERE customer_id = ? AND kind = 'complaint' AND state <> 'void'"
    return kept(store, [number for (number,) in store.rows(sql, person)])


def called(store: Store, person: int, hidden: Collection[int]) -> tuple[str, str, str] | None:
    """A person's name, phone and address; as the newest of their other tickets has them, where some are hidden; None where those
    are all."""
    if not hidden:
        return cast("tuple[str, str, str]", store.rows("SELECT name, phone, email FROM customer WHERE id = ?", person)[0])
    found = store.rows(_NEWEST, person, json.dumps(list(hidden)))
    return cast("tuple[str, str, str]", found[0]) if found else None


_NEWEST = """SELECT name, phone_key, email_key FROM ticket WHERE customer_id = ? AND state <> 'void'
             AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT 1"""


@door
def open_beside(store: Store, number: int) -> list[tuple[int, str]]:
    """The same person's other open tickets of the same kind, the newest first: number and subject."""
    found = store.rows(_BESIDE, number)
    hidden = kept(store, [other for other, _ in found])
    return [(other, subject) for other, subject in found if other not in hidden]


def customer_for(store: Store, name: str, phone: str, email: str) -> int:
    """The person of this number or address, else a new one. Must run inside a transaction."""
    key, address = key_of(store, phone), address_key(email)
    return find_customer(store, key, address) or int(Customer.insert(name=name, phone=key, email=address).execute())


def staff_id(name: str) -> int:
    """The person at the desk of this name, new ones made. Must run inside a transaction."""
    row = Staff.get_or_none(Staff.name == name)
    return int(row.id if row else Staff.insert(name=name).execute())


def find_customer(store: Store, phone: str, address: str) -> int | None:
    """Whose ticket carries this number, else this address: the newest one's; None for nobody. phone, address: in the forms that
    people are known by."""
    for sql, value in ((_BY_PHONE, phone), (_BY_ADDRESS, address)):
        if value and (found := store.rows(sql, value, 1)):
            return int(found[0][0])
    return None


LOOKED_AT = 20  # tickets of one number
_BY_PHONE = "SELECT customer_id, id FROM ticket WHERE phone_key = ? AND state <> 'void' ORDER BY id DESC LIMIT ?"
_BY_ADDRESS = "SELECT customer_id, id FROM ticket WHERE email_key = ? AND state <> 'void' ORDER BY id DESC LIMIT ?"
