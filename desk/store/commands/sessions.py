"""Exam sessions: an exam on a day at a place, with its registration deadline and the progress of its candidates."""

from datetime import date, timedelta
from typing import NamedTuple

from desk.actions.rights import Right
from desk.charter.clocks import RUNNING
from desk.charter.errors import OutsideCalendar
from desk.models import ExamSession, Ticket
from desk.store.commands.outbox import recall
from desk.store.commands.recounting import Move
from desk.store.commands.unit_of_work import add_event
from desk.store.database import Store
from desk.store.errors.input import DateMissing, ExamNameMissing, RegistrationEndsLate, SessionDayPast
from desk.store.errors.tickets import NothingChanged, SessionExists, SessionHasCandidates, SessionUnknown
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.queries.ticket import clocks_written
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.ticket_state import OPEN, VOID, Act, TicketState, fold_events
from desk.store.validation import check_length
from desk.text.folding import search_key


class Session(NamedTuple):
    """A session as shown in a list. day, ends: ISO 8601, ends "" if registration has no end; candidates: all who are registered and
    have not withdrawn; confirmed: how many have their confirmation; overdue: how many have something past its due moment."""

    id: int
    exam: str
    day: str
    place: str
    ends: str
    candidates: int = 0
    confirmed: int = 0
    overdue: int = 0

    @property
    def to_confirm(self) -> int:
        """The number of candidates who wait for their confirmation."""
        return self.candidates - self.confirmed


@requires(Right.LOOK)
def sessions(store: Store) -> list[Session]:
    """Every session that was not removed: upcoming ones by day, then past ones, latest first."""
    today = _today(store).isoformat()
    found = [
        Session._make(row)
        for row in store.rows(_SESSIONS + "WHERE s.removed IS NULL GROUP BY s.id ORDER BY s.day, s.exam, s.id", store.now())
    ]
    to_come = [exam_session for exam_session in found if exam_session.day >= today]
    return to_come + [exam_session for exam_session in reversed(found) if exam_session.day < today]


@requires(Right.LOOK)
def session(store: Store, number: int) -> Session:
    """A session by its number. Raises NotNow."""
    rows = store.rows(_SESSIONS + "WHERE s.id = ? GROUP BY s.id", store.now(), number)
    if not rows:
        raise SessionUnknown(number)
    return Session._make(rows[0])


@requires(Right.LOOK)
def find_session(store: Store, exam: str, day: date, place: str = "") -> Session | None:
    """The session of this exam on this day, at this place if one is given, without counts; None if there is none or several."""
    rows = store.rows("SELECT id, exam, day, place, ends FROM exam_session WHERE day = ? AND removed IS NULL", day.isoformat())
    found = [
        exam_session
        for exam_session in map(Session._make, ((*row, 0, 0, 0) for row in rows))
        if search_key(exam_session.exam) == search_key(exam)
    ]
    if place:
        found = [exam_session for exam_session in found if search_key(exam_session.place) == search_key(place)]
    return found[0] if len(found) == 1 else None


@requires(Right.WORK)
def open_session(store: Store, who: str, exam: str, day: date | None, place: str = "", ends: date | None = None) -> int:
    """Creates a session. Returns its number. ends: the last day of registration. Raises BadInput, NotNow, OutsideCalendar."""
    if not exam.strip():
        raise ExamNameMissing
    for field, words in (("exam", exam), ("place", place)):
        check_length(field, words)
    if day is None:
        raise DateMissing
    _check_day(store, day)
    if ends is not None and ends > day:
        raise RegistrationEndsLate(ends)
    with store.transaction():
        if find_session(store, exam, day, place):
            raise SessionExists(exam)
        number = ExamSession.insert(
            exam=exam.strip(), day=day.isoformat(), place=place.strip(), ends=ends.isoformat() if ends else "",
            staff=staff_id(store, who), recorded=store.now(),
        ).execute()  # fmt: skip
        log_row(store, "exam_session", int(number), staff_id(store, who))
        _assign_registrations(store, who, int(number), exam, day)
        return int(number)


@requires(Right.WORK)
def remove_session(store: Store, who: str, number: int) -> None:
    """Removes a session created by mistake from all lists. Raises NotNow while anybody is registered for it."""
    with store.transaction():
        if session(store, number).candidates:
            raise SessionHasCandidates
        ExamSession.update(removed=store.now()).where(ExamSession.id == number).execute()
        log_row(store, "exam_session", number, staff_id(store, who), "removed")


def _assign_registrations(store: Store, who: str, number: int, exam: str, day: date) -> None:
    """Assigns earlier registrations for this exam and day to the new session, in one step."""
    step = 0
    for ticket, subject in store.rows(_WITHOUT, day.isoformat()):
        if search_key(subject) == search_key(exam):
            texts = {"new": f"{exam.strip()} {day:%d.%m.%Y}"}
            event = add_event(store, who, ticket, Act.CORRECTED, data={"field": "session", "new": number}, texts=texts, step=step)
            step = step or event


def is_late(of: Session | None, registered: date) -> bool:
    """Whether this day is past the session's registration end (clauses, registration-confirm)."""
    return bool(of and of.ends and registered.isoformat() > of.ends)


@requires(Right.LOOK)
def candidates_of(store: Store, number: int) -> list[int]:
    """The registrations of a session, in the order of receipt."""
    return [row for (row,) in store.rows("SELECT id FROM ticket WHERE session_id = ? AND state <> ? ORDER BY id", number, VOID)]


@requires(Right.LOOK)
def session_moves(store: Store, number: int, day: date) -> list[Move]:
    """Previews what moving a session would change; writes nothing. Raises BadInput, NotNow, OutsideCalendar."""
    session(store, number)
    _check_day(store, day)
    found: list[Move] = []
    for ticket in candidates_of(store, number):
        found += moves_of(store, ticket, fold_events(events_of(store, ticket)), day)
    return found


@requires(Right.LOOK)
def moves_of(store: Store, ticket: int, story: TicketState, day: date) -> list[Move]:
    """The moves on one registration if the exam were on another day."""
    found = []
    for clock in clocks_written(store, ticket):
        if clock.state == RUNNING and store.charter.limit(clock.standard).event:
            new = store.charter.deadline(clock.standard, store.charter.at(clock.start), event=day, late=story.late).due_at
            found.append(Move(ticket, clock.standard, clock.due, new))
    return found


@requires(Right.WORK)
def move_session(store: Store, who: str, number: int, day: date | None) -> int:
    """Moves a whole session to another day. Returns the number of registrations concerned.

    Clocks counted back from the exam are recalculated, and the history of each keeps the old and the new ones; registrations
    confirmed for the old day are reopened, since their candidates have to be told. Raises BadInput, NotNow, OutsideCalendar.
    """
    if day is None:
        raise DateMissing
    _check_day(store, day)
    with store.together():
        found = session(store, number)
        if found.day == day.isoformat():
            raise NothingChanged(number)
        ExamSession.update(day=day.isoformat()).where(ExamSession.id == number).execute()
        log_row(store, "exam_session", number, staff_id(store, who), "day")
        moved = candidates_of(store, number)
        for ticket in moved:
            story = fold_events(events_of(store, ticket))
            data = {"exam": day.isoformat(), "old": found.day, "late": story.late, "moved": number}
            step = add_event(store, who, ticket, Act.EXAM_MOVED, data=data)
            recall(store, staff_id(store, who), ticket, step)
            if story.finished and not story.ended and Ticket.get_by_id(ticket).state != OPEN:
                add_event(store, who, ticket, Act.REOPENED)
        return len(moved)


def _check_day(store: Store, day: date) -> None:
    if day < _today(store):
        raise SessionDayPast(day)
    if is_far_beyond(store, day):
        raise OutsideCalendar(store.charter.calendar.first_year, store.charter.calendar.last_year)


@requires(Right.ANYBODY)
def is_far_beyond(store: Store, day: date) -> bool:
    """Whether an exam's day is beyond the calendar and more than a year ahead: then its year is probably mistyped.

    A nearer one is accepted, and its deadlines are calculated as soon as a calendar covers it.
    """
    return day.year > store.charter.calendar.last_year and day > _today(store) + timedelta(366)


def _today(store: Store) -> date:
    return store.charter.at(store.now()).date()


def move_back(store: Store, staff: int, number: int, old: str, new: str) -> None:
    """Undoes the move of a session: its day is the old one again, unless it was moved on since. Must run inside the transaction
    that undoes the move."""
    if ExamSession.update(day=old).where(ExamSession.id == number, ExamSession.day == new).execute():
        log_row(store, "exam_session", number, staff, "day")


_WITHOUT = """SELECT id, subject FROM ticket WHERE kind = 'registration' AND session_id IS NULL AND day = ? AND state <> 'void'
              ORDER BY id"""
# A registration is confirmed if a confirmation stopped its clock and no clock of that promise runs again. Withdrawn ones do not
# count as candidates.
_SESSIONS = """SELECT s.id, s.exam, s.day, s.place, s.ends,
                      COUNT(CASE WHEN t.state = 'open' OR t.is_confirmed THEN 1 END), COUNT(CASE WHEN t.is_confirmed THEN 1 END),
                      COUNT(CASE WHEN t.state = 'open' AND t.next_due < ? THEN 1 END)
               FROM exam_session AS s LEFT JOIN (
                 SELECT id, session_id, state, next_due, EXISTS (
                     SELECT 1 FROM clock AS c JOIN event AS e ON e.id = c.stopped_by AND e.what = 'confirmed'
                     WHERE c.ticket_id = ticket.id AND NOT EXISTS (
                       SELECT 1 FROM clock AS r WHERE r.ticket_id = c.ticket_id AND r.standard = c.standard AND r.state = 'running')
                   ) AS is_confirmed
                 FROM ticket WHERE session_id IS NOT NULL AND state <> 'void') AS t ON t.session_id = s.id """
