"""Opening the database: its settings, many desks at once, whatever may be wrong with it, and being killed in the middle.

Other desks are real processes, kept in step by pipes.
"""

import os
import random
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Timer
from time import monotonic

import peewee
import pytest

from desk.store.connection.opening import open_database
from desk.store.database import Store
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseGone,
    DatabaseNewer,
    DatabaseReplaced,
    DatabaseUnreachable,
    DiskFull,
    UnknownDatabaseKind,
)
from desk.store.lock import writing_turn
from desk.store.opening import open_desk
from desk.system.secure_files import take_byte
from tests.unit.conftest import TUESDAY, Desk, at, broken_links, look, wrong_rows
from tests.unit.workers import Worker

Reopened = Callable[[Path], Store]


def refusal(path: Path | str) -> DatabaseUnusable:
    """How a desk says that it cannot use this database."""
    with pytest.raises(DatabaseUnusable) as error:
        open_desk(str(path), None, lambda: at(TUESDAY))
    return error.value


# -- settings and modes --------------------------------------------------------------------------------------------------


def test_the_settings_are_those_that_lose_nothing(desk: Desk) -> None:
    """Design, section 4: rollback journal, synchronous=EXTRA (3), foreign keys, patience with other desks."""
    assert desk.store.settings() == {"journal_mode": "delete", "synchronous": "3", "foreign_keys": "1", "busy_timeout": "15000"}


def test_foreign_keys_are_held(desk: Desk) -> None:
    """A ticket of nobody cannot be written."""
    with pytest.raises(peewee.IntegrityError, match="FOREIGN KEY"):
        desk.store.database.execute_sql("INSERT INTO reminder (ticket_id, event, staff_id, at) VALUES (99, 1, 99, 1)")


def test_writing_begins_immediately(desk: Desk) -> None:
    """Design, section 4: BEGIN IMMEDIATE, or two desks that read first get in each other's way."""
    with closing(sqlite3.connect(desk.path, timeout=0)) as other:
        with desk.store.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def test_a_database_in_wal_mode_is_put_back(desk: Desk, reopened: Reopened) -> None:
    """Somebody's tool switched it: with several processes WAL can lose commits in SQLite before 3.51.3."""
    desk.store.close()
    with closing(sqlite3.connect(desk.path)) as other:
        other.execute("PRAGMA journal_mode = wal")
    assert reopened(desk.path).settings()["journal_mode"] == "delete"


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_new_files_and_folders_are_for_the_service_account_alone(tmp_path: Path, umask: int) -> None:
    """Files 0600, folders that Desk makes 0700, whatever the umask allows."""
    before = os.umask(umask)
    try:
        open_database(str(tmp_path / "new" / "folder" / "desk.db"), lambda: 0).close()
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new", "new/folder", "new/folder/desk.db")]
    assert [oct(mode) for mode in modes] == ["0o700", "0o700", "0o600"]


def test_a_folder_that_was_given_keeps_its_mode(tmp_path: Path) -> None:
    """One given is never chmod-ed; nor is a file."""
    (tmp_path / "given").mkdir(mode=0o755)
    (tmp_path / "given").chmod(0o755)
    open_database(str(tmp_path / "given" / "desk.db"), lambda: 0).close()
    (tmp_path / "given" / "desk.db").chmod(0o660)
    open_database(str(tmp_path / "given" / "desk.db"), lambda: 0).close()
    assert [oct(stat.S_IMODE((tmp_path / name).stat().st_mode)) for name in ("given", "given/desk.db")] == ["0o755", "0o660"]


def test_a_url_is_a_path(database: Path) -> None:
    """`--db URL`: sqlite:///path."""
    open_database(f"sqlite:///{database}", lambda: 0).close()
    assert isinstance(refusal("mysql://localhost/desk"), UnknownDatabaseKind)


# -- many at once --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_eight_first_openings_at_once_all_succeed(tmp_path: Path, worker: Callable[..., Worker]) -> None:
    """Design, section 9: playhouse's runner alone gives "table already exists" in some; the charter is applied once."""
    paths = [tmp_path / f"new{n}" / "folder" / "desk.db" for n in range(10)]
    desks = [worker("open", *paths) for _ in range(8)]
    for _ in paths[:-1]:
        for desk in desks:
            desk.go()
        assert [desk.read() for desk in desks] == ["open"] * 8
    for desk in desks:
        desk.go()
    assert [desk.end() for desk in desks] == [["charters 1"]] * 8
    for path in paths:
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
        assert look(path, "SELECT count(*) FROM head") == [(1,)]


@pytest.mark.slow
def test_eight_desks_recording_at_once_lose_nothing(database: Path, worker: Callable[..., Worker], reopened: Reopened) -> None:
    """Every ticket there, once; every number told is the one that was written; the chain holds."""
    desks = [worker("tickets", database, f"desk{n}", "25") for n in range(8)]
    for item in desks:
        item.go()
    told = [(int(number), f"desk{n}-{place}") for n, one in enumerate(desks) for place, number in enumerate(one.end())]
    assert len(told) == 200
    assert look(database, "SELECT id, subject FROM ticket ORDER BY id") == sorted(told)
    assert (broken_links(database), wrong_rows(reopened(database))) == ([], [])


def test_four_desks_taking_the_next_at_once_never_take_the_same(desk: Desk, worker: Callable[..., Worker]) -> None:
    """Each ticket is somebody's, nobody's ticket is taken from them, and each desk is told when none is left."""
    numbers = [desk.new("complaint", "email") for _ in range(24)]
    desk.store.close()
    workers = [worker("takes", desk.path, name) for name in ("Anna", "Boris", "Vera", "Gleb")]
    for item in workers:
        item.go()
    lines = [each.end() for each in workers]
    assert [line[-1] for line in lines] == ["refused NoTicketLeft"] * 4
    assert sorted(int(number) for line in lines for number in line[:-1]) == numbers
    assert look(desk.path, "SELECT count(*) FROM event WHERE what = 'taken'") == [(24,)]


def test_a_desk_sees_that_another_one_wrote(desk: Desk, worker: Callable[..., Worker]) -> None:
    """PRAGMA data_version: the board looks once a second."""
    before = desk.store.data_version()
    one = worker("tickets", desk.path, "other", "1")
    assert desk.store.data_version() == before
    one.go()
    one.end()
    assert desk.store.data_version() != before


# -- what may be wrong ---------------------------------------------------------------------------------------------------


def test_a_newer_desks_database_is_refused_and_left_alone(database: Path) -> None:
    """Design, section 9: playhouse accepts it silently."""
    with closing(sqlite3.connect(database)) as newer, newer:
        newer.execute("INSERT INTO schema_migration (name, applied) SELECT '9999_newer', applied FROM schema_migration LIMIT 1")
    before = database.read_bytes()
    assert (type(refusal(database)), refusal(database).detail) == (DatabaseNewer, "9999_newer")
    assert database.read_bytes() == before


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    """A name that was mistyped: the file is left as it was."""
    path = tmp_path / "letter.txt"
    path.write_text("Уважаемые господа!\n" * 300, encoding="utf-8")
    before = path.read_bytes()
    assert (type(refusal(path)), path.read_bytes()) == (DatabaseDamaged, before)


@pytest.mark.parametrize("damage", [lambda raw: raw[: len(raw) // 2], lambda raw: raw[:100] + b"\xff" * (len(raw) - 100)])
def test_a_damaged_database_is_refused_and_left_alone(database: Path, damage: Callable[[bytes], bytes]) -> None:
    """Cut in half, or overwritten."""
    database.write_bytes(damage(database.read_bytes()))
    before = database.read_bytes()
    assert isinstance(refusal(database), DatabaseDamaged)
    assert database.read_bytes() == before


@pytest.mark.parametrize("place", ["folder", "file/desk.db", "/proc/nothing/desk.db"])
def test_what_cannot_be_a_file_is_unreachable(tmp_path: Path, place: str) -> None:
    """A folder in its place, a file as its folder, a file system that takes none."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    assert isinstance(refusal(tmp_path / place), DatabaseUnreachable)


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o600, 0o555), (0o444, 0o555)])
def test_what_may_not_be_written_is_read_only(
    database: Path, tmp_path: Path, worker: Callable[..., Worker], file: int, folder: int
) -> None:
    """A file or a folder of somebody else. Root may write anything: the worker gives up its capabilities first."""
    place = tmp_path / "given"
    place.mkdir()
    shutil.copy(database, place / "desk.db")
    (place / "desk.db").chmod(file)
    place.chmod(folder)
    one = worker("unprivileged", place / "desk.db")
    one.go()
    said = one.end()
    place.chmod(0o755)
    assert said == ["refused DatabaseReadOnly"]
    assert look(place / "desk.db", "SELECT count(*) FROM ticket") == [(0,)]


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_takes_no_new_file_is_one_clear_error(tmp_path: Path, worker: Callable[..., Worker], mode: int) -> None:
    """A new desk where nobody may make one."""
    place = tmp_path / "given"
    place.mkdir()
    place.chmod(mode)
    one = worker("unprivileged", place / "desk.db")
    one.go()
    said = one.end()
    place.chmod(0o755)
    assert said in (["refused DatabaseReadOnly"], ["refused DatabaseUnreachable"])
    assert list(place.iterdir()) == []


def test_a_full_disk_loses_nothing_and_says_so(desk: Desk) -> None:
    """SQLite's own word for a disk that is full; after room was made, the desk goes on."""
    number = desk.new()
    desk.store.database.execute_sql("PRAGMA max_page_count = 1")  # as many as there are now
    before = desk.everything()
    with pytest.raises(DiskFull):
        desk.new(body="й" * 90_000)
    assert desk.everything() == before
    desk.store.database.execute_sql("PRAGMA max_page_count = 1000000")
    assert desk.new(body="й" * 90_000) == number + 1
    assert (broken_links(desk.where), wrong_rows(desk.store)) == ([], [])


def test_files_that_may_not_grow_are_one_clear_error(database: Path, worker: Callable[..., Worker], reopened: Reopened) -> None:
    """A quota (RLIMIT_FSIZE): what was told is there, what was refused is not."""
    one = worker("small-files", database, str(database.stat().st_size + 200_000))
    one.go()
    *told, last = one.end()
    assert last in ("refused DiskFailed", "refused DiskFull")
    assert told
    store = reopened(database)
    assert look(database, "SELECT id FROM ticket ORDER BY id") == [(int(number),) for number in told]
    assert (broken_links(database), wrong_rows(store)) == ([], [])


@pytest.mark.parametrize("sql", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_database_held_for_long_is_busy(desk: Desk, sql: str) -> None:
    """Another desk holds it: patience ends, nothing is written. The 15 s are cut short here."""
    desk.store.database.execute_sql("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        other.execute(sql)
        with pytest.raises(DatabaseBusy):
            desk.new()
        if sql == "BEGIN EXCLUSIVE":
            assert desk.store.data_version() is None
        other.execute("ROLLBACK")
    assert desk.new() == 1


@pytest.mark.parametrize(("there", "error"), [(True, DatabaseReplaced), (False, DatabaseGone)])
def test_a_file_that_is_moved_after_it_was_looked_for_is_not_written(
    desk: Desk, there: bool, error: type[DatabaseUnusable]
) -> None:
    """SQLite notices it as it begins to write: that is said, and not who may write the file that has its name now."""
    desk.new()
    moved = desk.path.rename(desk.path.with_name("moved.db"))
    if there:
        shutil.copy(moved, desk.path)
    with pytest.raises(error):
        desk.new()
    assert [look(path, "SELECT COUNT(*) FROM ticket") for path in (moved, desk.path) if path.exists()] == [[(1,)]] * (1 + there)


# -- killed --------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_killed_while_recording_leaves_no_half_ticket_and_none_twice(
    database: Path, worker: Callable[..., Worker], reopened: Reopened
) -> None:
    """kill -9 at a dozen moments spread over what a ticket takes: what was told is there, and at most one more."""
    known, dice = 0, random.Random(1)
    for life in range(12):
        one = worker("tickets", database, f"life{life}", "1000")
        one.go()
        told, begun = [one.read()], monotonic()
        told.append(one.read())
        later = dice.uniform(0, 2) * (monotonic() - begun)  # of what one ticket takes here
        killer = Timer(later, one.process.kill)
        killer.start()
        killer.join()
        told += one.kill()
        subjects = [subject for (subject,) in look(database, "SELECT subject FROM ticket ORDER BY id")][known:]
        assert subjects == [f"life{life}-{n}" for n in range(len(subjects))]
        assert len(subjects) - len([line for line in told if line]) in (0, 1)
        known += len(subjects)
    assert (broken_links(database), wrong_rows(reopened(database))) == ([], [])


@pytest.mark.parametrize("moment", [2, 150, 550])
def test_killed_in_the_middle_of_a_box_leaves_all_of_it_out(
    database: Path, tmp_path: Path, worker: Callable[..., Worker], reopened: Reopened, moment: int
) -> None:
    """Half of it stands in the file already, its pages being more than fit into memory: the journal takes them back."""
    box = tmp_path / "box.csv"
    box.write_text("name,candidate number\n" + "".join(f"Candidate {n},{n:04}\n" for n in range(600)), encoding="utf-8")
    one = worker("stuck", database, box, str(moment))
    one.go()
    assert one.read() == "stuck"
    one.kill()
    store = reopened(database)
    assert store.rows("SELECT count(*) FROM ticket") == [(0,)]
    assert store.rows("SELECT count(*) FROM event") == [(3,)]  # what a new desk is
    assert store.rows("SELECT count(*) FROM batch") == store.rows("SELECT count(*) FROM staff") == [(0,)]
    assert (broken_links(database), store.rows("PRAGMA integrity_check")) == ([], [("ok",)])


def test_a_desk_waits_for_its_turn_and_not_for_ever(desk: Desk) -> None:
    """While another one has it, and on without it after a while; a desk that is gone has none."""
    with closing(open_database(str(desk.path), desk.store.now)) as other:
        assert other.held is not None
        assert desk.store.held is not None
        with writing_turn(other.held, 1):
            assert not take_byte(desk.store.held)
            began = monotonic()
            with writing_turn(desk.store.held, 0.05):
                assert monotonic() - began >= 0.05
            assert not take_byte(desk.store.held)  # what it did not have, it did not give back
        with writing_turn(desk.store.held, 1):
            assert not take_byte(other.held)
        assert take_byte(other.held)
    assert take_byte(desk.store.held)
