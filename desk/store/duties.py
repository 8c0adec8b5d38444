"""The evidence of the centre's duties: appended, never changed; and how each duty stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from desk.charter.clocks import KEPT, MISSED, RUNNING
from desk.charter.duties import Done, Slot, slots
from desk.charter.errors import UnknownStandard
from desk.charter.limits import Unit
from desk.models import Evidence
from desk.store.checks import NOT_A_DUTY, check_moment
from desk.store.customers import staff_id
from desk.store.database import Store
from desk.store.doors import door
from desk.store.errors import BadInput


@dataclass(frozen=True, slots=True)
class Standing:
    """How a duty stands. due: of the slot that runs, None where nothing is to be done; last: who did it last, and when."""

    duty: str
    kept: int
    missed: int
    slot: Slot | None
    missed_today: bool
    last: tuple[int, str] | None


@door
def tick(store: Store, who: str, duty: str, note: str = "", at: int | None = None) -> None:
    """Says that a duty was done. Of `before every exam day` it is the next exam's. Raises BadInput, NotAMoment."""
    if duty not in [one.id for one in store.charter.file.duty]:
        raise BadInput(NOT_A_DUTY, text=duty)
    moment = store.now() if at is None else at
    check_moment(store, moment)
    with store.transaction():
        exams = [exam for exam in _exams(store) if exam >= store.charter.at(moment).date()]
        exam = min(exams).isoformat() if exams and store.charter.limit(duty).event else ""
        Evidence.create(duty=duty, at=moment, recorded=store.now(), staff=staff_id(who), note=note, exam=exam)


@door
def open_shift(store: Store, who: str) -> None:
    """Who opened the desk or took over is the evidence for what is due at every opening; written once for each of them a day."""
    since, _ = store.charter.calendar.day_of(store.now())
    for duty in store.charter.file.duty:
        sql = "SELECT 1 FROM evidence AS e JOIN staff AS s ON s.id = e.staff_id WHERE e.duty = ? AND e.at >= ? AND s.name = ?"
        if store.charter.limit(duty.id).unit is Unit.OPENING and not store.rows(sql, duty.id, since, who):
            tick(store, who, duty.id)


@door
def standings(store: Store, since: int | None = None) -> list[Standing]:
    """Every duty of the charter, in its order. since: counts what fell due from then on, None for all since the desk began."""
    (midnight, _), found = store.charter.calendar.day_of(store.now()), []
    for duty, every, last in _slots(store):
        counted = [slot for slot in every if since is None or slot.due >= since]
        missed = [slot for slot in counted if slot.state == MISSED]
        running = next((slot for slot in every if slot.state == RUNNING), None)
        kept = sum(slot.done is not None for slot in counted)
        found.append(Standing(duty, kept, len(missed), running, any(slot.due >= midnight for slot in missed), last))
    return found


class Kept(NamedTuple):
    """How a duty was kept in a period: by when it fell due."""

    duty: str
    kept: int
    missed: int
    running: int


@door
def kept_between(store: Store, since: int, until: int) -> list[Kept]:
    """How every duty was kept that fell due from `since` on and before `until`, epoch seconds."""
    found = []
    for duty, every, _ in _slots(store):
        states = [slot.state for slot in every if since <= slot.due < until]
        found.append(Kept(duty, states.count(KEPT), states.count(MISSED), states.count(RUNNING)))
    return found


def _slots(store: Store) -> Iterator[tuple[str, Sequence[Slot], tuple[int, str] | None]]:
    """Each duty with every time that it had to be done up to now, and when it was done last, by whom."""
    ((begun,),) = store.rows("SELECT MIN(since) FROM in_force")
    exams = _exams(store)
    for duty in store.charter.file.duty:
        rows = store.rows(_EVIDENCE, duty.id)
        done = [Done(at, date.fromisoformat(exam) if exam else None) for at, exam, _ in rows]
        try:
            every = slots(store.charter, duty.id, begun, done, store.now(), exams)
        except UnknownStandard:
            continue
        yield duty.id, every, (rows[-1][0], rows[-1][2]) if rows else None


_EVIDENCE = """SELECT e.at, e.exam, s.name FROM evidence AS e JOIN staff AS s ON s.id = e.staff_id
               WHERE e.duty = ? ORDER BY e.at, e.id"""


def _exams(store: Store) -> list[date]:
    rows = store.rows("SELECT DISTINCT exam FROM ticket WHERE kind = 'registration' AND state IN ('open', 'closed')")
    return [date.fromisoformat(exam) for (exam,) in rows if exam]
