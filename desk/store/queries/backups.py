"""When the desk was last backed up with proof: the copy was restored on trial and held together."""

from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.models import Event
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Statement
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
    """The last proven backup; None for a practice desk, which needs none.

    Read again after another process wrote.
    """
    return store.remembered("backup", lambda: _read(store))


def _read(store: Store) -> LastBackup | None:
    if is_practice(store):
        return None
    begun = [at for (at,) in _FIRST.rows(store) if isinstance(at, int)]
    made = [at for (at,) in _last.rows(store) if isinstance(at, int)]  # a damaged database may hold anything
    return LastBackup(next(iter(made), None), next(iter(begun), store.now()))


_FIRST = Statement(lambda _: Event.select(Event.recorded).order_by(Event.id).limit(1))


@Statement
def _last(_: Dialect) -> Any:
    query = Event.select(Event.at).where(Event.ticket.is_null(), Event.what == BACKED_UP)
    return query.order_by(Event.id.desc()).limit(1)
