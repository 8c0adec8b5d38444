"""What happened, folded into clocks: charters that changed under a ticket, merged tickets, turned kinds, what is waited for."""

from datetime import date
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.charter.clocks import Clock, Fact, clocks, next_due, waiting
from desk.charter.errors import UnknownStandard
from desk.charter.kinds import DEFAULT
from desk.charter.standards import Duty, Standard
from tests.unit.conftest import at, said

CHARTER = Charter.load()
ANSWER = 'id = "phone-answer"\nclause = "calls.2"\nlimit = "2 working days"'
RECEIPT = Fact(1, "received", at("2026-11-09 10:00"), "enquiry", "phone")  # a Monday


@pytest.fixture(scope="module")
def slower(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    """The charter once three working days had been promised."""
    return changed(tmp_path_factory.mktemp("slower"), ANSWER, ANSWER.replace("2 working", "3 working"))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Charter:
    """The charter with a standard of another name in the place of `phone-answer`."""
    return changed(tmp_path_factory.mktemp("without"), ANSWER, ANSWER.replace("phone-answer", "call-answer"))


def changed(folder: Path, right: str, wrong: str) -> Charter:
    words = DEFAULT.read_text(encoding="utf-8")
    assert words.count(right) == 1
    path = folder / "charter.toml"
    path.write_text(words.replace(right, wrong), encoding="utf-8")
    return Charter.load(path)


def shown(found: tuple[Clock, ...]) -> list[tuple[str, str, str]]:
    """Standard, due moment and state of each."""
    return [(clock.standard, said(clock.due), clock.state) for clock in found]


# -- charters that change ----------------------------------------------------------------------------------------------------


def test_a_running_clock_is_counted_by_the_charter_of_now(slower: Charter) -> None:
    """Whatever was in force when it started; one that was overdue when the charter changed stays as it was."""
    facts = [Fact(1, "received", RECEIPT.at, "enquiry", "phone", applied=1)]
    versions = {1: CHARTER, 2: slower}.__getitem__
    assert shown(clocks(CHARTER, facts, versions)) == [("phone-answer", "2026-11-11 18:00", "running")]
    for changed_at, due in (("2026-11-11 18:00", "2026-11-12 18:00"), ("2026-11-11 18:00:01", "2026-11-11 18:00")):
        recounted = [*facts, Fact(2, "recounted", at(changed_at), applied=2)]
        assert shown(clocks(slower, recounted, versions)) == [("phone-answer", due, "running")]
        answered = [*recounted, Fact(3, "answered", at("2026-11-12 12:00"), applied=2)]
        state = "kept" if due == "2026-11-12 18:00" else "missed"
        assert shown(clocks(slower, answered, versions)) == [("phone-answer", due, state)]


def test_a_stopped_clock_keeps_the_verdict_it_was_given(slower: Charter) -> None:
    """Answered on the third day: missed by the charter of that day, and kept where three days were promised in time."""
    for applied, state, due in ((1, "missed", "2026-11-11 18:00"), (2, "kept", "2026-11-12 18:00")):
        facts = [
            Fact(1, "received", RECEIPT.at, "enquiry", "phone", applied=1),
            Fact(2, "answered", at("2026-11-12 12:00"), applied=applied),
            *([Fact(3, "recounted", at("2026-11-12 13:00"), applied=2)] if applied == 1 else []),
        ]
        if applied == 2:
            facts.insert(1, Fact(4, "recounted", at("2026-11-10 12:00"), applied=2))
        (found,) = clocks(slower, facts, {1: CHARTER, 2: slower}.__getitem__)
        assert (said(found.due), found.state, found.judged_by) == (due, state, applied)


def test_a_fact_that_names_no_version_is_of_the_charter_of_now(slower: Charter) -> None:
    """With versions at hand or without."""
    facts = [RECEIPT, Fact(2, "answered", at("2026-11-12 12:00"))]
    versions: dict[int, Charter] = {}
    assert shown(clocks(slower, facts, versions.__getitem__)) == shown(clocks(slower, facts))
    assert shown(clocks(slower, facts)) == [("phone-answer", "2026-11-12 18:00", "kept")]


def test_a_charter_without_the_standard_leaves_what_was_counted(without: Charter) -> None:
    """Until the ticket is counted anew; then the clock is void, with that reason."""
    first = Fact(1, "received", RECEIPT.at, "enquiry", "phone", applied=1)
    versions = {1: CHARTER, 2: without}.__getitem__
    assert shown(clocks(without, [first], versions)) == [("phone-answer", "2026-11-11 18:00", "running")]
    recounted = Fact(2, "recounted", at("2026-11-10 10:00"), applied=2)
    (found,) = clocks(without, [first, recounted], versions)
    assert (found.state, found.reason, found.stopped, found.stopped_by) == ("void", "recounted", recounted.at, 2)


def test_a_recount_moves_a_clock_and_stops_none(slower: Charter) -> None:
    """As applying a charter writes it on every ticket."""
    facts = [
        Fact(1, "received", RECEIPT.at, "enquiry", "phone", applied=1),
        Fact(2, "recounted", at("2026-11-10 10:00"), applied=2),
    ]
    assert shown(clocks(slower, facts, {1: CHARTER, 2: slower}.__getitem__)) == [("phone-answer", "2026-11-12 18:00", "running")]


# -- merged tickets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ({"phone-answer": "2026-11-06 10:00"}, "2026-11-10 18:00"),
        ({"phone-answer": "2026-11-09 10:00"}, "2026-11-11 18:00"),
        ({"phone-answer": "2026-11-10 10:00"}, "2026-11-11 18:00"),
        ({"written-reply": "2026-11-06 10:00"}, "2026-11-11 18:00"),
        ({}, "2026-11-11 18:00"),
        (None, "2026-11-11 18:00"),
    ],
)
def test_of_two_merged_tickets_the_earlier_start_counts(starts: dict[str, str] | None, due: str) -> None:
    """Only of a standard that ran on both; a later start never moves a deadline."""
    moments = {name: at(moment) for name, moment in starts.items()} if starts is not None else None
    facts = [RECEIPT, Fact(2, "absorbed", at("2026-11-10 11:00"), starts=moments)]
    (found,) = clocks(CHARTER, facts)
    assert (said(found.due), found.state) == (due, "running")
    assert found.start == min([RECEIPT.at, *(moments or {}).values()] if starts and "phone-answer" in starts else [RECEIPT.at])


def test_a_merge_moves_no_verdict() -> None:
    """What was answered before was answered."""
    absorbed = Fact(3, "absorbed", at("2026-11-10 11:00"), starts={"phone-answer": at("2026-11-02 10:00")})
    facts = [RECEIPT, Fact(2, "answered", at("2026-11-09 12:00")), absorbed]
    assert shown(clocks(CHARTER, facts)) == [("phone-answer", "2026-11-11 18:00", "kept")]


# -- order, kind, reopening ----------------------------------------------------------------------------------------------------


def test_an_answer_before_the_try_leaves_nothing_to_start() -> None:
    """A voicemail that was answered at once: the try that is entered after it starts no promise that is kept already."""
    facts = [
        Fact(1, "received", RECEIPT.at, "enquiry", "voicemail"),
        Fact(2, "answered", at("2026-11-09 11:00")),
        Fact(3, "tried", at("2026-11-09 12:00")),
    ]
    assert shown(clocks(CHARTER, facts)) == [("voicemail-callback", "2026-11-09 13:00", "kept")]


def test_another_channel_keeps_a_clock_that_its_row_starts_too() -> None:
    """From phone to the counter the same promise runs on from the same moment; to a letter another one starts from the receipt."""
    at_the_counter = [RECEIPT, Fact(2, "converted", at("2026-11-10 10:00"), channel="in-person")]
    assert shown(clocks(CHARTER, at_the_counter)) == [("phone-answer", "2026-11-11 18:00", "running")]
    by_letter = [RECEIPT, Fact(2, "converted", at("2026-11-10 10:00"), channel="letter")]
    assert shown(clocks(CHARTER, by_letter)) == [
        ("phone-answer", "2026-11-11 18:00", "void"),
        ("written-reply", "2026-11-11 18:00", "running"),
    ]


def test_a_voicemail_turned_into_a_call_keeps_what_the_try_started() -> None:
    """The clock began with the try; a call's would begin with the receipt, so it is begun anew from there."""
    facts = [
        Fact(1, "received", RECEIPT.at, "enquiry", "voicemail"),
        Fact(2, "tried", at("2026-11-10 12:00")),
        Fact(3, "converted", at("2026-11-10 13:00"), channel="phone"),
    ]
    found = [(clock.standard, said(clock.start), clock.state, clock.started_by) for clock in clocks(CHARTER, facts)]
    assert found == [
        ("voicemail-callback", "2026-11-09 10:00", "missed", 1),
        ("phone-answer", "2026-11-09 10:00", "running", 1),
        ("phone-answer", "2026-11-10 12:00", "void", 2),
    ]


def test_a_reopened_ticket_that_changes_its_channel_keeps_its_second_clock() -> None:
    """The reopening is the receipt that counts: the clock it started runs on from there."""
    facts = [
        RECEIPT,
        Fact(2, "answered", at("2026-11-09 11:00")),
        Fact(3, "reopened", at("2026-11-12 10:00")),
        Fact(4, "converted", at("2026-11-12 11:00"), channel="in-person"),
    ]
    assert shown(clocks(CHARTER, facts)) == [
        ("phone-answer", "2026-11-11 18:00", "kept"),
        ("phone-answer", "2026-11-16 18:00", "running"),
    ]


def test_a_ticket_without_its_receipt_first_is_none() -> None:
    """Whatever comes before or instead of it."""
    for facts in ([], [Fact(1, "answered", RECEIPT.at)], [Fact(1, "zzz", RECEIPT.at, "enquiry", "phone"), RECEIPT]):
        with pytest.raises(ValueError, match="begins with its receipt"):
            clocks(CHARTER, facts)


def test_the_nearest_of_the_running_clocks_alone() -> None:
    """A clock that was kept earlier orders nothing."""
    kept, running = Clock("a", 0, 10, "kept", 1), Clock("b", 0, 30, "running", 1)
    assert next_due([kept, running, Clock("c", 0, 20, "void", 1), Clock("d", 0, 25, "missed", 1)]) == 30
    assert next_due([running, Clock("e", 0, 29, "running", 1)]) == 29
    assert next_due([kept]) is None
    assert [running.state_at(now) for now in (29, 30, 31)] == ["running", "running", "missed"]
    assert [kept.state_at(now) for now in (9, 11)] == ["kept", "kept"]


# -- waiting -----------------------------------------------------------------------------------------------------------------


def test_a_ticket_that_became_a_complaint_waits_from_its_receipt() -> None:
    """By the kind and the channel that it has now."""
    turned = Fact(2, "converted", at("2026-11-10 10:00"), kind="complaint")
    assert waiting(CHARTER, [RECEIPT]) == ()
    (found,) = waiting(CHARTER, [RECEIPT, turned])
    assert (found.standard, found.since, said(found.nudge or 0)) == ("complaint-answer", RECEIPT.at, "2026-11-16 18:00")
    back = Fact(3, "converted", at("2026-11-10 11:00"), kind="enquiry")
    assert waiting(CHARTER, [RECEIPT, turned, back]) == ()
    moved = Fact(3, "converted", at("2026-11-10 11:00"), channel="letter")
    assert [wait.standard for wait in waiting(CHARTER, [RECEIPT, turned, moved])] == ["complaint-answer"]


# -- what a charter is asked ---------------------------------------------------------------------------------------------------


def test_every_promise_is_found_by_its_id() -> None:
    """Standards and duties, each by its own."""
    promises: tuple[Standard | Duty, ...] = (*CHARTER.file.standard, *CHARTER.file.duty)
    for row in promises:
        assert CHARTER.promise(row.id) is row
    for name in ("a", "mailbox", "zzz"):
        with pytest.raises(UnknownStandard, match=name):
            CHARTER.promise(name)


@pytest.mark.parametrize(
    ("kind", "channel", "facts"),
    [
        ("enquiry", "phone", {"answered"}),
        ("enquiry", "voicemail", {"called-back", "tried", "answered"}),
        (
            "complaint",
            "email",
            {"acknowledged", "updated", "answered", "completed", "extended", "accepted", "objected", "used-up"}
            | {"passed-on", "arrived"},
        ),
        ("certificate", "letter", {"informed", "posted", "handed-out"}),
        ("registration", "email", {"confirmed", "fee-known", "fee-told"}),
    ],
)
def test_what_can_be_said_of_a_ticket(kind: str, channel: str, facts: set[str]) -> None:
    """Only what a promise to it names, and what ends it; the receipt is no act; asked twice it says the same."""
    assert set(CHARTER.facts(kind, channel)) == facts
    assert CHARTER.facts(kind, channel) == CHARTER.facts(kind, channel)
    assert len(CHARTER.facts(kind, channel)) == len(facts)


def test_the_other_readings_have_their_own_dates() -> None:
    """letters.2 and registration.1: 48 hours on end, days that do not roll; five whole working days in between."""
    complaint = CHARTER.deadline("complaint-acknowledge", CHARTER.at(at("2026-11-06 20:00")))
    assert [other and said(other.due_at) for _, other in CHARTER.other_readings(complaint)] == [
        "2026-11-08 20:00",
        "2026-11-09 00:00",
    ]
    confirm = CHARTER.deadline("registration-confirm", None, event=date(2026, 11, 14))
    assert [other and said(other.due_at) for _, other in CHARTER.other_readings(confirm)] == ["2026-11-06 18:00"]
    late = CHARTER.deadline("registration-confirm", CHARTER.at(at("2026-11-12 10:00")), event=date(2026, 11, 14))
    assert [other and other.house for _, other in CHARTER.other_readings(late)] == [False]
    assert CHARTER.other_readings(CHARTER.deadline("phone-answer", CHARTER.at(RECEIPT.at))) == []
    assert CHARTER.other_readings(CHARTER.deadline("mailbox-checked", CHARTER.at(RECEIPT.at))) == []


def test_what_a_fact_would_promise() -> None:
    """The acknowledgement tells it before it is so: the first promise that it starts on such a ticket."""
    now = at("2026-12-02 12:00")
    completed = CHARTER.promised("complaint", "email", "", "completed", now)
    assert completed
    assert (completed.standard, said(completed.due_at)) == ("complaint-answer", "2027-01-11 18:00")
    acknowledged = CHARTER.promised("complaint", "email", "", "acknowledged", now)
    assert acknowledged
    assert acknowledged.standard == "complaint-informed"
    assert CHARTER.promised("enquiry", "phone", "", "completed", now) is None
    assert CHARTER.promised("complaint", "email", "", "posted", now) is None


def test_a_version_is_twelve_signs() -> None:
    """Short enough to be read out, long enough not to be met twice."""
    assert len(CHARTER.version) == len(CHARTER.calendar.year_version(2026)) == 12
