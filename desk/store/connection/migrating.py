"""Migrating a database that an older desk made."""

from collections.abc import Sequence
from pathlib import Path

from desk.store.connection import server
from desk.store.connection.copying import copy_connected, free_name
from desk.store.database import Store
from desk.store.dialects.sqlite import unwritable
from desk.store.errors.database import (
    DatabaseBeforeRelease,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseNewer,
    ForeignDatabase,
)

MIGRATIONS = Path(__file__).parent.parent / "migrations"
BEFORE_RELEASE = "0001_first"  # the first of nineteen migrations that were squashed into one
_TRIES = 5  # attempts to copy a database before its migration while others write into it
_MIGRATING = 0x6465736B  # the advisory lock of a migration on a server: "desk"


def migrate_file(store: Store) -> None:
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


def migrate_server(store: Store, *, make: bool) -> None:
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
