"""Joining two customer records of the same person, and parting them again."""

from typing import Any

from desk.actions.rights import Right
from desk.models import Customer, Event, Ticket
from desk.store.commands.unit_of_work import add_event, changing
from desk.store.customers.cards import join_cards
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import TargetMissing, TicketItself
from desk.store.errors.tickets import NothingChanged
from desk.store.permissions import requires
from desk.store.projections import derive
from desk.store.staff import staff_id
from desk.store.statements import insert
from desk.store.ticket_state import Act, fold_events, last_join
from desk.store.visibility import without_hidden


@requires(Right.WORK)
def join(store: Store, who: str, number: int, of: int | None, *, seen: int | None = None) -> int:
    """Merges the customer of a ticket into the customer of another one: all tickets of the first record move to the second, and
    every number and address of both leads to it from now on. No clock moves. Returns the step.

    Raises BadInput, NotFound, NotNow if they are the same person already.
    """
    if of is None:
        raise TargetMissing
    if of == number:
        raise TicketItself
    with changing(store, number, seen) as events, changing(store, of, None) as others:
        old, new = fold_events(events).customer, fold_events(others).customer
        if old == new:
            raise NothingChanged(number)
        theirs = _others.rows(store, customer=old, ticket=number)
        step, data = 0, {"field": "customer", "old": old, "new": new, "of": of}
        # A complaint hidden from the actor stays unchanged: moving it would reveal it, and its handler can merge it.
        for ticket in (number, *without_hidden(store, [ticket_id for (ticket_id,) in theirs])):
            event = add_event(store, who, ticket, Act.CORRECTED, data=data, step=step)
            step = step or event
        join_cards(store, staff_id(store, who), old, new)
    return step


@Statement
def _others(_: Dialect) -> Any:
    return Ticket.select(Ticket.id).where(Ticket.customer == Param("customer"), Ticket.id != Param("ticket")).order_by(Ticket.id)


@requires(Right.WORK)
def part(store: Store, who: str, number: int, note: str = "", *, seen: int | None = None) -> int:
    """Separates a ticket from the other tickets of its customer, who was wrongly taken for the same person. What came over with it
    when two customers were joined goes back with it; a ticket that nobody joined gets a customer of its own. The cards stay as they
    are, since what to keep in mind must not be lost. No clock moves. Returns the step.

    Raises NotNow if the customer has no other ticket.
    """
    with changing(store, number, seen) as events:
        current = fold_events(events).customer
        theirs = [ticket for (ticket,) in _others.rows(store, customer=current, ticket=number)]
        joined = last_join(events, current)
        came = joined and {ticket for (ticket,) in _joined.rows(store, step=joined.step)}
        parted = [ticket for ticket in theirs if came and ticket in came]
        if not set(theirs) - set(parted):
            raise NothingChanged(number)
        words = fold_events(events).words
        new = joined.data["old"] if joined else insert(store, Customer, {"name": words["name"]})
        step, data = 0, {"field": "customer", "old": current, "new": new}
        for ticket in (number, *without_hidden(store, parted)):
            texts = {"note": note} if ticket == number else {}
            event = add_event(store, who, ticket, Act.CORRECTED, data=data, texts=texts, step=step)
            step = step or event
        remaining = [ticket for ticket in theirs if ticket not in parted]
        derive(store, remaining[-1])  # the customer's name and contacts are those of their newest ticket again
    return step


@Statement
def _joined(_: Dialect) -> Any:
    return Event.select(Event.ticket).where(Event.step == Param("step"), Event.what == Act.CORRECTED)
