"""Opening the database: its settings, its migrations, and what it says when something is wrong."""

import errno
import os
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import peewee
from peewee import SqliteDatabase

from desk import models
from desk.actions.rights import Acting
from desk.charter import Charter
from desk.charter.charter import unpack
from desk.store.damage import decode
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    CharterDamaged,
    DatabaseBeforeRelease,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseGone,
    DatabaseNewer,
    DatabaseReadOnly,
    DatabaseReplaced,
    DatabaseUnreachable,
    DiskFailed,
    DiskFull,
    ForeignDatabase,
    JournalLeftOver,
    SettingsNotTaken,
    UnknownDatabaseKind,
)
from desk.store.lock import hold_together
from desk.store.maintenance.copying import companions, copy_connected, free_name, scratch_folder
from desk.system.secure_files import make_folder, put_new

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
PROJECTIONS = 2  # by which rules derived rows are written: with another number a desk writes them anew when it is opened
BUSY_SECONDS = 15
_TRIES = 5  # to copy a database that others write into before it is migrated
EXTRA = 3
BEFORE_RELEASE = "0001_first"  # the first of nineteen migrations that became one
MOVED = "SQLITE_READONLY_DBMOVED"  # the file that is open has its name no longer
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
    """An open desk: the database, the charter that applies to it, and the present.

    now: the present in UTC epoch seconds; a demo and the tests bring their own. applied: the id of the charter's row;
    follow: takes over a charter that another desk has applied; acting: whose rights are checked (permissions.py).
    """

    def __init__(self, database: SqliteDatabase, where: str, now: Callable[[], int]) -> None:
        self.database = database
        self.where = where
        self.now = now
        self.charter: Charter
        self.applied = 0
        self.acting = Acting()
        self.follow: Callable[[], None] = _stay
        self.step: int | None = None  # of acts done together: its first event, 0 before that; None where each is its own
        self.held: int | None = None  # the descriptor of lock.py
        self.file = _identity(where)  # which one it is, whatever its name is later
        self.seen_version: int | None = None  # `data_version` when the current look began
        self._versions: dict[int, Charter] = {}
        self.changes = 0  # how often what is remembered was forgotten
        self._remembered: dict[Hashable, Any] = {}
        self._looks = 0  # begun and not ended, one within the other

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One write: all of it or nothing. Raises DatabaseUnusable instead of the driver's errors."""
        is_first = not self.database.in_transaction()
        try:
            with self.reading(), self.database.atomic():
                if is_first:  # from now on nobody else writes
                    self._forget_if_changed()
                with self.look():
                    self.follow()
                    yield
        except BaseException:
            self.forget()  # what was read of rows that are taken back
            raise

    @contextmanager
    def look(self) -> Iterator[None]:
        """All that is asked within is asked at one moment: whether another process wrote is looked up once, when the outermost
        look begins."""
        if not self._looks:
            self._forget_if_changed()
        self._looks += 1
        try:
            yield
        finally:
            self._looks -= 1

    def remembered(self, name: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives, which is called again only after another process wrote, or `forget`. For rows beside the tickets: who
        may do what, saved filters, the charter in force."""
        with self.look():
            if name not in self._remembered:
                self._remembered[name] = read()
            found: T = self._remembered[name]
            return found

    def forget(self) -> None:
        """Rows beside the tickets were changed by this connection: they are read anew."""
        self._remembered.clear()
        self.changes += 1

    def _forget_if_changed(self) -> None:
        version = int(self.rows("PRAGMA data_version")[0][0])
        if version != self.seen_version:
            self.seen_version = version
            self.forget()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several acts as one: one transaction, one step, one undo."""
        self.step = 0
        try:
            with self.transaction():
                yield
        finally:
            self.step = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A look; the driver's errors become DatabaseUnusable."""
        try:
            yield
        except (
            peewee.DatabaseError,
            peewee.InterfaceError,
            sqlite3.Error,
        ) as error:  # rows that are fetched raise the driver's own
            raise trouble(error, self.where) from error
        except UnicodeDecodeError as error:  # in the driver, of its own message about a damaged schema
            raise DatabaseDamaged(self.where) from error

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Fetches a bound query whole, as tuples: an open cursor would hold up every commit.

        Text whose bytes are no UTF-8 comes as `Undecodable`.
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
        found: list[tuple[Any, ...]] = self.database.execute_sql(sql, values).fetchall()
        return found

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """One bound statement for each row."""
        with self.reading():
            self.database.cursor().executemany(sql, rows)

    def version(self, applied: int) -> Charter:
        """The charter of an applied version, as events name it. Raises DatabaseUnusable where what is stored cannot be read."""
        if applied == self.applied:
            return self.charter
        if applied not in self._versions:
            self._versions[applied] = self._stored_charter(applied)
        return self._versions[applied]

    def _stored_charter(self, applied: int) -> Charter:
        rows = self.rows("SELECT charter, calendar FROM applied WHERE id = ?", applied)
        try:
            ((file, days),) = rows
            return unpack(file.encode(), days.encode())
        except Exception as error:  # any error of damaged bytes: no promise can be counted with them
            raise CharterDamaged(self.where, str(applied)) from error

    def data_version(self) -> int | None:
        """A number that changes when another process wrote; None when the database was busy: no news."""
        try:
            return int(self.rows("PRAGMA data_version")[0][0])
        except DatabaseUnusable:
            return None

    def is_replaced(self) -> bool:
        """Whether another file has the name of the one that is open. Where none has it, this one is all that there is."""
        return _identity(self.where) not in (None, self.file)

    def check_there(self) -> None:
        """Raises DatabaseUnusable where no file has the name of the open one any more: what is written now, nobody finds."""
        if _identity(self.where) is None:
            raise DatabaseGone(self.where)

    def settings(self) -> dict[str, str]:
        """The settings as the database itself reports them, for `desk doctor`."""
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {name: str(self.rows(f"PRAGMA {name}")[0][0]) for name in names}

    def close(self) -> None:
        """Gives the connection back, and lets others put another file in its place."""
        try:
            self.database.close()
        finally:
            if self.held is not None:
                os.close(self.held)
                self.held = None


def _identity(where: str) -> tuple[int, int] | None:
    try:
        status = os.stat(where)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _stay() -> None:
    """A database without a charter of its own has nobody to follow."""


def open_database(url: str, now: Callable[[], int], *, make: bool = True) -> Store:
    """Opens the embedded database at a path (or `sqlite:///path`), making and migrating it where need be.

    make: whether a new one may be made.

    Raises DatabaseUnusable: newer than this desk, read-only, full, busy, damaged, empty, another program's, unreachable.
    """
    path = path_of(url)
    _make_folder(path)
    store = _store(path, now)
    store.held = hold_together(path)
    try:
        if not path.exists():
            if not make:
                raise DatabaseGone(str(path))
            _make_database(path)
        assert_a_file(path)
        store.file = _identity(store.where)
        models.database.initialize(store.database)
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


def _store(path: Path, now: Callable[[], int]) -> Store:
    return Store(SqliteDatabase(str(path), pragmas=_PRAGMAS, timeout=BUSY_SECONDS, lock_type="IMMEDIATE"), str(path), now)


def open_reader(url: str, now: Callable[[], int]) -> Store:
    """A connection of its own that only reads a database that is there: not even its journal's mode is set. Raises
    DatabaseUnusable."""
    path = path_of(url)
    pragmas = {name: value for name, value in _PRAGMAS.items() if name != "journal_mode"} | {"query_only": 1}
    file = f"{path.absolute().as_uri()}?mode=rw"  # one that is gone is not made again
    store = Store(SqliteDatabase(file, pragmas=pragmas, timeout=BUSY_SECONDS, uri=True), str(path), now)
    with store.reading():
        store.database.connect()
    return store


def path_of(url: str) -> Path:
    """The file of an embedded database. Raises DatabaseUnusable for another kind of URL."""
    if "://" in url and not url.startswith("sqlite:///"):
        raise UnknownDatabaseKind(url.partition("://")[0])
    return Path(url.removeprefix("sqlite:///"))


def trouble(error: Exception, where: str) -> DatabaseUnusable:
    """The driver's error as ours: which of the few things that can be wrong it is."""
    first: BaseException = error
    while "cannot rollback" in str(first) and first.__context__:  # SQLite has rolled back already: what came first is the trouble
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
    """For the service account alone; a folder that was given keeps the mode it has. Raises DatabaseUnusable."""
    try:
        make_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def _make_database(path: Path) -> None:
    """A new database: made elsewhere, so that a file of this name is always a whole one. The process that comes second finds it
    there.

    Raises DatabaseUnusable.
    """
    if left := companions(path):  # SQLite would play them into the new one
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
    """A file that can be written and was a desk once. Raises DatabaseUnusable."""
    if not (path.is_file() or path.is_dir()):
        raise DatabaseDamaged(str(path))  # a device takes everything and keeps nothing
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        raise unwritable(path, error) from error
    if path.stat().st_size == 0:  # a disk that was full, a copy that broke off: a new desk would hide the loss
        raise DatabaseEmpty(str(path))


def _assert_settings(store: Store) -> None:
    found = store.settings()
    if wrong := [name for name, value in WANTED.items() if found[name] != value]:
        raise SettingsNotTaken(store.where, ", ".join(f"{name}={found[name]}" for name in wrong))


def _migrate(store: Store) -> None:
    """Applies what is pending, once a copy of the database as it was lies beside it. Raises DatabaseUnusable."""
    if not pending(store):
        return
    from playhouse.migrations import Runner  # an opening that migrates nothing does without

    for _ in range(_TRIES):
        seen = store.data_version()
        if applied_migrations(store):
            _copy_before(store, pending(store))
        store.rows("PRAGMA foreign_keys = off")  # a table is made anew under others that name it
        try:
            # Several first openings at once: the process that comes second finds it done.
            with store.database.atomic("EXCLUSIVE"):
                if pending(store) and store.data_version() == seen:  # the copy is of what is changed now
                    Runner(store.database, str(MIGRATIONS)).up()
                    if broken := store.rows("PRAGMA foreign_key_check"):
                        raise DatabaseDamaged(store.where, f"{broken[0][0]} {broken[0][1]}")
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
    """The names of the migrations that were applied."""
    if not store.rows("SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'"):
        return set()
    return {name for (name,) in store.rows("SELECT name FROM schema_migration")}
