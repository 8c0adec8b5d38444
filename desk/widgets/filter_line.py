"""The input line of a filter. It handles keys itself, so that the pane is painted once, without the overhead of an Input."""

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from desk.text import sanitize
from desk.widgets.takes_text import TakesText


class FilterLine(Widget, TakesText, can_focus=True):
    """An input line with Backspace; Enter keeps the filter, Esc drops it."""

    DEFAULT_CSS = """
    FilterLine { height: 1; padding: 0 1; background: $boost; display: none; }
    FilterLine.-on { display: block; }
    """

    class Changed(Message):
        """Something was typed."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Done(Message):
        """The filter is kept (Enter), or dropped (Esc): then it is empty."""

    class Keep(Message):
        """The filter is to be saved under a name."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__()
        self.label = label
        self.hint = hint
        self.value = ""

    def render(self) -> Content:
        """The text with a cursor that does not blink, and the hint if there is room."""
        typed = f"{self.label} {sanitize.one_line(self.value)}▏"
        room = self.size.width - cell_len(typed) - cell_len(self.hint)
        return Content.assemble(typed, (" " * room + self.hint, "dim")) if self.value and room > 1 else Content(typed)

    def on_key(self, event: events.Key) -> None:
        """Takes every printable key as text, not as a command."""
        if event.key in ("enter", "escape"):
            if event.key == "escape":
                self._set("")
            self.post_message(self.Done())
        elif event.key == "f2":
            self.post_message(self.Keep())
        elif event.key == "backspace":
            self._set(self.value[:-1])
        elif event.key == "ctrl+u":
            self._set("")
        elif event.is_printable and event.character:
            self._set(self.value + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Inserts a paste as text on one line."""
        event.stop()
        self._set(self.value + sanitize.one_line(event.text, 200))

    def clear(self) -> None:
        """Empties the filter."""
        self.value = ""

    def _set(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(self.Changed(value))
