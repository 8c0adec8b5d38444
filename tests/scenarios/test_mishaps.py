"""What goes wrong: nothing typed is lost, nobody's text does anything, any screen will do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk.screens.dialogs.dialog import Question
from desk.store.connection import file as database_file
from desk.store.database import Store
from desk.store.errors.database import DatabaseBusy
from tests.hostile import raw_at_terminal
from tests.pilot.conftest import MIDDLE, SMALL, WIDE, ticket
from tests.scenarios.conftest import OpenReception

ANN = "[b]Ann[/b]\x1b]0;owned\x07\x1b[31m"


def a_call(store: Store) -> None:
    """One call."""
    ticket(store, name="Вера", phone="")


@contextmanager
def held_by_another(database: Path) -> Iterator[None]:
    """Somebody has the database for themselves."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


async def test_a_name_of_brackets_and_escapes_is_shown_as_it_came(reception: OpenReception, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    path.write_text(f"name,exam,number\n{ANN},B2 First,0001\n", encoding="utf-8")
    async with reception() as desk:
        await desk.form("f3", str(path))
        await desk.press("enter")
        await desk.select("certificates")
        for key in ("escape", "x", "escape", "enter", "9", "escape", "n", "escape", "f", "escape"):
            assert not raw_at_terminal(desk.desk.text)
            await desk.press(key)
        desk.sees("[b]Ann[/b]␛]0;owned␇␛[31m")


async def test_a_pasted_text_of_commands_and_markup_is_a_note_like_any_other(reception: OpenReception) -> None:
    async with reception(a_call) as desk:
        await desk.press("n")
        await desk.paste("[@click=app.quit]Press me[/]\nq\x1b[2J'); DROP TABLE ticket;--")
        await desk.press("enter", "enter")
        desk.sees("[@click=app.quit]Press me[/]", "DROP TABLE ticket;--")
        assert not raw_at_terminal(desk.desk.text)
        assert desk.count("ticket") == 1


async def test_leaving_a_form_asks_where_something_is_typed(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.press("c")
        await desk.type("Петрова")
        await desk.press("escape")
        desk.desk.top(Question)
        await desk.press("escape")
        assert desk.desk.values()["who"] == "Петрова"
        await desk.press("escape", "right", "enter")
        assert desk.is_on_the_board
        assert desk.count("ticket") == 0


async def test_quitting_asks_where_something_is_typed(reception: OpenReception) -> None:
    async with reception(a_call) as desk:
        await desk.press("n")
        await desk.type("слова")
        await desk.press("ctrl+q")
        desk.desk.top(Question)
        await desk.press("enter")
        assert not desk.has_left
        await desk.press("enter")
        assert desk.texts(1, "note") == ["слова"]
        await desk.quit("q")
        assert desk.has_left


async def test_a_whole_call_is_handled_on_a_small_screen(reception: OpenReception) -> None:
    async with reception(size=SMALL) as desk:
        assert desk.shown_queues == ["enquiry"]
        await desk.form("c", "Карпова 600-10-20", "Spelling on a certificate")
        desk.sees("Карпова 600-10-20", "Карпова Spelling on a certificate", "Anna")
        await desk.press("x")
        desk.explains("phone-answer", "2026-11-03 10:14")
        await desk.press("escape", "enter")
        desk.sees(desk.words.clock("phone-answer", "running"), f"Anna {desk.words.event('received')}")
        await desk.press("escape")
        await desk.form("a", "corrected")
        assert desk.queue("enquiries") == []


async def test_three_queues_are_worked_side_by_side_on_a_large_screen(reception: OpenReception) -> None:
    def before(store: Store) -> None:
        a_call(store)
        ticket(store, "complaint", "email", subject="Шумно")
        ticket(store, "certificate", "letter", candidate="0001", subject="B2 First")

    async with reception(before, size=(160, 48), language="ru") as desk:
        assert [desk.desk.counted(kind) for kind in desk.shown_queues] == ["1", "1", "1"]
        for key, words in (("tab", "Шумно"), ("right", "B2 First"), ("tab", "Когда FCE?")):
            await desk.press(key)
            assert words in desk.desk.said("#preview")


async def test_the_window_is_made_small_and_large_in_the_middle_of_a_form(reception: OpenReception) -> None:
    async with reception(size=MIDDLE) as desk:
        await desk.press("c")
        await desk.type("244-54-88 Карпова")
        for size in (WIDE, (20, 5), SMALL):
            await desk.desk.pilot.resize_terminal(*size)
            await desk.type("!")
        assert desk.desk.values()["who"] == "244-54-88 Карпова!!!"
        await desk.press("enter")
        desk.desk.told("#1")
        assert desk.shown_queues == ["enquiry"]


async def test_a_busy_database_keeps_the_call_until_it_is_free(reception: OpenReception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_file, "BUSY_SECONDS", 0.1)
    async with reception(a_call) as desk:
        with held_by_another(desk.database):
            await desk.form("c", "Петрова 244-54-88", "Долгий рассказ")
            desk.desk.refused(DatabaseBusy)
            desk.sees("Долгий рассказ")
        await desk.press("enter")
        assert desk.rows("SELECT subject FROM ticket WHERE id = 2") == [("Долгий рассказ",)]


async def test_enter_hit_twice_records_once(reception: OpenReception) -> None:
    async with reception() as desk:
        desk.hurry("c", "Петрова")
        await desk.press("enter")
        assert desk.count("ticket") == 1


async def test_keys_on_an_empty_desk_do_no_harm(reception: OpenReception) -> None:
    async with reception() as desk:
        for key in ("d", "x", "enter", "f2", "a", "t", "9", "space", "=", "v", "escape", "escape", "down", "z"):
            await desk.press(key)
        assert desk.is_on_the_board
        assert desk.count("event") == 0
