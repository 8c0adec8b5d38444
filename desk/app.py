"""The Textual application: opens the store, owns the ticker, shows screens."""

import asyncio
import gc
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from textual import events, work

from desk.charter.errors import DeskError
from desk.i18n import translator
from desk.screens.base import tick_in_sight
from desk.screens.board.screen import Board
from desk.services.alerts import RESTORE_TITLE, Alerts
from desk.services.autosave import Autosave
from desk.services.connections import Connections
from desk.services.session import UserSession
from desk.services.type_ahead import TypeAhead
from desk.settings import Settings
from desk.shell import Shell
from desk.store.errors import GONE, REPLACED, DatabaseUnusable

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.store.commands.duties import DutyStatus
    from desk.store.database import Store
    from desk.store.queries.board import FirstPage, ReminderRow

WARNING_STANDS = 20  # seconds

P = ParamSpec("P")
T = TypeVar("T")


class DeskApp(Shell):
    """The desk on a terminal. Raises WrongKeymap.

    clock: the present in UTC epoch seconds, with its fraction; practice: whether that is not the machine's, as in a demo.
    """

    CSS_PATH = "screens/desk.tcss"

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time, *, practice: bool = False) -> None:
        super().__init__(settings)
        self.clock, self.practice = clock, practice
        self.session = UserSession(self, settings.staff)
        self.charter: Charter | None = None
        self.speaks_dates = False  # Babel is loaded after the rows are shown
        self.reminders: list[ReminderRow] = []
        self.duties: list[DutyStatus] = []
        self.alerts = Alerts(self)
        self._warning = ("", 0.0)  # what came near, and until when that stands
        self.title = "Desk"
        self.connections = Connections(self, self._was_replaced)
        self.board = Board()
        self.autosave = Autosave(self)
        self._seen_version: int | None = None
        self._polling = False
        self._is_gone = False  # the database, and that is said
        self.loaded = asyncio.Event()  # the queues were read once, or could not be
        self.typing = TypeAhead(self, super().on_event)

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go one after the other; all else as Textual has it."""
        if isinstance(event, events.InputEvent | events.Paste):
            self.session.touched()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.typing.take(event)
        else:
            await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing opens over a locked desk."""
        return not (self.session.locked and action in ("search", "palette")) and super().check_action(action, parameters)

    @property
    def staff(self) -> str:
        """Who is at the desk."""
        return self.session.acting.name

    @property
    def now(self) -> int:
        """The present in whole seconds."""
        return int(self.clock())

    def get_default_screen(self) -> Board:
        """The board: a screen pushed over an empty one would be a second layout before the first frame."""
        return self.board

    def begin(self) -> None:
        """Reads the tickets. To be called when the first frame stands: peewee and the like are loaded after it, in the
        database thread, and keys are taken meanwhile."""
        self.run_worker(self._load(), group="load", exit_on_error=False)
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
            self.run_worker(self._poll(), group="poll", exit_on_error=False)

    def beat(self) -> None:
        """A second has passed: for the screens in sight, for what comes near, for the lock and for what is typed."""
        tick_in_sight(self.screen_stack, self.clock())
        if not self.session.locked:
            self.alerts.tick()
            self.session.tick()
        self.autosave.keep()

    # -- the store ----------------------------------------------------------------------------------------------------

    async def ask(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Has the database thread do something and waits for it, without holding up the screen."""
        return await self.connections.ask(work, *args, **kwargs)

    async def query_readonly(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """As `ask`, by the connection that searches: what is typed waits for nobody who writes."""
        return await self.connections.query_readonly(work, *args, **kwargs)

    def _was_replaced(self) -> None:
        """Another file is in the database's place: marks and logins were of the former one."""
        self._seen_version = None
        self.board.drop_all_marks()
        self.warn([self.gettext("The database was replaced by another file: the board shows that one now.")])
        if self.session.acting.login:
            self.session.lock()
        self.reload_soon()

    def _log_opened(self) -> None:
        if self.charter is not None:
            self.journal.opened()

    async def _load(self) -> None:
        if await self.show_first():
            await self.reload()
        self.loaded.set()
        await asyncio.to_thread(_learn_dates, self.settings.language)
        self.speaks_dates = True
        self.board.say_dates()
        if not self.session.locked:
            await self.start_session()
        await asyncio.to_thread(self._log_opened)
        # Pauses of the collector over all that was just loaded would be felt at a key press.
        gc.collect()
        gc.freeze()
        gc.enable()

    async def show_first(self) -> bool:
        """A page of every queue, painted before the rest is read: both at once would hold each other up. False where even that
        cannot be read: then it is said."""
        try:
            first_page = await self.ask(_first)
        except Exception as error:
            if not self.session.keeps_out(error):
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
        """What stands beside the rows: they do not wait for it."""
        beside = await self.ask(lambda store: self.connections.reading.beside(store))
        self.reminders, self.alerts.notices, self.duties = beside.reminders, beside.notices, beside.duties
        self.board.update_counts(beside.counts)
        if self.speaks_dates:
            self.board.duties.show()

    async def start_session(self) -> None:
        """The person who sits down at an open desk is the evidence that somebody is there, and is warned of what comes near."""
        from desk.store.commands.duties import open_shift

        with suppress(DeskError):  # the board says by itself that it cannot write; who only reads is no evidence
            await self.ask(open_shift, self.staff)
        with suppress(DeskError):
            self._read_beside()
            self.clear_notifications()  # they are warned anew: twice the same would hide what is asked
            await self.alerts.listen()
        await self.autosave.announce()
        self._warn_of_calendar()

    def _warn_of_calendar(self) -> None:
        """The calendar's end is said to each who sits down, with what to do; the first line has room for it on wide boards only."""
        from desk.presentation import shift

        if self.charter and (line := shift.calendar_ends_line(self.translator, self.charter, self.now)):
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
            is_told = isinstance(error, DatabaseUnusable) and error.reason == REPLACED
            if not self.session.keeps_out(error) and not is_told:
                self.show_error(error)
            return
        if self.session.acting != asked:
            return  # that is somebody else's answer
        self._seen_version = read.version
        self.alerts.notices = read.notices
        await self.session.set_rights(read.access)
        self.charter = read.charter  # another desk may have put a changed one in force
        self.board.show(read)
        self._read_beside()
        await self.session.close_hidden_screens()
        for screen in self.desk_screens():
            screen.refresh_data()

    async def _poll(self) -> None:
        """Asks whether another process wrote; the next poll waits for this one's answer."""
        try:
            version = await self.ask(_version)
        except DatabaseUnusable as error:
            if error.reason == GONE and not self._is_gone:
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
        from desk.text import sanitize

        self.clear_notifications()  # the last word counts; a pile of them would hide the queue
        self._show_warning()  # but for what comes near: that is said once, and stands its time
        self.notify(sanitize.one_line(message, 200), markup=False, timeout=stands)

    def warn(self, lines: Sequence[str]) -> None:
        """Something comes near: in words, longer than a short word stands; with a bell."""
        from desk.text import sanitize

        self._warning = ("\n".join(sanitize.one_line(line, 200) for line in lines), self.clock() + WARNING_STANDS)
        self._show_warning()
        self.bell()

    def _show_warning(self) -> None:
        words, until = self._warning
        if (left := until - self.clock()) > 0:
            self.notify(words, severity="warning", markup=False, timeout=left)

    def action_lock(self) -> None:
        self.session.lock_now()

    def keep_typed(self) -> None:
        self.autosave.keep(last=True)

    def on_unmount(self) -> None:
        if self.alerts.title and self._driver is not None:
            self._driver.write(RESTORE_TITLE)
        self.autosave.close()
        self.connections.close()
        self.journal.stopped()


def _first(store: "Store") -> "FirstPage":
    from desk.store.queries.board import first_page

    return first_page(store)


def _learn_dates(language: str) -> None:
    """Loads what says dates: a fiftieth of a second that the rows need not wait for."""
    from desk.presentation import deadlines

    deadlines.on_long(translator(language), datetime.now(UTC).date())


def _version(store: "Store") -> int | None:
    store.check_there()
    return store.data_version()
