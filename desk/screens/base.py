"""The interface of all screens for the app, and the interface of the app for screens."""

from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
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
    from desk.charter.standards import Kind
    from desk.services.autosave import Autosave
    from desk.services.messages import Messages
    from desk.services.presence import Presence
    from desk.services.session import UserSession
    from desk.store.commands.duties import DutyStatus
    from desk.store.complaints.corrective_actions import Corrective
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow

P = ParamSpec("P")
T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class Desk(Host, Protocol):
    """The interface an application must provide to its screens, implemented by DeskApp.

    commands: the registry with the user's keymap.
    types_russian: whether the letter pressed last came from the Russian layout.
    session: the current user.
    duties: the current duties.
    corrective: the open corrective actions, the nearest first.
    ticket_words: by which a filter finds the open tickets of organisations, by ticket.
    speaks_dates: whether dates can be formatted yet.
    recent: the ids of the commands chosen last in the palette, the latest first.
    messages: the current message and warning.
    presence: what the other desks have open.
    asks_language: whether nothing sets the language, so that the first start asks for it.
    lost_since: when the connection to the server was lost, in epoch seconds; None while there is one.
    scans: how many files wait in the scanner's folder.
    emailed: the tickets on which an email waits to be sent.
    not_undoable: why the user's last step that was not on a ticket cannot be undone, and when it was done, in epoch seconds.
    """

    commands: "tuple[Action, ...]"
    types_russian: bool
    session: "UserSession"
    autosave: "Autosave"
    duties: "list[DutyStatus]"
    corrective: "list[Corrective]"
    ticket_words: Mapping[int, str]
    speaks_dates: bool
    recent: list[str]
    messages: "Messages"
    presence: "Presence"
    asks_language: bool
    lost_since: int | None
    scans: int
    emailed: frozenset[int]
    not_undoable: tuple[str, int] | None

    @property
    def sends_waiting(self) -> int:
        """How many tickets have an email that waits and that this desk would send."""

    @property
    def kinds(self) -> "Collection[Kind]":
        """The charter's kinds of tickets; none before the charter is known."""

    def kind(self, name: str) -> "Kind":
        """The kind of ticket with this id; only after the charter is known."""

    @property
    def keys(self) -> dict[str, str]:
        """The label of each command's key, on the keyboard layout in use."""

    @property
    def screen_stack(self) -> list[Screen[Any]]:
        """The open screens, bottom first."""

    def pop_screen(self) -> AwaitComplete:
        """Removes the top screen."""

    def desk_screens(self, first: int = 0) -> "list[DeskScreen]":
        """The open screens that are ours. first: the index in the stack to start from."""

    def begin(self) -> None:
        """Starts reading the tickets after the first frame."""

    async def query_readonly(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """As `ask`, on the read-only connection."""

    def show_error(self, error: BaseException) -> None:
        """Shows the one-line error in a dialog."""

    async def reload(self) -> None:
        """Reads the queues again and shows them."""

    def reload_soon(self) -> object:
        """As `reload`, but only the next key waits for it."""

    async def show_first(self) -> bool:
        """Reads and shows a page of every queue."""

    async def start_session(self) -> None:
        """Handles a user sitting down at the desk."""

    def reset_view(self) -> None:
        """Clears the previous user's marks and filters when another user sits down."""

    def open_rows(self) -> "list[QueueRow]":
        """The tickets of all queues of the board."""

    def open_numbers(self) -> frozenset[int]:
        """The numbers of all open tickets."""

    def counts(self) -> tuple[int, int]:
        """The number of tickets whose nearest clock is overdue, and of those due later today."""

    def keep_drafts(self, *, last: bool = False) -> None:
        """Saves the drafts of the open forms. last: the desk is ending, so do not wait for the result."""

    def lock(self, chosen: str = "") -> None:
        """Locks the desk. chosen: the user to ask for the PIN at once."""

    def clear_notices(self) -> None:
        """Clears all messages and the window title."""

    def restart_in(self, language: str) -> None:
        """Ends the desk, to be started again in another language."""

    def use_theme(self, name: str) -> None:
        """Changes the theme."""

    def action_lock(self) -> None:
        """Locks the desk, or says why it cannot be locked."""

    def action_search(self) -> None:
        """Opens the search."""

    def action_leave(self) -> None:
        """Quits, after asking if there is unsaved input."""


# Weak keys and values: the application is its own desk and would never be freed.
_desks: WeakKeyDictionary[App[Any], ref[Desk]] = WeakKeyDictionary()


def register_desk(app: App[Any], desk: Desk) -> None:
    """Registers an application for its screens, since Textual's own `app` is not typed as Desk."""
    _desks[app] = ref(desk)


class DeskScreen(Screen[Any]):
    """The base of our screens: `desk` is the typed application; dismissing a screen never removes another one."""

    is_dialog = False  # must be answered before anything else
    place = ""  # the place in the registry whose keys it binds; "" for none
    _result: tuple[Any] | None = None  # the result of a dismissal while another screen was on top
    _to_read: Callable[[], Coroutine[Any, Any, None]] | None = None  # run once the screen is on top again

    @property
    def desk(self) -> Desk:
        """The application. Raises ReferenceError if it is gone."""
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
        """Runs work in the background. An error is shown in a dialog, here and nowhere else.

        group: the next key waits for the groups named in services/type_ahead.py; exclusive: cancels earlier work of the group.
        """

        async def guarded() -> None:
            try:
                await work(*arguments)
            except Exception as error:  # the screen must survive any error
                self.desk.show_error(error)

        _started: Worker[None] = self.run_worker(guarded, group=group, exclusive=exclusive, exit_on_error=False)

    def read_when_on_top(self, read: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Starts reading the data of the screen, once no other screen is on top."""
        self._to_read = None if self.is_current else read
        if self.is_current:
            self.start(read, group="read", exclusive=True)

    @property
    def is_ready(self) -> bool:
        """Whether it accepts keys: a form looks for its draft first."""
        return True

    def bind_keys(self) -> None:
        """Binds the keys that run a method of the screen; they depend on the user's keymap."""
        for action in self.desk.commands:
            if action.binds and action.keys and action.scope in PLACES[self.place]:
                self._bindings.bind(",".join(key_names(action.keys)), action.binds, action.id, show=False)

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """The tickets it shows. It is closed if one of them becomes hidden from the current user."""
        return ()

    @property
    def has_unsaved_input(self) -> bool:
        """Whether it has unsaved input."""
        return False

    def on_second(self, now: float) -> None:
        """Called once per second. now: epoch seconds."""

    def show_key_labels(self) -> None:
        """Shows the letters of another keyboard layout, on a screen that has keys in view."""

    def go_to_ticket(self, number: int) -> None:
        """Moves the cursor to a ticket, on a screen that shows it."""

    def show_messages(self) -> None:
        """Shows the current message, on a screen that has a line for it."""

    def show_presence(self, changed: Collection[int]) -> None:
        """Shows who else has these tickets open, on a screen that shows them."""

    def refresh_data(self) -> None:
        """Reads its data again, since another user may have changed it."""

    def keep_draft(self, *, last: bool) -> None:
        """Saves its draft in the background. last: the desk is ending."""

    async def keep_whole(self) -> None:
        """Saves its draft and waits until it is on the disk. Raises OSError."""

    def release_draft(self) -> None:
        """Detaches the draft from the screen, which is about to close."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Closes the screen and returns the result to its opener; with another screen on top, as soon as that has closed.

        Textual would remove the top screen instead, and would end the program on a second dismissal: saving a form while its
        question, a search or the help is open does both.
        """
        result = self._result[0] if self._result else result
        if self not in self.desk.screen_stack:
            return AwaitComplete()
        if self is not self.desk.screen_stack[-1]:
            self._result = (result,)
            return AwaitComplete()
        return super().dismiss(result)

    def on_screen_resume(self) -> None:
        """On top again: closes if it was dismissed meanwhile, else reads changed data."""
        if self._result:
            self.dismiss()
        elif self._to_read:
            self.read_when_on_top(self._to_read)


def visible_screens(stack: "Sequence[Screen[Any]]") -> "list[Screen[Any]]":
    """The top screen, and the screens visible behind dialogs."""
    lowest = len(stack) - 1
    while lowest > 0 and stack[lowest].is_modal:
        lowest -= 1
    return list(stack[lowest:])


def tick_visible(stack: "Sequence[Screen[Any]]", now: float) -> None:
    """Calls `on_second` on each visible screen that is mounted; mounting may take over a second on a busy machine."""
    visible = visible_screens(stack)
    for screen in visible:
        if isinstance(screen, DeskScreen) and screen.is_mounted:
            screen.on_second(now)
    for screen in visible[1:-1]:
        screen.refresh()  # a form under a question keeps its picture of the board behind it: Textual asks the top screen alone
