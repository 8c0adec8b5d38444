"""The centre's recurring duties: evidence -> the slots in which each was kept or missed. A gap is a miss.

The rhythms are the charter file's limits that begin with `every` or `before every`; `docs/counting.md` explains how each is
counted.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from desk.charter.charter import Charter
from desk.charter.clocks import KEPT, MISSED, RUNNING
from desk.charter.deadlines import count
from desk.charter.errors import OutsideCalendar
from desk.charter.limits import Limit, Unit

_PERIODS = {Unit.WEEK: 1, Unit.MONTH: 1, Unit.QUARTER: 3}  # months, except for the week


@dataclass(frozen=True, slots=True)
class Done:
    """Evidence that a duty was done.

    at: epoch seconds; event: the exam's date, for a duty before every exam day; entered: when it was recorded, epoch seconds, None
    if at once.
    """

    at: int
    event: date | None = None
    entered: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One occasion on which a duty was due.

    due, done: epoch seconds; event: the exam's date, if there is one; entered_late: whether it was kept by evidence recorded only
    after the due moment.
    """

    due: int
    state: str
    done: int | None = None
    event: date | None = None
    entered_late: bool = False


def slots(
    charter: Charter, duty: str, begun: int, done: Sequence[Done], until: int, exams: Sequence[date] = ()
) -> tuple[Slot, ...]:
    """Every slot of a duty since the desk began, the current one last.

    begun, until: epoch seconds; done: in the order of their moments; exams: the dates for `before every exam day`. Raises
    UnknownStandard.
    """
    limit = charter.limit(duty)
    if limit.event:
        return tuple(_before_exams(charter, limit, begun, done, until, exams))
    return tuple(_recurring(charter, limit, begun, done, until))


def _recurring(charter: Charter, limit: Limit, begun: int, done: Sequence[Done], until: int) -> Iterator[Slot]:
    start, moments = begun, [evidence.at for evidence in done]
    while True:
        try:
            due, _ = count(limit, charter.calendar, start)
            first = _opens(charter, limit, start, due)
        except OutsideCalendar:
            return
        kept = _first_in_time(done[bisect_right(moments, first) : bisect_right(moments, min(due, until))], due)
        if kept is None and due >= until:
            yield Slot(due, RUNNING)
            return
        yield _slot(due, until, kept)
        if limit.unit is Unit.OPENING:
            start = _closing_of(charter, due)  # evidence from later that day does not count for tomorrow's opening
        elif limit.unit in _PERIODS:
            start = due
        else:
            start = due if kept is None else kept.at


def _opens(charter: Charter, limit: Limit, start: int, due: int) -> int:
    """The last moment that is too early to keep a slot."""
    if limit.unit is Unit.OPENING:  # anybody present that day, from the first second of a new desk on
        return charter.calendar.midnight(charter.calendar.ordinal(due)) - 1
    if limit.unit not in _PERIODS:
        return start
    day = charter.at(due).date()
    if limit.unit is Unit.WEEK:
        first = date.fromordinal(day.toordinal() - day.weekday())
    else:
        months = _PERIODS[limit.unit]
        first = date(day.year, day.month - (day.month - 1) % months, 1)
    return charter.calendar.midnight(first.toordinal()) - 1


def _closing_of(charter: Charter, moment: int) -> int:
    calendar = charter.calendar
    return calendar.closing_from(calendar.ordinal(moment))[1]


def _before_exams(
    charter: Charter, limit: Limit, begun: int, done: Sequence[Done], until: int, exams: Sequence[date]
) -> Iterator[Slot]:
    for exam in sorted(set(exams)):
        try:
            due, _ = count(limit, charter.calendar, begun, exam)
        except OutsideCalendar:  # the exam was in the range of an earlier calendar
            continue
        if due < begun:
            continue
        yield _slot(
            due,
            until,
            _first_in_time([evidence for evidence in done if evidence.event == exam and evidence.at <= min(due, until)], due),
            exam,
        )


def _first_in_time(done: Sequence[Done], due: int) -> Done | None:
    """The evidence that keeps a slot: of all candidates, the first that was not entered late."""
    return next((evidence for evidence in done if not _is_late(evidence, due)), done[0] if done else None)


def _is_late(done: Done, due: int) -> bool:
    return done.entered is not None and done.entered > due


def _slot(due: int, until: int, kept: Done | None, exam: date | None = None) -> Slot:
    if kept is None:
        return Slot(due, MISSED if due < until else RUNNING, None, exam)
    return Slot(due, KEPT, kept.at, exam, _is_late(kept, due))
