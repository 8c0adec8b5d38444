"""The key bar: the available keys, one widget instead of Textual's footer of many (a third of the first frame)."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class KeyBar(Static):
    """Keys with their titles, as many as fit into the given number of lines; a click acts as the key."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; }
    """

    class Chosen(Message):
        """A key was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(self, lines: int = 1) -> None:
        super().__init__("", markup=False)
        self.lines = lines
        self._keys: list[tuple[str, str, str]] = []
        self._ends: list[tuple[int, int, str]] = []  # line, the cell after the title, command

    def show(self, keys: list[tuple[str, str, str]]) -> None:
        """Shows these keys: (key, title, command id), in the order of the registry."""
        self._keys = keys
        self._lay_out()

    def on_resize(self) -> None:
        """Lays out the keys again for the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._ends = []
        parts: list[tuple[str, str]] = []
        line = end = 0
        for key, title, command in self._keys:
            wide = cell_len(key) + cell_len(title) + 4
            if end and end + wide > self.size.width + 1:  # the blank after the last title may be cut
                line, end = line + 1, 0
                if line == self.lines:
                    break
                parts.append(("\n", ""))
            end += wide
            parts += [(f" {key} ", "bold reverse"), (f" {title} ", "")]
            self._ends.append((line, end, command))
        self.styles.height = self._ends[-1][0] + 1 if self._ends else 1
        self.update(Content.assemble(*parts), layout=False)

    def on_click(self, event: events.Click) -> None:
        """Chooses the command under the mouse."""
        for line, end, command in self._ends:
            if line == event.y and event.x < end:
                self.post_message(self.Chosen(command))
                return
