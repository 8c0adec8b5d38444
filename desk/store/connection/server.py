"""The connection to a PostgreSQL server: its driver, its options, its errors."""

import os
import socket
import struct
import sys
import time
from collections.abc import Callable, Generator
from functools import cache
from itertools import chain, count
from time import monotonic
from typing import Any

from peewee import PostgresqlDatabase, Psycopg3Adapter

from desk.store.dialects import shown
from desk.store.dialects.dialect import Connection
from desk.store.dialects.postgres import Postgres, translate_error
from desk.store.errors.database import DriverMissing, ServerTooOld

OLDEST = 130000  # PostgreSQL 13

ANSWER = 0.75  # seconds after which a desk asks whether a server that does not answer lives, and waits for that answer
_ASKED = 2  # times, before a server is given up: a busy one may be late once
AGAIN = 0.5  # seconds between two tries to connect
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)  # the message that every server answers before it knows who asks

# A dead peer is not noticed by TCP itself: without these a desk would wait for it for hours.
OPTIONS = {
    "application_name": "desk",
    "connect_timeout": "2",
    "keepalives": "1",
    "keepalives_idle": "1",
    "keepalives_interval": "1",
    "keepalives_count": "2",
    "tcp_user_timeout": "2000",  # milliseconds
    "target_session_attrs": "read-write",
}


def connected(url: str) -> tuple[Any, Postgres]:
    """Connects to the database of an address, to a server that accepts writes if several are named. Raises DatabaseUnusable."""
    driver = load_driver(shown(url))
    database: Any = _ServerDatabase(url, autoconnect=False)
    try:
        database.connect()
    except Exception as error:  # the driver's errors have no base of their own that could be named without loading it
        raise translate_error(error, shown(url)) from error
    if database.connection().pgconn.server_version < OLDEST:
        version = database.connection().pgconn.server_version
        database.close()
        raise ServerTooOld(shown(url), str(version // 10000))
    return database, Postgres((driver.Error,))


def reconnect(database: Any, where: str, keeps_trying: Callable[[float], bool]) -> None:
    """Connects again after the connection was lost.

    where: the address as it may be shown; keeps_trying: whether to try again after this many seconds. Raises DatabaseUnusable.
    """
    began = monotonic()
    while True:
        database.close()
        try:
            database.connect()
        except Exception as error:  # as above
            if not keeps_trying(monotonic() - began):
                raise translate_error(error, where) from error
            time.sleep(AGAIN)
        else:
            return


def connect(url: str, **options: Any) -> Any:
    """A connection of the driver that is given up once its server has fallen silent. Raises the driver's errors."""
    driver = load_driver("")
    return _watched(driver).connect(url, **OPTIONS, **_encryption(driver, url), **options)


def encryption_of(url: str) -> str:
    """The `sslmode` that is added to an address; "" if it names one itself, or if its server is on this machine."""
    return _encryption(load_driver(shown(url)), url).get("sslmode", "")


def _encryption(driver: Any, url: str) -> dict[str, str]:
    """What is added to an address, so that personal data leave the machine only encrypted, and to the server that is meant."""
    given = driver.conninfo.conninfo_to_dict(url)
    named = (given.get("hostaddr"), given.get("host"), os.environ.get("PGHOSTADDR"), os.environ.get("PGHOST"))
    hosts = next(filter(None, named), "").split(",")
    if "sslmode" in given or "PGSSLMODE" in os.environ or all(map(_is_local, hosts)):
        return {}
    return {"sslmode": "verify-full"}


def _is_local(host: str) -> bool:
    """Whether a host is this machine. host: "" or a folder for a socket."""
    return host in ("", "localhost", "::1") or host.startswith(("/", "@", "127."))


def copy_tables(store: Connection, schema: str) -> None:
    """Copies every table into a schema of its own, within the transaction. schema: its name; a former one of that name is kept."""
    names = {found for (found,) in store.rows("SELECT nspname FROM pg_namespace")}
    free = next(name for name in chain((schema,), (f"{schema}_{n}" for n in count(2))) if name not in names)
    store.rows(f'CREATE SCHEMA "{free}"')
    tables = store.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    for (table,) in tables:
        store.rows(f'CREATE TABLE "{free}"."{table}" AS TABLE "{table}"')


def create_database(url: str, name: str) -> None:
    """Makes an empty database on the server of an address. name: of letters and digits. Raises DatabaseUnusable."""
    _execute(url, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")


def drop_database(url: str, name: str) -> None:
    """Removes such a database, whoever is connected to it. Raises DatabaseUnusable."""
    _execute(url, f"DROP DATABASE {name} WITH (FORCE)")


def databases(url: str) -> list[str]:
    """The names of all databases on the server of an address. Raises DatabaseUnusable."""
    return [name for (name,) in _execute(url, "SELECT datname FROM pg_database")]


def empty_database(url: str) -> None:
    """Removes every table of the database of an address. Raises DatabaseUnusable."""
    _execute(url, "DROP SCHEMA public CASCADE")
    _execute(url, "CREATE SCHEMA public")


def _execute(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Runs a statement outside any transaction, and fetches its rows. Raises DatabaseUnusable."""
    try:
        with connect(url, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []
    except Exception as error:  # as above
        raise translate_error(error, shown(url)) from error


@cache
def _watched(driver: Any) -> Any:
    """The driver's connection, which would wait for ever for a server that takes what is sent and does not answer."""

    class Watched(driver.Connection):  # type: ignore[misc]
        def wait(self, steps: Any, *rest: Any, **options: Any) -> Any:
            return super().wait(_while_alive(steps, self._assert_alive), *rest, **options)

        def _assert_alive(self) -> None:
            if not any(_answers(self.info.host, self.info.port) for _ in range(_ASKED)):
                self.close()  # or rolling back would wait for it again
                raise driver.OperationalError("timeout: the server does not answer")

    return Watched


def _while_alive(steps: Any, assert_alive: Callable[[], None]) -> Generator[Any, Any, Any]:
    """The steps of a query, as the driver waits for them; while nothing comes, the server is asked whether it lives."""
    until = monotonic() + ANSWER
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if ready:
                until = monotonic() + ANSWER
            elif monotonic() > until:  # it may be working, or waiting for a lock
                assert_alive()
                until = monotonic() + ANSWER
            wanted = steps.send(ready)
    except StopIteration as done:
        return done.value


def _answers(host: str, port: int) -> bool:
    """Whether a server answers at all."""
    try:
        if host.startswith("/"):
            asked = socket.socket(socket.AF_UNIX)
            asked.settimeout(ANSWER)
            asked.connect(f"{host}/.s.PGSQL.{port}")
        else:
            asked = socket.create_connection((host, port), ANSWER)
        with asked:
            asked.sendall(_SSL_REQUEST)
            return bool(asked.recv(1))
    except OSError:
        return False


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
        return connect(db.database, **params)


class _ServerDatabase(PostgresqlDatabase):
    """Moments are seconds since 1970: 32 bits would end in 2038."""

    field_types = {**PostgresqlDatabase.field_types, "INT": "BIGINT", "SMALLINT": "BIGINT", "AUTO": "BIGSERIAL"}  # noqa: RUF012
    psycopg2_adapter = psycopg3_adapter = _Adapter
