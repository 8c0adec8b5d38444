"""Who works on what: the next ticket that nobody has."""

from desk.store.act import add_event
from desk.store.checks import NONE_LEFT
from desk.store.database import Store
from desk.store.errors import NotNow
from desk.store.story import Act

# As the queues stand: what runs first, then what has no clock, the oldest first.
_NEXT = """SELECT id FROM ticket WHERE state = 'open' AND kind = ? AND owner_id IS NULL
           ORDER BY next_due IS NULL, next_due, received, id LIMIT 1"""


def take_next(store: Store, who: str, kind: str) -> int:
    """Makes whoever acts the owner of the most urgent ticket of a queue that nobody has. Returns its number.

    Two who ask at once are given two tickets. Raises NotNow where nothing is left to take.
    """
    with store.transaction():
        found = store.rows(_NEXT, kind)
        if not found:
            raise NotNow(NONE_LEFT)
        number = int(found[0][0])
        add_event(store, who, number, Act.TAKEN)
    return number
