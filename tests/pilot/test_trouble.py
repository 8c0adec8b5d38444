"""The database turns unusable while the desk is open: said in words, nothing typed lost, and the desk lives on."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk.store.connection import file as database_file
from desk.store.database import Store
from desk.store.errors.database import DatabaseBusy, DatabaseNewer, DiskFull
from tests.pilot.conftest import Desk, OpenDesk, ticket, until


def two_calls(store: Store) -> None:
    """Two calls."""
    ticket(store)
    ticket(store, name="Петров")


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is waited for a tenth of a second, not fifteen."""
    monkeypatch.setattr(database_file, "BUSY_SECONDS", 0.1)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Somebody holds the database for themselves."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


async def fill_the_disk(desk: Desk) -> None:
    """No page more may be written."""
    pages = desk.rows("PRAGMA page_count")[0][0]
    await desk.app.ask(lambda store: store.rows(f"PRAGMA max_page_count = {pages}"))


async def make_room(desk: Desk) -> None:
    """The disk has room again."""
    await desk.app.ask(lambda store: store.rows("PRAGMA max_page_count = 1000000"))


def no_traceback(desk: Desk) -> bool:
    """Whether the app runs and shows words."""
    return desk.app.is_running and desk.app._exception is None and "Traceback" not in desk.text


# -- held by somebody else -------------------------------------------------------------------------


@pytest.mark.parametrize("opens", ["c", "l", "p"])
async def test_a_record_on_a_busy_database_is_kept_and_saved_afterwards(open_a_desk: OpenDesk, opens: str) -> None:
    """The form says that it is busy; when the other one is done, Enter saves what was typed."""
    async with open_a_desk(two_calls) as desk:
        await desk.press(opens)
        await desk.fill(who="Петрова 244-54-88", subject="Долгий рассказ")
        with locked(desk.path):
            await desk.press("enter")
            assert desk.kind == "RecordForm"
            desk.refused(DatabaseBusy)
            assert (desk.values()["who"], desk.values()["subject"]) == ("Петрова 244-54-88", "Долгий рассказ")
            assert no_traceback(desk)
        await desk.press("enter")
        assert desk.count("ticket") == 3
        if desk.kind == "Dialog":  # the slip of somebody who stands at the counter
            await desk.press("enter")
        assert desk.row.id == 3


async def test_an_act_on_a_busy_database_is_kept_and_saved_afterwards(open_a_desk: OpenDesk) -> None:
    """The same for a note."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("n")
        await desk.fill(note="длинная заметка")
        with locked(desk.path):
            await desk.press("enter")
            desk.refused(DatabaseBusy)
            assert desk.values()["note"] == "длинная заметка"
        await desk.press("enter")
        assert desk.last_event() == "noted"


@pytest.mark.parametrize("key", ["t", "u", "x", "enter", "s"])
async def test_a_key_on_a_busy_database_is_answered_by_a_dialog(open_a_desk: OpenDesk, key: str) -> None:
    """Take, undo, explain, open, who is at the desk: one line, one Enter, and the board takes keys again."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("t")
        with locked(desk.path):
            await desk.press(key)
            assert desk.kind == "Dialog"
            desk.refused(DatabaseBusy)
            assert no_traceback(desk)
            while desk.kind != "Board":
                await desk.press("escape")
        await desk.press("b")
        assert desk.last_event() == "returned"


async def test_a_busy_database_does_not_trouble_the_ticker(open_a_desk: OpenDesk) -> None:
    """The clocks go on, no dialog piles up, and the news comes when the lock is gone."""
    async with open_a_desk(two_calls) as desk:
        with desk.elsewhere() as store:
            ticket(store, name="Новая")
        with locked(desk.path):
            for second in range(1, 4):
                await desk.at(f"2026-11-03 10:14:0{second}")
            assert desk.kind in ("Board", "Dialog")
            assert len(desk.app.screen_stack) <= 3
            assert no_traceback(desk)
        while desk.kind != "Board":
            await desk.press("enter")
        await desk.at("2026-11-03 10:15:00")
        assert [row.id for row in desk.queue().rows] == [1, 2, 3]


async def test_somebody_known_is_not_looked_up_in_a_busy_database(open_a_desk: OpenDesk) -> None:
    """The offer is a help and no condition: typing goes on."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("c")
        with locked(desk.path):
            await desk.type("+7 921 555-12-34")
            assert desk.kind == "RecordForm"
            assert no_traceback(desk)
        assert desk.values()["who"] == "+7 921 555-12-34"


async def test_the_open_ticket_stays_when_the_database_is_busy(open_a_desk: OpenDesk) -> None:
    """What was read stays to be read."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("enter")
        with locked(desk.path):
            await desk.press("t")
            desk.refused(DatabaseBusy)
            for _ in range(3):  # what was done, and what was read: each said once
                if desk.kind == "Dialog":
                    await desk.press("enter")
            assert desk.kind == "TicketScreen"
            assert desk.said("#head").startswith("#1")
        await desk.press("t")
        assert desk.last_event() == "taken"


async def test_a_list_on_a_busy_database_is_taken_in_afterwards(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """All of it or nothing."""
    box = tmp_path / "box.csv"
    box.write_text("Name;Number\nИванов;1\nПетров;2\n", encoding="utf-8")
    async with open_a_desk() as desk:
        await desk.press("f3")
        await desk.fill(file=str(box))
        await desk.press("enter")
        with locked(desk.path):
            await desk.press("enter")
            desk.refused(DatabaseBusy)
        await desk.press("enter")
        assert desk.count("ticket") == 2


async def test_a_tick_after_the_last_screen_is_gone_does_nothing(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quitting closes the screens before the timers: the second that ends in between is no traceback."""
    async with open_a_desk(two_calls) as desk:
        pass
    monkeypatch.setattr(desk.app, "_arm_ticker", lambda: None)
    desk.app._tick()


# -- a full disk -----------------------------------------------------------------------------------


async def test_a_full_disk_writes_nothing_and_keeps_the_text(open_a_desk: OpenDesk) -> None:
    """A long letter does not fit: said so, whole in the form; with room again it is saved."""
    body = "много слов " * 5000
    async with open_a_desk(two_calls) as desk:
        await fill_the_disk(desk)
        await desk.press("e")
        await desk.fill(who="Петрова 244-54-88", body=body)
        await desk.press("f10")
        desk.refused(DiskFull)
        assert desk.values()["body"] == body
        assert (desk.count("ticket"), desk.count()) == (2, 2)
        assert no_traceback(desk)
        await make_room(desk)
        await desk.press("f10")
        assert desk.count("ticket") == 3


# -- gone, foreign, newer --------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be overwritten there")
async def test_a_damaged_database_is_said_in_words(open_a_desk: OpenDesk) -> None:
    """Overwritten under the open desk: a line in the form, and the text stays."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("c")
        await desk.fill(who="Петрова 244-54-88")
        desk.path.write_bytes(b"no database at all" * 1000)
        await desk.press("enter")
        assert desk.kind == "RecordForm"
        assert desk.said("#wrong").startswith("! ")
        assert desk.values()["who"] == "Петрова 244-54-88"
        assert no_traceback(desk)


async def test_a_newer_database_is_not_touched_at_the_start(open_a_desk: OpenDesk, empty_database: Path, tmp_path: Path) -> None:
    """Made by a desk of tomorrow: a dialog says to update this one, nothing is written, and it can be left."""
    path = Path(shutil.copy(empty_database, tmp_path / "newer.sqlite"))
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_tomorrow', 0)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    async with open_a_desk(database=str(path)) as desk:
        desk.refused(DatabaseNewer)
        assert "9999_tomorrow" in desk.said(".words")
        await desk.press("enter")
        assert desk.kind == "Board"
        assert no_traceback(desk)
        desk.send("q")
        await until(lambda: desk.app._exit)
    assert path.read_bytes() == before


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("url", ["nowhere://desk", "/proc/no/such/folder/desk.db"])
async def test_a_database_that_is_none_is_said_at_the_start(open_a_desk: OpenDesk, url: str, language: str) -> None:
    """In the user's language, with the keys that help and quit still working."""
    async with open_a_desk(database=url, language=language) as desk:
        assert desk.kind == "Dialog"
        assert url.split("://")[0] in desk.said(".words")
        assert any("а" <= sign <= "я" for sign in desk.said(".words")) == (language == "ru")
        await desk.press("enter")
        for key in ("s", "d", "u", "c", "f1", "ctrl+p"):
            await desk.press(key)
            assert no_traceback(desk)
            while desk.kind != "Board":
                await desk.press("escape")


async def test_what_is_typed_without_a_database_is_kept(open_a_desk: OpenDesk, empty_database: Path, tmp_path: Path) -> None:
    """The disk was not mounted yet: the form keeps the words, and saves them once the database is there."""
    path = tmp_path / "late"
    path.write_text("a file where the folder should be")
    async with open_a_desk(database=str(path / "desk.db")) as desk:
        await desk.press("enter", "c")
        await desk.fill(who="Петрова 244-54-88")
        await desk.press("enter")
        assert desk.kind == "RecordForm"
        assert desk.said("#wrong").startswith("! ")
        assert desk.values()["who"] == "Петрова 244-54-88"
        path.unlink()
        path.mkdir()
        shutil.copy(empty_database, path / "desk.db")
        await desk.press("enter")
        assert desk.kind == "Board"
        assert [row.name for row in desk.queue().rows] == ["Петрова"]
