"""The event log: appending to its hash chain, where each row carries the hash of all before it, and reading a ticket's events."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import Unreadable
from desk.store.event_shapes import WrongShape, read_data
from desk.store.permissions import requires
from desk.store.ticket_state import Act, EventRow

ANCHOR_SIGNS = 16  # hexadecimal digits of a hash: as many as people can compare
Data = Mapping[str, Any]


class New(NamedTuple):
    """An event to append. texts: words by field; empty ones are left out; at: when it happened, if different from the others."""

    ticket: int | None
    what: str
    data: Data
    texts: Mapping[str, str] = MappingProxyType({})
    at: int | None = None


def append(
    store: Store, ticket: int, what: str, *, at: int | None, staff: int, data: Data, texts: Mapping[str, str], step: int = 0
) -> int:
    """Appends one event and its texts. Must run inside a transaction. Returns the event's id.

    at: when it happened, None for now; step: the first event of the same act, 0 for the act's first.
    """
    return append_many(store, [New(ticket, what, data, texts)], staff=staff, at=at, step=step)[0]


def append_many(store: Store, new: Sequence[New], *, staff: int, at: int | None = None, step: int = 0) -> list[int]:
    """Appends the events of one act in order. Must run inside a transaction. Returns their ids, which are consecutive.

    at: when it happened, None for now; step: as for `append`. Recording times never decrease along the log, even if the machine's
    clock is set back.
    """
    ids, first = _write(store, new, staff, at, store.step or step)
    if store.step is not None:
        store.step = first
    return ids


def append_apart(
    store: Store, what: str, *, staff: int | None, data: Data, texts: Mapping[str, str], ticket: int | None = None
) -> int:
    """Appends an event as a step of its own, even inside grouped acts. Must run inside a transaction. Returns its id.

    staff: who did it, None for the desk itself and for the owner of the machine; ticket: None if it belongs to none.
    """
    store.forget()
    return _write(store, [New(ticket, what, data, texts)], staff, None, 0)[0][0]


def _write(store: Store, new: Sequence[New], staff: int | None, at: int | None, step: int) -> tuple[list[int], int]:
    """Writes events at the end of the chain. Returns their ids and their step."""
    # The head row is written first: other appending processes wait here.
    ((last, linked, before),) = store.rows(_TAKE_HEAD)
    event, now, rows, words = int(last), store.now(), [], []
    recorded = now if before is None else max(now, int(before))
    for entry in new:
        event += 1
        step = step or event
        salted = {name: (os.urandom(8).hex(), body) for name, body in entry.texts.items() if body}
        held = dict(entry.data)
        if salted:
            held["texts"] = {name: digest(salt, body) for name, (salt, body) in salted.items()}
        happened = entry.at if entry.at is not None else now if at is None else at
        row = (event, entry.ticket, step, entry.what, happened, recorded, staff, store.applied, canonical(held))
        linked = link(linked, row)
        rows.append((*row, linked))
        words += [(event, name, body, salt) for name, (salt, body) in salted.items()]
    store.many(_INSERT_EVENT, rows)
    if words:
        store.many("INSERT INTO text (event_id, field, body, salt) VALUES (?, ?, ?, ?)", words)
    store.many("UPDATE head SET event = ?, hash = ? WHERE id = 1", [(event, linked)])
    return [row[0] for row in rows], step


@requires(Right.ANYBODY)
def head_of(store: Store) -> str:
    """The end of the log as an anchor, `N:HASH`: the last event's number and the beginning of its hash; "" if it cannot be read."""
    try:
        ((event, hashed),) = store.rows("SELECT event, hash FROM head WHERE id = 1")
    except (DatabaseUnusable, ValueError):  # a damaged file
        return ""
    return f"{event}:{str(hashed)[:ANCHOR_SIGNS]}"


def latest(store: Store, now: int) -> int:
    """The later of a moment and the recording time of the last event, in UTC epoch seconds."""
    recorded = store.rows("SELECT e.recorded FROM head AS h JOIN event AS e ON e.id = h.event")
    return max(now, int(recorded[0][0])) if recorded else now


_TAKE_HEAD = """UPDATE head SET id = 1 WHERE id = 1
                RETURNING event, hash, (SELECT e.recorded FROM event AS e WHERE e.id = head.event)"""
_INSERT_EVENT = """INSERT INTO event (id, ticket_id, step, what, at, recorded, staff_id, applied_id, data, hash)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def canonical(data: Any) -> str:
    """Serialises data in canonical form, so that its hash stays the same."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(salt: str, body: str) -> str:
    """The salted digest of a text, stored in its event; without the salt it reveals nothing about the text."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def link(previous: str, row: Sequence[Any]) -> str:
    """The chained hash of an event. row: its columns in order, without the hash."""
    return hashlib.sha256(canonical([previous, *row]).encode()).hexdigest()


_EVENTS = """SELECT e.id, e.step, e.what, e.at, e.recorded, e.staff_id, e.applied_id, e.data, t.field, t.body
             FROM event AS e LEFT JOIN text AS t ON t.event_id = e.id WHERE e.ticket_id = ? ORDER BY e.id, t.id"""


def events_of(store: Store, number: int) -> list[EventRow]:
    """The events of a ticket with their texts, in the order in which they were entered.

    Raises Unreadable if one of them is damaged: without it the ticket's state would be wrong.
    """
    found: list[EventRow] = []
    for event, with_texts in groupby(store.rows(_EVENTS, number), key=itemgetter(0)):
        rows = list(with_texts)
        words = {name: body if isinstance(body, str) else "" for *_, name, body in rows if name is not None}
        try:
            found.append(_event(rows[0][:-2], words, first=not found))
        except WrongShape as error:
            raise Unreadable(store.where, number, event) from error
    return found


THE_DESK = 0  # the staff id of an event of the desk itself
_INTEGERS = (int, int, int, int, int)
LATEST = 1 << 37  # epoch seconds, in the year 6325: the upper limit for calendars


def _event(row: tuple[Any, ...], texts: dict[str, str], *, first: bool) -> EventRow:
    event, step, what, at, recorded, staff, applied, data = row
    if what == Act.MENTIONED and staff is None:
        staff = THE_DESK
    if (type(step), type(at), type(recorded), type(staff), type(applied)) != _INTEGERS:
        raise WrongShape("no numbers")
    if not 0 <= at < LATEST:
        raise WrongShape("no moment")
    if first != (what == Act.RECEIVED):
        raise WrongShape("a ticket begins with its receipt")
    return EventRow(event, step, what, at, recorded, staff, applied, read_data(what, data), texts)


def value_of(event: str, name: str) -> str:
    """SQL: a value of an event's data, NULL if the data is not JSON. event: the alias of the event in the query; name: the
    value's."""
    # One damaged event would fail the whole query. CASE is always evaluated in order; AND may not be.
    return "CASE WHEN json_valid(" + event + ".data) THEN json_extract(" + event + ".data, '$." + name + "') END"


UNDONE_STEP = value_of("u", "step")

HELD = (
    "NOT EXISTS (SELECT 1 FROM event AS u WHERE u.ticket_id = e.ticket_id AND u.what = 'undone' AND " + UNDONE_STEP + " = e.step)"
)
