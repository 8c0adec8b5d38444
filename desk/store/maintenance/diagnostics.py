"""The condition of a database file before it is opened: only read, never created, migrated or changed."""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from peewee import SQL, fn

from desk.charter import Charter
from desk.models import Event, Ticket
from desk.store.charter_versions import use_applied
from desk.store.connection.file import WANTED, assert_a_file
from desk.store.connection.migrating import applied_migrations, pending
from desk.store.connection.opening import open_reader, path_of
from desk.store.database import Store
from desk.store.dialects import is_server
from desk.store.dialects.sqlite import translate_error
from desk.store.dialects.statement import Statement
from desk.store.errors.database import DatabaseDamaged, ForeignDatabase, NetworkFolder
from desk.store.queries.backups import LastBackup, last_backup
from desk.system.filesystems import network_kind


class FileCondition(NamedTuple):
    """The file of an embedded database. mode: its last nine bits; size, room: bytes, of the file and free on its disk."""

    path: Path
    mode: int
    size: int
    room: int


class Condition(NamedTuple):
    """The condition of a database.

    file: None on a server.
    settings: as a connection of the desk finds them.
    wanted: as they must be.
    migrations: applied and pending.
    tickets, events: counts.
    last: when the latest event was entered, UTC epoch seconds.
    charter: the one in force.
    backup: the last proven one, None on a practice desk.
    ahead: seconds that the clock of this machine is ahead of the server's, None on a file.
    """

    file: FileCondition | None
    settings: dict[str, str]
    wanted: dict[str, str]
    migrations: tuple[int, int]
    tickets: int
    events: int
    last: int | None
    charter: Charter | None
    backup: LastBackup | None
    ahead: float | None = None


# What a server must do for nothing acknowledged to be lost, and for damaged pages to be noticed.
WANTED_ON_SERVER = {"data_checksums": "on", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def condition(url: str) -> Condition | None:
    """The condition of the database; None if there is none yet. Raises DatabaseUnusable if it cannot be read."""
    file = None if is_server(url) else _file(path_of(url))
    if file is None and not is_server(url):
        return None
    store = open_reader(url, lambda: 0)
    try:
        applied = len(applied_migrations(store))
        if not applied and file is None:
            return None
        left = len(pending(store))
        if not applied:
            raise ForeignDatabase(store.where)
        tickets, events, last = _counts(store)
        settings, there = store.settings(), store.dialect.clock(store)
        charter = None if left else use_applied(store)
        backup = None if left else last_backup(store)
    finally:
        store.close()
    wanted = WANTED_ON_SERVER if file is None else WANTED
    ahead = None if there is None else time.time() - there
    return Condition(file, settings, wanted, (applied, left), tickets, events, last, charter, backup, ahead)


def _file(path: Path) -> FileCondition | None:
    """A database file, None if there is none. Raises DatabaseUnusable."""
    if not path.exists():
        return None
    assert_a_file(path)
    if kind := network_kind(path):
        raise NetworkFolder(str(path), kind)
    _assert_sound(path)
    status = path.stat()
    return FileCondition(path, status.st_mode & 0o777, status.st_size, shutil.disk_usage(path.parent).free)


def sqlite_version() -> str:
    """The version of the linked SQLite library, which differs from the driver's own version."""
    return sqlite3.sqlite_version


def has_full_text() -> bool:
    """Whether this SQLite was built with FTS5, which search needs."""
    with closing(sqlite3.connect(":memory:")) as connection:
        return bool(connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


def _assert_sound(path: Path) -> None:
    """Runs SQLite's quick check on a read-only connection. Raises DatabaseUnusable."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            ((said,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.Error as error:
        raise translate_error(error, str(path)) from error
    if said != "ok":
        raise DatabaseDamaged(str(path), str(said))


def _counts(store: Store) -> tuple[int, int, int | None]:
    ((tickets,),) = _TICKETS.rows(store)
    ((events, last),) = _EVENTS.rows(store)
    return int(tickets), int(events), last


_TICKETS = Statement(lambda _: Ticket.select(fn.COUNT(SQL("*"))))
_EVENTS = Statement(lambda _: Event.select(fn.COUNT(SQL("*")), fn.MAX(Event.recorded)))
