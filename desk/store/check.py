"""Whether a database holds together: the chain, the words, the derived rows, the invariants. Repairing touches derived rows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desk.charter.clocks import clocks
from desk.models import Ticket
from desk.store.chain import digest, link
from desk.store.database import Store
from desk.store.derive import as_row, derive
from desk.store.events import events_of
from desk.store.index import indexed
from desk.store.story import VOID, EventRow, Story, tell
from desk.store.tickets import clocks_written

# What may not hold; the words for the eye are in telling.py.
FILE, CHAIN, HEAD, WORDS_CHANGED, NO_EVENTS, CLOCKS, ROW, ORDER, KEYS = (
    "file",
    "chain",
    "head",
    "words",
    "no-events",
    "clocks",
    "row",
    "order",
    "keys",
)
UNREADABLE = "unreadable"
DERIVED = (CLOCKS, ROW)
_PIECE = 2_000  # events at once: a long read would hold up every commit


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold. number: the ticket; event: the event; 0 where it is about neither."""

    what: str
    number: int = 0
    event: int = 0
    detail: str = ""


@dataclass(frozen=True)
class Checked:
    """What was looked at, and what does not hold."""

    tickets: int
    events: int
    findings: tuple[Finding, ...]


def check(store: Store) -> Checked:
    """Rebuilds every clock from its events and compares, verifies the chain and the invariants. Nothing is written."""
    findings = [*_file(store), *_chain(store), *_words(store)]
    numbers = [number for (number,) in store.rows("SELECT id FROM ticket ORDER BY id")]
    for number in numbers:
        try:
            findings += _ticket(store, number)
        except (KeyError, TypeError, ValueError):  # an event that somebody has changed
            findings.append(Finding(UNREADABLE, number))
    ((events,),) = store.rows("SELECT COUNT(*) FROM event")
    return Checked(len(numbers), events, tuple(findings))


def repair(store: Store, found: Checked) -> int:
    """Writes the derived rows of the tickets anew whose rows do not hold; never an event. Returns how many tickets that were."""
    numbers = sorted({one.number for one in found.findings if one.what in DERIVED})
    for number in numbers:
        with store.transaction():
            derive(store, number)
    return len(numbers)


def _file(store: Store) -> Iterator[Finding]:
    for (said,) in store.rows("PRAGMA integrity_check(10)"):
        if said != "ok":
            yield Finding(FILE, detail=str(said))
    for table, row, other, _ in store.rows("PRAGMA foreign_key_check"):
        yield Finding(KEYS, detail=f"{table} {row} -> {other}")


def _chain(store: Store) -> Iterator[Finding]:
    last, previous = 0, "0" * 64
    for *row, written in _events(store):
        if row[0] != last + 1 or link(previous, row) != written:
            yield Finding(CHAIN, int(row[1]), int(row[0]))
        last, previous = row[0], written
    if store.rows("SELECT event, hash FROM head WHERE id = 1") != [(last, previous)]:
        yield Finding(HEAD)


def _events(store: Store) -> Iterator[tuple[Any, ...]]:
    sql = """SELECT id, ticket_id, step, what, at, recorded, staff_id, applied_id, data, hash FROM event
             WHERE id > ? ORDER BY id LIMIT ?"""
    last = 0
    while rows := store.rows(sql, last, _PIECE):
        yield from rows
        last = rows[-1][0]


def _words(store: Store) -> Iterator[Finding]:
    """Words that were erased leave nothing to compare; words that were changed do."""
    sql = """SELECT t.id, t.event_id, e.ticket_id, t.field, t.body, t.salt, e.data
             FROM text AS t JOIN event AS e ON e.id = t.event_id WHERE t.id > ? ORDER BY t.id LIMIT ?"""
    last = 0
    while rows := store.rows(sql, last, _PIECE):
        for _, event, ticket, field, body, salt, data in rows:
            if json.loads(data).get("texts", {}).get(field) != digest(salt, body):
                yield Finding(WORDS_CHANGED, ticket, event, field)
        last = rows[-1][0]


def _ticket(store: Store, number: int) -> Iterator[Finding]:
    events = events_of(store, number)
    if not events:
        yield Finding(NO_EVENTS, number)
        return
    story = tell(events)
    found = clocks(store.charter, story.facts, store.version)
    if clocks_written(store, number) != found:
        yield Finding(CLOCKS, number)
    wanted = as_row(store, number, events[-1].id, story, found)
    with store.reading():
        written: Any = Ticket.select().where(Ticket.id == number).dicts().get()
    if {name: written[name] for name in wanted} != wanted or _index_differs(store, number, wanted["state"], story, events):
        yield Finding(ROW, number)
    for clock in found:
        if clock.stopped is not None and clock.stopped < clock.start:
            yield Finding(ORDER, number, clock.stopped_by or 0, clock.standard)


def _index_differs(store: Store, number: int, state: str, story: Story, events: list[EventRow]) -> bool:
    wanted = [] if state == VOID else [indexed(store, number, state, story, events)]
    return store.rows("SELECT state, who, about, said FROM search WHERE rowid = ?", number) != wanted
