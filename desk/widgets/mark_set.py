"""Marks: several tickets of a pane selected for a common action."""

from collections.abc import Callable, Collection
from typing import Any

from desk.widgets.queue_pane import Pane
from desk.widgets.row_model import RowModel


class MarkSet:
    """The marked tickets of the active pane.

    pane: returns that pane; changed: called when the marks change, as they affect the count in the title and the meaning of some
    keys.
    """

    def __init__(self, pane: Callable[[], Pane], changed: Callable[[], None]) -> None:
        self._pane = pane
        self._changed = changed

    def __bool__(self) -> bool:
        return bool(self._pane().view.marked)

    @property
    def rows(self) -> list[Any]:
        """The marked tickets in queue order."""
        view = self._pane().view
        return [row for row in view.rows if row.id in view.marked] if view.marked else []

    def toggle(self) -> None:
        """Marks or unmarks the ticket under the cursor and moves on to the next one."""
        self._mark(RowModel.toggle_mark)
        self._pane().view.action_cursor_down()

    def through(self) -> None:
        """Marks all from the last marked ticket to the one under the cursor."""
        self._mark(RowModel.mark_through)

    def toggle_all(self) -> None:
        """Marks all visible tickets of the pane, or none if all are marked already."""
        self._mark(RowModel.mark_all)

    def clear(self) -> bool:
        """Unmarks every ticket of the pane. Returns False if none was marked."""
        if not self:
            return False
        self._mark(RowModel.clear_marks)
        return True

    def keep(self, numbers: Collection[int]) -> None:
        """Unmarks every other ticket of the pane."""
        self._mark(lambda model: model.keep_marks(numbers))

    def _mark(self, how: Callable[[RowModel], None]) -> None:
        self._pane().view.mark(how)
        self._changed()
