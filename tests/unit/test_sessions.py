"""Exam sessions: their candidates from a list, who is late, and what a session that moves takes with it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk.charter.errors import OutsideCalendar
from desk.intake.import_job import Arrival, Asked
from desk.intake.registrations import import_list, preview_list
from desk.store.commands import tickets
from desk.store.commands.exams import move_exam
from desk.store.commands.sessions import (
    Session,
    candidates_of,
    find_session,
    is_far_beyond,
    move_back,
    move_session,
    open_session,
    remove_session,
    session,
    session_moves,
    sessions,
)
from desk.store.database import Store
from desk.store.errors import NotLoggedIn
from desk.store.errors.input import DateMissing, ExamNameMissing, FieldTooLong, RegistrationEndsLate, SessionDayPast
from desk.store.errors.people import RightMissing
from desk.store.errors.tickets import SessionExists, SessionHasCandidates, SessionUnknown
from desk.store.maintenance.check import check
from tests.unit.conftest import Desk, broken_links, said, wrong_rows
from tests.unit.people import seat

pytestmark = pytest.mark.server

SATURDAY, THURSDAY = date(2026, 11, 14), date(2026, 11, 12)
Put = Callable[..., Path]
HEAD = "ФИО;Номер кандидата;Экзамен;Дата экзамена;Телефон;Почта"


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a list."""

    def write(*lines: str, head: str = HEAD) -> Path:
        path = tmp_path / "candidates.csv"
        path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def doubts(arrival: Arrival) -> list[tuple[int, str, int]]:
    """The doubtful lines, why, and the ticket that speaks against them."""
    return [(doubt.one.line, doubt.reason, doubt.number) for doubt in arrival.doubtful]


def wrong(arrival: Arrival) -> list[tuple[int, str]]:
    """The lines that cannot be taken."""
    return [(line.line, line.reason) for line in arrival.wrong]


def test_a_list_registers_its_candidates_and_opens_their_session(desk: Desk, put: Put) -> None:
    """registration.1: counted back from the exam; two sessions, since two exams are named."""
    path = put(
        "Анна;0001;FCE;14.11.2026;;anna@example.org", "Пётр;0002;FCE;14.11.2026;+7 921 111-22-33;", "Вера;0001;CAE;21.11.2026;;"
    )
    arrival = import_list(desk.store, "Вера", path)
    assert (len(arrival.new), arrival.known, arrival.wrong, arrival.doubtful) == (3, (), (), ())
    assert [desk.clocks(number) for number in (1, 3)] == [
        [("registration-confirm", "2026-11-09 18:00", "running")],
        [("registration-confirm", "2026-11-16 18:00", "running")],
    ]
    assert [(item.exam, item.day, item.candidates) for item in sessions(desk.store)] == [
        ("FCE", "2026-11-14", 2),
        ("CAE", "2026-11-21", 1),
    ]
    before = desk.everything()
    again = import_list(desk.store, "Boris", path)
    assert (again.new, [number for _, number in again.known]) == ((), [1, 2, 3])
    assert desk.everything() == before
    tickets.undo(desk.store, "Вера")
    assert [each.candidates for each in sessions(desk.store)] == [0, 0]
    assert (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def test_lines_that_nobody_can_be_registered_by_are_told(desk: Desk, put: Put) -> None:
    """No exam, no day, a day that is over or beyond the calendar, registered in the future."""
    head = f"{HEAD};Дата регистрации"
    lacking = ("А;1;;14.11.2026;;;", "Б;2;FCE;;;;")
    lines = (
        *lacking,
        "В;3;FCE;02.11.2026;;;",
        "Г;4;FCE;14.11.2036;;;",
        "Д;5;FCE;14.11.2026;;;04.11.2026",
    )
    arrival = preview_list(desk.store, put(*lines, head=head))
    assert wrong(arrival) == [(2, "no-exam"), (3, "no-day"), (4, "exam-over"), (5, "beyond"), (6, "bad-day")]
    said = Asked(exam="CAE", day="2026-11-21")
    assert wrong(preview_list(desk.store, put(*lacking, head=head), said)) == []


def test_who_is_registered_already_is_known_and_who_may_be_is_doubtful(desk: Desk, put: Put) -> None:
    """By number and name; without a number by name, unless another address speaks against it."""
    import_list(
        desk.store, "Вера", put("Анна Ёлкина;0001;FCE;14.11.2026;;anna@example.org", "Кузнецова Дарья;0002;FCE;14.11.2026;;")
    )
    arrival = preview_list(
        desk.store,
        put(
            "Elkina Anna;1;FCE;14.11.2026;;",
            "Ёлкина Анна;;FCE;14.11.2026;;anna@example.org",
            "Ёлкина Анна;;FCE;14.11.2026;;other@example.org",
            "Олег Иванов;0002;FCE;14.11.2026;;",
            "Кузнецева Дарья;0003;FCE;14.11.2026;;",
            "Кузнецова Дарья;0003;FCE;21.11.2026;;",
        ),
    )
    assert [(one.line, number) for one, number in arrival.known] == [(2, 1), (3, 1)]
    assert doubts(arrival) == [(4, "same-name", 1), (5, "same-number", 2), (6, "near-name", 2)]
    assert [person.line for person in arrival.new] == [7]


def test_past_the_registrations_end_is_late_by_a_list_or_by_hand(desk: Desk, put: Put) -> None:
    """The house rule: the later of the usual day and the next working day; a fee that is known runs with it."""
    open_session(desk.store, "Вера", "FCE", SATURDAY, ends=date(2026, 11, 1))
    path = put(
        "Анна;1;FCE;14.11.2026;01.11.2026;",
        "Пётр;2;FCE;14.11.2026;02.11.2026;500",
        head="ФИО;Номер;Экзамен;Дата экзамена;Дата регистрации;Доплата",
    )
    import_list(desk.store, "Вера", path)
    by_hand = desk.new("registration", "phone", name="Олег", exam=SATURDAY, subject="fce")
    assert [desk.story(number).late for number in (1, 2, by_hand)] == [False, True, True]
    assert desk.story(by_hand).session == 1
    assert {standard for standard, *_ in desk.clocks(2)} == {"registration-confirm", "fee-notice"}


def test_a_session_that_moves_takes_all_of_it_along(desk: Desk, put: Put) -> None:
    """Old and new in the history of each, the confirmed ones to be told again, in one step and one undo."""
    import_list(desk.store, "Вера", put("Анна;1;FCE;14.11.2026;;", "Пётр;2;FCE;14.11.2026;;", "Вера;3;FCE;14.11.2026;;"))
    desk.fact(2, "confirmed")
    tickets.close(desk.store, "Boris", 3, "withdrawn")
    assert session(desk.store, 1) == Session(1, "FCE", "2026-11-14", "", "", 2, 1, 0)
    moves = session_moves(desk.store, 1, THURSDAY)
    assert [(move.number, said(move.new or 0)) for move in moves] == [(1, "2026-11-05 18:00")]
    assert move_session(desk.store, "Вера", 1, THURSDAY) == 3
    assert desk.clocks(1) == [("registration-confirm", "2026-11-05 18:00", "running")]
    assert sorted(state for *_, state in desk.clocks(2)) == ["kept", "running"]
    assert desk.events(1)[-1] == "exam-moved"
    assert (desk.state(3), session(desk.store, 1).day, session(desk.store, 1).to_confirm) == ("closed", "2026-11-12", 2)
    assert desk.rows("SELECT DISTINCT day FROM ticket") == [("2026-11-12",)]
    assert (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def test_one_candidate_who_moves_leaves_the_session_for_that_of_the_other_day(desk: Desk, put: Put) -> None:
    """Where there is one."""
    open_session(desk.store, "Вера", "FCE", date(2026, 12, 5))
    import_list(desk.store, "Вера", put("Анна;1;FCE;14.11.2026;;", "Пётр;2;FCE;14.11.2026;;"))
    move_exam(desk.store, "Вера", 1, date(2026, 12, 5))
    move_exam(desk.store, "Вера", 2, THURSDAY)
    assert [desk.story(number).session for number in (1, 2)] == [1, None]


@pytest.mark.parametrize(
    ("exam", "day", "ends", "error"),
    [
        ("", SATURDAY, None, ExamNameMissing),
        ("FCE", None, None, DateMissing),
        ("FCE", date(2026, 11, 2), None, SessionDayPast),
        ("FCE", SATURDAY, date(2026, 11, 15), RegistrationEndsLate),
        ("FCE", date(2040, 1, 10), None, OutsideCalendar),
        ("fce", date(2026, 11, 21), None, SessionExists),
    ],
)
def test_a_session_that_cannot_be_is_refused(
    desk: Desk, exam: str, day: date | None, ends: date | None, error: type[Exception]
) -> None:
    """No name, no day, over, an end after the exam, beyond the calendar, there already."""
    open_session(desk.store, "Вера", "FCE", date(2026, 11, 21))
    with pytest.raises(error):
        open_session(desk.store, "Вера", exam, day, ends=ends)
    assert len(sessions(desk.store)) == 1


@pytest.mark.parametrize(("exam", "place", "field"), [("F" * 1_001, "", "exam"), ("FCE", "F" * 1_001, "place")])
def test_an_exam_or_a_place_that_is_too_long_is_refused(desk: Desk, exam: str, place: str, field: str) -> None:
    """By the field of its form."""
    with pytest.raises(FieldTooLong) as wrong:
        open_session(desk.store, "Вера", exam, SATURDAY, place)
    assert wrong.value.field == field
    open_session(desk.store, "Вера", exam[:1_000], SATURDAY, place[:1_000])


def test_a_move_that_is_undone_takes_the_session_back(desk: Desk, put: Put) -> None:
    """Unless somebody has moved it on since."""
    import_list(desk.store, "Вера", put("Анна;1;FCE;14.11.2026;;", "Пётр;2;FCE;14.11.2026;;"))
    move_session(desk.store, "Вера", 1, THURSDAY)
    tickets.undo(desk.store, "Вера")
    assert (session(desk.store, 1).day, desk.rows("SELECT DISTINCT day FROM ticket")) == ("2026-11-14", [("2026-11-14",)])
    assert move_session(desk.store, "Вера", 1, THURSDAY) == 2


def test_who_was_registered_before_there_was_a_session_belongs_to_it(desk: Desk, put: Put) -> None:
    """By a list that opens it, or by hand; of another exam they do not."""
    early = desk.new("registration", "phone", name="Дарья", exam=SATURDAY, subject="fce")
    other = desk.new("registration", "phone", name="Олег", exam=SATURDAY, subject="CAE")
    import_list(desk.store, "Вера", put("Анна;1;FCE;14.11.2026;;"))
    assert [desk.story(number).session for number in (early, other)] == [1, None]
    assert session(desk.store, 1).candidates == 2
    move_session(desk.store, "Вера", 1, THURSDAY)
    assert desk.clocks(early) == [("registration-confirm", "2026-11-05 18:00", "running")]


def test_a_session_that_was_a_mistake_is_removed(desk: Desk, put: Put) -> None:
    """Not while anybody is registered for it; one of the same exam may be opened again, and undone registrations keep it apart."""
    number = open_session(desk.store, "Вера", "FCE", SATURDAY)
    import_list(desk.store, "Вера", put("Анна;0001;FCE;14.11.2026;;"))
    with pytest.raises(SessionHasCandidates):
        remove_session(desk.store, "Boris", number)
    tickets.undo(desk.store, "Вера")
    register = import_list(desk.store, "Вера", put("Пётр;0002;FCE;14.11.2026;;"))
    assert len(register.new) == 1
    tickets.close(desk.store, "Вера", 2, "mistake")  # as the refusal says
    remove_session(desk.store, "Boris", number)
    assert sessions(desk.store) == []
    with pytest.raises(SessionUnknown):
        remove_session(desk.store, "Boris", number + 1)
    assert open_session(desk.store, "Вера", "FCE", SATURDAY) == number + 1
    assert (wrong_rows(desk.store), check(desk.store).findings) == ([], ())


def test_only_the_session_that_was_a_mistake_is_removed(desk: Desk) -> None:
    """Those before and behind it stay."""
    for day in (21, 14, 28):
        open_session(desk.store, "Вера", "FCE", date(2026, 11, day))
    remove_session(desk.store, "Boris", 2)
    assert [item.id for item in sessions(desk.store)] == [1, 3]


def test_sessions_to_come_stand_by_their_day_and_behind_them_those_that_are_over(desk: Desk) -> None:
    """Of one day by the exam's name; today is still to come; of those that are over the last one is first."""
    for exam, day in (("FCE", 28), ("FCE", 12), ("FCE", 14), ("FCE", 10), ("CAE", 14), ("FCE", 8)):
        open_session(desk.store, "Вера", exam, date(2026, 11, day))
    desk.at("2026-11-12 10:00")
    assert [(item.exam, item.day[-2:]) for item in sessions(desk.store)] == [
        ("FCE", "12"), ("CAE", "14"), ("FCE", "14"), ("FCE", "28"), ("FCE", "10"), ("FCE", "08"),
    ]  # fmt: skip


def test_a_session_is_found_by_its_exam_its_day_and_its_place(desk: Desk) -> None:
    """In whatever letters; where there are several, only by the place."""
    for place in ("Невский, 12", "Садовая"):
        open_session(desk.store, "Вера", "FCE", SATURDAY, place)
    assert find_session(desk.store, "fce", SATURDAY) is None
    assert find_session(desk.store, "fce", SATURDAY, "садовая") == Session(2, "FCE", "2026-11-14", "Садовая", "")
    assert find_session(desk.store, "FCE", SATURDAY, "Лиговский") is None
    assert find_session(desk.store, "CAE", SATURDAY, "Садовая") is None
    assert find_session(desk.store, "FCE", THURSDAY, "Садовая") is None
    assert Session(1, "FCE", "2026-11-14", "", "") == Session(1, "FCE", "2026-11-14", "", "", 0, 0, 0)


def test_who_waits_for_a_confirmation_is_who_has_none() -> None:
    """Of all candidates."""
    assert Session(1, "FCE", "2026-11-14", "", "", 4, 1).to_confirm == 3


def test_whoever_a_session_takes_in_is_taken_in_by_one_step(desk: Desk) -> None:
    """That of the first of them: one undo gives all of them back."""
    early = [desk.new("registration", "phone", name=name, exam=SATURDAY, subject="FCE") for name in ("Дарья", "Олег", "Пётр")]
    open_session(desk.store, "Вера", "FCE", SATURDAY)
    rows = desk.rows("SELECT ticket_id, id, step FROM event WHERE what = 'corrected' ORDER BY id")
    assert [ticket for ticket, *_ in rows] == early == candidates_of(desk.store, 1)
    assert {step for *_, step in rows} == {rows[0][1]}


def test_a_session_that_was_moved_on_is_not_moved_back(desk: Desk) -> None:
    """Only from the day to which it was moved by what is undone."""
    for day in (THURSDAY, SATURDAY):
        open_session(desk.store, "Вера", "FCE", day)
    for new, days in (("2026-11-10", ["2026-11-12", "2026-11-14"]), ("2026-11-12", ["2026-11-11", "2026-11-14"])):
        with desk.store.transaction():
            move_back(desk.store, 1, 1, "2026-11-11", new)
        assert [item.day for item in sessions(desk.store)] == days


def test_a_year_that_is_mistyped_is_more_than_a_year_ahead(desk: Desk) -> None:
    """And beyond the calendar: within it any day may be an exam's."""
    last = desk.store.charter.calendar.last_year
    assert not any(is_far_beyond(desk.store, date(year, 12, 31)) for year in (last - 1, last))
    desk.at(f"{last}-12-15 10:00")
    at_most = date(last, 12, 15) + timedelta(366)
    assert [is_far_beyond(desk.store, at_most + timedelta(days)) for days in (-1, 0, 1)] == [False, False, True]


@pytest.mark.parametrize(
    "look_at",
    [
        sessions,
        lambda store: session(store, 1),
        lambda store: find_session(store, "FCE", SATURDAY),
        lambda store: candidates_of(store, 1),
        lambda store: session_moves(store, 1, THURSDAY),
    ],
)
def test_nothing_of_sessions_is_told_to_nobody(people: Desk, look_at: Callable[[Store], object]) -> None:
    """Where people log in, and nobody has."""
    with pytest.raises(NotLoggedIn):
        look_at(people.store)


@pytest.mark.parametrize(
    "act",
    [
        lambda store, who: open_session(store, who, "FCE", SATURDAY),
        lambda store, who: remove_session(store, who, 1),
        lambda store, who: move_session(store, who, 1, THURSDAY),
    ],
)
def test_who_only_reads_changes_no_session(people: Desk, act: Callable[[Store, str], object]) -> None:
    """Nor opens one."""
    who = seat(people, "read-only")
    with pytest.raises(RightMissing):
        act(people.store, who)
