"""The outbox as people see it, and what they decide about an email that the desk cannot send by itself."""

from enum import StrEnum
from typing import Any, NamedTuple

from peewee import JOIN, fn

from desk.actions.rights import Right
from desk.models import Delivery, Event, Outbox, Staff, Text, Ticket
from desk.store.addresses import EMAIL
from desk.store.commands.letters import DOUBTFUL, HANDED, of_waiting
from desk.store.commands.unit_of_work import add_event, changing, check_way
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Statement
from desk.store.errors import NotFound
from desk.store.errors.tickets import EmailBeingSent, EmailNotInDoubt
from desk.store.mail.delivery import State, record_sent, save
from desk.store.permissions import requires
from desk.store.staff import staff_id
from desk.store.ticket_state import Act, fold_events
from desk.store.visibility import check_acts, hidden_among


class Unsent(NamedTuple):
    """An email or a letter that waits in the outbox.

    event: that wrote it, at `at` (epoch seconds).
    email: the recipient's address.
    state: a State of an email that was tried, else "".
    tries: how often it failed, since `since`.
    due: the next try, or when it was handed over; epoch seconds.
    reason: what the mail server said last.
    staff: the writer's name.
    """

    event: int
    ticket: int
    way: str
    at: int
    name: str
    email: str
    title: str
    state: str
    tries: int
    since: int | None
    due: int
    reason: str
    staff: str


class Decision(StrEnum):
    """What becomes of an email."""

    AGAIN = "again"  # it is sent, whatever kept it back
    SENT = "sent"  # it was taken, although the server's answer was lost
    WITHDRAWN = "withdrawn"  # it is not sent


def choices(row: Unsent) -> tuple[Decision, ...]:
    """What can be decided about an email or a letter."""
    if row.state == HANDED:
        return ()
    of_email = (Decision.AGAIN,) if row.way == EMAIL else ()
    doubt = (Decision.SENT,) if row.state == DOUBTFUL else ()
    return (*doubt, *of_email, Decision.WITHDRAWN)


@requires(Right.LOOK)
def outbox(store: Store) -> list[Unsent]:
    """What waits in the outbox in the order in which it was written, without that of complaints hidden from the current user."""
    found = [Unsent._make(row) for row in _unsent.rows(store)]
    hidden = hidden_among(store, {row.ticket for row in found})
    return [row for row in found if row.ticket not in hidden]


@Statement
def _unsent(dialect: Dialect) -> Any:
    title = fn.COALESCE(Text.select(Text.body).where(Text.event == Event.id, Text.field == "title").limit(1), "")
    columns = (
        Outbox.event, Ticket.id, Outbox.way, Event.at, Ticket.name, Ticket.email, title, fn.COALESCE(Delivery.state, ""),
        fn.COALESCE(Delivery.tries, 0), Delivery.since, fn.COALESCE(Delivery.due, 0), fn.COALESCE(Delivery.reason, ""),
        fn.COALESCE(Staff.name, ""),
    )  # fmt: skip
    query = of_waiting(dialect, *columns).join_from(Outbox, Delivery, JOIN.LEFT_OUTER, on=Delivery.event == Outbox.event)
    return query.join_from(Event, Staff, JOIN.LEFT_OUTER).order_by(Outbox.event)


@requires(Right.WORK)
def settle(store: Store, who: str, event: int, decision: Decision) -> int:
    """Decides about an email or a letter in the outbox. Returns its ticket.

    An email in doubt that was sent counts from when it was handed over. Raises NotFound if it does not wait, EmailBeingSent while
    the server has it, EmailNotInDoubt, NotNow.
    """
    with store.transaction():
        found = next((row for row in outbox(store) if row.event == event), None)
        if found is None:
            raise NotFound(event)
        if found.state == HANDED:
            raise EmailBeingSent(found.ticket)
        with changing(store, found.ticket, None) as events:
            if decision is Decision.WITHDRAWN:
                add_event(store, who, found.ticket, Act.RECALLED, data={"letter": event})
                return found.ticket
            check_acts(store, found.ticket, who, Act.WRITTEN)
            if decision is Decision.AGAIN:
                check_way(found.ticket, fold_events(events), EMAIL)
                save(store, event, state=State.WAITING, due=store.now(), seen=events[-1].id)
                return found.ticket
            if found.state != DOUBTFUL:
                raise EmailNotInDoubt(found.ticket)
            record_sent(store, event, found.due, staff_id(store, who))
            save(store, event, state=State.DONE)
    return found.ticket
