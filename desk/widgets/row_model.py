"""Rows with a cursor and marks that belong to tickets rather than positions; independent of the terminal."""

from collections.abc import Collection, Sequence
from typing import Any


class RowModel:
    """The rows of a queue; `place` is the cursor's index, `cursor_id` and `marked` are ids of tickets."""

    def __init__(self) -> None:
        self.rows: Sequence[Any] = ()
        self.place = 0
        self.cursor_id: int | None = None
        self.marked: frozenset[int] = frozenset()
        self._last: int | None = None  # marked last
        self._index: dict[int, int] | None = None

    def replace(self, rows: Sequence[Any]) -> None:
        """Replaces the rows: the cursor follows its ticket; if that is gone, it goes to the nearest one below that is still here,
        else to the nearest above."""
        before, self.rows, self._index = self.rows, rows, None
        self.move(self._place_after(before))
        if self.marked:
            self.marked = frozenset(self.marked & self._places().keys())

    def move(self, place: int) -> bool:
        """Moves the cursor to the row nearest to `place`; True if that is another ticket."""
        self.place = max(0, min(place, len(self.rows) - 1))
        left, self.cursor_id = self.cursor_id, self.rows[self.place].id if self.rows else None
        return self.cursor_id != left

    def _place_after(self, before: Sequence[Any]) -> int:
        """The cursor's index among the new rows. before: the old ones."""
        # A position alone is not enough: of the rows above the cursor some may be gone as well, as after an act on many tickets.
        for place in (*range(self.place, len(before)), *range(min(self.place, len(before)) - 1, -1, -1)):
            found = self.find(before[place].id, place)
            if found is not None:
                return found
        return self.place

    def find(self, ticket_id: int, likely: int) -> int | None:
        """The index of a ticket; `likely` is tried first."""
        # Most changes leave most rows in place: then no index of all rows is needed.
        if 0 <= likely < len(self.rows) and self.rows[likely].id == ticket_id:
            return likely
        return self._places().get(ticket_id)

    def toggle_mark(self) -> None:
        """Marks or unmarks the ticket under the cursor."""
        if self.cursor_id is not None:
            self.marked ^= {self.cursor_id}
            self._last = self.cursor_id

    def mark_through(self) -> None:
        """Marks all rows from the one marked or unmarked last to the cursor's; only the cursor's if that one is gone."""
        if self.cursor_id is None:
            return
        last = None if self._last is None else self.find(self._last, self.place)
        begin, end = sorted((self.place if last is None else last, self.place))
        self.marked |= {row.id for row in self.rows[begin : end + 1]}
        self._last = self.cursor_id

    def clear_marks(self) -> None:
        """Unmarks every ticket."""
        self.marked = frozenset()

    def keep_marks(self, ids: Collection[int]) -> None:
        """Unmarks every ticket but these."""
        self.marked &= frozenset(ids)

    def mark_all(self) -> None:
        """Marks every row, or none if all are marked."""
        every = frozenset(row.id for row in self.rows)
        self.marked = frozenset() if self.marked == every else every

    def _places(self) -> dict[int, int]:
        if self._index is None:
            self._index = {row.id: place for place, row in enumerate(self.rows)}
        return self._index
