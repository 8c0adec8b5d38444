"""The queues of a narrow board as tabs, with the visible one highlighted."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets import Static

from desk.widgets.key_bar import KeyBar


class TabLine(Static):
    """A line of tabs; a click on one acts as its key."""

    def __init__(self, id: str) -> None:
        super().__init__("", markup=False, id=id)
        self._ends: list[tuple[int, str]] = []

    def show(self, tabs: list[tuple[str, str]], here: str) -> None:
        """Shows these tabs: (title with its key, value of a click); here: the visible one. If space is short, the first ones are
        dropped."""
        place = next((place for place, (_, command) in enumerate(tabs) if command == here), 0)
        while place and sum(cell_len(title) + 3 for title, _ in tabs[: place + 1]) > self.app.size.width:
            tabs, place = tabs[1:], place - 1
        parts: list[tuple[str, str]] = []
        self._ends = []
        end = 0
        for title, command in tabs:
            parts += [(f" {title} ", "bold reverse" if command == here else ""), (" ", "")]
            end += cell_len(title) + 3
            self._ends.append((end, command))
        self.update(Content.assemble(*parts), layout=False)

    def on_click(self, event: events.Click) -> None:
        """Chooses the tab under the mouse."""
        command = next((command for end, command in self._ends if event.x < end), None)
        if command:
            self.post_message(KeyBar.Chosen(command))
