"""A form that somebody is typing into, and what lies on the disk of it."""

import json
from typing import Any

from desk.store.database import Store
from tests.layouts import on_layout
from tests.pilot.conftest import Desk, ticket

WORDS = "we have corrected the "


def one_call(store: Store) -> None:
    """A call about FCE."""
    ticket(store)


def two_calls(store: Store) -> None:
    """Two calls."""
    ticket(store)
    ticket(store, name="Петров")


def drafts(desk: Desk) -> list[dict[str, Any]]:
    """What lies on the disk."""
    folder = desk.path.parent / "drafts" / desk.path.name
    return [json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))]


def typed(desk: Desk) -> list[dict[str, str]]:
    """The texts of the drafts."""
    return [draft["typed"] for draft in drafts(desk)]


async def half_type(desk: Desk, key: str, layout: str, words: str = WORDS) -> None:
    """A form is opened, words are typed, a second passes."""
    await desk.press(on_layout(key, layout))
    await desk.type(words)
    await desk.tick()
