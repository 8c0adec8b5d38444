"""day.md by keys, row 34: who leaves and who comes, at ten minutes to closing."""

import pytest

from tests.terminal.conftest import Day


@pytest.mark.row(34)
def test_anna_leaves_and_boris_takes_over(day: Day) -> None:
    """Row 34: Boris reads what happened, what is due and what was promised; what cannot wait for Anna is nobody's again."""
    with day.at("2026-11-03 10:00", staff="Boris") as desk:
        desk.form("c", "Morning 8 911 000-00-01", "FCE")
        desk.sees("Morning")
        desk.leave()
    with day.at("2026-11-03 16:50") as desk:
        desk.form("v", "+7 911 000 00 02", "16:40")
        desk.sees("00 02")
        desk.form("e", "Later later@example.org", "", "Kept")
        desk.sees("Kept")
        for number in (2, 3):
            desk.press("2", "1", "/")
            desk.type(str(number))
            desk.press("enter")
            desk.sees(f"\n {day.words.ref(number)} ")  # in the preview: a letter that waits for too long is dropped
            desk.press("t")
        desk.until(lambda _: day.owner(2) == day.owner(3) == "Anna", "Anna to have both")
        desk.press("r")
        desk.type("05.11 11:00")
        desk.press("tab")
        desk.type("ring again")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT count(*) FROM reminder") == [(1,)], "the reminder")
        desk.press("s")
        desk.type("Boris")
        desk.press("enter")
        desk.sees(f"({day.words.ref(2)})")
        desk.press("right", "enter")
        desk.misses(f"({day.words.ref(2)})")
        since = day.words.moment("2026-11-03 10:00")  # Boris was here last
        desk.sees(since, day.words.ref(2), "00 02", "16:5")
        desk.press("escape")
        desk.until(lambda _: day.owner(2) == "", "#2 to be nobody's")
        desk.misses(since)
        desk.leave()
    assert day.owner(3) == "Anna"  # due on the day after the next: it waits for her
