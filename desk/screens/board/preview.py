"""The preview below the queues: the ticket under the cursor, from what was read with its queue, then the whole of it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static
from textual.worker import Worker

from desk.screens.base import Desk
from desk.widgets.cells import fit
from desk.widgets.queue_view import SIGNS

if TYPE_CHECKING:
    from desk.presentation.preview import Previewed, PreviewLine
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView

WIDE, HIGH = 100, 30  # cells and lines of the terminal from which the whole ticket is shown
SHORT = 3  # lines
MOST = 12  # lines
KEPT = 200  # tickets that stay read

_STYLES = {
    "soon": "bold $text-warning",
    "overdue": "bold $text-error",
    "paused": "$text-muted",
    "waiting": "$text-muted",
}


def preview_height(size: Size) -> int:
    """The lines of the preview, in a terminal of this size."""
    return min(MOST, size.height // 4) if size.width >= WIDE and size.height >= HIGH else SHORT


class Preview(Static):
    """The ticket under the cursor.

    words: formats it; ahead: the rows that the cursor may go to next, the likeliest first, which are read ahead.
    """

    def __init__(
        self,
        desk: Desk,
        words: "Callable[[Previewed, int, int], list[PreviewLine]]",
        ahead: "Callable[[], Sequence[QueueRow]]",
        size: Size,
    ) -> None:
        super().__init__("", markup=False, id="preview")
        self._desk = desk
        self._words = words
        self._ahead = ahead
        self._height = preview_height(size)
        self.styles.height = self._height
        self._row: QueueRow | None = None
        self._views: dict[int, TicketView] = {}
        self._former: dict[int, TicketView] = {}  # shown until they were read again
        self._said: list[PreviewLine] = []

    def fit_height(self, size: Size) -> None:
        """Takes as many lines as the terminal has for it."""
        if self._height != (height := preview_height(size)):
            self._height = height
            self.styles.height = height

    def on_resize(self) -> None:
        """Fits the text into the new size; reads the rest of the ticket if there is room for it now."""
        self._said = []
        self.show(self._row)

    def show(self, row: "QueueRow | None") -> None:
        """Shows another ticket at once, as far as it was read; reads the rest of it, and what may follow, after the frame."""
        self._row = row
        self.update_lines()
        if row is not None and self._height > SHORT:
            self.call_after_refresh(self._begin_reading, row)

    def expire(self) -> None:
        """Has the tickets read again, since they may have changed; until then, one of the same version is shown as it was."""
        if self._views:
            self._former = self._views
        self._views = {}

    def forget(self) -> None:
        """Drops what was read, and what is being read, since somebody else has sat down."""
        self._views, self._former = {}, {}
        self.update_lines()

    def update_lines(self) -> None:
        """Updates the text; draws only what changed."""
        lines = self._lines()
        if lines == self._said:
            return
        self._said = lines
        width = self.size.width - 2
        parts: list[tuple[str, str]] = []
        for line in lines:
            sign = f"{SIGNS[line.state]} " if line.state else ""
            parts += [(fit(sign + line.text, width), _STYLES.get(line.state, "")), ("\n", "")]
        self.update(Content.assemble(*parts[:-1]), layout=False)

    def _lines(self) -> "list[PreviewLine]":
        row = self._row
        if row is None or self._desk.charter is None or not self.size.width:
            return []
        from desk.presentation.preview import Previewed  # loads the formatting of deadlines, after the first frame

        reminders = [reminder for reminder in self._desk.reminders if reminder.ticket == row.id]
        known = Previewed(row, self._view_of(row), reminders, self._desk.open_numbers(), self._desk.presence.at(row.id))
        return self._words(known, self.size.width - 2, self._height)

    def _view_of(self, row: "QueueRow") -> "TicketView | None":
        if view := self._views.get(row.id):
            return view
        former = self._former.get(row.id)
        return former if former and former.row.version == row.version and not row.sealed else None

    def _begin_reading(self, row: "QueueRow") -> None:
        if row is self._row:
            _started: Worker[None] = self.run_worker(self._read, group="preview", exclusive=True, exit_on_error=False)

    async def _read(self) -> None:
        """Reads one ticket after the other, so that a key waits for none: the next key ends it."""
        from desk.store.queries.ticket import readable_tickets  # loads peewee, after the first frame

        if len(self._views) > KEPT:
            self.expire()
        current, views = self._row, self._views
        for row in (current, *self._ahead()):
            if row is None or row.sealed or row.id in views:
                continue
            views.update(await self._desk.query_readonly(readable_tickets, [row.id]))
            if views is not self._views:
                return
            if row is current:
                self.update_lines()
