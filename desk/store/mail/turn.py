"""The turn to move mail: of all processes on a database, one reads the mailbox and sends."""

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.permissions import requires
from desk.system.secure_files import take_byte

_BYTE = 1 << 21  # of the lock file, behind those of presence
_TURN = 0x6D61696C  # the advisory lock on a server: "mail"


@requires(Right.WORK)
def has_turn(store: Store) -> bool:
    """Whether this process has the turn, which it keeps until it ends in any way or loses its connection."""
    if store.held is not None:
        return take_byte(store.held, _BYTE)
    return store.dialect.take_turn(store, _TURN)
