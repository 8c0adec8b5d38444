"""The open database: transactions, reads, and what is cached between two changes."""

import os
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

import peewee
from peewee import Database

from desk import models
from desk.actions.rights import Acting
from desk.charter import Charter
from desk.charter.charter import unpack
from desk.store.damage import decode
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.sqlite import Sqlite
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    CharterDamaged,
    DatabaseDamaged,
    DatabaseGone,
    ServerUnreachable,
)
from desk.store.lock import writing_turn

T = TypeVar("T")

PROJECTIONS = 5  # version of the projection rules: with another number a desk rebuilds its derived rows when opened
PATIENCE = 30  # seconds that a command waits for a server that was lost while something was committed
TURN_SECONDS = 5  # a desk that was stopped while writing keeps its turn
UNDECODABLE = "Could not decode to UTF-8"  # the driver's words


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
        self.file = identity(where)  # identifies the file even if it is renamed
        self.seen_version: int | None = None  # `data_version` when the current look began
        self._versions: dict[int, Charter] = {}
        self.changes = 0  # how often the cache was cleared
        self._remembered: dict[Hashable, Any] = {}
        self._indexed: dict[Hashable, tuple[int, Any]] = {}
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
            self._indexed.clear()  # and the next row may get the number of one of them
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

    def indexed(self, name: Hashable, last: int, build: Callable[[], T]) -> T:
        """Caches what is built from a table that only grows, until it has another last row: building takes longer than a key
        may."""
        held = self._indexed.get(name)
        if held is None or held[0] != last:
            held = self._indexed[name] = last, build()
        found: T = held[1]
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
            raise self.dialect.translate(error, self.where) from error
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
        return identity(self.where) not in (None, self.file)

    def check_there(self) -> None:
        """Raises DatabaseUnusable if the open file has no name any more: nobody would find what is written now."""
        if self.dialect.in_file and identity(self.where) is None:
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


def identity(where: str) -> tuple[int, int] | None:
    """What identifies a file even if it is renamed; None if there is none of this name."""
    try:
        status = os.stat(where)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _stay() -> None:
    """Follows nothing: the database has no charter yet."""
