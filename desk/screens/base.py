"""What the app calls on every screen, and the app as every screen sees it."""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary, ref

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import Screen
from textual.worker import Worker

from desk.actions.action import PLACES
from desk.actions.keys import key_names
from desk.services.host import Host

if TYPE_CHECKING:
    from desk.actions.action import Action
    from desk.services.autosave import Autosave
    from desk.services.session import UserSession
    from desk.store.commands.duties import DutyStatus
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow

P = ParamSpec("P")
T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class Desk(Host, Protocol):
    """What an application must give to its screens; DeskApp does.

    commands: the registry, with the user's keys.
    keys: of each command, as words for the eye name them.
    session: who is at the desk.
    duties: as they stand.
    speaks_dates: whether dates can be said yet.
    """

    commands: "tuple[Action, ...]"
    keys: dict[str, str]
    session: "UserSession"
    autosave: "Autosave"
    duties: "list[DutyStatus]"
    speaks_dates: bool

    @property
    def screen_stack(self) -> list[Screen[Any]]:
        """The open screens, the lowest first."""

    def pop_screen(self) -> AwaitComplete:
        """Takes the screen on top away."""

    def desk_screens(self, first: int = 0) -> "list[DeskScreen]":
        """Those of them that are ours. first: from this place in the stack on."""

    def begin(self) -> None:
        """Reads the tickets after the first frame."""

    async def query_readonly(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """As `ask`, by the connection that searches."""

    def show_error(self, error: BaseException) -> None:
        """A dialog with the error's one line."""

    async def reload(self) -> None:
        """Reads the queues anew and shows them."""

    def reload_soon(self) -> object:
        """As `reload`, waited for by nobody but the next key."""

    async def show_first(self) -> bool:
        """Reads and shows a page of every queue."""

    async def start_session(self) -> None:
        """Somebody sits down at the desk."""

    def start_anew(self) -> None:
        """Somebody else sits down: what the one before marked and filtered is nothing to them."""

    def open_rows(self) -> "list[QueueRow]":
        """The tickets of every queue of the board."""

    def counts(self) -> tuple[int, int]:
        """How many nearest clocks are overdue, and how many more fall due today."""

    def keep_drafts(self, *, last: bool = False) -> None:
        """Writes the open forms to the disk. last: the desk ends, so that nothing is waited for."""

    def lock(self, chosen: str = "") -> None:
        """Locks the desk. chosen: who is asked for their PIN at once."""

    def fall_silent(self) -> None:
        """Takes every word off the screen and out of the window's title."""

    def use_theme(self, name: str) -> None:
        """Other colours from now on."""

    def action_lock(self) -> None:
        """Locks the desk, or says why it cannot be locked."""

    def action_search(self) -> None:
        """Opens the search."""

    def action_leave(self) -> None:
        """Quits, once what is typed was asked about."""


# Weak on both sides: the application is its own desk, and would never go.
_desks: WeakKeyDictionary[App[Any], ref[Desk]] = WeakKeyDictionary()


def register_desk(app: App[Any], desk: Desk) -> None:
    """Makes an application known to its screens: Textual's own `app` is of no type of ours."""
    _desks[app] = ref(desk)


class DeskScreen(Screen[Any]):
    """A screen of ours: `desk` is the application, as what it is; leaving the screen takes no other one with it."""

    is_dialog = False  # says or asks something that has to be answered before all else
    place = ""  # whose keys of the registry it binds; "" for none
    _result: tuple[Any] | None = None  # what it was dismissed with while another screen lay over it
    _to_read: Callable[[], Coroutine[Any, Any, None]] | None = None  # once it is on top again

    @property
    def desk(self) -> Desk:
        """The application. Raises ReferenceError where it is gone."""
        desk = _desks[self.app]()
        if desk is None:
            raise ReferenceError("the application is gone")
        return desk

    def start(
        self,
        work: Callable[[*Arguments], Coroutine[Any, Any, None]],
        *arguments: *Arguments,
        group: str = "act",
        exclusive: bool = False,
    ) -> None:
        """Does something in the background. An error is shown in a dialog, here and nowhere else.

        group: the next key waits for those that services/type_ahead.py names; exclusive: ends what was started before in the group.
        """

        async def guarded() -> None:
            try:
                await work(*arguments)
            except Exception as error:  # whatever it is, the screen must live on
                self.desk.show_error(error)

        _started: Worker[None] = self.run_worker(guarded, group=group, exclusive=exclusive, exit_on_error=False)

    def read_on_top(self, read: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Starts reading what the screen shows; under another screen, as soon as that has gone."""
        self._to_read = None if self.is_current else read
        if self.is_current:
            self.start(read, group="read", exclusive=True)

    @property
    def is_ready(self) -> bool:
        """Whether it takes keys: a form looks for its draft first."""
        return True

    def bind_keys(self) -> None:
        """Binds the keys that run a method of the screen: only the application knows the user's own."""
        for action in self.desk.commands:
            if action.binds and action.keys and action.scope in PLACES[self.place]:
                self._bindings.bind(",".join(key_names(action.keys)), action.binds, action.id, show=False)

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """The tickets that it shows: it is left where one of them is hidden from the current user."""
        return ()

    @property
    def has_unsaved_input(self) -> bool:
        """Whether something is typed in it that would be lost."""
        return False

    def on_second(self, now: float) -> None:
        """A second has passed. now: epoch seconds."""

    def refresh_data(self) -> None:
        """Reads what it shows anew: somebody may have changed it."""

    def keep_draft(self, *, last: bool) -> None:
        """Writes what is typed in it to the disk, in the background. last: the desk ends."""

    async def keep_whole(self) -> None:
        """Writes what is typed in it to the disk, and waits for it. Raises OSError."""

    def let_go(self) -> None:
        """It is going to be left: its draft is no longer its own."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leaves the screen and gives the result to the person who opened it; where another screen lies over it, as soon as that
        has gone.

        Textual would take away the one on top, and end the program where a screen is dismissed twice: a form that is saved while
        its own question, a search or the help is open does both.
        """
        result = self._result[0] if self._result else result
        if self not in self.desk.screen_stack:
            return AwaitComplete()
        if self is not self.desk.screen_stack[-1]:
            self._result = (result,)
            return AwaitComplete()
        return super().dismiss(result)

    def on_screen_resume(self) -> None:
        """On top again: goes, if it was dismissed meanwhile; else reads what changed."""
        if self._result:
            self.dismiss()
        elif self._to_read:
            self.read_on_top(self._to_read)


def in_sight(stack: "Sequence[Screen[Any]]") -> "list[Screen[Any]]":
    """The screen on top, and what is seen behind the dialogs that lie over it."""
    lowest = len(stack) - 1
    while lowest > 0 and stack[lowest].is_modal:
        lowest -= 1
    return list(stack[lowest:])


def tick_in_sight(stack: "Sequence[Screen[Any]]", now: float) -> None:
    """Tells each of them that a second has passed, once it is built: a busy machine may take longer than a second for that."""
    for screen in in_sight(stack):
        if isinstance(screen, DeskScreen) and screen.is_mounted:
            screen.on_second(now)
