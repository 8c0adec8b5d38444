"""A desk to press keys on: the real app on a database of its own, with a clock that only the test moves.

Nothing here sleeps: `settle` waits for what the app itself waits for (workers, the database thread, every queue of
messages), a minute at most.
"""

import asyncio
import builtins
import gc
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from datetime import date, datetime
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar, Unpack

import pytest
from textual import events
from textual._context import active_app
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerError

from desk.app import DeskApp
from desk.presentation import error_line
from desk.screens.action_screen import ActionScreen
from desk.screens.dialogs.dialog import Dialog, Question
from desk.screens.forms.base import FormScreen
from desk.services import type_ahead
from desk.settings import Settings
from desk.store.charter_versions import use_applied
from desk.store.commands.recording import Recording, record
from desk.store.connection.opening import open_database
from desk.store.database import Store
from desk.store.opening import open_desk
from desk.store.queries.board import QueueRow
from desk.widgets.fields import Choice, Line
from desk.widgets.queue_pane import Pane
from desk.widgets.queue_view import QueueView
from tests.looks import MOSCOW, look
from tests.recordings import Fields
from tests.worded import Worded

TUESDAY = "2026-11-03 10:14"
SMALL, MIDDLE, WIDE = (80, 24), (130, 40), (170, 48)
LOOKS_EACH = 0.001  # second
STILL = 10  # rounds of the event loop
PATIENCE = 60.0  # seconds after which something that is waited for is taken not to come
MANY = 25  # apps that may stay in memory: looking through all that is loaded after each of them takes longer than a test

_opened = count(1)

Fill = Callable[[Store], object]
S = TypeVar("S", bound=Screen[Any])
E = TypeVar("E", bound=BaseException)


def seconds(moment: str) -> int:
    """`2026-11-03 10:14` in Moscow as epoch seconds."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=MOSCOW).timestamp())


class Clock:
    """The present, standing still until the test moves it."""

    def __init__(self, moment: str = TUESDAY) -> None:
        self.set(moment)

    def __call__(self) -> float:
        return self.now

    def set(self, moment: str) -> None:
        """Another moment, in Moscow."""
        self.now = float(seconds(moment))


class Desk:
    """The running app with what a test does to it and reads off it."""

    def __init__(self, app: DeskApp, pilot: Pilot[None], clock: Clock, path: Path, errors: list[BaseException]) -> None:
        self.app, self.pilot, self.clock, self.path, self.errors = app, pilot, clock, path, errors

    # -- doing

    async def settle(self) -> None:
        """Waits until nothing is under way: no worker, nothing in the threads of the database and the drafts, no message unread."""
        app, quiet, begun = self.app, 0, monotonic()
        while monotonic() - begun < PATIENCE:
            with suppress(WorkerError):  # a worker that may fail did; one that may not has ended the app
                await app.workers.wait_for_complete()
            with suppress(Exception):  # a database that cannot be opened answers too, and a folder that cannot be made
                await app.ask(_nothing)
                await app.autosave.ask(_nothing)
            await self.pilot._wait_for_screen()
            if app._exception is not None:
                return  # it has broken off: closing it raises why
            busy = bool(app.workers._workers) or any(queue_sizes(app)) or not app.typing.idle
            busy = busy or not (app.screen.is_mounted and getattr(app.screen, "is_ready", True))
            if frame_is_due(app.screen):
                busy = True
                app.screen._on_timer_update()
            quiet = 0 if busy else quiet + 1
            if quiet == 2:
                return
        raise AssertionError("the app does not come to rest")

    def report(self, event: events.Event) -> None:
        """An event on its way to the app, as the terminal's driver would send it."""
        driver = self.app._driver
        assert driver is not None
        event.set_sender(self.app)
        driver.send_message(event)

    def send(self, *keys: str) -> None:
        """Keys on their way to the app, one right after the other."""
        for key in keys:
            self.report(events.Key(_character_to_key(key) if len(key) == 1 else key, key if len(key) == 1 else _SIGNS.get(key)))

    async def press(self, *keys: str) -> None:
        """Keys, each after all that the one before did."""
        for key in keys:
            self.send(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """A text, typed fast."""
        self.send(*text)
        await self.settle()

    async def run(self, name: str) -> None:
        """A command without a key, by the palette."""
        await self.press("ctrl+p")
        await self.type(self.words.title(name))
        await self.press("enter")

    async def paste(self, text: str) -> None:
        """A paste into whatever has the focus."""
        self.report(events.Paste(text))
        await self.settle()

    async def fill(self, **values: str) -> None:
        """Texts into the fields of the form on the screen, as a paste would put them there; `_` stands for `-`."""
        for name, value in values.items():
            self.screen.query_one("#" + name.replace("_", "-")).focus()
            await self.settle()
            await self.paste(value)

    async def tick(self) -> None:
        """A second has passed: what the ticker does, with the poll that looks for other processes."""
        self.app.run_tick()
        await self.app._poll()
        await self.settle()

    async def at(self, moment: str) -> None:
        """The clock moves on."""
        self.clock.set(moment)
        await self.tick()

    @contextmanager
    def elsewhere(self) -> Iterator[Store]:
        """A colleague's terminal: another connection to the same database."""
        with other_desk(self.path, self.clock) as store:
            yield store

    # -- reading

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""
        return self.app.screen

    def top(self, kind: builtins.type[S]) -> S:
        """The screen on top, which has to be of this kind."""
        screen = self.app.screen
        assert isinstance(screen, kind), f"{self.kind} is on top; told: {self.toasts}"
        return screen

    @property
    def kind(self) -> str:
        """What the screen on top is: `Board`, `RecordForm`, `Dialog` ..."""
        return type(self.app.screen).__name__

    @property
    def text(self) -> str:
        """All that stands on the screen on top, line by line."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    def said(self, selector: str) -> str:
        """What a Static says, whole, however little of it is in view."""
        return str(self.app.screen.query_one(selector).render())

    @property
    def words(self) -> Worded:
        """What the desk says in its language."""
        return Worded(self.app.translator.language)

    def refused(self, kind: builtins.type[E]) -> E:
        """The error that the form or the dialog on top says, or else the message line; it has to be of this kind."""
        assert self.errors, f"nothing was refused; {self.kind} is on top"
        error = self.errors[-1]
        assert isinstance(error, kind), f"refused with {error!r}"
        screen, words = self.screen, error_line.line(self.app.translator, error)
        if isinstance(screen, Dialog):
            assert screen.message == words
        elif screen.query("#wrong"):
            assert self.said("#wrong").removeprefix("! ") == words
        else:
            assert words in self.toasts
        return error

    def asked(self, *signs: str) -> str:
        """The question on top, which names all of these: numbers, names, moments."""
        message = self.top(Question).message
        assert not [sign for sign in signs if sign not in message], message
        return message

    def told(self, *signs: str) -> str:
        """The last short word that names all of these: numbers, names, moments."""
        found = [toast for toast in self.toasts if all(sign in toast for sign in signs)]
        assert found, f"{signs} were not told: {self.toasts}"
        return found[-1]

    def counted(self, kind: str = "enquiry") -> str:
        """What stands behind a queue's title: how many tickets it has, what is filtered and marked, what is overdue."""
        pane = self.pane(kind)
        said = str(pane.query_one(".pane-title").render())
        assert said.startswith(pane.title), said
        return said.removeprefix(pane.title).strip()

    @property
    def toasts(self) -> list[str]:
        """The lines of the current message and the current warning."""
        return [line for message in self.app.messages.shown() for line in message.lines]

    @property
    def focused(self) -> Widget:
        """What has the focus. Raises AssertionError where nothing has it."""
        found = self.app.focused
        assert found is not None, f"nothing on {self.kind} has the focus"
        return found

    @property
    def row(self) -> QueueRow:
        """The ticket at hand. Raises AssertionError where there is none."""
        found = self.top(ActionScreen).ticket_row
        assert found is not None, f"no ticket is at hand on {self.kind}"
        return found

    def queue(self, kind: str = "enquiry") -> QueueView:
        """A queue of the board."""
        return self.pane(kind).view

    def shows(self, kind: str) -> bool:
        """Whether the board shows a queue: it has room for it, or its tab is open."""
        return self.pane(kind).display

    def pane(self, kind: str) -> Pane:
        """A queue of the board with its title."""
        return next(pane for pane in self.app.board.panes.all if pane.kind == kind)

    def field(self, name: str) -> Line | Choice:
        """A field of the form on the screen."""
        found = self.screen.query_one(f"#{name}")
        assert isinstance(found, Line | Choice), f"{name} is a {type(found).__name__}"
        return found

    def line(self, kind: str, number: int) -> str:
        """A ticket's row as it is drawn."""
        view = self.queue(kind)
        place = [row.id for row in view.rows].index(number)
        return str(view.render_line(place - view.scroll_offset.y).text)

    def values(self) -> dict[str, str]:
        """What stands in the form's fields."""
        return dict(self.top(FormScreen).values())

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """A look into the database, by a connection of its own."""
        return look(self.path, sql, *values)

    def count(self, table: str = "event") -> int:
        """How many rows a table has; of the events those of tickets."""
        of_tickets = " WHERE ticket_id IS NOT NULL" if table == "event" else ""
        return int(self.rows(f"SELECT count(*) FROM {table}{of_tickets}")[0][0])

    def last_event(self) -> str:
        """What was appended last to a ticket."""
        return str(self.rows("SELECT what FROM event WHERE ticket_id IS NOT NULL ORDER BY id DESC LIMIT 1")[0][0])

    def texts(self, field: str) -> list[str]:
        """Every stored text of a field, the oldest first."""
        return [body for (body,) in self.rows("SELECT body FROM text WHERE field = ? ORDER BY id", field)]


_SIGNS = {"space": " ", "slash": "/", "question_mark": "?"}


def frame_is_due(screen: Screen[Any]) -> bool:
    """Whether the next frame has something to lay out or to draw, or somebody waits for it."""
    return bool(screen._callbacks or screen._layout_required or screen._scroll_required or screen._dirty_widgets)


def queue_sizes(app: App[Any]) -> list[int]:
    """How many messages wait in each queue of the app."""
    widgets = (item for screen in app.screen_stack for item in screen.walk_children(with_self=True))
    return [app.message_queue_size, *(each.message_queue_size for each in widgets)]


async def until(holds: Callable[[], object]) -> None:
    """Lets the app go on until something holds. It may have work in the database's thread, which a loop without a pause delays."""
    begun = monotonic()
    while not holds():
        assert monotonic() - begun < PATIENCE, "it does not come"
        await asyncio.sleep(LOOKS_EACH)


async def messages_read(*_: float) -> None:
    """Until every queue of the app has stood still for some rounds of the event loop: what is left waits for a thread. Instead of
    Textual's `wait_for_idle`, which takes a process that is given no processor for one that has nothing to do."""
    app, before, unchanged, begun = active_app.get(), [0], 0, monotonic()
    while unchanged < STILL and app.screen_stack and monotonic() - begun < PATIENCE:
        await asyncio.sleep(0)
        if app._resize_timer is not None:
            app._check_resize()  # it would wait for the end of a row of resizes
        if app.screen_stack and app.screen.is_mounted and frame_is_due(app.screen):
            app.screen._on_timer_update()
        now = queue_sizes(app)
        before, unchanged = now, unchanged + 1 if now == before else 0


def no_painting(screen: Screen[Any]) -> None:
    """Instead of a screen's painting: only what it forgets after it."""
    screen._compositor._dirty_regions.clear()
    screen._dirty_widgets.clear()


def _nothing(_: object) -> None:
    """A question that the database thread answers when all before it is done."""


@contextmanager
def other_desk(path: Path, clock: Callable[[], float]) -> Iterator[Store]:
    """Another process's view of a database."""
    store = open_database(str(path), lambda: int(clock()))
    try:
        use_applied(store)
        yield store
    finally:
        store.close()


def ticket(store: Store, kind: str = "enquiry", channel: str = "phone", received: str = "", **values: Unpack[Fields]) -> int:
    """A ticket recorded by Boris; what came by email has an address to answer to."""
    given = Fields(name="Иванова Мария", subject="Когда FCE?", email="anna@example.org" if channel == "email" else "") | values
    return record(store, "Boris", Recording(kind, channel, received=seconds(received) if received else None, **given))


def one_of_each(store: Store) -> dict[str, int]:
    """A ticket of every kind, and of every channel for enquiries."""
    numbers = {channel: ticket(store, "enquiry", channel) for channel in ("phone", "voicemail", "email", "letter", "in-person")}
    numbers["complaint"] = ticket(store, "complaint", "email", about="Борис", subject="Шумно было")
    numbers["complaint-voicemail"] = ticket(store, "complaint", "voicemail", subject="Грубо ответили")
    numbers["certificate"] = ticket(store, "certificate", "letter", exam_name="B2 First", candidate="0001", subject="B2 First")
    numbers["registration"] = ticket(store, "registration", "email", exam=date(2026, 11, 14), subject="FCE")
    return numbers


@pytest.fixture(scope="session", autouse=True)
def fixed_terminal(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A terminal of a known kind, and nobody's own settings and log."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(tmp_path_factory.mktemp(name))
    os.environ.update({"TZ": "UTC", "COLORTERM": "truecolor", "TERM": "xterm-256color"})
    os.environ.pop("NO_COLOR", None)


@pytest.fixture(scope="session", autouse=True)
def idle_is_measured_by_messages() -> Iterator[None]:
    """Where the tests wait, and where Textual's Pilot does."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("textual.pilot.wait_for_idle", messages_read)
        patched.setattr("textual.app.wait_for_idle", messages_read)
        yield


@pytest.fixture(scope="session", autouse=True)
def styles_parsed_once() -> Iterator[None]:
    """Every app of a process reads the same style sheets, and to parse them is a tenth of a test."""
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def once(
        sheet: Stylesheet, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        key = (css, read_from, is_default_rules, tie_breaker, scope, *sheet._variables.items())
        if key not in parsed:
            parsed[key] = parse(sheet, css, read_from, is_default_rules, tie_breaker, scope)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "_parse_rules", once)
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with its charter and nothing else, made once: loading a charter takes half a second."""
    path = tmp_path_factory.mktemp("empty") / "desk.db"
    open_desk(str(path), None, lambda: seconds(TUESDAY), practice=True).close()
    return path


@pytest.fixture(scope="session")
def full_database(empty_database: Path) -> tuple[Path, dict[str, int]]:
    """A desk with one ticket of each kind and channel."""
    path = empty_database.with_name("full.db")
    shutil.copy(empty_database, path)
    with other_desk(path, Clock()) as store:
        return path, one_of_each(store)


OpenDesk = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def open_a_desk(
    empty_database: Path, full_database: tuple[Path, dict[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> OpenDesk:
    """Opens the app: on an empty desk, on one that `fills` fill one after the other, or on the full one (`full=True`).

    settings: further ones of Settings.
    """

    @asynccontextmanager
    async def opened(
        *fills: Fill,
        full: bool = False,
        language: str = "en",
        size: tuple[int, int] = MIDDLE,
        at: str = TUESDAY,
        database: str | None = None,
        wait: bool = True,
        asks_name: bool = False,
        asks_language: bool = False,
        **settings: Any,
    ) -> AsyncIterator[Desk]:
        path = tmp_path / f"desk{len(list(tmp_path.glob('desk*.db')))}.db"
        clock = Clock(at)
        if database is None:
            shutil.copy(full_database[0] if full else empty_database, path)
            if fills:
                with other_desk(path, clock) as store:
                    for fill in fills:
                        fill(store)
        # A second passes when the test says so: by itself it would between any two keys of a test on a busy machine.
        monkeypatch.setattr(DeskApp, "_arm_ticker", lambda _: None)
        # Nor is a key held for too long, or a widget taken to be gone, because other processes had the processor meanwhile.
        monkeypatch.setattr(type_ahead, "LONGEST", PATIENCE)
        monkeypatch.setattr(type_ahead, "_GONE", PATIENCE)
        app = DeskApp(
            Settings(database or str(path), None, language, settings.pop("staff", "Anna"), **settings),
            clock,
            asks_name=asks_name,
            asks_language=asks_language,
        )
        app.animation_level = "none"
        errors: list[BaseException] = []
        words_of = app.error_line

        def kept(error: BaseException) -> str:
            errors.append(error)
            return words_of(error)

        monkeypatch.setattr(app, "error_line", kept)
        # What is drawn is read off the layout when a test asks for it; nobody sees what would be painted meanwhile, and that is a
        # third of the time. The real terminal of tests/terminal and the pictures paint all of it.
        monkeypatch.setattr(Screen, "_compositor_refresh", no_painting)
        async with app.run_test(size=size) as pilot:
            desk = Desk(app, pilot, clock, Path(database) if database else path, errors)
            if wait:
                await pilot.pause()  # the first frame is drawn before the loading begins
                await desk.settle()
            yield desk
        if next(_opened) % MANY == 0:
            gc.unfreeze()  # an app freezes what it has loaded, and a test's would stay for good

    return opened


@pytest.fixture
def numbers(full_database: tuple[Path, dict[str, int]]) -> dict[str, int]:
    """The tickets of the full desk, by channel or kind."""
    return full_database[1]
