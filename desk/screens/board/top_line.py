"""The board's first line: the centre's status, the time, overdue and due counts, the current user."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from desk.screens.base import Desk
from desk.widgets.queue_pane import Pane

if TYPE_CHECKING:
    from desk.screens.board.words import BoardWords
    from desk.store.mail.delivery import Standing
    from desk.store.queries.backups import LastBackup


class TopLine(Static):
    """Counts over all panes by bisection, so that the cost hardly grows with the number of tickets."""

    def __init__(self, desk: Desk, words: "Callable[[], BoardWords]") -> None:
        super().__init__("", markup=False, id="top")
        self._desk = desk
        self._words = words
        self.mail: Standing | None = None  # how it stands; None before it was read
        self.backup: LastBackup | None = None  # None before it was read, and on a practice desk
        self._said = ""
        self._day = (0, 0)

    def show(self, panes: Sequence[Pane], now: float) -> None:
        """Updates the line; redraws only if the text changed."""
        said = self._text(panes, int(now))
        if said != self._said:
            self._said = said
            self.update(Content(said), layout=False)

    def _text(self, panes: Sequence[Pane], now: int) -> str:
        charter, _ = self._desk.charter, self._desk.translator
        if charter is None or not self._desk.speaks_dates:
            return _("Desk")
        return self._words().head(charter, now, self.counts(panes, now), self.mail, self.backup, self.size.width)

    def counts(self, panes: Sequence[Pane], now: int) -> tuple[int, int]:
        """The number of tickets whose nearest clock is overdue, and of those due later today."""
        overdue = sum(pane.overdue(now) for pane in panes)
        return overdue, sum(pane.due_until(self._end_of_day(now)) for pane in panes) - overdue

    def _end_of_day(self, now: int) -> int:
        """The last second of today, computed once per day."""
        charter = self._desk.charter
        if charter is not None and not self._day[0] <= now <= self._day[1]:
            begin, end = charter.calendar.day_of(now)
            self._day = (begin, end - 1)
        return self._day[1]
