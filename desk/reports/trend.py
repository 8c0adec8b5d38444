"""How the promises of the last weeks were kept, week by week, counted in small steps in the background."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desk.charter import Charter
from desk.charter.clocks import KEPT, MISSED, RUNNING
from desk.reports.figures import Figure, Tally
from desk.store.database import Store
from desk.store.queries.verdicts import piece

WEEKS = 8  # the current week and those before it


@dataclass(frozen=True)
class StandardTrend:
    """A standard over the last weeks.

    weeks: its figure for each week by the Monday, oldest first; None if nothing was promised.
    tickets: those behind the share: the judged ones, missed ones first; as long as none is judged, the running ones.
    """

    figure: Figure
    weeks: Mapping[date, Figure | None]
    tickets: tuple[int, ...]


class Trend:
    """An incremental count: call `step` until everything is counted. now: epoch seconds."""

    def __init__(self, charter: Charter, now: int) -> None:
        calendar = charter.calendar
        today = date.fromordinal(calendar.ordinal(now))
        monday = today - timedelta(today.weekday())
        self.mondays = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
        self._charter, self._now = charter, now
        self._since, self._after = calendar.midnight(self.mondays[0].toordinal()), 0
        self._until = calendar.midnight(today.toordinal() + 1)
        self._whole: Tally | None = None
        self._weeks: dict[date, Tally] = {}
        self._judged: dict[tuple[str, bool], dict[int, bool]] = {}  # whether the ticket missed it
        self._running: dict[tuple[str, bool], set[int]] = {}

    def step(self, store: Store) -> bool:
        """Counts the next step. Returns whether there may be more."""
        if self._whole is None:
            self._whole = Tally(self._charter, self._now, store.version)
            self._weeks = {monday: Tally(self._charter, self._now, store.version) for monday in self.mondays}
        found = piece(store, self._since, self._until, self._after)
        ordinal = self._charter.calendar.ordinal
        by_week: dict[date, list[int]] = {}
        for place, verdict in enumerate(found):
            day = date.fromordinal(ordinal(verdict.opened))
            by_week.setdefault(day - timedelta(day.weekday()), []).append(place)
            name, state = (verdict.standard, bool(verdict.house)), verdict.state_at(self._now)
            if state in (KEPT, MISSED):
                tickets = self._judged.setdefault(name, {})
                tickets[verdict.ticket] = tickets.get(verdict.ticket, False) or state == MISSED
            elif state == RUNNING:
                self._running.setdefault(name, set()).add(verdict.ticket)
        self._whole.add(found)
        for monday, places in by_week.items():
            self._weeks[monday].add(found[place] for place in places)
        if found:
            self._since, self._after = found[-1].opened, found[-1].id
        return bool(found)

    def courses(self) -> tuple[StandardTrend, ...]:
        """The trend of each standard, in the charter's order."""
        if self._whole is None:
            return ()
        weeks = {
            monday: {(weekly.standard, weekly.house): weekly for weekly in tally.figures()} for monday, tally in self._weeks.items()
        }  # fmt: skip
        found = []
        for figure in self._whole.figures():
            name = (figure.standard, figure.house)
            weekly = {monday: figures.get(name) for monday, figures in weeks.items()}
            found.append(StandardTrend(figure, weekly, self._behind(name)))
        return tuple(found)

    def _behind(self, name: tuple[str, bool]) -> tuple[int, ...]:
        judged = self._judged.get(name)
        if judged:
            return tuple(sorted(judged, key=lambda number: (not judged[number], -number)))
        return tuple(sorted(self._running.get(name, ()), reverse=True))
