"""A desk is moved whole or not at all; from a file to a file here, to and from a server in test_server.py."""

from contextlib import closing
from pathlib import Path

import pytest

from desk import models
from desk.intake.mail.importing import import_messages
from desk.intake.mail.sources import RawMessage
from desk.store.commands import tickets
from desk.store.commands.bulk_recording import open_together
from desk.store.commands.recording import Recording
from desk.store.errors.database import DatabaseMissing, MoveFailed, TargetNotEmpty
from desk.store.maintenance import moving
from desk.store.maintenance.check import Checked, check
from desk.store.maintenance.findings import Finding
from desk.store.maintenance.moving import move
from desk.store.opening import open_desk
from desk.store.staff import staff_id
from tests.unit.conftest import TUESDAY, Desk, at, look

pytestmark = pytest.mark.in_file

NOW = at(TUESDAY)
CALLS, LETTERS = 300, 20
TICKETS = CALLS + LETTERS
TABLES = sorted(str(model._meta.table_name) for model in models.TABLES)


@pytest.fixture
def source(desk: Desk) -> str:
    """A desk that nobody has open, with more tickets than are written at once, and with messages."""
    with desk.store.transaction():
        staff = staff_id(desk.store, "Anna")
        open_together(desk.store, staff, [Recording("enquiry", "phone", name=f"N{n}", subject="FCE") for n in range(CALLS)])
    tickets.take(desk.store, "Anna", CALLS)
    letters = [RawMessage(b"From: Ann <ann@example.org>\r\nSubject: %d\r\n\r\n\x00\xff\r\n" % n, "x.eml") for n in range(LETTERS)]
    import_messages(desk.store, "Anna", letters, ())
    desk.store.close()
    return str(desk.path)


def nothing(done: int, total: int) -> None:
    """A callback for progress that does nothing."""


def rows(path: Path | str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {table: look(str(path), f'SELECT * FROM "{table}" ORDER BY 1') for table in TABLES}


def test_every_row_is_moved_and_the_numbers_go_on(source: str, tmp_path: Path) -> None:
    """In pieces, with a callback after each; the source stays as it is."""
    before, target, calls = rows(source), tmp_path / "target.db", list[tuple[int, int]]()
    found = move(source, str(target), lambda: NOW, lambda done, total: calls.append((done, total)))
    assert (found.tickets, found.findings) == (TICKETS, ())
    assert rows(target) == rows(source) == before
    total = sum(len(held) for held in before.values()) + TICKETS  # rows of the full-text index
    assert (calls[0][0] > 0, calls[-1]) == (True, (total, total))
    with closing(open_desk(str(target), None, lambda: NOW, practice=True)) as store:
        assert tickets.take(store, "Boris", 1)
        assert check(store).findings == ()


def test_pieces_of_any_size_move_the_same(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No row twice, none left out."""
    monkeypatch.setattr(moving, "_PIECE", 7)
    moving._piece.cache_clear()
    move(source, str(tmp_path / "target.db"), lambda: NOW, nothing)
    moving._piece.cache_clear()
    assert rows(tmp_path / "target.db") == rows(source)


def test_a_target_with_a_desk_is_refused(source: str, tmp_path: Path) -> None:
    """It keeps what it has."""
    target = tmp_path / "target.db"
    open_desk(str(target), None, lambda: NOW, practice=True).close()
    before = rows(target)
    with pytest.raises(TargetNotEmpty):
        move(source, str(target), lambda: NOW, nothing)
    assert rows(target) == before
    with pytest.raises(TargetNotEmpty):
        move(source, source, lambda: NOW, nothing)
    with pytest.raises(DatabaseMissing):
        move(str(tmp_path / "none.db"), str(tmp_path / "other.db"), lambda: NOW, nothing)


@pytest.mark.parametrize("wrong", ["a row more", "another head", "a finding"])
def test_what_differs_is_not_moved(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """The target is as empty as before, and can be moved to again."""
    target = tmp_path / "target.db"
    if wrong == "a row more":
        count = moving._count
        monkeypatch.setattr(moving, "_count", lambda store, model: count(store, model) + (store.where == source))
    elif wrong == "another head":
        monkeypatch.setattr(moving, "head_of", lambda store: "a" if store.where == source else "b")
    else:
        monkeypatch.setattr(moving, "check", lambda _: Checked(TICKETS, 0, (Finding("x", 1),)))
    with pytest.raises(MoveFailed):
        move(source, str(target), lambda: NOW, nothing)
    monkeypatch.undo()
    assert look(str(target), "SELECT count(*) FROM ticket") == [(0,)]
    assert move(source, str(target), lambda: NOW, nothing).tickets == TICKETS
