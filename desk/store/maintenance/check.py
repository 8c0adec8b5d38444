"""Consistency check of a database: the chain, the texts, the rows that the log proves, the derived rows, the invariants.

Anybody who has the file can write a new chain into it: only an anchor that was printed elsewhere shows that (docs/reliability.md).
A damaged file may hold anything: whatever cannot be read is a finding, and the rest is still checked.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from peewee import SQL, fn

from desk.actions.rights import Right
from desk.charter.errors import DeskError
from desk.models import Applied, Event, Head, Search, Text, Ticket
from desk.store.charter_versions import calendar_version, wording_version
from desk.store.commands.outbox import write_outbox
from desk.store.damage import Undecodable
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import DatabaseDamaged, Unreadable
from desk.store.errors.input import AnchorInvalid
from desk.store.event_log import append_apart, digest, events_of, head_of, link
from desk.store.event_shapes import WrongShape, read_data
from desk.store.maintenance.check_tables import Customers, files, foreign_rows, letters, logged_rows, messages, schema
from desk.store.maintenance.findings import (  # fmt: skip
    ANCHOR,
    CHAIN,
    CHARTER,
    CLOCKS,
    DERIVED,
    FILE,
    HEAD,
    INDEX,
    KEYS,
    MISREAD,
    NO_EVENTS,
    ORDER,
    PART,
    RECORDED,
    ROW,
    SHAPE,
    UNREADABLE,
    WORDS_CHANGED,
    Finding,
)
from desk.store.permissions import requires
from desk.store.projections import (
    about_rows,
    about_stored,
    as_row,
    derive,
    further_phones,
    index_stored,
    indexed,
    phones_stored,
    reminders_stored,
)
from desk.store.queries.ticket import clocks_written
from desk.store.replay import replay
from desk.store.row_log import REPAIRED
from desk.store.staff import staff_id
from desk.store.statements import delete, read
from desk.store.ticket_state import VOID, EventRow, TicketState

_TRIES = 5  # while other desks write
_PIECE = 2_000  # events per query: a long read would hold up every commit


@dataclass(frozen=True)
class Checked:
    """The result of a check.

    head: the last event with its hash, to be kept elsewhere as an anchor.
    """

    tickets: int
    events: int
    findings: tuple[Finding, ...]
    head: str = ""


@requires(Right.ANYBODY)
def check(store: Store, anchor: str = "") -> Checked:
    """Recalculates every clock from its events and compares, verifies the chain and the invariants. Writes nothing.

    anchor: a head that was printed before, which the log must still contain. The check always finishes; a part that cannot be read
    is a finding. A change of another desk between two of its queries looks like one: if there were any, only what a second check
    finds as well counts. Raises BadInput for an invalid anchor.
    """
    wanted = read_anchor(anchor) if anchor else None
    before, found = store.data_version(), _checked(store, wanted)
    for _ in range(_TRIES):
        if not found.findings or (now := store.data_version()) == before:
            break
        again = _checked(store, wanted)
        before, found = now, replace(again, findings=tuple(finding for finding in again.findings if finding in found.findings))
    return found


def _checked(store: Store, wanted: tuple[int, str] | None) -> Checked:
    looks = (_file, schema, _charters, _chain, _shapes, _words, logged_rows, foreign_rows, letters, messages, files)
    findings = [found for look in looks for found in _guarded(look, store)]
    if wanted is not None:
        findings += _guarded(lambda here: _anchored(here, *wanted), store)
    customers = Customers()
    numbers = _numbers(store, findings)
    for number in numbers:
        findings += _guarded(lambda here, ticket: _ticket(here, ticket, customers), store, number)
    findings += _guarded(customers.findings, store)
    events = next((count for (count,) in _rows(store, _COUNT, findings)), 0)
    return Checked(len(numbers), events, tuple(findings), head_of(store))


def _guarded(look: Callable[..., Iterable[Finding]], store: Store, number: int = 0) -> Iterator[Finding]:
    """The findings of one part of the check, with a further one if unreadable data stopped it."""
    try:
        yield from look(store, number) if number else look(store)
    except Unreadable as error:
        yield Finding(UNREADABLE, error.number, error.event)
    except DatabaseUnusable as error:
        yield Finding(MISREAD if number else PART, number, detail=error.detail or type(error).__name__)
    except Exception as error:  # values of any type may stand in place of numbers and texts
        yield Finding(MISREAD if number else PART, number, detail=error.__class__.__name__)


def _rows(store: Store, statement: Statement, findings: list[Finding]) -> list[tuple[Any, ...]]:
    try:
        return statement.rows(store)
    except DatabaseUnusable as error:
        findings.append(Finding(PART, detail=error.detail))
        return []


def _numbers(store: Store, findings: list[Finding]) -> list[int]:
    return [number for (number,) in _rows(store, _NUMBERS, findings)]


_COUNT = Statement(lambda _: Event.select(fn.COUNT(SQL("*"))))
_NUMBERS = Statement(lambda _: Ticket.select(Ticket.id).order_by(Ticket.id))
HASH = Statement(lambda _: Event.select(Event.hash).where(Event.id == Param("event")))


def read_anchor(text: str) -> tuple[int, str]:
    """Parses a printed anchor: the event and the beginning of its hash. Raises BadInput."""
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{8,64})", text.strip().casefold())
    if not found:
        raise AnchorInvalid(text)
    return int(found[1]), found[2]


def _anchored(store: Store, event: int, begins: str) -> Iterator[Finding]:
    """Whether the log still contains the event of an anchor; before any event that is the empty log."""
    rows = HASH.rows(store, event=event) if event else [("0" * 64,)]
    if not rows or not str(rows[0][0]).startswith(begins):
        yield Finding(ANCHOR, 0, event)


@requires(Right.LEAD)
def repair(store: Store, who: str, found: Checked) -> tuple[int, ...]:
    """Rebuilds whatever does not match its events: rows, clocks, reminders, letters, the search index; never an event. The repair
    itself is an event. A ticket with an unreadable event stays unchanged. Returns the tickets concerned.

    who: a supervisor. Raises NotAllowed.
    """
    return _repair(store, found, staff_id(store, who))


@requires(Right.ANYBODY)
def repair_as_owner(store: Store, found: Checked) -> tuple[int, ...]:
    """Same as `repair`, by the owner of the machine, for when no supervisor can log in; the event records that."""
    return _repair(store, found, None)


def _repair(store: Store, found: Checked, staff: int | None) -> tuple[int, ...]:
    unreadable = {finding.number for finding in found.findings if finding.what == UNREADABLE}
    derived = [finding for finding in found.findings if finding.what in DERIVED and finding.number not in unreadable]
    numbers = sorted({finding.number for finding in derived if finding.number})
    if not derived:
        return ()
    with store.transaction():
        for number in numbers:
            delete(store, Search, "rowid", number)
        write_outbox(store, unreadable)
        for number in numbers:
            if events_of(store, number):
                derive(store, number)
        if any(finding.what == INDEX for finding in derived):
            store.dialect.rebuild_search(store)
        data = {
            "tickets": numbers,
            "what": sorted({finding.what for finding in derived}),
            "rescue": staff is None,
        }
        append_apart(store, REPAIRED, staff=staff, data=data, texts={})
    return tuple(numbers)


def _file(store: Store) -> Iterator[Finding]:
    for said in store.dialect.damage(store):
        yield Finding(FILE, detail=said)
    for broken in store.dialect.broken_keys(store):
        yield Finding(KEYS, detail=broken)


def _charters(store: Store) -> Iterator[Finding]:
    """Checks the applied charters and calendars against their hashes."""
    for row, version, days, charter, calendar in _APPLIED.rows(store):
        try:
            names = store.version(row).version, wording_version(store.version(row).version, charter.encode())
            whole = version in names and calendar_version(calendar.encode()) == days
        except (DeskError, AttributeError):
            whole = False
        if not whole or isinstance(charter, Undecodable) or isinstance(calendar, Undecodable):
            yield Finding(CHARTER, detail=str(row))


_APPLIED = Statement(
    lambda _: Applied.select(
        Applied.id, Applied.charter_version, Applied.calendar_version, Applied.charter, Applied.calendar
    ).order_by(Applied.id)
)
_HEAD = Statement(lambda _: Head.select(Head.event, Head.hash).where(Head.id == 1))


def _chain(store: Store) -> Iterator[Finding]:
    last, previous, recorded = 0, "0" * 64, 0
    for *row, written in _events(store):
        if row[0] != last + 1 or _link(previous, row) != written:
            yield Finding(CHAIN, _number(row[1]), row[0])
        if _number(row[5]) < recorded:
            yield Finding(RECORDED, _number(row[1]), row[0])
        last, previous, recorded = row[0], written, max(recorded, _number(row[5]))
    if _HEAD.rows(store) != [(last, previous)]:
        yield Finding(HEAD)


def _link(previous: str, row: list[Any]) -> str:
    try:
        return link(previous, row)
    except (TypeError, ValueError):  # bytes, or half a character, in place of text
        return ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _events(store: Store) -> Iterator[tuple[Any, ...]]:
    yield from _in_pieces(store, _all_events)


@Statement
def _all_events(_: Dialect) -> Any:
    return Event.select().where(Event.id > Param("last")).order_by(Event.id).limit(_PIECE)


@Statement
def _all_words(_: Dialect) -> Any:
    columns = (Text.id, Text.event, Event.ticket, Text.field, Text.body, Text.salt, Event.what, Event.data)
    return Text.select(*columns).join(Event).where(Text.id > Param("last")).order_by(Text.id).limit(_PIECE)


def _in_pieces(store: Store, statement: Statement) -> Iterator[tuple[Any, ...]]:
    """All rows of a table, in pieces. A damaged table may return rows out of order: this never loops."""
    last = 0
    while rows := statement.rows(store, last=last):
        yield from rows
        if rows[-1][0] <= last:
            raise DatabaseDamaged(store.where, "rows out of order")
        last = rows[-1][0]


def _shapes(store: Store) -> Iterator[Finding]:
    """Finds events whose data is not JSON or not valid for their kind."""
    for event, ticket, _, what, *_, data, _ in _events(store):
        if ticket is None:  # the event of a logged row, which `logged_rows` compares
            continue
        try:
            read_data(what, data)
        except WrongShape as error:
            yield Finding(SHAPE, _number(ticket), event, str(error))


def _words(store: Store) -> Iterator[Finding]:
    """Compares texts with their digests: changed ones are findings, erased ones are not."""
    for _, event, ticket, field, body, salt, what, data in _in_pieces(store, _all_words):
        try:
            kept = (json.loads(data) if ticket is None else read_data(what, data)).get("texts", {}).get(field)
        except (WrongShape, ValueError, AttributeError):  # reported by `_shapes`
            continue
        if not isinstance(body, str) or isinstance(body, Undecodable) or kept != digest(salt, body):
            yield Finding(WORDS_CHANGED, _number(ticket), event, str(field))


def _ticket(store: Store, number: int, customers: Customers) -> Iterator[Finding]:
    events = events_of(store, number)
    if not events:
        yield Finding(NO_EVENTS, number)
        return
    customers.take(store, events)
    story, found = replay(events, store.version)
    if clocks_written(store, number) != found:
        yield Finding(CLOCKS, number)
    wanted = as_row(store, number, events[-1].id, story, found)
    if (
        _row_differs(store, number, wanted)
        or _phones_differ(store, number, story)
        or _about_differs(store, number, story)
        or _reminders_differ(store, number, story)
        or _index_differs(store, number, wanted["state"], story, events)
    ):
        yield Finding(ROW, number)
    for clock in found:
        if clock.stopped is not None and clock.stopped < clock.start and (clock.stopped_by or 0) < clock.started_by:
            yield Finding(ORDER, number, clock.stopped_by or 0, clock.standard)


def _row_differs(store: Store, number: int, wanted: dict[str, Any]) -> bool:
    written = read(store, Ticket, tuple(wanted), number)
    return written != tuple(wanted.values()) or any(isinstance(value, Undecodable) for value in written)


def _phones_differ(store: Store, number: int, story: TicketState) -> bool:
    wanted = sorted(row["key"] for row in further_phones(store, number, story))
    return phones_stored.rows(store, ticket=number) != [(key,) for key in wanted]


def _about_differs(store: Store, number: int, story: TicketState) -> bool:
    return about_stored.rows(store, ticket=number) != [(row["staff"], row["confirmed"]) for row in about_rows(store, number, story)]


def _reminders_differ(store: Store, number: int, story: TicketState) -> bool:
    return sorted(reminders_stored.rows(store, ticket=number)) != sorted(story.reminders)


def _index_differs(store: Store, number: int, state: str, story: TicketState, events: list[EventRow]) -> bool:
    wanted = [] if state == VOID else [indexed(store, number, state, story, events)]
    return index_stored.rows(store, ticket=number) != wanted
