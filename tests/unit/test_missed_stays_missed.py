"""A clock past its due second is missed, whatever is done afterwards; a time that is entered afterwards is marked.

charter/clauses.md, section 1: closing, reopening, undoing, merging and converting take no verdict away.
"""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.actions.choices import CLOSE_REASONS
from desk.charter.clocks import KEPT, MISSED, RUNNING, Clock
from desk.charter.errors import DeskError
from desk.i18n import translator
from desk.presentation.tickets import clock_line
from desk.reports.report import WHOLE, report
from desk.store.commands import tickets
from desk.store.commands.corrections import correct, correct_time
from desk.store.commands.exams import move_exam
from desk.store.commands.merging import merge
from desk.store.errors.tickets import OthersActed
from desk.store.maintenance.check import check
from desk.store.queries.ticket import clocks_written
from tests.unit.acts import ACTS, Act, begin, newest
from tests.unit.conftest import Desk, FreshDesk, at

pytestmark = pytest.mark.server

OVERDUE = "2026-11-06 18:00:01"  # a question by phone of Tuesday 3 November is due on Friday at 18:00
IN_TIME = "2026-11-06 18:00"


def states(desk: Desk, number: int) -> list[tuple[str, str, str | None, bool]]:
    """Standard, state, reason and whether a time was entered late, of each clock."""
    return [(item.standard, item.state, item.reason, item.entered_late) for item in clocks_written(desk.store, number)]


@pytest.mark.parametrize(("moment", "state"), [(IN_TIME, "void"), (OVERDUE, "missed")])
@pytest.mark.parametrize("reason", [item for item in CLOSE_REASONS if item != "duplicate"])
def test_closing_voids_only_what_is_not_yet_due(desk: Desk, reason: str, moment: str, state: str) -> None:
    """At the due second it is not overdue. The reason stands beside either."""
    number = desk.new()
    desk.at(moment)
    tickets.close(desk.store, "Boris", number, reason)
    assert states(desk, number) == [("phone-answer", state, reason, False)]
    assert check(desk.store).findings == ()


@pytest.mark.parametrize(("moment", "state"), [(IN_TIME, "void"), (OVERDUE, "missed")])
def test_an_undone_recording_leaves_what_it_missed(desk: Desk, moment: str, state: str) -> None:
    """The ticket is void, its missed promise is not."""
    number = desk.new()
    desk.at(moment)
    tickets.undo(desk.store, "Boris")
    assert (desk.row(number).state, states(desk, number)) == ("void", [("phone-answer", state, "undone", False)])


def test_a_ticket_that_is_reopened_keeps_its_verdict_beside_the_new_clock(desk: Desk) -> None:
    """Row 55 of the day: the report counts both."""
    number = desk.new()
    desk.at("2026-11-16 12:00")
    tickets.close(desk.store, "Boris", number, "mistake")
    tickets.reopen(desk.store, "Boris", number)
    assert states(desk, number) == [("phone-answer", MISSED, "mistake", False), ("phone-answer", RUNNING, None, False)]
    found = report(desk.store, date(2026, 11, 1), date(2026, 11, 30))
    (figure,) = found.groups[WHOLE]
    assert (figure.opened, figure.missed, dict(figure.ended), figure.running) == (2, 1, {"mistake": 1}, 1)
    assert (found.reopened, dict(found.closed)) == (1, {"mistake": 1})
    assert figure.median is None  # it was never answered


@pytest.mark.parametrize(("moment", "state"), [(IN_TIME, "void"), (OVERDUE, "missed")])
def test_a_merged_ticket_stays_missed(desk: Desk, moment: str, state: str) -> None:
    """Merging into a newer one cleans nothing."""
    old = desk.new()
    desk.at(moment)
    new = desk.new()
    merge(desk.store, "Boris", old, new)
    assert states(desk, old) == [("phone-answer", state, "merged", False)]


@pytest.mark.parametrize(("answered", "state"), [(IN_TIME, KEPT), (OVERDUE, MISSED)])
def test_a_duplicate_is_judged_by_the_answer_on_its_target(desk: Desk, answered: str, state: str) -> None:
    """The same person was answered in time, or was not; what judged it cannot be undone before."""
    first, second = desk.new(), desk.new()
    desk.fact(second, "answered", answered)
    desk.at("2026-11-09 12:00")
    tickets.close(desk.store, "Boris", first, "duplicate", of=second)
    assert states(desk, first) == [("phone-answer", state, "duplicate", False)]
    if state == KEPT:
        with pytest.raises(OthersActed):
            tickets.undo(desk.store, "Boris", second)
    tickets.undo(desk.store, "Boris")
    assert states(desk, first) == [("phone-answer", RUNNING, None, False)]
    assert check(desk.store).findings == ()


def test_a_duplicate_by_an_answer_that_was_entered_late_is_marked(desk: Desk) -> None:
    """As the answer itself."""
    first, second = desk.new(), desk.new()
    desk.at("2026-11-09 12:00")
    tickets.fact(desk.store, "Boris", second, "answered", at=at(IN_TIME))
    tickets.close(desk.store, "Boris", first, "duplicate", of=second)
    assert states(desk, first) == [("phone-answer", KEPT, "duplicate", True)]


def test_a_conversion_and_its_undoing_leave_what_was_missed(desk: Desk) -> None:
    """Neither way loses a verdict, and turned back the same promise is not missed twice."""
    number = desk.new()
    desk.at(OVERDUE)
    tickets.convert(desk.store, "Boris", number, "complaint")
    assert ("phone-answer", MISSED, "converted", False) in states(desk, number)
    desk.at("2026-12-01 12:00")
    assert clock(desk, number, "complaint-acknowledge").state_at(desk.clock[0]) == MISSED
    tickets.convert(desk.store, "Boris", number, "enquiry")
    assert ("complaint-acknowledge", MISSED, "converted", False) in states(desk, number)
    assert [state for state in states(desk, number) if state[0] == "phone-answer"] == [("phone-answer", RUNNING, None, False)]
    tickets.undo(desk.store, "Boris")
    tickets.undo(desk.store, "Boris")
    assert clock(desk, number, "complaint-acknowledge").state == MISSED
    assert check(desk.store).findings == ()


def test_what_a_try_started_stays_missed_when_the_try_is_undone(desk: Desk) -> None:
    """The clock that it began was overdue by then."""
    number = desk.new("enquiry", "voicemail")
    desk.fact(number, "tried", "2026-11-03 11:00")
    desk.at("2026-11-09 12:00")
    tickets.undo(desk.store, "Boris")
    assert states(desk, number) == [("voicemail-callback", RUNNING, None, False), ("phone-answer", MISSED, "undone", False)]
    assert clock(desk, number, "voicemail-callback").state_at(desk.clock[0]) == MISSED


def test_an_answer_that_came_late_and_is_undone_is_missed_still(desk: Desk) -> None:
    """And one in time that is taken back late was not given."""
    late, early = desk.new(), desk.new()
    desk.fact(early, "answered", "2026-11-03 11:00")
    desk.fact(late, "answered", OVERDUE)
    for number in (late, early):
        tickets.undo(desk.store, "Boris", number)
        assert clock(desk, number, "phone-answer").state_at(desk.clock[0]) == MISSED
        tickets.fact(desk.store, "Boris", number, "answered", at=at("2026-11-04 12:00"))
        assert states(desk, number) == [("phone-answer", KEPT, None, True)]


@pytest.mark.parametrize(("entered", "late"), [(IN_TIME, False), (OVERDUE, True)])
def test_a_time_that_is_entered_after_the_due_moment_is_marked(desk: Desk, entered: str, late: bool) -> None:
    """Row 56: kept, entered late, and counted apart; the share of the kept is not improved by it."""
    number = desk.new()
    desk.at(entered)
    tickets.fact(desk.store, "Boris", number, "answered", at=at("2026-11-05 12:00"))
    assert states(desk, number) == [("phone-answer", KEPT, None, late)]
    (figure,) = report(desk.store, date(2026, 11, 1), date(2026, 11, 30)).groups[WHOLE]
    assert (figure.kept, figure.entered_late, figure.share) == ((0, 1, 0.0) if late else (1, 0, 1.0))


def test_the_ticket_itself_says_what_was_entered_late_and_why_it_ended(desk: Desk) -> None:
    """What was closed was not done."""
    late, mistake = desk.new(), desk.new()
    desk.at(OVERDUE)
    tickets.fact(desk.store, "Boris", late, "answered", at=at(IN_TIME))
    tickets.close(desk.store, "Boris", mistake, "mistake")
    (first,), (second,) = (clocks_written(desk.store, number) for number in (late, mistake))
    said = [clock_line(translator("en"), desk.store.charter, item, desk.clock[0]) for item in (first, second)]
    assert [line.partition("18:00, ")[2] for line in said] == [
        "done Fri 6 Nov 2026 18:00, entered late",
        "mistake Fri 6 Nov 2026 18:00:01",
    ]


def test_a_corrected_answer_is_marked(desk: Desk) -> None:
    """It was late until somebody said otherwise; put back to what it was it is missed again."""
    number = desk.new()
    answered = desk.fact(number, "answered", OVERDUE)
    correct_time(desk.store, "Boris", number, at("2026-11-05 12:00"), answered)
    assert states(desk, number) == [("phone-answer", KEPT, None, True)]
    correct_time(desk.store, "Boris", number, at(OVERDUE), answered)
    assert states(desk, number) == [("phone-answer", MISSED, None, False)]


def test_a_corrected_receipt_is_marked_and_stays_in_its_period(desk: Desk) -> None:
    """A later receipt lets the clock run on, and does not carry the ticket into another month."""
    desk.at("2026-10-30 12:00")
    answered, running, closed = desk.new(), desk.new(), desk.new()
    desk.at("2026-11-03 18:00:01")
    for number in (answered, running, closed):
        correct_time(desk.store, "Boris", number, at("2026-11-02 12:00"))
    assert states(desk, running) == [("phone-answer", RUNNING, None, True)]
    desk.fact(answered, "answered")
    assert states(desk, answered) == [("phone-answer", KEPT, None, True)]
    tickets.close(desk.store, "Boris", closed, "mistake")
    assert states(desk, closed) == [("phone-answer", MISSED, "mistake", False)]
    october, november = (report(desk.store, date(2026, month, 1), date(2026, month, 30)) for month in (10, 11))
    assert (october.groups[WHOLE][0].opened, november.groups) == (3, {})
    assert check(desk.store).findings == ()


def test_a_receipt_that_is_moved_on_and_on_is_judged_by_the_first_one(desk: Desk) -> None:
    """Each time before it is due, and the last time after the due moment of the first."""
    number = desk.new()
    desk.at("2026-11-06 17:50")
    correct_time(desk.store, "Boris", number, at("2026-11-06 17:40"))
    desk.at("2026-11-10 11:00")
    correct_time(desk.store, "Boris", number, at("2026-11-10 10:00"))
    desk.fact(number, "answered", "2026-11-12 12:00")
    assert states(desk, number) == [("phone-answer", KEPT, None, True)]
    assert check(desk.store).findings == ()


def test_an_answer_to_somebody_else_judges_no_duplicate(desk: Desk) -> None:
    """Whatever number is given for it."""
    first, second = desk.new(), desk.new(name="Пётр Соколов")
    desk.fact(second, "answered", IN_TIME)
    desk.at("2026-11-09 12:00")
    tickets.close(desk.store, "Boris", first, "duplicate", of=second)
    assert states(desk, first) == [("phone-answer", MISSED, "duplicate", False)]


def test_an_enquiry_answered_at_once_stays_in_its_period(desk: Desk) -> None:
    """Counted apart, in the month in which it came."""
    desk.at("2026-10-30 12:00")
    number = desk.new(at_once=True)
    desk.at("2026-11-03 12:00")
    correct_time(desk.store, "Boris", number, at("2026-11-02 12:00"))
    assert [report(desk.store, date(2026, month, 1), date(2026, month, 30)).at_once for month in (10, 11)] == [1, 0]


def test_a_corrected_channel_leaves_what_was_missed(desk: Desk) -> None:
    """The clock of the wrong channel was overdue."""
    number = desk.new("enquiry", "voicemail")
    desk.at("2026-11-03 18:00")
    correct(desk.store, "Boris", number, "channel", "phone")
    assert states(desk, number)[0] == ("voicemail-callback", MISSED, "converted", False)


def test_an_exam_that_moves_leaves_what_was_missed(desk: Desk) -> None:
    """A clock of its own counts back from the new day; undone, the old one is overdue again and the new one never was."""
    number = desk.new("registration", "email", exam=date(2026, 11, 14))
    desk.at("2026-11-10 12:00")
    move_exam(desk.store, "Boris", number, date(2026, 11, 28))
    confirm = [state for state in states(desk, number) if state[0] == "registration-confirm"]
    assert confirm == [("registration-confirm", MISSED, "exam-moved", False), ("registration-confirm", RUNNING, None, False)]
    tickets.undo(desk.store, "Boris")
    assert clock(desk, number, "registration-confirm").state_at(desk.clock[0]) == MISSED
    assert check(desk.store).findings == ()


def clock(desk: Desk, number: int, standard: str) -> Clock:
    """The last clock of a standard."""
    return [item for item in clocks_written(desk.store, number) if item.standard == standard][-1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 6000)), max_size=14))
def test_whatever_is_done_a_missed_clock_stays_missed_or_is_marked(
    fresh_desk: FreshDesk, steps: list[tuple[Act, int, int]]
) -> None:
    """After each act of any kind, each clock that was missed is there and missed, or says that its time was entered late."""
    with fresh_desk() as desk:
        begin(desk.store)
        missed: set[tuple[int, tuple[str, int]]] = set()
        for act, place, minutes in steps:
            desk.clock[0] += minutes * 60
            numbers = newest(desk.store)
            for number in numbers:
                missed |= {
                    (number, item.key) for item in clocks_written(desk.store, number) if item.state_at(desk.clock[0]) == MISSED
                }
            with suppress(DeskError):
                act(desk.store, numbers[place % len(numbers)])
            for number, key in missed:
                last = next((each for each in reversed(clocks_written(desk.store, number)) if each.key == key), None)
                assert last, (number, key)
                assert last.state_at(desk.clock[0]) == MISSED or last.entered_late or last.reason in ("duplicate", "merged")
        assert check(desk.store).findings == ()
