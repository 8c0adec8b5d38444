"""Writing derived rows anew, after an upgrade that derives them by other rules."""

from contextlib import suppress

from desk.models import Head
from desk.store.database import PROJECTIONS, Store
from desk.store.errors.database import Unreadable
from desk.store.projections import derive
from desk.store.staff import find_all_mentions

_PIECE = 200  # tickets in one transaction: nobody waits long for the next act
_WITHOUT_STAFF = 1  # the rules by which nothing but its words said whom a complaint is about


def upgrade(store: Store) -> None:
    """Brings the rows of a desk from earlier rules to those of now. Interrupted, it begins again at the next opening."""
    ((rules,),) = store.rows("SELECT projections FROM head")
    if rules != _WITHOUT_STAFF:
        _derive_all(store)
    with store.transaction():
        if rules <= _WITHOUT_STAFF:
            find_all_mentions(store)
        Head.update(projections=PROJECTIONS).execute()


def _derive_all(store: Store) -> None:
    """Derives every ticket that can be read from its events."""
    last = 0
    while numbers := [number for (number,) in store.rows("SELECT id FROM ticket WHERE id > ? ORDER BY id LIMIT ?", last, _PIECE)]:
        with store.transaction():
            for number in numbers:
                with suppress(Unreadable):  # `desk check` names it
                    derive(store, number)
        last = numbers[-1]
