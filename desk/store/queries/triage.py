"""Triage: open tickets without an owner to which nothing has been done since their receipt."""

from typing import Any

from peewee import SQL, fn

from desk.actions.rights import Right
from desk.charter.vocabulary import BATCHES
from desk.models import Event, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.ticket_state import OPEN
from desk.store.visibility import without_hidden

# Recording a ticket decides nothing yet.
_DECIDES_NOTHING = ("received", "fee-known", "noted", "corrected", "reminded", "absorbed", "recounted", "undone")


@Statement
def _new(dialect: Dialect) -> Any:
    """A box of certificates is worked on by marking tickets, not one by one."""
    done = Event.select(SQL("1")).where(Event.ticket == Ticket.id, Event.what.not_in(_DECIDES_NOTHING), stands(dialect, Event))
    query = Ticket.select(Ticket.id).where(
        Ticket.state == OPEN, Ticket.owner.is_null(), ~dialect.among(Ticket.kind, Param("batches"))
    )
    order = (Ticket.next_due.is_null(), Ticket.next_due, Ticket.received, Ticket.id)
    return query.where(~fn.EXISTS(done)).order_by(*order)


@requires(Right.WORK)
def to_triage(store: Store) -> list[int]:
    """The numbers of these tickets, nearest deadline first, without complaints hidden from the current user."""
    return without_hidden(store, [number for (number,) in _new.rows(store, batches=store.charter.using(BATCHES))])
