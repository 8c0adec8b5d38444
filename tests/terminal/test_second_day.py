"""day.md by keys, Monday 9 November: rows 48, 49, 55, 56 and 64, on figures and letters that are true."""

from pathlib import Path

import pytest

from desk.presentation.terms import REASONS
from tests.terminal.conftest import Day
from tests.terminal.terminal import Terminal

EXAM, MOVED_TO = "05.12", "12.12"
CANDIDATES = 13


def candidates(folder: Path) -> Path:
    """A list of those who registered for the exam, all with an email."""
    path = folder / "candidates.csv"
    lines = [f"Кандидат {n};{n:04};FCE;05.12.2026;c{n}@example.org" for n in range(1, CANDIDATES + 1)]
    path.write_text("\n".join(["ФИО;Номер кандидата;Экзамен;Дата экзамена;Почта", *lines]), encoding="utf-8")
    return path


def from_palette(desk: Terminal, words: str) -> None:
    """Chooses a command by its title."""
    desk.press("ctrl+p")
    desk.type(words)
    desk.press("enter")


def close_as_mistake(day: Day, desk: Terminal, number: int) -> None:
    """Closes the ticket under the cursor with that reason, and answers the question."""
    desk.press("z", "right", "right", "right", "right", "right", "enter")
    desk.sees("?")
    desk.press("right", "enter")
    desk.until(lambda _: day.state(number) != "open", f"#{number} to be closed")


def answer_late(desk: Terminal) -> None:
    """Answers the overdue question under the cursor with a time at which it was not overdue yet, and says why it is entered now."""
    desk.press("a")
    desk.type("in December")
    desk.press("tab", "tab", "tab", "tab", "tab")
    desk.type("forgot to write it down")
    desk.press("tab")
    desk.type("05.11 17:30")
    desk.press("enter")


@pytest.mark.row(48)
def test_a_late_registration_without_a_fee(day: Day) -> None:
    """Row 48: the fee's clock runs all the same, and its letter names the late price."""
    with day.at("2026-11-09 11:30") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 11:30"))
        desk.press("f5")
        desk.type("Oleg oleg@example.org")
        desk.press("tab", "tab", "tab")
        desk.type(EXAM)
        desk.press("tab", "tab", "right")
        desk.press("enter")
        desk.sees(day.words.ref(1), "5")
        desk.press("enter")
        assert day.clocks(1)["fee-notice"] == ("running", "10.11 18:00:00")
        desk.press("4", "6")
        desk.type("3 000 RUB")
        desk.press("enter")
        desk.until(lambda _: day.events(1)[-1] == "fee-known", "the price to be noted")
        desk.press("o")
        desk.sees("3 000 RUB.")
        desk.press("f10")
        desk.until(lambda _: day.events(1)[-1] != "fee-known", "the letter")
        desk.leave()
    assert day.clocks(1)["fee-notice"] == ("kept", "10.11 18:00:00")


@pytest.mark.row(49)
def test_no_letter_leaves_with_the_old_date(day: Day, tmp_path: Path) -> None:
    """Row 49: thirteen wait when the session moves; they are withdrawn, and the text for moved exams comes first."""
    with day.at("2026-11-09 11:50") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 11:50"))
        from_palette(desk, day.words.title("import-registrations"))
        desk.type(str(candidates(tmp_path)))
        desk.press("enter")
        desk.matches(r"candidates\.csv .*: 13 ")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT count(*) FROM ticket") == [(CANDIDATES,)], "13 registrations")
        desk.press("4", "f9", "o", "enter")
        desk.until(lambda _: day.rows("SELECT count(*) FROM outbox") == [(CANDIDATES,)], "13 letters that wait")
        desk.leave()
    with day.at("2026-11-09 12:00") as desk:
        desk.matches(r" 13, \w+ 11:50")  # letters that wait
        desk.press("4", "g", "e")
        desk.type(MOVED_TO)
        desk.press("enter")
        desk.sees(f": {day.words.ref(1)} {day.words.ref(2)} {day.words.ref(3)}")
        assert day.rows("SELECT count(*) FROM outbox WHERE exported IS NULL") == [(CANDIDATES,)]
        desk.press("enter")
        desk.until(lambda _: "exam-moved" in day.events(1), "the moved session")
        desk.press("f9", "o")
        desk.sees("‹ ")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT count(*) FROM outbox") == [(CANDIDATES,)], "13 letters of the new day")
        desk.press("escape")
        desk.misses(f"FCE {day.words.day('2026-12-12')}")
        desk.leave()
    assert all("12 декабря 2026" in day.texts(number, "note")[-1] for number in range(1, CANDIDATES + 1))


@pytest.mark.row(55)
def test_what_is_closed_as_a_mistake_stays_missed(day: Day) -> None:
    """Row 55: ten days overdue, closed and reopened; the new clock runs beside the old verdict."""
    with day.at("2026-10-28 12:00") as desk:
        desk.form("c", "Карпенко 244-54-93", "Spelling")
        desk.sees(day.words.ref(1))
        desk.leave()
    with day.at("2026-11-09 15:20") as desk:
        desk.sees(day.words.ref(1))
        desk.press("enter")
        close_as_mistake(day, desk, 1)
        desk.form("o", "not a mistake")
        desk.until(lambda _: day.state(1) == "open", "it to be open")
        desk.sees(day.words.clock("phone-answer", "running"))
        desk.press("escape")
        desk.misses(day.words.clock("phone-answer", "running"))
        desk.leave()
    assert day.verdicts(1) == [("missed", "mistake", "30.10 18:00:00"), ("running", None, "11.11 18:00:00")]


@pytest.mark.row(56)
def test_a_time_entered_after_the_due_moment_is_marked(day: Day) -> None:
    """Row 56: kept, entered late."""
    with day.at("2026-11-04 12:00") as desk:
        desk.form("c", "Карпенко 244-54-93", "Spelling")
        desk.sees(day.words.ref(1))
        desk.leave()
    with day.at("2026-11-09 15:40") as desk:
        desk.sees(day.words.ref(1))
        answer_late(desk)
        desk.until(lambda _: day.state(1) == "closed", "the answer")
        desk.leave()
    assert day.rows("SELECT state, entered_late FROM clock WHERE ticket_id = 1") == [("kept", 1)]


@pytest.mark.row(64)
def test_at_the_months_end_nothing_is_polished(day: Day) -> None:
    """Row 64: of three promises one was missed and closed, one entered late, and one, new
    after a ticket was reopened, was missed as well; equal to this count by hand."""
    with day.at("2026-11-03 10:14") as desk:
        desk.form("c", "Карпенко 244-54-93", "Spelling")
        desk.form("c", "Громова 244-54-90", "FCE")
        desk.sees(day.words.ref(2))
        desk.leave()
    with day.at("2026-11-09 15:20") as desk:
        desk.sees(day.words.ref(1), day.words.ref(2))
        desk.press("2", "1", "/")
        desk.type("1")
        desk.press("enter")
        desk.press("enter")
        close_as_mistake(day, desk, 1)
        desk.form("o", "not a mistake")
        desk.until(lambda _: day.state(1) == "open", "it to be open")
        desk.sees(day.words.clock("phone-answer", "running"))
        desk.press("escape")
        desk.misses(day.words.clock("phone-answer", "running"))
        desk.press("2", "1", "/")
        desk.type("2")
        desk.press("enter")
        answer_late(desk)
        desk.until(lambda _: day.state(2) == "closed", "the answer")
        desk.leave()
    with day.at("2026-11-30 18:00") as desk:
        desk.sees(day.words.state_of_centre("2026-11-30 18:00"))
        from_palette(desk, day.words.title("results"))
        desk.press("enter")
        promise = day.words.standard("phone-answer")
        desk.matches(rf"{promise}: \D+ 3, \D+ 0, \D+ 1, \D+ 2\b")  # opened, kept, entered late, missed
        desk.matches(rf": {day.words.translator(REASONS['mistake'])} 1")  # closed with a reason
        desk.press("escape")
        desk.misses(f"{day.words.translator(REASONS['mistake'])} 1")
        desk.leave()
