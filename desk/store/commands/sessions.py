"""Exam sessions: an exam on a day at a place, with its registration deadline and the progress of its candidates."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, fn

from desk.actions.rights import Right
from desk.charter.clocks import RUNNING
from desk.charter.errors import OutsideCalendar
from desk.charter.vocabulary import SESSIONS
from desk.facts.price import price_words
from desk.models import Clock, Event, ExamSession, Ticket
from desk.store.commands.outbox import recall
from desk.store.commands.recounting import Move
from desk.store.commands.unit_of_work import add_event
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import DateMissing, ExamNameMissing, RegistrationEndsLate, SessionDayPast
from desk.store.errors.tickets import NothingChanged, SessionExists, SessionHasCandidates, SessionUnknown
from desk.store.event_log import events_of
from desk.store.facts.versions import exam_fact
from desk.store.permissions import requires
from desk.store.queries.ticket import clocks_written
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert, read, update
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
    found = [Session._make(row) for row in _all_sessions.rows(store, now=store.now())]
    to_come = [exam_session for exam_session in found if exam_session.day >= today]
    return to_come + [exam_session for exam_session in reversed(found) if exam_session.day < today]


@requires(Right.LOOK)
def session(store: Store, number: int) -> Session:
    """A session by its number. Raises NotNow."""
    rows = _session.rows(store, now=store.now(), session=number)
    if not rows:
        raise SessionUnknown(number)
    return Session._make(rows[0])


@requires(Right.LOOK)
def find_session(store: Store, exam: str, day: date, place: str = "") -> Session | None:
    """The session of this exam on this day, at this place if one is given, without counts; None if there is none or several."""
    rows = _on_day.rows(store, day=day.isoformat())
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
    """Creates a session. Returns its number. ends: the last day of registration, None for the one that the facts know. Raises
    BadInput, NotNow, OutsideCalendar."""
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
        fact = exam_fact(store, exam, day)
        ends = ends or (fact.content.closes if fact else None)
        staff = staff_id(store, who)
        row = {"exam": exam.strip(), "day": day.isoformat(), "place": place.strip(), "ends": ends.isoformat() if ends else ""}
        number = insert(store, ExamSession, {**row, "staff": staff, "recorded": store.now()})
        log_row(store, "exam_session", number, staff)
        _assign_registrations(store, who, number, exam, day)
        return number


@requires(Right.WORK)
def remove_session(store: Store, who: str, number: int) -> None:
    """Removes a session created by mistake from all lists. Raises NotNow while anybody is registered for it."""
    with store.transaction():
        if session(store, number).candidates:
            raise SessionHasCandidates
        update(store, ExamSession, {"removed": store.now()}, number)
        log_row(store, "exam_session", number, staff_id(store, who), "removed")


def _assign_registrations(store: Store, who: str, number: int, exam: str, day: date) -> None:
    """Assigns earlier registrations for this exam and day to the new session, in one step."""
    step = 0
    for ticket, subject in _without_session.rows(store, day=day.isoformat(), kinds=store.charter.using(SESSIONS)):
        if search_key(subject) == search_key(exam):
            texts = {"new": f"{exam.strip()} {day:%d.%m.%Y}"}
            event = add_event(store, who, ticket, Act.CORRECTED, data={"field": "session", "new": number}, texts=texts, step=step)
            step = step or event


@requires(Right.LOOK)
def is_late(store: Store, of: Session | None, exam: str, day: date, registered: date) -> bool:
    """Whether a registration is past its end (clauses, registration-confirm): that of the session, else the one that the facts know
    of this exam on this day."""
    if of and of.ends:
        return registered.isoformat() > of.ends
    fact = exam_fact(store, exam, day)
    return bool(fact and fact.content.closes and fact.content.closes < registered)


@requires(Right.LOOK)
def late_fee(store: Store, exam: str, day: date, language: str) -> str:
    """The late price of an exam on a day, as the facts say it; "" if unknown."""
    fact = exam_fact(store, exam, day)
    return price_words(fact.content.late_price, language) if fact else ""


@requires(Right.LOOK)
def candidates_of(store: Store, number: int) -> list[int]:
    """The registrations of a session, in the order of receipt."""
    return [row for (row,) in _candidates.rows(store, session=number)]


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
        update(store, ExamSession, {"day": day.isoformat()}, number)
        log_row(store, "exam_session", number, staff_id(store, who), "day")
        moved = candidates_of(store, number)
        for ticket in moved:
            story = fold_events(events_of(store, ticket))
            data = {"exam": day.isoformat(), "old": found.day, "late": story.late, "moved": number}
            step = add_event(store, who, ticket, Act.EXAM_MOVED, data=data)
            recall(store, staff_id(store, who), ticket, step)
            is_finished = story.is_finished(store.charter.kind(story.kind).final)
            if is_finished and not story.ended and read(store, Ticket, ("state",), ticket) != (OPEN,):
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
    if read(store, ExamSession, ("day",), number) == (new,):
        update(store, ExamSession, {"day": old}, number)
        log_row(store, "exam_session", number, staff, "day")


@Statement
def _without_session(dialect: Dialect) -> Any:
    is_one = (
        dialect.among(Ticket.kind, Param("kinds"))
        & Ticket.session.is_null()
        & (Ticket.day == Param("day"))
        & (Ticket.state != VOID)
    )
    return Ticket.select(Ticket.id, Ticket.subject).where(is_one).order_by(Ticket.id)


@Statement
def _candidates(_: Dialect) -> Any:
    return Ticket.select(Ticket.id).where(Ticket.session == Param("session"), Ticket.state != VOID).order_by(Ticket.id)


@Statement
def _on_day(_: Dialect) -> Any:
    columns = (ExamSession.id, ExamSession.exam, ExamSession.day, ExamSession.place, ExamSession.ends)
    return ExamSession.select(*columns).where(ExamSession.day == Param("day"), ExamSession.removed.is_null())


def _sessions() -> Any:
    """Exam sessions with the counts of `Session`.

    A registration is confirmed if a confirmation stopped its clock and no clock of that promise runs again; withdrawn ones do not
    count as candidates.
    """
    again = Clock.alias("r")
    runs_again = again.select(SQL("1")).where(
        again.ticket == Clock.ticket, again.standard == Clock.standard, again.state == RUNNING
    )
    stopped = Clock.select(SQL("1")).join(Event, on=(Event.id == Clock.stopped_by) & (Event.what == "confirmed"))
    confirmed = fn.EXISTS(stopped.where(Clock.ticket == Ticket.id, ~fn.EXISTS(runs_again)))
    inside = Ticket.select(Ticket.session.alias("session"), Ticket.state, Ticket.next_due, confirmed.alias("is_confirmed"))
    theirs = inside.where(Ticket.session.is_null(False), Ticket.state != VOID).alias("theirs")
    is_open, is_confirmed = theirs.c.state == OPEN, theirs.c.is_confirmed
    counts = (
        fn.COUNT(Case(None, ((is_open | is_confirmed, 1),))),
        fn.COUNT(Case(None, ((is_confirmed, 1),))),
        fn.COUNT(Case(None, ((is_open & (theirs.c.next_due < Param("now")), 1),))),
    )
    columns = (ExamSession.id, ExamSession.exam, ExamSession.day, ExamSession.place, ExamSession.ends)
    query = ExamSession.select(*columns, *counts).join(theirs, JOIN.LEFT_OUTER, on=theirs.c.session == ExamSession.id)
    return query.group_by(ExamSession.id)


@Statement
def _all_sessions(_: Dialect) -> Any:
    query = _sessions().where(ExamSession.removed.is_null())
    return query.order_by(ExamSession.day, ExamSession.exam, ExamSession.id)


_session = Statement(lambda _: _sessions().where(ExamSession.id == Param("session")))
