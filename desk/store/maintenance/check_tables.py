"""Checks of the tables beside the tickets: the schema, the rows that the log proves, and what is derived from it.

Each function takes the store and yields findings. docs/reliability.md says what they protect against.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import peewee
from peewee import SqliteDatabase
from playhouse.migrations import Runner

from desk.store.customers import address_key, keys_of
from desk.store.damage import Undecodable
from desk.store.database import MIGRATIONS, Store
from desk.store.event_log import value_of
from desk.store.maintenance.findings import CUSTOMER, FOREIGN, INDEX, LETTER, LOGGED_ROW, SCHEMA, Finding
from desk.store.row_log import BACKED_UP, DESK, LOGGED, REPAIRED, rows_of, split
from desk.store.ticket_state import Act, EventRow

_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name <> 'sqlite_sequence' AND name NOT LIKE 'sqlite_autoindex%'"


def schema(store: Store) -> Iterator[Finding]:
    """Compares tables, indexes and triggers with those of a new database: without its triggers a log could be changed unnoticed."""
    wanted = _wanted()
    found = {(kind, name): sql for kind, name, sql in store.rows(_SCHEMA)}
    for kind, name in sorted(wanted.keys() | found.keys()):
        if wanted.get((kind, name)) != found.get((kind, name)):
            yield Finding(SCHEMA, detail=f"{kind} {name}")


@cache
def _wanted() -> dict[tuple[str, str], str]:
    """The schema of a new database."""
    fresh = SqliteDatabase(":memory:")
    try:
        with fresh.atomic():
            Runner(fresh, str(MIGRATIONS)).up()
        return {(kind, name): sql for kind, name, sql in fresh.execute_sql(_SCHEMA).fetchall()}
    finally:
        fresh.close()


def logged_rows(store: Store) -> Iterator[Finding]:
    """Compares each row that decides a figure or a permission with the last event that holds it, and whether the desk is for
    practice."""
    last: dict[tuple[str, int], tuple[int, dict[str, Any] | None]] = {}
    practice: bool | None = None
    for event, what, data in store.rows("SELECT id, what, data FROM event WHERE ticket_id IS NULL ORDER BY id"):
        held = _read(data)
        if what in LOGGED and isinstance(held.get("key"), int):
            last[what, held["key"]] = event, held.get("row")
        elif what == DESK and practice is None:  # the desk's own row is logged once
            practice = held.get("practice") is True
        elif what not in (REPAIRED, BACKED_UP):
            yield Finding(LOGGED_ROW, 0, event, str(what))
    if practice is None or store.rows("SELECT practice FROM head") != [(int(practice),)]:
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
    said = dict(store.rows("SELECT field, body FROM text WHERE event_id = ?", event)) if any(words.values()) or words else {}
    return values == held and all(said.get(name, "") == word for name, word in words.items())


def foreign_rows(store: Store) -> Iterator[Finding]:
    """Finds derived rows without a ticket, and a full-text index that does not match its table."""
    for (number,) in store.rows("SELECT rowid FROM search WHERE rowid NOT IN (SELECT id FROM ticket WHERE state <> 'void')"):
        yield Finding(FOREIGN, number, detail="search")
    try:
        store.database.execute_sql("INSERT INTO search (search) VALUES ('integrity-check')")
    except peewee.DatabaseError as error:
        yield Finding(INDEX, detail=str(error))


def letters(store: Store) -> Iterator[Finding]:
    """Compares the outbox with the events: what was written, and when it was sent."""
    for number, event in store.rows(_LETTERS):
        yield Finding(LETTER, int(number or 0), int(event))


_LETTERS = (
    "WITH left_at AS (SELECT "
    + value_of("e", "letter")
    + """ AS letter, MIN(e.at) AS at FROM event AS e
                     WHERE instr(e.data, '"letter":') AND e.what <> 'recalled' GROUP BY letter),
         wanted AS (SELECT e.id, e.ticket_id, """
    + value_of("e", "way")
    + """ AS way, l.at FROM event AS e
                    LEFT JOIN left_at AS l ON l.letter = e.id WHERE e.what = 'written')
    SELECT w.ticket_id, w.id FROM wanted AS w LEFT JOIN outbox AS o ON o.event_id = w.id
    WHERE o.event_id IS NULL OR o.way IS NOT w.way OR o.exported IS NOT w.at
    UNION ALL SELECT e.ticket_id, o.event_id FROM outbox AS o LEFT JOIN event AS e ON e.id = o.event_id
              WHERE e.what IS NOT 'written'
"""
)


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
        for customer, *values in store.rows("SELECT id, name, phone, email FROM customer ORDER BY id"):
            said = self._said.get(customer, set())
            if not all(hash(value) in said for value in values if value):
                yield Finding(CUSTOMER, detail=str(customer))
