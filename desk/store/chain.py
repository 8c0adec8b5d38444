"""Appending to the chain of events: each row carries the hash of all before it, and holds ids and digests only."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from desk.models import Event, Head, Text
from desk.store.database import Store

Data = Mapping[str, Any]


def append(
    store: Store, ticket: int, what: str, *, at: int, staff: int, data: Data, texts: Mapping[str, str], step: int = 0
) -> int:
    """Adds one event and the words that belong to it. Must run inside a transaction. Returns the event's id.

    step: the first event of the same act, 0 for the act's first. texts: words by field; empty ones are left out.
    """
    # The head row is written first: whoever else appends waits here.
    Head.update(id=1).where(Head.id == 1).execute()
    ((last, previous),) = store.rows("SELECT event, hash FROM head WHERE id = 1")
    event = int(last) + 1
    salted = {name: (secrets.token_hex(8), body) for name, body in texts.items() if body}
    held = dict(data)
    if salted:
        held["texts"] = {name: digest(salt, body) for name, (salt, body) in salted.items()}
    row = {
        "id": event,
        "ticket": ticket,
        "step": step or event,
        "what": what,
        "at": at,
        "recorded": store.now(),
        "staff": staff,
        "applied": store.applied,
        "data": canonical(held),
    }
    linked = link(previous, row)
    Event.insert(**row, hash=linked).execute()
    for name, (salt, body) in salted.items():
        Text.insert(event=event, field=name, body=body, salt=salt).execute()
    Head.update(event=event, hash=linked).where(Head.id == 1).execute()
    return event


def canonical(data: Any) -> str:
    """One way to write the same data, so that its hash stays the same."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(salt: str, body: str) -> str:
    """The salted digest that an event keeps of words; without the salt it says nothing about them."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def link(previous: str, row: Data) -> str:
    """The hash of an event on top of the one before."""
    names = ("id", "ticket", "step", "what", "at", "recorded", "staff", "applied", "data")
    return hashlib.sha256(canonical([previous, *(row[name] for name in names)]).encode()).hexdigest()
