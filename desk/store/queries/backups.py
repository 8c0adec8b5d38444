"""When the desk was last backed up with proof: the copy was restored on trial and held together."""

import json
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
    ((begun,),) = store.rows("SELECT recorded FROM event ORDER BY id LIMIT 1")
    return LastBackup(next((json.loads(data)["made"] for (data,) in store.rows(_LAST, BACKED_UP)), None), int(begun))


_LAST = "SELECT data FROM event WHERE ticket_id IS NULL AND what = ? ORDER BY id DESC LIMIT 1"
