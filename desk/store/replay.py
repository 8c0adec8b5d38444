"""A ticket's events -> its state and its clocks, with verdicts that never change later."""

from collections.abc import Callable, Sequence

from desk.charter.charter import Charter
from desk.charter.clocks import Clock, Fact, clocks
from desk.charter.verdicts import missed_before, settle
from desk.store.ticket_state import Act, EventRow, TicketState, fold_events


def replay(events: Sequence[EventRow], versions: Callable[[int], Charter]) -> tuple[TicketState, tuple[Clock, ...]]:
    """The state and the clocks of a ticket. events: all of them, in the order in which they were entered; versions: the applied
    charters by their ids.

    An undone step or a corrected time changes what happened before it, so clocks missed by then are determined from the ticket as
    it was at that moment. Raises OutsideCalendar.
    """
    story = fold_events(events)
    found = _clocks(story, events, versions)
    for place, event in enumerate(events):
        if _rewrites(event):
            by = Fact(event.id, event.what, event.at, applied=event.applied)
            for earlier in _accounts(events[:place], event):
                found = settle(found, missed_before(_clocks(fold_events(earlier), earlier, versions), event.recorded, by))
    return story, found


def _accounts(earlier: Sequence[EventRow], event: EventRow) -> list[Sequence[EventRow]]:
    """The ticket as it was before an event; for a corrected receipt also as first entered: a receipt that is moved repeatedly, each
    time before the ticket is due, is judged by the first one."""
    if event.what != Act.CORRECTED or event.data["of"] != earlier[0].id:
        return [earlier]
    first = [entry for entry in earlier if not (entry.what == Act.CORRECTED and entry.data["field"] == "at")]
    return [earlier] if len(first) == len(earlier) else [earlier, first]


def _clocks(story: TicketState, events: Sequence[EventRow], versions: Callable[[int], Charter]) -> tuple[Clock, ...]:
    return clocks(versions(events[-1].applied), story.facts, versions)


def _rewrites(event: EventRow) -> bool:
    return event.what == Act.UNDONE or (event.what == Act.CORRECTED and event.data["field"] == "at")
