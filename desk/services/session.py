"""Who is at the desk, what they may do, and the lock before it."""

from typing import TYPE_CHECKING

from desk.actions.registry import TICKET, Command
from desk.actions.rights import RIGHTS, TAKER_KEYS, Access, Acting, Right

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.store.queries.board import QueueRow


class UserSession:
    """Belongs to the application. acting: in whose name the store is asked; access: what they may do, as the store said last."""

    def __init__(self, desk: "DeskApp", name: str) -> None:
        self._desk = desk
        self.acting = Acting(name)
        self.access = Access(True, frozenset(RIGHTS))  # until the store says otherwise: it refuses by itself
        self.locked = False
        self._left_by, self._left_with = "", self.access  # who had logged in when it was locked, and what they could do
        self._touched = desk.clock()

    def allows(self, one: Command, row: "QueueRow | None") -> bool:
        """Whether a command is for the current user, on the ticket at hand."""
        if one.right is not Right.ANYBODY and one.right not in self.access.rights:
            return False
        if row is None or one.scope != TICKET:
            return True
        if row.sealed:
            return False
        return row.kind != "complaint" or Right.HANDLE in self.access.rights or not one.acts or one.id in TAKER_KEYS

    async def set_rights(self, access: Access) -> None:
        """What the store says now. Where that is less than before, nothing stays on the screen but the board."""
        narrower = not access.rights >= self.access.rights
        self.access = access
        if narrower:
            await self._leave(1, self._desk.gettext("You have another role now."))

    async def close_hidden_screens(self) -> None:
        """A complaint that is kept from the current user, as it stands now, does not stay on the screen."""
        from desk.store.queries.board import rows_of

        shown = [(self._desk.screen_stack.index(screen), set(screen.ticket_ids)) for screen in self._desk.desk_screens()]
        numbers = set().union(*(tickets for _, tickets in shown))
        rows = await self._desk.ask(rows_of, numbers) if numbers else {}
        gone = {number for number in numbers if number not in rows or rows[number].sealed}
        first = next((place for place, tickets in shown if tickets & gone), None)
        if first is not None:
            await self._leave(first, self._desk.gettext("That ticket cannot be shown any more."))

    async def _leave(self, first: int, said: str) -> None:
        """Leaves the screens from this place in the stack on; what is typed in them is kept, or they stay."""
        desk = self._desk
        if any(screen.has_unsaved_input for screen in desk.desk_screens(first)):
            said += " " + desk.gettext("What was typed is kept as a draft.")
        try:
            await self._put_away(first)
        except OSError as error:
            desk.autosave.failed(error)
            return
        while len(desk.screen_stack) > first and not self.locked:  # a lock that came meanwhile stays on top
            await desk.pop_screen()
        if not self.locked:
            desk.tell(said)

    def touched(self) -> None:
        """Somebody is there."""
        self._touched = self._desk.clock()

    def tick(self) -> None:
        """Locks the desk that nobody has touched for long."""
        if not self.access.is_open and self._desk.clock() - self._touched >= self._desk.settings.lock_after * 60:
            self.lock()

    def keeps_out(self, error: Exception) -> bool:
        """Whether the store refused because nobody is logged in, or no longer may be: then the desk is locked."""
        from desk.store.errors.people import NotLoggedIn

        if not isinstance(error, NotLoggedIn):
            return False
        self.lock()
        return True

    def lock_now(self) -> None:
        """By a key; where nobody logs in, it says so."""
        if self.access.is_open:
            way = self._desk.way_to("people")
            self._desk.tell(self._desk.gettext("Nobody logs in here, so there is nothing to lock: {way}.", way=way))
        else:
            self.lock()

    def lock(self, chosen: str = "") -> None:
        """Nothing is seen any more, and nothing done, until somebody logs in. chosen: who is asked for their PIN at once."""
        if self.locked:
            return
        from desk.screens.people.lock import LockScreen

        desk = self._desk
        self.locked, self._left_by = True, self.acting.name if self.acting.login else ""
        self._left_with = self.access
        desk.autosave.keep()
        likely = self.acting.name
        self.acting, self.access = Acting(), Access(False, frozenset())
        desk.clear_notifications()
        desk.alerts.fall_silent()
        desk.push_screen(LockScreen(chosen or likely, ask=bool(chosen)))

    async def enter(self, name: str, pin: str) -> None:
        """Logs somebody in. Somebody who comes back finds the desk as they left it; somebody else finds the board, and what is
        typed stays among the drafts of the person who typed it.

        Raises what logging in is refused with, and OSError where a draft cannot be kept: then nobody else comes in.
        """
        from desk.auth.passwords import log_in

        desk, before = self._desk, self._left_by
        acting = await desk.ask(log_in, name, pin)
        comes_back = acting.name == before
        if not comes_back:
            await self._put_away()
        self.acting, self.locked = acting, False
        if comes_back:
            self.access = self._left_with
        self.touched()
        while len(desk.screen_stack) > 1 and (not comes_back or any(map(_is_of_lock, desk.screen_stack))):
            await desk.pop_screen()
        if not comes_back:
            desk.board.start_anew()
        if desk.board.has_loaded or await desk.show_first():
            await desk.reload()
        if not comes_back:
            await desk.start_session()
        if before and not comes_back:
            await desk.board.take_over(before)

    async def _put_away(self, first: int = 0) -> None:
        """What stands in the forms, from this place in the stack on, is kept as theirs who typed it. Raises OSError."""
        screens = self._desk.desk_screens(first)
        for screen in screens:
            await screen.keep_whole()
        for screen in screens:
            screen.let_go()


def _is_of_lock(screen: object) -> bool:
    from desk.screens.people.lock import LockScreen, PinForm, WhoChooser

    return isinstance(screen, LockScreen | PinForm | WhoChooser)
