"""A complaint about somebody who works here is kept from them: they neither handle nor read it (day.md, row 17; a house rule)."""

import json
from collections.abc import Iterable

from desk.store.checks import ABOUT_YOU
from desk.store.database import Store
from desk.store.errors import NotNow
from desk.store.events import events_of
from desk.store.story import Story, tell
from desk.text import search_key

COMPLAINT = "complaint"


def check_not_about(store: Store, number: int, who: str) -> None:
    """Refuses whoever the complaint is about. Raises NotNow."""
    if store.rows("SELECT 1 FROM ticket WHERE id = ? AND kind = ?", number, COMPLAINT) and is_about(
        tell(events_of(store, number)), who
    ):
        raise NotNow(ABOUT_YOU, number, text=who)


def is_about(story: Story, who: str) -> bool:
    """Whether all of this person's name stands in whom the complaint is about, in either script."""
    return story.kind == COMPLAINT and _names(story.words["about"], who)


def complaints_about(store: Store, who: str, among: Iterable[int] | None = None) -> set[int]:
    """The complaints that are about this person. among: of these tickets; None for all that are open."""
    words = store.rows(_OPEN, COMPLAINT) if among is None else store.rows(_AMONG, COMPLAINT, json.dumps(list(among)))
    likely = {number for number, body in words if _names(body, who)}
    return {number for number in likely if is_about(tell(events_of(store, number)), who)}


def _names(about: str, who: str) -> bool:
    said, name = search_key(about).split(), search_key(who).split()
    return bool(name) and all(word in said for word in name)


# A correction keeps its words under `new`, whatever field it is of.
_ABOUT = """SELECT t.id, w.body FROM ticket AS t JOIN event AS e ON e.ticket_id = t.id JOIN text AS w ON w.event_id = e.id
            WHERE t.kind = ? AND w.field IN ('about', 'new')"""
_OPEN = _ABOUT + " AND t.state = 'open'"
_AMONG = _ABOUT + " AND t.id IN (SELECT value FROM json_each(?))"
