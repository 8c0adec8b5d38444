"""Merging two tickets about the same thing, or two customer records of the same person; linking tickets that stay apart."""

from typing import Any

from desk.actions.choices import FOLLOWED, FOLLOWS, LINKS, NOT_LINKED, SAME_CAUSE
from desk.actions.rights import Right
from desk.charter.clocks import RUNNING
from desk.models import Ticket
from desk.store.commands.unit_of_work import add_event, changing, must_be_open
from desk.store.customers.cards import join_cards
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import LinkUnknown, TargetMissing, TicketItself
from desk.store.errors.tickets import KindsDiffer, LinkReveals, LinksInCircle, NothingChanged
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.queries.duplicates import answers_of
from desk.store.queries.ticket import clocks_written
from desk.store.staff import staff_id
from desk.store.ticket_state import Act, fold_events
from desk.store.validation import only_set
from desk.store.visibility import is_sealed, without_hidden


@requires(Right.WORK)
def merge(store: Store, who: str, number: int, of: int | None, *, seen: int | None = None) -> int:
    """Merges a ticket into another one about the same thing: its clocks that are not yet due become void with that reason, overdue
    ones stay missed unless the other ticket was answered in time, and if both ran the same standard, the other one's start moves to
    the earlier receipt. Returns the step.

    of: the other ticket's number. Raises BadInput, NotFound, NotNow if one of them is closed or they are of different kinds.
    """
    if of is None:
        raise TargetMissing
    if of == number:
        raise TicketItself
    with changing(store, number, seen) as events, changing(store, of, None) as others:
        story, target = must_be_open(store, events, number), must_be_open(store, others, of)
        if story.kind != target.kind:
            raise KindsDiffer(number)
        running = [clock for clock in clocks_written(store, number) if clock.state == RUNNING]
        answers = answers_of(store, number, target)
        step = add_event(store, who, number, Act.MERGED, data=only_set({"into": of, "answers": answers or None}))
        staff = sorted({*target.about, *story.about}) if story.about else None
        starts = {clock.standard: clock.start for clock in running}
        data = only_set({"numbers": [number, *story.absorbed], "starts": starts, "staff": staff})
        about = [words for words in (target.words["about"], story.words["about"]) if words]
        texts = {"about": "; ".join(dict.fromkeys(about))} if story.words["about"] else {}  # the people of both
        add_event(store, who, of, Act.ABSORBED, data=data, texts=texts, step=step)
    return step


@requires(Right.WORK)
def link(store: Store, who: str, number: int, of: int | None, how: str = "", *, seen: int | None = None) -> int:
    """Links two tickets that stay apart: both have the same cause, or this one follows from the other; or ends that. No clock
    moves. how: one of LINKS, "" for the same cause. Returns the step.

    Nothing on another ticket reveals a complaint (commitments.9): it is linked to complaints alone. Raises BadInput, NotFound,
    NotNow if they are linked already, or if each would follow from the other.
    """
    if of is None:
        raise TargetMissing
    if of == number:
        raise TicketItself
    how = how or SAME_CAUSE
    if how not in LINKS:
        raise LinkUnknown(how, tuple(LINKS))
    with changing(store, number, seen) as events, changing(store, of, None) as others:
        story, target = fold_events(events), fold_events(others)
        if is_sealed(store, story.kind) != is_sealed(store, target.kind):
            raise LinkReveals
        if story.links.get(of, NOT_LINKED) == how:
            raise NothingChanged(number)
        if how == FOLLOWS and _follows(store, of, number):
            raise LinksInCircle(number, of)
        step = add_event(store, who, number, Act.LINKED, data={"of": of, "how": how})
        add_event(store, who, of, Act.LINKED, data={"of": number, "how": FOLLOWED if how == FOLLOWS else how}, step=step)
    return step


def _follows(store: Store, number: int, other: int) -> bool:
    """Whether a ticket follows from another, directly or by others between them."""
    known, wanted = set[int](), [number]
    while wanted:
        current = wanted.pop()
        if current == other:
            return True
        if current not in known:
            known.add(current)
            wanted += [of for of, how in fold_events(events_of(store, current)).links.items() if how == FOLLOWS]
    return False


@requires(Right.WORK)
def same_person(store: Store, who: str, number: int, other: int | None, *, seen: int | None = None) -> int:
    """Merges the customer of a ticket into the customer of another one: all tickets of the first record move to the second, and
    every number and address of both leads to it from now on. No clock moves. Returns the step.

    Raises BadInput, NotFound, NotNow if they are the same person already.
    """
    if other is None:
        raise TargetMissing
    if other == number:
        raise TicketItself
    with changing(store, number, seen) as events, changing(store, other, None) as others:
        old, new = fold_events(events).customer, fold_events(others).customer
        if old == new:
            raise NothingChanged(number)
        theirs = _others.rows(store, customer=old, ticket=number)
        step, data = 0, {"field": "customer", "old": old, "new": new, "of": other}
        # A complaint hidden from the actor stays unchanged: moving it would reveal it, and its handler can merge it.
        for ticket in (number, *without_hidden(store, [ticket_id for (ticket_id,) in theirs])):
            event = add_event(store, who, ticket, Act.CORRECTED, data=data, step=step)
            step = step or event
        join_cards(store, staff_id(store, who), old, new)
    return step


@Statement
def _others(_: Dialect) -> Any:
    return Ticket.select(Ticket.id).where(Ticket.customer == Param("customer"), Ticket.id != Param("ticket")).order_by(Ticket.id)
