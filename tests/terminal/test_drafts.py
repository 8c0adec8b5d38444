"""day.md by keys, rows 24 and 25: the power fails over a half typed reply; a colleague is faster on another terminal."""

import json
import signal
import time

import pytest

from tests.terminal.conftest import Day
from tests.terminal.terminal import Terminal

SHOWN_WITHIN = 2  # seconds


def draft(day: Day) -> str:
    """What stands in the one draft on the disk."""
    found = list((day.database.parent / "drafts" / day.database.name).glob("*.json"))
    return "\n".join(json.loads(found[0].read_bytes())["typed"].values()) if len(found) == 1 else ""


def cut_off(day: Day, desk: Terminal, words: str) -> None:
    """The power fails as soon as what was typed has been kept: within a second or so of the last key."""
    desk.until(lambda _: words in draft(day), f"the draft {words!r}")
    desk.child.kill(signal.SIGKILL)


@pytest.mark.row(24)
def test_the_power_fails_while_a_reply_is_half_typed(day: Day) -> None:
    """Row 24: after the restart the text is there; no event is lost, none is there twice."""
    with day.at("2026-11-03 13:00") as desk:
        desk.form("c", "Мария 244-54-88", "Spelling")
        desk.sees("Spelling")
        desk.form("n", "asked for the passport")
        desk.until(lambda _: day.events(1) == ["received", "noted"], "the note")
        desk.press("o")
        desk.type("we have corrected the ")
        desk.sees("we have corrected the")
        cut_off(day, desk, "we have corrected the ")
    with day.at("2026-11-03 13:02") as desk:
        desk.sees("Spelling")
        desk.press("o")
        desk.sees(day.words.today("13:00"))
        desk.sees("we have corrected the")
        desk.type("spelling")
        desk.press("f10")
        desk.until(lambda _: day.state(1) == "closed", "the reply")
        desk.leave()
    assert day.events(1) == ["received", "noted", "answered"]
    assert "we have corrected the spelling" in day.texts(1, "note")[1]
    assert day.rows("SELECT count(*) FROM event WHERE ticket_id IS NOT NULL") == [(3,)]
    assert list((day.database.parent / "drafts" / day.database.name).iterdir()) == []


def test_a_call_that_was_cut_off_is_opened_from_the_list(day: Day) -> None:
    """By the palette, in the words of either language."""
    with day.at("2026-11-03 10:14") as desk:
        desk.press("c")
        desk.type("Орлов 244-54-88")
        desk.press("tab")
        desk.type("Places for ")
        cut_off(day, desk, "Places for ")
    with day.at("2026-11-03 10:20") as desk:
        desk.press("ctrl+p")
        desk.type(day.words.title("drafts"))
        desk.press("enter")
        desk.sees("Орлов 244-54-88 ⏎ Places for")
        desk.press("enter")
        desk.sees(day.words.today("10:14"))
        desk.type("CAE")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT name, subject FROM ticket") == [("Орлов", "Places for CAE")], "the call")
        desk.leave()


def test_a_closed_terminal_is_no_loss(day: Day) -> None:
    """The window is closed over a form: what was kept by then is there in the next one."""
    with day.at("2026-11-03 10:14") as desk:
        desk.press("v")
        desk.type("+7 921 111 22 33")
        desk.until(lambda _: draft(day) == "+7 921 111 22 33", "the draft")
        desk.child.kill(signal.SIGHUP)
    with day.at("2026-11-03 10:15") as desk:
        desk.press("v")
        desk.sees("+7 921 111 22 33", day.words.today("10:14"))


@pytest.mark.row(25)
def test_a_colleague_answers_on_another_terminal(day: Day) -> None:
    """Row 25: shown within two seconds; saving here is refused with what changed, and the text is kept."""
    with day.at("2026-11-03 10:14") as desk:
        desk.form("c", "Карпенко 244-54-93", "Spelling")
        desk.sees("Spelling")
        desk.leave()
    with day.at("2026-11-03 13:10") as anna, day.at("2026-11-03 13:10", staff="Boris") as boris:
        anna.sees("Spelling")
        anna.press("enter")
        anna.sees(day.words.ref(1), day.words.clock("phone-answer", "running"))
        anna.press("n")
        begun = time.monotonic()
        anna.type("she rang again")
        anna.sees("she rang again")
        echoed = time.monotonic() - begun
        boris.sees("Spelling")
        boris.form("a", "December")
        boris.until(lambda _: day.state(1) == "closed", "the answer")
        answered = time.monotonic()
        anna.sees("Boris", "December")
        assert time.monotonic() - answered < max(SHOWN_WITHIN, 10 * echoed)  # a busy machine shows nothing at once
        anna.press("enter")
        anna.sees(f"Boris: {day.words.event('answered')}", "she rang again", "December")
        assert day.events(1) == ["received", "answered"]
        anna.press("escape")
        anna.sees("?")
        anna.press("escape")
        anna.sees("she rang again")
        anna.until(lambda _: draft(day) == "she rang again", "the draft")
        boris.leave()
