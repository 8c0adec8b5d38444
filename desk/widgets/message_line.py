"""The message line: the current message in a line of its own, so that it covers nothing."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

GAP = "   "


class MessageLine(Static):
    """One line, blank without a message. A click on a warning opens it."""

    DEFAULT_CSS = """
    MessageLine { height: 1; padding: 0 1; color: $foreground; }
    MessageLine.-warning { color: $text-warning; text-style: bold; }
    MessageLine:ansi.-warning { color: ansi_black; background: ansi_yellow; text-style: none; }
    """

    class Opened(Message):
        """A warning was clicked."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._lines: tuple[str, ...] = ()
        self._hint = ""

    def show(self, lines: Sequence[str], *, is_warning: bool = False, hint: str = "") -> None:
        """Shows a message. hint: how to open it; redraws only what changed."""
        if (tuple(lines), hint) == (self._lines, self._hint):
            return
        self._lines, self._hint = tuple(lines), hint
        self.set_class(is_warning, "-warning")
        self._lay_out()

    def on_resize(self) -> None:
        """Fits the message into the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        self.update(Content(fitting(self._lines, self._hint, self.size.width - 2)), layout=False)

    def on_click(self, event: events.Click) -> None:
        """Opens the warning."""
        if self._hint:
            event.stop()
            self.post_message(self.Opened())


def fitting(lines: Sequence[str], hint: str, width: int) -> str:
    """As many whole lines as fit beside the hint, at least the first; the others are counted: `+2`."""
    end = GAP + hint if hint else ""
    for count in range(len(lines), 0, -1):
        rest = f" +{len(lines) - count}" if count < len(lines) else ""
        said = GAP.join(lines[:count]) + rest + end
        if count == 1 or cell_len(said) <= width:
            return said
    return ""
