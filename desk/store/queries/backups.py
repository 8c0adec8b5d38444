"""When the desk was last backed up with proof: the copy was restored on trial and held together."""

from typing import NamedTuple

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.opening import is_practice
from desk.store.permissions import requires
from desk.store.row_log import BACKED_UP

WARN_AFTER = 2 * 86_400  # seconds since the last proven backup


class LastBackup(NamedTuple):
    """The last proven backup. made: when, UTC epoch seconds, None if there was none; begun: when the desk was set up."""

    made: int | None
    begun: int

    def is_old(self, now: int) -> bool:
        """Whether to warn of it; a desk without any is given as long as one has after a backup."""
        return now - (self.begun if self.made is None else self.made) > WARN_AFTER


@requires(Right.ANYBODY)
def last_backup(store: Store) -> LastBackup | None:
    """The last proven backup; None for a practice desk, which needs none. Read again after another process wrote."""
    return store.remembered("backup", lambda: _read(store))


def _read(store: Store) -> LastBackup | None:
    if is_practice(store):
        return None
    begun = [at for (at,) in store.rows("SELECT recorded FROM event ORDER BY id LIMIT 1") if isinstance(at, int)]
    made = [at for (at,) in store.rows(_LAST, BACKED_UP) if isinstance(at, int)]  # a damaged database may hold anything
    return LastBackup(next(iter(made), None), next(iter(begun), store.now()))


_LAST = "SELECT at FROM event WHERE ticket_id IS NULL AND what = ? ORDER BY id DESC LIMIT 1"
