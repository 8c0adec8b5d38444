"""What the day brings: exams and their places, boxes that are expected, what is due, reminders, notes of the shift before."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import SQL, fn

from desk.actions.rights import Right
from desk.charter.vocabulary import SESSIONS
from desk.models import Batch, Ticket
from desk.store.commands.duties import DutyStatus, duty_statuses
from desk.store.commands.sessions import sessions
from desk.store.complaints.corrective_actions import Corrective, corrective_actions
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.permissions import requires
from desk.store.queries.board import QueueRow, ReminderRow, count_beside, reminders
from desk.store.queries.shifts import due_today
from desk.store.shift_notes import Note, notes
from desk.store.ticket_state import VOID

# Certificates come from Cambridge so many days after an exam (house), and are looked for half a year.
BOX_COMES, BOX_FORGOTTEN = 28, 182


class Exam(NamedTuple):
    """An exam of a day. place: "" if unknown; candidates: who are registered for it; day: ISO 8601."""

    exam: str
    place: str
    day: str
    candidates: int


class Today(NamedTuple):
    """What a day brings.

    exams: of the day; coming: the next ones, if the day has none; boxes: exams whose certificates should have come and have not;
    due: the open tickets that are overdue or fall due by the end of the day; reminders: of the day, of everybody, with the open
    questions to colleagues; notes: of the shifts before; duties: their status; corrective: the open corrective actions;
    uncollected: certificates whose candidates were told long ago; now: epoch seconds.
    """

    exams: tuple[Exam, ...]
    coming: tuple[Exam, ...]
    boxes: tuple[Exam, ...]
    due: tuple[QueueRow, ...]
    reminders: tuple[ReminderRow, ...]
    notes: tuple[Note, ...]
    duties: tuple[DutyStatus, ...]
    corrective: tuple[Corrective, ...]
    uncollected: int
    now: int


@requires(Right.LOOK)
def today(store: Store) -> Today:
    """What this day brings, as far as the current user may see it."""
    day = store.charter.at(store.now()).date()
    _, until = store.charter.calendar.day_of(store.now())
    known = [Exam(found.exam, found.place, found.day, found.candidates) for found in sessions(store)]
    kinds = store.charter.using(SESSIONS)
    alone = [Exam(*row) for row in _without_session.rows(store, day=day.isoformat(), kinds=kinds)]
    exams = (*(exam for exam in known if exam.day == day.isoformat()), *alone)
    later = sorted(exam.day for exam in known if exam.day > day.isoformat())
    coming = tuple(exam for exam in known if later and exam.day == later[0]) if not exams else ()
    return Today(
        exams,
        coming,
        tuple(_boxes(store, known, day)),
        due_today(store),
        tuple(row for row in reminders(store) if row.at < until),
        notes(store),
        tuple(duty_statuses(store)),
        tuple(corrective_actions(store)),
        sum(count_beside(store).uncollected.values()),
        store.now(),
    )


def _boxes(store: Store, known: list[Exam], day: date) -> list[Exam]:
    """The sessions whose certificates should be here, without those for whose day a box was recorded."""
    first, last = ((day - timedelta(days)).isoformat() for days in (BOX_FORGOTTEN, BOX_COMES))
    came = {exam_day for (exam_day,) in _came.rows(store, first=first)}
    return [exam for exam in known if first <= exam.day <= last and exam.candidates and exam.day not in came]


_came = Statement(lambda _: Batch.select(Batch.day).where(Batch.day >= Param("first")))


@Statement
def _without_session(dialect: Dialect) -> Any:
    name = Ticket.subject
    query = Ticket.select(name, SQL("''"), Ticket.day, fn.COUNT(Ticket.id))
    of_day = (Ticket.day == Param("day")) & dialect.among(Ticket.kind, Param("kinds")) & Ticket.session.is_null()
    return query.where(of_day, Ticket.state != VOID).group_by(name, Ticket.day).order_by(name)
