"""SQLite."""

import errno
import json
import os
import sqlite3
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from peewee import SQL, Case, Database, DatabaseError, NodeList, Select, SqliteDatabase, fn

from desk.models import Search, Table
from desk.store.dialects.dialect import Connection, Word
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseGone,
    DatabaseReadOnly,
    DatabaseReplaced,
    DatabaseUnreachable,
    DiskFailed,
    DiskFull,
)

MOVED = "SQLITE_READONLY_DBMOVED"  # the open file was renamed or removed

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


class Sqlite:
    """Lists are bound as JSON: SQLite limits the number of values in a statement."""

    name = "sqlite"
    in_file = True
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def translate(self, error: Exception, where: str) -> DatabaseUnusable:
        return translate_error(error, where)

    def among(self, column: Any, values: Any) -> Any:
        return column.in_(Select((fn.json_each(values),), (SQL("value"),)))

    def bind_list(self, values: Collection[Any]) -> Any:
        return json.dumps(list(values))

    def json_value(self, column: Any, name: str) -> Any:
        # One damaged event would fail the whole query. CASE is always evaluated in order; AND may not be.
        return Case(None, ((fn.json_valid(column), fn.json_extract(column, f"$.{name}")),))

    def json_number(self, column: Any, name: str) -> Any:
        return self.json_value(column, name)

    def match(self, words: Sequence[Word], columns: Sequence[str], *, only_open: bool = False) -> str:
        found = "{" + " ".join(columns) + "} : (" + " AND ".join(map(_any, words)) + ")"
        return f"({found}) AND (state : open)" if only_open else found

    def matches(self, query: Any) -> Any:
        return NodeList((Search.search, SQL("MATCH"), query))

    def has_text(self, column: Any, text: str) -> Any:
        return fn.instr(column, text)

    def lock(self, store: Connection) -> int:
        """`BEGIN IMMEDIATE` did."""
        return self.data_version(store)

    def take_turn(self, store: Connection, turn: int) -> bool:  # noqa: ARG002 - `store.mail.turn` locks a byte instead
        """A file has no such turns."""
        return True

    def notify(self, change: Any) -> Any:
        return change

    def continue_numbers(self, store: Connection, model: type[Table]) -> None:
        """A new number is always the highest one plus one."""

    def learn_sizes(self, store: Connection) -> None:
        """The statements need no statistics."""

    def has_table(self, store: Connection, name: str) -> bool:
        return bool(store.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name))

    def data_version(self, store: Connection) -> int:
        return int(store.rows("PRAGMA data_version")[0][0])

    def clock(self, store: Connection) -> float | None:  # noqa: ARG002 - it is this machine's
        return None

    def other_desks(self, store: Connection) -> int:  # noqa: ARG002 - the lock beside the file knows
        return 0

    def settings(self, store: Connection) -> dict[str, str]:
        return {name: str(store.rows(asked)[0][0]) for name, asked in _SETTINGS.items()}

    def damage(self, store: Connection) -> list[str]:
        return [str(said) for (said,) in store.rows("PRAGMA integrity_check(10)") if said != "ok"]

    def broken_keys(self, store: Connection) -> list[str]:
        return [f"{table} {row} -> {other}" for table, row, other, _ in store.rows("PRAGMA foreign_key_check")]

    def schema(self, store: Connection) -> dict[tuple[str, str], str]:
        return {(kind, name): sql for kind, name, sql in store.rows(_SCHEMA)}

    def new_schema(
        self,
        store: Connection,  # noqa: ARG002 - a new database needs none
        migrate: Callable[[Database], None],
    ) -> dict[tuple[str, str], str]:
        fresh = SqliteDatabase(":memory:")
        try:
            with fresh.atomic():
                migrate(fresh)
            return {(kind, name): sql for kind, name, sql in fresh.execute_sql(_SCHEMA).fetchall()}
        finally:
            fresh.close()

    def rebuild_search(self, store: Connection) -> None:
        store.rows("INSERT INTO search (search) VALUES ('rebuild')")

    def search_damage(self, store: Connection) -> str:
        try:
            store.database.execute_sql("INSERT INTO search (search) VALUES ('integrity-check')")
        except DatabaseError as error:
            return str(error)
        return ""


_SETTINGS = {
    "journal_mode": "PRAGMA journal_mode",
    "synchronous": "PRAGMA synchronous",
    "foreign_keys": "PRAGMA foreign_keys",
    "busy_timeout": "PRAGMA busy_timeout",
}
_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name <> 'sqlite_sequence' AND name NOT LIKE 'sqlite_autoindex%'"


def _any(word: Word) -> str:
    """Any spelling of a word. Folded words contain only letters and digits, except characters of rare scripts: they are quoted
    anyway."""
    quoted = ['"' + key.replace('"', '""') + '"' + ("*" if word.begins else "") for key in word.spellings]
    return "(" + " OR ".join(quoted) + ")"


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


def unwritable(path: Path, error: OSError) -> DatabaseUnusable:
    """Translates an error of the file system into one of ours."""
    if error.errno == errno.ENOSPC:
        return DiskFull(str(path))
    forbidden = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    return (DatabaseReadOnly if forbidden else DatabaseUnreachable)(str(path), error.strerror or "")
