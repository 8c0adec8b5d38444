"""PostgreSQL."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from peewee import SQL, Database, NodeList, fn

from desk.models import Search, Table
from desk.store.dialects.dialect import Connection, Word
from desk.store.dialects.statement import Statement
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    CertificateRefused,
    DatabaseUnreachable,
    DiskFull,
    LoginRefused,
    RoleWithoutRights,
    ServerDatabaseMissing,
    ServerUnreachable,
    StandbyOnly,
)

_WRITING = 0x77726974  # the advisory lock of who writes: "writ"
CHANGED = "desk_changed"  # the channel of a notification for every change
_WEIGHTS = {"who": "A", "about": "B", "said": "C", "state": "D"}  # of the columns in the full-text vector

# The driver's messages and our errors; the first that matches counts.
_DRIVER_SAYS: dict[str, type[DatabaseUnusable]] = {
    "session is read-only": StandbyOnly,
    "server is in hot standby mode": StandbyOnly,
    "read-only transaction": StandbyOnly,
    "password authentication failed": LoginRefused,
    "no password supplied": LoginRefused,
    "no pg_hba.conf entry": LoginRefused,
    "certificate": CertificateRefused,  # its file may be what does not exist
    "does not exist": ServerDatabaseMissing,
    "ssl": CertificateRefused,
    "no space left": DiskFull,
    "permission denied": RoleWithoutRights,
    "could not connect": ServerUnreachable,
    "connection failed": ServerUnreachable,
    "connection refused": ServerUnreachable,
    "could not translate host name": ServerUnreachable,
    "failed to resolve host": ServerUnreachable,
    "timeout": ServerUnreachable,
    "connection is closed": ServerUnreachable,
    "connection is lost": ServerUnreachable,
    "server closed the connection": ServerUnreachable,
    "terminating connection": ServerUnreachable,
    "shutting down": ServerUnreachable,
    "starting up": ServerUnreachable,
}


class Postgres:
    """Lists are bound as arrays. The number that changes with every writer is that of the last event: each of them appends one."""

    name = "postgresql"
    in_file = False

    def __init__(self, errors: tuple[type[Exception], ...]) -> None:
        self.errors = errors

    def translate(self, error: Exception, where: str) -> DatabaseUnusable:
        return translate_error(error, where)

    def among(self, column: Any, values: Any) -> Any:
        return column == fn.ANY(values)

    def bind_list(self, values: Collection[Any]) -> Any:
        return list(values)

    def json_value(self, column: Any, name: str) -> Any:
        return NodeList((fn.desk_json(column), SQL(f"->> '{name}'")), parens=True)

    def json_number(self, column: Any, name: str) -> Any:
        return self.json_value(column, name).cast("BIGINT")

    def match(self, words: Sequence[Word], columns: Sequence[str], *, only_open: bool = False) -> str:
        places = "".join(_WEIGHTS[column] for column in columns)
        found = " & ".join("(" + " | ".join(_lexeme(key, word, places) for key in word.spellings) + ")" for word in words)
        return f"{found} & 'open':D" if only_open else found

    def matches(self, query: Any) -> Any:
        return NodeList((Search.search, SQL("@@"), fn.TO_TSQUERY("simple", query)))

    def has_text(self, column: Any, text: str) -> Any:
        return fn.STRPOS(column, text) > 0

    def lock(self, store: Connection) -> int:
        """Not the row of the head itself: who waits for a row that changes again and again may be overtaken for seconds. Read
        afterwards, since a statement that waits does not see what was committed meanwhile."""
        store.rows("SELECT pg_advisory_xact_lock(%s)", _WRITING)
        return self.data_version(store)

    def take_turn(self, store: Connection, turn: int) -> bool:
        ((is_ours,),) = store.rows(_HAS_TURN, turn)
        return bool(is_ours or store.rows("SELECT pg_try_advisory_lock(%s)", turn)[0][0])

    def notify(self, change: Any) -> Any:
        return change.returning(fn.PG_NOTIFY(CHANGED, ""))

    def continue_numbers(self, store: Connection, model: type[Table]) -> None:
        _continue(model).rows(store)

    def data_version(self, store: Connection) -> int:
        return int(store.rows("SELECT event FROM head")[0][0])

    def clock(self, store: Connection) -> float | None:
        return float(store.rows("SELECT EXTRACT(EPOCH FROM clock_timestamp())")[0][0])

    def other_desks(self, store: Connection) -> int:
        return int(store.rows(_DESKS)[0][0])

    def settings(self, store: Connection) -> dict[str, str]:
        found = dict(store.rows("SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name", _SETTINGS))
        ((standbys, encrypted),) = store.rows(_CONNECTIONS)
        return {**found, "ssl": "on" if encrypted else "off", "standbys": str(standbys)}

    def damage(self, store: Connection) -> list[str]:  # noqa: ARG002 - the server sees to it
        """The server checks its pages itself as it reads them (data checksums)."""
        return []

    def broken_keys(self, store: Connection) -> list[str]:  # noqa: ARG002 - the server sees to it
        """The server enforces them."""
        return []

    def learn_sizes(self, store: Connection) -> None:
        store.rows("ANALYZE")

    def has_table(self, store: Connection, name: str) -> bool:
        return store.rows("SELECT to_regclass(%s) IS NOT NULL", name) == [(True,)]

    def schema(self, store: Connection) -> dict[tuple[str, str], str]:
        return {(kind, name): sql for asked in _SCHEMA for kind, name, sql in store.rows(asked)}

    def new_schema(self, store: Connection, migrate: Callable[[Database], None]) -> dict[tuple[str, str], str]:
        with store.database.atomic() as transaction:  # never committed
            store.rows("CREATE SCHEMA desk_new")
            store.rows("SET LOCAL search_path = desk_new")
            migrate(store.database)
            found = self.schema(store)
            transaction.rollback()
        return found

    def rebuild_search(self, store: Connection) -> None:
        store.rows("REINDEX INDEX search_words")

    def search_damage(self, store: Connection) -> str:  # noqa: ARG002 - as above
        """The vector is computed by the server from the other columns."""
        return ""


def translate_error(error: BaseException, where: str) -> DatabaseUnusable:
    """Translates an error of the driver into one of ours. where: the address as it may be shown."""
    said = " ".join(str(error).lower().split())
    found = next((kind for sign, kind in _DRIVER_SAYS.items() if sign in said), DatabaseUnreachable)
    return found(where, next(iter(str(error).strip().splitlines()), ""))


@cache
def _continue(model: type[Table]) -> Statement:
    sequence = fn.PG_GET_SERIAL_SEQUENCE(model._meta.table_name, "id")
    return Statement(lambda _: model.select(fn.SETVAL(sequence, fn.MAX(model._meta.primary_key))))


def _lexeme(key: str, word: Word, places: str) -> str:
    """A word of a full-text query. Folded words contain only letters and digits, except characters of rare scripts: they are quoted
    anyway."""
    quoted = key.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':{'*' if word.begins else ''}{places}"


_SETTINGS = ["data_checksums", "fsync", "full_page_writes", "server_version", "synchronous_commit", "synchronous_standby_names"]
_HAS_TURN = """
    SELECT EXISTS (
        SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND pid = pg_backend_pid() AND granted)
"""
_DESKS = """SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'desk'
            AND pid <> pg_backend_pid()"""
_CONNECTIONS = """SELECT (SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')),
                         (SELECT s.ssl FROM pg_stat_ssl AS s WHERE s.pid = pg_backend_pid())"""
_SCHEMA = (
    """SELECT 'table', c.relname, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ||
              CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum)
       FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace GROUP BY c.relname""",
    "SELECT 'index', indexname, replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema()",
    """SELECT 'trigger', t.tgname, replace(pg_get_triggerdef(t.oid), current_schema() || '.', '') FROM pg_trigger AS t
       JOIN pg_class AS c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace""",
    """SELECT 'constraint', c.relname || '.' || k.conname, replace(pg_get_constraintdef(k.oid), current_schema() || '.', '')
       FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid WHERE k.connamespace = current_schema()::regnamespace""",
    "SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
)
