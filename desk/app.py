"""The Textual application: opens the store, owns the ticker, wires the services and shows the screens."""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from math import inf
from pathlib import Path
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
from desk.actions.keys import COPY_KEY, IN_FORMS, LEAVE_KEY, PALETTE_KEY, SUSPEND_KEY, key_names, key_shown, layout_of
from desk.actions.paths import resolve
from desk.actions.registry import ACTIONS, find
from desk.charter.errors import DeskError
from desk.i18n import Translator, translator
from desk.screens.action_screen import ActionScreen
from desk.screens.base import DeskScreen, register_desk, tick_visible
from desk.screens.board.screen import Board
from desk.screens.themes import SIXTEEN, THEMES
from desk.services.alerts import Alerts
from desk.services.autosave import Autosave
from desk.services.connections import Connections
from desk.services.messages import SHORT, Messages
from desk.services.presence import Presence
from desk.services.session import UserSession
from desk.services.type_ahead import TypeAhead
from desk.settings import Settings
from desk.store.errors import NotLoggedIn
from desk.store.errors.database import DatabaseGone, DatabaseReplaced, ServerUnreachable
from desk.system.private_files import remove_private
from desk.system.scans import scanned
from desk.text import sanitize
from desk.widgets.takes_text import TakesText

if sys.platform != "win32":
    from desk.system.terminal import Keyboard

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.driver import Driver

    from desk.charter import Charter
    from desk.charter.standards import Kind
    from desk.services.mail_process import MailProcess
    from desk.store.commands.duties import DutyStatus
    from desk.store.complaints.corrective_actions import Corrective
    from desk.store.database import Store
    from desk.store.dialects.presence import Here
    from desk.store.queries.board import FirstPage, QueueRow, ReminderRow
    from desk.system.logging import Log

# Modules and functions loaded after the first frame, given by dotted path as in the registry.
CLOSE_HIDDEN = "desk.screens.people.access:close_hidden_screens"
DIALOG = "desk.screens.dialogs.dialog:Dialog"
FIRST_START = "desk.screens.people.handover:first_start"
INTRODUCE = "desk.store.staff:introduce"
LEAVE_QUESTION = "desk.screens.dialogs.actions:leave_question"
LOCKED = "desk.screens.people.lock:LockScreen"
MAIL_PROCESS = "desk.services.mail_process:MailProcess"
OPEN_SHIFT = "desk.store.commands.duties:open_shift"
OTHER_ROLE = "desk.screens.people.access:leave_for_another_role"
PALETTE = "desk.screens.dialogs.actions:palette"

LOOKS = 0.1  # seconds between a notification of the server and the look that follows

P = ParamSpec("P")
T = TypeVar("T")


class DeskApp(App[None]):
    """The desk on a terminal. Raises WrongKeymap.

    clock: the current time in UTC epoch seconds, with fractions; practice: whether it differs from the machine's, as in a demo;
    asks_name: whether the user is only known by the login name, so that somebody new is asked for theirs; asks_language: whether
    nothing sets the language, so that they are asked for it too.
    next_language: the language in which the desk is to be started again after it ended; None if it is not.
    """

    CSS_PATH = "screens/desk.tcss"
    ENABLE_COMMAND_PALETTE = False  # replaced by screens/dialogs/chooser.py, which is translated
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(key_names((LEAVE_KEY,))), "leave", show=False, priority=True),
        Binding(",".join(key_names((SUSPEND_KEY,))), "suspend_process", show=False, priority=True),
        Binding(",".join(key_names((COPY_KEY,))), "copy_or_help", show=False, priority=True),
        (",".join(key_names((PALETTE_KEY,))), "palette", ""),
    ]
    _is_themed = False  # whether one of our themes is set
    _keys: dict[str, str]
    _keys_of: bool | None = None  # the layout whose labels they are

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.time,
        *,
        practice: bool = False,
        asks_name: bool = False,
        asks_language: bool = False,
    ) -> None:
        # Without colours Textual would draw greys. In the theme of the terminal's own colours it draws none at all.
        theme = SIXTEEN.name if "NO_COLOR" in os.environ else settings.theme
        super().__init__(ansi_color=True if theme == SIXTEEN.name else None)
        self._use_first_theme(theme)
        self.title = "Desk"
        self.settings, self.clock, self.practice, self._asks_name = settings, clock, practice, asks_name
        self.asks_language = asks_language
        self.next_language: str | None = None
        self.commands = _commands(settings)
        self.types_russian = settings.language == "ru"  # the layout of the letter pressed last
        self._bind_form_keys()
        self.charter: Charter | None = None
        self.speaks_dates = False  # Babel is loaded after the rows are shown
        self.keeps_typed = True  # whether unsaved input is kept as drafts when the program ends
        self.recent: list[str] = []  # the ids of the commands chosen last in the palette
        self.fault = False  # whether the program ended because of an internal error
        self.reminders: list[ReminderRow] = []
        self._warns_of_upkeep = False  # set until the user who has sat down was warned
        self.duties: list[DutyStatus] = []
        self.corrective: list[Corrective] = []
        self.scans = 0
        self.emailed: frozenset[int] = frozenset()
        self._beside_until: float = inf  # when what stands beside the rows changes by itself: a duty is missed, a day ends
        self.ticket_words: Mapping[int, str] = {}
        self.loaded = asyncio.Event()  # set once the queues were read or reading failed
        self._seen_version: int | None = None
        self._polling = False
        self._looks_soon = False
        self._is_gone = False  # whether the database is missing and the user was told
        self.lost_since: int | None = None
        self._start_error: DeskScreen | None = None  # says why the queues could not be read at the start
        self.session = UserSession(settings.staff, clock, settings.lock_after)
        self.connections = Connections(
            settings,
            clock,
            practice=practice,
            acting=lambda: self.session.acting,
            opened=self._opened,
            replaced=self._was_replaced,
            noticed=self._look_soon,
            lost=self._lose_connection,
            slow=lambda work, seconds: self.journal.slow(work, seconds),
        )
        self.presence = Presence()
        self.messages = Messages(clock)
        self.not_undoable: tuple[str, int] | None = None  # why the last step cannot be undone, and when it was done
        self.alerts = Alerts(self, lambda: self.counts() if self.loaded.is_set() and self.charter else None, self._write)
        self.autosave = Autosave(self)
        self._mail: MailProcess | None = None
        self.typing = TypeAhead(self, self, super().on_event, self.loaded, self._keys_dropped)
        register_desk(self, self)
        self.board = Board()

    @property
    def keys(self) -> dict[str, str]:
        """The label of each command's key, on the keyboard layout in use."""
        if self._keys_of != self.types_russian:
            self._keys_of = self.types_russian
            self._keys = {action.id: key_shown(action, self.translator, russian=self.types_russian) for action in self.commands}
        return self._keys

    def _notice_layout(self, event: events.Key) -> None:
        """Shows the letters of the layout that the key came from."""
        russian = layout_of(event.character)
        if russian is None or russian == self.types_russian:
            return
        self.types_russian = russian
        for screen in self.desk_screens():
            screen.show_key_labels()

    def _use_first_theme(self, name: str) -> None:
        """Sets the first theme before anything is styled: setting the theme property would style everything twice."""
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, name)
        self._is_themed = True
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme. Empty for Textual's default theme, which is only set until styling begins."""
        return super().get_css_variables() if self._is_themed else {}

    def _bind_form_keys(self) -> None:
        for name in IN_FORMS:
            pressed = [
                key for action in self.commands if action.id == name for key in action.keys if len(key) > 1 and key != "space"
            ]
            if pressed:
                self._bindings.bind(",".join(key_names(tuple(pressed))), name, show=False, priority=True)

    def get_driver_class(self) -> "type[Driver]":
        """Textual's terminal driver with our input parser."""
        return super().get_driver_class() if sys.platform == "win32" else Keyboard

    def _write(self, sequence: str) -> None:
        """Writes an escape sequence to the terminal."""
        if self._driver is not None:
            self._driver.write(sequence)

    # -- keys and the mouse -------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Handles keys and pastes one after the other and ignores mouse events outside all widgets."""
        if isinstance(event, events.InputEvent | events.Paste):
            self.session.touched()
        if isinstance(event, events.Key):
            self._notice_layout(event)
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.typing.take(event)
        elif not isinstance(event, events.MouseEvent) or self.mouse_captured or self._is_something_at(int(event.x), int(event.y)):
            await super().on_event(event)

    def _is_something_at(self, x: int, y: int) -> bool:
        """Whether there is a widget at this position. A terminal that was made smaller reports clicks outside the screen, and
        Textual would then remove the focus; a click on a widget that is being removed would end the program."""
        if not self.screen_stack or not self.size.region.contains(x, y):
            return False
        try:
            widget, _ = self.screen.get_widget_at(x, y)
        except NoWidget:
            return False
        return widget is self.screen or widget.parent is not None

    def _watch_app_focus(self, focus: bool) -> None:  # noqa: ARG002 - signature given by Textual
        """Keeps the focus on its field when the terminal loses or regains the focus. Textual would remove it, and restore it to the
        wrong field if a dialog opened in the meantime."""
        self.screen.update_node_styles()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disables actions that open a screen while the desk is locked."""
        return not (self.session.locked and action in ("search", "palette")) and super().check_action(action, parameters)

    def is_dialog(self, screen: Screen[Any]) -> bool:
        """Whether the screen is a dialog that must be answered first."""
        return isinstance(screen, DeskScreen) and screen.is_dialog

    def is_ready(self, screen: Screen[Any]) -> bool:
        """Whether the screen accepts keys."""
        return not isinstance(screen, DeskScreen) or screen.is_ready

    def takes_text(self, widget: Widget | None) -> bool:
        """Whether the widget is a text field."""
        return isinstance(widget, TakesText)

    def _keys_dropped(self) -> None:
        self.tell(self.gettext("The desk was not responding. Keys pressed in that time were ignored."))

    # -- the interface for screens and services -----------------------------------------------------------------------

    @property
    def staff(self) -> str:
        """The name of the current user; "" if nobody is at the desk."""
        return self.session.acting.name

    @property
    def is_in_front(self) -> bool:
        """Whether the terminal's window has the focus, as far as the terminal tells."""
        return self.app_focus

    @property
    def now(self) -> int:
        """The current time in whole epoch seconds."""
        return int(self.clock())

    @property
    def translator(self) -> Translator:
        """The translator for the language of the screens."""
        return translator(self.settings.language)

    def gettext(self, message: str, /, **values: object) -> str:
        """Translates a message into the language of the screens, as `Translator.gettext`."""
        return self.translator.gettext(message, **values)

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """Translates a message in the plural form for the number, as `Translator.ngettext`."""
        return self.translator.ngettext(singular, plural, number, **values)

    def way_to(self, name: str) -> str:
        """How to reach a command, for display: its key, else the palette and its title there."""
        if self.keys[name] != PALETTE_KEY.upper():
            return self.keys[name]
        title = self.gettext(find(name).title).partition(":")[0]
        return self.gettext("{key}, “{title}”", key=PALETTE_KEY.upper(), title=title)

    def bell(self) -> None:
        """Rings the bell unless it is turned off."""
        if self.settings.bell:
            super().bell()

    def use_theme(self, name: str) -> None:
        """Changes the theme. With NO_COLOR the terminal's own two colours are used."""
        self.ansi_color = True if self.no_color else None  # None: decided by the theme
        self.theme = name

    def get_default_screen(self) -> Board:
        """The board. Pushing it over an empty screen would cost a second layout before the first frame."""
        return self.board

    def desk_screens(self, first: int = 0) -> list[DeskScreen]:
        """The open, mounted screens that are ours, bottom first. first: the index in the stack to start from."""
        return [screen for screen in self.screen_stack[first:] if isinstance(screen, DeskScreen) and screen.is_mounted]

    def open_rows(self) -> "list[QueueRow]":
        """The tickets of all queues, regardless of filters."""
        return self.board.open_rows()

    def open_numbers(self) -> frozenset[int]:
        """The numbers of all open tickets."""
        return self.board.open_numbers()

    def counts(self) -> tuple[int, int]:
        """The number of tickets whose nearest clock is overdue, and of those due later today."""
        return self.board.counts(self.now)

    def reset_view(self) -> None:
        """Clears the previous user's marks and filters when another user sits down."""
        self.not_undoable = None
        self.board.reset_view()

    def run_in_background(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Runs work in the background and ignores its errors."""
        _started: Worker[None] = self.run_worker(work(), group=group, exit_on_error=False)

    # -- the ticker ---------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Starts reading the tickets. Call it after the first frame: peewee and other slow imports are then loaded in the database
        thread while keys are already accepted."""
        _started: Worker[None] = self.run_worker(self._load, group="load", exit_on_error=False)
        self._arm_ticker()

    def _arm_ticker(self) -> None:
        """Schedules the next tick just after the next full second; a repeating timer would drift."""
        self.set_timer(1.0 - self.clock() % 1.0 + 0.002, self._tick)

    def _tick(self) -> None:
        if not self.screen_stack:  # the app is closing: screens are removed before timers
            return
        self._arm_ticker()
        self.run_tick()
        self._start_poll()

    def _start_poll(self) -> None:
        """Looks for what others did, unless a look is under way."""
        if not self._polling:
            self._polling = True
            _started: Worker[None] = self.run_worker(self._poll, group="poll", exit_on_error=False)

    def _look_soon(self) -> None:
        """Looks for what others did before the next second, at most every LOOKS seconds however much they do."""
        if not self._looks_soon and self.is_running:
            self._looks_soon = True
            self.set_timer(LOOKS, self._look_now)

    def _look_now(self) -> None:
        self._looks_soon = False
        if self._polling:
            self._look_soon()
        else:
            self._start_poll()

    def run_tick(self) -> None:
        """Runs once per second: updates visible screens, reminders, the automatic lock and drafts."""
        tick_visible(self.screen_stack, self.clock())
        self._say_lost()
        self._show_messages()
        if self.now > self._beside_until:
            self._beside_until = inf
            self._read_beside()
        if self.loaded.is_set() and self.charter is not None:
            self.mail.keep(self.session.acting)
        if self.settings.scans and self.loaded.is_set():
            self._look_for_scans(Path(self.settings.scans))
        if not self.session.locked:
            self.alerts.tick()
            if self.session.is_left_alone:
                self.lock()
        self.keep_drafts()

    @work(group="scans", exclusive=True, exit_on_error=False)
    async def _look_for_scans(self, folder: Path) -> None:
        """Counts the files that wait in the scanner's folder, which may be on a slow network."""
        self.scans = len(await asyncio.to_thread(scanned, folder))

    def keep_drafts(self, *, last: bool = False) -> None:
        """Saves the drafts of the open forms. last: the desk is ending, so do not wait for the result."""
        for screen in self.desk_screens():
            screen.keep_draft(last=last)

    # -- the store ----------------------------------------------------------------------------------------------------

    async def ask(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs work in the database thread and awaits it without blocking the screen."""
        return await self.connections.ask(work, *args, **kwargs)

    async def query_readonly(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """As `ask`, on the read-only connection: searching while typing never waits for a writer."""
        return await self.connections.query_readonly(work, *args, **kwargs)

    def _opened(self, charter: "Charter") -> None:
        self.charter = charter

    def _was_replaced(self) -> None:
        """Handles a replaced database file: marks and logins belonged to the former one."""
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
        is_asked = False
        if await self.show_first():
            await self.reload()
            # Before the keys that were typed meanwhile are passed on: they belong to the answer.
            is_asked = self._asks_name and not self.session.locked and await resolve(FIRST_START)(self.board)
        self.loaded.set()
        await asyncio.to_thread(lambda: self.board.words.learn_dates())
        self.speaks_dates = True
        self.board.say_dates()
        if not (is_asked or self.session.locked):
            await self.start_session()
        await asyncio.to_thread(self._log_opened)
        await asyncio.to_thread(_import_screens)
        # A garbage collection over everything just loaded would delay a key press.
        gc.collect()
        gc.freeze()
        gc.enable()

    async def show_first(self) -> bool:
        """Shows a page of every queue before the rest is read, since doing both at once would slow both down. Returns False after
        showing the error if even that page cannot be read."""
        if self.board.panes.has_loaded:
            return True
        try:
            first_page = await self.ask(_first, "" if self._asks_name else self.staff)
        except Exception as error:
            if not self._lock_if_logged_out(error):
                self._start_error = resolve(DIALOG)(self.error_line(error))
                self.push_screen(self._start_error)
            return False
        self._follow_charter(first_page.charter)
        self.session.access = first_page.access
        self.board.show_first(first_page)
        painted = asyncio.Event()
        if self.board.call_after_refresh(painted.set):
            await painted.wait()
        return True

    @property
    def kinds(self) -> "Collection[Kind]":
        return self.charter.kinds.values() if self.charter else ()

    def kind(self, name: str) -> "Kind":
        assert self.charter is not None, "no ticket is shown before the charter is known"
        return self.charter.kind(name)

    def _follow_charter(self, charter: "Charter") -> None:
        self.charter, self.session.kinds = charter, charter.kinds

    @work(group="beside", exclusive=True, exit_on_error=False)
    async def _read_beside(self) -> None:
        """Reads the data shown beside the rows, after the rows."""
        beside = await self.ask(lambda store: self.connections.reading.beside(store))
        self.reminders, self.alerts.notices, self.duties = beside.reminders, beside.notices, beside.duties
        self.corrective = beside.corrective
        if self.charter:
            ends = [duty.slot.due for duty in self.duties if duty.slot and duty.slot.due >= self.now]
            self._beside_until = min([*ends, self.charter.calendar.day_of(self.now)[1] - 1])
        self.board.top_line.backup = beside.backup
        self.board.update_counts(beside.counts)
        if self.speaks_dates:
            self.board.duties.show()
        if self._warns_of_upkeep:
            self._warn_of_upkeep()

    async def start_session(self) -> None:
        """Records that the current user is at an open desk, and shows them the reminders."""
        with suppress(DeskError):  # the board shows by itself that it cannot write; a read-only user is not recorded
            await self.ask(resolve(OPEN_SHIFT), self.staff)
        with suppress(DeskError):
            self._warns_of_upkeep = True
            self._read_beside()
            await self.alerts.listen()
        await self.autosave.announce()

    def _warn_of_upkeep(self) -> None:
        """Warns each user who sits down that the calendar ends soon or that the last backup is old, and what to do; the first line
        shows it on wide boards only."""
        self._warns_of_upkeep = False
        if lines := self.board.upkeep_warnings():
            self._warn_quietly(lines)

    @work(group="reload", exclusive=True)
    async def reload_soon(self) -> None:
        """As `reload`, but only the next key waits for it."""
        await self.reload()

    async def reload(self) -> None:
        """Reads the queues again and shows them. Shows an error if that fails; the board then keeps its rows."""
        if self.session.locked:
            return
        asked = self.session.acting
        try:
            read = await self.ask(lambda store: self.connections.reading.all(store))
        except Exception as error:  # the board must survive any error
            is_told = isinstance(error, DatabaseReplaced)
            if isinstance(error, ServerUnreachable):
                self._lose_connection(error)
                return
            if not self._lock_if_logged_out(error) and not is_told:
                self.show_error(error)
            return
        if self.session.acting != asked:
            return  # the result belongs to a previous user
        self._seen_version = read.version
        self.alerts.notices, self.ticket_words = read.notices, read.words
        if not read.access.rights >= self.session.access.rights:
            self.session.access = read.access
            await resolve(OTHER_ROLE)(self)
        self.session.access = read.access
        self._follow_charter(read.charter)  # another desk may have applied a changed one
        self.board.show(read)
        self._read_beside()
        await self._close_hidden_screens()
        for screen in self.desk_screens():
            screen.refresh_data()

    async def _poll(self) -> None:
        """Checks whether another process wrote, and who has which ticket open. Polls do not overlap."""
        try:
            screens = [] if self.session.locked else [screen for screen in self.desk_screens(1) if screen.ticket_ids]
            tickets = dict.fromkeys(number for screen in screens for number in screen.ticket_ids)
            typing = any(screen.has_unsaved_input for screen in screens)
            version, others = await self.connections.look(self.staff, list(tickets), typing=typing)
        except DatabaseGone as error:
            if not self._is_gone:
                self._is_gone = True
                self.show_error(error)
            return
        except ServerUnreachable as error:
            self._lose_connection(error)
            return
        except Exception:  # already shown when the queues were read
            return
        finally:
            self._polling = False
        self._is_gone = False
        if self.lost_since is not None:
            self._say_answers()
        if not self.board.panes.has_loaded and self._start_error is not None:
            self._start_error.dismiss()
            self._start_error = None
            _started: Worker[None] = self.run_worker(self._load, group="load", exit_on_error=False)
            return
        self._show_others(others)
        if version is not None and version != self._seen_version:
            await self.reload()

    def _show_others(self, others: "Sequence[Here]") -> None:
        """Shows what the other desks have open."""
        if changed := self.presence.update(others):
            for screen in self.desk_screens():
                screen.show_presence(changed)

    def _lose_connection(self, error: ServerUnreachable) -> None:
        """Says once that the server does not answer. No dialog takes what is being typed; every poll tries again."""
        if self.lost_since is None:
            self.lost_since = self.now
            self.journal.failed(error)
            self._show_others(())  # what they have open is not known any more
            self.bell()
            self._say_lost()

    def _say_lost(self) -> None:
        """Says on every screen that there is no connection, for as long as there is none."""
        if (words := self._lost_words()) and not self.messages.shown():
            self.tell(words)

    def _say_answers(self) -> None:
        """Says that the connection is back, unless what was saved at once has just been said."""
        before, self.lost_since = self._lost_words(), None
        if all(message.lines == (before,) for message in self.messages.shown()):
            self.tell(self.gettext("The server answers again."))

    def _lost_words(self) -> str:
        """That there is no connection; "" if there is one, or if there never was."""
        if self.lost_since is None or not self.charter:
            return ""
        since = f"{self.charter.at(self.lost_since):%H:%M}"
        return self.gettext("No connection since {moment}. What you type is kept.", moment=since)

    # -- messages ----------------------------------------------------------------------------------------------------

    def tell(self, message: str, *, stands: float = SHORT) -> None:
        """Shows a short message. stands: its duration in seconds."""
        self.messages.say(sanitize.one_line(message, 200), stands)
        self._show_messages()

    def warn(self, lines: Sequence[str], tickets: Sequence[int] = ()) -> None:
        """Shows a warning with a bell, for longer than a message. tickets: those it is about, which it opens."""
        self._warn_quietly(lines, tickets)
        self.bell()

    def _warn_quietly(self, lines: Sequence[str], tickets: Sequence[int] = ()) -> None:
        self.messages.warn([sanitize.one_line(line, 200) for line in lines], tickets)
        self._show_messages()

    def _show_messages(self) -> None:
        for screen in self.desk_screens():
            screen.show_messages()

    # -- the lock -----------------------------------------------------------------------------------------------------

    def lock(self, chosen: str = "") -> None:
        """Locks the desk and hides everything until somebody logs in. chosen: the user to ask for the PIN at once."""
        if self.session.locked:
            return
        self.keep_drafts()
        likely = self.staff
        self.session.lock()
        self.clear_notices()
        self.push_screen(resolve(LOCKED)(chosen or likely, ask=bool(chosen)))

    def clear_notices(self) -> None:
        """Clears all messages and the window title."""
        self.messages.clear()
        self._show_messages()
        self.alerts.clear_notices()

    def action_lock(self) -> None:
        """Locks the desk by key; explains why it cannot be locked if nobody logs in."""
        if self.session.access.is_open:
            self.tell(
                self.gettext(
                    "Logins are not set up, so there is nothing to lock. To set them up: {way}.", way=self.way_to("people")
                )
            )
        else:
            self.lock()

    def _lock_if_logged_out(self, error: Exception) -> bool:
        """Locks the desk if the store refused because nobody is logged in or the login is no longer valid. Returns whether it
        did."""
        if not isinstance(error, NotLoggedIn):
            return False
        self.lock()
        return True

    async def _close_hidden_screens(self) -> None:
        if any(screen.ticket_ids for screen in self.desk_screens()):
            await resolve(CLOSE_HIDDEN)(self)

    @property
    def mail(self) -> "MailProcess":
        """What moves the mail, loaded after the first frame."""
        if self._mail is None:
            self._mail = resolve(MAIL_PROCESS)(self, practice=self.practice)
        assert self._mail is not None
        return self._mail

    # -- errors -------------------------------------------------------------------------------------------------------

    @cached_property
    def journal(self) -> "Log":
        """The log, opened on first use."""
        from desk.system.logging import Log  # nothing is logged before the first frame

        return Log()

    def error_line(self, error: BaseException) -> str:
        """The error in one line for the user; the log has the traceback."""
        from desk.presentation import error_line  # rarely needed, and it loads the deadline formatting

        self.journal.failed(error)
        return error_line.line(self.translator, error)

    def show_error(self, error: BaseException) -> None:
        """Shows the one-line error in a dialog over the current screen."""
        self.push_screen(resolve(DIALOG)(self.error_line(error)))

    def _handle_exception(self, error: Exception) -> None:
        self.journal.failed(error.error if isinstance(error, WorkerFailed) else error)
        if self._exit:  # errors from screens being closed do not matter
            self._close_messages_no_wait()
            return
        with suppress(Exception):  # the first error is the one to report
            self.keep_drafts(last=True)
        super()._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002 - signature given by Textual
        """Ends the program. Textual would print a traceback with all local variables, which contain customers' names; the caller
        prints one line instead."""
        self.fault, self._return_code = True, 1
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self.bell()
        self.panic()

    # -- commands of every screen -------------------------------------------------------------------------------------

    def end(self, code: int) -> None:
        """Exits at once without asking, on a signal or a lost terminal. code: the exit code; ignored if the app is already
        exiting."""
        if self.return_code is not None:
            return
        self.keep_drafts(last=True)
        self.exit(return_code=code)

    def restart_in(self, language: str) -> None:
        """Ends the desk, to be started again in another language."""
        self.next_language = language
        self.end(0)

    def on_terminal_gone(self) -> None:
        """Handles the loss of the terminal."""
        self.end(1)

    def action_copy_or_help(self) -> None:
        """Copies the selection. Without one, explains how to quit, since Ctrl+C ends other programs."""
        field = self.focused.copyable if isinstance(self.focused, TakesText) else ""
        if selected := field or self.screen.get_selected_text() or "":
            self.copy_to_clipboard(selected)
            return
        self.tell(self.gettext("Press {key} to quit.", key=LEAVE_KEY.upper()))

    def action_leave(self) -> None:
        """Quits, after asking if there is unsaved input, or an email that waits."""
        if not any(screen.has_unsaved_input for screen in self.desk_screens()) and not self.sends_waiting:
            self.exit()
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self.keep_drafts(last=True)
                self.exit()

        self.push_screen(resolve(LEAVE_QUESTION)(self), decided)

    @property
    def sends_waiting(self) -> int:
        """How many tickets have an email that waits and that this desk would send."""
        return len(self.emailed) if self.settings.mail.sender is not None else 0

    def action_palette(self) -> None:
        """Opens the command palette."""
        if isinstance(self.screen, ActionScreen):
            self.screen.start(resolve(PALETTE), self.screen)

    def action_search(self) -> None:
        """Opens the search over any screen; input there is kept."""
        if isinstance(self.screen, DeskScreen):
            self.screen.start(resolve(find("search").opens), self.screen)

    def on_unmount(self) -> None:
        self.alerts.close()
        self.autosave.close()
        if self._mail is not None:
            self._mail.close()
        remove_private()
        self.connections.close()
        self.journal.stopped()


def _commands(settings: Settings) -> tuple[Action, ...]:
    """The commands of the registry with the user's keymap applied."""
    if not settings.keys:
        return ACTIONS
    from desk.actions.user_keymap import with_keymap  # not loaded without a keymap

    return with_keymap(settings.keys)


def _first(store: "Store", staff: str) -> "FirstPage":
    """The first page, after a new user was introduced. staff: "" if it is not known who that is."""
    from desk.store.queries.board import first_page, names  # in the database thread, because it loads peewee

    with suppress(DeskError):  # the board shows by itself that it cannot write
        if staff and staff not in names(store).values():
            resolve(INTRODUCE)(store, staff)
    return first_page(store)


def _import_screens() -> None:
    """Imports the modules of screens that keys open, so that the first use is not slow."""
    for action in ACTIONS:
        if action.opens:
            resolve(action.opens)
