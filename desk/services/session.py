"""The user's session: who is at the desk, what they may do, and when an untouched desk is to be locked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.actions.action import TICKET, Action
from desk.actions.rights import RIGHTS, TAKER_KEYS, Access, Acting, Right

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow


class UserSession:
    """Who works here.

    name: who is at the desk at the start; clock: UTC epoch seconds; lock_after: minutes.
    acting: in whose name the store is asked.
    access: what they may do, as the store said last.
    locked: whether nothing is seen and nothing done until somebody logs in.
    left_by: who had logged in when it was locked; "" for nobody.
    """

    def __init__(self, name: str, clock: Callable[[], float], lock_after: int) -> None:
        self._clock = clock
        self._lock_after = lock_after
        self.acting = Acting(name)
        self.access = Access(True, frozenset(RIGHTS))  # until the store says otherwise: it refuses by itself
        self.locked = False
        self.left_by, self._left_with = "", self.access
        self._touched = clock()

    def allows(self, action: Action, row: "QueueRow | None") -> bool:
        """Whether a command is for the current user, on the ticket at hand."""
        if action.right is not Right.ANYBODY and action.right not in self.access.rights:
            return False
        if row is None or action.scope != TICKET:
            return True
        if row.sealed:
            return False
        return row.kind != "complaint" or Right.HANDLE in self.access.rights or not action.acts or action.id in TAKER_KEYS

    def touched(self) -> None:
        """Somebody is there."""
        self._touched = self._clock()

    @property
    def is_left_alone(self) -> bool:
        """Whether nobody has touched a desk that is logged in to for so long that it is to be locked."""
        return not self.access.is_open and not self.locked and self._clock() - self._touched >= self._lock_after * 60

    def lock(self) -> None:
        """Nobody may do anything from now on."""
        self.locked = True
        self.left_by, self._left_with = self.acting.name if self.acting.login else "", self.access
        self.acting, self.access = Acting(), Access(False, frozenset())

    def unlock(self, acting: Acting) -> None:
        """Somebody has logged in. The one who comes back may do what they could before."""
        if acting.name == self.left_by:
            self.access = self._left_with
        self.acting, self.locked = acting, False
        self.touched()
