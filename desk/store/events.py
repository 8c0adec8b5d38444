"""Reading the events of a ticket."""

import json

from desk.store.database import Store
from desk.store.story import EventRow

_EVENTS = "SELECT id, step, what, at, recorded, staff_id, applied_id, data FROM event WHERE ticket_id = ? ORDER BY id"
_TEXTS = """SELECT t.event_id, t.field, t.body FROM text AS t JOIN event AS e ON e.id = t.event_id
            WHERE e.ticket_id = ? ORDER BY t.id"""


def events_of(store: Store, number: int) -> list[EventRow]:
    """The events of a ticket, in the order in which they were entered, with their words."""
    words: dict[int, dict[str, str]] = {}
    for event, name, body in store.rows(_TEXTS, number):
        words.setdefault(event, {})[name] = body
    return [
        EventRow(event, step, what, at, recorded, staff, applied, json.loads(data), words.get(event, {}))
        for event, step, what, at, recorded, staff, applied, data in store.rows(_EVENTS, number)
    ]
