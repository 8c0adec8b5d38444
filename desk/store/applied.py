"""The charter applied to a database: stored whole under its hashes, so that a rebuild years later counts with it."""

import hashlib

from desk.charter import Charter
from desk.charter.charter import pack, unpack
from desk.models import Applied
from desk.store.database import Store, open_database, path_of


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
    """Gives the store the charter applied last. Returns it, or None where the desk is new."""
    with store.reading():
        row = Applied.select().order_by(Applied.id.desc()).first()
    if row is None:
        return None
    store.charter = unpack(row.charter.encode(), row.calendar.encode())
    store.applied = row.id
    return store.charter


def apply_first(store: Store, charter: Charter) -> None:
    """Applies a charter to a desk that has none. Where another process was quicker, its charter is used."""
    file, days = pack(charter)
    with store.transaction():
        if Applied.select().exists():
            use_applied(store)
            return
        row = Applied.create(
            charter_version=charter.version,
            calendar_version=hashlib.sha256(days).hexdigest()[:12],
            charter=file.decode(),
            calendar=days.decode(),
            applied=store.now(),
        )
    store.charter, store.applied = charter, row.id
