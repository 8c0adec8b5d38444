"""Keys: the same on either layout, none lost however early and fast they come."""

from collections.abc import Callable

import pytest

from tests.terminal.conftest import Day
from tests.terminal.terminal import Terminal

NewDay = Callable[[str, str], Day]


def work(desk: Terminal, day: Day) -> None:
    """A morning by letter keys, every moment given."""
    desk.form("c", "Мария 244-54-88", "When is FCE?")
    desk.form("v", "+7 921 111 22 33", "02.11 17:58")
    desk.until(lambda _: day.rows("SELECT count(*) FROM ticket") == [(2,)], "two tickets")
    desk.press("home", "t", "m", "tab", "tab")
    desk.type("03.11 10:05")
    desk.press("enter", "1", "end")
    desk.form("n", "a note")
    desk.press("u", "z", "right", "enter", "right", "enter")
    desk.until(lambda _: day.rows("SELECT count(*) FROM ticket WHERE state = 'closed'") == [(1,)], "one closed")
    desk.leave()


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "ru"])
def test_both_layouts_give_the_same_database(new_day: NewDay, language: str) -> None:
    """The same keys on ЙЦУКЕН: the same tickets, events and words."""
    found = []
    for layout in ("en", "ru"):
        day = new_day(language, layout)
        with day.at("2026-11-03 10:10") as desk:
            work(desk, day)
        found.append(
            [
                day.rows("SELECT id, kind, channel, state, name, phone, subject, owner_id FROM ticket ORDER BY id"),
                day.rows("SELECT ticket_id, what, staff_id FROM event ORDER BY id"),
                day.rows("SELECT field, body FROM text ORDER BY id"),
                day.rows("SELECT ticket_id, standard, state, reason FROM clock ORDER BY id"),
            ]
        )
    assert found[0] == found[1]
    assert [what for ticket, what, _ in found[0][1] if ticket] == [
        "received",
        "received",
        "taken",
        "tried",
        "noted",
        "undone",
        "closed",
    ]


def test_what_is_typed_before_the_first_frame_is_not_lost(day: Day) -> None:
    """The whole form in one go, sent before the program has drawn anything, twice over."""
    with day.at("2026-11-03 10:10") as desk:
        desk.form("c", "Anna Early 244-54-88", "First")
        desk.form("c", "Boris Early 244-54-89", "Second")
        desk.sees("Second")
        desk.sees("First", day.words.ref(2))
        desk.leave()
    assert [day.texts(number, "name") for number in (1, 2)] == [["Anna Early"], ["Boris Early"]]
    assert [day.texts(number, "subject") for number in (1, 2)] == [["First"], ["Second"]]


def test_an_enter_that_came_as_a_line_feed_is_an_enter(day: Day) -> None:
    """As the terminal gives it when it was hit before the desk had taken the keyboard over."""
    with day.at("2026-11-03 10:10") as desk:
        desk.press("c")
        desk.type("Anna Early 244-54-88\tFirst\n")
        desk.until(lambda _: day.rows("SELECT id FROM ticket"), "the call in the database")
        desk.leave()
    assert (day.texts(1, "name"), day.texts(1, "subject")) == (["Anna Early"], ["First"])


def test_a_question_lives_through_a_restart(day: Day) -> None:
    """Recorded by keys, seen counting down near its end, answered, kept after a new start."""
    with day.at("2026-11-03 10:00") as desk:
        desk.form("v", "+7 921 111 22 33", "02.11 17:58")
        desk.sees(day.words.span(10_620))
        desk.leave()
    with day.at("2026-11-03 12:57:30") as desk:
        desk.matches(r"~ *2\d ?(?:s|сек) ")
        desk.matches(r"~ *1\d ?(?:s|сек) ")
        desk.form("a", "told")
        desk.until(lambda _: day.state(1) == "closed", "the answer")
        desk.leave()
    with day.at("2026-11-03 13:30") as desk:
        desk.sees(day.words.state_of_centre("2026-11-03 13:30"))
        desk.misses("11 22")
        desk.leave()
    assert day.clocks(1) == {"voicemail-callback": ("kept", "03.11 12:58:00")}


def test_what_is_pasted_is_text_whatever_stands_in_it(day: Day) -> None:
    """Escapes of a coloured text are no keys, a byte that is no letter ends nothing, and the next key is a key again."""
    with day.at("2026-11-03 10:10") as desk:
        desk.press("c")
        desk.paste("244-54-88 \x1b[31mAnna\x1b[0m \x1b[A\x1bOPEarly")
        desk.type("\tFirst")
        desk.child.send(b"\xff\xfe")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT id FROM ticket"), "the call in the database")
        desk.leave()
    assert (day.texts(1, "name"), day.texts(1, "subject")) == (["␛[31mAnna␛[0m ␛[A␛OPEarly"], ["First��"])
