"""The board's line with today's duties and the corrective actions, hidden if there are none."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from desk.text import sanitize

if TYPE_CHECKING:
    from desk.screens.board.words import BoardWords


class DutiesLine(Static):
    """The duties due today, the missed ones, and the corrective actions."""

    def __init__(self, words: "Callable[[], BoardWords]") -> None:
        super().__init__("", markup=False, id="duties")
        self._words = words

    def show(self) -> None:
        """Updates the line."""
        said = self._words().duties()
        self.update(Content(sanitize.one_line(said, 300)), layout=False)
        if self.display != bool(said):
            self.display = bool(said)
