"""Opening the database: its settings, its migrations, and its error messages."""

import errno
import os
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TypeVar

import peewee
from peewee import Database, SqliteDatabase

from desk import models
from desk.actions.rights import Acting
from desk.charter import Charter
from desk.charter.charter import unpack
from desk.store.damage import decode
from desk.store.dialects import is_server, server, shown
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.sqlite import Sqlite
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    CharterDamaged,
    DatabaseBeforeRelease,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseGone,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseReadOnly,
    DatabaseReplaced,
    DatabaseUnreachable,
    DiskFailed,
    DiskFull,
    ForeignDatabase,
    JournalLeftOver,
    NetworkFolder,
    OnServer,
    ServerUnreachable,
    SettingsNotTaken,
    UnknownDatabaseKind,
)
from desk.store.lock import lock_shared, writing_turn
from desk.store.maintenance.copying import companions, copy_connected, free_name, scratch_folder
from desk.system.filesystems import network_kind
from desk.system.secure_files import make_folder, put_new

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
PROJECTIONS = 4  # version of the projection rules: with another number a desk rebuilds its derived rows when opened
BUSY_SECONDS = 15
PATIENCE = 30  # seconds that a command waits for a server that was lost while something was committed
TURN_SECONDS = 5  # a desk that was stopped while writing keeps its turn
_TRIES = 5  # attempts to copy a database before its migration while others write into it
EXTRA = 3
_MIGRATING = 0x6465736B  # the advisory lock of a migration on a server: "desk"
BEFORE_RELEASE = "0001_first"  # the first of nineteen migrations that were squashed into one
MOVED = "SQLITE_READONLY_DBMOVED"  # the open file was renamed or removed
UNDECODABLE = "Could not decode to UTF-8"  # the driver's words

WANTED = {"journal_mode": "delete", "synchronous": str(EXTRA), "foreign_keys": "1"}  # as the database reports them

# WAL with several processes can lose commits in SQLite 3.7.0-3.51.2, and with NORMAL at a power cut: docs/data.md.
_PRAGMAS = {"journal_mode": "delete", "synchronous": EXTRA, "foreign_keys": 1}

# The driver's messages and our errors; the first that matches counts.
_DRIVER_SAYS: dict[str, type[DatabaseUnusable]] = {
    "locked": DatabaseBusy,
    "full": DiskFull,
    "readonly": DatabaseReadOnly,
    "read-only": DatabaseReadOnly,
    "not a database": DatabaseDamaged,
    "malformed": DatabaseDamaged,
    "could not decode": DatabaseDamaged,
    "corrupt": DatabaseDamaged,
    "disk i/o": DiskFailed,
}


class Store:
    """An open desk: the database, the charter in force, and the current time.

    now: the current time in UTC epoch seconds; a demo and the tests bring their own. applied: the id of the charter's row; follow:
    loads a charter put in force by another process; acting: the user whose permissions are checked (permissions.py).
    """

    def __init__(self, database: Database, where: str, now: Callable[[], int], dialect: Dialect | None = None) -> None:
        self.database = database
        self.dialect: Dialect = dialect or Sqlite()
        self.where = where
        self.now = now
        self.charter: Charter
        self.applied = 0
        self.acting = Acting()
        self.follow: Callable[[], None] = _stay
        self.step: int | None = None  # of grouped acts: the first event, 0 before it; None if each act is its own step
        self.held: int | None = None  # the descriptor of lock.py
        # Fetching rows raises the driver's own errors.
        self._errors: tuple[type[Exception], ...] = (peewee.DatabaseError, peewee.InterfaceError, *self.dialect.errors)
        self.translate: Callable[[Exception, str], DatabaseUnusable] = translate_error
        self.file = _identity(where)  # identifies the file even if it is renamed
        self.seen_version: int | None = None  # `data_version` when the current look began
        self._versions: dict[int, Charter] = {}
        self.changes = 0  # how often the cache was cleared
        self._remembered: dict[Hashable, Any] = {}
        self._looks = 0  # nesting depth of the current look
        self.written: tuple[int, str] | None = None  # the last event of the current transaction, and its hash
        self.begun = self.committed = 0  # changes that were begun, counting parts again, and transactions that were committed
        self.reconnect: Callable[[], None] = _stay
        self.keeps_trying: Callable[[float], bool] = lambda seconds: seconds < PATIENCE  # to connect again

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A write transaction: all or nothing. Raises DatabaseUnusable instead of the driver's errors.

        If the connection is lost while it is committed, the server is asked whether it was, as soon as it answers again.
        """
        is_first, is_whole = not self.database.in_transaction(), False
        if is_first:
            self.written = None
            self.begun += 1
        try:
            with self.reading(), self._turn(is_first), self.database.atomic():
                if is_first:
                    self._forget_before(self.dialect.lock(self))
                with self.look():
                    self.follow()
                    yield
                is_whole = True
        except BaseException as error:
            self.forget()  # rows cached during the transaction were rolled back
            if not (is_first and is_whole and isinstance(error, ServerUnreachable) and self._was_committed()):
                raise
        if is_first:
            self.committed += 1

    def _was_committed(self) -> bool:
        """Whether the log has the last event of the transaction. Raises ServerUnreachable if the server does not come back."""
        if self.written is None:
            return False
        self.reconnect()
        event, linked = self.written
        with self.reading(), self.database.atomic():
            self.dialect.lock(self)  # the server may still be at the commit: wait for its end
            return _LINK.rows(self, event=event) == [(linked,)]

    def _turn(self, is_first: bool) -> AbstractContextManager[None]:
        return writing_turn(self.held, TURN_SECONDS) if is_first else nullcontext()

    @contextmanager
    def look(self) -> Iterator[None]:
        """Groups reads: whether another process wrote is checked only once, when the outermost look begins."""
        if not self._looks:
            self._forget_if_changed()
        self._looks += 1
        try:
            yield
        finally:
            self._looks -= 1

    def remembered(self, name: Hashable, read: Callable[[], T]) -> T:
        """Caches the result of `read` until another process writes or `forget` is called. For rows beside the tickets: permissions,
        saved filters, the charter in force."""
        with self.look():
            if name not in self._remembered:
                self._remembered[name] = read()
            found: T = self._remembered[name]
            return found

    def forget(self) -> None:
        """Clears the cache after this connection changed rows beside the tickets."""
        self._remembered.clear()
        self.changes += 1

    def _forget_if_changed(self) -> None:
        self._forget_before(self.dialect.data_version(self))

    def _forget_before(self, version: int) -> None:
        """Clears the cache if it was read before this version."""
        if version != self.seen_version:
            self.seen_version = version
            self.forget()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Groups several acts: one transaction, one step, one undo."""
        self.step = 0
        try:
            with self.transaction():
                yield
        finally:
            self.step = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A look that turns the driver's errors into DatabaseUnusable."""
        try:
            yield
        except self._errors as error:
            raise self.translate(error, self.where) from error
        except UnicodeDecodeError as error:  # from the driver's own message about a damaged schema
            raise DatabaseDamaged(self.where) from error

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Runs a bound query and fetches all rows as tuples: an open cursor would hold up every commit.

        Text that is not valid UTF-8 is returned as `Undecodable`.
        """
        with self.reading():
            try:
                return self._fetched(sql, values)
            except sqlite3.OperationalError as error:
                if UNDECODABLE not in str(error):
                    raise
            self.database.connection().text_factory = decode  # slower, so only from the first wrong byte on
            return self._fetched(sql, values)

    def _fetched(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        cursor = self.database.execute_sql(sql, values)
        return cursor.fetchall() if cursor.description else []

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Runs one bound statement for each row."""
        with self.reading():
            self.database.cursor().executemany(sql, rows)

    def version(self, applied: int) -> Charter:
        """The charter of an applied version, as events refer to it. Raises DatabaseUnusable if the stored one cannot be read."""
        if applied == self.applied:
            return self.charter
        if applied not in self._versions:
            self._versions[applied] = self._stored_charter(applied)
        return self._versions[applied]

    def _stored_charter(self, applied: int) -> Charter:
        rows = _CHARTER.rows(self, applied=applied)
        try:
            ((file, days),) = rows
            return unpack(file.encode(), days.encode())
        except Exception as error:  # damaged bytes may raise anything, and no promise can be calculated with them
            raise CharterDamaged(self.where, str(applied)) from error

    def data_version(self) -> int | None:
        """A number that changes when another process wrote; None if the database was busy, which says nothing. Raises
        ServerUnreachable."""
        try:
            return self.dialect.data_version(self)
        except ServerUnreachable:
            raise
        except DatabaseUnusable:
            return None

    def is_replaced(self) -> bool:
        """Whether another file has taken the name of the open one. False if there is no such file: the open one is then the only
        one."""
        return _identity(self.where) not in (None, self.file)

    def check_there(self) -> None:
        """Raises DatabaseUnusable if the open file has no name any more: nobody would find what is written now."""
        if self.dialect.in_file and _identity(self.where) is None:
            raise DatabaseGone(self.where)

    def settings(self) -> dict[str, str]:
        """The settings as reported by the database itself, for `desk doctor`."""
        return self.dialect.settings(self)

    def close(self) -> None:
        """Closes the connection and releases the lock, so that another file can replace the database."""
        try:
            self.database.close()
        finally:
            if self.held is not None:
                os.close(self.held)
                self.held = None


_CHARTER = Statement(
    lambda _: models.Applied.select(models.Applied.charter, models.Applied.calendar).where(models.Applied.id == Param("applied"))
)


_LINK = Statement(lambda _: models.Event.select(models.Event.hash).where(models.Event.id == Param("event")))


def _identity(where: str) -> tuple[int, int] | None:
    try:
        status = os.stat(where)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _stay() -> None:
    """Follows nothing: the database has no charter yet."""


def open_database(url: str, now: Callable[[], int], *, make: bool = True) -> Store:
    """Opens the embedded database at a path (or `sqlite:///path`), creating and migrating it if necessary, or that of a server.

    make: whether a new one may be created. Raises DatabaseUnusable: newer than this desk, read-only, full, busy, damaged, empty,
    another program's, unreachable.
    """
    if is_server(url):
        return _open_server(url, now, make=make)
    path = path_of(url)
    if kind := network_kind(path):
        raise NetworkFolder(str(path), kind)
    _make_folder(path)
    store = _store(path, now)
    store.held = lock_shared(path)
    try:
        if not path.exists():
            if not make:
                raise DatabaseGone(str(path))
            _make_database(path)
        assert_a_file(path)
        store.file = _identity(store.where)
        with store.reading():
            store.database.connect()
            _assert_settings(store)
            if not applied_migrations(store):
                raise ForeignDatabase(str(path))
            _migrate(store)
    except OSError as error:
        store.close()
        raise unwritable(path, error) from error
    except BaseException:
        store.close()
        raise
    return store


def _open_server(url: str, now: Callable[[], int], *, make: bool) -> Store:
    """Opens the database of a server, migrating it if necessary. make: whether a desk may be set up in an empty one."""
    store = _server_store(url, now)
    try:
        with store.reading():
            _migrate_server(store, make=make)
    except BaseException:
        store.close()
        raise
    return store


def _server_store(url: str, now: Callable[[], int]) -> Store:
    database, dialect = server.connected(url)
    store = Store(database, shown(url), now, dialect)
    store.translate = server.translate_error
    store.reconnect = lambda: server.reconnect(database, store.where, store.keeps_trying)
    return store


def _migrate_server(store: Store, *, make: bool) -> None:
    """Applies pending migrations after copying the tables, one desk at a time, all or nothing. Raises DatabaseUnusable."""
    if applied_migrations(store) and not pending(store):
        return
    with store.database.atomic():
        store.rows("SELECT pg_advisory_xact_lock(%s)", _MIGRATING)
        if not applied_migrations(store):
            if store.dialect.schema(store):
                raise ForeignDatabase(store.where)
            if not make:
                raise DatabaseMissing(store.where)
        if steps := pending(store):
            if applied_migrations(store):
                server.copy_tables(store, f"before_{steps[0]}")
            _run_migrations(store)


def _run_migrations(store: Store) -> None:
    from playhouse.migrations import Runner  # not needed if there is nothing to migrate

    Runner(store.database, str(MIGRATIONS)).up()


def _store(path: Path, now: Callable[[], int]) -> Store:
    return Store(SqliteDatabase(str(path), pragmas=_PRAGMAS, timeout=BUSY_SECONDS, lock_type="IMMEDIATE"), str(path), now)


def open_reader(url: str, now: Callable[[], int]) -> Store:
    """Opens a separate read-only connection to an existing database; it does not even set the journal mode. Raises
    DatabaseUnusable."""
    if is_server(url):
        store = _server_store(url, now)
        store.rows("SET default_transaction_read_only = on")
        return store
    path = path_of(url)
    pragmas = {name: value for name, value in _PRAGMAS.items() if name != "journal_mode"} | {"query_only": 1}
    file = f"{path.absolute().as_uri()}?mode=rw"  # does not create a missing file
    store = Store(SqliteDatabase(file, pragmas=pragmas, timeout=BUSY_SECONDS, uri=True), str(path), now)
    with store.reading():
        store.database.connect()
    return store


def is_there(url: str) -> bool:
    """Whether a database of this address may hold a desk: a server says so itself when it is asked. Raises DatabaseUnusable."""
    return is_server(url) or path_of(url).exists()


def path_of(url: str) -> Path:
    """The file of an embedded database. Raises DatabaseUnusable for another kind of URL."""
    if "://" in url and not url.startswith("sqlite:///"):
        raise (OnServer(shown(url)) if is_server(url) else UnknownDatabaseKind(url.partition("://")[0]))
    return Path(url.removeprefix("sqlite:///"))


def translate_error(error: Exception, where: str) -> DatabaseUnusable:
    """Translates a driver error into one of ours."""
    first: BaseException = error
    while "cannot rollback" in str(first) and first.__context__:  # SQLite has rolled back already: the first error is the cause
        first = first.__context__
    if MOVED in [
        getattr(raised, "sqlite_errorname", "") for raised in (first, first.__cause__, first.__context__)
    ]:  # peewee wraps it
        return (DatabaseReplaced if Path(where).exists() else DatabaseGone)(where)
    said = str(first).lower()
    found = next((error for sign, error in _DRIVER_SAYS.items() if sign in said), DatabaseUnreachable)
    if found is DiskFailed and not os.access(where, os.W_OK):
        found = DatabaseReadOnly
    if found in (DatabaseReadOnly, DatabaseUnreachable) and not Path(where).exists():
        found = DatabaseGone
    return found(where, str(first))


def _make_folder(path: Path) -> None:
    """Creates the folder for the service account alone; an existing folder keeps its mode. Raises DatabaseUnusable."""
    try:
        make_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def _make_database(path: Path) -> None:
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
            store = _store(new, lambda: 0)
            try:
                with store.reading():
                    store.database.connect()
                    _migrate(store)
            finally:
                store.close()
            with suppress(FileExistsError):
                put_new(new, path)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> DatabaseUnusable:
    if error.errno == errno.ENOSPC:
        return DiskFull(str(path))
    forbidden = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    return (DatabaseReadOnly if forbidden else DatabaseUnreachable)(str(path), error.strerror or "")


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


def _assert_settings(store: Store) -> None:
    found = store.settings()
    if wrong := [name for name, value in WANTED.items() if found[name] != value]:
        raise SettingsNotTaken(store.where, ", ".join(f"{name}={found[name]}" for name in wrong))


def _migrate(store: Store) -> None:
    """Applies pending migrations after copying the database beside it. Raises DatabaseUnusable."""
    if not pending(store):
        return
    for _ in range(_TRIES):
        seen = store.data_version()
        if applied_migrations(store):
            _copy_before(store, pending(store))
        store.rows("PRAGMA foreign_keys = off")  # a table may be rebuilt while others refer to it
        try:
            # With several first openings at once, the second process finds the migration done.
            with store.database.atomic("EXCLUSIVE"):
                if pending(store) and store.data_version() == seen:  # the copy matches the database that is migrated
                    _run_migrations(store)
                    if broken := store.dialect.broken_keys(store):
                        raise DatabaseDamaged(store.where, broken[0])
                if not pending(store):
                    return
        finally:
            store.rows("PRAGMA foreign_keys = on")
    raise DatabaseBusy(store.where)


def _copy_before(store: Store, steps: Sequence[str]) -> None:
    if not steps:
        return
    path = Path(store.where)
    try:
        copy_connected(store.database.connection(), free_name(path.with_name(f"{path.name}.before-{steps[0]}")))
    except OSError as error:
        raise unwritable(path, error) from error


def pending(store: Store) -> list[str]:
    """The migrations that are still to be applied.

    Raises DatabaseUnusable for a database made by a newer desk, or by one from before the first release.
    """
    known = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    applied = applied_migrations(store)
    if BEFORE_RELEASE in applied:
        raise DatabaseBeforeRelease(store.where)
    if unknown := sorted(applied - known):
        raise DatabaseNewer(store.where, unknown[-1])
    return sorted(known - applied)


def applied_migrations(store: Store) -> set[str]:
    """The names of the applied migrations."""
    if not store.dialect.has_table(store, "schema_migration"):
        return set()
    return {name for (name,) in store.rows("SELECT name FROM schema_migration")}
