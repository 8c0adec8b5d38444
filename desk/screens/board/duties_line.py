"""The board's line with today's duties and the corrective actions, hidden if there are none."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from desk.text import sanitize

if TYPE_CHECKING:
    from desk.screens.board.words import BoardWords


MARGIN = 2  # cells: the padding of the style sheet


class DutiesLine(Static):
    """The duties due today, the missed ones, and the corrective actions."""

    def __init__(self, words: "Callable[[], BoardWords]") -> None:
        super().__init__("", markup=False, id="duties")
        self._words = words
        self._said = ""

    def show(self) -> None:
        """Updates the line if its text changed; it becomes two where one is too narrow."""
        lines = [sanitize.one_line(line, 300) for line in self._words().duties()]
        joined = "   ".join(lines)
        fits = len(lines) < 2 or cell_len(joined) <= self.app.size.width - MARGIN
        said = joined if fits else "\n".join(lines)
        if said == self._said:
            return
        self._said = said
        self.update(Content(said))
        self.display = bool(said)

    def on_resize(self) -> None:
        """Joins or parts the lines for the new width."""
        if self.display:
            self.show()
