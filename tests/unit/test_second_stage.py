"""The second stage of a complaint: by another person than the first, with a clock of its own (ISO 10002; house)."""

import pytest

from desk.actions.registry import find
from desk.store.commands import tickets
from desk.store.commands.assignment import take_next
from desk.store.commands.perform import perform
from desk.store.errors.people import AnsweredBefore
from desk.store.errors.tickets import ActNotApplicable, NothingToUndo, NoTicketLeft, OthersActed, TicketNotClosed
from desk.store.maintenance.check import check
from desk.store.visibility import can_have
from tests.unit.conftest import Desk

pytestmark = pytest.mark.server


@pytest.fixture
def answered(desk: Desk) -> int:
    """A complaint that Boris answered."""
    number = desk.new("complaint", "email", who="Anna")
    desk.fact(number, "acknowledged")
    desk.fact(number, "completed")
    perform(desk.store, "Boris", number, "full-answer", {"outcome": "not-upheld"})
    assert desk.state(number) == "closed"
    return number


def object_to(desk: Desk, number: int, who: str = "Anna") -> None:
    """The customer objects."""
    perform(desk.store, who, number, "objected", {"note": "не согласна"})


def test_it_opens_again_with_a_clock_of_its_own(desk: Desk, answered: int) -> None:
    """day.md, row 52: thirty days; the verdicts of the first stage stay."""
    before = desk.clocks(answered)
    object_to(desk, answered)
    assert desk.state(answered) == "open"
    assert [clock for clock in desk.clocks(answered) if clock not in before] == [
        ("complaint-second-answer", "2026-12-03 18:00", "running"),
    ]
    perform(desk.store, "Anna", answered, "full-answer", {"outcome": "upheld"})
    assert (desk.state(answered), desk.clocks(answered)[-1][2]) == ("closed", "kept")
    assert check(desk.store).findings == ()


def test_who_answered_it_neither_takes_nor_answers_it_again(desk: Desk, answered: int) -> None:
    """By whatever way: taken, assigned, the next of the queue, the answer itself. A note is nobody's handling."""
    object_to(desk, answered)
    with pytest.raises(AnsweredBefore):
        tickets.take(desk.store, "Boris", answered)
    with pytest.raises(AnsweredBefore):
        tickets.hand_over(desk.store, "Anna", answered, "Boris")
    with pytest.raises(AnsweredBefore):
        tickets.fact(desk.store, "Boris", answered, "answered", action=find("full-answer"))
    with pytest.raises(NoTicketLeft):
        take_next(desk.store, "Boris", "complaint")
    assert not can_have(desk.store, answered, "Boris")
    tickets.note(desk.store, "Boris", answered, "что я ответил и почему")
    assert take_next(desk.store, "Вера", "complaint") == answered


def test_it_leaves_the_hands_of_who_answered_it(desk: Desk) -> None:
    """An owner who is barred would keep it from everybody."""
    number = desk.new("complaint", "email", who="Anna")
    tickets.take(desk.store, "Boris", number)
    desk.fact(number, "acknowledged")
    desk.fact(number, "answered")
    object_to(desk, number)
    assert (desk.row(number).owner, desk.events(number)[-2:]) == ("", ["objected", "returned"])


def test_a_third_objection_bars_everybody_who_answered(desk: Desk, answered: int) -> None:
    """Each time somebody else."""
    object_to(desk, answered)
    perform(desk.store, "Anna", answered, "full-answer", {})
    object_to(desk, answered)
    assert [can_have(desk.store, answered, who) for who in ("Boris", "Anna", "Вера")] == [False, False, True]


def test_only_an_answered_complaint_has_a_second_stage(desk: Desk) -> None:
    """Not an open one, not one that was closed without an answer, and no enquiry."""
    running, withdrawn, enquiry = desk.new("complaint", "email"), desk.new("complaint", "email"), desk.new()
    tickets.close(desk.store, "Boris", withdrawn, "withdrawn")
    desk.fact(enquiry, "answered")
    with pytest.raises(TicketNotClosed):
        object_to(desk, running)
    for number in (withdrawn, enquiry):
        with pytest.raises(ActNotApplicable):
            object_to(desk, number)


def test_undoing_it_closes_the_complaint_again(desk: Desk, answered: int) -> None:
    """And nobody is barred."""
    before = (desk.state(answered), desk.clocks(answered))
    object_to(desk, answered)
    tickets.undo(desk.store, "Anna")
    assert (desk.state(answered), [clock for clock in desk.clocks(answered) if clock[2] != "void"]) == before
    assert can_have(desk.store, answered, "Boris")
    with pytest.raises((NothingToUndo, OthersActed)):
        tickets.undo(desk.store, "Вера")
