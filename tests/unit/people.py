"""A desk with somebody of each role."""

from desk.actions.rights import SUPERVISOR
from desk.store.commands import outbox, tickets
from desk.store.commands import people as people_commands
from tests.recordings import Fields
from tests.unit.conftest import Desk

PEOPLE = {"supervisor": "Ольга", "reception": "Борис", "complaints": "Вера", "read-only": "Глеб"}
SECRET = "Скворцова"
WORDS = Fields(name=f"{SECRET} Нина", phone="+7 921 555-12-34", subject="Грубость", body="Накричали на ребёнка")
NO_PIN = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$none"  # a hash that no PIN gives


def hire(desk: Desk, secret: str = NO_PIN) -> None:
    """Somebody of each role; the first is the supervisor."""
    first = PEOPLE[SUPERVISOR]
    acting = people_commands.add_person(desk.by(first), first, first, SUPERVISOR, secret)
    for role, name in PEOPLE.items():
        if role != SUPERVISOR:
            people_commands.add_person(desk.by(first, acting.login), first, name, role, secret)


def seat(desk: Desk, role: str) -> str:
    """The person who has this role is at the desk; nobody, where it is "". Returns their name."""
    name = PEOPLE.get(role, "")
    found = desk.rows("SELECT id FROM staff WHERE name = ?", name)
    desk.by(name, found[0][0] if found else 0)
    return name


def of_vera(people: Desk) -> int:
    """A complaint that its handler took in, with an email that waits to be sent; its customer has an enquiry besides."""
    who = seat(people, "complaints")
    found = people.new("complaint", "email", who=who, **WORDS | {"email": "nina@example.org"})
    tickets.take(people.store, who, found)
    people.new(who=who, name="Нина С.", phone=WORDS["phone"], subject="Когда FCE?")
    outbox.write(people.store, who, found, "email", None, {"title": "Жалоба", "note": "Мы разберёмся"})
    return found
