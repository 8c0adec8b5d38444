"""Before a database is changed into a newer desk's, a copy of it lies beside it."""

import lzma
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import peewee
import pytest
from playhouse import migrations

from desk.actions.rights import Acting
from desk.store.connection import migrating
from desk.store.connection.copying import copy_connected
from desk.store.connection.opening import open_database
from desk.store.database import Store
from desk.store.errors import NotFound
from desk.store.errors.database import DatabaseBeforeRelease, DatabaseUnreachable, DiskFull
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from desk.store.queries.board import unconfirmed
from desk.store.queries.ticket import ticket
from desk.store.staff import staff_about
from tests.unit.conftest import TUESDAY, at, look
from tests.unit.migrating import killed_in_a_migration
from tests.unit.test_restore import refused

NOW = at(TUESDAY)
Migration = Callable[[peewee.Database], object]
SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.db.xz"))


@pytest.fixture
def older(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database to which a migration has still to come."""
    newer = shutil.copytree(migrating.MIGRATIONS, tmp_path / "migrations")
    (newer / "9999_next.py").write_text("def up(migrator, db):\n    pass\n", encoding="utf-8")
    monkeypatch.setattr(migrating, "MIGRATIONS", newer)
    return database


@pytest.fixture
def migrated(monkeypatch: pytest.MonkeyPatch) -> list[Migration]:
    """What the migration does instead of its own work: nothing, or what a test puts here."""
    does: list[Migration] = []

    def up(self: migrations.Runner) -> None:
        for item in does:
            item(self.database)
        for name in migrating.pending(Store(self.database, "", lambda: 0)):
            self.database.execute_sql("INSERT INTO schema_migration (name, applied) VALUES (?, 0)", (name,))

    monkeypatch.setattr(migrations.Runner, "up", up)
    return does


def test_a_copy_is_made_before_any_migration(older: Path, migrated: list[Migration]) -> None:
    """Beside the database, 0600, as it was."""
    migrated.append(lambda database: database.execute_sql("DELETE FROM in_force"))
    open_database(str(older), lambda: NOW).close()
    (copy,) = older.parent.glob("desk.db.before-*")
    assert look(older, "SELECT COUNT(*) FROM in_force") == [(0,)]
    assert look(copy, "SELECT COUNT(*) FROM in_force") == [(1,)]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    open_database(str(older), lambda: NOW).close()
    assert len(list(older.parent.glob("desk.db.before-*"))) == 1


def test_a_migration_that_fails_leaves_all_as_it_was(older: Path, migrated: list[Migration]) -> None:
    """The next attempt makes a copy of its own; the first one is not touched."""
    migrated.append(lambda database: database.execute_sql("DELETE FROM in_force"))
    migrated.append(lambda database: database.execute_sql("DELETE FROM nothing"))
    before = look(older, "SELECT name FROM schema_migration")
    for _ in range(2):
        assert refused(lambda: open_database(str(older), lambda: NOW)) is DatabaseUnreachable
    assert look(older, "SELECT COUNT(*) FROM in_force") == [(1,)]
    assert look(older, "SELECT name FROM schema_migration") == before
    assert len(list(older.parent.glob("desk.db.before-*"))) == 2


def test_what_is_written_between_copy_and_migration_is_copied_too(
    older: Path, migrated: list[Migration], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older desk is still at work: its ticket is in the newest copy."""
    assert migrated == []

    def and_then_somebody_writes(source: sqlite3.Connection, target: Path) -> None:
        copy_connected(source, target)
        if not target.name.endswith("-2"):
            with closing(sqlite3.connect(older)) as other, other:
                other.execute("INSERT INTO staff (name) VALUES ('Вера')")

    monkeypatch.setattr(migrating, "copy_connected", and_then_somebody_writes)
    open_database(str(older), lambda: NOW).close()
    copies = sorted(older.parent.glob("desk.db.before-*"))
    assert [look(copy, "SELECT name FROM staff") for copy in copies] == [[], [("Вера",)]]


def test_a_migration_without_room_for_the_copy_does_not_begin(
    older: Path, migrated: list[Migration], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database stays as it was."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    migrated.append(full)
    monkeypatch.setattr(migrating, "copy_connected", full)
    assert refused(lambda: open_database(str(older), lambda: NOW)) is DiskFull


def test_a_new_desk_is_copied_nowhere(tmp_path: Path) -> None:
    """There is nothing in it."""
    open_database(str(tmp_path / "desk.db"), lambda: NOW).close()
    assert sorted(item.name for item in tmp_path.iterdir()) == ["desk.db", "desk.db.lock"]


def test_a_database_from_before_the_first_release_is_refused(database: Path) -> None:
    """Nineteen migrations became one: it cannot be upgraded, and is left as it is."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE schema_migration SET name = '0001_first' WHERE name = '0001_initial'")
    assert refused(lambda: open_database(str(database), lambda: NOW)) is DatabaseBeforeRelease
    assert list(database.parent.glob("desk.db.before-*")) == []


# How many events an upgrade appends: names found in the words of complaints.
APPENDED = {"0001_initial.db.xz": 1}


def filled(schema: Path, path: Path) -> Path:
    """A desk as it was kept under that schema."""
    path.write_bytes(lzma.decompress(schema.read_bytes()))
    return path


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.name)
def test_a_desk_of_each_released_schema_is_upgraded_and_in_order(tmp_path: Path, schema: Path) -> None:
    """Filled as it was then; nothing is lost on the way, and it is upgraded once."""
    path = filled(schema, tmp_path / "desk.db")
    tickets, events = look(path, "SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM event)")[0]
    for _ in range(2):
        with closing(open_desk(str(path), None, lambda: NOW, practice=True)) as store:
            found = check(store)
        assert (found.tickets, found.events, found.findings) == (tickets, events + APPENDED.get(schema.name, 0), ())


def test_whom_complaints_mention_is_looked_for_once(tmp_path: Path) -> None:
    """A complaint that said whom it is about in words alone is kept from them, by the desk itself, until somebody confirms it."""
    path = filled(SCHEMAS[0], tmp_path / "desk.db")
    ((number,),) = look(path, "SELECT e.ticket_id FROM event AS e JOIN text AS w ON w.event_id = e.id WHERE w.field = 'about'")
    with closing(open_desk(str(path), None, lambda: NOW, practice=True)) as store:
        assert unconfirmed(store) == {number}
        assert staff_about(store, number) == ((), ("Борис",))
        assert store.rows("SELECT ticket_id, staff_id FROM event WHERE what = 'mentioned'") == [(number, None)]
        store.acting = Acting("Борис")
        with pytest.raises(NotFound):
            ticket(store, number)


def test_the_newest_schema_has_its_fixture() -> None:
    """`make schema` writes it."""
    assert SCHEMAS[-1].name.removesuffix(".db.xz") == max(path.stem for path in migrating.MIGRATIONS.glob("[0-9]*.py"))


def test_a_desk_killed_while_it_migrates_leaves_all_as_it_was(tmp_path: Path) -> None:
    """The next one upgrades; the copy that was made before stays."""
    path = filled(SCHEMAS[0], tmp_path / "desk.db")
    killed_in_a_migration(str(path), tmp_path)
    assert len(list(tmp_path.glob("desk.db.before-*"))) == 1
    with closing(open_desk(str(path), None, lambda: NOW, practice=True)) as store:
        assert check(store).findings == ()
    assert look(path, "SELECT name FROM schema_migration") == [
        ("0001_initial",),
        ("0002_complaint_about",),
        ("0003_cards_and_notes",),
        ("0004_facts",),
        ("0005_corrective_actions",),
        ("0006_mail",),
        ("0007_delivery",),
        ("0008_attachment",),
    ]
