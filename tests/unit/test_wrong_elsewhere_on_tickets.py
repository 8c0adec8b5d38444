"""What other helpdesks got wrong, one test each, named after what went wrong there. Here: whole tickets in the database."""

from datetime import date

import pytest

from desk.charter import Charter
from desk.charter.standards import OwnException, Words
from desk.i18n import translator
from desk.presentation.formats import OVERDUE, time_left
from desk.store.commands import tickets
from desk.store.commands.exams import move_exam
from desk.store.commands.merging import merge
from desk.store.commands.perform import perform
from desk.store.commands.recounting import put_into_force
from desk.store.errors.tickets import TicketMerged
from tests.unit.conftest import Desk, at

pytestmark = pytest.mark.server

STOCKTAKING = OwnException(date(2026, 11, 6), Words("инвентаризация", "stocktaking"))


def test_asking_the_customer_stops_a_clock(desk: Desk) -> None:
    """No standard pauses: not for a note, not for what is missing, not for what is passed on."""
    number = desk.new("complaint", "voicemail")
    before = desk.clocks(number)
    desk.at("2026-11-03 12:00")
    tickets.note(desk.store, "Boris", number, "Спросили номер кандидата")
    tickets.missing(desk.store, "Boris", number, "номер кандидата")
    perform(desk.store, "Boris", number, "passed-on", {"note": "CE-1"})
    assert desk.clocks(number) == before


def test_merged_ticket_keeps_escalating(desk: Desk) -> None:
    """The merged ticket went overdue by itself and could be worked on beside the other one."""
    first, second = desk.new("enquiry", "email"), desk.new("enquiry", "email")
    merge(desk.store, "Boris", first, second)
    desk.at("2026-12-01 12:00")
    assert desk.row(first).due is None
    assert [clock.state_at(at("2026-12-01 12:00")) for clock in [desk.clock_of(first, "written-reply")]] == ["void"]
    for act in (tickets.take, tickets.reopen):
        with pytest.raises(TicketMerged):
            act(desk.store, "Boris", first)


def test_the_answer_by_phone_note_does_not_stop_the_clock(desk: Desk) -> None:
    """What was said on the phone was a private note there, and the clock ran on. Here it is the answer; a note is a note."""
    said, noted = desk.new("enquiry", "phone"), desk.new("enquiry", "phone")
    tickets.note(desk.store, "Boris", noted, "Told them: 5 December")
    tickets.fact(desk.store, "Boris", said, "answered", texts={"note": "Told them: 5 December"}, data={"way": "phone"})
    assert (desk.clock_of(said, "phone-answer").state, desk.state(said)) == ("kept", "closed")
    assert (desk.clock_of(noted, "phone-answer").state, desk.state(noted)) == ("running", "open")


def test_answer_and_status_change_in_one_step(desk: Desk) -> None:
    """Saved apart, one of the two got lost there. Here the state follows from the answer: one event, one undo."""
    number = desk.new("enquiry", "phone")
    desk.fact(number, "answered")
    assert desk.events(number) == ["received", "answered"]
    assert (desk.clock_of(number, "phone-answer").state, desk.state(number), desk.row(number).due) == ("kept", "closed", None)
    tickets.undo(desk.store, "Boris")
    assert (desk.clock_of(number, "phone-answer").state, desk.state(number)) == ("running", "open")
    assert desk.row(number).due == at("2026-11-06 18:00")


def test_calendar_edit_does_not_re_count(desk: Desk, charter: Charter) -> None:
    """There the open tickets kept the old date, or all of them were counted anew, closed ones too."""
    running, answered = desk.new("enquiry", "phone"), desk.new("enquiry", "phone")
    desk.fact(answered, "answered")
    put_into_force(desk.store, "Boris", charter.with_own((STOCKTAKING,)))
    assert desk.clocks(running) == [("phone-answer", "2026-11-09 18:00", "running")]
    assert desk.clocks(answered) == [("phone-answer", "2026-11-06 18:00", "kept")]
    assert desk.row(running).due == at("2026-11-09 18:00")


def test_overdue_sticks_after_the_due_date_moved(desk: Desk, charter: Charter) -> None:
    """A flag stayed there. Overdue is worked out from the due moment, never stored: after a closure, and for a moved exam."""
    call = desk.new("enquiry", "phone")
    registration = desk.new("registration", "email", exam=date(2026, 11, 14))
    desk.at("2026-11-06 12:00")
    put_into_force(desk.store, "Boris", charter.with_own((STOCKTAKING,)))
    desk.at("2026-11-09 12:00")
    assert face(desk, call) != OVERDUE
    desk.at("2026-11-09 18:00:01")
    assert {face(desk, number) for number in (call, registration)} == {OVERDUE}
    move_exam(desk.store, "Boris", registration, date(2026, 11, 28))
    assert face(desk, registration) != OVERDUE
    desk.fact(registration, "confirmed", "2026-11-20 12:00")
    states = [state for standard, _, state in desk.clocks(registration) if standard == "registration-confirm"]
    assert states == ["missed", "kept"]  # what was overdue when the exam moved stays missed


def test_answered_but_customer_silent_shows_overdue(desk: Desk) -> None:
    """Waiting for the customer's "thank you" counted against the centre there."""
    call, voicemail = desk.new("enquiry", "phone"), desk.new("enquiry", "voicemail")
    desk.fact(call, "answered")
    desk.fact(voicemail, "answered")
    desk.at("2026-12-15 12:00")
    assert [clock for number in (call, voicemail) for clock in desk.clocks(number)] == [
        ("phone-answer", "2026-11-06 18:00", "kept"),
        ("voicemail-callback", "2026-11-03 13:14", "kept"),
    ]
    assert [(desk.state(number), desk.row(number).due) for number in (call, voicemail)] == [("closed", None)] * 2


def test_a_clock_fulfilled_before_it_starts(desk: Desk) -> None:
    """Answered in full before anybody said that the facts are complete: that promises nothing more."""
    number = desk.new("complaint", "email")
    desk.fact(number, "answered", "2026-11-03 11:00")
    desk.fact(number, "completed", "2026-11-03 12:00")
    assert "complaint-answer" not in [clock[0] for clock in desk.clocks(number)]


def face(desk: Desk, number: int) -> str:
    """What the queue shows of a ticket's nearest clock."""
    row = desk.row(number)
    return time_left(translator("en"), desk.store.charter, row.standard, row.due, desk.clock[0]).state
