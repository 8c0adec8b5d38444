"""What starts and stops what: each row of the table in the charter's clauses is a named test. "Undone" is the store's matter."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from desk.charter import Charter
from desk.charter.clocks import Clock, Fact, clocks, next_due, waiting
from desk.charter.vocabulary import CHANNELS

CHARTER = Charter.load()
LONG_AFTER = "2026-12-25 12:00"

Happened = tuple[str, str] | Fact


def at(text: str) -> int:
    """`2026-11-03 10:14` in Moscow as epoch seconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=CHARTER.zone).timestamp())


def facts(kind: str, channel: str, received: str, *happened: Happened, exam: str = "", late: bool = False) -> list[Fact]:
    """A ticket's facts; ids in their order, from 1."""
    found = [Fact(1, "received", at(received), kind, channel, exam=date.fromisoformat(exam) if exam else None, late=late)]
    for number, fact in enumerate(happened, start=2):
        found.append(fact if isinstance(fact, Fact) else Fact(number, fact[0], at(fact[1])))
    return found


def shown(found: Sequence[Clock]) -> list[tuple[str, str, str]]:
    """Each clock as standard, due moment and state."""
    return [(clock.standard, CHARTER.at(clock.due).strftime("%Y-%m-%d %H:%M"), clock.state) for clock in found]


def table(kind: str, channel: str, received: str, *happened: Happened, exam: str = "", late: bool = False) -> set[tuple[str, ...]]:
    """The clocks of a ticket, whatever their order."""
    found = shown(clocks(CHARTER, facts(kind, channel, received, *happened, exam=exam, late=late)))
    assert len(set(found)) == len(found)
    return set(found)


def only(standard: str, ticket: list[Fact]) -> Clock:
    """The one clock of this standard."""
    (found,) = [clock for clock in clocks(CHARTER, ticket) if clock.standard == standard]
    return found


# -- enquiries -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["phone", "in-person"])
def test_answered_at_once_starts_nothing(channel: str) -> None:
    """calls.2: counted apart as answered at once."""
    assert clocks(CHARTER, [Fact(1, "received", at("2026-11-03 10:12"), "enquiry", channel, at_once=True)]) == ()


@pytest.mark.parametrize("channel", ["phone", "in-person"])
def test_an_enquiry_by_phone_or_in_person_starts_phone_answer(channel: str) -> None:
    """calls.2; in person commitments.3: recorded, until answered."""
    assert table("enquiry", channel, "2026-11-03 10:14") == {("phone-answer", "2026-11-06 18:00", "running")}


@pytest.mark.parametrize("channel", ["phone", "in-person"])
def test_answered_keeps_phone_answer(channel: str) -> None:
    """calls.2."""
    ticket = facts("enquiry", channel, "2026-11-03 10:14", ("answered", "2026-11-05 11:00"))
    found = only("phone-answer", ticket)
    assert (found.state, found.started_by, found.stopped_by, found.stopped) == ("kept", 1, 2, at("2026-11-05 11:00"))


def test_a_voicemail_starts_voicemail_callback_from_its_own_time() -> None:
    """calls.3: the message's time, and nothing else runs."""
    assert table("enquiry", "voicemail", "2026-11-02 17:58") == {("voicemail-callback", "2026-11-03 12:58", "running")}


@pytest.mark.parametrize("fact", ["called-back", "tried"])
def test_called_back_or_tried_keeps_it_and_starts_phone_answer(fact: str) -> None:
    """calls.3, and calls.2 from that moment: day.md row 12."""
    assert table("enquiry", "voicemail", "2026-11-02 17:58", (fact, "2026-11-03 10:43")) == {
        ("voicemail-callback", "2026-11-03 12:58", "kept"),
        ("phone-answer", "2026-11-06 18:00", "running"),
    }


def test_tried_twice_starts_phone_answer_once() -> None:
    """The promise was made at the first try."""
    found = table("enquiry", "voicemail", "2026-11-02 17:58", ("tried", "2026-11-03 10:43"), ("called-back", "2026-11-05 12:00"))
    assert ("phone-answer", "2026-11-06 18:00", "running") in found
    assert len(found) == 2


def test_called_back_and_answered_leaves_nothing_more() -> None:
    """calls.3: kept, and nothing runs on."""
    found = table("enquiry", "voicemail", "2026-11-02 21:15", ("answered", "2026-11-03 10:45"))
    assert found == {("voicemail-callback", "2026-11-03 13:00", "kept")}


def test_answered_after_a_try_keeps_phone_answer() -> None:
    """calls.2 by voicemail."""
    found = table("enquiry", "voicemail", "2026-11-02 17:58", ("tried", "2026-11-03 10:43"), ("answered", "2026-11-06 18:00"))
    assert ("phone-answer", "2026-11-06 18:00", "kept") in found


@pytest.mark.parametrize("channel", ["email", "letter"])
def test_an_enquiry_in_writing_starts_written_reply(channel: str) -> None:
    """letters.1: received, until replied."""
    assert table("enquiry", channel, "2026-11-03 11:00") == {("written-reply", "2026-11-06 18:00", "running")}
    assert table("enquiry", channel, "2026-11-03 11:00", ("answered", "2026-11-06 17:59")) == {
        ("written-reply", "2026-11-06 18:00", "kept")
    }


# -- complaints ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", [item for item in CHANNELS if item != "voicemail"])
def test_a_complaint_starts_acknowledge_and_news(channel: str) -> None:
    """letters.2, any channel; `phone-answer` and `written-reply` never, `complaint-answer` not before the facts are complete."""
    assert table("complaint", channel, "2026-11-01 20:00") == {
        ("complaint-acknowledge", "2026-11-03 17:00", "running"),
        ("complaint-informed", "2026-11-09 18:00", "running"),
    }


def test_a_complaint_by_voicemail_starts_the_call_back_too() -> None:
    """calls.3: the message's time; a try starts no `phone-answer` for a complaint."""
    assert table("complaint", "voicemail", "2026-11-02 17:58", ("tried", "2026-11-03 12:59")) == {
        ("voicemail-callback", "2026-11-03 12:58", "missed"),
        ("complaint-acknowledge", "2026-11-05 18:00", "running"),
        ("complaint-informed", "2026-11-09 18:00", "running"),
    }


@pytest.mark.parametrize("fact", ["acknowledged", "updated"])
def test_news_keeps_complaint_informed_and_starts_it_again(fact: str) -> None:
    """letters.2, house: at least every seven days, at every stage."""
    found = table("complaint", "email", "2026-11-01 20:00", (fact, "2026-11-03 11:35"))
    assert ("complaint-informed", "2026-11-09 18:00", "kept") in found
    assert ("complaint-informed", "2026-11-10 18:00", "running") in found


def test_acknowledged_keeps_complaint_acknowledge_and_an_update_does_not() -> None:
    """letters.2."""
    kept = facts("complaint", "email", "2026-11-01 20:00", ("acknowledged", "2026-11-03 11:35"))
    running = facts("complaint", "email", "2026-11-01 20:00", ("updated", "2026-11-03 11:35"))
    assert only("complaint-acknowledge", kept).state == "kept"
    assert only("complaint-acknowledge", running).state == "running"


def test_information_complete_starts_complaint_answer() -> None:
    """letters.2: thirty days from when somebody states it, day.md row 30."""
    ticket = facts("complaint", "email", "2026-11-01 20:00", ("completed", "2026-11-03 16:10"))
    found = only("complaint-answer", ticket)
    assert shown([found]) == [("complaint-answer", "2026-12-03 18:00", "running")]
    assert found.started_by == 2


def test_information_complete_stops_nothing() -> None:
    """letters.2: the person still waits for news."""
    found = table("complaint", "email", "2026-11-01 20:00", ("completed", "2026-11-03 16:10"))
    assert ("complaint-informed", "2026-11-09 18:00", "running") in found
    assert ("complaint-acknowledge", "2026-11-03 17:00", "running") in found


def test_completed_twice_counts_from_the_first_time() -> None:
    """Stating it again moves nothing, and after the answer it starts nothing."""
    happened = [("completed", "2026-11-03 16:10"), ("completed", "2026-11-06 12:00"), ("answered", "2026-11-09 12:00")]
    ticket = facts("complaint", "email", "2026-11-01 20:00", *happened, ("completed", "2026-11-10 12:00"))
    assert only("complaint-answer", ticket).due == at("2026-12-03 18:00")


def test_the_full_answer_ends_a_complaint() -> None:
    """letters.2: it keeps the answer and the news, and news starts no more."""
    found = table(
        "complaint",
        "email",
        "2026-11-01 20:00",
        ("acknowledged", "2026-11-03 11:35"),
        ("completed", "2026-11-03 16:10"),
        ("answered", "2026-11-05 12:00"),
        ("updated", "2026-11-06 12:00"),
    )
    assert [clock for clock in found if clock[2] == "running"] == [("complaint-settled", "2026-11-19 18:00", "running")]
    kept = [name for name, _, state in found if state == "kept"]
    assert sorted(kept) == ["complaint-acknowledge", "complaint-answer", "complaint-informed", "complaint-informed"]


def test_until_it_is_complete_a_complaint_waits_and_is_nudged() -> None:
    """letters.2: since when it waits; house: a nudge after 5 working days."""
    (found,) = waiting(CHARTER, facts("complaint", "email", "2026-11-03 11:30"))
    assert (found.standard, found.since, found.nudge) == ("complaint-answer", at("2026-11-03 11:30"), at("2026-11-11 18:00"))


@pytest.mark.parametrize("fact", ["completed", "answered"])
def test_a_complete_or_answered_complaint_waits_no_more(fact: str) -> None:
    """letters.2."""
    assert waiting(CHARTER, facts("complaint", "email", "2026-11-03 11:30", (fact, "2026-11-03 12:00"))) == ()


# -- certificates, registrations -----------------------------------------------------------------------------------------


def test_a_box_starts_certificate_notify() -> None:
    """registration.2: the box received, day.md row 19."""
    assert table("certificate", "letter", "2026-11-03 12:00") == {("certificate-notify", "2026-11-11 18:00", "running")}


@pytest.mark.parametrize("fact", ["posted", "informed", "handed-out"])
def test_posted_informed_or_handed_over_keeps_certificate_notify(fact: str) -> None:
    """registration.2: any of the three."""
    ticket = facts("certificate", "letter", "2026-11-03 12:00", (fact, "2026-11-11 18:00"))
    assert only("certificate-notify", ticket).state == "kept"


def test_posted_after_told_starts_nothing() -> None:
    """registration.2: kept once."""
    ticket = facts("certificate", "letter", "2026-11-03 12:00", ("informed", "2026-11-03 12:20"), ("posted", "2026-11-20 12:00"))
    assert shown(clocks(CHARTER, ticket)) == [("certificate-notify", "2026-11-11 18:00", "kept")]


def test_a_registration_in_time_counts_back() -> None:
    """registration.1: day.md row 21."""
    found = only("registration-confirm", facts("registration", "email", "2026-11-03 12:30", exam="2026-11-14"))
    assert (found.due, found.house) == (at("2026-11-09 18:00"), False)


@pytest.mark.parametrize(
    ("exam", "late", "due"), [("2026-11-10", False, "2026-11-05 18:00"), ("2026-11-14", True, "2026-11-09 18:00")]
)
def test_a_late_registration_is_due_by_the_house_rule(exam: str, late: bool, due: str) -> None:
    """registration.1, house: the later of the charter's limit and the next working day."""
    found = only("registration-confirm", facts("registration", "email", "2026-11-03 12:40", exam=exam, late=late))
    assert (found.due, found.house) == (at(due), True)


def test_a_confirmation_sent_keeps_registration_confirm() -> None:
    """registration.1."""
    ticket = facts("registration", "email", "2026-11-03 12:30", ("confirmed", "2026-11-09 18:00"), exam="2026-11-14")
    assert only("registration-confirm", ticket).state == "kept"


def test_a_fee_known_starts_fee_notice_until_told() -> None:
    """commitments.13, house: one working day, and again for the next fee."""
    ticket = facts(
        "registration",
        "email",
        "2026-11-03 12:40",
        ("fee-known", "2026-11-03 12:40"),
        ("fee-told", "2026-11-05 18:00"),
        ("fee-known", "2026-11-09 12:00"),
        exam="2026-12-05",
    )
    found = [row for row in shown(clocks(CHARTER, ticket)) if row[0] == "fee-notice"]
    assert found == [("fee-notice", "2026-11-05 18:00", "kept"), ("fee-notice", "2026-11-10 18:00", "running")]


def test_an_exam_moved_counts_anew() -> None:
    """registration.1: day.md row 22, and both ways."""
    moved = Fact(2, "exam-moved", at("2026-11-03 12:35"), exam=date(2026, 11, 12))
    back = Fact(3, "exam-moved", at("2026-11-03 12:50"), exam=date(2026, 11, 14))
    ticket = facts("registration", "email", "2026-11-03 12:30", moved, exam="2026-11-14")
    assert only("registration-confirm", ticket).due == at("2026-11-05 18:00")
    assert only("registration-confirm", [*ticket, back]).due == at("2026-11-09 18:00")


def test_an_exam_moved_after_the_confirmation_moves_no_verdict() -> None:
    """A verdict stays."""
    moved = Fact(3, "exam-moved", at("2026-11-05 12:35"), exam=date(2026, 11, 6))
    ticket = facts("registration", "email", "2026-11-03 12:30", ("confirmed", "2026-11-05 12:00"), moved, exam="2026-11-14")
    found = only("registration-confirm", ticket)
    assert (found.state, found.due) == ("kept", at("2026-11-09 18:00"))


# -- any ticket ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["withdrawn", "duplicate of 17", "cannot be reached", "not ours", "mistake"])
def test_closed_with_a_clock_running_is_void_with_the_reason(reason: str) -> None:
    """A reason is asked, and those clocks are void with it; kept ones stay."""
    closed = Fact(3, "closed", at("2026-11-03 12:00"), reason=reason)
    ticket = facts("complaint", "email", "2026-11-01 20:00", ("acknowledged", "2026-11-02 12:00"), closed)
    found = {(clock.standard, clock.state, clock.reason) for clock in clocks(CHARTER, ticket)}
    assert found == {
        ("complaint-acknowledge", "kept", None),
        ("complaint-informed", "kept", None),
        ("complaint-informed", "void", reason),
    }


def test_reopened_starts_anew_and_old_verdicts_stay() -> None:
    """The standard of its kind and channel starts at the reopening."""
    assert table("enquiry", "email", "2026-11-03 11:00", ("answered", "2026-11-09 12:00"), ("reopened", "2026-11-10 12:00")) == {
        ("written-reply", "2026-11-06 18:00", "missed"),
        ("written-reply", "2026-11-12 18:00", "running"),
    }


def test_reopened_after_closing_leaves_what_was_void() -> None:
    """What was void with a reason stays void."""
    closed = Fact(2, "closed", at("2026-11-03 12:00"), reason="mistake")
    assert table("enquiry", "email", "2026-11-03 11:00", closed, Fact(3, "reopened", at("2026-11-05 09:00"))) == {
        ("written-reply", "2026-11-06 18:00", "void"),
        ("written-reply", "2026-11-09 18:00", "running"),
    }


def test_a_reopened_complaint_is_acknowledged_and_told_anew() -> None:
    """letters.2: a reopening counts as a receipt; the thirty days wait for the facts."""
    answered = [("acknowledged", "2026-11-03 11:35"), ("answered", "2026-11-03 12:00"), ("accepted", "2026-11-04 12:00")]
    found = table("complaint", "email", "2026-11-01 20:00", *answered, ("reopened", "2026-11-09 12:00"))
    running = {(name, due) for name, due, state in found if state == "running"}
    assert running == {("complaint-acknowledge", "2026-11-11 18:00"), ("complaint-informed", "2026-11-16 18:00")}


def test_merged_into_another_is_void_with_that_reason() -> None:
    """Clocks of the merged one are void."""
    merged = Fact(2, "merged", at("2026-11-03 11:10"), reason="merged into 12")
    found = only("written-reply", facts("enquiry", "email", "2026-11-03 10:00", merged))
    assert (found.state, found.reason) == ("void", "merged into 12")


def test_converted_voids_what_does_not_apply_and_starts_what_does() -> None:
    """Conversion: void with that reason; the complaint's clocks from its receipt, day.md row 31."""
    converted = Fact(2, "converted", at("2026-11-03 16:20"), kind="complaint")
    ticket = facts("enquiry", "email", "2026-11-03 10:00", converted)
    assert set(shown(clocks(CHARTER, ticket))) == {
        ("written-reply", "2026-11-06 18:00", "void"),
        ("complaint-acknowledge", "2026-11-05 18:00", "running"),
        ("complaint-informed", "2026-11-10 18:00", "running"),
    }
    assert only("written-reply", ticket).reason == "converted"


def test_converted_keeps_a_verdict_and_an_answer_is_no_answer_to_the_complaint() -> None:
    """What was kept stays kept; the complaint still waits."""
    converted = Fact(3, "converted", at("2026-11-06 12:00"), kind="complaint")
    found = table("enquiry", "email", "2026-11-03 10:00", ("answered", "2026-11-05 12:00"), converted)
    assert ("written-reply", "2026-11-06 18:00", "kept") in found
    assert ("complaint-informed", "2026-11-10 18:00", "running") in found


def test_a_voicemail_converted_keeps_its_call_back() -> None:
    """calls.3 is for both kinds: the clock that applies still runs on, moving nothing."""
    converted = Fact(2, "converted", at("2026-11-03 11:00"), kind="complaint")
    assert ("voicemail-callback", "2026-11-03 12:58", "running") in table("enquiry", "voicemail", "2026-11-02 17:58", converted)


# -- what holds for all --------------------------------------------------------------------------------------------------

STOPS = [
    ("enquiry", "phone", "phone-answer", "answered"),
    ("enquiry", "voicemail", "voicemail-callback", "tried"),
    ("enquiry", "letter", "written-reply", "answered"),
    ("complaint", "email", "complaint-acknowledge", "acknowledged"),
    ("certificate", "letter", "certificate-notify", "posted"),
    ("registration", "email", "registration-confirm", "confirmed"),
]


@pytest.mark.parametrize(("later", "state"), [(-1, "kept"), (0, "kept"), (1, "missed")])
@pytest.mark.parametrize(("kind", "channel", "standard", "stop"), STOPS)
def test_a_stop_at_the_due_second_is_kept(kind: str, channel: str, standard: str, stop: str, later: int, state: str) -> None:
    """Clauses, 1: at the second itself kept, one second later missed, and missed it stays."""
    ticket = facts(kind, channel, "2026-11-03 10:00", exam="2026-11-14")
    due = only(standard, ticket).due
    assert only(standard, [*ticket, Fact(9, stop, due + later)]).state == state


@pytest.mark.parametrize("fact", ["noted", "asked", "taken", "reminded", "passed-on", "corrected"])
@pytest.mark.parametrize("kind", ["enquiry", "complaint", "certificate", "registration"])
def test_asking_the_customer_stops_no_clock(kind: str, fact: str) -> None:
    """Clauses, 1: no standard pauses."""
    ticket = facts(kind, "email", "2026-11-03 10:00", exam="2026-11-14")
    assert clocks(CHARTER, [*ticket, Fact(2, fact, at("2026-11-03 12:00"))]) == clocks(CHARTER, ticket)


def test_a_running_clock_past_its_due_second_is_missed() -> None:
    """day.md row 35: overdue at 17:00:01, and missed when replied at 17:05."""
    ticket = facts("enquiry", "email", "2026-10-31 23:40")
    found = only("written-reply", ticket)
    assert (found.state_at(at("2026-11-03 17:00")), found.state_at(at("2026-11-03 17:00") + 1)) == ("running", "missed")
    assert only("written-reply", [*ticket, Fact(2, "answered", at("2026-11-03 17:05"))]).state_at(at(LONG_AFTER)) == "missed"


def test_the_nearest_running_clock_orders_a_queue() -> None:
    """Design, section 1: none hides another; those that stopped order nothing."""
    found = clocks(CHARTER, facts("complaint", "email", "2026-11-01 20:00", ("acknowledged", "2026-11-02 12:00")))
    assert next_due(found) == at("2026-11-09 18:00")
    assert next_due(()) is None


def test_a_ticket_begins_with_its_receipt() -> None:
    """There is nothing to count from otherwise."""
    with pytest.raises(ValueError, match="receipt"):
        clocks(CHARTER, [Fact(1, "answered", at("2026-11-03 10:00"))])
