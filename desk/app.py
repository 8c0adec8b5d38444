"""The Textual application: opens the store, owns the ticker, wires the services, shows screens."""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar

from rich.console import RenderableType
from textual import events, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.errors import NoWidget
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerFailed

from desk.actions.action import Action
from desk.actions.keys import COPY_KEY, IN_FORMS, LEAVE_KEY, PALETTE_KEY, SUSPEND_KEY, key_names, key_shown
from desk.actions.paths import resolve
from desk.actions.registry import ACTIONS, find
from desk.charter.errors import DeskError
from desk.i18n import Translator, translator
from desk.screens.action_screen import ActionScreen
from desk.screens.base import DeskScreen, register_desk, tick_in_sight
from desk.screens.board.screen import Board
from desk.screens.themes import SIXTEEN, THEMES
from desk.services.alerts import Alerts
from desk.services.autosave import Autosave
from desk.services.connections import Connections
from desk.services.session import UserSession
from desk.services.type_ahead import TypeAhead
from desk.settings import Settings
from desk.store.errors import NotLoggedIn
from desk.store.errors.database import DatabaseGone, DatabaseReplaced
from desk.text import sanitize
from desk.widgets.takes_text import TakesText

if sys.platform != "win32":
    from desk.system.terminal import Keyboard

if TYPE_CHECKING:
    from textual.driver import Driver

    from desk.charter import Charter
    from desk.store.commands.duties import DutyStatus
    from desk.store.database import Store
    from desk.store.queries.board import FirstPage, QueueRow, ReminderRow
    from desk.system.logging import Log

WARNING_STANDS = 20  # seconds

# What is opened or done behind the first frame, as the registry names it: by its dotted path.
CLOSE_HIDDEN = "desk.screens.people.access:close_hidden_screens"
DIALOG = "desk.screens.dialogs.dialog:Dialog"
LEAVE_QUESTION = "desk.screens.dialogs.actions:leave_question"
LOCKED = "desk.screens.people.lock:LockScreen"
OPEN_SHIFT = "desk.store.commands.duties:open_shift"
OTHER_ROLE = "desk.screens.people.access:leave_for_another_role"
PALETTE = "desk.screens.dialogs.actions:palette"

P = ParamSpec("P")
T = TypeVar("T")


class DeskApp(App[None]):
    """The desk on a terminal. Raises WrongKeymap.

    clock: the present in UTC epoch seconds, with its fraction; practice: whether that is not the machine's, as in a demo.
    """

    CSS_PATH = "screens/desk.tcss"
    ENABLE_COMMAND_PALETTE = False  # ours speaks both languages: screens/dialogs/chooser.py
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(key_names((LEAVE_KEY,))), "leave", show=False, priority=True),
        Binding(",".join(key_names((SUSPEND_KEY,))), "suspend_process", show=False, priority=True),
        Binding(",".join(key_names((COPY_KEY,))), "copy_or_help", show=False, priority=True),
        (",".join(key_names((PALETTE_KEY,))), "palette", ""),
    ]
    _is_themed = False  # one of our themes is set

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time, *, practice: bool = False) -> None:
        # Without colours Textual would draw greys; as the theme of the terminal's own colours it draws no colour at all.
        theme = SIXTEEN.name if "NO_COLOR" in os.environ else settings.theme
        super().__init__(ansi_color=True if theme == SIXTEEN.name else None)
        self._use_first_theme(theme)
        self.title = "Desk"
        self.settings, self.clock, self.practice = settings, clock, practice
        self.commands = _commands(settings)
        self.keys = {action.id: key_shown(action, self.translator) for action in self.commands}  # as words for the eye name them
        self._bind_form_keys()
        self.charter: Charter | None = None
        self.speaks_dates = False  # Babel is loaded after the rows are shown
        self.keeps_typed = True  # what is not saved is still there after the end
        self.fault = False  # the program ended by a fault of its own
        self.reminders: list[ReminderRow] = []
        self.duties: list[DutyStatus] = []
        self.loaded = asyncio.Event()  # the queues were read once, or could not be
        self._warning = ("", 0.0)  # the current warning, and until when it is shown
        self._seen_version: int | None = None
        self._polling = False
        self._is_gone = False  # the database, and that is said
        self.session = UserSession(settings.staff, clock, settings.lock_after)
        self.connections = Connections(
            settings,
            clock,
            practice=practice,
            acting=lambda: self.session.acting,
            opened=self._opened,
            replaced=self._was_replaced,
            slow=lambda work, seconds: self.journal.slow(work, seconds),
        )
        self.alerts = Alerts(self, lambda: self.counts() if self.loaded.is_set() and self.charter else None, self._write)
        self.autosave = Autosave(self)
        self.typing = TypeAhead(self, self, super().on_event, self.loaded, self._keys_dropped)
        register_desk(self, self)
        self.board = Board()

    def _use_first_theme(self, name: str) -> None:
        """Before anything is styled: to set the theme itself would have all of it styled twice before the first frame."""
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, name)
        self._is_themed = True
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme: none for Textual's own, which is set for as long as nothing is styled."""
        return super().get_css_variables() if self._is_themed else {}

    def _bind_form_keys(self) -> None:
        for name in IN_FORMS:
            pressed = [
                key for action in self.commands if action.id == name for key in action.keys if len(key) > 1 and key != "space"
            ]
            if pressed:
                self._bindings.bind(",".join(key_names(tuple(pressed))), name, show=False, priority=True)

    def get_driver_class(self) -> "type[Driver]":
        """Textual's own terminal, but for what it reads."""
        return super().get_driver_class() if sys.platform == "win32" else Keyboard

    def _write(self, sequence: str) -> None:
        """Sends a sequence to the terminal."""
        if self._driver is not None:
            self._driver.write(sequence)

    # -- keys and the mouse -------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go one after the other; what the mouse does where nothing is goes nowhere."""
        if isinstance(event, events.InputEvent | events.Paste):
            self.session.touched()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.typing.take(event)
        elif not isinstance(event, events.MouseEvent) or self.mouse_captured or self._is_something_at(int(event.x), int(event.y)):
            await super().on_event(event)

    def _is_something_at(self, x: int, y: int) -> bool:
        """Whether there is a widget. Terminals that are made smaller report clicks outside the screen, and Textual would take the
        focus from everything; a click on a widget that is just being removed would end the program."""
        if not self.screen_stack or not self.size.region.contains(x, y):
            return False
        try:
            widget, _ = self.screen.get_widget_at(x, y)
        except NoWidget:
            return False
        return widget is self.screen or widget.parent is not None

    def _watch_app_focus(self, focus: bool) -> None:  # noqa: ARG002 - Textual's own shape
        """The terminal lost or regained the focus: a field keeps its own. Textual would take it away, and give it to another field
        where a dialog opened in the meantime."""
        self.screen.update_node_styles()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing opens over a locked desk."""
        return not (self.session.locked and action in ("search", "palette")) and super().check_action(action, parameters)

    def is_dialog(self, screen: Screen[Any]) -> bool:
        """Whether it asks something that has to be answered before all else."""
        return isinstance(screen, DeskScreen) and screen.is_dialog

    def is_ready(self, screen: Screen[Any]) -> bool:
        """Whether it takes keys."""
        return not isinstance(screen, DeskScreen) or screen.is_ready

    def takes_text(self, widget: Widget | None) -> bool:
        """Whether it is a field for text."""
        return isinstance(widget, TakesText)

    def _keys_dropped(self) -> None:
        self.tell(self.gettext("The desk was not responding. Keys pressed in that time were ignored."))

    # -- what screens and services ask --------------------------------------------------------------------------------

    @property
    def staff(self) -> str:
        """Who is at the desk."""
        return self.session.acting.name

    @property
    def now(self) -> int:
        """The present in whole seconds."""
        return int(self.clock())

    @property
    def translator(self) -> Translator:
        """Translates into the language of the screens."""
        return translator(self.settings.language)

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in the language of the screens, as `Translator.gettext`."""
        return self.translator.gettext(message, **values)

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A message in the form that the number asks for, as `Translator.ngettext`."""
        return self.translator.ngettext(singular, plural, number, **values)

    def way_to(self, name: str) -> str:
        """What to press for a command, as words for the eye name it: its key, else the palette and its title there."""
        if self.keys[name] != PALETTE_KEY.upper():
            return self.keys[name]
        title = self.gettext(find(name).title).partition(":")[0]
        return self.gettext("{key}, “{title}”", key=PALETTE_KEY.upper(), title=title)

    def bell(self) -> None:
        """Rings, if a bell is wanted at all."""
        if self.settings.bell:
            super().bell()

    def use_theme(self, name: str) -> None:
        """Other colours from now on; where none are wanted, the terminal's own two."""
        self.ansi_color = True if self.no_color else None  # of itself it is what the theme says
        self.theme = name

    def get_default_screen(self) -> Board:
        """The board: a screen pushed over an empty one would be a second layout before the first frame."""
        return self.board

    def desk_screens(self, first: int = 0) -> list[DeskScreen]:
        """The open screens that are ours and are built, the lowest first. first: from this place in the stack on."""
        return [screen for screen in self.screen_stack[first:] if isinstance(screen, DeskScreen) and screen.is_mounted]

    def open_rows(self) -> "list[QueueRow]":
        """The tickets of every queue, whatever a filter hides of them."""
        return self.board.open_rows()

    def counts(self) -> tuple[int, int]:
        """How many nearest clocks are overdue, and how many more fall due today."""
        return self.board.counts(self.now)

    def start_anew(self) -> None:
        """Somebody else sits down: what the one before marked and filtered is nothing to them."""
        self.board.start_anew()

    def run_in_background(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Runs something in the background; its errors are ignored."""
        _started: Worker[None] = self.run_worker(work(), group=group, exit_on_error=False)

    # -- the ticker ---------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Reads the tickets. To be called when the first frame stands: peewee and the like are loaded after it, in the
        database thread, and keys are taken meanwhile."""
        _started: Worker[None] = self.run_worker(self._load, group="load", exit_on_error=False)
        self._arm_ticker()

    def _arm_ticker(self) -> None:
        """The next tick just after the next full second: a repeating timer would drift past one."""
        self.set_timer(1.0 - self.clock() % 1.0 + 0.002, self._tick)

    def _tick(self) -> None:
        if not self.screen_stack:  # the app is closing: its screens go before its timers
            return
        self._arm_ticker()
        self.beat()
        if not self._polling:
            self._polling = True
            _started: Worker[None] = self.run_worker(self._poll, group="poll", exit_on_error=False)

    def beat(self) -> None:
        """A second has passed: for the screens in sight, for what comes near, for the lock and for what is typed."""
        tick_in_sight(self.screen_stack, self.clock())
        if not self.session.locked:
            self.alerts.tick()
            if self.session.is_left_alone:
                self.lock()
        self.keep_drafts()

    def keep_drafts(self, *, last: bool = False) -> None:
        """Writes the open forms to the disk. last: the desk ends, so that nothing is waited for."""
        for screen in self.desk_screens():
            screen.keep_draft(last=last)

    # -- the store ----------------------------------------------------------------------------------------------------

    async def ask(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Has the database thread do something and waits for it, without holding up the screen."""
        return await self.connections.ask(work, *args, **kwargs)

    async def query_readonly(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """As `ask`, by the connection that searches: what is typed waits for nobody who writes."""
        return await self.connections.query_readonly(work, *args, **kwargs)

    def _opened(self, charter: "Charter") -> None:
        self.charter = charter

    def _was_replaced(self) -> None:
        """Another file is in the database's place: marks and logins were of the former one."""
        self._seen_version = None
        self.board.panes.drop_marks()
        self.warn([self.gettext("The database file was replaced. The board now shows the new file.")])
        if self.session.acting.login:
            self.lock()
        self.reload_soon()

    def _log_opened(self) -> None:
        if self.charter is not None:
            self.journal.opened()

    async def _load(self) -> None:
        if await self.show_first():
            await self.reload()
        self.loaded.set()
        await asyncio.to_thread(lambda: self.board.words.learn_dates())
        self.speaks_dates = True
        self.board.say_dates()
        if not self.session.locked:
            await self.start_session()
        await asyncio.to_thread(self._log_opened)
        await asyncio.to_thread(_import_screens)
        # Pauses of the collector over all that was just loaded would be felt at a key press.
        gc.collect()
        gc.freeze()
        gc.enable()

    async def show_first(self) -> bool:
        """A page of every queue, painted before the rest is read: both at once would hold each other up. False where even that
        cannot be read: then it is said."""
        if self.board.panes.has_loaded:
            return True
        try:
            first_page = await self.ask(_first)
        except Exception as error:
            if not self._keeps_out(error):
                self.show_error(error)
            return False
        self.charter, self.session.access = first_page.charter, first_page.access
        self.board.show_first(first_page)
        painted = asyncio.Event()
        if self.board.call_after_refresh(painted.set):
            await painted.wait()
        return True

    @work(group="beside", exclusive=True, exit_on_error=False)
    async def _read_beside(self) -> None:
        """Reads what is shown beside the rows, which do not wait for it."""
        beside = await self.ask(lambda store: self.connections.reading.beside(store))
        self.reminders, self.alerts.notices, self.duties = beside.reminders, beside.notices, beside.duties
        self.board.update_counts(beside.counts)
        if self.speaks_dates:
            self.board.duties.show()

    async def start_session(self) -> None:
        """The person who sits down at an open desk is the evidence that somebody is there, and is warned of what comes near."""
        with suppress(DeskError):  # the board says by itself that it cannot write; who only reads is no evidence
            await self.ask(resolve(OPEN_SHIFT), self.staff)
        with suppress(DeskError):
            self._read_beside()
            self.clear_notifications()  # they are warned anew: twice the same would hide what is asked
            await self.alerts.listen()
        await self.autosave.announce()
        self._warn_of_calendar()

    def _warn_of_calendar(self) -> None:
        """The calendar's end is said to each who sits down, with what to do; the first line has room for it on wide boards only."""
        if line := self.board.words.calendar_ends():
            self.notify(line, severity="warning", markup=False, timeout=WARNING_STANDS)

    @work(group="reload", exclusive=True)
    async def reload_soon(self) -> None:
        """As `reload`, waited for by nobody but the next key."""
        await self.reload()

    async def reload(self) -> None:
        """Reads the queues anew and shows them. An error is shown, and what was on the board stays."""
        if self.session.locked:
            return
        asked = self.session.acting
        try:
            read = await self.ask(lambda store: self.connections.reading.all(store))
        except Exception as error:  # whatever it is, the board must live on
            is_told = isinstance(error, DatabaseReplaced)
            if not self._keeps_out(error) and not is_told:
                self.show_error(error)
            return
        if self.session.acting != asked:
            return  # that is somebody else's answer
        self._seen_version = read.version
        self.alerts.notices = read.notices
        if not read.access.rights >= self.session.access.rights:
            self.session.access = read.access
            await resolve(OTHER_ROLE)(self)
        self.session.access = read.access
        self.charter = read.charter  # another desk may have put a changed one in force
        self.board.show(read)
        self._read_beside()
        await self._close_hidden_screens()
        for screen in self.desk_screens():
            screen.refresh_data()

    async def _poll(self) -> None:
        """Asks whether another process wrote; the next poll waits for this one's answer."""
        try:
            version = await self.ask(_version)
        except DatabaseGone as error:
            if not self._is_gone:
                self._is_gone = True
                self.show_error(error)
            return
        except Exception:  # said once already when the queues were read
            return
        finally:
            self._polling = False
        self._is_gone = False
        if version is not None and version != self._seen_version:
            await self.reload()

    # -- saying things ------------------------------------------------------------------------------------------------

    def tell(self, message: str, *, stands: float = 4) -> None:
        """A short word that something was done; never markup. stands: for how many seconds."""
        self.clear_notifications()  # the last word counts; a pile of them would hide the queue
        self._show_warning()  # except warnings, which are shown once and for their whole time
        self.notify(sanitize.one_line(message, 200), markup=False, timeout=stands)

    def warn(self, lines: Sequence[str]) -> None:
        """Something comes near: in words, longer than a short word stands; with a bell."""
        self._warning = ("\n".join(sanitize.one_line(line, 200) for line in lines), self.clock() + WARNING_STANDS)
        self._show_warning()
        self.bell()

    def _show_warning(self) -> None:
        words, until = self._warning
        if (left := until - self.clock()) > 0:
            self.notify(words, severity="warning", markup=False, timeout=left)

    # -- the lock -----------------------------------------------------------------------------------------------------

    def lock(self, chosen: str = "") -> None:
        """Nothing is seen any more, and nothing done, until somebody logs in. chosen: who is asked for their PIN at once."""
        if self.session.locked:
            return
        self.keep_drafts()
        likely = self.staff
        self.session.lock()
        self.fall_silent()
        self.push_screen(resolve(LOCKED)(chosen or likely, ask=bool(chosen)))

    def fall_silent(self) -> None:
        """Takes every word off the screen and out of the window's title."""
        self.clear_notifications()
        self.alerts.fall_silent()

    def action_lock(self) -> None:
        """By a key; where nobody logs in, it says so."""
        if self.session.access.is_open:
            self.tell(
                self.gettext(
                    "Logins are not set up, so there is nothing to lock. To set them up: {way}.", way=self.way_to("people")
                )
            )
        else:
            self.lock()

    def _keeps_out(self, error: Exception) -> bool:
        """Whether the store refused because nobody is logged in, or no longer may be: then the desk is locked."""
        if not isinstance(error, NotLoggedIn):
            return False
        self.lock()
        return True

    async def _close_hidden_screens(self) -> None:
        if any(screen.ticket_ids for screen in self.desk_screens()):
            await resolve(CLOSE_HIDDEN)(self)

    # -- errors -------------------------------------------------------------------------------------------------------

    @cached_property
    def journal(self) -> "Log":
        """The log, opened when there is something to write."""
        from desk.system.logging import Log  # nothing is written before the first frame

        return Log()

    def error_line(self, error: BaseException) -> str:
        """The error in one line for the user; its places stand in the log."""
        from desk.presentation import error_line  # seldom, and it loads what words deadlines

        self.journal.failed(error)
        return error_line.line(self.translator, error)

    def show_error(self, error: BaseException) -> None:
        """A dialog with the error's one line, over whatever is on the screen."""
        self.push_screen(resolve(DIALOG)(self.error_line(error)))

    def _handle_exception(self, error: Exception) -> None:
        self.journal.failed(error.error if isinstance(error, WorkerFailed) else error)
        if self._exit:  # what fails because the screens are going already is nobody's trouble
            self._close_messages_no_wait()
            return
        with suppress(Exception):  # the first error is the one to be told
            self.keep_drafts(last=True)
        super()._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002 - Textual's own shape
        """Ends the program. Textual would show a traceback with all local variables, and names of customers among them; the
        caller prints one line instead."""
        self.fault, self._return_code = True, 1
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self.bell()
        self.panic()

    # -- from every screen ---------------------------------------------------------------------------------------------

    def end(self, code: int) -> None:
        """Ends at once, without asking: a signal says so, or the terminal has gone. code: of the exit; kept where it is ending."""
        if self.return_code is not None:
            return
        self.keep_drafts(last=True)
        self.exit(return_code=code)

    def on_terminal_gone(self) -> None:
        """Nobody can read or type any more."""
        self.end(1)

    def action_copy_or_help(self) -> None:
        """Copies what is selected. Where nothing is, Ctrl+C, which ends other programs, says how this one is left."""
        field = self.focused.copyable if isinstance(self.focused, TakesText) else ""
        if selected := field or self.screen.get_selected_text() or "":
            self.copy_to_clipboard(selected)
            return
        self.clear_notifications()
        self.notify(self.gettext("Press {key} to quit.", key=LEAVE_KEY.upper()), markup=False)

    def action_leave(self) -> None:
        """Quits; where something is typed, that is asked about first."""
        if not any(screen.has_unsaved_input for screen in self.desk_screens()):
            self.exit()
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self.keep_drafts(last=True)
                self.exit()

        self.push_screen(resolve(LEAVE_QUESTION)(self), decided)

    def action_palette(self) -> None:
        """Every command by its name."""
        if isinstance(self.screen, ActionScreen):
            self.screen.start(resolve(PALETTE), self.screen)

    def action_search(self) -> None:
        """Any ticket, from whatever is on the screen; what is typed there stays."""
        if isinstance(self.screen, DeskScreen):
            self.screen.start(resolve(find("search").opens), self.screen)

    def on_unmount(self) -> None:
        self.alerts.close()
        self.autosave.close()
        self.connections.close()
        self.journal.stopped()


def _commands(settings: Settings) -> tuple[Action, ...]:
    """The registry, with the user's keys where there are any."""
    if not settings.keys:
        return ACTIONS
    from desk.actions.user_keymap import with_keymap  # who keeps the keys as they are does not wait for it

    return with_keymap(settings.keys)


def _first(store: "Store") -> "FirstPage":
    from desk.store.queries.board import first_page  # in the thread of the database: it loads peewee

    return first_page(store)


def _import_screens() -> None:
    """Imports what keys open, so that none of them is slow the first time."""
    for action in ACTIONS:
        if action.opens:
            resolve(action.opens)


def _version(store: "Store") -> int | None:
    store.check_there()
    return store.data_version()
