"""The user's session: who is logged in, their permissions, and when an idle desk is locked."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desk.actions.action import TICKET, Action
from desk.actions.rights import RIGHTS, TAKER_KEYS, Access, Acting, Right

if TYPE_CHECKING:
    from desk.charter.standards import Kind
    from desk.store.queries.board import QueueRow


class UserSession:
    """The current session.

    name: the user at the start; clock: UTC epoch seconds; lock_after: minutes. acting: the user for whom the store is called.
    access: the permissions as last read from the store. kinds: of tickets, by the charter in force. locked: whether everything is
    hidden and disabled until somebody logs in. left_by: the user who was logged in when it was locked; "" for nobody.
    """

    def __init__(self, name: str, clock: Callable[[], float], lock_after: int) -> None:
        self._clock = clock
        self._lock_after = lock_after
        self.acting = Acting(name)
        self.access = Access(True, frozenset(RIGHTS))  # until read from the store, which checks permissions itself
        self.kinds: Mapping[str, Kind] = {}
        self.locked = False
        self.left_by, self._left_with = "", self.access
        self._touched = clock()

    def allows(self, action: Action, row: "QueueRow | None") -> bool:
        """Whether the current user may use a command on the current ticket."""
        if action.right is not Right.ANYBODY and action.right not in self.access.rights:
            return False
        if action.scope != TICKET or (row is None and not action.acts):
            return True
        if row is not None and row.sealed:
            return False
        if Right.HANDLE in self.access.rights or not action.acts or action.id in TAKER_KEYS:
            return True
        if row is not None and (row.kind not in self.kinds or self.kinds[row.kind].is_sealed):
            return False
        return not self.kinds or any(action.suits(kind) and not kind.is_sealed for kind in self.kinds.values())

    def touched(self) -> None:
        """Resets the idle time."""
        self._touched = self._clock()

    @property
    def is_left_alone(self) -> bool:
        """Whether a desk with a logged-in user has been idle long enough to be locked."""
        return not self.access.is_open and not self.locked and self._clock() - self._touched >= self._lock_after * 60

    def lock(self) -> None:
        """Locks the session: nobody has any permission."""
        self.locked = True
        self.left_by, self._left_with = self.acting.name if self.acting.login else "", self.access
        self.acting, self.access = Acting(), Access(False, frozenset())

    def unlock(self, acting: Acting) -> None:
        """Unlocks the session after a login. A user who returns has the same permissions as before."""
        if acting.name == self.left_by:
            self.access = self._left_with
        self.acting, self.locked = acting, False
        self.touched()
