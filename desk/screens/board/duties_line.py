"""Today's duties in one line of the board, which is there only while there is something to say."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from desk.text import sanitize

if TYPE_CHECKING:
    from desk.screens.board.words import BoardWords


class DutiesLine(Static):
    """What is still due today, and what was missed."""

    def __init__(self, words: "Callable[[], BoardWords]") -> None:
        super().__init__("", markup=False, id="duties")
        self._words = words

    def show(self) -> None:
        """Brings the line up to date."""
        said = self._words().duties()
        self.update(Content(sanitize.one_line(said, 300)), layout=False)
        if self.display != bool(said):
            self.display = bool(said)
