"""Verdicts of a duplicate's overdue clocks: they depend on the answer on the ticket that it duplicates."""

from desk.charter.clocks import RUNNING
from desk.store.database import Store
from desk.store.event_log import events_of
from desk.store.queries.ticket import clocks_written
from desk.store.ticket_state import TicketState, fold_events
from desk.text.folding import search_key


def answers_of(store: Store, number: int, target: TicketState) -> dict[str, tuple[int, int]]:
    """For each standard of the ticket's overdue clocks: when the target was answered in time for them, and when that was entered.

    number: the duplicate; target: the ticket that it duplicates. An answer to another person does not count. Moments are UTC epoch
    seconds.
    """
    now, found = store.now(), dict[str, tuple[int, int]]()
    if not _is_same_person(fold_events(events_of(store, number)), target):
        return found
    for clock in clocks_written(store, number):
        rule = store.charter.find(clock.standard)
        applies = rule and rule.applies_to(target.kind, target.channel, target.topic)
        if clock.state != RUNNING or clock.due >= now or not applies:
            continue
        stops = [fact for fact in target.facts if fact.what in applies.stops and clock.start <= fact.at <= clock.due]
        if stops:
            first = min(stops, key=lambda fact: (fact.at, fact.id))
            found[clock.standard] = (first.at, first.at if first.entered is None else first.entered)
    return found


def _is_same_person(ticket: TicketState, other: TicketState) -> bool:
    """Whether two tickets belong to the same person: the same customer record, or the same name."""
    name = search_key(ticket.words["name"])
    return ticket.customer == other.customer or (bool(name) and name == search_key(other.words["name"]))
