"""The worst day: a copy is put back beside whatever was left, and a copy is made of whatever is there."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.store.commands.recording import Recording, record
from desk.store.connection.copying import companions
from desk.store.connection.opening import open_database
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    BackupIsDatabase,
    DatabaseBusy,
    DatabaseEmpty,
    DatabaseInUse,
    DiskFull,
    ForeignDatabase,
    JournalLeftOver,
    NotRestored,
)
from desk.store.lock import lock_of
from desk.store.maintenance import backup
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from desk.system.secure_files import lock_file
from tests.unit.conftest import TUESDAY, Command, Desk, at, broken_links, look
from tests.unit.test_keeping import add, spoil
from tests.unit.workers import Worker

NOW = at(TUESDAY)
HEADER = b"SQLite format 3\x00"


def refused(work: Callable[[], object]) -> type[DatabaseUnusable]:
    """The class of the error that it was refused with."""
    with pytest.raises(DatabaseUnusable) as error:
        work()
    return type(error.value)


@pytest.fixture
def copy(desk: Desk, tmp_path: Path) -> Path:
    """A copy of a desk with two tickets, which has a third one since and is closed."""
    file = tmp_path / "away" / "copy.db"
    file.parent.mkdir()
    for _ in range(2):
        desk.new()
    desk.store.close()
    assert backup.back_up(str(desk.path), file, lambda: NOW).found
    store = open_desk(str(desk.path), None, lambda: NOW)
    record(store, "Boris", Recording("enquiry", "phone", name="Петрова"))
    store.close()
    return file


@pytest.fixture
def hot(copy: Path, desk: Desk, tmp_path: Path, worker: Callable[..., Worker]) -> Path:
    """The journal of an import that was killed in its transaction, half of it being in the file."""
    box = tmp_path / "box.csv"
    box.write_text("name,candidate number\n" + "".join(f"Candidate {n},{n:04}\n" for n in range(600)), encoding="utf-8")
    one = worker("stuck", desk.path, box, "550")
    one.go()
    assert one.read() == "stuck"
    one.kill()
    (journal,) = companions(desk.path)
    assert journal.stat().st_size > 512
    assert copy.exists()
    return journal


def put_back(desk: Desk, copy: Path) -> Path | None:
    """Restores; returns where the former database is."""
    found, aside = backup.restore(str(desk.path), copy, lambda: NOW)
    assert (found.tickets, found.findings) == (2, ())
    return aside


def tickets(path: Path) -> int:
    """How many tickets a desk finds there, and that all of it holds."""
    store = open_desk(str(path), None, lambda: NOW)
    try:
        found = check(store)
        assert found.findings == ()
        return found.tickets
    finally:
        store.close()


# -- restoring -----------------------------------------------------------------------------------------------------------


def test_restoring_beside_a_hot_journal_restores(desk: Desk, copy: Path, hot: Path) -> None:
    """SQLite plays a journal into whatever has the name of its file: the old database is rolled back first."""
    aside = put_back(desk, copy)
    assert tickets(desk.path) == 2
    assert not hot.exists()
    assert aside
    assert tickets(aside) == 3
    assert broken_links(desk.where) == []


@pytest.mark.parametrize("damage", [b"no database at all" * 60, b""], ids=["text", "empty"])
def test_a_journal_that_cannot_be_played_back_moves_with_its_file(desk: Desk, copy: Path, hot: Path, damage: bytes) -> None:
    """They stay together under the new name: somebody may still save what is in them."""
    before = hot.read_bytes()
    desk.path.write_bytes(damage)
    aside = put_back(desk, copy)
    assert aside
    assert aside.read_bytes() == damage
    assert [companion.read_bytes() for companion in companions(aside)] == [before]
    assert not companions(desk.path)
    assert tickets(desk.path) == 2


def test_a_journal_without_its_file_is_put_aside(desk: Desk, copy: Path, hot: Path) -> None:
    """It would be played into the restored one."""
    desk.path.unlink()
    put_back(desk, copy)
    assert not hot.exists()
    assert tickets(desk.path) == 2
    assert len(list(desk.path.parent.glob("desk.db.before-*-journal"))) == 1


def test_the_former_database_is_copied_where_there_are_no_links(desk: Desk, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share or a FAT disk refuses links; nothing is lost there either."""

    def refuses(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    before = desk.path.read_bytes()
    monkeypatch.setattr(os, "link", refuses)
    aside = put_back(desk, copy)
    assert aside
    assert aside.read_bytes() == before
    assert tickets(desk.path) == 2


def test_databases_put_aside_in_one_second_get_names_of_their_own(desk: Desk, copy: Path) -> None:
    """The second restore does not overwrite what the first one put aside."""
    aside = [put_back(desk, copy) for _ in range(3)]
    name = f"{desk.path.name}.before-{NOW}"
    assert [path.name for path in aside if path] == [name, f"{name}-2", f"{name}-3"]


def test_a_log_of_another_mode_moves_too(desk: Desk, copy: Path) -> None:
    """Somebody's tool switched to WAL and was killed: what stands in the log belongs to the former database."""
    with closing(sqlite3.connect(desk.path)) as other:
        other.execute("PRAGMA journal_mode = wal")
        other.execute("UPDATE staff SET name = 'Вера'")
        other.commit()
        left = {item: item.read_bytes() for item in (desk.path, *companions(desk.path))}
    for one, raw in left.items():
        one.write_bytes(raw)
    aside = put_back(desk, copy)
    assert not companions(desk.path)
    assert aside
    assert look(aside, "SELECT name FROM staff") == [("Вера",)]
    assert look(desk.path, "SELECT name FROM staff") == [("Boris",)]


def test_a_copy_is_restored_with_its_own_journal(desk: Desk, copy: Path, hot: Path) -> None:
    """A database that was put aside as it lay there."""
    desk.path.rename(copy.parent / "other.db")
    hot.rename(copy.parent / "other.db-journal")
    found, _ = backup.restore(str(desk.path), copy.parent / "other.db", lambda: NOW)
    assert (found.tickets, tickets(desk.path)) == (3, 3)
    assert (copy.parent / "other.db-journal").exists()


def test_restoring_is_refused_while_a_desk_is_open(desk: Desk, copy: Path) -> None:
    """One that is idle too: it would go on with the former file."""
    store = open_database(str(desk.path), lambda: NOW)
    before = desk.path.read_bytes()
    assert refused(lambda: put_back(desk, copy)) is DatabaseInUse
    store.close()
    assert desk.path.read_bytes() == before
    put_back(desk, copy)
    assert tickets(desk.path) == 2


def test_restoring_is_refused_while_anything_writes(desk: Desk, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program, or an older desk, which holds no lock of ours."""
    monkeypatch.setattr(backup, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refused(lambda: put_back(desk, copy)) is DatabaseInUse
    assert tickets(desk.path) == 3


def test_a_desk_that_was_killed_holds_nothing(desk: Desk, copy: Path, worker: Callable[..., Worker]) -> None:
    """The lock goes with the process; its file stays, and is nobody's."""
    one = worker("tickets", desk.path, "life", "1000")
    one.go()
    one.read()
    assert refused(lambda: put_back(desk, copy)) is DatabaseInUse
    one.kill()
    put_back(desk, copy)
    assert lock_of(desk.path).stat().st_size == 0
    assert stat.S_IMODE(lock_of(desk.path).stat().st_mode) == 0o600


def test_a_desk_that_is_opened_during_a_restore_waits(desk: Desk, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets the restored database or a clear refusal, never the former one."""
    monkeypatch.setattr("desk.store.lock.WAITS", 0)
    monkeypatch.setattr(backup, "_put_aside", lambda _target, _now: refused(lambda: open_database(str(desk.path), lambda: NOW)))
    monkeypatch.setattr(backup, "_belong_as", lambda _copy, said: seen.append(said))
    seen: list[type[DatabaseUnusable]] = []
    backup.restore(str(desk.path), copy, lambda: NOW)
    assert seen == [DatabaseBusy]


def test_at_every_moment_there_is_a_database(desk: Desk, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One replace; the former one has its new name before, and what replaces it is on the disk."""
    done: list[str] = []

    def synced(descriptor: int) -> None:
        place = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        done.append(f"sync {'folder' if place.is_dir() else place.name}")

    def replaced(source: Path, target: Path) -> None:
        assert target.exists()
        assert list(target.parent.glob("desk.db.before-*"))
        done.append("replace")
        os.rename(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    put_back(desk, copy)
    at = done.index("replace")
    assert done.count("replace") == 1
    assert "sync desk.db" in done[:at]
    assert done[at + 1] == "sync folder"


def test_what_stands_there_afterwards_is_looked_at(desk: Desk, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something lies beside it, or another file came in between."""
    replace = os.replace

    def and_a_journal(source: Path, target: Path) -> None:
        replace(source, target)
        target.with_name("desk.db-journal").write_bytes(b"left")

    monkeypatch.setattr(os, "replace", and_a_journal)
    assert refused(lambda: put_back(desk, copy)) is NotRestored
    companions(desk.path)[0].unlink()
    monkeypatch.setattr(os, "replace", lambda _source, target: target.write_bytes(b"other"))
    assert refused(lambda: put_back(desk, copy)) is NotRestored


def test_a_restored_database_belongs_to_whom_the_former_one_did(desk: Desk, copy: Path) -> None:
    """The person who restores may be another account; two restores in one second take nothing away."""
    desk.path.chmod(0o640)
    first = put_back(desk, copy)
    second = put_back(desk, copy)
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o640
    assert None not in (first, second)
    assert first != second


def test_the_database_is_no_copy_of_itself(desk: Desk, copy: Path) -> None:
    """Named by another path, too."""
    link = copy.with_name("link.db")
    link.symlink_to(desk.path)
    assert refused(lambda: put_back(desk, link)) is BackupIsDatabase


def test_restoring_says_that_a_desk_is_open(command: Command, desk: Desk, tmp_path: Path) -> None:
    """Exit code 3, one line, as the help says."""
    desk.new()
    assert command("backup", tmp_path / "copy.db").returncode == 0
    done = command("restore", tmp_path / "copy.db")
    assert (done.returncode, len(done.stderr.splitlines()), "close every desk" in done.stderr) == (3, 1, True)


# -- copies --------------------------------------------------------------------------------------------------------------


def test_a_backup_always_copies_and_says_what_is_wrong(command: Command, database: Path, tmp_path: Path) -> None:
    """Exit code 1: on the worst day a copy of what is left is worth most."""
    add(command, "Иванова")
    spoil(database, "UPDATE clock SET due = due + 60")
    done = command("backup", tmp_path / "copy.db")
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (1, "", 2)
    assert look(tmp_path / "copy.db", "SELECT * FROM clock") == look(database, "SELECT * FROM clock")


@pytest.mark.parametrize("damage", [b"no database at all" * 60, HEADER + b"\xff" * 5000], ids=["text", "header"])
def test_a_backup_copies_what_sqlite_cannot_read(command: Command, database: Path, tmp_path: Path, damage: bytes) -> None:
    """As it lies there, with what lies beside it."""
    database.write_bytes(damage)
    database.with_name("desk.db-journal").write_bytes(b"\xd9\xd5" * 400)
    done = command("backup", tmp_path / "copy.db")
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (1, "", 2)
    assert (tmp_path / "copy.db").read_bytes() == damage
    if not damage.startswith(HEADER):  # SQLite has thrown it away: it is none
        assert (tmp_path / "copy.db-journal").stat().st_size == 800
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_backup_of_nothing_is_refused(database: Path, tmp_path: Path) -> None:
    """A file of no bytes has nothing to copy."""
    database.write_bytes(b"")
    assert refused(lambda: backup.back_up(str(database), tmp_path / "copy.db", lambda: NOW)) is DatabaseEmpty


@pytest.fixture
def scratched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, int]]:
    """The scratch folders that are made, with the modes that they have while they are used."""
    seen = []

    class Watched(tempfile.TemporaryDirectory[str]):
        def __enter__(self) -> str:
            seen.append((Path(self.name).parent, stat.S_IMODE(Path(self.name).stat().st_mode)))
            return super().__enter__()

    monkeypatch.setattr(tempfile, "TemporaryDirectory", Watched)
    return seen


def test_scratch_copies_lie_beside_the_database(desk: Desk, copy: Path, scratched: list[tuple[Path, int]]) -> None:
    """In folders for the service account alone, and gone afterwards: a copy elsewhere is one that nobody knows of."""
    put_back(desk, copy)
    backup.back_up(str(desk.path), copy.with_name("second.db"), lambda: NOW)
    assert {mode for _, mode in scratched} == {0o700}
    assert [place for place, _ in scratched] == [
        desk.path.parent, desk.path.parent, copy.parent, desk.path.parent, copy.parent
    ]  # fmt: skip
    assert not [item for folder in (desk.path.parent, copy.parent) for item in folder.glob(".desk-*")]


def test_a_copy_that_has_no_room_is_said_of_its_own_disk(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not of the database's, and nothing is left of it."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull) as error:
        backup.back_up(str(desk.path), tmp_path / "copy.db", lambda: NOW)
    assert error.value.where == str(tmp_path / "copy.db")
    assert not list(tmp_path.glob("*copy*"))


def test_a_restore_that_has_no_room_changes_nothing(desk: Desk, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear line, and the former database is there."""
    before = desk.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "copy_whole", full)
    assert refused(lambda: put_back(desk, copy)) is DiskFull
    assert desk.path.read_bytes() == before


def test_what_a_killed_program_left_is_cleared_away(desk: Desk, copy: Path) -> None:
    """A copy with everybody's names in it; not one that somebody works with, and not what is new."""
    folders = [desk.path.parent / f".desk-check-{name}" for name in ("left", "held", "new")]
    for folder in folders:
        folder.mkdir()
        (folder / "scratch.db").write_bytes(copy.read_bytes())
    for folder in folders[:2]:
        os.utime(folder, (0, 0))
    held = lock_file(folders[1] / "held")
    os.utime(folders[1], (0, 0))
    assert held is not None
    put_back(desk, copy)
    os.close(held)
    assert [folder.exists() for folder in folders] == [False, True, True]


# -- what is no desk ---------------------------------------------------------------------------------------------------------


def test_an_empty_file_does_not_become_a_new_desk(command: Command, database: Path) -> None:
    """A full disk or a copy that broke off leaves one; a new desk there, open to all, would hide what was lost."""
    database.write_bytes(b"")
    for words in (("list",), ("add", "enquiry", "--channel", "phone", "--name", "A", "--subject", "B"), ("check",)):
        done = command(*words)
        assert (done.returncode, len(done.stderr.splitlines()), "is empty" in done.stderr) == (3, 1, True)
    assert database.read_bytes() == b""


def test_an_empty_file_is_left_alone_with_its_journal(desk: Desk, hot: Path) -> None:
    """SQLite deletes the journal of an empty database."""
    desk.path.write_bytes(b"")
    assert refused(lambda: open_database(str(desk.path), lambda: NOW)) is DatabaseEmpty
    assert hot.exists()


def test_no_new_desk_is_made_beside_what_another_one_left(desk: Desk, hot: Path) -> None:
    """Its journal would be played into the new one."""
    desk.path.unlink()
    assert refused(lambda: open_database(str(desk.path), lambda: NOW)) is JournalLeftOver
    assert hot.exists()
    assert not desk.path.exists()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """A name that was mistyped."""
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmark (id INTEGER)")
    before = path.read_bytes()
    assert refused(lambda: open_database(str(path), lambda: NOW)) is ForeignDatabase
    assert path.read_bytes() == before
