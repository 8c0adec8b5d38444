"""The outbox: emails and letters that were written and wait to be sent. Until the desk sends by itself they are exported.

An undone act takes its letter out again, as long as that was not exported.
"""

import json
from collections import Counter
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from functools import lru_cache
from typing import NamedTuple

from desk.models import Outbox
from desk.store.database import Store
from desk.store.doors import door
from desk.store.held import HELD
from desk.store.kept_from import kept

EMAIL, LETTER = ("email", "letter")


class Outgoing(NamedTuple):
    """One that waits. event: which wrote it; at: when, epoch seconds; email: where an email goes, "" for a letter; address: where a
    letter goes, as far as it is known; title: its subject."""

    event: int
    ticket: int
    way: str
    at: int
    language: str
    name: str
    email: str
    address: str
    title: str
    body: str


@lru_cache(20_000)  # asked of every row of a box at each key that narrows it
def is_address(email: str) -> bool:
    """Whether an email can go there (RFC 5322): what people write into that field may be anything."""
    try:
        Address(addr_spec=email)
    except (ValueError, IndexError, HeaderParseError):
        return False
    return email.isascii() and "@" in email


def way_to(email: str, address: str) -> str:
    """How somebody can be written to: by EMAIL, else by LETTER, "" where nothing is known."""
    return EMAIL if is_address(email) else LETTER if address.strip() else ""


@door
def ways_to(store: Store, tickets: Sequence[int]) -> Counter[str]:
    """How many of these tickets' people can be written to by which way."""
    sql = "SELECT t.email, t.address FROM ticket AS t JOIN json_each(?) AS wanted ON wanted.value = t.id"
    return Counter(way_to(*row) for row in store.rows(sql, json.dumps(list(tickets))))


def put(event: int, way: str) -> None:
    """What an event wrote is to be sent. Must run inside its transaction. way: EMAIL or LETTER."""
    Outbox.insert(event=event, way=way).execute()


@door
def waiting(store: Store) -> list[Outgoing]:
    """What waits, in the order in which it was written; of complaints only what is not kept from whoever asks."""
    found = [Outgoing._make(row) for row in store.rows(_WAITING)]
    hidden = kept(store, {one.ticket for one in found})
    return [one for one in found if one.ticket not in hidden]


def has_left(store: Store, step: int) -> bool:
    """Whether any of the letters of an act was exported: what somebody may have read is not undone."""
    sql = "SELECT 1 FROM outbox AS o JOIN event AS e ON e.id = o.event_id WHERE e.step = ? AND o.exported IS NOT NULL LIMIT 1"
    return bool(store.rows(sql, step))


@door
def exported(store: Store, events: list[int]) -> None:
    """These have left."""
    with store.transaction():
        store.many("UPDATE outbox SET exported = ? WHERE event_id = ? AND exported IS NULL", [(store.now(), one) for one in events])


_WAITING = (
    """SELECT o.event_id, t.id, o.way, e.at, t.language, t.name, CASE o.way WHEN 'email' THEN t.email ELSE '' END, t.address,
                     COALESCE(title.body, ''), COALESCE(note.body, '')
              FROM outbox AS o JOIN event AS e ON e.id = o.event_id JOIN ticket AS t ON t.id = e.ticket_id
              LEFT JOIN text AS title ON title.event_id = e.id AND title.field = 'title'
              LEFT JOIN text AS note ON note.event_id = e.id AND note.field = 'note'
              WHERE o.exported IS NULL AND t.state <> 'void'
                AND """
    + HELD
    + """
              ORDER BY o.event_id"""
)
