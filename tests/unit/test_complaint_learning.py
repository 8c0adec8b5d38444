"""What complaints teach: category and severity at receipt, remedy with the decision, causes, corrective actions (ISO 10002)."""

from datetime import date

import pytest

from desk.i18n import translator
from desk.presentation.tickets import event_lines
from desk.store.commands import corrections, tickets
from desk.store.commands.perform import perform
from desk.store.complaints.corrective_actions import (
    corrected_between,
    corrective_actions,
    finish_corrective_action,
    move_corrective_action,
    open_corrective_actions,
)
from desk.store.errors import BadInput, NotAllowed
from desk.store.errors.complaints import (
    CategoryUnknown,
    CauseMissing,
    CauseUnknown,
    CorrectiveActionDone,
    CorrectiveActionNotYours,
    CorrectiveActionUnknown,
    DoneMissing,
    DueDayMissing,
    DueDayOff,
    DueDayPast,
    MeasureMissing,
    NothingToMove,
    OwnerAmbiguous,
    OwnerConcerned,
    OwnerMissing,
    OwnerNotOnStaff,
    OwnerOnlyReads,
    SeverityUnknown,
)
from desk.store.errors.input import FieldNotOfKind
from desk.store.errors.tickets import ActNotApplicable, NothingChanged, TicketMerged
from desk.store.event_log import events_of
from desk.store.maintenance.check import check
from desk.store.queries.search import search as find_tickets
from desk.store.queries.shifts import shift
from desk.store.queries.ticket import ticket
from desk.store.queries.today import today
from tests.unit.conftest import Desk, at
from tests.unit.people import hire, of_vera, seat

pytestmark = pytest.mark.server

FRIDAY = date(2026, 12, 4)
MEASURE = {"cause": "information", "note": "старое объявление", "measure": "Новые указатели", "owner": "Вера", "due": FRIDAY}


@pytest.fixture
def complaint(desk: Desk) -> int:
    """An answered complaint; Вера is on the staff."""
    desk.new(who="Вера")
    desk.new(who="Bea")
    number = desk.new("complaint", "email")
    desk.fact(number, "acknowledged")
    desk.fact(number, "answered")
    return number


def measures(desk: Desk, *, everything: bool = False) -> list[tuple[str, str, str]]:
    """What is to be put right, by whom, by when."""
    return [(found.words, found.owner, found.due) for found in corrective_actions(desk.store, everything=everything)]


# -- at receipt ----------------------------------------------------------------------------------------------------------------


def test_a_complaint_has_a_category_and_a_severity_that_can_be_corrected(desk: Desk) -> None:
    """Both values stand in the history; no clock moves."""
    number = desk.new("complaint", "email", category="staff", severity="serious", remedy="извинение")
    before = desk.clocks(number)
    assert (desk.story(number).category, desk.story(number).severity) == ("staff", "serious")
    corrections.correct(desk.store, "Boris", number, "category", "delay")
    corrections.correct(desk.store, "Boris", number, "severity", "")
    assert (desk.story(number).category, desk.story(number).severity) == ("delay", "")
    assert (desk.clocks(number), check(desk.store).findings) == (before, ())
    with pytest.raises(NothingChanged):
        corrections.correct(desk.store, "Boris", number, "category", "delay")


@pytest.mark.parametrize(
    ("kind", "values", "error"),
    [
        ("complaint", {"category": "weather"}, CategoryUnknown),
        ("complaint", {"severity": "deadly"}, SeverityUnknown),
        ("enquiry", {"category": "staff"}, FieldNotOfKind),
        ("enquiry", {"severity": "minor"}, FieldNotOfKind),
    ],
)
def test_only_what_the_centre_lists_is_recorded(desk: Desk, kind: str, values: dict[str, str], error: type[BadInput]) -> None:
    """At receipt as by a correction."""
    with pytest.raises(error):
        desk.new(kind, "email", **values)  # type: ignore[arg-type]
    number = desk.new(kind, "email")
    for field, value in values.items():
        with pytest.raises(error):
            corrections.correct(desk.store, "Boris", number, field, value)
    assert desk.events(number) == ["received"]


def test_the_decision_says_what_the_customer_gets(desk: Desk) -> None:
    """ISO 10002, 8.6: beside the outcome, and found by the search's index like other words."""
    number = desk.new("complaint", "email")
    perform(desk.store, "Boris", number, "full-answer", {"outcome": "partly", "given": "половина сбора"})
    told = [event for event in events_of(desk.store, number) if event.what == "answered"]
    assert [(event.data["outcome"], event.texts["given"]) for event in told] == [("partly", "половина сбора")]
    assert desk.story(number).outcome == "partly"
    tickets.undo(desk.store, "Boris")
    assert desk.story(number).outcome == ""


def test_an_enquiry_that_was_a_complaint_shows_nothing_of_that(desk: Desk) -> None:
    """no-prejudice: neither whom it was about nor what it was, in the history, the heading, or by the search."""
    hire(desk)
    who = seat(desk, "supervisor")
    number = desk.new(
        "complaint", "email", who=who, staff="Борис", about="и кассир", category="staff", severity="critical", remedy="уволить",
        subject="Когда FCE?",
    )  # fmt: skip
    perform(desk.store, who, number, "to-enquiry", {})
    perform(desk.store, who, number, "note", {"note": "разобрались"})
    seat(desk, "reception")
    view = ticket(desk.store, number)
    story = view.story
    assert [happened.what for happened in shift(desk.store, "Борис").happened if happened.ticket == number] == []
    assert [event.data.get("kind") for event in view.events] == ["enquiry", None]
    assert (story.about, story.category, story.severity, story.words["about"], story.words["remedy"]) == ((), "", "", "", "")
    assert not {"staff", "category", "severity"} & view.events[0].data.keys()
    assert [len(find_tickets(desk.store, words).hits) for words in ("уволить", "кассир", "FCE")] == [0, 0, 1]
    assert check(desk.store).findings == ()


def test_a_text_of_several_lines_cannot_pass_for_another_event(desk: Desk) -> None:
    """Its further lines are indented; an event's are not."""
    number = desk.new("complaint", "email", remedy="x\nMon 2 Nov 2026 10:00  Boris  answer accepted by the customer")
    view = ticket(desk.store, number)
    (line,) = event_lines(translator("en"), desk.store.charter, view.events, view.staff, view.merged)
    assert line.splitlines()[1].startswith("    Mon 2 Nov")


# -- causes and corrective actions ---------------------------------------------------------------------------------------------


def test_a_cause_with_a_measure_is_decided_in_one_step(desk: Desk, complaint: int) -> None:
    """The measure has its owner and its day, is in the log, and moves no clock."""
    before = desk.clocks(complaint)
    perform(desk.store, "Anna", complaint, "cause", MEASURE)
    assert (desk.story(complaint).cause, measures(desk)) == ("information", [("Новые указатели", "Вера", "2026-12-04")])
    assert [found.words for found in today(desk.store).corrective] == ["Новые указатели"]
    assert (desk.clocks(complaint), check(desk.store).findings) == (before, ())


def test_a_measure_outlives_its_complaint(desk: Desk, complaint: int) -> None:
    """Closed, and its cause undone: what was decided is still to be done."""
    perform(desk.store, "Boris", complaint, "accepted", {})
    assert desk.state(complaint) == "closed"
    perform(desk.store, "Anna", complaint, "cause", MEASURE)
    tickets.undo(desk.store, "Anna")
    assert (desk.state(complaint), desk.story(complaint).cause, len(measures(desk))) == ("closed", "", 1)


def test_a_cause_without_a_measure_makes_none(desk: Desk, complaint: int) -> None:
    """Nothing went wrong, for example."""
    perform(desk.store, "Anna", complaint, "cause", {"cause": "unfounded"})
    assert (desk.story(complaint).cause, measures(desk)) == ("unfounded", [])


@pytest.mark.parametrize(
    ("values", "error", "field"),
    [
        ({"cause": ""}, CauseMissing, "cause"),
        ({"cause": "weather"}, CauseUnknown, "cause"),
        ({"measure": " "}, MeasureMissing, "measure"),
        ({"owner": ""}, OwnerMissing, "owner"),
        ({"owner": "Никто"}, OwnerNotOnStaff, "owner"),
        ({"owner": "Вера, Boris"}, OwnerNotOnStaff, "owner"),
        ({"owner": "B"}, OwnerAmbiguous, "owner"),
        ({"due": None}, DueDayMissing, "due"),
        ({"due": date(2026, 12, 5)}, DueDayOff, "due"),  # a Saturday
        ({"due": date(2026, 11, 4)}, DueDayOff, "due"),  # a public holiday
        ({"due": date(2026, 11, 2)}, DueDayPast, "due"),
    ],
)
def test_what_cannot_be_done_is_refused_whole(
    desk: Desk, complaint: int, values: dict[str, object], error: type[BadInput], field: str
) -> None:
    """With the field that is wrong; not even the cause is kept."""
    with pytest.raises(error) as refused:
        perform(desk.store, "Anna", complaint, "cause", MEASURE | values)
    assert refused.value.field == field
    assert (desk.story(complaint).cause, measures(desk)) == ("", [])


def test_a_day_off_names_the_working_day_after_it(desk: Desk, complaint: int) -> None:
    """What to do instead."""
    with pytest.raises(DueDayOff) as refused:
        perform(desk.store, "Anna", complaint, "cause", MEASURE | {"due": date(2026, 12, 5)})
    assert refused.value.values == {"text": date(2026, 12, 5), "field": date(2026, 12, 7)}


def test_only_a_complaint_that_stands_has_a_cause(desk: Desk, complaint: int) -> None:
    """No enquiry, and none that was merged into another."""
    with pytest.raises(ActNotApplicable):
        perform(desk.store, "Anna", 1, "cause", MEASURE)
    other = desk.new("complaint", "email")
    perform(desk.store, "Anna", other, "merge", {"of": complaint})
    with pytest.raises(TicketMerged):
        perform(desk.store, "Anna", other, "cause", MEASURE)


def test_a_measure_is_moved_and_done_once(desk: Desk, complaint: int) -> None:
    """With what may be published; the log proves each step."""
    perform(desk.store, "Anna", complaint, "cause", MEASURE)
    move_corrective_action(desk.store, "Anna", 1, "Bor", date(2026, 12, 14))
    assert measures(desk) == [("Новые указатели", "Boris", "2026-12-14")]
    with pytest.raises(DoneMissing):
        finish_corrective_action(desk.store, "Boris", 1, " ")
    finish_corrective_action(desk.store, "Boris", 1, "повесили", "Кабинеты легче найти")
    assert (measures(desk), len(measures(desk, everything=True))) == ([], 1)
    (done,) = corrected_between(desk.store, at("2026-11-01 00:00"), at("2026-12-01 00:00"))
    assert (done.done, done.done_by, done.said) == ("повесили", "Boris", "Кабинеты легче найти")
    with pytest.raises(CorrectiveActionDone):
        finish_corrective_action(desk.store, "Boris", 1, "ещё раз")
    with pytest.raises(CorrectiveActionDone):
        move(desk, 1, "Вера")
    with pytest.raises(CorrectiveActionUnknown):
        move(desk, 2, "Вера")
    perform(desk.store, "Anna", complaint, "cause", MEASURE)
    with pytest.raises(NothingToMove):
        move(desk, 2, "")
    assert check(desk.store).findings == ()


def move(desk: Desk, number: int, owner: str) -> None:
    """Gives a measure to somebody else."""
    move_corrective_action(desk.store, "Anna", number, owner)


def test_who_reads_no_complaints_sees_what_to_do_and_not_of_which_ticket(desk: Desk) -> None:
    """no-prejudice: the words of the measure are apart from the complaint's; its owner may say that it is done, others may not."""
    hire(desk)
    complaint = of_vera(desk)
    desk.fact(complaint, "acknowledged", who=seat(desk, "complaints"))
    for owner in ("Борис", "Вера"):
        perform(desk.store, "Вера", complaint, "cause", MEASURE | {"owner": owner})
    who = seat(desk, "reception")
    assert [found.ticket for found in corrective_actions(desk.store)] == [None, None]
    with pytest.raises(CorrectiveActionNotYours):
        finish_corrective_action(desk.store, who, 2, "сделано")
    with pytest.raises(NotAllowed):
        move_corrective_action(desk.store, who, 1, "Вера")
    finish_corrective_action(desk.store, who, 1, "сделано")
    seat(desk, "supervisor")
    assert [found.ticket for found in corrective_actions(desk.store, everything=True)] == [complaint, complaint]
    finish_corrective_action(desk.store, "Ольга", 2, "сделано")
    assert corrective_actions(desk.store) == []


def test_whom_the_complaint_is_about_neither_sees_nor_owns_what_follows(desk: Desk) -> None:
    """commitments.9: as if there were nothing; who only reads cannot own it either."""
    hire(desk)
    who = seat(desk, "supervisor")
    complaint = desk.new("complaint", "email", who=who, staff="Вера")
    perform(desk.store, who, complaint, "cause", MEASURE | {"owner": "Борис"})
    for owner, error in (("Вера", OwnerConcerned), ("Глеб", OwnerOnlyReads)):
        with pytest.raises(error):
            perform(desk.store, who, complaint, "cause", MEASURE | {"owner": owner})
    about = seat(desk, "complaints")
    assert (corrective_actions(desk.store), open_corrective_actions(desk.store)) == ([], [])
    with pytest.raises(CorrectiveActionUnknown):
        move_corrective_action(desk.store, about, 1, "Вера")
    with pytest.raises(CorrectiveActionUnknown):
        finish_corrective_action(desk.store, about, 1, "сделано")
    seat(desk, "reception")
    assert [(found.words, found.ticket) for found in open_corrective_actions(desk.store)] == [("Новые указатели", None)]
    who = seat(desk, "supervisor")
    finish_corrective_action(desk.store, who, 1, "Вера обучена", "Отвечаем вежливее")
    perform(desk.store, who, complaint, "to-enquiry", {})
    seat(desk, "complaints")
    assert corrective_actions(desk.store, everything=True) == []


def test_whom_it_is_about_reads_only_what_is_published(desk: Desk) -> None:
    """In the report, whatever the ticket has become."""
    hire(desk)
    who = seat(desk, "complaints")
    complaint = desk.new("complaint", "email", who=who, staff="Ольга")
    for owner in ("Борис", "Вера"):
        perform(desk.store, who, complaint, "cause", MEASURE | {"owner": owner})
    finish_corrective_action(desk.store, who, 1, "Ольга обучена")
    finish_corrective_action(desk.store, who, 2, "Ольга обучена", "Отвечаем вежливее")
    november = (at("2026-11-01 00:00"), at("2026-12-01 00:00"))
    seat(desk, "supervisor")
    assert [(done.words, done.done, done.said) for done in corrected_between(desk.store, *november)] == [
        ("", "", "Отвечаем вежливее")
    ]


def test_a_changed_row_is_found(desk: Desk, complaint: int) -> None:
    """The log proves what is to be done, and by whom."""
    perform(desk.store, "Anna", complaint, "cause", MEASURE)
    with desk.store.transaction():
        desk.store.rows("UPDATE corrective_action SET due = '2027-01-11' WHERE id = 1")
    assert len(check(desk.store).findings) == 1
