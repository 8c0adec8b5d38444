"""The charter applied to a database: stored whole under its hashes, so that a rebuild years later counts with it."""

import hashlib

from desk.actions.rights import Right
from desk.charter import Charter
from desk.charter.charter import pack
from desk.models import Applied, Head, InForce
from desk.store.database import PROJECTIONS, Store, open_database, path_of
from desk.store.errors.database import CharterDamaged
from desk.store.permissions import requires
from desk.store.row_log import log_desk, log_row

_NOW = "SELECT id, applied_id FROM in_force ORDER BY id DESC LIMIT 1"


def read_applied(url: str) -> Charter | None:
    """The charter that the board of this database counts by; None where none was applied yet: asking makes no database.

    Raises DatabaseUnusable.
    """
    if not path_of(url).exists():
        return None
    store = open_database(url, lambda: 0)
    try:
        return use_applied(store)
    finally:
        store.close()


def use_applied(store: Store) -> Charter | None:
    """Gives the store the charter in force, and has it follow whatever comes into force later. None where the desk is new."""
    if not store.rows(_NOW):
        return None
    in_force: int | None = None

    def follow() -> None:
        nonlocal in_force
        ((latest, applied),) = store.remembered("in force", lambda: store.rows(_NOW))
        if latest != in_force:
            if not applied:  # somebody wrote into the file: no charter has this id
                raise CharterDamaged(store.where, str(applied))
            store.charter = store.version(applied)
            store.applied, in_force = applied, latest

    follow()
    store.follow = follow
    return store.charter


@requires(Right.ANYBODY)
def apply_first(store: Store, charter: Charter, *, practice: bool = False) -> None:
    """Applies a charter to a desk that has none. Where another process was quicker, its charter is used.

    practice: whether the desk keeps a clock of its own, for a demo or for tests; it stays so for good.
    """
    with store.transaction():
        if not InForce.select().exists():
            if store.rows("SELECT event FROM head") != [(0,)]:  # a charter was in force here: somebody took it out of the file
                raise CharterDamaged(store.where)
            put_in_force(store, charter, None)
            Head.update(projections=PROJECTIONS, practice=practice).execute()
            log_desk(store, practice=practice)
    use_applied(store)


def put_in_force(store: Store, charter: Charter, staff: int | None) -> None:
    """From now on the desk counts by this charter. Must run inside a transaction.

    What was counted by it before, and put aside since, is found again under its hashes.
    """
    file, days = pack(charter)
    versions = {"charter_version": charter.version, "calendar_version": calendar_version(days)}
    row, is_new = Applied.get_or_none(**versions), False
    if row is None:
        row = Applied.create(**versions, charter=file.decode(), calendar=days.decode(), applied=store.now())
        is_new = True
    store.charter, store.applied = charter, row.id
    if is_new:
        log_row(store, "applied", row.id, staff)
    current = InForce.create(applied=row.id, since=store.now(), staff=staff)
    log_row(store, "in_force", current.id, staff)


def calendar_version(days: bytes) -> str:
    """The hash that a packed calendar is kept under."""
    return hashlib.sha256(days).hexdigest()[:12]
