"""Who is at the desk, what they may do, and the lock before it."""

from typing import TYPE_CHECKING, Any

from desk.commands import TICKET, Command
from desk.roles import ANYBODY, HANDLE, KEYS, RIGHTS, TAKER_KEYS, Access, Acting

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.store.queues import QueueRow


class Doorkeeper:
    """Belongs to the application. acting: in whose name the store is asked; access: what they may do, as the store said last."""

    def __init__(self, desk: "DeskApp", name: str) -> None:
        self._desk = desk
        self.acting = Acting(name)
        self.access = Access(True, frozenset(RIGHTS))  # until the store says otherwise: it refuses by itself
        self.locked = False
        self._left_by = ""  # who had logged in when it was locked
        self._touched = desk.clock()

    def allows(self, one: Command, row: "QueueRow | None") -> bool:
        """Whether a command is for whoever is at the desk, on the ticket at hand."""
        if KEYS[one.id] != ANYBODY and KEYS[one.id] not in self.access.rights:
            return False
        if row is None or one.scope != TICKET:
            return True
        if row.sealed:
            return False
        return row.kind != "complaint" or HANDLE in self.access.rights or not one.acts or one.id in TAKER_KEYS

    def touched(self) -> None:
        """Somebody is there."""
        self._touched = self._desk.clock()

    def tick(self) -> None:
        """Locks the desk that nobody has touched for long."""
        if not self.access.is_open and self._desk.clock() - self._touched >= self._desk.settings.lock_after * 60:
            self.lock()

    def keeps_out(self, error: Exception) -> bool:
        """Whether the store refused because nobody is logged in, or no longer may be: then the desk is locked."""
        from desk.store.doors import LOG_IN
        from desk.store.errors import NotAllowed

        if not isinstance(error, NotAllowed) or error.reason != LOG_IN:
            return False
        self.access = Access(False, frozenset())
        self.lock()
        return True

    def lock_now(self) -> None:
        """By a key; where nobody logs in, it says so."""
        if self.access.is_open:
            self._desk.tell(self._desk.say("Nobody logs in here, so there is nothing to lock: Ctrl+P, “People”."))
        else:
            self.lock()

    def lock(self, chosen: str = "") -> None:
        """Nothing is seen any more, and nothing done, until somebody logs in. chosen: who is asked for their PIN at once."""
        if self.locked:
            return
        from desk.screens.lock import LockScreen

        desk = self._desk
        self.locked, self._left_by = True, self.acting.name if self.acting.login else ""
        desk.drafts.keep()
        likely = self.acting.name
        self.acting = Acting()
        desk.clear_notifications()
        desk.signals.fall_silent()
        desk.push_screen(LockScreen(chosen or likely, ask=bool(chosen)))

    async def enter(self, name: str, pin: str) -> None:
        """Logs somebody in. Whoever comes back finds the desk as they left it; whoever else comes finds the board, and what is
        typed stays among the drafts of whoever typed it.

        Raises what logging in is refused with, and OSError where a draft cannot be kept: then nobody else comes in.
        """
        from desk.people.login import log_in

        desk, before = self._desk, self._left_by
        acting = await desk.ask(log_in, name, pin)
        comes_back = acting.name == before
        if not comes_back:
            await self._put_away()
        self.acting, self.locked = acting, False
        self.touched()
        while len(desk.screen_stack) > 1 and (not comes_back or any(map(_is_of_lock, desk.screen_stack))):
            await desk.pop_screen()
        if not comes_back:
            desk.board.start_anew()
        if desk.board.has_loaded or await desk.show_first():
            await desk.reload()
        if not comes_back:
            await desk.sit_down()
        if before and not comes_back:
            await desk.board.take_over(before)

    async def _put_away(self) -> None:
        """What stands in the forms of the one before is kept as theirs."""
        forms: list[Any] = [screen for screen in self._desk.screen_stack if hasattr(screen, "keep_whole")]
        for form in forms:
            await form.keep_whole()
        for form in forms:
            form.let_go()


def _is_of_lock(screen: object) -> bool:
    from desk.screens.lock import LockScreen, PinForm, WhoChooser

    return isinstance(screen, LockScreen | PinForm | WhoChooser)
