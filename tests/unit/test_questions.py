"""A question to a colleague: the ticket and its clocks stay where they are; the colleague sees it until they answer."""

import pytest

from desk.store.commands import people as people_commands
from desk.store.commands import tickets
from desk.store.commands.perform import perform
from desk.store.errors import NotNow
from desk.store.errors.input import NameMissing, QuestionMissing
from desk.store.errors.people import ColleagueUnknown, NameAmbiguous, OneselfAsked, OwnerHandlesNoComplaints
from desk.store.maintenance.check import check
from desk.store.queries.board import ReminderRow, reminders
from desk.store.staff import staff_id
from tests.unit.conftest import TUESDAY, Desk, at
from tests.unit.people import PEOPLE, of_vera, seat

pytestmark = pytest.mark.server

WHO = "Иванова Мария"


@pytest.fixture
def number(desk: Desk) -> int:
    """A ticket of Anna's; Boris and Vera work here as well."""
    with desk.store.transaction():
        for name in ("Boris", "Vera"):
            staff_id(desk.store, name)
    found = desk.new()
    tickets.take(desk.store, "Anna", found)
    return found


def test_the_colleague_is_asked_and_answers_and_the_asker_is_told(desk: Desk, number: int) -> None:
    """Nothing else changes: not the owner, not the clock."""
    before, clocks = desk.row(number), desk.rows("SELECT standard, due, state FROM clock")
    perform(desk.store, "Anna", number, "ask", {"to": "bor", "note": "Which room?"})
    question = ReminderRow(number, "Boris", at(TUESDAY), "Which room?", WHO, 0, "asked", "Anna")
    assert reminders(desk.store) == [question]
    tickets.note(desk.store, "Vera", number, "By the way")
    tickets.note(desk.store, "Anna", number, "Asked")
    tickets.take(desk.store, "Boris", number)
    assert reminders(desk.store) == [question]
    tickets.note(desk.store, "Boris", number, "Room 3")
    assert reminders(desk.store) == [ReminderRow(number, "Anna", at(TUESDAY), "Room 3", WHO, 0, "advised", "Boris")]
    assert desk.events(number)[-5:] == ["asked", "noted", "noted", "taken", "advised"]
    tickets.note(desk.store, "Anna", number, "Thanks")
    assert reminders(desk.store) == []
    assert desk.rows("SELECT standard, due, state FROM clock") == clocks
    assert (before.owner, before.due) == ("Anna", desk.row(number).due)
    assert check(desk.store).findings == ()


def test_what_was_asked_or_answered_by_mistake_is_undone(desk: Desk, number: int) -> None:
    """The question goes; an answer that is undone leaves it open again."""
    tickets.ask(desk.store, "Anna", number, "Boris", "Which room?")
    tickets.note(desk.store, "Boris", number, "Room 3")
    tickets.undo(desk.store, "Boris")
    assert [(row.staff, row.what) for row in reminders(desk.store)] == [("Boris", "asked")]
    tickets.undo(desk.store, "Anna", number)
    assert reminders(desk.store) == []
    assert check(desk.store).findings == ()


def test_one_note_answers_all_that_one_is_asked(desk: Desk, number: int) -> None:
    """Nobody else's question; each asker is told, once."""
    for who, to in (("Anna", "Boris"), ("Anna", "Vera"), ("Anna", "Boris"), ("Vera", "Boris")):
        tickets.ask(desk.store, who, number, to, f"{who} to {to}")
    tickets.note(desk.store, "Boris", number, "Room 3")
    told = [(row.staff, row.what, row.note) for row in reminders(desk.store)]
    assert sorted(told) == [("Anna", "advised", "Room 3"), ("Vera", "advised", "Room 3"), ("Vera", "asked", "Anna to Vera")]
    tickets.note(desk.store, "Boris", number, "No answer any more")
    assert desk.events(number)[-1] == "noted"
    assert check(desk.store).findings == ()


def test_a_closed_ticket_asks_nobody(desk: Desk, number: int) -> None:
    """Nor can anybody be asked about it; opened again it does."""
    tickets.ask(desk.store, "Anna", number, "Boris", "Which room?")
    tickets.close(desk.store, "Anna", number, "mistake")
    assert reminders(desk.store) == []
    with pytest.raises(NotNow):
        tickets.ask(desk.store, "Anna", number, "Boris", "Which room?")
    tickets.reopen(desk.store, "Anna", number)
    assert [row.staff for row in reminders(desk.store)] == ["Boris"]


@pytest.mark.parametrize(
    ("to", "words", "error"),
    [
        ("Boris", " ", QuestionMissing),
        ("Gleb", "Which room?", ColleagueUnknown),
        (" ", "Which room?", NameMissing),
        ("Anna", "Which room?", OneselfAsked),
        ("b", "Which room?", NameAmbiguous),
    ],
)
def test_whom_nobody_can_ask(desk: Desk, number: int, to: str, words: str, error: type[Exception]) -> None:
    """Nothing is written."""
    with desk.store.transaction():
        staff_id(desk.store, "Bella")
    before = desk.everything()
    with pytest.raises(error):
        tickets.ask(desk.store, "Anna", number, to, words)
    assert desk.everything() == before


def test_nobody_is_asked_about_a_complaint_that_they_may_not_read(people: Desk) -> None:
    """Nor does a question tell them of it."""
    complaint = of_vera(people)
    who = seat(people, "complaints")
    with pytest.raises(OwnerHandlesNoComplaints):
        tickets.ask(people.store, who, complaint, PEOPLE["reception"], "What did you say?")
    tickets.ask(people.store, who, complaint, PEOPLE["supervisor"], "Shall we answer?")
    assert len(reminders(people.store)) == 1
    seat(people, "reception")
    assert reminders(people.store) == []


def test_a_question_to_somebody_who_is_away_is_for_whoever_is_here(people: Desk) -> None:
    """The clock does not wait for them (calls.2)."""
    who = seat(people, "reception")
    number = people.new(who=who)
    tickets.ask(people.store, who, number, PEOPLE["complaints"], "Which room?")
    assert [row.is_for("Somebody") for row in reminders(people.store)] == [False]
    seat(people, "supervisor")
    people_commands.set_away(people.store, PEOPLE["supervisor"], PEOPLE["complaints"], people.store.now() + 86_400)
    assert [row.is_for("Somebody") for row in reminders(people.store)] == [True]
