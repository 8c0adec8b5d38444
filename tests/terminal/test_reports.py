"""What a terminal reports by itself: the focus lost, the mouse, its size, late answers, and keys in more detail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.conftest import Day

EVENING = "2026-11-03 17:00"
FOCUS_LOST, FOCUS_GAINED = "\x1b[O", "\x1b[I"
CLICK_OUTSIDE = "\x1b[<0;400;90M\x1b[<0;400;90m"
ANSWERS = ("\x1b[>41;370;0c", "\x1b[?62;22;52c", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", "\x1bP>|XTerm(370)\x1b\\", "\x1b[?997;1n")


@pytest.mark.slow
@pytest.mark.row(61)
@pytest.mark.parametrize("report", [FOCUS_LOST, CLICK_OUTSIDE])
def test_every_key_does_what_it_says_after_the_focus_was_lost(day: Day, report: str) -> None:
    """Row 61: in the second field of a form, and in the second pane of the board; at last the desk is left."""
    with day.at(EVENING) as desk:
        desk.sees(day.words.state_of_centre(EVENING))
        desk.type(report)
        desk.press("c")
        desk.type("244-54-90 Громова")
        desk.press("tab")
        desk.sees("Громова")
        desk.type(report)
        desk.type("Когда FCE?")
        desk.sees("Когда FCE?")
        desk.type(report)
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT name, subject FROM ticket") == [("Громова", "Когда FCE?")], "the ticket")
        desk.form("p", "Петров 244-54-99")
        desk.until(lambda _: day.rows("SELECT count(*) FROM ticket") == [(2,)], "the complaint")
        desk.press("enter", "2")  # the slip for who complained
        desk.type(report)
        desk.press("t")
        desk.until(lambda _: "taken" in day.events(1) + day.events(2), "a ticket being taken")
        assert (day.events(1)[-1], day.events(2)[-1]) == ("received", "taken")
        desk.type(FOCUS_GAINED)
        desk.leave()


@pytest.mark.slow
def test_a_late_answer_of_the_terminal_is_no_key(day: Day) -> None:
    """It opens no form, in whatever pieces it comes, and changes no text."""
    with day.at(EVENING) as desk:
        desk.sees(day.words.state_of_centre(EVENING))
        for answer in ANSWERS:
            desk.type(answer)
            for sign in answer:
                desk.type(sign)
        desk.press("c")
        desk.sees(day.words.title("new-call"))  # a letter that waits for too long is dropped, as the machine is slow
        for answer in ANSWERS:
            desk.type(answer)
        desk.type("244-54-90 Громова")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT name FROM ticket") == [("Громова",)], "the ticket")
        desk.leave()


def test_keys_that_are_reported_in_detail(day: Day) -> None:
    """The kitty protocol: Ctrl and a letter on the Russian layout with the Latin key's code, keys let go, keys of no code."""
    with day.at(EVENING) as desk:
        desk.sees(day.words.state_of_centre(EVENING))
        desk.type("\x1b[99;;99u\x1b[99;1:3u\x1b[9999999u\x1b[1;1:3A")  # c, let go again
        desk.type("\x1b[1075:1043:117;2;1043u\x1b[114;1:1;114u")  # Г, r
        desk.sees(" Гr")
        desk.press("enter")  # a name alone is asked about
        desk.sees("! ")
        desk.type("\x1b[963::115;5u")  # Ctrl+S, on the Greek layout: of the Russian one its keys are known by their letters
        desk.until(lambda _: day.rows("SELECT name FROM ticket") == [("Гr",)], "the ticket")
        desk.type("\x1b[1079::112;5u")  # Ctrl+P
        desk.sees(day.words.title("new-call"))
        desk.type("\x1b[27;1:1u\x1b[27;1:3u")
        desk.misses(day.words.title("calendar"))
        desk.type("\x1b[1081::113;5u")  # Ctrl+Q
        desk.ended()
        assert desk.child.exitstatus == 0


def test_a_terminal_that_is_made_smaller_and_larger_keeps_what_is_typed(day: Day) -> None:
    """From nearly nothing to a wall."""
    with day.at(EVENING) as desk:
        desk.sees(day.words.state_of_centre(EVENING))
        desk.press("c")
        desk.type("244-54-90 Громова")
        for columns, lines in ((10, 3), (300, 80), (20, 5), (110, 32)):
            desk.resize(columns, lines)
            desk.type("а")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT name FROM ticket") == [("Громова" + "а" * 4,)], "the ticket")
        desk.leave()


def test_the_first_line_follows_the_terminal_under_a_question(day: Day) -> None:
    """The form between them keeps a picture of the board, which has to be drawn again as well."""
    with day.at(EVENING) as desk:
        desk.press("c")
        desk.type("Anna")
        desk.press("escape")
        desk.sees("← →")
        desk.resize(160, 48)
        desk.sees(day.words.translator("at the desk: {name}", name="Anna"))
        desk.resize(110, 32)
        desk.misses(day.words.translator("at the desk: {name}", name="Anna"))
        desk.press("enter", "enter", "enter")
        desk.until(lambda _: day.rows("SELECT name FROM ticket") == [("Anna",)], "the ticket")
        desk.leave()


@pytest.mark.parametrize(("written", "is_asked"), [("", True), ("mouse = false\n", False)])
def test_the_mouse_is_left_to_the_terminal_where_the_settings_say_so(
    new_day: Callable[[str, str], Day], tmp_path: Path, written: str, is_asked: bool
) -> None:
    """Then it is never asked to report clicks, and selects text with them."""
    settings = tmp_path / "desk.toml"
    settings.write_text(written, encoding="utf-8")
    with new_day("en", "en").at("2026-11-03 10:14", DESK_SETTINGS=str(settings)) as desk:
        desk.sees("No open tickets")
        assert (b"\x1b[?1000h" in desk.raw) is is_asked
        desk.leave()
