"""What starts and stops what, on whole tickets in the database: each row of the table in the charter's clauses is a named test."""

from datetime import date

import pytest

from desk.store.commands import tickets
from desk.store.errors.tickets import CloseReasonMissing
from tests.unit.conftest import Desk, at

pytestmark = pytest.mark.server

SPOKEN, WRITTEN = ("phone", "in-person"), ("email", "letter")
CHANNELS = ("phone", "voicemail", "email", "letter", "in-person")

# Of a ticket that came on Tuesday 3 November 2026 at 10:14; the 4th is a public holiday.
TWO_WORKING_DAYS, THREE_WORKING_HOURS = "2026-11-06 18:00", "2026-11-03 13:14"
TWO_DAYS, SEVEN_DAYS, THIRTY_DAYS = "2026-11-05 18:00", "2026-11-10 18:00", "2026-12-03 18:00"


# -- enquiries -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", SPOKEN)
def test_answered_at_once_starts_nothing_and_is_closed(desk: Desk, channel: str) -> None:
    """calls.2: counted apart as answered at once."""
    number = desk.new("enquiry", channel, at_once=True, answer="В декабре")
    assert (desk.clocks(number), desk.state(number), desk.story(number).at_once) == ([], "closed", True)
    assert desk.rows("SELECT at_once FROM ticket WHERE id = ?", number) == [(1,)]


@pytest.mark.parametrize("channel", SPOKEN)
def test_an_enquiry_by_phone_or_in_person_starts_phone_answer(desk: Desk, channel: str) -> None:
    """calls.2; in person commitments.3."""
    number = desk.new("enquiry", channel)
    assert desk.clocks(number) == [("phone-answer", TWO_WORKING_DAYS, "running")]


@pytest.mark.parametrize("channel", SPOKEN)
def test_answered_keeps_phone_answer_and_closes_the_ticket(desk: Desk, channel: str) -> None:
    """calls.2: nothing is left to do."""
    number = desk.new("enquiry", channel)
    step = desk.fact(number, "answered", "2026-11-05 11:00")
    clock = desk.clock_of(number, "phone-answer")
    assert (clock.state, clock.stopped, clock.stopped_by) == ("kept", at("2026-11-05 11:00"), step)
    assert (desk.state(number), desk.row(number).due) == ("closed", None)


def test_a_voicemail_starts_voicemail_callback_from_the_messages_own_time(desk: Desk) -> None:
    """calls.3: not from when somebody listened."""
    number = desk.new("enquiry", "voicemail", "2026-11-02 17:58")
    assert desk.clocks(number) == [("voicemail-callback", "2026-11-03 12:58", "running")]


@pytest.mark.parametrize("fact", ["called-back", "tried"])
def test_called_back_or_tried_keeps_the_callback_and_starts_phone_answer(desk: Desk, fact: str) -> None:
    """calls.3, then calls.2 from that moment; the ticket stays open until it is answered."""
    number = desk.new("enquiry", "voicemail")
    desk.fact(number, fact, "2026-11-05 10:30")
    assert desk.clocks(number) == [
        ("voicemail-callback", THREE_WORKING_HOURS, "missed"),
        ("phone-answer", "2026-11-09 18:00", "running"),
    ]
    assert desk.state(number) == "open"
    desk.fact(number, "answered", "2026-11-09 18:00")
    assert desk.clocks(number)[1] == ("phone-answer", "2026-11-09 18:00", "kept")
    assert desk.state(number) == "closed"


def test_a_second_try_starts_no_second_clock(desk: Desk) -> None:
    """calls.2: the promise was made the first time."""
    number = desk.new("enquiry", "voicemail")
    desk.fact(number, "tried", "2026-11-03 11:00")
    desk.fact(number, "tried", "2026-11-05 11:00")
    assert desk.clocks(number) == [
        ("voicemail-callback", THREE_WORKING_HOURS, "kept"),
        ("phone-answer", TWO_WORKING_DAYS, "running"),
    ]


def test_called_back_and_answered_starts_nothing_more(desk: Desk) -> None:
    """calls.3: the voicemail's row without a second promise."""
    number = desk.new("enquiry", "voicemail")
    desk.fact(number, "answered", "2026-11-03 11:00")
    assert desk.clocks(number) == [("voicemail-callback", THREE_WORKING_HOURS, "kept")]
    assert desk.state(number) == "closed"


@pytest.mark.parametrize("channel", WRITTEN)
def test_an_enquiry_by_email_or_letter_starts_written_reply(desk: Desk, channel: str) -> None:
    """letters.1: received, until replied."""
    number = desk.new("enquiry", channel, "2026-11-02 19:30")
    assert desk.clocks(number) == [("written-reply", "2026-11-05 18:00", "running")]
    desk.fact(number, "answered", "2026-11-05 12:00")
    assert desk.clocks(number) == [("written-reply", "2026-11-05 18:00", "kept")]


# -- complaints ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", [channel for channel in CHANNELS if channel != "voicemail"])
def test_a_complaint_starts_acknowledge_and_informed_and_nothing_of_an_enquiry(desk: Desk, channel: str) -> None:
    """letters.2; a complaint never runs phone-answer or written-reply."""
    number = desk.new("complaint", channel)
    assert desk.clocks(number) == [
        ("complaint-acknowledge", TWO_DAYS, "running"),
        ("complaint-informed", SEVEN_DAYS, "running"),
    ]


def test_acknowledged_keeps_acknowledge_and_starts_informed_again(desk: Desk) -> None:
    """letters.2: the acknowledgement is news too."""
    number = desk.new("complaint", "email")
    desk.fact(number, "acknowledged", "2026-11-05 12:00")
    assert desk.clocks(number) == [
        ("complaint-acknowledge", TWO_DAYS, "kept"),
        ("complaint-informed", SEVEN_DAYS, "kept"),
        ("complaint-informed", "2026-11-12 18:00", "running"),
    ]
    assert desk.state(number) == "open"


def test_an_update_starts_informed_again_and_keeps_no_other_promise(desk: Desk) -> None:
    """complaint-informed: news is no acknowledgement."""
    number = desk.new("complaint", "email")
    desk.fact(number, "updated", "2026-11-05 12:00")
    assert ("complaint-acknowledge", TWO_DAYS, "running") in desk.clocks(number)
    assert desk.clocks(number)[-1] == ("complaint-informed", "2026-11-12 18:00", "running")


def test_a_late_update_misses_informed_and_starts_it_again(desk: Desk) -> None:
    """A gap of more than seven days stays a miss."""
    number = desk.new("complaint", "email")
    desk.fact(number, "updated", "2026-11-11 12:00")
    informed = [clock[1:] for clock in desk.clocks(number) if clock[0] == "complaint-informed"]
    assert informed == [(SEVEN_DAYS, "missed"), ("2026-11-18 18:00", "running")]


def test_complete_information_starts_complaint_answer(desk: Desk) -> None:
    """letters.2: thirty days from a fact that somebody states, not from the receipt; until then the ticket says it waits."""
    from desk.store.queries.ticket import ticket

    number = desk.new("complaint", "email")
    assert [(wait.standard, wait.since) for wait in ticket(desk.store, number).waits] == [
        ("complaint-answer", at("2026-11-03 10:14"))
    ]
    desk.fact(number, "completed", "2026-11-09 15:00")
    assert desk.clocks(number)[-1] == ("complaint-answer", "2026-12-09 18:00", "running")
    assert ticket(desk.store, number).waits == ()


def test_the_full_answer_keeps_complaint_answer_and_ends_informed(desk: Desk) -> None:
    """letters.2: after it no more news is owed; what nobody acknowledged still is."""
    number = desk.new("complaint", "email")
    desk.fact(number, "acknowledged", "2026-11-03 11:00")
    desk.fact(number, "completed", "2026-11-03 12:00")
    desk.fact(number, "answered", "2026-11-09 10:00")
    assert set(desk.clocks(number)) == {
        ("complaint-acknowledge", TWO_DAYS, "kept"),
        ("complaint-informed", SEVEN_DAYS, "kept"),
        ("complaint-answer", THIRTY_DAYS, "kept"),
        ("complaint-settled", "2026-11-23 18:00", "running"),
    }
    assert desk.state(number) == "open"
    desk.fact(number, "accepted", "2026-11-10 10:00")
    assert desk.state(number) == "closed"


def test_a_complaint_by_voicemail_is_also_called_back(desk: Desk) -> None:
    """calls.3 for a complaint: and a call back starts no phone-answer."""
    number = desk.new("complaint", "voicemail")
    assert [clock[0] for clock in desk.clocks(number)] == ["voicemail-callback", "complaint-acknowledge", "complaint-informed"]
    desk.fact(number, "called-back", "2026-11-03 13:14")
    assert desk.clocks(number)[0] == ("voicemail-callback", THREE_WORKING_HOURS, "kept")
    assert "phone-answer" not in [clock[0] for clock in desk.clocks(number)]


# -- certificates and registrations --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fact", "state"), [("posted", "closed"), ("handed-out", "closed"), ("informed", "open")])
def test_a_certificate_is_kept_by_posting_informing_or_handing_over(desk: Desk, fact: str, state: str) -> None:
    """registration.2: who was only told has yet to fetch it, so that ticket stays open."""
    number = desk.new("certificate", "letter", candidate="0001", exam_name="B2 First")
    assert desk.clocks(number) == [("certificate-notify", "2026-11-11 18:00", "running")]
    desk.fact(number, fact, "2026-11-11 17:00")
    assert desk.clocks(number) == [("certificate-notify", "2026-11-11 18:00", "kept")]
    assert desk.state(number) == state


def test_a_registration_in_time_is_counted_back_from_the_exam(desk: Desk) -> None:
    """registration.1: the fifth working day before the exam's day."""
    number = desk.new("registration", "email", exam=date(2026, 11, 14))
    assert desk.clocks(number) == [("registration-confirm", "2026-11-09 18:00", "running")]
    desk.fact(number, "confirmed", "2026-11-09 18:00")
    assert (desk.clocks(number)[0][2], desk.state(number)) == ("kept", "closed")


@pytest.mark.parametrize(("exam", "late"), [(date(2026, 11, 7), False), (date(2026, 11, 7), True)])
def test_a_late_registration_follows_the_house_rule(desk: Desk, exam: date, late: bool) -> None:
    """registration.1: past the charter's limit, or said to be late: the later of that limit and the next working day. The person
    who is
    late is told of the fee (commitments.13)."""
    number = desk.new("registration", "email", exam=exam, late=late)
    fee = [("fee-notice", "2026-11-05 18:00", "running")] if late else []
    assert desk.clocks(number) == [*fee, ("registration-confirm", "2026-11-05 18:00", "running")]
    assert desk.clock_of(number, "registration-confirm").house


def test_a_fee_known_starts_fee_notice_and_telling_keeps_it(desk: Desk) -> None:
    """commitments.13: at once, by the next working day."""
    number = desk.new("registration", "email", exam=date(2026, 11, 28))
    desk.fact(number, "fee-known", "2026-11-03 12:00")
    assert ("fee-notice", "2026-11-05 18:00", "running") in desk.clocks(number)
    desk.fact(number, "fee-told", "2026-11-05 18:00")
    assert ("fee-notice", "2026-11-05 18:00", "kept") in desk.clocks(number)


def test_a_moved_exam_counts_again_with_old_and_new_in_the_event(desk: Desk) -> None:
    """registration.1: nothing else moves."""
    number = desk.new("registration", "email", exam=date(2026, 11, 14))
    desk.happen(number, "exam-moved", old="2026-11-14", exam="2026-11-21")
    assert desk.clocks(number) == [("registration-confirm", "2026-11-16 18:00", "running")]
    assert desk.row(number).exam == "2026-11-21"


# -- any ticket ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["enquiry", "complaint", "certificate", "registration"])
def test_closing_with_a_clock_running_needs_a_reason(desk: Desk, kind: str) -> None:
    """Closed with a clock running: a reason is asked."""
    number = desk.new(kind, "email", exam=date(2026, 11, 14) if kind == "registration" else None)
    with pytest.raises(CloseReasonMissing):
        tickets.close(desk.store, "Boris", number)
    assert (desk.state(number), desk.events(number)) == ("open", ["received"])


@pytest.mark.parametrize("reason", ["withdrawn", "unreachable", "not-ours", "mistake"])
def test_closing_with_a_reason_voids_the_running_clocks_with_it(desk: Desk, reason: str) -> None:
    """Withdrawn, duplicate of N, cannot be reached, not ours, mistake; a verdict that was given stays."""
    number = desk.new("complaint", "email")
    desk.fact(number, "acknowledged", "2026-11-03 12:00")
    tickets.close(desk.store, "Boris", number, reason)
    assert [clock[2] for clock in desk.clocks(number)] == ["kept", "kept", "void"]
    assert (desk.clock_of(number, "complaint-informed").reason, desk.state(number)) == (reason, "closed")


def test_a_duplicate_names_the_ticket_that_it_repeats(desk: Desk) -> None:
    """Duplicate of N."""
    first, second = desk.new(), desk.new()
    tickets.close(desk.store, "Boris", second, "duplicate", of=first)
    assert (desk.clocks(second)[0][2], desk.clock_of(second, "phone-answer").reason) == ("void", "duplicate")


def test_without_a_clock_no_reason_is_needed(desk: Desk) -> None:
    """A certificate whose candidate was told, and never came."""
    number = desk.new("certificate", "letter", candidate="0001")
    desk.fact(number, "informed")
    tickets.close(desk.store, "Boris", number)
    assert (desk.state(number), desk.clocks(number)[0][2]) == ("closed", "kept")


def test_reopened_keeps_old_verdicts_and_starts_the_standard_anew(desk: Desk) -> None:
    """Reopened: from the reopening, not from the receipt."""
    number = desk.new("enquiry", "email")
    desk.fact(number, "answered", "2026-11-09 10:00")
    desk.at("2026-11-10 12:00")
    tickets.reopen(desk.store, "Boris", number)
    assert desk.clocks(number) == [
        ("written-reply", TWO_WORKING_DAYS, "missed"),
        ("written-reply", "2026-11-12 18:00", "running"),
    ]
    assert desk.state(number) == "open"


def test_merged_voids_with_that_reason(desk: Desk) -> None:
    """Merged into another."""
    number = desk.new()
    desk.happen(number, "merged", of=desk.new())
    assert (desk.clocks(number)[0][2], desk.clock_of(number, "phone-answer").reason) == ("void", "merged")
    assert desk.state(number) == "closed"


def test_an_enquiry_made_a_complaint_voids_and_counts_from_the_receipt(desk: Desk) -> None:
    """Conversion: the clocks that do not apply are void with that reason, the others start from their own facts."""
    number = desk.new("enquiry", "phone")
    desk.at("2026-11-05 12:00")
    tickets.convert(desk.store, "Boris", number, "complaint")
    assert set(desk.clocks(number)) == {
        ("phone-answer", TWO_WORKING_DAYS, "void"),
        ("complaint-acknowledge", TWO_DAYS, "running"),
        ("complaint-informed", SEVEN_DAYS, "running"),
    }
    assert desk.clock_of(number, "phone-answer").reason == "converted"


def test_a_complaint_made_an_enquiry_voids_and_counts_from_the_receipt(desk: Desk) -> None:
    """Conversion, the other way."""
    number = desk.new("complaint", "letter")
    tickets.convert(desk.store, "Boris", number, "enquiry")
    assert sorted(desk.clocks(number)) == [
        ("complaint-acknowledge", TWO_DAYS, "void"),
        ("complaint-informed", SEVEN_DAYS, "void"),
        ("written-reply", TWO_WORKING_DAYS, "running"),
    ]


def test_undoing_an_answer_lets_the_clock_run_on(desk: Desk) -> None:
    """Undone: the same person's last step is as if it had not been."""
    number = desk.new()
    desk.fact(number, "answered")
    tickets.undo(desk.store, "Boris", number)
    assert (desk.clocks(number), desk.state(number)) == ([("phone-answer", TWO_WORKING_DAYS, "running")], "open")


def test_undoing_a_recording_voids_its_clocks(desk: Desk) -> None:
    """An undone recording is void."""
    number = desk.new("complaint", "voicemail")
    tickets.undo(desk.store, "Boris", number)
    assert ({clock[2] for clock in desk.clocks(number)}, desk.state(number)) == ({"void"}, "void")


# -- no standard pauses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("second", "state"), [("18:00:00", "kept"), ("18:00:01", "missed"), ("17:59:59", "kept")])
def test_a_stop_at_the_due_second_is_kept_and_one_later_missed(desk: Desk, second: str, state: str) -> None:
    """Clauses: a stop at the due second itself is kept; a clock stopped late stays missed."""
    number = desk.new("enquiry", "email")
    desk.fact(number, "answered", f"2026-11-06 {second}")
    assert desk.clocks(number) == [("written-reply", TWO_WORKING_DAYS, state)]


def test_a_fact_entered_later_counts_from_when_it_happened(desk: Desk) -> None:
    """Design, section 4: an event says when it happened and when it was entered."""
    number = desk.new("enquiry", "email")
    desk.at("2026-11-09 10:00")
    tickets.fact(desk.store, "Boris", number, "answered", at=at("2026-11-06 17:00"))
    assert desk.clocks(number) == [("written-reply", TWO_WORKING_DAYS, "kept")]
