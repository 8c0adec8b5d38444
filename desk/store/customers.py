"""Who somebody is: a person known by number or address is the same person."""

from dataclasses import dataclass

from desk.models import Customer, Staff
from desk.phones import phone_key
from desk.store.database import Store


@dataclass(frozen=True, slots=True)
class Known:
    """A person that a number or an address belongs to, with their open and earlier tickets, the newest first."""

    id: int
    name: str
    phone: str
    email: str
    tickets: tuple[tuple[int, str, str, str], ...]


_TICKETS = """SELECT id, kind, state, subject FROM ticket WHERE customer_id = ? AND state <> 'void'
              ORDER BY state = 'open' DESC, id DESC LIMIT 5"""


def key_of(store: Store, phone: str) -> str:
    """The number in the one form that people are known by; "" for none."""
    centre = store.charter.file.centre
    return phone_key(phone, centre.phone_region, centre.area_code) if phone else ""


def known_by(store: Store, phone: str, email: str) -> Known | None:
    """The person of this number or address, if we have met."""
    with store.reading():
        row = _find(key_of(store, phone), email.strip().casefold())
    if row is None:
        return None
    return Known(row.id, row.name, row.phone, row.email, tuple(tuple(ticket) for ticket in store.rows(_TICKETS, row.id)))


def customer_for(store: Store, name: str, phone: str, email: str) -> int:
    """The person of this number or address, else a new one. Must run inside a transaction."""
    key, address = key_of(store, phone), email.strip().casefold()
    row = _find(key, address)
    return int(row.id if row else Customer.insert(name=name, phone=key, email=address).execute())


def staff_id(name: str) -> int:
    """The person at the desk of this name, new ones made. Must run inside a transaction."""
    row = Staff.get_or_none(Staff.name == name)
    return int(row.id if row else Staff.insert(name=name).execute())


def _find(key: str, address: str) -> Customer | None:
    for column, value in ((Customer.phone, key), (Customer.email, address)):
        if value:
            found: Customer | None = Customer.select().where(column == value).order_by(Customer.id.desc()).first()
            if found:
                return found
    return None
