"""A database on a server that an older desk has filled is upgraded: whole or not at all, with a copy of its tables."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk.store.connection import migrating
from desk.store.connection.opening import open_database
from desk.store.connection.server import create_database, drop_database
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import DatabaseNewer
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from tests import postgres
from tests.unit.conftest import TUESDAY, at
from tests.unit.migrating import killed_in_a_migration, next_migration
from tests.unit.test_migrating import APPENDED

pytestmark = [pytest.mark.server, pytest.mark.on_server]

NOW = at(TUESDAY)
SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.dump"))


@pytest.fixture
def filled(server: postgres.Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """A desk as it was kept under a schema, the first one where a test names none."""
    name = "upgraded"
    create_database(server.url("postgres"), name)
    line = [
        postgres.program("pg_restore"),
        "--no-owner",
        f"--dbname={server.url(name)}",
        str(getattr(request, "param", SCHEMAS[0])),
    ]
    subprocess.run(line, check=True)
    yield server.url(name)
    drop_database(server.url("postgres"), name)


@pytest.mark.parametrize("filled", SCHEMAS, ids=lambda path: path.name, indirect=True)
def test_a_desk_of_each_released_schema_is_upgraded_and_in_order(filled: str, request: pytest.FixtureRequest) -> None:
    """Filled as it was then; nothing is lost on the way, and it is upgraded once."""
    ((tickets, events),) = postgres.run(filled, "SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM event)")
    added = APPENDED.get(f"{request.node.callspec.id.removesuffix('.dump')}.db.xz", 0)
    for _ in range(2):
        with closing(open_desk(filled, None, lambda: NOW, practice=True)) as store:
            found = check(store)
        assert (found.tickets, found.events, found.findings) == (tickets, events + added, ())


def test_the_tables_are_copied_before(filled: str) -> None:
    """Into a schema of their own, once."""
    before = postgres.run(filled, "SELECT id, hash FROM event ORDER BY id")
    for _ in range(2):
        open_database(filled, lambda: NOW).close()
    schemas = postgres.run(filled, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%' ORDER BY 1")
    assert schemas == [("before_0002_complaint_about",)]
    assert postgres.run(filled, "SELECT id, hash FROM before_0002_complaint_about.event ORDER BY id") == before


def test_a_migration_that_fails_leaves_all_as_it_was(filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its copy included."""
    monkeypatch.setattr(migrating, "MIGRATIONS", next_migration(tmp_path, "db.execute_sql('DELETE FROM nothing')"))
    with pytest.raises(DatabaseUnusable):
        open_database(filled, lambda: NOW)
    assert postgres.run(filled, "SELECT name FROM schema_migration") == [("0001_initial",)]
    assert postgres.run(filled, "SELECT 1 FROM pg_namespace WHERE nspname LIKE 'before%'") == []


def test_a_desk_killed_while_it_migrates_leaves_all_as_it_was(filled: str, tmp_path: Path) -> None:
    """The next one upgrades."""
    killed_in_a_migration(filled, tmp_path)
    assert postgres.run(filled, "SELECT name FROM schema_migration") == [("0001_initial",)]
    with closing(open_desk(filled, None, lambda: NOW, practice=True)) as store:
        assert check(store).findings == ()


def test_a_newer_database_is_refused(filled: str) -> None:
    """Nothing in it is changed."""
    postgres.run(filled, "INSERT INTO schema_migration (name, applied) VALUES ('9999_next', now())")
    with pytest.raises(DatabaseNewer):
        open_database(filled, lambda: NOW)
    assert postgres.run(filled, "SELECT count(*) FROM schema_migration") == [(2,)]


def test_the_newest_schema_has_its_dump() -> None:
    """`make schema` writes it."""
    assert SCHEMAS[-1].stem == max(path.stem for path in migrating.MIGRATIONS.glob("[0-9]*.py"))
