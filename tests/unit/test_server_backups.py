"""Backups of a database on a server: dumped while the desk works, restored on trial, proven; restored into an empty database."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from desk.store.commands import tickets
from desk.store.connection.server import create_database, drop_database
from desk.store.dialects import password_of
from desk.store.dialects.postgres import Postgres
from desk.store.errors.database import (
    BackupChanged,
    BackupInvalid,
    BackupOfOtherKind,
    BackupUnchecked,
    DatabaseInUse,
    DumpFailed,
    ServerToolMissing,
    ServerUnreachable,
    TargetNotEmpty,
)
from desk.store.maintenance import server_backup
from desk.store.maintenance.backup import back_up, can_record, record_backup, restore
from desk.store.maintenance.check import check
from desk.store.maintenance.manifest import manifest_path, read_manifest
from desk.store.opening import open_desk
from desk.store.queries.backups import LastBackup, last_backup
from tests.postgres import Server
from tests.unit.conftest import TUESDAY, Desk, at

pytestmark = [pytest.mark.server, pytest.mark.on_server]

NOW = at(TUESDAY)


@pytest.fixture
def empty(desk: Desk) -> Iterator[str]:
    """The address of an empty database beside the desk's."""
    create_database(desk.url, "restored")
    yield urlunsplit(urlsplit(desk.url)._replace(path="/restored"))
    drop_database(desk.url, "restored")


def test_a_dump_is_proven_recorded_and_restored(desk: Desk, tmp_path: Path, empty: str) -> None:
    """The same tickets, events and end of the log; the copy works."""
    number, copy = desk.new(), tmp_path / "desk.dump"
    done = back_up(desk.url, copy, lambda: NOW)
    assert done.manifest
    assert (done.manifest.tickets, done.manifest.head) == (1, check(desk.store).head)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert can_record(desk.url)
    record_backup(desk.store, copy, done.manifest)
    assert desk.rows("SELECT count(*) FROM pg_database WHERE datname LIKE 'desk_proof%'") == [(0,)]
    found, aside = restore(empty, copy, lambda: NOW)
    assert (found.findings, found.tickets, found.head, aside) == ((), 1, done.manifest.head, None)
    with closing(open_desk(empty, None, lambda: NOW, practice=True)) as store:
        tickets.take(store, "Anna", number)
        assert desk.new() == number + 1
        assert check(store).findings == ()


def test_the_age_of_the_last_proven_one_is_known(desk: Desk, tmp_path: Path, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a file; a practice desk needs none."""
    monkeypatch.setattr(Postgres, "clock", lambda *_: float(NOW))
    assert last_backup(desk.store) is None
    with closing(open_desk(empty, None, lambda: NOW)) as store:
        assert last_backup(store) == LastBackup(None, NOW)
        manifest = back_up(empty, tmp_path / "a", lambda: NOW + 60).manifest
        assert manifest
        record_backup(store, tmp_path / "a", manifest)
        assert last_backup(store) == LastBackup(NOW, NOW)


def test_what_a_killed_backup_left_is_dropped_by_the_next(desk: Desk, tmp_path: Path, server: Server) -> None:
    """Not what another backup may still be using, and nothing of anybody else's."""
    kept = {f"desk_proof_{int(time.time()) - 3600}_b", "desk_proof_c", "desk_proofs"}
    for name in (f"desk_proof_{int(time.time()) - 90_000}_a", *kept):
        create_database(desk.url, name)
    back_up(desk.url, tmp_path / "copy", lambda: NOW)
    assert {name for (name,) in server.run("SELECT datname FROM pg_database WHERE datname LIKE 'desk_proof%'")} == kept
    for name in kept:
        drop_database(desk.url, name)


def test_a_dump_with_problems_is_kept_without_a_manifest(desk: Desk, tmp_path: Path) -> None:
    """They are named."""
    desk.new()
    desk.rows("UPDATE clock SET due = due + 60")
    done = back_up(desk.url, tmp_path / "copy", lambda: NOW)
    assert done.found
    assert (len(done.found.findings), done.manifest, manifest_path(tmp_path / "copy").exists()) == (1, None, False)


def test_a_restore_changes_nothing_that_is_there(desk: Desk, tmp_path: Path, empty: str) -> None:
    """A database in use or with tables, a changed dump, a file that is none, a copy of the other kind."""
    desk.new()
    copy = tmp_path / "copy"
    back_up(desk.url, copy, lambda: NOW)
    with pytest.raises(DatabaseInUse):
        restore(desk.url, copy, lambda: NOW)
    with closing(open_desk(empty, None, lambda: NOW, practice=True)) as store:
        store.rows("CREATE TABLE mine (x int)")
    with pytest.raises(TargetNotEmpty):
        restore(empty, copy, lambda: NOW)
    with pytest.raises(BackupOfOtherKind):
        restore(str(tmp_path / "desk.db"), copy, lambda: NOW)
    held = copy.read_bytes()
    copy.write_bytes(held[:-20])
    with pytest.raises(BackupChanged):
        restore(empty, copy, lambda: NOW)


@pytest.mark.parametrize("cut", [20, 5_000])
def test_a_truncated_dump_without_a_manifest_leaves_the_database_empty(desk: Desk, tmp_path: Path, empty: str, cut: int) -> None:
    """It can be restored into again."""
    desk.new()
    copy = tmp_path / "copy"
    back_up(desk.url, copy, lambda: NOW)
    manifest_path(copy).unlink()
    held = copy.read_bytes()
    copy.write_bytes(held[:cut])
    with pytest.raises(BackupInvalid):
        restore(empty, copy, lambda: NOW)
    copy.write_bytes(held)
    assert restore(empty, copy, lambda: NOW)[0].tickets == 1


def test_what_is_missing_is_said_in_one_line(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program, the server, the right to make a database; nothing is left behind."""
    with pytest.raises((DumpFailed, ServerUnreachable)):
        back_up("postgresql://desk@127.0.0.1:1/none", tmp_path / "a", lambda: NOW)
    monkeypatch.setattr(server_backup, "_PLACES", "/nowhere")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ServerToolMissing):
        back_up(desk.url, tmp_path / "b", lambda: NOW)
    monkeypatch.undo()
    desk.rows("CREATE ROLE small LOGIN")
    try:
        desk.rows("GRANT pg_read_all_data TO small")
        small = urlunsplit(urlsplit(desk.url)._replace(netloc=urlsplit(desk.url).netloc.replace("desk@", "small@")))
        done = back_up(small, tmp_path / "c", lambda: NOW)
        assert isinstance(done.trouble, BackupUnchecked)
        assert read_manifest(tmp_path / "c") is None
    finally:
        desk.rows("DROP OWNED BY small; DROP ROLE small")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c"]


@pytest.mark.parametrize(
    ("url", "password"),
    [
        ("postgresql://desk:se%20cret@db/desk", "se cret"),
        ("postgresql://desk@db/desk?sslmode=require&password=x", "x"),
        ("postgresql://db/desk", ""),
    ],
)
def test_a_password_goes_to_the_programs_apart(url: str, password: str) -> None:
    """Arguments can be read by every account of the machine."""
    assert password_of(url) == password
