"""day.md by keys, rows 32 and 40: the supervisor looks, and the month's end."""

import pytest

from desk.presentation.overview import NOW
from desk.presentation.terms import REASONS
from tests.terminal.conftest import Day


def figure(day: Day, name: str, count: int) -> str:
    """A figure of the overview."""
    return f"{day.words.translator(NOW[name])} {count}"


@pytest.mark.row(32)
def test_the_supervisor_looks_at_half_past_four(day: Day) -> None:
    """Row 32: overdue, due today, unowned, by person; a figure opens its tickets, and they are handed over from there."""
    with day.at("2026-11-03 10:03") as desk:
        desk.form("v", "+7 911 000 00 02", "02.11 17:58")
        desk.sees("00 02")
        desk.press("t")
        desk.until(lambda _: day.owner(1) == "Anna", "Anna to have it")
        desk.form("e", "Post post@example.org", "31.10 23:40", "Kept")
        desk.sees("Kept")
        desk.form("c", "Caller 8 911 000-00-03", "FCE")
        desk.sees("Caller")
        desk.leave()
    with day.at("2026-11-03 16:30") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 16:30"))
        desk.press("f10")
        desk.sees(figure(day, "overdue", 1), figure(day, "today", 1), figure(day, "unowned", 2))
        desk.sees("Anna 1")
        desk.press("enter")
        desk.sees(day.words.ref(1), "00 02")
        desk.press("escape")
        desk.sees("Anna 1")
        desk.press("right", "right", "enter")
        desk.sees(day.words.ref(2), day.words.ref(3))
        desk.press("f9", "h")
        desk.type("Anna")
        desk.press("enter")
        desk.until(lambda _: day.owner(2) == day.owner(3) == "Anna", "Anna to have both")
        desk.press("escape")
        desk.sees("Anna 3", figure(day, "unowned", 0))
        desk.press("escape")
        desk.sees(day.words.state_of_centre("2026-11-03 16:30"))
        desk.leave()


@pytest.mark.row(40)
def test_at_the_months_end_the_results_are_those_of_a_count_by_hand(day: Day) -> None:
    """Row 40: each standard's n, kept, missed and void with the reason; the try and what was answered at once apart."""
    with day.at("2026-11-03 10:01") as desk:
        desk.form("v", "+7 911 000 00 02", "02.11 17:58")  # called in vain at 10:43: kept by a try; the question is missed
        desk.sees("00 02")
        desk.form("c", "Once", "FCE", "in December")  # answered at once
        desk.form("c", "Later 244-54-95", "FCE")  # closed, since it was withdrawn
        desk.sees("Later")
        desk.leave()
    with day.at("2026-11-03 10:43") as desk:
        desk.sees("00 02")
        desk.press("2", "1", "/")
        desk.type("1")
        desk.press("enter", "m", "enter")
        desk.until(lambda _: "voicemail-callback" in day.clocks(1) and day.clocks(1)["voicemail-callback"][0] == "kept", "the try")
        desk.press("2", "1", "/")
        desk.type("3")
        desk.press("enter", "z", "right", "enter")
        desk.sees("?")
        desk.press("right", "enter")
        desk.until(lambda _: day.clocks(3)["phone-answer"][0] == "void", "it to be withdrawn")
        desk.leave()
    with day.at("2026-11-30 18:00") as desk:
        desk.sees(day.words.state_of_centre("2026-11-30 18:00"))
        desk.press("ctrl+p")
        desk.type(day.words.title("results"))
        desk.press("enter", "enter")
        # opened, kept, missed, running; then opened, kept and of them by a try
        desk.matches(rf"{day.words.standard('phone-answer')}: \D+ 2, \D+ 0, \D+ 1, \D+ 0,")
        desk.sees(f"{day.words.translator(REASONS['withdrawn'])} 1")
        desk.matches(rf"{day.words.standard('voicemail-callback')}: \D+ 1, \D+ 1 \(\D+ 1\)")
        desk.press("escape")
        desk.misses(f"{day.words.translator(REASONS['withdrawn'])} 1")
        desk.leave()
