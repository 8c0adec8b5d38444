"""Text fitted to terminal cells, for the lines of lists; without widgets."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.cache import LRUCache

Align = Literal["left", "right"]

_JOINER = "\u200d"


class Column(NamedTuple):
    """A column of a list; `text` returns plain, sanitised, one-line text; width 0 takes the remaining space."""

    width: int
    text: Callable[[Any], str]
    align: Align = "left"


class TimerCell(NamedTuple):
    """What a row's timer shows at one moment.

    `state` is one of "running", "working", "soon", "overdue", "paused", "waiting".
    """

    text: str
    state: str


def fit(text: str, width: int, align: Align = "left") -> str:
    """Cuts or pads `text` to exactly `width` cells; cut text ends in an ellipsis."""
    # A joiner at the end would merge the next cell into its glyph.
    text = text.rstrip(_JOINER)
    room = width - cell_len(text)
    if room < 0:
        text = set_cell_size(text, width - 1) + "…" if width > 0 else ""
        room = width - cell_len(text)
    return " " * room + text if align == "right" else text + " " * room


class Bodies:
    """The columns of rows as text, cached for each row as long as neither it nor the width changes.

    Text and not strips: strips contain colours and the timer, and would be invalidated by every theme and second.
    """

    def __init__(self, columns: Sequence[Column], keep: int = 1024) -> None:
        self.columns = tuple(columns)
        self._width = -1
        self._rooms: list[int] = []
        self._known: LRUCache[int, tuple[Any, str]] = LRUCache(keep)

    def text(self, row: Any, width: int) -> str:
        """The columns of one row, separated by a space, in exactly `width` cells."""
        if width != self._width:
            self._known.clear()
            self._width = width
            self._rooms = self._share(width)
        known = self._known.get(row.id)
        if known is None or known[0] != row:
            known = self._known[row.id] = (row, self._lay_out(row))
        return known[1]

    def _lay_out(self, row: Any) -> str:
        pairs = zip(self.columns, self._rooms, strict=True)
        cells = [fit(column.text(row), room, column.align) for column, room in pairs if room > 0]
        # Only text that is really cut off at the edge gets an ellipsis, not its padding.
        return fit(" ".join(cells).rstrip(" "), self._width)

    def _share(self, width: int) -> list[int]:
        taken = sum(column.width for column in self.columns) + len(self.columns) - 1
        return [column.width or max(0, width - taken) for column in self.columns]
