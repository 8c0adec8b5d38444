"""Which backups are kept, and encrypted ones: nothing is deleted that the rules keep, nothing is readable without its key."""

from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.store.errors.database import BackupChanged, BackupInvalid, BackupLocked, KeyUnusable
from desk.store.maintenance.backup import back_up, record_backup, restore
from desk.store.maintenance.encryption import Key, is_encrypted
from desk.store.maintenance.keeping import Keep, remove_old, to_keep
from desk.store.maintenance.manifest import manifest_path, read_manifest
from desk.store.opening import open_desk
from tests.unit.conftest import TUESDAY, Command, Desk, at

NOW = at(TUESDAY)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 - of the centre, as the rules take them
COUNTS = st.integers(0, 10)


@given(st.lists(MOMENTS, min_size=1, max_size=60), COUNTS, COUNTS, COUNTS)
def test_the_latest_of_each_period_is_kept_and_no_other(made: list[datetime], days: int, weeks: int, months: int) -> None:
    """As counted plainly: a backup is kept if it is the latest of one of the last periods of some kind."""
    kept = to_keep(made, Keep(days, weeks, months))
    assert max(range(len(made)), key=lambda place: (made[place], place)) in kept
    expected = set()
    for count, period in ((days, "%Y-%m-%d"), (weeks, "%G-%V"), (months, "%Y-%m")):
        names = [moment.strftime(period) for moment in made]
        for name in sorted(set(names), reverse=True)[:count]:
            expected.add(max((place for place in range(len(made)) if names[place] == name), key=lambda place: (made[place], place)))
    assert kept - expected <= {max(range(len(made)), key=lambda place: (made[place], place))}
    assert expected <= kept


def test_a_year_of_nights_leaves_what_was_asked_for() -> None:
    """Seven days, four weeks, twelve months: some of them are the same backup."""
    nights = [datetime(2026, 11, 29, 3, 15) - timedelta(days=day) for day in range(365)]  # noqa: DTZ001 - as above
    kept = to_keep(nights, Keep(7, 4, 12))
    assert len(kept) == 7 + 3 + 11
    assert {nights[place].date().isoformat() for place in kept} >= {"2026-11-29", "2026-11-23", "2026-11-22", "2026-10-31"}


def test_old_backups_of_this_desk_are_deleted_and_nothing_else(tmp_path: Path) -> None:
    """Not what has no manifest, not another desk's, not other files."""
    folder, now = tmp_path / "backups", [NOW]
    folder.mkdir()
    other = open_desk(str(tmp_path / "other.db"), None, lambda: NOW - 5)
    other.close()
    back_up(str(tmp_path / "other.db"), folder / "other.db", lambda: NOW)
    (folder / "notes.txt").write_text("x")
    (folder / "notes.txt.json").write_text("{}")
    with_desk = open_desk(str(tmp_path / "desk.db"), None, lambda: now[0])
    for night in range(3):
        now[0] = NOW + night * 86_400
        name = folder / f"desk-{night}.db"
        manifest = back_up(str(tmp_path / "desk.db"), name, lambda: now[0]).manifest
        assert manifest
        record_backup(with_desk, name, manifest)
    manifest_path(folder / "desk-1.db").rename(folder / "kept.json")
    assert [path.name for path in remove_old(with_desk, folder, Keep(1, 0, 0))] == ["desk-0.db"]
    left = {"desk-1.db", "desk-2.db", "desk-2.db.json", "kept.json", "notes.txt", "notes.txt.json", "other.db", "other.db.json"}
    assert {path.name for path in folder.iterdir()} == left
    with_desk.close()


# -- encrypted -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Files with a public key, its secret one, and another secret one."""
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    paths = tmp_path / "public", tmp_path / "secret", tmp_path / "other"
    for path, text in zip(paths, (mine.to_public(), mine, other), strict=True):
        path.write_text(f"# made for a test\n{text}\n")
    return paths


def test_an_encrypted_backup_is_proven_and_restored_with_its_key_alone(
    desk: Desk, tmp_path: Path, keys: tuple[Path, Path, Path]
) -> None:
    """Its manifest is of the encrypted file; no readable copy is left anywhere."""
    public, secret, other = (Key(path) for path in keys)
    desk.new(name="Карпова")
    copy, new = tmp_path / "copy.age", tmp_path / "new" / "desk.db"
    manifest = back_up(str(desk.path), copy, lambda: NOW, public).manifest
    assert manifest
    assert manifest == read_manifest(copy)
    assert is_encrypted(copy)
    assert "Карпова".encode() not in copy.read_bytes()
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]
    for wrong in (None, other, public):
        with pytest.raises((BackupLocked, KeyUnusable)):
            restore(str(new), copy, lambda: NOW, wrong)
    assert not new.exists()
    found, _ = restore(str(new), copy, lambda: NOW, secret)
    assert (found.tickets, found.events, found.head) == (manifest.tickets, manifest.events, manifest.head)
    assert [path.name for path in new.parent.iterdir() if path.is_dir()] == []


@pytest.mark.slow  # scrypt takes seconds of the processor by design, four times here
def test_a_passphrase_does_as_well(desk: Desk, tmp_path: Path, command: Command) -> None:
    """Read from a file, as a timer has nobody to ask."""
    desk.new()
    phrase, wrong, copy = tmp_path / "phrase", tmp_path / "wrong", tmp_path / "copy.age"
    phrase.write_text("одна длинная фраза\n")
    wrong.write_text("другая\n")
    assert command("backup", str(copy), "--passphrase-file", str(phrase)).returncode == 0
    assert is_encrypted(copy)
    desk.store.close()
    assert command("restore", str(copy), "--passphrase-file", str(wrong)).returncode == 3
    assert command("restore", str(copy)).returncode == 3
    assert command("restore", str(copy), "--passphrase-file", str(phrase)).returncode == 0


def test_a_changed_encrypted_backup_is_refused(desk: Desk, tmp_path: Path, keys: tuple[Path, Path, Path]) -> None:
    """By its manifest, before anything is decrypted; without one, by the format itself."""
    copy, new = tmp_path / "copy.age", tmp_path / "new.db"
    back_up(str(desk.path), copy, lambda: NOW, Key(keys[0]))
    held = bytearray(copy.read_bytes())
    held[len(held) // 2] ^= 1
    copy.write_bytes(held)
    with pytest.raises(BackupChanged):
        restore(str(new), copy, lambda: NOW, Key(keys[1]))
    manifest_path(copy).unlink()
    with pytest.raises(BackupInvalid):
        restore(str(new), copy, lambda: NOW, Key(keys[1]))


@pytest.mark.parametrize("text", ["", "hello", "age1nonsense", "AGE-SECRET-KEY-1"])
def test_a_file_without_a_key_is_refused_before_anything_is_written(desk: Desk, tmp_path: Path, text: str) -> None:
    """In one line."""
    key, copy = tmp_path / "key", tmp_path / "copy.age"
    key.write_text(text)
    with pytest.raises(KeyUnusable):
        back_up(str(desk.path), copy, lambda: NOW, Key(key))
    assert not copy.exists()
