"""The event log: appending to its hash chain, where each row carries the hash of all before it, and reading a ticket's events."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from desk.actions.rights import Right
from desk.models import Event, Head, Text
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import Unreadable
from desk.store.event_shapes import WrongShape, read_data
from desk.store.permissions import requires
from desk.store.statements import insert_rows
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
    ((last, linked, before),) = _end.rows(store)
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
    insert_rows(store, Event, _EVENT, rows)
    insert_rows(store, Text, ("event", "field", "body", "salt"), words)
    _move_head.rows(store, event=event, hash=linked)
    store.written = event, linked
    return [row[0] for row in rows], step


# In the order in which their hash covers them.
_EVENT = ("id", "ticket", "step", "what", "at", "recorded", "staff", "applied", "data", "hash")


@requires(Right.ANYBODY)
def head_of(store: Store) -> str:
    """The end of the log as an anchor, `N:HASH`: the last event's number and the beginning of its hash; "" if it cannot be read."""
    try:
        ((event, hashed),) = _HEAD.rows(store)
    except (DatabaseUnusable, ValueError):  # a damaged file
        return ""
    return f"{event}:{str(hashed)[:ANCHOR_SIGNS]}"


@requires(Right.LOOK)
def hashes_of(store: Store, ticket: int) -> dict[int, str]:
    """The hash of each event of a ticket, by its id."""
    return dict(_HASHES.rows(store, ticket=ticket))


_HASHES = Statement(lambda _: Event.select(Event.id, Event.hash).where(Event.ticket == Param("ticket")).order_by(Event.id))


def latest(store: Store, now: int) -> int:
    """The later of a moment and the recording time of the last event, in UTC epoch seconds."""
    recorded = _LAST_RECORDED.rows(store)
    return max(now, int(recorded[0][0])) if recorded else now


_HEAD = Statement(lambda _: Head.select(Head.event, Head.hash).where(Head.id == 1))
_LAST_RECORDED = Statement(lambda _: Event.select(Event.recorded).join(Head, on=Head.event == Event.id))


@Statement
def _move_head(dialect: Dialect) -> Any:
    return dialect.notify(Head.update(event=Param("event"), hash=Param("hash")).where(Head.id == 1))


@Statement
def _end(_: Dialect) -> Any:
    """The end of the chain. Nobody else appends meanwhile: the transaction began with `Dialect.lock`."""
    recorded = Event.select(Event.recorded).where(Event.id == Head.event)
    return Head.select(Head.event, Head.hash, recorded).where(Head.id == 1)


def canonical(data: Any) -> str:
    """Serialises data in canonical form, so that its hash stays the same."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(salt: str, body: str) -> str:
    """The salted digest of a text, stored in its event; without the salt it reveals nothing about the text."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def link(previous: str, row: Sequence[Any]) -> str:
    """The chained hash of an event. row: its columns in order, without the hash."""
    return hashlib.sha256(canonical([previous, *row]).encode()).hexdigest()


@Statement
def _events(_: Dialect) -> Any:
    columns = (Event.id, Event.step, Event.what, Event.at, Event.recorded, Event.staff, Event.applied, Event.data)
    query = Event.select(*columns, Text.field, Text.body).join(Text, JOIN.LEFT_OUTER, on=Text.event == Event.id)
    return query.where(Event.ticket == Param("ticket")).order_by(Event.id, Text.id)


def events_of(store: Store, number: int) -> list[EventRow]:
    """The events of a ticket with their texts, in the order in which they were entered.

    Raises Unreadable if one of them is damaged: without it the ticket's state would be wrong.
    """
    found: list[EventRow] = []
    for event, with_texts in groupby(_events.rows(store, ticket=number), key=itemgetter(0)):
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


def stands(dialect: Dialect, event: Any) -> Any:
    """The condition that an event of a ticket was not undone. event: the model, or its alias in the query."""
    undone = Event.alias("u")
    step = dialect.json_number(undone.data, "step")
    found = undone.select(SQL("1")).where(undone.ticket == event.ticket, undone.what == Act.UNDONE, step == event.step)
    return ~fn.EXISTS(found)
