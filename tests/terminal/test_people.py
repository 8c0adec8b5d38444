"""day.md by keys where people log in: row 17 as the person who it is about, row 34 with the lock, and a PIN that nobody knows any
more."""

import os
import subprocess
import sys

import pytest

from tests.terminal.conftest import Day
from tests.terminal.terminal import Terminal

PIN, PHRASE = "4711", "long phrase 1"  # a supervisor needs a passphrase


def person(desk: Terminal, day: Day, name: str, role: str = "", *, first: bool = False) -> None:
    """Makes somebody in the list of people; role: the letter by which it is chosen."""
    desk.press("ctrl+p")
    desk.type(day.word("people:", "сотрудники:"))
    desk.press("enter")
    if not first:
        desk.sees(day.word("Add a person", "Новый сотрудник"))
        desk.type(day.word("somebody", "новый"))
        desk.press("enter")
    desk.sees(day.word("Repeat the PIN", "ПИН-код ещё раз"))
    if not first:
        desk.type(name)
        desk.press("tab")
        desk.type(role)
    for _ in range(2):
        desk.press("tab")
        desk.type(pin_of(name))
    desk.press("enter")
    desk.sees(day.word(f"{name} can now log in", f"{name} теперь входит"))


def pin_of(name: str) -> str:
    """What somebody logs in with."""
    return PHRASE if name == "Anna" else PIN


def staffed(day: Day) -> None:
    """Anna is the supervisor, Boris at reception, Vera handles complaints."""
    with day.at("2026-11-03 09:30") as desk:
        desk.sees(day.word("Anna, logins off", "Anna, открыто всем"))
        person(desk, day, "Anna", first=True)
        person(desk, day, "Boris")
        person(desk, day, "Vera", day.word("c", "ж"))
        desk.leave()


def log_in(desk: Terminal, day: Day, name: str) -> None:
    """From the blank screen: a letter, Enter, the PIN, Enter."""
    desk.sees(day.word("Desk is locked", "заблокирована"))
    desk.type(name[0].lower())
    desk.sees(name)
    desk.press("enter")
    desk.sees(day.word("another person", "другой сотрудник"), name)
    desk.type(pin_of(name))
    desk.press("enter")


@pytest.mark.row(17)
def test_a_complaint_about_a_colleague_is_kept_from_them(day: Day) -> None:
    """Row 17: Vera takes it in; Boris finds it neither in his queue nor by its number."""
    staffed(day)
    with day.at("2026-11-03 11:30") as desk:
        log_in(desk, day, "Vera")
        desk.form("p", "Guest", "", "", "Rude words", day.word("Boris", "на Бориса"))
        desk.sees("#1" if day.language == "en" else "№1")
        desk.press("enter", "2")
        desk.sees("Rude words")
        desk.press("ctrl+l")
        log_in(desk, day, "Boris")
        desk.sees(day.word("No complaints", "Жалоб нет"))
        desk.press("/")
        desk.type("1")
        desk.press("enter")
        desk.misses("Rude words")
        desk.press("ctrl+l")
        log_in(desk, day, "Anna")
        desk.sees("Rude words")
        desk.leave()


@pytest.mark.row(34)
def test_anna_locks_and_boris_takes_over_by_logging_in(day: Day) -> None:
    """Row 34: in the middle of a form; what she typed is hers, what cannot wait is nobody's again, and she comes back to it."""
    staffed(day)
    with day.at("2026-11-03 16:50") as desk:
        log_in(desk, day, "Anna")
        desk.form("v", "+7 911 000 00 02", "16:40")
        desk.sees("00 02")
        desk.press("t")
        desk.until(lambda _: day.owner(1) == "Anna", "Anna to have it")
        desk.press("n")
        desk.sees(day.word("Note", "Заметка"))
        desk.type("half a sent")
        desk.press("ctrl+l")
        desk.misses("half a sent", "00 02", "Anna")
        log_in(desk, day, "Boris")
        desk.sees(day.word("Is Anna away", "Anna уходит"), "#1")
        desk.press("right", "enter")
        desk.until(lambda _: day.owner(1) == "", "#1 to be nobody's")
        desk.misses("half a sent", day.word("Is Anna away", "Anna уходит"))
        desk.press("ctrl+l")
        log_in(desk, day, "Anna")
        desk.sees(day.word("1 draft left", "Остался 1 черновик"))
        desk.leave()


def test_nobody_knows_the_only_supervisors_pin(day: Day) -> None:
    """The way back that docs/people.md names, by the owner of the machine."""
    with day.at("2026-11-03 09:30") as desk:
        person(desk, day, "Anna", first=True)
        desk.leave()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(day.database.parent),
        "LANG": "C.UTF-8",
        "DESK_NEW_PIN": "a phrase of rescue",
    }
    environment["DESK_NOW"] = "2026-11-03T09:45:00+03:00"
    words = [sys.executable, "-m", "desk", "--db", str(day.database), "people", "rescue", "Anna"]
    subprocess.run(words, env=environment, check=True, capture_output=True)
    with day.at("2026-11-03 10:00") as desk:
        desk.sees(day.word("Desk is locked", "заблокирована"))
        desk.press("enter")
        desk.sees(day.word("another person", "другой сотрудник"))
        desk.type(PIN)
        desk.press("enter")
        desk.sees(day.word("Wrong PIN for Anna", "Неверный ПИН-код (Anna)"))
        desk.type("a phrase of rescue")
        desk.press("enter")
        desk.misses(day.word("another person", "другой сотрудник"))
        desk.sees(day.word("No enquiries", "Запросов нет"), "Anna")
        desk.leave()
