"""Charter versions applied to a database, stored whole under their hashes so that a rebuild years later uses the right one."""

import hashlib
from typing import Any

from desk.actions.rights import Right
from desk.charter import Charter
from desk.charter.charter import pack
from desk.models import Applied, Head, InForce
from desk.store.connection.opening import is_there, open_database
from desk.store.database import PROJECTIONS, Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.database import CharterDamaged, DatabaseMissing
from desk.store.permissions import requires
from desk.store.row_log import log_desk, log_row
from desk.store.statements import insert, update

_NOW = Statement(lambda _: InForce.select(InForce.id, InForce.applied).order_by(InForce.id.desc()).limit(1))
_LAST_EVENT = Statement(lambda _: Head.select(Head.event))


def read_applied(url: str) -> Charter | None:
    """The charter in force in this database; None if none was applied yet. Never creates a database.

    Raises DatabaseUnusable.
    """
    if not is_there(url):
        return None
    try:
        store = open_database(url, lambda: 0, make=False)
    except DatabaseMissing:  # an empty one on a server
        return None
    try:
        return use_applied(store)
    finally:
        store.close()


def use_applied(store: Store) -> Charter | None:
    """Loads the charter in force into the store and registers the store to follow later changes. None for a new desk."""
    if not _NOW.rows(store):
        return None
    in_force: int | None = None

    def follow() -> None:
        nonlocal in_force
        ((latest, applied),) = store.remembered("in force", lambda: _NOW.rows(store))
        if latest != in_force:
            if not applied:  # the file was tampered with: no charter has this id
                raise CharterDamaged(store.where, str(applied))
            store.charter = store.version(applied)
            store.applied, in_force = applied, latest

    follow()
    store.follow = follow
    return store.charter


@requires(Right.ANYBODY)
def apply_first(store: Store, charter: Charter, *, practice: bool = False) -> None:
    """Applies a charter to a desk that has none. If another process was first, its charter is used.

    practice: whether the desk keeps a clock of its own, for a demo or for tests; this is permanent.
    """
    with store.transaction():
        if not _NOW.rows(store):
            if _LAST_EVENT.rows(store) != [(0,)]:  # a charter was in force and was removed from the file
                raise CharterDamaged(store.where)
            put_in_force(store, charter, None)
            update(store, Head, {"projections": PROJECTIONS, "practice": practice}, 1)
            log_desk(store, practice=practice)
    use_applied(store)


def put_in_force(store: Store, charter: Charter, staff: int | None) -> None:
    """Puts this charter in force. Must run inside a transaction.

    If the same charter was in force before, its stored version is reused. One that differs in its wording alone gives the same
    deadlines under the same hash; it is stored under a hash of all of it beside that.
    """
    file, days = pack(charter)
    text, calendar, names = file.decode(), calendar_version(days), (charter.version, wording_version(charter.version, file))
    known = _stored.rows(store, names=names, calendar=calendar)
    applied = next((applied for applied, _name, stored in known if stored == text), None)
    is_new = applied is None
    if applied is None:
        name = names[1] if known else names[0]
        row = {"charter_version": name, "calendar_version": calendar, "charter": text, "calendar": days.decode()}
        applied = insert(store, Applied, {**row, "applied": store.now()})
    store.charter, store.applied = charter, applied
    if is_new:
        log_row(store, "applied", applied, staff)
    current = insert(store, InForce, {"applied": applied, "since": store.now(), "staff": staff})
    log_row(store, "in_force", current, staff)


@Statement
def _stored(dialect: Dialect) -> Any:
    is_same = dialect.among(Applied.charter_version, Param("names")) & (Applied.calendar_version == Param("calendar"))
    return Applied.select(Applied.id, Applied.charter_version, Applied.charter).where(is_same)


def wording_version(version: str, file: bytes) -> str:
    """The name of a packed charter whose deadlines are those of another one with other wording: `hash.hash`."""
    return f"{version}.{hashlib.sha256(file).hexdigest()[:8]}"


def calendar_version(days: bytes) -> str:
    """The hash under which a packed calendar is stored."""
    return hashlib.sha256(days).hexdigest()[:12]
