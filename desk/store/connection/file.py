"""The embedded database: its settings, its file and folder."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from peewee import SqliteDatabase

from desk.store.connection.copying import companions, scratch_folder
from desk.store.connection.migrating import migrate_file
from desk.store.database import Store
from desk.store.dialects.sqlite import unwritable
from desk.store.errors.database import DatabaseDamaged, DatabaseEmpty, JournalLeftOver, SettingsNotTaken
from desk.system.secure_files import make_folder, put_new

BUSY_SECONDS = 15
EXTRA = 3

WANTED = {"journal_mode": "delete", "synchronous": str(EXTRA), "foreign_keys": "1"}  # as the database reports them

# WAL with several processes can lose commits in SQLite 3.7.0-3.51.2, and with NORMAL at a power cut: docs/data.md.
PRAGMAS = {"journal_mode": "delete", "synchronous": EXTRA, "foreign_keys": 1}


def file_store(path: Path, now: Callable[[], int]) -> Store:
    """The store of a file, not connected yet."""
    return Store(SqliteDatabase(str(path), pragmas=PRAGMAS, timeout=BUSY_SECONDS, lock_type="IMMEDIATE"), str(path), now)


def file_reader(path: Path, now: Callable[[], int]) -> Store:
    """The store of a file that is only read, not connected yet; it does not even set the journal mode."""
    pragmas = {name: value for name, value in PRAGMAS.items() if name != "journal_mode"} | {"query_only": 1}
    file = f"{path.absolute().as_uri()}?mode=rw"  # does not create a missing file
    return Store(SqliteDatabase(file, pragmas=pragmas, timeout=BUSY_SECONDS, uri=True), str(path), now)


def prepare_folder(path: Path) -> None:
    """Creates the folder for the service account alone; an existing folder keeps its mode. Raises DatabaseUnusable."""
    try:
        make_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def make_database(path: Path) -> None:
    """Creates a database under another name and renames it, so that a file of this name is always complete. A second process finds
    the database of the first one.

    Raises DatabaseUnusable.
    """
    if left := companions(path):  # SQLite would replay them into the new database
        raise JournalLeftOver(str(path), ", ".join(file.name for file in left))
    try:
        with scratch_folder(path.parent, "new") as folder:
            new = folder / path.name
            new.touch(mode=0o600)
            store = file_store(new, lambda: 0)
            try:
                with store.reading():
                    store.database.connect()
                    migrate_file(store)
            finally:
                store.close()
            with suppress(FileExistsError):
                put_new(new, path)
    except OSError as error:
        raise unwritable(path, error) from error


def assert_a_file(path: Path) -> None:
    """Checks that this is a writable, non-empty database file. Raises DatabaseUnusable."""
    if not (path.is_file() or path.is_dir()):
        raise DatabaseDamaged(str(path))  # a device accepts every write and stores nothing
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        raise unwritable(path, error) from error
    if path.stat().st_size == 0:  # after a full disk or an interrupted copy: a new desk would hide the loss
        raise DatabaseEmpty(str(path))


def assert_settings(store: Store) -> None:
    found = store.settings()
    if wrong := [name for name, value in WANTED.items() if found[name] != value]:
        raise SettingsNotTaken(store.where, ", ".join(f"{name}={found[name]}" for name in wrong))
