"""Opening a whole desk: the database with the charter that applies to it."""

from collections.abc import Callable
from pathlib import Path

from desk.charter import Charter
from desk.store.applied import apply_first, use_applied
from desk.store.database import Store, open_database
from desk.store.errors import NotNow

OTHER_CHARTER = "other-charter"


def open_desk(url: str, charter: Path | None, now: Callable[[], int]) -> Store:
    """Opens the database and the charter applied to it; a new desk is given the file that was named, or LT-Pro's.

    now: the present in UTC epoch seconds. Raises DatabaseUnusable, CharterError, and NotNow where the named file counts
    otherwise than the charter applied: promises already made would move unseen.
    """
    store = open_database(url, now)
    try:
        applied = use_applied(store)
        if applied is None:
            apply_first(store, Charter.load(charter))
        elif charter is not None and Charter.load(charter).version != applied.version:
            raise NotNow(OTHER_CHARTER)
    except BaseException:
        store.close()
        raise
    return store
