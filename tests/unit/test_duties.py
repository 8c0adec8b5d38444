"""The duties: each rhythm, kept by evidence, a gap a miss; on the desk and as a command."""

from datetime import date

import pytest

from desk.charter import Charter
from desk.charter.duties import Done, slots
from desk.store.commands import duties
from desk.store.commands.ratings import rate
from desk.store.commands.sessions import open_session
from desk.store.errors import DatabaseUnusable
from desk.store.errors.input import CheckNoteMissing, DutyUnknown, NoAnswersRecorded, NoVenueLeft, PageMissing, VenueMissing
from desk.text.dates import MomentInFuture
from tests.unit.conftest import Command, Desk, at, said

MONDAY = "2026-11-09 09:00"


def told(charter: Charter, duty: str, done: list[str], until: str, begun: str = MONDAY) -> list[tuple[str, str]]:
    """State and due moment of each slot."""
    found = slots(charter, duty, at(begun), [Done(at(evidence)) for evidence in done], at(until))
    return [(slot.state, said(slot.due)) for slot in found]


def test_every_two_working_hours_counts_from_the_last_time(charter: Charter) -> None:
    """letters.3: closed time does not count; a gap of four hours is two misses."""
    assert told(charter, "mailbox-checked", ["2026-11-09 11:30", "2026-11-09 13:00"], "2026-11-09 13:30") == [
        ("kept", "2026-11-09 12:00"),
        ("kept", "2026-11-09 13:30"),
        ("running", "2026-11-09 15:00"),
    ]
    assert told(charter, "mailbox-checked", [], "2026-11-09 15:00")[:2] == [
        ("missed", "2026-11-09 12:00"),
        ("missed", "2026-11-09 14:00"),
    ]
    assert told(charter, "mailbox-checked", ["2026-11-09 17:00"], "2026-11-09 17:30")[-1] == ("running", "2026-11-10 11:00")


def test_the_due_second_itself_keeps_it(charter: Charter) -> None:
    """As with every promise of the desk."""
    assert told(charter, "mailbox-checked", ["2026-11-09 12:00"], "2026-11-09 12:00")[0] == ("kept", "2026-11-09 12:00")
    assert told(charter, "mailbox-checked", ["2026-11-09 12:00:01"], "2026-11-09 12:30")[0] == ("missed", "2026-11-09 12:00")


def test_what_is_entered_after_it_was_due_is_kept_and_marked(charter: Charter) -> None:
    """As a promise to a customer; evidence that was there in time speaks first."""
    late = Done(at("2026-11-09 11:00"), entered=at("2026-11-09 12:00:01"))
    in_time = Done(at("2026-11-09 11:50"), entered=at("2026-11-09 12:00"))
    for done, marked in (([late], True), ([in_time], False), ([late, in_time], False)):
        slot = slots(charter, "mailbox-checked", at(MONDAY), done, at("2026-11-09 12:30"))[0]
        assert (slot.state, slot.entered_late) == ("kept", marked)
    exam = date(2026, 11, 14)
    checked = [Done(at("2026-11-10 11:00"), exam, at("2026-11-16 10:00"))]
    assert slots(charter, "premises-checked", at(MONDAY), checked, at("2026-11-17 10:00"), [exam])[0].entered_late


def test_every_opening_is_within_its_first_quarter_of_an_hour(charter: Charter) -> None:
    """office.1: who comes early is there; who comes late has missed that opening and says nothing about the next one."""
    early, late = "2026-11-09 09:55", "2026-11-10 11:00"
    assert told(charter, "reception-staffed", [early, late], "2026-11-11 10:20") == [
        ("kept", "2026-11-09 10:15"),
        ("missed", "2026-11-10 10:15"),
        ("missed", "2026-11-11 10:15"),
        ("running", "2026-11-12 10:15"),
    ]


def test_who_opens_a_new_desk_is_there_in_its_first_second(charter: Charter) -> None:
    """Row 1: the desk begins five minutes early, by the very act of somebody who is there."""
    begun = "2026-11-03 09:55"
    assert told(charter, "reception-staffed", [begun], "2026-11-03 10:20", begun)[0] == ("kept", "2026-11-03 10:15")
    noon = "2026-11-02 12:00"  # and is not there the next morning for that
    assert told(charter, "reception-staffed", [noon], "2026-11-03 10:20", noon)[0] == ("missed", "2026-11-03 10:15")


WEEK, NEXT = "2026-11-20 18:00", "2026-11-27 18:00"


@pytest.mark.parametrize(
    ("duty", "done", "until", "expected"),
    [
        ("website-current", ["2026-11-17 12:00"], "2026-11-23 10:00", [("kept", WEEK), ("running", NEXT)]),
        ("website-current", ["2026-11-12 12:00"], "2026-11-23 10:00", [("missed", WEEK), ("running", NEXT)]),
        (
            "fees-published",
            ["2026-12-01 12:00"],
            "2026-12-31 10:00",
            [("kept", "2026-12-30 18:00"), ("running", "2027-01-29 18:00")],
        ),
        ("results-published", [], "2027-04-01 10:00", [("missed", "2027-03-31 18:00"), ("running", "2027-06-30 18:00")]),
    ],
)
def test_every_week_month_and_quarter_is_due_at_the_closing_of_its_last_working_day(
    charter: Charter, duty: str, done: list[str], until: str, expected: list[tuple[str, str]]
) -> None:
    """Evidence counts for the period in which it was given; the first one is that after the desk began."""
    assert told(charter, duty, done, until) == expected


@pytest.mark.parametrize(
    ("done", "until", "state"),
    [
        ([], "2026-11-13 18:00", "running"),
        ([], "2026-11-13 18:00:01", "missed"),
        ([("2026-11-13 18:00", 14)], "2026-11-13 19:00", "kept"),
        ([("2026-11-13 18:00:01", 14)], "2026-11-13 19:00", "missed"),
        ([("2026-11-13 12:00", 15)], "2026-11-13 13:00", "running"),
        ([("2026-11-13 12:00", 13)], "2026-11-13 13:00", "running"),
        ([("2026-11-13 12:00", 14)], "2026-11-13 11:00", "running"),
        ([("2026-11-13 12:00", 14)], "2026-11-13 12:00", "kept"),
        ([("2026-11-12 12:00", 15), ("2026-11-13 12:00", 14)], "2026-11-13 13:00", "kept"),
    ],
)
def test_an_exams_slot_is_kept_by_its_own_evidence_in_time(
    charter: Charter, done: list[tuple[str, int]], until: str, state: str
) -> None:
    """Saturday 14 November: by Friday's closing second; another exam's check is another exam's."""
    evidence = [Done(at(moment), date(2026, 11, day)) for moment, day in done]
    (found,) = slots(charter, "premises-checked", at(MONDAY), evidence, at(until), [date(2026, 11, 14)])
    assert (found.state, found.done) == (state, evidence[-1].at if state == "kept" else None)


def test_an_exam_that_was_due_before_the_desk_began_is_left_out(charter: Charter) -> None:
    """From its due second on nobody could have kept it any more."""
    exam = [date(2026, 11, 14)]
    for begun, count in (("2026-11-13 17:59", 1), ("2026-11-13 18:00", 1), ("2026-11-13 18:00:01", 0)):
        assert len(slots(charter, "premises-checked", at(begun), [], at("2026-11-16 10:00"), exam)) == count


def test_premises_are_checked_before_every_exam_day(charter: Charter) -> None:
    """commitments.10: by the closing of the working day before; each exam has evidence of its own."""
    exams = [date(2026, 11, 14), date(2026, 12, 5), date(2026, 11, 1)]
    found = slots(charter, "premises-checked", at(MONDAY), [Done(at("2026-11-13 17:00"), exams[0])], at("2026-12-07 10:00"), exams)
    assert [(slot.state, said(slot.due), slot.event) for slot in found] == [
        ("kept", "2026-11-13 18:00", exams[0]),
        ("missed", "2026-12-04 18:00", exams[1]),
    ]


@pytest.mark.parametrize(
    ("duty", "begun", "first", "due"),
    [
        ("website-current", "2026-11-09 09:00", "2026-11-16 00:00", "2026-11-20 18:00"),
        ("fees-published", "2026-10-20 09:00", "2026-11-01 00:00", "2026-11-30 18:00"),
        ("fees-published", "2026-11-20 09:00", "2026-12-01 00:00", "2026-12-30 18:00"),
        ("fees-published", "2026-12-20 09:00", "2027-01-01 00:00", "2027-01-29 18:00"),
        ("results-published", "2026-08-03 09:00", "2026-10-01 00:00", "2026-12-30 18:00"),
        ("results-published", "2026-12-03 09:00", "2027-01-01 00:00", "2027-03-31 18:00"),
        ("results-published", "2026-05-04 09:00", "2026-07-01 00:00", "2026-09-30 18:00"),
    ],
)
def test_a_period_begins_with_its_first_second(charter: Charter, duty: str, begun: str, first: str, due: str) -> None:
    """What was done a second before it was done for the period before."""
    second_before = said(at(first) - 1)
    assert told(charter, duty, [first], "2027-06-30 12:00", begun)[0] == ("kept", due)
    assert told(charter, duty, [second_before], "2027-06-30 12:00", begun)[0] == ("missed", due)
    assert told(charter, duty, [due], due, begun)[0] == ("kept", due)
    assert told(charter, duty, [], due, begun) == [("running", due)]
    assert told(charter, duty, [], said(at(due) + 1), begun)[0] == ("missed", due)


def test_what_lies_ahead_is_no_evidence_yet(charter: Charter) -> None:
    """Asked about an earlier moment, the desk says what was so then."""
    assert told(charter, "mailbox-checked", ["2026-11-09 11:30"], "2026-11-09 11:00") == [("running", "2026-11-09 12:00")]
    assert told(charter, "mailbox-checked", ["2026-11-09 11:30"], "2026-11-09 11:30")[0] == ("kept", "2026-11-09 12:00")


def test_an_empty_end_of_the_calendar_is_no_endless_loop(charter: Charter) -> None:
    """Beyond the last year there is nothing to count."""
    assert told(charter, "website-current", [], "2035-12-31 18:00", begun="2035-12-20 10:00") == [("missed", "2035-12-28 18:00")]


# -- on the desk -------------------------------------------------------------------------------------------------------------


def test_a_tick_is_kept_with_who_and_what(desk: Desk) -> None:
    """Evidence is appended, never changed."""
    duties.tick(desk.store, "Boris", "website-current", "даты, цены")
    assert desk.rows("SELECT duty, at, note FROM evidence") == [("website-current", at("2026-11-03 10:14"), "даты, цены")]
    standing = next(statuse for statuse in duties.duty_statuses(desk.store) if statuse.duty == "website-current")
    assert standing.last == (at("2026-11-03 10:14"), "Boris")
    for sql in ("UPDATE evidence SET at = 0", "DELETE FROM evidence"):
        with pytest.raises(DatabaseUnusable, match="evidence is never"):
            desk.store.rows(sql)


def test_a_tick_that_is_entered_late_is_counted_apart(desk: Desk) -> None:
    """On the list of duties, and in the period that it fell due in."""
    desk.at("2026-11-03 13:00")
    duties.tick(desk.store, "Anna", "mailbox-checked", at=at("2026-11-03 11:00"))
    standing = next(statuse for statuse in duties.duty_statuses(desk.store) if statuse.duty == "mailbox-checked")
    assert (standing.kept, standing.entered_late, standing.missed) == (0, 1, 0)
    between = duties.kept_between(desk.store, at("2026-11-03 00:00"), at("2026-11-04 00:00"))
    counts = next(item for item in between if item.duty == "mailbox-checked")
    assert (counts.kept, counts.entered_late, counts.missed) == (0, 1, 0)


def test_a_tick_that_cannot_be_is_refused(desk: Desk) -> None:
    """No such duty, a moment to come."""
    with pytest.raises(DutyUnknown):
        duties.tick(desk.store, "Boris", "coffee")
    with pytest.raises(MomentInFuture):
        duties.tick(desk.store, "Boris", "website-current", "даты", at=at("2026-11-05 10:00"))


def test_a_duty_is_kept_by_its_evidence_not_by_a_tick(desk: Desk) -> None:
    """clauses, section 2: what was checked, answers that were collected, a page that was made."""
    refused = {"website-current": CheckNoteMissing, "satisfaction-measured": NoAnswersRecorded, "results-published": PageMissing}
    for duty, error in refused.items():
        with pytest.raises(error):
            duties.tick(desk.store, "Boris", duty, " ")
    assert desk.rows("SELECT COUNT(*) FROM evidence") == [(0,)]
    desk.at("2026-10-30 12:00")
    rate(desk.store, "Boris", desk.new(), "5")
    desk.at("2026-11-03 10:14")
    with pytest.raises(NoAnswersRecorded):  # those of October say nothing of November
        duties.tick(desk.store, "Boris", "satisfaction-measured")
    rate(desk.store, "Boris", desk.new(), "5")
    duties.page_published(desk.store, "Boris", "results.html")
    assert desk.rows("SELECT duty FROM evidence ORDER BY id") == [
        ("satisfaction-measured",),
        ("satisfaction-measured",),
        ("results-published",),
    ]


def test_whoever_opens_the_desk_is_its_evidence_once_a_day(desk: Desk) -> None:
    """office.1: and who takes over."""
    for who in ("Anna", "Anna", "Boris"):
        duties.open_shift(desk.store, who)
    assert desk.rows("SELECT s.name FROM evidence AS e JOIN staff AS s ON s.id = staff_id ORDER BY e.id") == [("Anna",), ("Boris",)]


def test_the_next_exam_is_what_premises_are_checked_for(desk: Desk) -> None:
    """Among the registrations' dates."""
    for exam in (date(2026, 12, 5), date(2026, 11, 14)):
        desk.new("registration", "email", exam=exam)
    for _ in range(2):
        duties.tick(desk.store, "Boris", "premises-checked", "зал 1, зал 2")
    assert desk.rows("SELECT exam FROM evidence") == [("2026-11-14",), ("2026-12-05",)]
    with pytest.raises(NoVenueLeft):
        duties.tick(desk.store, "Boris", "premises-checked")


def test_premises_are_checked_at_each_venue_of_the_day(desk: Desk) -> None:
    """commitments.10: one tick for each; the day is kept once the last of them was checked."""
    day = date(2026, 11, 14)
    for exam, place in (("FCE", "Зал 1"), ("CAE", "Зал 2"), ("PET", "Зал 2")):
        open_session(desk.store, "Boris", exam, day, place)
        desk.new("registration", "email", exam=day, subject=exam)

    def standing() -> tuple[tuple[str, ...], int]:
        found = next(statuse for statuse in duties.duty_statuses(desk.store) if statuse.duty == "premises-checked")
        return found.venues, found.kept

    assert standing() == (("Зал 1", "Зал 2"), 0)
    for venue in ("", "Зал 3"):
        with pytest.raises(VenueMissing):
            duties.tick(desk.store, "Boris", "premises-checked", venue=venue)
    duties.tick(desk.store, "Boris", "premises-checked", venue="Зал 2")
    assert standing() == (("Зал 1",), 0)
    duties.tick(desk.store, "Boris", "premises-checked")
    assert desk.rows("SELECT exam, place FROM evidence") == [("2026-11-14", "Зал 2"), ("2026-11-14", "Зал 1")]
    assert standing() == ((), 1)


def test_duties_as_a_command(command: Command) -> None:
    """Ticked, listed, counted."""
    command("add", "enquiry", "--channel", "phone", "--name", "x", "--subject", "y")
    assert "Check the mailbox (every 2 working hours)" in command("duties").stdout
    done = command("duties", "--done", "mailbox-checked", "--note", "3 новых")
    assert "last Tue 3 Nov 2026 10:14 anna" in done.stdout
    later = command("duties", "--json", now="2026-11-05T12:30:00+03:00")
    assert '"duty": "mailbox-checked"' in later.stdout
    assert command("duties", "--done", "coffee").returncode == 2
