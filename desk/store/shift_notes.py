"""Notes for the next shift: they stand in the shift report until the closing of the working day after."""

from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.charter.errors import OutsideCalendar
from desk.models import ShiftNote, Staff
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import NoteMissing
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert
from desk.store.validation import check_length

LONGEST = 21 * 86_400  # seconds from a working day to the next one, at most


class Note(NamedTuple):
    """A note for the next shift. at: when it was written, epoch seconds; who: by whom."""

    at: int
    who: str
    words: str


@requires(Right.WORK)
def leave_note(store: Store, who: str, words: str) -> None:
    """Leaves a note for the next shift. Raises BadInput without words."""
    if not words.strip():
        raise NoteMissing
    check_length("note", words)
    with store.transaction():
        staff = staff_id(store, who)
        number = insert(store, ShiftNote, {"at": store.now(), "staff": staff, "words": words.strip()})
        log_row(store, "shift_note", number, staff)


@requires(Right.LOOK)
def notes(store: Store) -> tuple[Note, ...]:
    """The notes that stand, the oldest first."""
    found = [Note._make(row) for row in _since.rows(store, since=store.now() - LONGEST)]
    return tuple(note for note in found if store.now() <= _until(store, note.at))


def _until(store: Store, at: int) -> int:
    """The closing of the first working day after a moment's own day."""
    calendar = store.charter.calendar
    try:
        return calendar.closing_after(calendar.ordinal(at), 1)[1]
    except OutsideCalendar:
        return at + LONGEST


@Statement
def _since(_: Dialect) -> Any:
    query = ShiftNote.select(ShiftNote.at, Staff.name, ShiftNote.words).join(Staff)
    return query.where(ShiftNote.at > Param("since")).order_by(ShiftNote.id)
