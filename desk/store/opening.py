"""Opening a desk: the database with the charter in force."""

from collections.abc import Callable
from pathlib import Path

from desk.actions.rights import Right
from desk.charter import Charter
from desk.models import Head
from desk.store.charter_versions import apply_first, use_applied
from desk.store.connection.listener import ServerPresence
from desk.store.connection.opening import open_database, open_reader
from desk.store.database import PROJECTIONS, Store
from desk.store.dialects.presence import FilePresence, Presence
from desk.store.dialects.statement import Statement
from desk.store.errors.database import ClockDiffers, DatabaseDamaged
from desk.store.errors.input import PracticeClockRefused
from desk.store.errors.tickets import OtherCharterInForce
from desk.store.permissions import requires

AHEAD = 60  # seconds that the clocks of two machines may differ

_PROJECTIONS = Statement(lambda _: Head.select(Head.projections))
_PRACTICE = Statement(lambda _: Head.select(Head.practice))


def open_desk(url: str, charter: Path | None, now: Callable[[], int], *, make: bool = True, practice: bool = False) -> Store:
    """Opens the database and the charter in force; a new desk gets the given file, or LT-Pro's charter.

    now: the current time in UTC epoch seconds; make: whether a new desk may be created; practice: whether `now` differs from the
    machine's clock, which only a practice desk accepts. Raises DatabaseUnusable, CharterError, BadInput for a practice clock on a
    real desk, and NotNow if the given file gives other deadlines than the charter in force: existing promises would move unnoticed.
    """
    store = open_database(url, now, make=make)
    try:
        applied = use_applied(store)
        if applied is None:
            apply_first(store, Charter.load(charter), practice=practice)
        elif charter is not None and Charter.load(charter).version != applied.version:
            raise OtherCharterInForce
        if not is_practice(store):
            if practice:
                raise PracticeClockRefused
            _assert_clock(store)
        if _PROJECTIONS.rows(store) != [(PROJECTIONS,)]:
            from desk.store.maintenance.rebuild import upgrade  # rarely needed, and slow to import before the first page

            upgrade(store)
    except BaseException:
        store.close()
        raise
    return store


def _assert_clock(store: Store) -> None:
    """Checks that the clocks of this machine and of the server agree: every desk must count the same time. Raises ClockDiffers."""
    there = store.dialect.clock(store)
    if there is not None and abs(ahead := store.now() - there) > AHEAD:
        raise ClockDiffers(store.where, f"{ahead:+.0f}")


@requires(Right.ANYBODY)
def is_practice(store: Store) -> bool:
    """Whether this desk was made for practice or for tests, with a clock of its own: its figures prove nothing. Raises
    DatabaseUnusable."""
    found = _PRACTICE.rows(store)
    if not found:
        raise DatabaseDamaged(store.where, "head")
    return bool(found[0][0])


def open_for_search(url: str, now: Callable[[], int]) -> Store:
    """Opens a second connection to an open desk, to search while the first one works. Raises DatabaseUnusable."""
    store = open_reader(url, now)
    use_applied(store)
    return store


@requires(Right.ANYBODY)
def meet(store: Store, url: str, noticed: Callable[[], None], former: Presence | None) -> Presence:
    """Begins the exchange with the other desks on a database. A server's is kept when the connection is opened again, since it has
    one of its own.

    noticed: called in another thread when a server says that another desk wrote; former: what this returned before.
    """
    if store.dialect.in_file:
        return FilePresence(store.held)
    return former or ServerPresence(url, noticed)
