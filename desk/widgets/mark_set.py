"""Marks: several tickets of a pane that are acted on together."""

from collections.abc import Callable
from typing import Any

from desk.widgets.queue_pane import Pane
from desk.widgets.row_model import RowModel


class MarkSet:
    """The marked tickets of the pane that is worked in.

    pane: gives that pane; changed: called when other tickets are marked: the title counts them, and some keys mean something else.
    """

    def __init__(self, pane: Callable[[], Pane], changed: Callable[[], None]) -> None:
        self._pane = pane
        self._changed = changed

    def __bool__(self) -> bool:
        return bool(self._pane().view.marked)

    @property
    def rows(self) -> list[Any]:
        """The marked tickets, in the order of the queue."""
        view = self._pane().view
        return [row for row in view.rows if row.id in view.marked] if view.marked else []

    def toggle(self) -> None:
        """Mark the ticket under the cursor, or unmark it, and go on to the next one."""
        self._mark(RowModel.toggle_mark)
        self._pane().view.action_cursor_down()

    def through(self) -> None:
        """Mark all from the ticket that was marked last to the one under the cursor."""
        self._mark(RowModel.mark_through)

    def toggle_all(self) -> None:
        """Mark all that the pane shows; where all are marked already, none."""
        self._mark(RowModel.mark_all)

    def clear(self) -> bool:
        """Unmark every ticket of the pane. Returns False where none was marked."""
        if not self:
            return False
        self._mark(RowModel.clear_marks)
        return True

    def _mark(self, how: Callable[[RowModel], None]) -> None:
        self._pane().view.mark(how)
        self._changed()
