"""Verdicts -> figures: of each standard how many were opened, kept, missed, run still and are void, and how long it took.

Pure: nothing here knows where the verdicts come from. A verdict stays what it was given as; the time it took is counted in the
unit that the standard has now.
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
    """How one standard was kept; house: by our own limit, counted apart.

    kept: in time, and entered in time; entered_late: kept by a time that was entered after the due moment, and not counted in
    `kept`; missed: late or never; ended: of the missed ones, how many were ended without an answer, for each reason; void: how many
    for each reason; tried: kept by a try, and counted in `kept`; median, p90: how long it took, of all that were answered, in the
    standard's own unit (`measure.taken`), None where none was; by nearest rank, so that both are values that occurred. What is
    counted back from an exam is the worse the smaller it is: nine in ten had p90 days or more.
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
        """All of them."""
        return self.judged + self.running + sum(self.void.values())

    @property
    def judged(self) -> int:
        """Those with a verdict: what a percentage is of."""
        return self.kept + self.entered_late + self.missed

    @property
    def share(self) -> float | None:
        """The part of the judged that was kept, which no time entered late improves; None where none was judged."""
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
    """Counts verdicts as they come. now: epoch seconds; versions: the charters that verdicts were given by."""

    def __init__(self, charter: Charter, now: int, versions: Callable[[int], Charter]) -> None:
        self._charter, self._now, self._versions = charter, now, versions
        self._counts: dict[tuple[str, bool], _Count] = {}

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """Some more of them. Raises OutsideCalendar."""
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
        """Each standard's figure, in the charter's order; those that it has no more stand last, and house rules behind their
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
    times = sorted(count.times, reverse=is_backward)  # from the best to the worst
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
    """The value at a percentile by nearest rank, out of sorted ones; None of none."""
    return times[-(-len(times) * percent // 100) - 1] if times else None
