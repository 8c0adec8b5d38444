"""Turns verdicts into figures: for each standard the number opened, kept, missed, still running and void, and the time taken.

Pure: nothing here knows where the verdicts come from. A verdict keeps the result it was given; the time taken is counted in the
standard's current unit.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desk.charter import Charter
from desk.charter.clocks import KEPT, MISSED, RUNNING, VOID
from desk.charter.limits import Unit
from desk.charter.measure import taken
from desk.store.queries.verdicts import Verdict

TRIED = "tried"


@dataclass(frozen=True)
class Figure:
    """The figures of one standard.

    house: whether the limit is our own, counted separately.
    kept: in time, and recorded in time.
    entered_late: kept according to a time that was recorded after the due time; not included in `kept`.
    missed: late or never.
    ended: those of the missed that were ended without an answer, by reason.
    void: by reason.
    tried: kept by an attempt; included in `kept`.
    median, p90: the time taken by all that were answered, in the standard's own unit (`measure.taken`); None if there are none. By
    nearest rank, so that both are values that occurred. For a limit counted back from an exam, less is worse: nine in ten had
    p90 days or more.
    """

    standard: str
    house: bool
    kept: int
    entered_late: int
    missed: int
    ended: Mapping[str, int]
    running: int
    void: Mapping[str, int]
    tried: int
    median: int | None
    p90: int | None

    @property
    def opened(self) -> int:
        """The total number."""
        return self.judged + self.running + sum(self.void.values())

    @property
    def judged(self) -> int:
        """The number with a verdict, the base of all percentages."""
        return self.kept + self.entered_late + self.missed

    @property
    def share(self) -> float | None:
        """The share of the judged that was kept, not counting times recorded late; None if none was judged."""
        return self.kept / self.judged if self.judged else None


@dataclass
class _Count:
    states: Counter[str] = field(default_factory=Counter)
    void: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    entered_late: int = 0
    tried: int = 0
    times: list[int] = field(default_factory=list)


class Tally:
    """Counts verdicts incrementally. now: epoch seconds; versions: the charters that the verdicts were given under."""

    def __init__(self, charter: Charter, now: int, versions: Callable[[int], Charter]) -> None:
        self._charter, self._now, self._versions = charter, now, versions
        self._counts: dict[tuple[str, bool], _Count] = {}

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """Adds verdicts. Raises OutsideCalendar."""
        for verdict in verdicts:
            count = self._counts.setdefault((verdict.standard, bool(verdict.house)), _Count())
            state = verdict.state_at(self._now)
            count.states[state] += 1
            if state == VOID:
                count.void[verdict.reason] += 1
                continue
            if state == MISSED and verdict.reason:
                count.ended[verdict.reason] += 1
                continue
            late = state == KEPT and verdict.entered_late
            count.entered_late += late
            count.tried += state == KEPT and not late and verdict.how == TRIED
            if verdict.stopped is not None:
                count.times.append(self._taken(verdict, verdict.stopped))

    def figures(self) -> tuple[Figure, ...]:
        """The figure of each standard in the charter's order; standards it no longer has come last, and house rules after their
        promise."""
        order = {standard.id: place for place, standard in enumerate(self._charter.standards)}
        names = sorted(self._counts, key=lambda key: (order.get(key[0], len(order)), key))
        return tuple(_figure(*name, self._counts[name], is_backward=self._is_backward(name[0])) for name in names)

    def _is_backward(self, standard: str) -> bool:
        return self._charter.find(standard) is not None and self._charter.limit(standard).unit is Unit.WORKING_DAYS_BEFORE

    def _taken(self, verdict: Verdict, stopped: int) -> int:
        charter = self._charter
        if charter.find(verdict.standard) is None and verdict.judged_by is not None:
            charter = self._versions(verdict.judged_by)
        return taken(charter.limit(verdict.standard), charter.calendar, verdict.start, verdict.due, stopped)


def _figure(standard: str, house: bool, count: _Count, *, is_backward: bool) -> Figure:
    times = sorted(count.times, reverse=is_backward)  # from best to worst
    return Figure(
        standard,
        house,
        count.states[KEPT] - count.entered_late,
        count.entered_late,
        count.states[MISSED],
        dict(sorted(count.ended.items())),
        count.states[RUNNING],
        dict(sorted(count.void.items())),
        count.tried,
        rank(times, 50),
        rank(times, 90),
    )


def rank(times: Sequence[int], percent: int) -> int | None:
    """The value at a percentile by nearest rank, from sorted values; None if there are none."""
    return times[-(-len(times) * percent // 100) - 1] if times else None
