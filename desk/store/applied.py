"""The charter applied to a database: stored whole under its hashes, so that a rebuild years later counts with it."""

import hashlib

from desk.charter import Charter
from desk.charter.charter import pack
from desk.models import Applied, InForce
from desk.store.database import Store, open_database, path_of

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
    in_force = 0

    def follow() -> None:
        nonlocal in_force
        ((latest, applied),) = store.rows(_NOW)
        if latest != in_force:
            store.charter = store.version(applied)
            store.applied, in_force = applied, latest

    follow()
    store.follow = follow
    return store.charter


def apply_first(store: Store, charter: Charter) -> None:
    """Applies a charter to a desk that has none. Where another process was quicker, its charter is used."""
    with store.transaction():
        if not InForce.select().exists():
            put_in_force(store, charter, None)
    use_applied(store)


def put_in_force(store: Store, charter: Charter, staff: int | None) -> None:
    """From now on the desk counts by this charter. Must run inside a transaction.

    What was counted by it before, and put aside since, is found again under its hashes.
    """
    file, days = pack(charter)
    versions = {"charter_version": charter.version, "calendar_version": calendar_version(days)}
    row = Applied.get_or_none(**versions)
    if row is None:
        row = Applied.create(**versions, charter=file.decode(), calendar=days.decode(), applied=store.now())
    InForce.create(applied=row.id, since=store.now(), staff=staff)
    store.charter, store.applied = charter, row.id


def calendar_version(days: bytes) -> str:
    """The hash that a packed calendar is kept under."""
    return hashlib.sha256(days).hexdigest()[:12]
