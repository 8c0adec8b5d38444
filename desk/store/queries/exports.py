"""The lines of an exported list of a box or a session."""

from typing import NamedTuple

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.queries.groups import Group
from desk.store.ticket_state import fold_events

_TOLD = ("informed", "confirmed")


class Line(NamedTuple):
    """One ticket of a list. day: of the exam, ISO 8601; due, told, gone: UTC epoch seconds; way: the channel on which they were
    told; parcel: its number; taker: the recipient; state: open, closed."""

    number: int
    candidate: str
    name: str
    document: str
    exam: str
    day: str
    phone: str
    email: str
    address: str
    language: str
    state: str
    due: int | None
    told: int | None
    way: str
    gone: int | None
    parcel: str
    taker: str


@requires(Right.LOOK)
def lines(store: Store, group: Group) -> list[Line]:
    """Every ticket of the group, by its candidate's number."""
    found = [_line(store, row.id, row.state, row.due) for row in group.rows]
    return sorted(found, key=lambda line: (line.candidate, line.name, line.number))


def _line(store: Store, number: int, state: str, due: int | None) -> Line:
    events = events_of(store, number)
    story, by_id = fold_events(events), {event.id: event for event in events}
    told = None if due is not None else next((fact for fact in reversed(story.facts) if fact.what in _TOLD), None)
    gone = next((fact for fact in reversed(story.facts) if fact.what in ("posted", "handed-out")), None)
    words, left = story.words, by_id[gone.id].texts if gone else {}
    return Line(
        number,
        words["candidate"],
        words["name"],
        words["document"],
        words["exam-name"] or words["subject"],
        story.exam.isoformat() if story.exam else words["exam-day"],
        words["phone"],
        words["email"],
        words["address"],
        story.language,
        state,
        due,
        told.at if told else None,
        str(by_id[told.id].data.get("way", "")) if told else "",
        gone.at if gone else None,
        left.get("number", ""),
        left.get("taker", ""),
    )
