"""A complaint's words are for those who handle complaints and the supervisor (commitments.9, 12), wherever something is read."""

from typing import Any

import pytest

from desk.auth.passwords import hashed
from desk.store.commands import letters, tickets
from desk.store.commands import people as people_commands
from desk.store.commands.perform import perform
from desk.store.customers import identity as customers
from desk.store.database import Store
from desk.store.errors import NotAllowed, NotFound
from desk.store.errors.people import (
    ComplaintNotHandled,
    ComplaintSealed,
    CustomerUnknown,
    OwnerHandlesNoComplaints,
    OwnerReadsOnly,
    OwnerUnknown,
)
from desk.store.queries import board, shifts, ticket
from desk.store.queries.board_cache import BoardCache
from desk.store.queries.customer import CustomerView
from desk.store.queries.customer import customer as read_customer
from desk.store.queries.search import excerpt, known_as, people, search
from desk.store.queries.triage import to_triage
from desk.store.visibility import sealed
from desk.text.mentions import mentions
from tests.unit.conftest import Command, Desk
from tests.unit.people import PEOPLE, SECRET, WORDS, of_vera, seat

pytestmark = pytest.mark.server


@pytest.fixture
def number(people: Desk) -> int:
    """Vera's complaint."""
    return of_vera(people)


def whole_customer(store: Store, customer: int) -> CustomerView | None:
    """The customer as the current user may see them; None if they may not know of them."""
    try:
        return read_customer(store, customer)
    except CustomerUnknown:
        return None


def everything_read(desk: Desk, number: int) -> dict[str, Any]:
    """All that the store tells of tickets when it is asked in every way."""
    store = desk.store
    read, beside = BoardCache().all(store), BoardCache()
    beside.all(store)
    found = [search(store, words) for words in (SECRET, "грубость", "ребёнка", WORDS["phone"])]
    (customer,) = desk.rows("SELECT customer_id FROM ticket WHERE id = ?", number)[0]
    return {
        "board": read,
        "beside": beside.beside(store),
        "first page": board.first_page(store).queues,
        "list": board.listed(store, None),
        "row": board.row_of(store, number),
        "rows": board.rows_of(store, [number]),
        "search": [entry.hits for entry in found],
        "people": (people(store, SECRET), [item.people for item in found]),
        "excerpt": excerpt(store, number, "ребёнка"),
        "customer": whole_customer(store, customer),
        "known": (known_as(store, "", WORDS["phone"], ""), customers.known(store, customer)),
        "beside it": customers.open_beside(store, number),
        "shift": shifts.shift(store, store.acting.name),
        "due": (shifts.due_by_next_closing(store), shifts.due_today(store), shifts.overdue(store)),
        "found by number": ticket.followed(store, number),
        "reminders": board.reminders(store),
    }


@pytest.mark.parametrize("role", ["reception", "read-only"])
def test_whoever_handles_none_reads_none_of_it(people: Desk, number: int, role: str) -> None:
    """Number, time left and state stand in the pane; no name, no word, no mark on the person's other ticket."""
    seat(people, role)
    found = everything_read(people, number)
    words = (SECRET, "Грубость", "ребёнка", "nina@example.org")
    assert [
        name for name, value in found.items() if name not in ("known", "people") and any(word in repr(value) for word in words)
    ] == []
    row = found["row"]
    assert (row.id, row.kind, row.state, row.standard) == (number, "complaint", "open", "complaint-acknowledge")
    assert row.due is not None
    assert row in found["board"].queues["complaint"]
    assert [(entry.name, len(entry.tickets)) for entry in found["known"][0]] == [("Нина С.", 1)]  # as the other ticket has it
    assert found["people"][0] == ()  # nobody is found by what stands in a complaint alone
    assert [(item.tickets, item.open) for some in found["people"][1] for item in some] == [(1, 1)]
    assert ticket.ticket(people.store, number + 1).customer_tickets == ()
    with pytest.raises(ComplaintSealed):
        ticket.ticket(people.store, number)
    with pytest.raises(ComplaintSealed):
        ticket.address_of(people.store, number)


@pytest.mark.parametrize("role", ["complaints", "supervisor"])
def test_whoever_handles_complaints_reads_all_of_it(people: Desk, number: int, role: str) -> None:
    """But on the person's other ticket nothing says that they complained."""
    seat(people, role)
    found = everything_read(people, number)
    silent = {name for name, value in found.items() if SECRET not in repr(value)}
    assert silent == {"excerpt", "beside it", "reminders"}
    assert ticket.ticket(people.store, number).row.name == WORDS["name"]
    assert ticket.ticket(people.store, number).customer_tickets == (number + 1,)
    assert ticket.ticket(people.store, number + 1).customer_tickets == ()


def test_what_is_sent_about_it_waits_for_whoever_handles_it(people: Desk, number: int) -> None:
    """Reception sends the rest."""
    seat(people, "complaints")
    assert [letter.ticket for letter in letters.waiting(people.store)] == [number]
    seat(people, "reception")
    assert letters.waiting(people.store) == []


def test_whoever_took_it_in_reads_it_until_it_is_acknowledged(people: Desk) -> None:
    """Then it is as to everybody else in reception; an undone acknowledgement gives it back."""
    number = people.new("complaint", "in-person", who=seat(people, "reception"), **WORDS)
    assert ticket.ticket(people.store, number).row.name == WORDS["name"]
    assert number in to_triage(people.store)
    handler = seat(people, "complaints")
    people.fact(number, "acknowledged", who=handler)
    seat(people, "reception")
    with pytest.raises(ComplaintSealed):
        ticket.ticket(people.store, number)
    assert to_triage(people.store) == []
    seat(people, "complaints")
    tickets.undo(people.store, handler)
    seat(people, "reception")
    assert ticket.ticket(people.store, number).row.name == WORDS["name"]


def test_a_full_answer_ends_the_reading_of_whoever_took_it_in(people: Desk) -> None:
    """Also where nobody acknowledged it before: the ticket is still open then, and what was answered is for those who handle it."""
    number = people.new("complaint", "in-person", who=seat(people, "reception"), **WORDS)
    assert sealed(people.store) == frozenset()
    perform(people.store, seat(people, "complaints"), number, "full-answer", {"note": "words", "outcome": "upheld"})
    seat(people, "reception")
    assert people.rows("SELECT state FROM ticket WHERE id = ?", number) == [("open",)]
    assert sealed(people.store) == {number}
    with pytest.raises(ComplaintSealed):
        ticket.ticket(people.store, number)


def test_whoever_made_an_enquiry_a_complaint_took_it_in(people: Desk) -> None:
    """Row 31 of the day, by reception; a colleague in reception sees it no longer."""
    who = seat(people, "reception")
    number = people.new(who=who)
    perform(people.store, who, number, "to-complaint", {"about": "Пётр"})
    assert people.row(number).kind == "complaint"
    with pytest.raises(ComplaintNotHandled):
        perform(people.store, who, number, "to-enquiry", {})


ACTS = {
    "take": {},
    "hand-over": {"to": PEOPLE["supervisor"]},
    "hand-back": {},
    "acknowledged": {"note": "words"},
    "updated": {"note": "words"},
    "completed": {},
    "full-answer": {"note": "words", "outcome": "upheld"},
    "missing": {"note": "words"},
    "passed-on": {},
    "reply": {"note": "words"},
    "close": {"reason": "withdrawn"},
    "to-enquiry": {},
}


@pytest.mark.parametrize("act", ACTS)
def test_reception_handles_none_not_even_what_it_took_in(people: Desk, act: str) -> None:
    """Nothing is written."""
    who = seat(people, "reception")
    number = people.new("complaint", "email", who=who, **WORDS)
    before = people.everything()
    with pytest.raises(NotAllowed):
        perform(people.store, who, number, act, ACTS[act])
    assert people.everything() == before


def test_what_was_heard_wrong_is_put_right_by_whoever_took_it_in(people: Desk, number: int) -> None:
    """A name, a note, a voicemail that is rung back; not on what somebody else took in."""
    who = seat(people, "reception")
    mine = people.new("complaint", "voicemail", who=who, **WORDS)
    perform(people.store, who, mine, "correct", {"field": "name", "value": "Скворцова Анна"})
    perform(people.store, who, mine, "note", {"note": "words"})
    perform(people.store, who, mine, "tried", {})
    assert people.row(mine).name == "Скворцова Анна"
    for act in ("note", "correct", "tried"):
        with pytest.raises(ComplaintSealed):
            perform(people.store, who, number, act, {"note": "words", "field": "name", "value": "Words"})


def test_a_complaint_is_handed_to_whoever_may_have_it(people: Desk, number: int) -> None:
    """Neither to reception nor to the person who reads only; an enquiry is, to reception."""
    who = seat(people, "supervisor")
    for role, error in (("reception", OwnerHandlesNoComplaints), ("read-only", OwnerReadsOnly)):
        with pytest.raises(error):
            tickets.hand_over(people.store, who, number, PEOPLE[role])
    with pytest.raises(OwnerUnknown):
        tickets.hand_over(people.store, who, number, "Nobody")
    tickets.hand_over(people.store, who, number + 1, PEOPLE["reception"])
    assert people.row(number + 1).owner == PEOPLE["reception"]


def test_the_supervisor_does_not_read_a_complaint_about_themselves(people: Desk) -> None:
    """It is in none of their lists; people who handle complaints has it."""
    who = seat(people, "complaints")
    number = people.new("complaint", "email", who=who, **WORDS | {"about": f"на вашу {PEOPLE['supervisor']}"})
    assert people.row(number).id == number
    seat(people, "supervisor")
    found = everything_read(people, number)
    assert SECRET not in repr({name: value for name, value in found.items() if name not in ("known", "people")})
    assert number not in [row.id for row in found["board"].queues["complaint"]]
    with pytest.raises(NotFound):
        ticket.ticket(people.store, number)


@pytest.mark.parametrize(
    ("about", "who", "means"),
    [
        ("Анну из приёмной", "Анна", True),
        ("об Анне Петровой", "Анна Петрова", True),
        ("Петрову", "Анна Петрова", True),
        ("на Анну", "Анна Петрова", True),
        ("Анна Петрова", "Анна Кузнецова", False),
        ("анне петровой", "Анна Кузнецова", False),
        ("Anna", "Анна Петрова", True),
        ("преподавателя Павла", "Павел", True),
        ("Бориса", "Борис Ильин", True),
        ("Борисова", "Анна", False),
        ("Ковальскую", "Анна Ковальская", True),
        ("на Белую", "Жанна Белая", True),
        ("с Чайковским", "Чайковский", True),
        ("Марию", "Марина", False),
        ("Петра", "Анна Петрова", False),
        ("the annual fee", "Анна", False),
        ("Анна Петрова и Борис", "Борис Сомов", True),
        ("Анна Петрова; Анна", "Анна Кузнецова", True),
        ("приёмную", "Анна Петрова", False),
        ("a teacher", "A. Ivanov", False),
        ("", "Анна", False),
        ("Boris's rudeness", "Борис", True),
        ("Orlov’s tone", "Gleb Orlov", True),
        ("the Orlovs", "Gleb Orlov", True),
        ("на Ильина", "Boris Ilin", True),
        ("Mr. Ilyin", "Boris Ilin", True),
        ("Annas", "Анна", True),
        ("bliss", "Boris", False),
    ],
)
def test_whom_a_text_names(about: str, who: str, means: bool) -> None:
    """In any case and either script, by any part of the name; not where it names a colleague in full."""
    assert mentions(about, who, ["Анна Петрова", "Анна Кузнецова", "Борис Ильин"]) is means


@pytest.mark.in_file
@pytest.mark.usefixtures("number")
def test_the_command_line_asks_who_it_is(people: Desk, command: Command) -> None:
    """Where no PIN can be typed and none is set, it says so, and nothing else."""
    people.store.close()
    done = command("list", "complaint", "--as", PEOPLE["reception"])
    assert (done.returncode, SECRET in done.stdout) == (1, False)
    assert "DESK_PIN" in done.stderr


@pytest.mark.in_file
@pytest.mark.parametrize("words", [["list"], ["list", "--due"], ["list", "--json"], ["morning"], ["shift"]])
@pytest.mark.usefixtures("number")
def test_lists_for_paper_say_no_more(people: Desk, command: Command, words: list[str]) -> None:
    """Its number and its time; not even that nobody has it, for somebody has."""
    seat(people, "supervisor")
    people_commands.set_secret(people.store, PEOPLE["supervisor"], PEOPLE["reception"], hashed("4711"))
    people.store.close()
    done = command(*words, "--as", PEOPLE["reception"], DESK_PIN="4711")
    assert done.returncode == 0
    assert [word for word in (SECRET, "Грубость", "nina@example.org", PEOPLE["complaints"]) if word in done.stdout] == []
    lines = [line for line in done.stdout.splitlines() if "#1 " in line]
    assert len(lines) == (1 if words in (["list"], ["list", "--due"], ["shift"]) else 0)
    assert all("only staff who handle complaints" in line and "unassigned" not in line for line in lines)
