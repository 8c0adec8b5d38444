"""Verdicts that cannot be removed by an undone step or a corrected time."""

from collections.abc import Iterable
from dataclasses import replace

from desk.charter.clocks import KEPT, MISSED, RUNNING, VOID, Clock, Fact, ordered


def settle(found: Iterable[Clock], overdue: Iterable[Clock]) -> tuple[Clock, ...]:
    """The clocks with the verdicts that an undone step or a corrected time cannot remove.

    found: the clocks computed from the facts as of now; overdue: the clocks that were missed before, each ended by the event that
    removed it. A missing or void one stays missed; one that is kept, or runs again, is marked as entered late.
    """
    clocks = list(found)
    places = {clock.key: place for place, clock in enumerate(clocks)}
    for before in overdue:
        place = places.get(before.key)
        if place is None:
            places[before.key] = len(clocks)
            clocks.append(before)
        elif clocks[place].state == VOID:
            clocks[place] = replace(clocks[place], state=MISSED)
        elif clocks[place].state == KEPT or (clocks[place].state == RUNNING and clocks[place].due > before.due):
            clocks[place] = replace(clocks[place], entered_late=True)
    return ordered(clocks)


def missed_before(found: Iterable[Clock], moment: int, by: Fact) -> tuple[Clock, ...]:
    """The clocks missed by a moment, in UTC epoch seconds, as ended by the event `by` if that removes them."""
    return tuple(
        replace(clock, state=MISSED, stopped=moment, stopped_by=by.id, reason=by.what, judged_by=by.applied)
        if clock.state == RUNNING
        else clock
        for clock in found
        if clock.state_at(moment) == MISSED
    )
