"""Letters that are true: none leaves with a date that has moved, who was told it is named, what is late says so."""

from datetime import date
from pathlib import Path
from typing import Unpack

import pytest

from desk.i18n import translator
from desk.outgoing.mailbox_files import export_mail
from desk.outgoing.mass_letters import fitting, write_to
from desk.outgoing.replies import cases, filled
from desk.outgoing.texts import IN_TIME, MOVED, OVERDUE, built_in, find, offered
from desk.store.commands import tickets
from desk.store.commands.exams import move_exam
from desk.store.commands.perform import perform
from desk.store.commands.recounting import preview, put_into_force
from desk.store.commands.sessions import move_session, open_session
from desk.store.event_log import events_of
from desk.store.mail.delivery import standing
from desk.store.maintenance.check import check
from desk.store.queries.board import rows_of
from desk.store.queries.concerned import Concerned, concerned, moved_since_letter
from desk.store.queries.ticket import ticket
from tests.recordings import Fields
from tests.unit.conftest import Desk
from tests.unit.test_store_recount import STOCKTAKING

pytestmark = pytest.mark.server

EXAM, MOVED_TO = date(2026, 11, 28), date(2026, 12, 5)


def registered(desk: Desk, **more: Unpack[Fields]) -> int:
    """A registration with an address to write to."""
    return desk.new("registration", "email", **(Fields(subject="FCE", exam=EXAM, email="anna@example.org") | more))


def written(desk: Desk, *numbers: int, text: str = "confirmation") -> None:
    """A text of the centre's to each of them, which waits to be sent."""
    write_to(desk.store, "Вера", [(number, desk.row(number).version) for number in numbers], find(built_in(), text))


def test_no_letter_leaves_with_the_old_date(desk: Desk, tmp_path: Path) -> None:
    """Row 49: they are withdrawn, and named before; undone, they wait again."""
    numbers = [registered(desk) for _ in range(3)]
    written(desk, *numbers)
    assert concerned(desk.store, numbers) == Concerned(letters=tuple(numbers))
    move_exam(desk.store, "Вера", numbers[0], MOVED_TO)
    assert concerned(desk.store, numbers).letters == tuple(numbers[1:])
    tickets.undo(desk.store, "Вера")
    assert standing(desk.store).waiting[0] == 3
    move_exam(desk.store, "Вера", numbers[0], MOVED_TO)
    assert export_mail(desk.store, "Вера", tmp_path).emails == 2
    assert check(desk.store).findings == ()


def test_a_session_that_moves_withdraws_the_letters_of_all(desk: Desk) -> None:
    """In the one step that moves it."""
    session = open_session(desk.store, "Вера", "FCE", EXAM)
    numbers = [registered(desk) for _ in range(2)]
    written(desk, *numbers)
    move_session(desk.store, "Вера", session, MOVED_TO)
    assert standing(desk.store).waiting == (0, None)
    assert moved_since_letter(desk.store, numbers)
    tickets.undo(desk.store, "Вера")
    assert standing(desk.store).waiting[0] == 2
    assert not moved_since_letter(desk.store, numbers)


def test_who_was_told_the_old_date_is_named(desk: Desk) -> None:
    """Before it moves, for closures and charters too; what was undone told nobody."""
    told, undone, silent = desk.new("complaint", "email"), desk.new("complaint", "email"), desk.new("enquiry", "phone")
    for number in (told, undone):
        tickets.fact(desk.store, "Вера", number, "acknowledged")
    tickets.undo(desk.store, "Вера")
    seen = preview(desk.store, desk.store.charter.with_own((STOCKTAKING,)))
    assert silent in [move.number for move in seen.moves]
    assert concerned(desk.store, [told, undone, silent]) == Concerned(told=(told,))


def test_a_closure_withdraws_what_waits_with_a_date_that_it_moves(desk: Desk) -> None:
    """As an exam that moves."""
    number = desk.new("enquiry", "phone", email="anna@example.org")
    write_to(desk.store, "Вера", [(number, desk.row(number).version)], find(built_in(), "received"))
    changed = desk.store.charter.with_own((STOCKTAKING,))
    assert preview(desk.store, changed).concerned.letters == (number,)
    assert put_into_force(desk.store, "Вера", changed).concerned.letters == (number,)
    assert standing(desk.store).waiting == (0, None)
    assert check(desk.store).findings == ()


def moved_text(desk: Desk, number: int) -> str:
    """The text for a moved exam, filled in for a ticket."""
    view, text = ticket(desk.store, number), find(built_in(), "exam-moved")
    return filled(translator("en"), desk.store.charter, view, text, "Вера", desk.clock[0]).text


def test_a_letter_that_was_withdrawn_or_undone_told_nobody_the_date(desk: Desk) -> None:
    """The next one names the day that they know, and the one that it is now."""
    first, second, back = registered(desk), registered(desk), registered(desk)
    tickets.fact(desk.store, "Вера", first, "confirmed", data={"way": "phone"})
    tickets.undo(desk.store, "Вера")
    for number in (first, second):
        move_exam(desk.store, "Вера", number, MOVED_TO)
    written(desk, second, text="exam-moved")
    tickets.undo(desk.store, "Вера")
    written(desk, first, text="exam-moved")
    move_exam(desk.store, "Вера", first, date(2026, 12, 12))  # the letter that waits is withdrawn
    assert moved_since_letter(desk.store, [first, second])
    for number, day in ((first, "12 December 2026"), (second, "5 December 2026")):
        assert all(words in moved_text(desk, number) for words in ("28 November 2026", day))
    move_exam(desk.store, "Вера", back, MOVED_TO)
    written(desk, back, text="exam-moved")
    move_exam(desk.store, "Вера", back, EXAM)  # the day that they know: they never had the letter
    assert not moved_since_letter(desk.store, [back])


def test_an_exam_that_is_moved_back_before_anybody_was_told_has_not_moved(desk: Desk) -> None:
    """Nobody is written that it is on the day that they know."""
    number = registered(desk)
    move_exam(desk.store, "Вера", number, MOVED_TO)
    move_exam(desk.store, "Вера", number, EXAM)
    assert not moved_since_letter(desk.store, [number])
    assert cases(ticket(desk.store, number), desk.clock[0]) == [IN_TIME]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_text_for_a_moved_exam_comes_first_until_it_was_written(desk: Desk, language: str) -> None:
    """With both days and an apology; it confirms the new one."""
    number = registered(desk, language=language)
    rows = list(rows_of(desk.store, [number]).values())
    assert "exam-moved" not in [row.id for row in fitting(built_in(), rows, desk.store.charter)]
    move_exam(desk.store, "Вера", number, MOVED_TO)
    view = ticket(desk.store, number)
    assert (cases(view, desk.clock[0]), moved_since_letter(desk.store, [number])) == ([MOVED, IN_TIME], True)
    assert offered(built_in(), [MOVED])[0].id == fitting(built_in(), rows, desk.store.charter, [MOVED])[0].id == "exam-moved"
    said = filled(translator(language), desk.store.charter, view, find(built_in(), "exam-moved"), "Вера", desk.clock[0]).text
    for day in ("28 ноября 2026", "5 декабря 2026") if language == "ru" else ("28 November 2026", "5 December 2026"):
        assert day in said
    written(desk, number, text="exam-moved")
    assert (cases(ticket(desk.store, number), desk.clock[0]), moved_since_letter(desk.store, [number])) == ([IN_TIME], False)


def test_what_is_overdue_is_offered_a_text_that_admits_it(desk: Desk) -> None:
    """With the day that was promised; what is in time is not."""
    number = desk.new("complaint", "email", language="ru")
    assert cases(ticket(desk.store, number), desk.clock[0]) == [IN_TIME]
    assert "received" not in [name.id for name in offered(built_in(), [OVERDUE])]
    desk.at("2026-11-09 12:00")
    view = ticket(desk.store, number)
    assert cases(view, desk.clock[0]) == [OVERDUE]
    assert next(item.id for item in offered(built_in(), [OVERDUE]) if item.states == "acknowledged") == "late-acknowledgement"
    said = filled(translator("ru"), desk.store.charter, view, find(built_in(), "late-acknowledgement"), "Вера", desk.clock[0]).text
    assert "не позднее четверга, 5 ноября 2026" in said


def test_why_it_is_late_stands_in_the_history(desk: Desk) -> None:
    """As words beside the event."""
    number = desk.new()
    desk.at("2026-11-09 12:00")
    perform(desk.store, "Вера", number, "answered", {"note": "5 декабря", "why": "не было расписания"})
    assert events_of(desk.store, number)[-1].texts["why"] == "не было расписания"


def test_a_late_registration_has_a_fee_to_tell(desk: Desk) -> None:
    """clauses, fee-notice: a fee known, or registered late; row 48: its letter names what was noted."""
    late, known = registered(desk, late=True), registered(desk, fee="3 000 ₽")
    for number in (late, known):
        assert ("fee-notice", "2026-11-05 18:00", "running") in desk.clocks(number)
    view = ticket(desk.store, known)
    said = filled(translator("ru"), desk.store.charter, view, find(built_in(), "fee"), "Вера", desk.clock[0]).text
    assert "дополнительный сбор: 3 000 ₽." in said
