"""The centre's duties: their evidence, append-only, and their status.

A tick alone is no evidence if the charter requires something that must exist: answers, a page, a check of each venue.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from desk.actions.rights import Right
from desk.charter.clocks import KEPT, MISSED, RUNNING
from desk.charter.duties import Done, Slot, slots
from desk.charter.errors import UnknownStandard
from desk.charter.limits import Unit
from desk.charter.vocabulary import SESSIONS
from desk.models import Event, Evidence, ExamSession, InForce, Staff, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import CheckNoteMissing, DutyUnknown, NoAnswersRecorded, NoVenueLeft, PageMissing, VenueMissing
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert
from desk.store.ticket_state import DONE, OPEN, Act
from desk.store.validation import check_moment

# Duties that need more evidence than a tick, by their ids in charter/clauses.md, section 2.
WEBSITE, SATISFACTION, RESULTS, MAILBOX = "website-current", "satisfaction-measured", "results-published", "mailbox-checked"
_SELDOM = 15 * 60  # seconds between two records of the same check
FEES = "fees-published"
ALL_VENUES = "*"  # evidence from before each venue had a tick of its own


@dataclass(frozen=True, slots=True)
class DutyStatus:
    """The status of a duty.

    kept, missed: counts; entered_late: done in time but recorded only after the due moment, not included in `kept`; slot: the
    current one, None if nothing is to be done; last: when it was done last, and by whom; venues: those still to be checked before
    the next exam day, "" for the centre itself.
    """

    duty: str
    kept: int
    entered_late: int
    missed: int
    slot: Slot | None
    missed_today: bool
    last: tuple[int, str] | None
    venues: tuple[str, ...] = ()


@requires(Right.WORK)
def tick(store: Store, who: str, duty: str, note: str = "", at: int | None = None, venue: str = "") -> None:
    """Marks a duty as done. A duty before every exam day is marked once for each venue of the next one.

    note: what was checked; at: epoch seconds, None for now; venue: which one, if several are left. Raises InvalidDateTime, and
    BadInput if the evidence required by the charter is missing.
    """
    moment = store.now() if at is None else at
    if duty == WEBSITE and not note.strip():
        raise CheckNoteMissing
    if duty == SATISFACTION and not _answers_in_month(store, moment):
        raise NoAnswersRecorded
    if duty == RESULTS:
        raise PageMissing
    record_evidence(store, who, duty, note, moment, venue)


def record_evidence(store: Store, who: str, duty: str, note: str = "", at: int | None = None, venue: str = "") -> None:
    """Records evidence whose existence was established elsewhere. Raises as `tick` does."""
    if duty not in [entry.id for entry in store.charter.file.duty]:
        raise DutyUnknown(duty)
    moment = store.now() if at is None else at
    check_moment(store, moment)
    with store.transaction():
        exam, place = "", ""
        if store.charter.limit(duty).event:
            exam, place = _next_check(store, duty, store.charter.at(moment).date(), venue)
        staff = staff_id(store, who)
        row = {"duty": duty, "at": moment, "recorded": store.now(), "staff": staff, "note": note}
        evidence = insert(store, Evidence, {**row, "exam": exam, "place": place})
        log_row(store, "evidence", evidence, staff)


@requires(Right.WORK)
def mailbox_checked(store: Store, who: str, note: str) -> None:
    """Records that the mailbox was read, as evidence for its duty, if the charter has it; once in a quarter of an hour, as a desk
    that watches it reads it every minute. note: which mailbox."""
    if MAILBOX not in [entry.id for entry in store.charter.file.duty]:
        return
    with store.transaction():
        ((last,),) = _last_evidence.rows(store, duty=MAILBOX)
        if last is None or store.now() - last >= _SELDOM:
            record_evidence(store, who, MAILBOX, note)


@Statement
def _last_evidence(_: Dialect) -> Any:
    return Evidence.select(fn.MAX(Evidence.at)).where(Evidence.duty == Param("duty"))


@requires(Right.LEAD)
def page_published(store: Store, who: str, note: str) -> None:
    """Records the publication of the results as evidence for its duty, if the charter has it. note: the page that was made."""
    if RESULTS in [entry.id for entry in store.charter.file.duty]:
        record_evidence(store, who, RESULTS, note)


@requires(Right.LEAD)
def dates_published(store: Store, who: str, note: str) -> None:
    """Records that dates and prices are published as they are, as evidence for the duties to keep the website current and to
    publish the fees, as far as the charter has them. note: the page that was made, or the site that shows the same."""
    duties = [entry.id for entry in store.charter.file.duty]
    with store.transaction():
        for duty in (WEBSITE, FEES):
            if duty in duties:
                record_evidence(store, who, duty, note)


def _answers_in_month(store: Store, moment: int) -> bool:
    day = store.charter.at(moment).date()
    since = store.charter.calendar.midnight(day.replace(day=1).toordinal())
    return bool(_answers.rows(store, since=since, until=moment))


@Statement
def _answers(dialect: Dialect) -> Any:
    in_time = (Event.what == Act.RATED) & (Event.at >= Param("since")) & (Event.at <= Param("until"))
    return Event.select(SQL("1")).where(in_time, stands(dialect, Event)).limit(1)


def _next_check(store: Store, duty: str, day: date, venue: str) -> tuple[str, str]:
    """The exam day and venue that the evidence is for: the next day with an unchecked venue. Raises BadInput."""
    done = _checked(_evidence(store).get(duty, ()))
    left = {exam: places - done.get(exam, {}).keys() for exam, places in sorted(_venues(store).items()) if exam >= day}
    for exam, places in left.items():
        if not places or ALL_VENUES in done.get(exam, {}):
            continue
        if venue.strip() in places:
            return exam.isoformat(), venue.strip()
        if len(places) == 1 and not venue.strip():
            return exam.isoformat(), next(iter(places))
        raise VenueMissing([place or "-" for place in sorted(places)])
    raise NoVenueLeft


@requires(Right.WORK)
def open_shift(store: Store, who: str) -> None:
    """Records the opening of the desk or a handover as evidence for the duties due at every opening, once a day for each person."""
    since, _ = store.charter.calendar.day_of(store.now())
    for duty in store.charter.file.duty:
        if store.charter.limit(duty.id).unit is Unit.OPENING and not _done_by.rows(store, duty=duty.id, since=since, who=who):
            tick(store, who, duty.id)


@Statement
def _done_by(_: Dialect) -> Any:
    query = Evidence.select(SQL("1")).join(Staff)
    return query.where(Evidence.duty == Param("duty"), Evidence.at >= Param("since"), Staff.name == Param("who"))


@requires(Right.LOOK)
def duty_statuses(store: Store, since: int | None = None) -> list[DutyStatus]:
    """The status of every duty of the charter, in its order. since: counts what fell due from then on, None for all since the desk
    began."""
    (midnight, _), found = store.charter.calendar.day_of(store.now()), []
    venues, evidence = _venues(store), _evidence(store)
    for duty, every, last in _slots(store, venues, evidence):
        counted = [slot for slot in every if since is None or slot.due >= since]
        missed = [slot for slot in counted if slot.state == MISSED]
        running = next((slot for slot in every if slot.state == RUNNING), None)
        left = _venues_left(venues, evidence.get(duty, ()), running.event) if running and running.event else ()
        kept = [slot for slot in counted if slot.done is not None]
        late = sum(slot.entered_late for slot in kept)
        is_today = any(slot.due >= midnight for slot in missed)
        found.append(DutyStatus(duty, len(kept) - late, late, len(missed), running, is_today, last, left))
    return found


class DutyFigures(NamedTuple):
    """Counts for a duty in a period, by due moment. entered_late: as for `DutyStatus`."""

    duty: str
    kept: int
    entered_late: int
    missed: int
    running: int


@requires(Right.REVIEW)
def kept_between(store: Store, since: int, until: int) -> list[DutyFigures]:
    """Counts for every duty due from `since` (inclusive) to `until` (exclusive), epoch seconds."""
    found = []
    for duty, every, _ in _slots(store, _venues(store), _evidence(store)):
        due = [slot for slot in every if since <= slot.due < until]
        states, late = [slot.state for slot in due], sum(slot.entered_late for slot in due)
        found.append(DutyFigures(duty, states.count(KEPT) - late, late, states.count(MISSED), states.count(RUNNING)))
    return found


class _Evidence(NamedTuple):
    """Recorded evidence of a duty: when it was done, by whom; exam, place: the exam day and venue checked."""

    duty: str
    at: int
    who: str
    recorded: int
    exam: str
    place: str


def _evidence(store: Store) -> dict[str, list[_Evidence]]:
    """The evidence of each duty, ordered by when it was done."""
    found: dict[str, list[_Evidence]] = {}
    for row in _all_evidence.rows(store):
        found.setdefault(row[0], []).append(_Evidence._make(row))
    return found


@Statement
def _all_evidence(_: Dialect) -> Any:
    columns = (Evidence.duty, Evidence.at, Staff.name, Evidence.recorded, Evidence.exam, Evidence.place)
    return Evidence.select(*columns).join(Staff).order_by(Evidence.at, Evidence.id)


def _slots(
    store: Store, venues: Mapping[date, frozenset[str]], evidence: Mapping[str, Sequence[_Evidence]]
) -> Iterator[tuple[str, Sequence[Slot], tuple[int, str] | None]]:
    """Each duty with all its due slots up to now, when it was done last, and by whom."""
    begun = begun_at(store)
    for duty in store.charter.file.duty:
        rows = evidence.get(duty.id, ())
        try:
            done = (
                _days_done(rows, venues)
                if store.charter.limit(duty.id).event
                else [Done(row.at, None, row.recorded) for row in rows]
            )
            every = slots(store.charter, duty.id, begun, done, store.now(), list(venues))
        except UnknownStandard:
            continue
        yield duty.id, every, (rows[-1].at, rows[-1].who) if rows else None


def _venues(store: Store) -> dict[date, frozenset[str]]:
    """The exam venues of each day, "" if the place is unknown."""
    found: dict[date, set[str]] = {}
    for exam, place in _all_venues.rows(store, kinds=store.charter.using(SESSIONS)):
        found.setdefault(date.fromisoformat(exam), set()).add(place.strip())
    return {exam: frozenset(places) for exam, places in found.items()}


@requires(Right.ANYBODY)
def begun_at(store: Store) -> int:
    """When the desk was set up, in epoch seconds."""
    ((begun,),) = store.remembered("begun", lambda: _BEGUN.rows(store))
    return int(begun)


_BEGUN = Statement(lambda _: InForce.select(fn.MIN(InForce.since)))


@Statement
def _all_venues(dialect: Dialect) -> Any:
    query = Ticket.select(Ticket.exam, fn.COALESCE(ExamSession.place, "")).distinct().join(ExamSession, JOIN.LEFT_OUTER)
    return query.where(dialect.among(Ticket.kind, Param("kinds")), Ticket.state.in_((OPEN, DONE)), Ticket.exam != "")


def _checked(rows: Iterable[_Evidence]) -> dict[date, dict[str, Done]]:
    """The first check of each venue of each exam day."""
    found: dict[date, dict[str, Done]] = {}
    for row in rows:
        if row.exam:
            day = date.fromisoformat(row.exam)
            found.setdefault(day, {}).setdefault(row.place, Done(row.at, day, row.recorded))
    return found


def _days_done(rows: Iterable[_Evidence], venues: Mapping[date, frozenset[str]]) -> list[Done]:
    """The exam days with every venue checked, ordered by their last check."""
    found = []
    for exam, checked in _checked(rows).items():
        if ALL_VENUES in checked:
            found.append(checked[ALL_VENUES])
        elif venues.get(exam, frozenset()) <= checked.keys():
            entered = max(done.entered or done.at for done in checked.values())
            found.append(Done(max(done.at for done in checked.values()), exam, entered))
    return sorted(found, key=lambda done: done.at)


def _venues_left(venues: Mapping[date, frozenset[str]], rows: Iterable[_Evidence], exam: date) -> tuple[str, ...]:
    return tuple(sorted(venues.get(exam, frozenset()) - _checked(rows).get(exam, {}).keys()))
