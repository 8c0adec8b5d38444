"""Shift handover: what happened in the meantime, what is due and promised, and what returns to the queue."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.charter.clocks import RECOUNTED
from desk.models import Event, Staff, Ticket
from desk.store.customers.identity import NAME_OR_CONTACT
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.queries.alerts import next_closing
from desk.store.queries.board import QueueRow, ReminderRow, reminders, rows_of
from desk.store.shift_notes import Note, notes
from desk.store.ticket_state import OPEN, Act, fold_events
from desk.store.visibility import complaints_about, is_sealed, sealed, visible_events

BREAK = 1_800  # seconds: a shorter time without an act is no absence
MOST = 200  # events shown


class Happened(NamedTuple):
    """An act of a colleague. at: when it was entered, epoch seconds."""

    ticket: int
    what: str
    who: str
    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Shift:
    """The overview for a shift that begins. since: the person's last act before they were away, None if they never acted; until:
    the closing of the next working day; due: what falls due until then; mine: their other tickets; notes: those of the shifts
    before."""

    since: int | None
    until: int
    happened: tuple[Happened, ...]
    due: tuple[QueueRow, ...]
    mine: tuple[QueueRow, ...]
    reminders: tuple[ReminderRow, ...]
    notes: tuple[Note, ...]


@requires(Right.LOOK)
def shift(store: Store, who: str) -> Shift:
    """The overview for somebody whose shift begins now."""
    ((last, since),) = _last.rows(store, who=who, before=store.now() - BREAK) or [(None, None)]
    until = next_closing(store)
    due = due_by_next_closing(store)
    known = {row.id for row in due}
    mine = tuple(row for row in _rows(store, _mine, who=who) if row.id not in known)
    rows = _happened.rows(store, last=last, who=who) if last is not None else []
    hidden = _from_complaints(store, {ticket for _, ticket, *_ in rows})
    happened = [Happened(*row) for event, *row in rows if event not in hidden]
    tickets = {event.ticket for event in happened}
    about, closed = complaints_about(store, tickets), sealed(store, tickets)
    told = tuple(event._replace(name="") if event.ticket in closed else event for event in happened if event.ticket not in about)
    return Shift(since, until, told, due, mine, tuple(reminders(store)), notes(store))


def _from_complaints(store: Store, tickets: Collection[int]) -> set[int]:
    """The events of these tickets that the current user may not read, because the ticket was a complaint then and is none now."""
    found = set[int]()
    for (number,) in _converted.rows(store, among=tickets) if tickets else ():
        events = events_of(store, number)
        if not is_sealed(store, fold_events(events).kind):
            found |= {event.id for event in events} - {event.id for event in visible_events(store, events)}
    return found


@Statement
def _converted(dialect: Dialect) -> Any:
    is_one = dialect.among(Event.ticket, Param("among")) & (Event.what == Act.CONVERTED)
    return Event.select(Event.ticket).where(is_one).distinct()


@requires(Right.LOOK)
def due_by_next_closing(store: Store) -> tuple[QueueRow, ...]:
    """Every open ticket that is overdue or falls due by the next working day's closing, nearest first."""
    return _rows(store, _due, until=next_closing(store))


@requires(Right.LOOK)
def due_today(store: Store) -> tuple[QueueRow, ...]:
    """Every open ticket that is overdue or falls due by the end of the day, nearest first."""
    return _rows(store, _due, until=store.charter.calendar.day_of(store.now())[1])


@requires(Right.LOOK)
def overdue(store: Store) -> tuple[QueueRow, ...]:
    """Every overdue open ticket, longest overdue first; a ticket is not overdue at its due second."""
    return _rows(store, _due, until=store.now() - 1)


@requires(Right.LOOK)
def cannot_wait(store: Store, owner: str) -> list[int]:
    """The open tickets of a person that fall due before the closing of the next working day, nearest first."""
    return _theirs_until(store, owner, next_closing(store))


def all_of(store: Store, owner: str) -> list[int]:
    """The open tickets of a person."""
    return [number for (number,) in _mine.rows(store, who=owner)]


def due_before(store: Store, owner: str, until: int) -> list[int]:
    """The open tickets of a person that fall due before a moment, the next working day's closing at the earliest. until: epoch
    seconds."""
    return _theirs_until(store, owner, max(until, next_closing(store)))


def _theirs_until(store: Store, owner: str, until: int) -> list[int]:
    return [number for (number,) in _cannot_wait.rows(store, who=owner, until=until)]


def _rows(store: Store, statement: Statement, **values: int | str) -> tuple[QueueRow, ...]:
    numbers = [number for (number,) in statement.rows(store, **values)]
    rows = rows_of(store, numbers)
    return tuple(rows[number] for number in numbers if number in rows)


@Statement
def _last(_: Dialect) -> Any:
    query = Event.select(Event.id, Event.recorded).join(Staff).where(Staff.name == Param("who"), Event.recorded < Param("before"))
    return query.where(Event.ticket.is_null(False)).order_by(Event.id.desc()).limit(1)


@Statement
def _happened(_: Dialect) -> Any:
    columns = (Event.id, Event.ticket, Event.what, Staff.name, Event.recorded, NAME_OR_CONTACT)
    query = Event.select(*columns).join_from(Event, Staff).join_from(Event, Ticket)
    is_new = (Event.id > Param("last")) & (Staff.name != Param("who")) & (Event.what != RECOUNTED)
    return query.where(is_new).order_by(Event.id.desc()).limit(MOST)


@Statement
def _due(_: Dialect) -> Any:
    query = Ticket.select(Ticket.id).where(Ticket.state == OPEN, Ticket.next_due <= Param("until"))
    return query.order_by(Ticket.next_due, Ticket.id)


@Statement
def _mine(_: Dialect) -> Any:
    query = Ticket.select(Ticket.id).join(Staff).where(Ticket.state == OPEN, Staff.name == Param("who"))
    return query.order_by(Ticket.next_due.is_null(), Ticket.next_due, Ticket.id)


@Statement
def _cannot_wait(_: Dialect) -> Any:
    query = Ticket.select(Ticket.id).join(Staff).where(Ticket.state == OPEN, Staff.name == Param("who"))
    return query.where(Ticket.next_due <= Param("until")).order_by(Ticket.next_due, Ticket.id)
