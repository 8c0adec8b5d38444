"""Assignment of tickets: taking the next unassigned one, and returning a person's tickets to the queue when they are away."""

from collections.abc import Sequence
from typing import Any

from desk.actions.rights import Right
from desk.models import Ticket
from desk.store.commands.unit_of_work import add_event
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.people import ColleagueUnknown, NameAmbiguous
from desk.store.errors.tickets import NoTicketLeft
from desk.store.permissions import requires
from desk.store.queries.shifts import all_of, due_before
from desk.store.ticket_state import OPEN, Act
from desk.store.visibility import can_have, staff_ids, without_hidden
from desk.text.folding import matching_names

MOST = 200  # tickets looked at: of these, hardly all are hidden from the actor


@Statement
def _next(dialect: Dialect) -> Any:
    """In queue order: running clocks first, then tickets without a clock, oldest first."""
    of_kind = dialect.among(Ticket.kind, Param("kinds"))
    order = (Ticket.next_due.is_null(), Ticket.next_due, Ticket.received, Ticket.id)
    query = Ticket.select(Ticket.id).where(Ticket.state == OPEN, of_kind, Ticket.owner.is_null())
    return query.order_by(*order).limit(MOST)


@Statement
def _unassigned(dialect: Dialect) -> Any:
    query = Ticket.select(Ticket.id).where(Ticket.state == OPEN, Ticket.owner.is_null())
    return query.where(dialect.among(Ticket.id, Param("among")))


@requires(Right.WORK)
def take_next(store: Store, who: str, queue: str) -> int:
    """Makes the actor the owner of the most urgent unassigned ticket of a queue. Returns its number.

    queue: one of the charter's. Two concurrent calls get two different tickets. Raises NotNow if nothing is left to take.
    """
    with store.transaction():
        return _claim(store, who, [number for (number,) in _next.rows(store, kinds=store.charter.queues[queue])])


@requires(Right.WORK)
def take_first(store: Store, who: str, numbers: Sequence[int]) -> int:
    """Same as `take_next`, for a given list of tickets in its order: those of a saved filter."""
    with store.transaction():
        unassigned = {number for (number,) in _unassigned.rows(store, among=numbers)}
        return _claim(store, who, [number for number in numbers if number in unassigned][:MOST])


def _claim(store: Store, who: str, numbers: Sequence[int]) -> int:
    number = next((number for number in without_hidden(store, numbers) if can_have(store, number, who)), None)
    if number is None:
        raise NoTicketLeft
    add_event(store, who, number, Act.TAKEN)
    return number


@requires(Right.WORK)
def return_tickets(store: Store, who: str, owner: str) -> list[int]:
    """Returns the tickets of somebody who is away to their queues, those that cannot wait, in one step. Returns their numbers.

    calls.2: if the right person is away, another colleague answers within the same limit; no clock moves. Raises BadInput for an
    unknown name.
    """
    meant = matching_names(list(staff_ids(store)), owner)
    if len(meant) > 1:
        raise NameAmbiguous(meant)
    if not meant:
        raise ColleagueUnknown(owner)
    return return_tickets_until(store, who, meant[0], 0)


def return_tickets_until(store: Store, who: str, owner: str, until: int | None) -> list[int]:
    """Same as `return_tickets`, for what falls due before a moment, the next working day's closing at the earliest; None: for all
    their tickets."""
    step = 0
    with store.transaction():
        numbers = all_of(store, owner) if until is None else due_before(store, owner, until)
        for number in numbers:
            event = add_event(store, who, number, Act.RETURNED, step=step)
            step = step or event
    return numbers
