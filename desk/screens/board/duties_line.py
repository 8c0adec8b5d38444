"""Today's duties in one line of the board, which is there only while there is something to say."""

from textual.content import Content
from textual.widgets import Static

from desk.screens.base import Desk
from desk.text import sanitize


class DutiesLine(Static):
    """What is still due today, and what was missed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("", markup=False, id="duties")
        self._desk = desk

    def show(self) -> None:
        """Brings the line up to date."""
        from desk.presentation.duties import duties_today

        desk = self._desk
        said = duties_today(desk.translator, desk.charter, desk.duties, desk.now, desk.keys["duties"]) if desk.charter else ""
        self.update(Content(sanitize.one_line(said, 300)), layout=False)
        if self.display != bool(said):
            self.display = bool(said)
