"""The kinds of cases of the examination business, and kinds that a centre names itself: clocks, topics, who reads them."""

from datetime import date
from pathlib import Path

import pytest

from desk.actions.rights import MAY, Right
from desk.charter.charter import pack
from desk.store.charter_versions import use_applied
from desk.store.commands import corrections, tickets
from desk.store.commands.perform import perform, reply
from desk.store.commands.recording import Recording, record
from desk.store.commands.recounting import preview, put_into_force
from desk.store.errors.input import (
    ChannelNotOfKind,
    ExamDayMissing,
    FieldNotOfKind,
    KindNotChosen,
    KindUnknown,
    ReasonNotGiven,
    TopicMissing,
    TopicTooEarly,
    TopicUnknown,
)
from desk.store.errors.tickets import ActNotApplicable, ExtensionTooLate, KindInUse, KindMissing, KindUnchanged
from desk.store.maintenance.check import check
from desk.store.queries import board, board_cache
from desk.store.queries.search import search
from desk.store.queries.ticket import ticket
from desk.store.validation import kind_using
from desk.store.visibility import sealed
from tests.own_kind import OWN, own_charter
from tests.recordings import Fields
from tests.unit.conftest import Desk
from tests.unit.people import seat

MONDAY = "2026-11-09 10:00"  # an ordinary day: day.md, the second day


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """The desk on the second day."""
    desk.at(MONDAY)
    return desk


# -- their clocks --------------------------------------------------------------------------------------------------------


def test_an_enquiry_on_results_waits_for_consent_and_fee(monday: Desk) -> None:
    """House: five working days for stage 1 from when both are there (day.md, row 51); until then it says for what it waits."""
    number = monday.new("results", "email", topic="stage-1")
    assert monday.clocks(number) == []
    assert [wait.standard for wait in ticket(monday.store, number).waits] == ["results-stage-1"]
    monday.fact(number, "authorised", "2026-11-09 13:00")
    assert monday.clocks(number) == [("results-stage-1", "2026-11-16 18:00", "running")]
    monday.fact(number, "answered", "2026-11-16 18:00")
    assert monday.clocks(number) == [("results-stage-1", "2026-11-16 18:00", "kept")]
    assert monday.state(number) == "closed"


def test_consent_and_fee_that_come_with_it_start_the_clock(monday: Desk) -> None:
    """In one form: day.md, row 51."""
    what = Recording("results", "in-person", name="Ann", subject="B2", topic="stage-1", authorised=True)
    assert monday.clocks(record(monday.store, "Boris", what)) == [("results-stage-1", "2026-11-16 18:00", "running")]


def test_stage_two_comes_after_an_answered_stage_one_of_the_same_person(monday: Desk) -> None:
    """House: fifteen working days; not while stage 1 is open, nor by somebody else's."""
    with pytest.raises(TopicTooEarly):
        monday.new("results", "email", phone="244-54-88", topic="stage-2")
    first = monday.new("results", "email", phone="244-54-88", topic="stage-1")
    monday.fact(first, "authorised")
    with pytest.raises(TopicTooEarly):
        monday.new("results", "email", phone="244-54-88", topic="stage-2")
    monday.fact(first, "answered")
    with pytest.raises(TopicTooEarly):
        monday.new("results", "email", name="Олег", phone="600-10-20", topic="stage-2")
    second = monday.new("results", "email", phone="244-54-88", topic="stage-2")
    monday.fact(second, "authorised")
    assert monday.clocks(second) == [("results-stage-2", "2026-11-30 18:00", "running")]
    assert monday.rows("SELECT COUNT(*) FROM ticket") == [(2,)]


def test_special_consideration_goes_to_cambridge_and_comes_back(monday: Desk) -> None:
    """House: two working days each way."""
    number = monday.new("consideration", "email")
    monday.fact(number, "passed-on", "2026-11-11 18:00")
    monday.fact(number, "arrived", "2026-12-01 12:00")
    monday.fact(number, "answered", "2026-12-04 12:00")
    assert monday.clocks(number) == [
        ("consideration-sent", "2026-11-11 18:00", "kept"),
        ("consideration-told", "2026-12-03 18:00", "missed"),
    ]


def test_access_arrangements_count_back_from_the_exam(monday: Desk) -> None:
    """House: five working days before, or the next working day for what comes too late; no candidate of a session."""
    early = monday.new("access", "email", exam=date(2026, 12, 5))
    late = monday.new("access", "email", exam=date(2026, 11, 13))
    assert monday.clocks(early) == [("access-confirm", "2026-11-30 18:00", "running")]
    assert monday.clocks(late) == [("access-confirm", "2026-11-10 18:00", "running")]
    assert monday.story(early).session is None
    with pytest.raises(ExamDayMissing):
        monday.new("access", "email")
    monday.fact(early, "confirmed")
    assert monday.state(early) == "closed"


def test_a_demand_for_money_is_met_or_answered_in_ten_days(monday: Desk) -> None:
    """Consumer Law 31; calendar days, and the tenth is a Thursday."""
    paid, refused = monday.new("refund", "letter"), monday.new("refund", "in-person")
    assert monday.clocks(paid) == [("refund-answer", "2026-11-19 18:00", "running")]
    monday.fact(paid, "paid")
    monday.fact(refused, "answered")
    assert [monday.state(number) for number in (paid, refused)] == ["closed", "closed"]


def test_a_replacement_is_ordered_and_then_handled_like_a_certificate(monday: Desk) -> None:
    """House: three working days to order it; registration.2 from its arrival."""
    number = monday.new("replacement", "email", exam_name="B2 First", candidate="0001")
    monday.fact(number, "passed-on", "2026-11-12 17:00")
    monday.fact(number, "arrived", "2026-12-07 11:00")
    assert monday.clocks(number) == [
        ("replacement-ordered", "2026-11-12 18:00", "kept"),
        ("replacement-notify", "2026-12-14 18:00", "running"),
    ]
    monday.fact(number, "informed", "2026-12-08 11:00")
    assert monday.state(number) == "open"
    monday.fact(number, "posted")
    assert monday.state(number) == "closed"


def test_a_data_request_may_be_extended_once_with_a_reason(monday: Desk) -> None:
    """152-FZ, 20: ten working days (day.md, row 53), five more counted from the receipt; a second extension adds nothing."""
    number = monday.new("data-request", "email")
    assert monday.clocks(number) == [("data-request-answer", "2026-11-23 18:00", "running")]
    with pytest.raises(ReasonNotGiven):
        perform(monday.store, "Boris", number, "extended", {"note": " "})
    monday.at("2026-11-20 12:00")
    perform(monday.store, "Boris", number, "extended", {"note": "много писем"})
    extended = [("data-request-answer", "2026-11-23 18:00", "void"), ("data-request-extended", "2026-11-30 18:00", "running")]
    assert sorted(monday.clocks(number)) == extended
    before = monday.everything()
    with pytest.raises(ExtensionTooLate):
        perform(monday.store, "Boris", number, "extended", {"note": "ещё"})
    with pytest.raises(ExtensionTooLate):
        reply(monday.store, "Boris", number, "extended", {"note": "ещё"})
    assert monday.everything() == before
    monday.fact(number, "answered", "2026-11-30 18:00")
    assert sorted(monday.clocks(number))[1] == ("data-request-extended", "2026-11-30 18:00", "kept")


def test_a_deadline_that_has_passed_is_not_extended(monday: Desk) -> None:
    """What is missed stays missed."""
    number = monday.new("data-request", "email")
    monday.at("2026-11-23 18:01")
    with pytest.raises(ExtensionTooLate):
        perform(monday.store, "Boris", number, "extended", {"note": "много писем"})
    monday.fact(number, "answered")
    assert monday.clocks(number) == [("data-request-answer", "2026-11-23 18:00", "missed")]


def test_a_breach_is_counted_in_plain_hours_from_when_it_was_known(monday: Desk) -> None:
    """152-FZ, 21: 24 and 72 hours, also over nights and weekends (day.md, row 54)."""
    monday.at("2026-11-09 15:00")
    number = monday.new("data-breach", "in-person", "2026-11-09 14:50")
    assert monday.clocks(number) == [
        ("breach-report", "2026-11-10 14:50", "running"),
        ("breach-findings", "2026-11-12 14:50", "running"),
    ]
    monday.fact(number, "reported", "2026-11-10 14:50")
    monday.fact(number, "investigated", "2026-11-12 14:51")
    assert [state for _, _, state in monday.clocks(number)] == ["kept", "missed"]
    assert monday.state(number) == "closed"


# -- topics and changes of kind ------------------------------------------------------------------------------------------


def test_a_topic_is_one_of_its_kind(monday: Desk) -> None:
    """Neither none where there are some, nor one of nobody's."""
    with pytest.raises(TopicMissing):
        monday.new("results", "email")
    with pytest.raises(TopicUnknown):
        monday.new("results", "email", topic="stage-3")
    with pytest.raises(FieldNotOfKind):
        monday.new("refund", "email", topic="stage-1")


def test_a_corrected_topic_is_counted_by_its_own_standard(monday: Desk) -> None:
    """The clock of the wrong one is void, the other runs from the same fact; both values are in the history."""
    first = monday.new("results", "email", phone="244-54-88", topic="stage-1")
    number = monday.new("results", "email", phone="244-54-88", topic="stage-1")
    monday.fact(number, "authorised")
    with pytest.raises(TopicTooEarly):
        corrections.correct(monday.store, "Boris", number, "topic", "stage-2")
    with pytest.raises(TopicUnknown):
        corrections.correct(monday.store, "Boris", number, "topic", "этап 2")
    monday.fact(first, "authorised")
    monday.fact(first, "answered")
    corrections.correct(monday.store, "Boris", number, "topic", "stage-2")
    assert sorted(monday.clocks(number)) == [
        ("results-stage-1", "2026-11-16 18:00", "void"),
        ("results-stage-2", "2026-11-30 18:00", "running"),
    ]
    assert ticket(monday.store, number).events[-1].data == {"field": "topic", "old": "stage-1", "new": "stage-2"}
    assert check(monday.store).findings == ()


def test_an_enquiry_turns_out_another_case(monday: Desk) -> None:
    """Its clocks are void with that reason, those of the new kind start from their own facts."""
    number = monday.new("enquiry", "phone")
    tickets.change_kind(monday.store, "Boris", number, kind="refund", note="требует деньги")
    assert sorted(monday.clocks(number)) == [
        ("phone-answer", "2026-11-11 18:00", "void"),
        ("refund-answer", "2026-11-19 18:00", "running"),
    ]
    tickets.undo(monday.store, "Boris")
    tickets.change_kind(monday.store, "Boris", number, kind="results/stage-1")
    assert (monday.story(number).kind, monday.story(number).topic) == ("results", "stage-1")
    for kind, refusal in (("results", TopicMissing), ("results/stage-2", TopicTooEarly), ("", KindNotChosen)):
        with pytest.raises(refusal):
            tickets.change_kind(monday.store, "Boris", monday.new(), kind=kind)
    assert check(monday.store).findings == ()


@pytest.mark.parametrize("kind", ["access", "certificate", "data-breach", "registration"])
def test_a_kind_is_changed_only_into_what_the_charter_names(monday: Desk, kind: str) -> None:
    """An exam or a box would be missing."""
    with pytest.raises(KindUnchanged):
        tickets.change_kind(monday.store, "Boris", monday.new(), kind=kind)
    with pytest.raises(KindUnknown):
        tickets.change_kind(monday.store, "Boris", monday.new(), kind="nothing")


@pytest.mark.parametrize(
    ("kind", "fields"), [("refund", Fields()), ("access", Fields(exam=date(2026, 12, 5))), ("results", Fields(topic="stage-1"))]
)
def test_a_complaint_that_was_another_case_goes_back_to_it(monday: Desk, kind: str, fields: Fields) -> None:
    """With its topic, its exam and its clock; not to an enquiry."""
    number = monday.new(kind, "email", **fields)
    if kind == "results":
        monday.fact(number, "authorised")
    before = monday.clocks(number), monday.story(number).topic, monday.story(number).exam
    tickets.to_complaint(monday.store, "Boris", number)
    tickets.to_enquiry(monday.store, "Boris", number)
    running = [clock for clock in monday.clocks(number) if clock[2] == "running"]
    assert (running, monday.story(number).topic, monday.story(number).exam) == before
    assert monday.story(number).kind == kind


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("refund", Fields(fee="100")), ("refund", Fields(late=True)), ("refund", Fields(staff="Anna")),
        ("enquiry", Fields(exam=date(2026, 12, 5))),
    ],
)  # fmt: skip
def test_what_belongs_to_another_kind_is_refused(monday: Desk, kind: str, fields: Fields) -> None:
    """It would stand in the history and mean nothing."""
    with pytest.raises(FieldNotOfKind):
        monday.new(kind, "email", **fields)


def test_what_a_kind_does_not_have_cannot_be_stated(monday: Desk) -> None:
    """A refund is not posted; an enquiry that was called back by phone has no such fact either."""
    for number, what in ((monday.new("refund", "email"), "posted"), (monday.new(), "called-back"), (monday.new(), "paid")):
        with pytest.raises(ActNotApplicable):
            monday.fact(number, what)


# -- queues and who reads them -------------------------------------------------------------------------------------------


def test_kinds_without_a_pane_share_one_queue_by_deadline(monday: Desk) -> None:
    """Read whole, page by page, and after a change; the next to be taken is its most urgent."""
    refund, request = monday.new("refund", "email"), monday.new("data-request", "email")
    breach, waits = monday.new("data-breach", "phone"), monday.new("results", "email", topic="stage-1")
    wanted = [breach, refund, request, waits]
    assert [row.id for row in board.queue(monday.store, "other")] == wanted
    assert [row.id for row in board.first_rows(monday.store, "other").rows] == wanted
    cache = board_cache.BoardCache()
    assert [row.id for row in cache.all(monday.store).queues["other"]] == wanted
    monday.fact(refund, "paid")
    new = monday.new("refund", "email")
    assert [row.id for row in cache.all(monday.store).queues["other"]] == [breach, new, request, waits]


def test_a_breach_is_sealed_among_open_cases(people: Desk) -> None:
    """Those who handle complaints read it; reception sees its number and time, and the refund beside it whole."""
    breach = people.new("data-breach", "phone", who=seat(people, "complaints"), subject="Список потерян")
    refund = people.new("refund", "email", who=seat(people, "supervisor"))
    seat(people, "reception")
    assert sealed(people.store, [breach, refund]) == {breach}
    rows = {row.id: row for row in board_cache.BoardCache().all(people.store).queues["other"]}
    assert (rows[breach].subject, rows[breach].sealed, rows[refund].sealed) == ("", 1, 0)
    assert Right.HANDLE not in MAY["reception"]


def test_who_recorded_a_breach_does_not_find_what_its_handlers_wrote(people: Desk) -> None:
    """By the words that they wrote themselves, and by no others."""
    vera = seat(people, "reception")
    number = people.new("data-breach", "phone", who=vera, body="Флешка потеряна")
    perform(people.store, seat(people, "complaints"), number, "reported", {"note": "виноват стажёр"})
    assert [hit.row.id for hit in search(people.store, "стажёр").hits] == [number]
    seat(people, "reception")
    assert [hit.row.id for hit in search(people.store, "стажёр").hits] == []
    assert [hit.row.id for hit in search(people.store, "флешка").hits] == [number]


# -- a centre's own ------------------------------------------------------------------------------------------------------


def test_a_kind_of_the_centres_own_is_recorded_counted_and_closed(monday: Desk, tmp_path: Path) -> None:
    """It is applied to a desk that works; no line of code knows it."""
    with pytest.raises(KindUnknown):
        monday.new("venue", "phone")
    put_into_force(monday.store, "Boris", own_charter(tmp_path))
    number = monday.new("venue", "phone")
    with pytest.raises(ChannelNotOfKind):
        monday.new("venue", "letter")
    assert monday.clocks(number) == [("venue-answer", "2026-11-12 18:00", "running")]
    assert number in [row.id for row in board.queue(monday.store, "other")]
    monday.fact(number, "acknowledged")
    monday.fact(number, "answered")
    assert (monday.state(number), check(monday.store).findings) == ("closed", ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('en = "room request"', 'en = "hall request"'),
        ('channels = ["phone", "email"]', 'channels = ["phone", "letter"]'),
        ('becomes = ["enquiry"]', 'becomes = ["enquiry", "refund"]'),
        ("за три рабочих дня", "в три рабочих дня"),
    ],
)
def test_a_change_of_words_or_channels_is_put_in_force(monday: Desk, tmp_path: Path, old: str, new: str) -> None:
    """It moves no deadline, and holds after the desk is opened again; going back reuses what is stored."""
    first, changed = own_charter(tmp_path), own_charter(tmp_path, OWN.replace(old, new))
    for charter in (first, changed, first, changed):
        put_into_force(monday.store, "Boris", charter)
        use_applied(monday.store)
        assert pack(monday.store.charter) == pack(charter)
    assert monday.rows("SELECT COUNT(*) FROM applied") == [(3,)]
    assert check(monday.store).findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OWN, ""),
        ('final = ["answered"]\nchannels', 'final = ["acknowledged"]\nchannels'),
        ('becomes = ["enquiry"]', 'uses = ["sealing"]'),
    ],
)
def test_a_kind_with_tickets_keeps_its_rules(monday: Desk, tmp_path: Path, old: str, new: str) -> None:
    """Neither left out nor closed or read otherwise: the preview says so, and nothing is changed."""
    put_into_force(monday.store, "Boris", own_charter(tmp_path))
    monday.new("venue", "phone")
    changed = own_charter(tmp_path, OWN.replace(old, new))
    before = monday.everything()
    with pytest.raises(KindInUse):
        preview(monday.store, changed)
    with pytest.raises(KindInUse):
        put_into_force(monday.store, "Boris", changed)
    assert monday.everything() == before


def test_a_list_needs_a_kind_that_takes_it(monday: Desk) -> None:
    """The error names what is missing."""
    assert kind_using(monday.store, "batches") == "certificate"
    with pytest.raises(KindMissing):
        kind_using(monday.store, "parcels")
