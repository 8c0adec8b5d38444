"""Opening a database, on disk or on a server."""

from collections.abc import Callable
from pathlib import Path

from desk.store.connection import server
from desk.store.connection.file import assert_a_file, assert_settings, file_reader, file_store, make_database, prepare_folder
from desk.store.connection.migrating import applied_migrations, migrate_file, migrate_server
from desk.store.database import Store, identity
from desk.store.dialects import is_server, shown
from desk.store.dialects.sqlite import unwritable
from desk.store.errors.database import DatabaseGone, ForeignDatabase, NetworkFolder, OnServer, UnknownDatabaseKind
from desk.store.lock import lock_shared
from desk.system.filesystems import network_kind


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
    prepare_folder(path)
    store = file_store(path, now)
    store.held = lock_shared(path)
    try:
        if not path.exists():
            if not make:
                raise DatabaseGone(str(path))
            make_database(path)
        assert_a_file(path)
        store.file = identity(store.where)
        with store.reading():
            store.database.connect()
            assert_settings(store)
            if not applied_migrations(store):
                raise ForeignDatabase(str(path))
            migrate_file(store)
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
            migrate_server(store, make=make)
    except BaseException:
        store.close()
        raise
    return store


def _server_store(url: str, now: Callable[[], int]) -> Store:
    database, dialect = server.connected(url)
    store = Store(database, shown(url), now, dialect)
    store.reconnect = lambda: server.reconnect(database, store.where, store.keeps_trying)
    return store


def open_reader(url: str, now: Callable[[], int]) -> Store:
    """Opens a separate read-only connection to an existing database; it does not even set the journal mode. Raises
    DatabaseUnusable."""
    if is_server(url):
        store = _server_store(url, now)
        store.rows("SET default_transaction_read_only = on")
        return store
    store = file_reader(path_of(url), now)
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
