"""Whether a database holds together: the chain, the words, the derived rows, the invariants. Repairing touches derived rows.

A damaged file may hold anything: whatever cannot be read is a finding, and the rest is looked at all the same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from desk.charter.clocks import clocks
from desk.charter.errors import DeskError
from desk.models import Ticket
from desk.store.applied import calendar_version
from desk.store.chain import digest, link
from desk.store.damage import Undecodable
from desk.store.database import Store
from desk.store.derive import as_row, derive, further_phones
from desk.store.errors import DatabaseUnusable, Unreadable
from desk.store.events import events_of
from desk.store.index import indexed
from desk.store.shapes import WrongShape, read_data
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
UNREADABLE, MISREAD, PART, SHAPE, CHARTER = "unreadable", "misread", "part", "shape", "charter"
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
    """Rebuilds every clock from its events and compares, verifies the chain and the invariants. Nothing is written.

    Whatever the file holds, it ends; a part that cannot be read is a finding.
    """
    findings = [found for look in (_file, _charters, _chain, _shapes, _words) for found in _guarded(look, store)]
    numbers = _numbers(store, findings)
    for number in numbers:
        findings += _guarded(_ticket, store, number)
    events = next((count for (count,) in _rows(store, "SELECT COUNT(*) FROM event", findings)), 0)
    return Checked(len(numbers), events, tuple(findings))


def _guarded(look: Callable[..., Iterable[Finding]], store: Store, number: int = 0) -> Iterator[Finding]:
    """What a look finds, and where it was stopped by what it read."""
    try:
        yield from look(store, number) if number else look(store)
    except Unreadable as error:
        yield Finding(UNREADABLE, error.number, int(error.detail))
    except DatabaseUnusable as error:
        yield Finding(MISREAD if number else PART, number, detail=error.detail or error.reason)
    except Exception as error:  # values of any type may stand where numbers and words belong
        yield Finding(MISREAD if number else PART, number, detail=error.__class__.__name__)


def _rows(store: Store, sql: str, findings: list[Finding]) -> list[tuple[Any, ...]]:
    try:
        return store.rows(sql)
    except DatabaseUnusable as error:
        findings.append(Finding(PART, detail=error.detail))
        return []


def _numbers(store: Store, findings: list[Finding]) -> list[int]:
    return [number for (number,) in _rows(store, "SELECT id FROM ticket ORDER BY id", findings)]


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


def _charters(store: Store) -> Iterator[Finding]:
    """The charters and calendars that were applied, each under its hash."""
    for row, version, days, charter, calendar in store.rows(
        "SELECT id, charter_version, calendar_version, charter, calendar FROM applied ORDER BY id"
    ):
        try:
            whole = (store.version(row).version, calendar_version(calendar.encode())) == (version, days)
        except (DeskError, AttributeError):
            whole = False
        if not whole or isinstance(charter, Undecodable) or isinstance(calendar, Undecodable):
            yield Finding(CHARTER, detail=str(row))


def _chain(store: Store) -> Iterator[Finding]:
    last, previous = 0, "0" * 64
    for *row, written in _events(store):
        if row[0] != last + 1 or _link(previous, row) != written:
            yield Finding(CHAIN, _number(row[1]), row[0])
        last, previous = row[0], written
    if store.rows("SELECT event, hash FROM head WHERE id = 1") != [(last, previous)]:
        yield Finding(HEAD)


def _link(previous: str, row: list[Any]) -> str:
    try:
        return link(previous, row)
    except (TypeError, ValueError):  # bytes, or half a character, where words belong
        return ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _events(store: Store) -> Iterator[tuple[Any, ...]]:
    sql = """SELECT id, ticket_id, step, what, at, recorded, staff_id, applied_id, data, hash FROM event
             WHERE id > ? ORDER BY id LIMIT ?"""
    yield from _in_pieces(store, sql)


def _in_pieces(store: Store, sql: str) -> Iterator[tuple[Any, ...]]:
    """All rows of a table, some at a time. A damaged one may name rows out of their order: it is not read in circles."""
    last = 0
    while rows := store.rows(sql, last, _PIECE):
        yield from rows
        if rows[-1][0] <= last:
            raise DatabaseUnusable("damaged", store.where, "rows out of order")
        last = rows[-1][0]


def _shapes(store: Store) -> Iterator[Finding]:
    """Events whose data is no JSON, or not what such an event holds."""
    for event, ticket, _, what, *_, data, _ in _events(store):
        try:
            read_data(what, data)
        except WrongShape as error:
            yield Finding(SHAPE, _number(ticket), event, str(error))


def _words(store: Store) -> Iterator[Finding]:
    """Words that were erased leave nothing to compare; words that were changed do."""
    sql = """SELECT t.id, t.event_id, e.ticket_id, t.field, t.body, t.salt, e.what, e.data
             FROM text AS t JOIN event AS e ON e.id = t.event_id WHERE t.id > ? ORDER BY t.id LIMIT ?"""
    for _, event, ticket, field, body, salt, what, data in _in_pieces(store, sql):
        try:
            kept = read_data(what, data).get("texts", {}).get(field)
        except WrongShape:  # a finding of its own
            continue
        if not isinstance(body, str) or isinstance(body, Undecodable) or kept != digest(salt, body):
            yield Finding(WORDS_CHANGED, _number(ticket), event, str(field))


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
    if (
        _row_differs(store, number, wanted)
        or _phones_differ(store, number, story)
        or _index_differs(store, number, wanted["state"], story, events)
    ):
        yield Finding(ROW, number)
    for clock in found:
        if clock.stopped is not None and clock.stopped < clock.start and (clock.stopped_by or 0) < clock.started_by:
            yield Finding(ORDER, number, clock.stopped_by or 0, clock.standard)


def _row_differs(store: Store, number: int, wanted: dict[str, Any]) -> bool:
    sql, values = Ticket.select(*(getattr(Ticket, name) for name in wanted)).where(Ticket.id == number).sql()
    (written,) = store.rows(sql, *values)
    return written != tuple(wanted.values()) or any(isinstance(value, Undecodable) for value in written)


def _phones_differ(store: Store, number: int, story: Story) -> bool:
    wanted = sorted(row["key"] for row in further_phones(store, number, story))
    return store.rows("SELECT key FROM further_phone WHERE ticket_id = ? ORDER BY key", number) != [(key,) for key in wanted]


def _index_differs(store: Store, number: int, state: str, story: Story, events: list[EventRow]) -> bool:
    wanted = [] if state == VOID else [indexed(store, number, state, story, events)]
    return store.rows("SELECT state, who, about, said FROM search WHERE rowid = ?", number) != wanted
