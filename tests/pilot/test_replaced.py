"""Another file takes the place of the database while the desk is open: said, and shown from then on."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import DatabaseGone
from tests.looks import look
from tests.pilot.conftest import Clock, Desk, OpenDesk, _nothing, other_desk, ticket
from tests.pilot.people import hire, log_in

SAID = "was replaced"
EVENTS = "SELECT id, what FROM event ORDER BY id"


def two_calls(store: Store) -> None:
    """Two calls."""
    ticket(store, name="Иванова")
    ticket(store, name="Петров")


@pytest.fixture
def other(empty_database: Path, tmp_path: Path) -> Path:
    """Another desk's file, with one ticket and more events than the open one."""
    path = tmp_path / "other.db"
    shutil.copy(empty_database, path)
    with other_desk(path, Clock()) as store:
        one_with_notes(store)
    return path


def one_with_notes(store: Store) -> None:
    """One ticket with five events."""
    ticket(store, name="Восстановленная")
    for n in range(4):
        tickets.note(store, "Анна", 1, f"заметка {n}")


def put_in_place(other: Path, desk: Desk) -> None:
    """As `mv` does, or a restore on another machine."""
    os.replace(other, desk.path)


def written_over(other: Path, desk: Desk) -> None:
    """As `cp` does."""
    desk.path.write_bytes(other.read_bytes())


def names(desk: Desk) -> list[str]:
    """Who stands in the queue."""
    return [row.name for row in desk.queue().rows]


@pytest.mark.parametrize("by", [put_in_place, written_over])
async def test_a_board_whose_file_was_replaced_says_so_and_shows_what_stands_there(
    open_a_desk: OpenDesk, other: Path, by: object
) -> None:
    """Within a second; what is done next is done in the new file."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("space")
        assert callable(by)
        by(other, desk)
        await desk.tick()
        assert names(desk) == ["Восстановленная"]
        assert any(SAID in toast for toast in desk.toasts)
        assert desk.kind == "Board"
        await desk.press("t")
        assert desk.last_event() == "taken"
        await desk.tick()
        assert desk.count("event") == 6


async def test_a_board_whose_file_is_gone_says_so_once(open_a_desk: OpenDesk) -> None:
    """Within a second, before anything is saved; moved back, it goes on."""
    async with open_a_desk(two_calls) as desk:
        away = desk.path.rename(desk.path.with_suffix(".away"))
        await desk.tick()
        assert (desk.kind, str(desk.path) in desk.said(".words")) == ("Dialog", True)
        await desk.press("enter")
        await desk.tick()
        assert (desk.kind, names(desk)) == ("Board", ["Иванова", "Петров"])
        away.rename(desk.path)
        await desk.tick()
        await desk.press("t")
        assert desk.last_event() == "taken"


async def test_what_is_typed_while_the_file_is_replaced_is_kept(open_a_desk: OpenDesk, other: Path) -> None:
    """It is saved where the board looks from now on, and that is said."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("c")
        await desk.fill(who="Сидорова 244-54-88", subject="Долгий рассказ")
        put_in_place(other, desk)
        await desk.press("enter")
        if desk.kind == "RecordForm":
            assert desk.values()["who"] == "Сидорова"
            await desk.press("enter")
        assert any(SAID in toast for toast in desk.toasts)
        assert desk.count("ticket") == 2
        assert sorted(names(desk)) == ["Восстановленная", "Сидорова"]


@pytest.mark.parametrize("same", [True, False])
async def test_an_act_that_was_meant_for_the_former_file_is_refused(
    open_a_desk: OpenDesk, other: Path, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    """The words stay in the form, and it is said why. same: a copy of the desk, where nothing else would refuse it."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("n")
        await desk.fill(note="длинная заметка")
        if same:
            shutil.copy(desk.path, other)
        put_in_place(other, desk)
        before, asked = desk.count("event"), desk.app.ask
        in_former: list[bool] = []

        async def ask(work: Callable[..., Any], *args: Any) -> Any:
            def begun(store: Store) -> Any:
                in_former.append(store.is_replaced())
                return work(store, *args)

            return None if work is _nothing else await asked(begun)

        monkeypatch.setattr(desk.app, "ask", ask)  # the act comes before what only waits for it
        await desk.press("enter")
        assert (desk.kind, desk.values()["note"]) == ("ActForm", "длинная заметка")
        assert SAID in desk.said("#wrong")
        assert not any(in_former)  # the driver would have refused it too, where it is the file that was moved
        assert desk.count("event") == before


async def test_search_looks_through_the_new_file(open_a_desk: OpenDesk, other: Path) -> None:
    """Its connection is another one."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("f8")
        await desk.type("петров")
        await desk.press("escape")
        put_in_place(other, desk)
        await desk.press("f8")
        await desk.type("восстановленная")
        assert "Восстановленная" in desk.text


async def test_a_file_that_is_gone_is_not_made_anew(open_a_desk: OpenDesk) -> None:
    """What is open is all that there is: it is shown, and nothing pretends to be written."""
    async with open_a_desk(two_calls) as desk:
        moved = desk.path.rename(desk.path.with_name("moved.db"))
        before = look(moved, EVENTS)
        await desk.tick()
        await desk.press("enter")
        assert (desk.kind, names(desk)) == ("Board", ["Иванова", "Петров"])
        await desk.press("enter")
        assert (desk.kind, "Иванова" in desk.said("#head")) == ("TicketScreen", True)
        await desk.press("escape", "t")
        desk.refused(DatabaseGone)
        assert (desk.path.exists(), look(moved, EVENTS)) == (False, before)


async def test_a_file_that_is_gone_when_it_is_opened_again_is_not_made_anew(open_a_desk: OpenDesk, other: Path) -> None:
    """The former one was closed for another that took its place, and that is gone as well."""
    async with open_a_desk(two_calls) as desk:
        put_in_place(other, desk)
        with pytest.raises(DatabaseUnusable, match="replaced"):
            await desk.app.ask(_nothing)
        desk.path.unlink()
        await desk.tick()
        await desk.press("enter", "t")
        desk.refused(DatabaseGone)
        assert not desk.path.exists()


async def test_whoever_was_logged_in_logs_in_anew(open_a_desk: OpenDesk, other: Path) -> None:
    """The login was one of the former file."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Anna")
        assert desk.kind == "Board"
        shutil.copy(desk.path, other)
        put_in_place(other, desk)
        await desk.tick()
        assert desk.kind == "LockScreen"
