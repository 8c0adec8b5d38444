"""Customers affected when a date moves: those with waiting letters that state the old one, and those who were told it already."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from desk.actions.rights import Right
from desk.models import Event, Ticket
from desk.store.commands.letters import recalled, waiting_of
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.visibility import without_hidden


@dataclass(frozen=True)
class Concerned:
    """Tickets by number. letters: those with a waiting letter, which is withdrawn; told: those whose customers were told a date."""

    letters: tuple[int, ...] = ()
    told: tuple[int, ...] = ()


@requires(Right.LOOK)
def concerned(store: Store, numbers: Collection[int]) -> Concerned:
    """The tickets affected if these tickets' dates move, as far as they are visible to the current user."""
    visible = without_hidden(store, sorted(set(numbers)))
    told = _told.rows(store, among=visible)
    return Concerned(tuple(sorted(waiting_of(store, visible))), tuple(number for (number,) in told))


@Statement
def _told(dialect: Dialect) -> Any:
    """Dates stated to customers are not recorded: an acknowledgement, news and a confirmation state one, a written note may."""
    is_written = dialect.has_text(Event.data, '"way":"email"') | dialect.has_text(Event.data, '"way":"letter"')
    states = Event.what.in_(("acknowledged", "updated", "confirmed")) | ((Event.what == "noted") & is_written)
    query = Event.select(Event.ticket).distinct().where(dialect.among(Event.ticket, Param("among")), states)
    return query.where(stands(dialect, Event)).order_by(Event.ticket)


@requires(Right.LOOK)
def moved_since_letter(store: Store, numbers: Collection[int]) -> bool:
    """Whether the exam of each of these registrations has moved since the customer was last written to.

    A withdrawn letter told nobody anything.
    """
    said: dict[int, str] = {}  # the exam's day before its first move since then
    for number, what, old in _moved.rows(store, among=list(numbers)):
        if what != "exam-moved":
            said.pop(number, None)
        else:
            said.setdefault(number, old)
    now: dict[int, str] = dict(_EXAMS.rows(store, among=list(said)))
    moved = [number for number, old in said.items() if now[number] != old]
    return len(moved) == len(set(numbers)) > 0


@Statement
def _moved(dialect: Dialect) -> Any:
    is_one = Event.what.in_(("exam-moved", "confirmed", "written")) & ~((Event.what == "written") & recalled(dialect, Event))
    query = Event.select(Event.ticket, Event.what, dialect.json_value(Event.data, "old"))
    return query.where(dialect.among(Event.ticket, Param("among")), is_one, stands(dialect, Event)).order_by(Event.id)


_EXAMS = Statement(lambda dialect: Ticket.select(Ticket.id, Ticket.exam).where(dialect.among(Ticket.id, Param("among"))))
