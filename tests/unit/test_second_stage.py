"""The second stage of a complaint: by another person than the first, with a clock of its own (ISO 10002; house)."""

import pytest

from desk.actions.registry import find
from desk.store.commands import tickets
from desk.store.commands.assignment import take_next
from desk.store.commands.perform import perform
from desk.store.errors.complaints import AnswerPending, ExtensionTooEarly, NotAnswered, NotPassedOn, StagesUsedUp
from desk.store.errors.people import AnsweredBefore
from desk.store.errors.tickets import ActNotApplicable, BeforeStart, ExtensionTooLate, NothingToUndo, NoTicketLeft, OthersActed
from desk.store.maintenance.check import check
from desk.store.queries.ticket import ticket
from desk.store.visibility import can_have
from tests.unit.conftest import Desk, at

pytestmark = pytest.mark.server


@pytest.fixture
def answered(desk: Desk) -> int:
    """A complaint that Boris answered."""
    number = desk.new("complaint", "email", who="Anna")
    desk.fact(number, "acknowledged")
    desk.fact(number, "completed")
    perform(desk.store, "Boris", number, "full-answer", {"outcome": "not-upheld"})
    return number


def running(desk: Desk, number: int) -> list[tuple[str, str]]:
    """The running clocks of a ticket."""
    return [(standard, due) for standard, due, state in desk.clocks(number) if state == "running"]


def object_to(desk: Desk, number: int, who: str = "Anna") -> None:
    """The customer objects."""
    perform(desk.store, who, number, "objected", {"note": "не согласна"})


def test_it_opens_again_with_a_clock_of_its_own(desk: Desk, answered: int) -> None:
    """day.md, row 52: thirty days; the verdicts of the first stage stay."""
    before = [clock for clock in desk.clocks(answered) if clock[2] != "running"]
    object_to(desk, answered)
    assert (desk.state(answered), running(desk, answered)) == (
        "open",
        [("complaint-informed", "2026-11-10 18:00"), ("complaint-second-answer", "2026-12-03 18:00")],
    )
    assert set(before) <= set(desk.clocks(answered))
    perform(desk.store, "Anna", answered, "full-answer", {"outcome": "upheld"})
    perform(desk.store, "Anna", answered, "accepted", {})
    assert (desk.state(answered), {state for _, _, state in desk.clocks(answered)}) == ("closed", {"kept"})
    assert check(desk.store).findings == ()


def test_an_answered_complaint_is_closed_once_the_answer_is_accepted(desk: Desk, answered: int) -> None:
    """ISO 10002, 8.8; house: within ten working days somebody asks; what nobody asked is missed."""
    assert (desk.state(answered), running(desk, answered)) == ("open", [("complaint-settled", "2026-11-18 18:00")])
    desk.at("2026-11-19 10:00")
    perform(desk.store, "Anna", answered, "accepted", {"note": "спасибо"})
    assert (desk.state(answered), desk.clock_of(answered, "complaint-settled").state) == ("closed", "missed")


def test_after_both_stages_a_complaint_is_used_up_or_goes_to_cambridge(desk: Desk, answered: int) -> None:
    """Cambridge has clocks of its own: news as before, a reminder of its decision, two working days to give that."""
    object_to(desk, answered)
    perform(desk.store, "Anna", answered, "full-answer", {"outcome": "not-upheld"})
    with pytest.raises(StagesUsedUp):
        object_to(desk, answered)
    perform(desk.store, "Anna", answered, "passed-on", {})
    view = ticket(desk.store, answered)
    assert (running(desk, answered), [wait.standard for wait in view.waits]) == (
        [("complaint-informed", "2026-11-10 18:00")],
        ["complaint-referred"],
    )
    perform(desk.store, "Anna", answered, "decision-arrived", {})
    assert ("complaint-referred", "2026-11-06 18:00") in running(desk, answered)
    perform(desk.store, "Вера", answered, "full-answer", {"outcome": "not-upheld"})
    with pytest.raises(StagesUsedUp):
        object_to(desk, answered)
    perform(desk.store, "Anna", answered, "used-up", {"note": "обе ступени и Кембридж"})
    assert (desk.state(answered), running(desk, answered), check(desk.store).findings) == ("closed", [], ())


def test_only_an_answer_can_be_accepted_or_used_up(desk: Desk) -> None:
    """Else a complaint would end without one."""
    number = desk.new("complaint", "email")
    for action in ("accepted", "used-up"):
        with pytest.raises(NotAnswered):
            perform(desk.store, "Anna", number, action, {"note": "так"})


def test_an_extension_adds_a_deadline_and_moves_none(desk: Desk) -> None:
    """letters.2: thirty days stay thirty days; house: sixty from the complete facts, once, and only while there is time."""
    number = desk.new("complaint", "email")
    with pytest.raises(ExtensionTooEarly):
        perform(desk.store, "Anna", number, "complaint-extended", {"note": "ждём экзаменатора"})
    perform(desk.store, "Anna", number, "completed", {})
    perform(desk.store, "Anna", number, "complaint-extended", {"note": "ждём экзаменатора", "way": "phone"})
    assert {("complaint-answer", "2026-12-03 18:00"), ("complaint-extended", "2027-01-11 18:00")} <= set(running(desk, number))
    with pytest.raises(ExtensionTooLate):
        perform(desk.store, "Anna", number, "complaint-extended", {"note": "ещё раз"})
    desk.at("2026-12-04 12:00")
    perform(desk.store, "Anna", number, "full-answer", {})
    ended = {standard: state for standard, _, state in desk.clocks(number)}
    assert (ended["complaint-answer"], ended["complaint-extended"]) == ("missed", "kept")


def test_an_overdue_answer_cannot_be_extended(desk: Desk) -> None:
    """The customer is told before the deadline has passed."""
    number = desk.new("complaint", "email")
    perform(desk.store, "Anna", number, "completed", {})
    desk.at("2026-12-04 12:00")
    with pytest.raises(ExtensionTooLate):
        perform(desk.store, "Anna", number, "complaint-extended", {"note": "ждём"})
    perform(desk.store, "Anna", number, "complaint-extended", {"note": "сказали вчера", "at": at("2026-12-03 12:00")})
    assert "complaint-extended" in dict(running(desk, number))


def test_what_comes_out_of_order_is_refused(desk: Desk, answered: int) -> None:
    """A decision of Cambridge that nobody asked for; an acceptance where the customer has just objected, or Cambridge decides."""
    with pytest.raises(NotPassedOn):
        perform(desk.store, "Anna", answered, "decision-arrived", {})
    object_to(desk, answered)
    for action in ("accepted", "used-up", "objected"):
        with pytest.raises(AnswerPending):
            perform(desk.store, "Anna", answered, action, {"note": "так"})
    perform(desk.store, "Anna", answered, "full-answer", {})
    perform(desk.store, "Anna", answered, "passed-on", {})
    with pytest.raises(AnswerPending):
        perform(desk.store, "Anna", answered, "accepted", {})
    perform(desk.store, "Anna", answered, "decision-arrived", {})
    with pytest.raises(NotPassedOn):
        perform(desk.store, "Anna", answered, "decision-arrived", {})


def test_the_decision_of_cambridge_is_given_by_anybody(desk: Desk, answered: int) -> None:
    """The stages of the centre are over: who answered before may answer again."""
    object_to(desk, answered)
    perform(desk.store, "Anna", answered, "full-answer", {})
    for action in ("passed-on", "decision-arrived", "full-answer"):
        perform(desk.store, "Boris", answered, action, {})
    assert desk.events(answered)[-1] == "answered"


@pytest.mark.parametrize(("action", "values"), [("accepted", {}), ("used-up", {"note": "так"}), ("objected", {})])
def test_nothing_that_follows_an_answer_lies_before_it(desk: Desk, action: str, values: dict[str, str]) -> None:
    """A time that was entered earlier would take back what was missed, or keep the second stage with the first answer."""
    number = desk.new("complaint", "email")
    desk.at("2026-11-10 10:00")
    perform(desk.store, "Boris", number, "full-answer", {})
    with pytest.raises(BeforeStart):
        perform(desk.store, "Boris", number, action, values | {"at": at("2026-11-04 12:00")})
    perform(desk.store, "Boris", number, "passed-on", {})
    with pytest.raises(BeforeStart):
        perform(desk.store, "Boris", number, "decision-arrived", {"at": at("2026-11-09 12:00")})


def test_a_time_entered_after_the_miss_does_not_void_it(desk: Desk) -> None:
    """The acknowledgement was overdue when the acceptance was entered, at whatever time that is said to have been."""
    number = desk.new("complaint", "email")
    perform(desk.store, "Boris", number, "full-answer", {})
    desk.at("2026-11-06 10:00")
    perform(desk.store, "Boris", number, "accepted", {"at": at("2026-11-05 12:00")})
    assert desk.clock_of(number, "complaint-acknowledge").state == "missed"


@pytest.mark.parametrize("end", ["accepted", "used-up"])
def test_what_ends_a_complaint_ends_all_of_its_clocks(desk: Desk, end: str) -> None:
    """An acknowledgement is owed no more once the answer is accepted: void, not kept."""
    number = desk.new("complaint", "email")
    perform(desk.store, "Boris", number, "full-answer", {})
    perform(desk.store, "Boris", number, end, {"note": "так"})
    assert (desk.state(number), desk.clock_of(number, "complaint-acknowledge").state) == ("closed", "void")


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


def test_only_an_answered_complaint_has_a_second_stage(desk: Desk) -> None:
    """Not one that waits for its answer, not one that was closed without, and no enquiry."""
    waiting, withdrawn, enquiry = desk.new("complaint", "email"), desk.new("complaint", "email"), desk.new()
    tickets.close(desk.store, "Boris", withdrawn, "withdrawn")
    desk.fact(enquiry, "answered")
    for number in (waiting, withdrawn):
        with pytest.raises(NotAnswered):
            object_to(desk, number)
    with pytest.raises(ActNotApplicable):
        object_to(desk, enquiry)


def test_undoing_it_closes_the_complaint_again(desk: Desk, answered: int) -> None:
    """And nobody is barred."""
    perform(desk.store, "Anna", answered, "accepted", {})
    before = (desk.state(answered), desk.clocks(answered))
    object_to(desk, answered)
    tickets.undo(desk.store, "Anna")
    assert (desk.state(answered), [clock for clock in desk.clocks(answered) if clock[2] != "void"]) == before
    assert can_have(desk.store, answered, "Boris")
    with pytest.raises((NothingToUndo, OthersActed)):
        tickets.undo(desk.store, "Вера")
