"""The locked desk: a blank screen and the login. Enter, the PIN, Enter; the beginning of another user's name asks for theirs."""

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Label, Static

from desk.auth.passwords import SHORTEST, log_in
from desk.screens.action_screen import ActionScreen
from desk.screens.base import Desk, DeskScreen
from desk.screens.people.access import hide_screens
from desk.screens.people.handover import take_over
from desk.store.commands.people import login_info
from desk.store.errors.people import WrongPin
from desk.text import sanitize
from desk.text.folding import matching_names
from desk.widgets.fields import Secret

if TYPE_CHECKING:
    from desk.store.commands.people import LoginInfo
    from desk.store.database import Store


class LockScreen(DeskScreen, Screen[None]):
    """A blank screen without names. likely: the user asked for the PIN at Enter; ask: ask at once."""

    CSS_PATH = "../modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "log_in", show=False)]

    def __init__(self, likely: str, *, ask: bool = False) -> None:
        super().__init__()
        self.likely = likely
        self.names: tuple[str, ...] = (likely,)
        self._ask_at_once = ask

    def compose(self) -> ComposeResult:
        words = self.desk.gettext("Desk is locked. Press Enter to log in")
        yield Static(Content(words), markup=False, id="locked")

    def on_mount(self) -> None:
        self.read_names()
        if self._ask_at_once:
            self.action_log_in()

    @work(group="read", exit_on_error=False)
    async def read_names(self) -> None:
        """Reads who can log in. If that fails, it is tried again with the PIN."""
        login_info: LoginInfo = await self.desk.ask(_login_info)
        self.names = login_info.names or self.names
        if self.likely not in self.names:
            meant = matching_names(self.names, self.likely)  # matched by its beginning, as for `--as`
            self.likely = meant[0] if len(meant) == 1 else self.names[0]

    def action_log_in(self) -> None:
        """Asks the likely user for the PIN."""
        self.app.push_screen(PinForm(self))

    def on_key(self, event: events.Key) -> None:
        """A letter or a digit begins a PIN, a passphrase or a name, none of which is shown; another character opens the form
        empty."""
        sign = event.character or ""
        if not event.is_printable or not sign:
            return
        event.stop()
        self.app.push_screen(PinForm(self, sign if sign.isalnum() else ""))


class PinForm(ModalScreen[None], DeskScreen):
    """Asks a user for the PIN. begun: the initial text."""

    CSS_PATH = "../modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "turn(1)", show=False),
        Binding("up", "turn(-1)", show=False),
    ]

    def __init__(self, lock: LockScreen, begun: str = "") -> None:
        super().__init__()
        self._lock = lock
        self._begun = begun
        self._entering = False
        self._is_chosen = False  # whether the user said who they are: what is typed next is a PIN, whatever name it looks like

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        with Vertical(classes="form login"):
            yield Static("", markup=False, classes="heading", id="name")
            with Horizontal(classes="field"):
                yield Label(Content(_("PIN or passphrase")), markup=False)
                yield Secret(self._begun, id="pin")
            yield Static("", markup=False, id="wrong")
            yield Static(Content(_("Enter log in   ↑ ↓ or a name: another person   Esc close")), markup=False, classes="hints")

    def on_mount(self) -> None:
        self._show_name()
        self.query_one(Secret).focus()

    def _show_name(self) -> None:
        self.query_one("#name", Static).update(Content(sanitize.one_line(self._lock.likely, 60)))

    def action_turn(self, by: int) -> None:
        """Selects another user and clears the PIN."""
        self._is_chosen = True
        names = self._lock.names
        here = names.index(self._lock.likely) if self._lock.likely in names else 0
        self._lock.likely = names[(here + by) % len(names)]
        self._show_name()
        self.query_one(Secret).value = ""
        self._say("")

    @on(Secret.Submitted)
    def _submitted(self) -> None:
        """Logs in once, however often the key is pressed."""
        if not self._entering:
            self._entering = True
            self.app.run_worker(self._enter(), group="act", exit_on_error=False)

    async def _enter(self) -> None:
        field = self.query_one(Secret)
        pin, field.value = field.value, ""
        try:
            if not self._is_chosen and self._takes_name(pin):
                return  # as a PIN, it would count against somebody else
            if len(pin) >= SHORTEST or not self._takes_name(pin):
                await enter(self.desk, self._lock.likely, pin)
        except WrongPin as error:
            if not self._takes_name(pin):
                forgotten = self.desk.gettext("Forgotten? A supervisor sets a new one: “People and roles” in the palette.")
                self._say(f"! {self.desk.error_line(error)}\n{forgotten}")
        except Exception as error:
            self._say("! " + self.desk.error_line(error))
            self._lock.read_names()
        finally:
            self._entering = False

    def _takes_name(self, typed: str) -> bool:
        """Asks somebody else for the PIN if the text is the beginning of their name. Returns whether it was."""
        meant = matching_names(self._lock.names, typed) if typed.replace(" ", "").isalpha() else []
        if len(meant) != 1:
            return False
        self._is_chosen = True
        self._lock.likely = meant[0]
        self._show_name()
        self._say("")
        return True

    def _say(self, words: str) -> None:
        self.query_one("#wrong", Static).update(Content(words))

    def action_leave(self) -> None:
        """Returns to the blank screen."""
        self.dismiss()


def _login_info(store: "Store") -> "LoginInfo":
    return login_info(store)


async def enter(desk: Desk, name: str, pin: str) -> None:
    """Logs a user in. The previous user finds the desk as they left it; another user starts at the board, and open input is kept as
    drafts of the user who typed it.

    Raises the errors of a refused login, and OSError if a draft cannot be saved; nobody else is logged in then.
    """
    session, before = desk.session, desk.session.left_by
    acting = await desk.ask(log_in, name, pin)
    comes_back = acting.name == before
    if not comes_back:
        await hide_screens(desk.desk_screens())
    session.unlock(acting)
    board = desk.screen_stack[0]
    while len(desk.screen_stack) > 1 and (not comes_back or any(map(_is_of_lock, desk.screen_stack))):
        await desk.pop_screen()
    if not comes_back:
        desk.reset_view()
    if await desk.show_first():
        await desk.reload()
    if not comes_back:
        await desk.start_session()
        if before and isinstance(board, ActionScreen):
            await take_over(board, before)


def _is_of_lock(screen: object) -> bool:
    return isinstance(screen, LockScreen | PinForm)
