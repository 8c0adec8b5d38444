"""A backup is proven when it is made: restored on trial, compared, described by a manifest, and recorded in the log."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desk.i18n import translator
from desk.presentation.alerts import backup_age, backup_warning
from desk.store.errors.database import BackupChanged, BackupExists, BackupInvalid, BackupOfOther
from desk.store.maintenance.backup import back_up, can_record, record_backup, restore
from desk.store.maintenance.check import check, read_anchor
from desk.store.maintenance.manifest import Manifest, manifest_path, read_manifest
from desk.store.opening import is_practice, open_desk
from desk.store.queries.backups import WARN_AFTER, LastBackup, last_backup
from tests.unit.conftest import TUESDAY, Command, Desk, at, look
from tests.worded import charter, refusal

NOW = at(TUESDAY)
DAY = 86_400


def proven(desk: Desk, copy: Path) -> Manifest:
    """A copy of the desk with its manifest."""
    done = back_up(str(desk.path), copy, lambda: NOW)
    assert done.manifest is not None
    return done.manifest


def test_a_copy_gets_a_manifest_of_what_it_holds(desk: Desk, tmp_path: Path) -> None:
    """Private, complete, and about this very file."""
    desk.new()
    copy = tmp_path / "copy.db"
    manifest = proven(desk, copy)
    assert read_manifest(copy) == manifest
    assert manifest_path(copy).stat().st_mode & 0o777 == 0o600
    found = check(desk.store)
    assert (manifest.made, manifest.tickets, manifest.events, manifest.head) == (NOW, 1, found.events, found.head)
    assert manifest.size == copy.stat().st_size
    written = json.loads(manifest_path(copy).read_text())
    assert (written["file"], written["format"]) == ("copy.db", 1)  # manifests that were written stay readable


def test_a_proven_copy_is_recorded_in_the_log(tmp_path: Path) -> None:
    """The check knows the record; the last one counts."""
    path, now = tmp_path / "desk.db", [NOW]
    store = open_desk(str(path), None, lambda: now[0])
    assert last_backup(store) == LastBackup(None, NOW)
    for n in range(2):
        now[0] += DAY
        manifest = back_up(str(path), tmp_path / f"{n}.db", lambda: now[0]).manifest
        assert manifest is not None
        record_backup(store, tmp_path / f"{n}.db", manifest)
        assert last_backup(store) == LastBackup(now[0], NOW)
    assert check(store).findings == ()
    store.close()


def test_a_practice_desk_needs_no_backup(desk: Desk) -> None:
    """Its figures prove nothing."""
    assert is_practice(desk.store)
    assert last_backup(desk.store) is None


def test_a_copy_with_problems_is_not_proven(desk: Desk, tmp_path: Path) -> None:
    """It is kept as it is, without a manifest."""
    desk.new()
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE clock SET due = due + 60")
    copy = tmp_path / "copy.db"
    done = back_up(str(desk.path), copy, lambda: NOW)
    assert done.found is not None
    assert (len(done.found.findings), done.manifest) == (1, None)
    assert copy.exists()
    assert not manifest_path(copy).exists()


def test_a_copy_of_another_desk_is_not_proven(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database was replaced between copy and proof: its log does not contain the end of the copy's."""
    monkeypatch.setattr("desk.store.maintenance.backup.read_anchor", lambda head: (read_anchor(head)[0], "f" * 16))
    done = back_up(str(desk.path), tmp_path / "copy.db", lambda: NOW)
    assert isinstance(done.trouble, BackupOfOther)
    assert done.manifest is None


def test_a_manifest_is_not_overwritten(desk: Desk, tmp_path: Path) -> None:
    """It would describe another copy."""
    copy = tmp_path / "copy.db"
    manifest_path(copy).write_text("{}")
    with pytest.raises(BackupExists):
        back_up(str(desk.path), copy, lambda: NOW)
    assert not copy.exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "no json", '{"format": 2}', '{"format": 1, "made": 1}', '{"format": 1, "odd": 1}']
)
def test_a_manifest_that_says_nothing_is_refused(desk: Desk, tmp_path: Path, text: str) -> None:
    """Rather than restoring what nobody vouches for; the copy is renamed with its manifest, or without."""
    copy = tmp_path / "copy.db"
    proven(desk, copy)
    manifest_path(copy).write_text(text)
    desk.store.close()
    with pytest.raises(BackupInvalid):
        restore(str(desk.path), copy, lambda: NOW)
    manifest_path(copy).unlink()
    assert restore(str(desk.path), copy, lambda: NOW)[0].findings == ()


def test_a_renamed_copy_is_restored_with_its_manifest(desk: Desk, tmp_path: Path) -> None:
    """The name decides nothing."""
    copy, other = tmp_path / "copy.db", tmp_path / "moved.db"
    proven(desk, copy)
    copy.rename(other)
    manifest_path(copy).rename(manifest_path(other))
    desk.store.close()
    assert restore(str(desk.path), other, lambda: NOW)[0].findings == ()


def test_every_changed_byte_and_every_cut_is_found(desk: Desk, tmp_path: Path) -> None:
    """A hundred places of each; the drill tries a thousand. The database stays as it is."""
    desk.new()
    copy = tmp_path / "copy.db"
    proven(desk, copy)
    desk.store.close()
    whole, before, chance = copy.read_bytes(), desk.path.read_bytes(), random.Random(7)
    for _ in range(100):
        place = chance.randrange(len(whole))
        flipped = whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :]
        for damaged in (flipped, whole[:place]):
            copy.write_bytes(damaged)
            with pytest.raises(BackupChanged):
                restore(str(desk.path), copy, lambda: NOW)
    assert desk.path.read_bytes() == before


def test_a_backup_of_an_older_schema_upgrades_nothing(desk: Desk) -> None:
    """It is not recorded, since that would change the database."""
    assert can_record(str(desk.path))
    desk.store.close()
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute("DELETE FROM schema_migration WHERE name = (SELECT MAX(name) FROM schema_migration)")
    assert not can_record(str(desk.path))


@pytest.mark.parametrize(
    ("made", "after", "en", "ru", "warns"),
    [
        (None, 0, "", "", False),
        (None, WARN_AFTER, "", "", False),
        (None, WARN_AFTER + 1, "! no backup", "! копии базы нет", True),
        (0, 60, "backup today", "копия базы: сегодня", False),
        (0, DAY, "backup yesterday", "копия базы: вчера", False),
        (0, WARN_AFTER, "backup 2 days ago", "копия базы: 2 дня назад", False),
        (0, WARN_AFTER + 1, "! backup 2 days ago", "! копия базы: 2 дня назад", True),
        (0, 5 * DAY, "! backup 5 days ago", "! копия базы: 5 дней назад", True),
    ],
)
def test_the_board_says_how_old_the_last_backup_is(made: int | None, after: int, en: str, ru: str, warns: bool) -> None:
    """By calendar days; after two days, with a sign and a warning."""
    last, now = LastBackup(None if made is None else NOW, NOW), NOW + after
    assert (backup_age(translator("en"), charter(), last, now), backup_age(translator("ru"), charter(), last, now)) == (en, ru)
    assert bool(backup_warning(translator("en"), last, now)) is warns


def test_the_command_records_what_it_proved(command: Command, database: Path, tmp_path: Path) -> None:
    """`desk doctor` tells of it; a refused one is not recorded."""
    command("add", "enquiry", "--channel", "phone", "--name", "Ann")
    copy = tmp_path / "copy.db"
    done = command("backup", copy)
    assert manifest_path(copy).name in done.stdout
    recorded = "SELECT data FROM event WHERE what = 'backed-up'"
    ((data,),) = look(database, recorded)
    assert (json.loads(data)["file"], json.loads(data)["head"]) == ("copy.db", json.loads(manifest_path(copy).read_text())["head"])
    assert command("check").returncode == 0
    assert command("backup", copy).returncode == 3
    assert len(look(database, recorded)) == 1
    copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    done = command("restore", copy)
    assert (done.returncode, done.stderr) == (3, refusal(BackupChanged(str(copy))))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_backup_that_is_ended_leaves_no_readable_copy(desk: Desk, tmp_path: Path, number: signal.Signals) -> None:
    """Stopped by the system or with its terminal, in the middle of its trial."""
    desk.new()
    imports = "import sys, time; from desk.cli import run; from desk.store.maintenance import backup"
    halts = "backup._tried = lambda *_: (print('here', flush=True), time.sleep(600))"
    phrase = tmp_path / "phrase"
    phrase.write_text("one long phrase")
    words = ["--db", str(desk.path), "backup", str(tmp_path / "copy.age"), "--passphrase-file", str(phrase)]
    line = [sys.executable, "-c", f"{imports}; {halts}; sys.exit(run({words!r}))"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout
        assert command.stdout.readline() == "here\n"
        command.send_signal(number)
    assert command.returncode == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_dir() or path.suffix == ".age"] == []
