"""Merging, exams that move, times put right: on whole tickets, with what went wrong in other helpdesks."""

from datetime import date
from typing import Unpack

import pytest

from desk.charter.errors import OutsideCalendar
from desk.store.commands import corrections, tickets
from desk.store.commands.exams import exam_moves, move_exam
from desk.store.commands.merging import merge
from desk.store.errors import NotFound
from desk.store.errors.input import DateMissing, TargetMissing, TicketItself
from desk.store.errors.tickets import (
    ActNotApplicable,
    BeforeReceipt,
    BeforeStart,
    ExamDateMissing,
    KindsDiffer,
    NothingChanged,
    TicketClosed,
    TicketVoid,
)
from desk.store.queries.ticket import ticket
from desk.store.ticket_state import Act
from tests.recordings import Fields
from tests.unit.conftest import Desk, at, broken_links, wrong_rows

pytestmark = pytest.mark.server

EXAM = date(2026, 11, 14)


def registered(desk: Desk, received: str = "2026-11-03 10:14", **values: Unpack[Fields]) -> int:
    return desk.new("registration", "email", received, **(Fields(exam=EXAM) | values))


# -- merging ---------------------------------------------------------------------------------------------------------------


def test_merged_the_clocks_are_void_and_the_other_ones_start_is_the_earlier_receipt(desk: Desk) -> None:
    """day.md, row 16: one due date, the earlier."""
    first, second = desk.new("enquiry", "email", "2026-11-02 12:00"), desk.new("enquiry", "email", "2026-11-03 10:00")
    merge(desk.store, "Boris", first, second)
    assert desk.clock_of(first, "written-reply").reason == "merged"
    assert desk.clocks(second) == [("written-reply", "2026-11-05 18:00", "running")]
    assert desk.clock_of(second, "written-reply").start == at("2026-11-02 12:00")
    assert (desk.state(first), desk.state(second)) == ("closed", "open")
    assert (broken_links(desk.where), wrong_rows(desk.store)) == ([], [])


def test_a_later_receipt_moves_nothing(desk: Desk) -> None:
    """The target's own start stays where it is the earlier one."""
    first, second = desk.new("enquiry", "email", "2026-11-02 12:00"), desk.new("enquiry", "email", "2026-11-03 10:00")
    merge(desk.store, "Boris", second, first)
    assert desk.clocks(first) == [("written-reply", "2026-11-05 18:00", "running")]


def test_another_standard_moves_nothing(desk: Desk) -> None:
    """Only where both run the same one: an email is no call."""
    call, email = desk.new("enquiry", "phone", "2026-11-02 12:00"), desk.new("enquiry", "email", "2026-11-03 10:00")
    merge(desk.store, "Boris", call, email)
    assert desk.clock_of(email, "written-reply").start == at("2026-11-03 10:00")


def test_only_running_clocks_are_compared(desk: Desk) -> None:
    """A clock that a conversion made void says nothing about the other ticket."""
    first, second = desk.new("complaint", "email", "2026-11-02 12:00"), desk.new("enquiry", "email", "2026-11-03 10:00")
    tickets.convert(desk.store, "Boris", first, "enquiry")
    merge(desk.store, "Boris", first, second)
    (absorbed,) = [event for event in ticket(desk.store, second).events if event.what == Act.ABSORBED]
    assert absorbed.data["starts"].keys() == {"written-reply"}


def test_nothing_is_done_to_a_ticket_whose_recording_was_undone(desk: Desk) -> None:
    """Its number is known and names nothing."""
    number, other = desk.new(), desk.new()
    tickets.undo(desk.store, "Boris")
    with pytest.raises(TicketVoid):
        tickets.take(desk.store, "Boris", other)
    assert desk.events(other) == ["received", "undone"]
    assert desk.state(number) == "open"


def test_the_merged_number_still_finds_it(desk: Desk) -> None:
    """Also the numbers of those that had been merged into the merged one."""
    first, second, third = (desk.new("enquiry", "email") for _ in range(3))
    merge(desk.store, "Boris", first, second)
    merge(desk.store, "Boris", second, third)
    assert [word for word in desk.row(third).key.split() if word.isdigit()] == ["3", "2", "1"]


def test_a_merge_is_one_step_and_one_undo(desk: Desk) -> None:
    """Both tickets are as before."""
    first, second = desk.new("enquiry", "email", "2026-11-02 12:00"), desk.new("enquiry", "email", "2026-11-03 10:00")
    before = [desk.clocks(number) for number in (first, second)]
    merge(desk.store, "Boris", first, second)
    tickets.undo(desk.store, "Boris")
    assert [desk.clocks(number) for number in (first, second)] == before
    assert desk.state(first) == "open"


def test_what_cannot_be_merged_is_refused_and_changes_nothing(desk: Desk) -> None:
    """Itself, nothing, a closed one, another kind."""
    enquiry, complaint, closed = desk.new(), desk.new("complaint"), desk.new()
    desk.fact(closed, "answered")
    before = desk.everything()
    for into, error in (
        (enquiry, TicketItself),
        (None, TargetMissing),
        (99, NotFound),
        (closed, TicketClosed),
        (complaint, KindsDiffer),
    ):
        with pytest.raises(error):
            merge(desk.store, "Boris", enquiry, into)
    assert desk.everything() == before


# -- an exam that moves ------------------------------------------------------------------------------------------------------


def test_a_moved_exam_counts_anew_with_old_and_new_in_the_history(desk: Desk) -> None:
    """registration.1, day.md rows 21 and 22: Saturday the 14th, then Thursday the 12th."""
    number = registered(desk)
    assert desk.clocks(number) == [("registration-confirm", "2026-11-09 18:00", "running")]
    moves = exam_moves(desk.store, number, date(2026, 11, 12))
    assert [(move.standard, move.old, move.new) for move in moves] == [
        ("registration-confirm", at("2026-11-09 18:00"), at("2026-11-05 18:00"))
    ]
    assert desk.events(number) == ["received"]
    move_exam(desk.store, "Boris", number, date(2026, 11, 12))
    assert desk.clocks(number) == [("registration-confirm", "2026-11-05 18:00", "running")]
    data = desk.rows("SELECT data FROM event ORDER BY id DESC LIMIT 1")[0][0]
    assert '"exam":"2026-11-12"' in data
    assert '"old":"2026-11-14"' in data


def test_an_exam_moved_past_the_limit_falls_under_the_house_rule(desk: Desk) -> None:
    """registration.1: the later of the charter's limit and the next working day."""
    number = registered(desk)
    move_exam(desk.store, "Boris", number, date(2026, 11, 6))
    assert desk.clocks(number) == [("registration-confirm", "2026-11-05 18:00", "running")]
    assert desk.clock_of(number, "registration-confirm").house


def test_an_exam_that_cannot_be_moved_is_refused(desk: Desk) -> None:
    """No registration, no date, the same date, one beyond the calendar."""
    call, number = desk.new(), registered(desk)
    before = desk.everything()
    for moved, exam, error in ((call, EXAM, ExamDateMissing), (number, None, DateMissing), (number, EXAM, NothingChanged)):
        with pytest.raises(error):
            move_exam(desk.store, "Boris", moved, exam)
    with pytest.raises(OutsideCalendar, match="2015-2035"):
        move_exam(desk.store, "Boris", number, date(2036, 11, 14))
    assert desk.everything() == before


def test_a_late_registration_with_its_fee(desk: Desk) -> None:
    """day.md, row 23: exempt, house rule; the fee is told by the next working day."""
    number = registered(desk, exam=date(2026, 12, 5), late=True, fee="поздняя регистрация, 2000")
    assert desk.clocks(number) == [
        ("fee-notice", "2026-11-05 18:00", "running"),
        ("registration-confirm", "2026-11-30 18:00", "running"),
    ]
    assert desk.clock_of(number, "registration-confirm").house
    desk.fact(number, "fee-told", "2026-11-05 18:00")
    assert desk.clock_of(number, "fee-notice").state == "kept"
    desk.fact(number, "fee-known", "2026-11-09 12:00")
    assert desk.clocks(number)[-1] == ("fee-notice", "2026-11-10 18:00", "running")


# -- times put right ---------------------------------------------------------------------------------------------------------


def test_an_event_entered_late_takes_its_true_place(desk: Desk) -> None:
    """Answered in time, entered after the due moment: kept; both times stand in the history."""
    number = desk.new("enquiry", "email", "2026-10-31 23:40")
    desk.at("2026-11-03 17:30")
    step = tickets.fact(desk.store, "Boris", number, "answered", at=at("2026-11-03 16:59"))
    clock = desk.clock_of(number, "written-reply")
    assert (clock.state, clock.stopped, clock.stopped_by) == ("kept", at("2026-11-03 16:59"), step)
    assert desk.rows("SELECT at, recorded FROM event WHERE id = ?", step) == [(at("2026-11-03 16:59"), at("2026-11-03 17:30"))]


def test_a_wrong_time_is_corrected_and_the_verdict_follows(desk: Desk) -> None:
    """The answer was given at 17:05, not at 16:05: missed."""
    number = desk.new("enquiry", "email", "2026-10-31 23:40")
    desk.at("2026-11-03 17:30")
    step = tickets.fact(desk.store, "Boris", number, "answered", at=at("2026-11-03 16:05"))
    corrections.correct_time(desk.store, "Вера", number, at("2026-11-03 17:05"), step)
    assert desk.clock_of(number, "written-reply").state == "missed"
    tickets.undo(desk.store, "Вера")
    assert desk.clock_of(number, "written-reply").state == "kept"
    assert wrong_rows(desk.store) == []


def test_a_time_is_corrected_by_its_field(desk: Desk) -> None:
    """`at` is the time of the event that is named, `received` that of the receipt."""
    number = desk.new("enquiry", "email", "2026-11-02 12:00")
    answered = desk.fact(number, "answered", "2026-11-03 11:00")
    corrections.correct_any(desk.store, "Boris", number, field="at", value=at("2026-11-03 10:30"), of=answered)
    corrections.correct_any(desk.store, "Boris", number, field="received", value=at("2026-11-02 11:00"), of=answered)
    clock = desk.clock_of(number, "written-reply")
    assert (clock.start, clock.stopped) == (at("2026-11-02 11:00"), at("2026-11-03 10:30"))


def test_a_stop_is_not_put_before_its_start(desk: Desk) -> None:
    """Refused, saying which; nothing is changed."""
    number = desk.new("enquiry", "voicemail", "2026-11-02 12:00")
    tried = desk.fact(number, "tried", "2026-11-03 11:00")
    answered = desk.fact(number, "answered", "2026-11-03 12:00")
    desk.at("2026-11-03 13:00")
    before = desk.everything()
    for of, moment, error, fact in (
        (answered, "2026-11-03 10:59", BeforeStart, "answered"),
        (tried, "2026-11-03 12:30", BeforeStart, "answered"),
        (tried, "2026-11-02 11:59", BeforeReceipt, ""),
        (None, "2026-11-03 11:30", BeforeReceipt, ""),
        (77, "2026-11-03 11:30", ActNotApplicable, ""),
        (tried, "2026-11-03 11:00", NothingChanged, ""),
    ):
        with pytest.raises(error) as refused:
            corrections.correct_time(desk.store, "Boris", number, at(moment), of)
        assert getattr(refused.value, "fact", "") == fact
    assert desk.everything() == before
