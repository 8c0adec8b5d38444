"""A database that does not answer: the seconds go on, keys are taken, and nothing waits for it where the screen is drawn.

Every query stands still before a gate that the test opens: a database of three seconds, or of three hours, without a second slept.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import peewee
import pytest
from textual import events

from desk.actions.action import TICKET
from desk.actions.registry import ACTIONS
from desk.actions.rights import Access
from desk.screens.forms.base import FormScreen
from desk.services import type_ahead
from desk.store.commands.recording import Recording, record
from desk.store.database import Store
from desk.store.queries.board_cache import BoardCache, Sidebar
from tests.pilot.conftest import Desk, OpenDesk, until
from tests.pilot.half_typed import two_calls
from tests.pilot.people import hire, log_in, seat

CALLER = "Ivanova 5550102"


class Gate:
    """Stands before every query. asked: the SQL of those that came to it while it was shut; wrong: those of the event loop."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()
        self._loop = threading.get_ident()
        self.asked: list[str] = []
        self.wrong: list[str] = []

    @contextmanager
    def shut(self) -> Iterator[None]:
        """No query is answered meanwhile, all are afterwards: whatever fails, the desk can be closed."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def pass_through(self, sql: str) -> None:
        """What a query does first."""
        if threading.get_ident() == self._loop:
            self.wrong.append(sql)
        elif not self._open.is_set():
            self.asked.append(sql)
            self._open.wait()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Before whatever reaches the database's driver; open at first."""
    one = Gate()
    execute: Callable[[peewee.Database, str, object], sqlite3.Cursor] = peewee.Database.execute_sql
    cursor: Callable[[peewee.Database, object], sqlite3.Cursor] = peewee.Database.cursor

    def execute_sql(database: peewee.Database, sql: str, params: object = None) -> sqlite3.Cursor:
        one.pass_through(sql)
        return execute(database, sql, params)

    def get_cursor(database: peewee.Database, named_cursor: object = None) -> sqlite3.Cursor:
        one.pass_through("cursor")
        return cursor(database, named_cursor)

    monkeypatch.setattr(peewee.Database, "execute_sql", execute_sql)
    monkeypatch.setattr(peewee.Database, "cursor", get_cursor)
    return one


async def until_said(desk: Desk, words: str) -> None:
    """Until these words stand in the first line."""
    await until(lambda: words in desk.said("#top"))


async def test_the_seconds_go_on_while_no_query_is_answered(open_a_desk: OpenDesk, numbers: dict[str, int], gate: Gate) -> None:
    """Timers and the top line; the poll that is under way is the only one, however many seconds pass."""
    async with open_a_desk(full=True) as desk:
        with gate.shut():
            for minute in (11, 12, 13):
                desk.clock.set(f"2026-11-03 12:{minute}")
                desk.app._tick()
                await until_said(desk, f"12:{minute}")
            assert "1h 1m" in desk.line("enquiry", numbers["voicemail"])
            await until(lambda: gate.asked)
            assert gate.asked == ["PRAGMA data_version"]
        await desk.settle()


async def test_the_cursor_moves_while_no_query_is_answered(open_a_desk: OpenDesk, gate: Gate) -> None:
    """Up, down, to the next pane, and a filter that is typed."""
    async with open_a_desk(full=True) as desk:
        first = desk.row.id
        with gate.shut():
            desk.app._tick()
            desk.send("down")
            await until(lambda: desk.row.id != first)
            desk.send("tab")
            await until(lambda: desk.row.kind == "complaint")
            desk.send("1", "slash", *"nobody")
            await until(lambda: not desk.queue().rows)
            desk.send("escape")
            await until(lambda: desk.app.board.ticket_row is not None)
        await desk.settle()


async def test_a_call_is_written_down_while_no_query_is_answered(open_a_desk: OpenDesk, gate: Gate) -> None:
    """The form opens and takes the text; it is saved as soon as the database answers, and then what was typed after it is done."""
    async with open_a_desk() as desk:
        with gate.shut():
            desk.app._tick()
            desk.send("c", *CALLER)
            await until(lambda: desk.kind == "RecordForm" and desk.values().get("who") == CALLER)
            desk.send("enter", "slash", *"iva")
            await until(lambda: any(worker.group == "save" for worker in desk.app.workers))
            assert desk.count("ticket") == 0
        await desk.settle()
        assert (desk.count("ticket"), desk.kind, desk.app.board.pane.filter) == (1, "Board", "iva")


async def test_the_search_opens_and_is_left_while_no_query_is_answered(open_a_desk: OpenDesk, gate: Gate) -> None:
    """What is typed stands there; what is found comes when it comes."""
    async with open_a_desk(full=True) as desk:
        with gate.shut():
            desk.send("f8", *"иванова")
            await until(lambda: desk.kind == "SearchScreen" and "иванова" in desk.text)
        await desk.settle()
        assert "Иванова Мария" in desk.text
        with gate.shut():
            desk.send("backspace", "escape")
            await until(lambda: desk.kind == "Board")
        await desk.settle()


async def test_a_ticket_that_does_not_come_is_left_by_escape(open_a_desk: OpenDesk, gate: Gate) -> None:
    """One is not held on a screen that has nothing to show."""
    async with open_a_desk(full=True) as desk:
        with gate.shut():
            desk.send("enter")
            await until(lambda: desk.kind == "TicketScreen" and gate.asked)
            desk.send("escape")
            await until(lambda: desk.kind == "Board")
        await desk.settle()


async def test_the_rows_wait_for_nothing_that_stands_beside_them(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Duties, warnings, reminders and counts are read after them."""
    held = threading.Event()
    beside = BoardCache.beside

    def late(reading: BoardCache, store: Store) -> Sidebar:
        held.wait()
        return beside(reading, store)

    monkeypatch.setattr(BoardCache, "beside", late)
    async with open_a_desk(full=True, wait=False) as desk:
        try:
            await until(desk.app.loaded.is_set)
            assert desk.queue().rows
            assert not desk.app.duties
        finally:
            held.set()
        await desk.settle()
        assert desk.app.duties


@pytest.mark.parametrize(
    "place", ["certificate", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("phone", "complaint", "registration"))]
)
async def test_no_key_asks_the_database_where_the_screen_is_drawn(
    open_a_desk: OpenDesk, numbers: dict[str, int], gate: Gate, place: str
) -> None:
    """Whatever can be done to a ticket, whatever opens from the board: each asks in the database's own threads."""
    async with open_a_desk(full=True) as desk:
        for command in ACTIONS:
            if command.id == "quit" or (place != "phone" and command.scope != TICKET):
                continue
            desk.app.board.go_to_ticket(numbers[place])
            if command not in desk.app.board.available():
                continue
            await desk.app.board.action_command(command.id)
            await desk.settle()
            desk.send("escape", "escape", "escape")
            await desk.settle()
            assert (desk.kind, gate.wrong) == ("Board", []), command.id


# -- no wait without end ---------------------------------------------------------------------------


async def test_no_key_waits_longer_than_its_time_for_the_database(
    open_a_desk: OpenDesk,
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The database hangs while a call is saved: what was typed after it is dropped with a word, and runs as no command later."""
    async with open_a_desk(two_calls) as desk:
        with gate.shut():
            desk.app._tick()
            desk.send("c", *CALLER)
            await until(lambda: desk.kind == "RecordForm" and desk.values().get("who") == CALLER)
            desk.send("enter")
            await until(lambda: any(worker.group == "save" for worker in desk.app.workers))
            with monkeypatch.context() as impatient:
                impatient.setattr(type_ahead, "LONGEST", 0.0)
                impatient.setattr(type_ahead, "BURST", 0.0)
                desk.send(*"tzb")
                await until(lambda: desk.toasts and desk.app.typing.idle)
        await desk.settle()
        assert (desk.kind, desk.count("ticket"), desk.last_event()) == ("Board", 3, "received")
        await desk.press("t")
        assert desk.last_event() == "taken"


@pytest.mark.parametrize("key", ["u", "s", "f4", "x", "enter"])
async def test_quit_is_answered_while_a_command_waits(
    open_a_desk: OpenDesk, gate: Gate, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """Whatever command waits for the database, Ctrl+Q does not."""
    async with open_a_desk(full=True) as desk:
        left: list[bool] = []
        monkeypatch.setattr(desk.app, "exit", lambda: left.append(True))
        with gate.shut():
            desk.send(key)
            await until(lambda: gate.asked)
            desk.send("ctrl+q")
            await until(lambda: left)
        await desk.settle()


async def test_the_wait_for_the_first_rows_ends_too(open_a_desk: OpenDesk, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys pressed before a database that hangs are no commands when it comes; a later key is taken at once."""
    async with open_a_desk(two_calls, wait=False) as desk:
        with gate.shut():
            with monkeypatch.context() as impatient:
                impatient.setattr(type_ahead, "LONGEST", 0.0)
                impatient.setattr(type_ahead, "BURST", 0.0)
                desk.send(*"tz")
                await until(lambda: desk.toasts and desk.app.typing.idle)
            desk.send("c", *CALLER)
            await until(lambda: desk.kind == "RecordForm" and desk.values().get("who") == CALLER)
        await desk.settle()
        assert desk.last_event() == "received"


@pytest.mark.parametrize(("action", "kind"), [("help", "Help"), ("app.search", "SearchScreen"), ("app.leave", "Question")])
async def test_a_form_that_is_saved_under_another_screen_goes_when_that_has_gone(
    open_a_desk: OpenDesk, gate: Gate, action: str, kind: str
) -> None:
    """The one on top stays until it is left, whatever is answered there; and what was saved is not said to be lost."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.type(CALLER)
        with gate.shut():
            desk.app._tick()
            desk.top(FormScreen).action_save()
            await until(lambda: any(worker.group == "save" for worker in desk.app.workers))
            await desk.app.run_action(action, desk.screen)
            await until(lambda: desk.kind == kind)
        await desk.settle()
        assert (desk.kind, desk.count("ticket")) == (kind, 1)
        assert not any(screen.has_unsaved_input for screen in desk.app.desk_screens())
        await desk.press("escape")
        assert desk.kind == "Board"
        assert desk.row.id == 1


async def test_a_question_is_answered_while_a_form_is_being_saved(
    open_a_desk: OpenDesk, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+Q asks, and its answer waits for nothing that goes on below it."""
    async with open_a_desk() as desk:
        left: list[bool] = []
        monkeypatch.setattr(desk.app, "exit", lambda: left.append(True))
        await desk.press("c")
        await desk.type(CALLER)
        with gate.shut():
            desk.send("enter")
            await until(lambda: any(worker.group == "save" for worker in desk.app.workers))
            desk.send("ctrl+q")
            await until(lambda: desk.kind == "Question")
            desk.send("right", "enter")
            await until(lambda: left)
        await desk.settle()


async def test_a_form_that_is_saved_takes_the_question_about_leaving_with_it(open_a_desk: OpenDesk, gate: Gate) -> None:
    """There is nothing left to discard."""
    async with open_a_desk() as desk:
        await desk.press("c")
        await desk.type(CALLER)
        with gate.shut():
            desk.top(FormScreen).action_save()
            await until(lambda: any(worker.group == "save" for worker in desk.app.workers))
            await desk.app.run_action("leave", desk.screen)
            await until(lambda: desk.kind == "Question")
        await desk.settle()
        await until(lambda: desk.kind == "Board")
        assert (desk.count("ticket"), desk.row.id) == (1, 1)


async def test_what_was_asked_by_somebody_who_has_left_is_shown_to_nobody(open_a_desk: OpenDesk, gate: Gate) -> None:
    """The supervisor's rows and rights come when the desk is locked: neither waits behind the lock for whoever is next."""
    async with open_a_desk(hire) as desk:
        await log_in(desk, "Olga")
        with desk.elsewhere() as store:
            number = record(seat(store, "Vera"), "Vera", Recording("complaint", "email", name="Skvortsova", subject="They shouted"))
        with gate.shut():
            desk.app.reload_soon()
            await until(lambda: gate.asked)
            desk.clock.set("2026-11-03 10:24")
            desk.app.run_tick()  # nobody has touched it for ten minutes
            await until(lambda: desk.app.session.locked)
        await desk.settle()
        assert desk.app.session.access == Access(False, frozenset())
        assert number not in [row.id for row in desk.app.board.open_rows()]
        await log_in(desk, "Anna")
        assert [row.sealed for row in desk.app.board.open_rows() if row.id == number] == [True]


async def test_keys_that_were_held_for_long_move_where_they_were_pressed(
    open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine that is slow the cursor still moves; only signs are dropped, which would be commands."""
    async with open_a_desk(two_calls) as desk:
        first = desk.row.id
        monkeypatch.setattr(type_ahead, "LONGEST", -1.0)
        await desk.press("down")
        assert desk.row.id != first
        await desk.press("t")
        assert (desk.last_event(), bool(desk.toasts)) == ("received", True)


async def test_the_rest_of_a_dropped_word_runs_as_no_command(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes after the message: `v` of a name would begin a voicemail. In a field it is text; after a pause keys are commands."""
    async with open_a_desk(two_calls) as desk:
        with monkeypatch.context() as impatient:
            impatient.setattr(type_ahead, "LONGEST", -1.0)
            impatient.setattr(type_ahead, "BURST", 60.0)
            await desk.type("Gro")
        await desk.type("mova")
        assert (desk.kind, desk.last_event()) == ("Board", "received")
        await desk.press("f8")
        await desk.type("mova")
        assert "mova" in desk.text
        await desk.press("escape")
        monkeypatch.setattr(desk.app.typing, "_drops_until", 0.0)
        await desk.press("t")
        assert desk.last_event() == "taken"


async def test_a_busy_machine_loses_no_key(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time in which the program could not run at all is no waiting: only a database that does not answer lets keys expire."""
    late = [0.0]
    async with open_a_desk(two_calls) as desk:
        hand_on = desk.app.typing._hand_on

        async def slowly(event: events.Event) -> None:
            late[0] += 60.0
            await hand_on(event)

        monkeypatch.setattr(type_ahead, "monotonic", lambda: monotonic() + late[0])
        monkeypatch.setattr(desk.app.typing, "_hand_on", slowly)
        desk.send("down", "t")
        await desk.settle()
        assert desk.last_event() == "taken"


async def test_quit_does_not_wait_behind_keys_that_are_late(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that has not kept up they are dropped before it."""
    async with open_a_desk(two_calls) as desk:
        first = desk.row.id
        left: list[bool] = []
        monkeypatch.setattr(desk.app, "exit", lambda: left.append(True))
        monkeypatch.setattr(type_ahead, "LONGEST", -1.0)
        for _ in range(3):
            await desk.app.typing.take(events.Key("down", None))
        await desk.app.typing.take(events.Key("ctrl+q", None))
        await until(lambda: left)
        assert desk.row.id == first
