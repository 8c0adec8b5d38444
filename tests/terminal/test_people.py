"""day.md by keys where people log in: row 17 as the person who it is about, row 34 with the lock, and a PIN that nobody knows any
more."""

import os
import subprocess
import sys

import pytest

from desk.presentation.terms import ROLES
from tests.terminal.conftest import Day
from tests.terminal.terminal import Terminal

PIN, PHRASE = "4711", "long phrase 1"  # a supervisor needs a passphrase


def person(desk: Terminal, day: Day, name: str, role: str = "", *, first: bool = False) -> None:
    """Makes somebody in the list of people; role: the letter by which it is chosen."""
    desk.press("ctrl+p")
    desk.type(day.words.title("people"))
    desk.press("enter")
    if not first:
        desk.sees(f"Anna: {day.words.translator(ROLES['supervisor'])}")  # who is there already
        desk.press("up", "up", "up", "enter")  # the last but two is somebody new
    desk.sees("Esc")  # the form is there
    if not first:
        desk.type(name)
        desk.press("tab")
        desk.type(role)
    for _ in range(2):
        desk.press("tab")
        desk.type(pin_of(name))
    desk.press("enter")
    desk.until(lambda _: name in logs_in(day), f"{name} to be among the people")
    desk.misses("Esc")  # the form is gone


def logs_in(day: Day) -> dict[str, str]:
    """Who logs in, and in which role."""
    return dict(day.rows("SELECT s.name, p.role FROM person AS p JOIN staff AS s ON s.id = p.staff_id"))


def pin_of(name: str) -> str:
    """What somebody logs in with."""
    return PHRASE if name == "Anna" else PIN


def staffed(day: Day) -> None:
    """Anna is the supervisor, Boris at reception, Vera handles complaints."""
    with day.at("2026-11-03 09:30") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 09:30"))
        person(desk, day, "Anna", first=True)
        person(desk, day, "Boris")
        person(desk, day, "Vera", day.words.translator(ROLES["complaints"])[0])
        assert logs_in(day) == {"Anna": "supervisor", "Boris": "reception", "Vera": "complaints"}
        desk.leave()


def log_in(desk: Terminal, name: str) -> None:
    """From the blank screen: a letter, which nobody can read, Enter, the PIN, Enter."""
    desk.until(lambda text: "Enter" in text and "F1" not in text and "Esc" not in text, "the lock, with nothing beside it")
    desk.type(name[0].lower())
    desk.sees("•")
    desk.press("enter")
    desk.sees("↑ ↓", name)  # to somebody else
    desk.type(pin_of(name))
    desk.press("enter")


@pytest.mark.row(17)
def test_a_complaint_about_a_colleague_is_kept_from_them(day: Day) -> None:
    """Row 17: Vera takes it in; Boris finds it neither in his queue nor by its number."""
    staffed(day)
    with day.at("2026-11-03 11:30") as desk:
        log_in(desk, "Vera")
        desk.form("p", "Guest 244-54-88", "", "", "Rude words", "", "", "Boris" if day.language == "en" else "на Бориса")
        desk.sees("#1" if day.language == "en" else "№1")
        desk.press("enter", "2")
        desk.sees("Rude words")
        desk.press("ctrl+l")
        log_in(desk, "Boris")
        desk.sees("F1")
        desk.press("/")
        desk.type("1")
        desk.press("enter")
        desk.misses("Rude words")
        desk.press("ctrl+l")
        log_in(desk, "Anna")
        desk.sees("Rude words")
        desk.leave()


@pytest.mark.row(34)
def test_anna_locks_and_boris_takes_over_by_logging_in(day: Day) -> None:
    """Row 34: in the middle of a form; what she typed is hers, what cannot wait is nobody's again, and she comes back to it."""
    staffed(day)
    with day.at("2026-11-03 16:50") as desk:
        log_in(desk, "Anna")
        desk.form("v", "+7 911 000 00 02", "16:40")
        desk.sees("00 02")
        desk.press("t")
        desk.until(lambda _: day.owner(1) == "Anna", "Anna to have it")
        desk.press("n")
        desk.type("half a sent")
        desk.sees("half a sent")
        desk.press("ctrl+l")
        desk.misses("half a sent", "00 02", "Anna")
        log_in(desk, "Boris")
        desk.sees(f"({day.words.ref(1)})")
        desk.press("right", "enter")
        desk.until(lambda _: day.owner(1) == "", "#1 to be nobody's")
        desk.misses("half a sent", f"({day.words.ref(1)})")
        desk.press("ctrl+l")
        log_in(desk, "Anna")
        desk.sees("00 02")
        desk.press("n")
        desk.sees("half a sent")


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
        desk.press("enter")
        desk.sees("↑ ↓")  # to somebody else
        desk.type(PIN)
        desk.press("enter")
        desk.sees("! ")
        desk.type("a phrase of rescue")
        desk.press("enter")
        desk.sees("F1", "Anna")
        desk.leave()
