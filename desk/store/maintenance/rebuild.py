"""Writing every derived row anew: after an upgrade that derives them by other rules."""

from contextlib import suppress

from desk.models import Head
from desk.store.database import PROJECTIONS, Store
from desk.store.errors.database import Unreadable
from desk.store.projections import derive

_PIECE = 200  # tickets in one transaction: nobody waits long for the next act


def rebuild(store: Store) -> None:
    """Derives every ticket that can be read from its events. Interrupted, it begins again at the next opening."""
    last = 0
    while numbers := [number for (number,) in store.rows("SELECT id FROM ticket WHERE id > ? ORDER BY id LIMIT ?", last, _PIECE)]:
        with store.transaction():
            for number in numbers:
                with suppress(Unreadable):  # `desk check` names it
                    derive(store, number)
        last = numbers[-1]
    with store.transaction():
        Head.update(projections=PROJECTIONS).execute()
