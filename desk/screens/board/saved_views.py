"""Saved filters, shown as panes beside the queues."""

from typing import TYPE_CHECKING

from desk.screens.base import Desk
from desk.screens.board.queue_panes import QueuePanes
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.saved_views import View
    from desk.store.queries.board import QueueRow

TITLE_CELLS = 24


class SavedViews:
    """The saved filters as last read, with their panes."""

    def __init__(self, desk: Desk, panes: QueuePanes) -> None:
        self._desk = desk
        self._panes = panes
        self._saved: dict[str, View] = {}

    def show(self, views: "list[tuple[View, list[QueueRow]]]", acted_on: int) -> None:
        """Shows the saved filters with their current tickets. acted_on: as `Pane.show`."""
        self._saved = {f"view-{view.id}": view for view, _ in views}
        for pane in [pane for pane in self._panes.views if pane.kind not in self._saved]:
            self._panes.remove_view(pane)
        there = {pane.kind: pane for pane in self._panes.views}
        now = self._desk.clock()
        for kind, (view, rows) in zip(self._saved, views, strict=True):
            title = sanitize.one_line(view.name, TITLE_CELLS)
            pane = there.get(kind) or self._panes.add_view(kind, title, self.empty_words(view))
            pane.title = title  # another desk may have reused the id
            pane.show(rows, now, acted_on)

    def view(self, kind: str) -> "View | None":
        """The saved filter of a pane; None for a queue's pane."""
        return self._saved.get(kind)

    def empty_words(self, view: "View") -> str:
        """The text of a pane without tickets."""
        return self._desk.gettext("No open ticket contains: {words}", words=sanitize.one_line(view.words, 60))
