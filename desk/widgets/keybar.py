"""The last line: the keys that fit now, one widget instead of Textual's footer of many (a third of the first frame)."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class KeyBar(Static):
    """Keys and what they do, as many as there is room for; a click is the key."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; }
    """

    class Chosen(Message):
        """A key was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._keys: list[tuple[str, str, str]] = []
        self._ends: list[int] = []

    def show(self, keys: list[tuple[str, str, str]]) -> None:
        """keys: (key, title, command id), in the order of the registry."""
        self._keys = keys
        self._lay_out()

    def on_resize(self) -> None:
        """Another width has room for more keys, or for fewer."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._ends = []
        parts: list[tuple[str, str]] = []
        end = 0
        for key, title, _ in self._keys:
            name = key.upper() if len(key) > 1 else key
            end += cell_len(name) + cell_len(title) + 4
            if end > self.size.width + 1:  # the blank after the last title may be cut
                break
            parts += [(f" {name} ", "bold reverse"), (f" {title} ", "")]
            self._ends.append(end)
        self.update(Content.assemble(*parts), layout=False)

    def on_click(self, event: events.Click) -> None:
        """The command under the mouse."""
        for end, (_, _, command) in zip(self._ends, self._keys, strict=False):
            if event.x < end:
                self.post_message(self.Chosen(command))
                return
