"""Reading the events of a ticket."""

from typing import Any

from desk.store.database import Store
from desk.store.errors import Unreadable
from desk.store.event_shapes import WrongShape, read_data
from desk.store.ticket_state import Act, EventRow

_EVENTS = "SELECT id, step, what, at, recorded, staff_id, applied_id, data FROM event WHERE ticket_id = ? ORDER BY id"
_TEXTS = """SELECT t.event_id, t.field, t.body FROM text AS t JOIN event AS e ON e.id = t.event_id
            WHERE e.ticket_id = ? ORDER BY t.id"""


def events_of(store: Store, number: int) -> list[EventRow]:
    """The events of a ticket, in the order in which they were entered, with their words.

    Raises Unreadable where one of them is damaged: its story would be another one.
    """
    words: dict[int, dict[str, str]] = {}
    for event, name, body in store.rows(_TEXTS, number):
        words.setdefault(event, {})[name] = body if isinstance(body, str) else ""
    found: list[EventRow] = []
    for row in store.rows(_EVENTS, number):
        try:
            found.append(_event(row, words.get(row[0], {}), first=not found))
        except WrongShape as error:
            raise Unreadable(store.where, number, row[0]) from error
    return found


_INTEGERS = (int, int, int, int, int)
LATEST = 1 << 37  # epoch seconds, in the year 6325: a calendar reads no later ones


def _event(row: tuple[Any, ...], texts: dict[str, str], *, first: bool) -> EventRow:
    event, step, what, at, recorded, staff, applied, data = row
    if (type(step), type(at), type(recorded), type(staff), type(applied)) != _INTEGERS:
        raise WrongShape("no numbers")
    if not 0 <= at < LATEST:
        raise WrongShape("no moment")
    if first != (what == Act.RECEIVED):
        raise WrongShape("a ticket begins with its receipt")
    return EventRow(event, step, what, at, recorded, staff, applied, read_data(what, data), texts)
