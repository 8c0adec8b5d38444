"""Notes for the next shift: who comes reads them, until the closing of the next working day."""

import json

import pytest

from desk.store.errors.input import FieldTooLong, NoteMissing
from desk.store.maintenance.check import check
from desk.store.queries.shifts import shift
from desk.store.shift_notes import Note, leave_note, notes
from tests.unit.conftest import TUESDAY, Command, Desk, at

pytestmark = pytest.mark.server


def test_whoever_comes_reads_it(desk: Desk) -> None:
    """Whoever wrote it as well; it moves nothing and is proven by the log."""
    leave_note(desk.store, "Anna", " The keys are with the guard.\nRoom 3 is locked. ")
    leave_note(desk.store, "Boris", "Second")
    wanted = (Note(at(TUESDAY), "Anna", "The keys are with the guard.\nRoom 3 is locked."), Note(at(TUESDAY), "Boris", "Second"))
    assert (shift(desk.store, "Vera").notes, shift(desk.store, "Anna").notes) == (wanted, wanted)
    assert check(desk.store).findings == ()
    desk.store.rows("UPDATE shift_note SET words = 'Other' WHERE id = 1")
    assert [finding.what for finding in check(desk.store).findings] == ["logged-row"]


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("2026-11-02 09:00", "2026-11-03 17:00"),  # a short day
        ("2026-11-03 10:14", "2026-11-05 18:00"),  # a holiday in between
        ("2026-11-06 23:00", "2026-11-09 18:00"),
        ("2026-11-07 12:00", "2026-11-09 18:00"),
    ],
)
def test_it_stands_until_the_closing_of_the_next_working_day(desk: Desk, written: str, last: str) -> None:
    """The closing second included."""
    desk.at(written)
    leave_note(desk.store, "Anna", "Note")
    desk.at(last)
    assert len(notes(desk.store)) == 1
    desk.clock[0] += 1
    assert notes(desk.store) == ()


@pytest.mark.parametrize(("words", "error"), [(" \n", NoteMissing), ("x" * 100_001, FieldTooLong)])
def test_what_is_no_note_is_refused(desk: Desk, words: str, error: type[Exception]) -> None:
    """Nothing is written."""
    before = desk.everything()
    with pytest.raises(error):
        leave_note(desk.store, "Anna", words)
    assert desk.everything() == before


@pytest.mark.in_file
def test_the_command_shows_them(desk: Desk, command: Command) -> None:
    """As lines and as JSON."""
    leave_note(desk.store, "Anna", "Room 3")
    assert "Room 3" in command("shift", db=desk.path).stdout
    (note,) = json.loads(command("shift", "--json", db=desk.path).stdout)["notes"]
    assert (note["who"], note["words"]) == ("Anna", "Room 3")
