"""The connection to a PostgreSQL server: its driver, its options, its errors."""

import sys
from typing import Any

from peewee import PostgresqlDatabase, Psycopg3Adapter

from desk.store.dialects import shown
from desk.store.dialects.postgres import Postgres
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    CertificateRefused,
    DatabaseReadOnly,
    DatabaseUnreachable,
    DiskFull,
    DriverMissing,
    LoginRefused,
    ServerDatabaseMissing,
    ServerTooOld,
    ServerUnreachable,
    StandbyOnly,
)

OLDEST = 130000  # PostgreSQL 13

# A dead peer is not noticed by TCP itself: without these a desk would wait for it for hours.
OPTIONS = {
    "application_name": "desk",
    "connect_timeout": "5",
    "keepalives": "1",
    "keepalives_idle": "2",
    "keepalives_interval": "1",
    "keepalives_count": "3",
    "tcp_user_timeout": "5000",  # milliseconds
    "target_session_attrs": "read-write",
}

# The driver's messages and our errors; the first that matches counts.
_DRIVER_SAYS: dict[str, type[DatabaseUnusable]] = {
    "session is read-only": StandbyOnly,
    "server is in hot standby mode": StandbyOnly,
    "read-only transaction": StandbyOnly,
    "password authentication failed": LoginRefused,
    "no password supplied": LoginRefused,
    "no pg_hba.conf entry": LoginRefused,
    "does not exist": ServerDatabaseMissing,
    "certificate": CertificateRefused,
    "ssl": CertificateRefused,
    "no space left": DiskFull,
    "permission denied": DatabaseReadOnly,
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


def connected(url: str) -> tuple[Any, Postgres]:
    """Connects to the database of an address, to a server that accepts writes if several are named. Raises DatabaseUnusable."""
    driver = load_driver(shown(url))
    options: dict[str, Any] = {**OPTIONS, "autoconnect": False}
    database: Any = _ServerDatabase(url, **options)
    try:
        database.connect()
    except Exception as error:  # the driver's errors have no base of their own that could be named without loading it
        raise translate_error(error, shown(url)) from error
    if database.connection().pgconn.server_version < OLDEST:
        version = database.connection().pgconn.server_version
        database.close()
        raise ServerTooOld(shown(url), str(version // 10000))
    return database, Postgres((driver.Error,))


def translate_error(error: BaseException, where: str) -> DatabaseUnusable:
    """Translates an error of the driver into one of ours. where: the address as it may be shown."""
    said = " ".join(str(error).lower().split())
    found = next((kind for sign, kind in _DRIVER_SAYS.items() if sign in said), DatabaseUnreachable)
    return found(where, next(iter(str(error).strip().splitlines()), ""))


def load_driver(where: str) -> Any:
    """The module psycopg, which only a desk with a server loads. where: the address as it may be shown. Raises DriverMissing."""
    if sys.modules.get("psycopg", ...) is None:  # kept from peewee: `desk/store/__init__.py`
        del sys.modules["psycopg"]
    try:
        import psycopg  # it need not be installed
    except ImportError as error:
        sys.modules["psycopg"] = None  # type: ignore[assignment]
        raise DriverMissing(where) from error
    return psycopg


class _Adapter(Psycopg3Adapter):
    """peewee's adapter, for a driver that was loaded after peewee."""

    def __init__(self) -> None:
        super().__init__()
        status = load_driver("").pq.TransactionStatus
        self.txn_idle, self.txn_inerror, self.txn_unknown = status.IDLE, status.INERROR, status.UNKNOWN

    def check_driver(self) -> None:
        """The driver was loaded before."""

    def connect(self, db: Any, **params: Any) -> Any:
        return load_driver("").connect(db.database, **params)


class _ServerDatabase(PostgresqlDatabase):
    """Moments are seconds since 1970: 32 bits would end in 2038."""

    field_types = {**PostgresqlDatabase.field_types, "INT": "BIGINT", "SMALLINT": "BIGINT", "AUTO": "BIGSERIAL"}  # noqa: RUF012
    psycopg2_adapter = psycopg3_adapter = _Adapter
