"""Checks of the tables beside the tickets: the schema, the rows that the log proves, and what is derived from it.

Each function takes the store and yields findings. docs/reliability.md says what they protect against.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import JOIN, Database, fn
from playhouse.migrations import Runner

from desk.models import Attachment, Content, Customer, Event, Head, MailMessage, Outbox, Search, Ticket
from desk.store.connection.migrating import MIGRATIONS
from desk.store.customers.identity import address_key, keys_of
from desk.store.damage import Undecodable
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.maintenance.findings import ATTACHED_FILE, CUSTOMER, FOREIGN, INDEX, LETTER, LOGGED_ROW, MESSAGE, SCHEMA, Finding
from desk.store.row_log import BACKED_UP, DESK, LOGGED, REPAIRED, TEXTS, rows_of, split
from desk.store.ticket_state import VOID, Act, EventRow


def schema(store: Store) -> Iterator[Finding]:
    """Compares tables, indexes and triggers with those of a new database: without its triggers a log could be changed unnoticed."""
    wanted, found = _wanted(store), store.dialect.schema(store)
    for kind, name in sorted(wanted.keys() | found.keys()):
        if wanted.get((kind, name)) != found.get((kind, name)):
            yield Finding(SCHEMA, detail=f"{kind} {name}")


_NEW: dict[str, dict[tuple[str, str], str]] = {}  # by dialect: it does not change while the program runs


def _wanted(store: Store) -> dict[tuple[str, str], str]:
    """The schema of a new database."""
    if store.dialect.name not in _NEW:
        _NEW[store.dialect.name] = store.dialect.new_schema(store, _migrate)
    return _NEW[store.dialect.name]


def _migrate(database: Database) -> None:
    Runner(database, str(MIGRATIONS)).up()


def logged_rows(store: Store) -> Iterator[Finding]:
    """Compares each row that decides a figure or a permission with the last event that holds it, and whether the desk is for
    practice."""
    last: dict[tuple[str, int], tuple[int, dict[str, Any] | None]] = {}
    practice: bool | None = None
    for event, what, data in _APART.rows(store):
        held = _read(data)
        if what in LOGGED and isinstance(held.get("key"), int):
            last[what, held["key"]] = event, held.get("row")
        elif what == DESK and practice is None:  # the desk's own row is logged once
            practice = held.get("practice") is True
        elif what not in (REPAIRED, BACKED_UP):
            yield Finding(LOGGED_ROW, 0, event, str(what))
    if practice is None or _PRACTICE.rows(store) != [(practice,)]:
        yield Finding(LOGGED_ROW, detail="head")
    for table in LOGGED:
        here = dict(rows_of(store, table))
        for key, row in here.items():
            event, held_row = last.pop((table, key), (0, None))
            if held_row is None or not _is_row(store, table, row, event, held_row):
                yield Finding(LOGGED_ROW, 0, event, f"{table} {key}")
    for (table, key), (event, held_row) in last.items():
        if held_row is not None:
            yield Finding(LOGGED_ROW, 0, event, f"{table} {key}")


def _read(data: Any) -> dict[str, Any]:
    try:
        held = json.loads(data)
    except (TypeError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _is_row(store: Store, table: str, row: dict[str, Any], event: int, held: dict[str, Any]) -> bool:
    """Whether a row matches the one in an event; erased texts cannot be compared."""
    if any(isinstance(value, Undecodable) for value in row.values()):
        return False
    values, words = split(table, row)
    said: dict[str, str] = dict(TEXTS.rows(store, event=event)) if any(words.values()) or words else {}
    return values == held and all(said.get(name, "") == word for name, word in words.items())


def foreign_rows(store: Store) -> Iterator[Finding]:
    """Finds derived rows without a ticket, and a full-text index that does not match its table."""
    for (number,) in _foreign.rows(store):
        yield Finding(FOREIGN, number, detail="search")
    if damage := store.dialect.search_damage(store):
        yield Finding(INDEX, detail=damage)


_APART = Statement(lambda _: Event.select(Event.id, Event.what, Event.data).where(Event.ticket.is_null()).order_by(Event.id))
_PRACTICE = Statement(lambda _: Head.select(Head.practice))
_CUSTOMERS = Statement(lambda _: Customer.select(Customer.id, Customer.name, Customer.phone, Customer.email).order_by(Customer.id))


@Statement
def _foreign(_: Dialect) -> Any:
    shown = Ticket.select(Ticket.id).where(Ticket.state != VOID)
    return Search.select(Search.rowid).where(Search.rowid.not_in(shown))


def messages(store: Store) -> Iterator[Finding]:
    """Compares the bytes of each message that arrived with its digest, one after the other: they may be large."""
    for message, digest in _MESSAGES.rows(store):
        body = next((bytes(raw) for (raw,) in _content.rows(store, digest=digest)), None)
        if body is None or hashlib.sha256(body).hexdigest() != digest:
            yield Finding(MESSAGE, detail=str(message))


def files(store: Store) -> Iterator[Finding]:
    """Compares the bytes of each file of a ticket with its digest, one after the other."""
    for ticket, file, digest in _FILES.rows(store):
        body = next((bytes(raw) for (raw,) in _content.rows(store, digest=digest)), None)
        if body is None or hashlib.sha256(body).hexdigest() != digest:
            yield Finding(ATTACHED_FILE, int(ticket), detail=str(file))


_FILES = Statement(lambda _: Attachment.select(Attachment.ticket, Attachment.id, Attachment.digest).order_by(Attachment.id))
_MESSAGES = Statement(lambda _: MailMessage.select(MailMessage.id, MailMessage.digest).order_by(MailMessage.id))
_content = Statement(lambda _: Content.select(Content.body).where(Content.digest == Param("digest")))


def letters(store: Store) -> Iterator[Finding]:
    """Compares the outbox with the events: what was written, and when it was sent."""
    sent: dict[int, int] = dict(_sent.rows(store))
    stored = {event: (way, exported) for event, way, exported in _STORED.rows(store)}
    for event, ticket, way in _written.rows(store):
        if stored.get(event) != (way, sent.get(event)):
            yield Finding(LETTER, int(ticket or 0), int(event))
    for event, ticket in _not_written.rows(store):
        yield Finding(LETTER, int(ticket or 0), int(event))


@Statement
def _sent(dialect: Dialect) -> Any:
    """When each letter was sent first."""
    letter = dialect.json_number(Event.data, "letter")
    sends = dialect.has_text(Event.data, '"letter":') & (Event.what != "recalled")
    return Event.select(letter, fn.MIN(Event.at)).where(sends).group_by(letter)


@Statement
def _written(dialect: Dialect) -> Any:
    query = Event.select(Event.id, Event.ticket, dialect.json_value(Event.data, "way")).where(Event.what == "written")
    return query.order_by(Event.id)


_STORED = Statement(lambda _: Outbox.select(Outbox.event, Outbox.way, Outbox.exported))


@Statement
def _not_written(_: Dialect) -> Any:
    query = Outbox.select(Outbox.event, Event.ticket).join(Event, JOIN.LEFT_OUTER)
    return query.where(Event.what.is_null() | (Event.what != "written"))


class Customers:
    """Checks customers: each one's name and contacts must be those of one of their tickets, now or before."""

    def __init__(self) -> None:
        self._said: dict[int, set[int]] = {}  # hashes, so that a million tickets fit into memory

    def take(self, store: Store, events: Sequence[EventRow]) -> None:
        """Adds the names and contacts of one ticket, for every customer it was recorded for."""
        words = {
            hash(value)
            for event in events
            for name, body in event.texts.items()
            if name in ("name", "phone", "email", "old", "new")
            for value in (body, address_key(body), *keys_of(store, body))
        }
        for event in events:
            for key in ("customer", "old", "new"):
                if event.what == Act.RECEIVED or event.data.get("field") == "customer":
                    self._said.setdefault(event.data.get(key, 0), set()).update(words)

    def findings(self, store: Store) -> Iterator[Finding]:
        """The customers whom no ticket names so."""
        for customer, *values in _CUSTOMERS.rows(store):
            said = self._said.get(customer, set())
            if not all(hash(value) in said for value in values if value):
                yield Finding(CUSTOMER, detail=str(customer))
