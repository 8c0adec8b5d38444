"""A desk where people log in, on the screen."""

from functools import cache

from desk.actions.rights import SUPERVISOR, Acting
from desk.auth.passwords import hashed
from desk.store.commands import people
from desk.store.database import Store
from tests.pilot.conftest import Desk, ticket

PIN = "4711"
PEOPLE = {SUPERVISOR: "Olga", "reception": "Anna", "complaints": "Vera", "read-only": "Gleb"}


@cache
def secret() -> str:
    """The hash of everybody's PIN, made once."""
    return hashed(PIN)


def hire(store: Store) -> None:
    """Somebody of each role; and a ticket of Anna's, a complaint that Vera took in."""
    first = PEOPLE[SUPERVISOR]
    store.acting = people.add_person(store, first, first, SUPERVISOR, secret())
    for role, name in PEOPLE.items():
        if role != SUPERVISOR:
            people.add_person(store, first, name, role, secret())
    people.open_to_all(store, first)
    store.acting = Acting("Vera")
    ticket(store)
    ticket(store, "complaint", "email", name="Skvortsova", subject="They shouted", phone="+7 921 555-12-34")
    people.close_to_others(store, "Vera")


def seat(store: Store, name: str) -> Store:
    """Another terminal, at which somebody has logged in."""
    ((login,),) = store.rows("SELECT id FROM staff WHERE name = ?", name)
    store.acting = Acting(name, login)
    return store


async def log_in(desk: Desk, name: str, pin: str = PIN) -> None:
    """By keys, from the blank screen: the name's beginning, Enter, the PIN, Enter."""
    await desk.press(*name.lower()[:3], "enter", *pin, "enter")
