"""Shift handover: what happened in the meantime, what is due and promised, and what returns to the queue."""

from dataclasses import dataclass
from typing import NamedTuple

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.permissions import requires
from desk.store.queries.alerts import next_closing
from desk.store.queries.board import QueueRow, ReminderRow, reminders, rows_of
from desk.store.visibility import complaints_about, sealed

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
    the closing of the next working day; due: what falls due until then; mine: their other tickets."""

    since: int | None
    until: int
    happened: tuple[Happened, ...]
    due: tuple[QueueRow, ...]
    mine: tuple[QueueRow, ...]
    reminders: tuple[ReminderRow, ...]


@requires(Right.LOOK)
def shift(store: Store, who: str) -> Shift:
    """The overview for somebody whose shift begins now."""
    ((last, since),) = store.rows(_LAST, who, store.now() - BREAK) or [(None, None)]
    until = next_closing(store)
    due = due_by_next_closing(store)
    known = {row.id for row in due}
    mine = tuple(row for row in _rows(store, _MINE, who) if row.id not in known)
    happened = [Happened(*row) for row in store.rows(_HAPPENED, last, who, MOST)] if last is not None else []
    tickets = {event.ticket for event in happened}
    about, closed = complaints_about(store, tickets), sealed(store, tickets)
    told = tuple(event._replace(name="") if event.ticket in closed else event for event in happened if event.ticket not in about)
    return Shift(since, until, told, due, mine, tuple(reminders(store)))


@requires(Right.LOOK)
def due_by_next_closing(store: Store) -> tuple[QueueRow, ...]:
    """Every open ticket that is overdue or falls due by the next working day's closing, nearest first."""
    return _rows(store, _DUE, next_closing(store))


@requires(Right.LOOK)
def due_today(store: Store) -> tuple[QueueRow, ...]:
    """Every open ticket that is overdue or falls due by the end of the day, nearest first."""
    return _rows(store, _DUE, store.charter.calendar.day_of(store.now())[1])


@requires(Right.LOOK)
def overdue(store: Store) -> tuple[QueueRow, ...]:
    """Every overdue open ticket, longest overdue first; a ticket is not overdue at its due second."""
    return _rows(store, _DUE, store.now() - 1)


@requires(Right.LOOK)
def cannot_wait(store: Store, owner: str) -> list[int]:
    """The open tickets of a person that fall due before the closing of the next working day, nearest first."""
    return _theirs_until(store, owner, next_closing(store))


def all_of(store: Store, owner: str) -> list[int]:
    """The open tickets of a person."""
    return [number for (number,) in store.rows(_MINE, owner)]


def due_before(store: Store, owner: str, until: int) -> list[int]:
    """The open tickets of a person that fall due before a moment, the next working day's closing at the earliest. until: epoch
    seconds."""
    return _theirs_until(store, owner, max(until, next_closing(store)))


def _theirs_until(store: Store, owner: str, until: int) -> list[int]:
    return [number for (number,) in store.rows(_CANNOT_WAIT, owner, until)]


def _rows(store: Store, sql: str, *values: int | str) -> tuple[QueueRow, ...]:
    numbers = [number for (number,) in store.rows(sql, *values)]
    rows = rows_of(store, numbers)
    return tuple(rows[number] for number in numbers if number in rows)


_LAST = """SELECT e.id, e.recorded FROM event AS e JOIN staff AS s ON s.id = e.staff_id WHERE s.name = ? AND e.recorded < ?
             AND e.ticket_id IS NOT NULL ORDER BY e.id DESC LIMIT 1"""
_HAPPENED = """SELECT e.ticket_id, e.what, s.name, e.recorded, COALESCE(NULLIF(t.name, ''), NULLIF(t.phone, ''), t.email)
               FROM event AS e JOIN staff AS s ON s.id = e.staff_id JOIN ticket AS t ON t.id = e.ticket_id
               WHERE e.id > ? AND s.name <> ? AND e.what <> 'recounted' ORDER BY e.id DESC LIMIT ?"""
_DUE = "SELECT id FROM ticket WHERE state = 'open' AND next_due <= ? ORDER BY next_due, id"
_MINE = """SELECT t.id FROM ticket AS t JOIN staff AS s ON s.id = t.owner_id WHERE t.state = 'open' AND s.name = ?
           ORDER BY t.next_due IS NULL, t.next_due, t.id"""
_CANNOT_WAIT = """SELECT t.id FROM ticket AS t JOIN staff AS s ON s.id = t.owner_id
                  WHERE t.state = 'open' AND s.name = ? AND t.next_due <= ? ORDER BY t.next_due, t.id"""
