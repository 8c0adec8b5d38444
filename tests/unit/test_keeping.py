"""`desk check`, `desk backup`, `desk restore`: what does not hold is said, clocks are rebuilt, a copy is checked at once."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from peewee import SQL, Select

from desk.store.charter_versions import use_applied
from desk.store.commands import tickets
from desk.store.commands.merging import merge
from desk.store.commands.recording import Recording, record
from desk.store.commands.recounting import put_into_force
from desk.store.database import Store
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.database import BackupExists, BackupFolderMissing, DatabaseDamaged
from desk.store.maintenance import check as check_module
from desk.store.maintenance import rebuild
from desk.store.maintenance.check import check, repair
from desk.store.maintenance.findings import CLOCKS, KEYS, Finding
from desk.store.maintenance.manifest import manifest_path
from desk.store.opening import open_desk
from desk.store.projections import derive
from tests.unit.conftest import RUSSIAN, Command, Desk, broken_links, look
from tests.unit.test_store_recount import STOCKTAKING
from tests.worded import refusal


def spoil(path: Path, *statements: str) -> None:
    """What no desk would do, by a connection that knows nothing of it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for sql in statements:
            connection.execute(sql)
        for _, sql in triggers:
            connection.execute(sql)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk on which a bit of everything happened, under two charters."""
    use_applied(desk.store)
    call, email, complaint = desk.new(), desk.new("enquiry", "email"), desk.new("complaint", "email")
    again = desk.new("enquiry", "email", "2026-11-02 12:00")
    merge(desk.store, "Boris", again, email)
    desk.fact(complaint, "acknowledged", "2026-11-03 12:00")
    put_into_force(desk.store, "Вера", desk.store.charter.with_own((STOCKTAKING,)))
    desk.fact(call, "answered", "2026-11-05 12:00")
    tickets.note(desk.store, "Boris", email, "позвонить")
    return desk


def test_a_desk_that_worked_holds_together(busy: Desk) -> None:
    """Nothing is found, and nothing written."""
    before = busy.everything()
    found = check(busy.store)
    assert (found.tickets, found.findings) == (4, ())
    assert busy.everything() == before


@pytest.mark.parametrize(
    ("sql", "what", "number"),
    [
        ("UPDATE event SET at = at - 60 WHERE ticket_id = 2", "chain", 2),
        ("UPDATE event SET data = '{}' WHERE id = 3", "chain", 0),
        ("DELETE FROM event WHERE id = (SELECT MAX(id) FROM event)", "head", 0),
        ("UPDATE head SET event = 3", "head", 0),
        ("UPDATE text SET body = 'другое' WHERE field = 'subject'", "words", 1),
        ("UPDATE clock SET due = due + 60 WHERE ticket_id = 2", "clocks", 2),
        ("UPDATE clock SET state = 'kept' WHERE ticket_id = 3 AND state = 'running'", "clocks", 3),
        ("DELETE FROM clock WHERE ticket_id = 4", "clocks", 4),
        ("UPDATE ticket SET next_due = NULL WHERE id = 2", "row", 2),
        ("UPDATE ticket SET state = 'open' WHERE id = 1", "row", 1),
        ("UPDATE ticket SET nudge = 1 WHERE id = 3", "row", 3),
    ],
)
def test_what_does_not_hold_is_found(busy: Desk, sql: str, what: str, number: int) -> None:
    """Each thing by its name and ticket."""
    spoil(busy.path, sql)
    found = check(busy.store).findings
    assert what in [entry.what for entry in found]
    assert number in [item.number for item in found] or not number


def test_a_finding_names_what_it_is_about_and_nothing_else(busy: Desk) -> None:
    """No event where there is none: its number would be looked for."""
    spoil(busy.path, "INSERT INTO staff (name) VALUES ('Никто')", "DELETE FROM clock WHERE ticket_id = 4")
    assert [(found.what, found.number, found.event) for found in check(busy.store).findings] == [
        ("logged-row", 0, 0),
        ("clocks", 4, 0),
    ]


def test_a_complaint_that_is_hidden_from_nobody_is_found(busy: Desk) -> None:
    """Rows that are missing, as well as rows that are too many."""
    number = busy.new("complaint", "in-person", staff="Boris")
    assert busy.rows("SELECT count(*) FROM complaint_about") == [(1,)]
    assert check(busy.store).findings == ()
    spoil(busy.path, "DELETE FROM complaint_about")
    assert [(found.what, found.number) for found in check(busy.store).findings] == [("row", number)]


def test_events_that_cannot_be_counted_are_none(busy: Desk) -> None:
    """The check ends, and says what it could not read."""
    with closing(sqlite3.connect(busy.path)) as connection:
        connection.execute("DROP TABLE event")
    found = check(busy.store)
    assert (found.events, found.tickets) == (0, 4)
    assert found.findings


@pytest.mark.parametrize(("rules", "finds"), [(0, True), (1, True), (2, False)])
def test_an_upgrade_looks_for_names_only_in_a_desk_from_before_them(
    busy: Desk, monkeypatch: pytest.MonkeyPatch, rules: int, finds: bool
) -> None:
    """Complaints of newer ones name the staff by their ids."""
    looked: list[Store] = []
    monkeypatch.setattr(rebuild, "find_all_mentions", looked.append)
    spoil(busy.path, f"UPDATE head SET projections = {rules}")
    rebuild.upgrade(busy.store)
    assert (looked == [busy.store]) is finds


def test_words_that_were_erased_break_nothing(busy: Desk) -> None:
    """Design, section 4: they stand beside the event, so that erasing a person breaks nothing."""
    spoil(busy.path, "DELETE FROM text")
    assert "words" not in [finding.what for finding in check(busy.store).findings]


def test_repair_rebuilds_clocks_and_never_an_event(busy: Desk) -> None:
    """Derived rows are worked out anew; a broken chain stays broken, and said so."""
    events = busy.rows("SELECT * FROM event ORDER BY id")
    whole = busy.everything()
    spoil(busy.path, "UPDATE clock SET due = due + 60", "UPDATE ticket SET next_due = NULL, state = 'open'")
    found = check(busy.store)
    assert repair(busy.store, "Вера", found) == (1, 2, 3, 4)
    assert check(busy.store).findings == ()
    *before, (what, data) = busy.rows("SELECT what, data FROM event ORDER BY id")
    assert [what for what, _ in before] == [event[3] for event in events]
    assert (what, json.loads(data)) == ("repaired", {"tickets": [1, 2, 3, 4], "what": ["clocks", "row"], "rescue": False})
    assert busy.rows("SELECT * FROM ticket") == whole["ticket"]
    spoil(busy.path, "UPDATE event SET at = at - 60 WHERE ticket_id = 2")
    assert next(finding.what for finding in check(busy.store).findings) == "chain"


@pytest.mark.parametrize("piece", [1, 2, 3, 7])
def test_a_check_reads_every_row_in_pieces_of_any_size(busy: Desk, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    """A table ends within a piece or with one; no row is left out and none is read twice."""
    monkeypatch.setattr(check_module, "_PIECE", piece)
    assert check(busy.store).findings == ()
    spoil(busy.path, "UPDATE text SET body = 'другое'", "UPDATE event SET at = at - 60 WHERE ticket_id IS NOT NULL")
    found = check(busy.store).findings
    events = [event for (event,) in busy.rows("SELECT id FROM event WHERE ticket_id IS NOT NULL ORDER BY id")]
    assert [finding.event for finding in found if finding.what == "chain"] == events
    texts = busy.rows("SELECT event_id, field FROM text ORDER BY id")
    assert [(finding.event, finding.detail) for finding in found if finding.what == "words"] == texts


def test_a_table_that_returns_its_rows_out_of_order_is_damaged(busy: Desk) -> None:
    """The reading ends: a damaged index could return the same row for ever."""
    with pytest.raises(DatabaseDamaged):
        list(check_module._in_pieces(busy.store, Statement(lambda _: Select(columns=(SQL("5"),)).where(Param("last") >= 0))))


@pytest.mark.parametrize("piece", [1, 3, 4])
def test_an_upgrade_derives_every_ticket_in_pieces_of_any_size(busy: Desk, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    """The last one too, whether the tickets end within a piece or with one."""
    monkeypatch.setattr(rebuild, "_PIECE", piece)
    whole = busy.everything()
    spoil(busy.path, "UPDATE ticket SET next_due = NULL, nudge = 1", "DELETE FROM clock", "DELETE FROM search")
    rebuild.upgrade(busy.store)
    assert check(busy.store).findings == ()
    assert busy.everything()["ticket"] == whole["ticket"]


# -- the commands ------------------------------------------------------------------------------------------------------------


def add(command: Command, name: str) -> None:
    assert command("add", "enquiry", "--channel", "phone", "--name", name, "--subject", "FCE").returncode == 0


def test_check_says_what_does_not_hold_in_one_line_each(command: Command, database: Path) -> None:
    """0 where all holds, 1 where something does not; --repair puts the clocks right."""
    add(command, "Иванова")
    order, head = command("check").stdout.splitlines()[:2]
    assert (re.findall(r"\d+", order), ": 5:" in head) == (["1", "5"], True)  # tickets, events; the head of the log
    spoil(database, "UPDATE clock SET due = due + 60", "UPDATE text SET body = 'другое' WHERE field IN ('name', 'subject')")
    done = command("check", lang=RUSSIAN)
    assert (done.returncode, sum("№1: " in line for line in done.stdout.splitlines())) == (
        1,
        4,
    )  # its texts and clocks
    done = command("check", "--repair")
    assert (done.returncode, sum("#1: " in line for line in done.stdout.splitlines())) == (1, 2)


def test_a_backup_is_checked_and_comes_back(command: Command, database: Path, tmp_path: Path) -> None:
    """Copied, checked, put back: what came after it is put aside and not lost."""
    add(command, "Иванова")
    copy = tmp_path / "copy.db"
    assert re.fullmatch(r"copy\.db: \D+ 1 \D+ 5 \D+\n.*copy\.db\.json\n", command("backup", copy).stdout)
    assert copy.stat().st_mode & 0o777 == 0o600
    add(command, "Петрова")
    done = command("restore", copy)
    assert done.returncode == 0
    assert look(database, "SELECT name FROM ticket") == [("Иванова",)]
    (aside,) = database.parent.glob("desk.db.before-*")
    assert aside.name in done.stdout
    assert look(aside, "SELECT name FROM ticket") == [("Иванова",), ("Петрова",)]
    assert broken_links(database) == []


def test_a_backup_overwrites_nothing_and_a_damaged_one_is_not_put_back(command: Command, database: Path, tmp_path: Path) -> None:
    """One clear line; the database is as it was."""
    add(command, "Иванова")
    copy = tmp_path / "copy.db"
    command("backup", copy)
    done = command("backup", copy)
    assert (done.returncode, done.stderr) == (3, refusal(BackupExists(str(copy))))
    spoil(copy, "UPDATE clock SET due = due + 60")
    manifest_path(copy).unlink()  # or it would be refused before it is looked at
    before = database.read_bytes()
    for file, said in ((copy, "has problems"), (tmp_path / "no.db", "not found"), (tmp_path, "not a backup")):
        done = command("restore", file)
        assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
        assert said in done.stderr
    assert database.read_bytes() == before
    assert not list(database.parent.glob(".desk-*"))


def test_a_backup_into_a_place_that_is_not_there_is_refused(command: Command, tmp_path: Path) -> None:
    """In one line."""
    add(command, "Иванова")
    done = command("backup", tmp_path / "no" / "copy.db")
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1


def test_what_is_no_backup_is_named_as_it_was_given(command: Command, tmp_path: Path) -> None:
    """Not by the scratch place that it was looked at in."""
    add(command, "Иванова")
    (tmp_path / "box.csv").write_text("no database at all\n" * 100, encoding="utf-8")
    done = command("restore", tmp_path / "box.csv")
    assert (done.returncode, "box.csv: damaged, or not a backup of the desk" in done.stderr, "scratch" in done.stderr) == (
        3,
        True,
        False,
    )
    done = command("backup", tmp_path / "no" / "copy.db")
    assert (done.returncode, done.stderr) == (3, refusal(BackupFolderMissing(str(tmp_path / "no"))))


def test_a_row_is_written_column_by_column(busy: Desk) -> None:
    """Only what differs is set; whichever columns do, each gets its own value."""
    read = "SELECT * FROM ticket WHERE id = 2"
    (before,) = busy.store.rows(read)
    names = [name for _unused, name, *_rest in busy.store.rows("PRAGMA table_info(ticket)") if name not in ("id", "state")]
    for spoilt in (*([name] for name in names), *(names[n:] for n in range(len(names))), names[::2], names[1::2]):
        busy.store.rows("PRAGMA foreign_keys = off")
        busy.store.database.execute_sql(f"UPDATE ticket SET {', '.join(f'{name} = 9' for name in spoilt)} WHERE id = 2")
        busy.store.rows("PRAGMA foreign_keys = on")
        with busy.store.transaction():
            derive(busy.store, 2)
        assert busy.store.rows(read) == [before]


def test_a_reference_to_nobody_is_found(busy: Desk) -> None:
    """Beside the row that is not as its events say."""
    busy.store.rows("PRAGMA foreign_keys = off")
    busy.store.rows("UPDATE ticket SET owner_id = 999 WHERE id = 2")
    busy.store.rows("PRAGMA foreign_keys = on")
    assert KEYS in {finding.what for finding in check(busy.store).findings}


def test_what_others_write_meanwhile_is_no_finding(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk records between the first and the last query of the check; what is wrong is found all the same."""
    parts, is_writing = check_module._chain, [True]

    def chain(store: Store) -> Iterator[Finding]:
        yield from parts(store)
        if is_writing.pop():
            with closing(open_desk(str(busy.path), None, busy.store.now, practice=True)) as other:
                record(other, "Anna", Recording("enquiry", "phone", name="Карпова", subject="FCE"))
            yield Finding("seen once")
        is_writing.append(False)

    monkeypatch.setattr(check_module, "_chain", chain)
    assert check(busy.store).findings == ()
    is_writing[:] = [True]
    with closing(sqlite3.connect(busy.path)) as connection, connection:
        connection.execute("UPDATE clock SET due = due + 60 WHERE ticket_id = 2")
    assert {(finding.what, finding.number) for finding in check(busy.store).findings} == {(CLOCKS, 2)}
