"""Form fields: one line of text, many lines, a choice. Pasted and filled-in text is sanitised, since Textual draws it raw."""

import asyncio
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, TextArea

from desk.text import sanitize
from desk.text.keyboard import other_layout
from desk.widgets.takes_text import TakesText


class Line(Input, TakesText):
    """One line. A paste of several lines is kept whole, on one line."""

    DEFAULT_CSS = """
    Line { height: 1; border: none; padding: 0 1; background: $surface; }
    Line:focus { border: none; background: $boost; }
    """

    def __init__(
        self, value: str = "", *, placeholder: str = "", id: str | None = None, suggester: Suggester | None = None
    ) -> None:
        super().__init__(sanitize.one_line(value), placeholder=placeholder, id=id, select_on_focus=False, suggester=suggester)

    @property
    def copyable(self) -> str:
        """The selected text."""
        return self.selected_text

    def render_line(self, y: int) -> Strip:
        """Draws the line. Textual places the terminal's own cursor before the form has its place."""
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
        return super().render_line(y)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        start, end = self.selection
        self.replace(sanitize.one_line(event.text), min(start, end), max(start, end))

    def put(self, value: str) -> None:
        """Replaces the text, including blanks at its ends, and puts the cursor after it."""
        self.value = sanitize.one_line(value) if "\n" in value else sanitize.safe(value)
        self.cursor_position = len(self.value)


class NameSuggester(Suggester):
    """Completes the last of several names separated by commas."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = tuple(names)

    async def get_suggestion(self, value: str) -> str | None:
        """The text completed with the first matching name; None if there is none."""
        typed = value.rpartition(",")[2].lstrip()
        found = next((name for name in self._names if typed and name.casefold().startswith(typed.casefold())), None)
        return None if found is None else value + sanitize.one_line(found[len(typed) :])


class PathSuggester(Suggester):
    """Completes the name of a file or a folder, which ends in a slash; → takes it. only_folders: leaves files out."""

    def __init__(self, *, only_folders: bool = False) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._only_folders = only_folders

    async def get_suggestion(self, value: str) -> str | None:
        """The text completed with the first matching name; None if there is none, or the folder cannot be read."""
        return await asyncio.to_thread(self._found, value)  # a folder of the network may take long

    def _found(self, value: str) -> str | None:
        folder, slash, begun = value.rpartition("/")
        if not begun:
            return None  # in a folder with nothing typed, any name would be a guess
        try:
            with os.scandir(Path(folder + slash).expanduser()) as entries:
                names = sorted(
                    entry.name + "/" * entry.is_dir()
                    for entry in entries
                    if entry.name.startswith(begun) and (entry.is_dir() or not self._only_folders)
                )
        except OSError:
            return None
        return None if not names or sanitize.one_line(names[0]) != names[0] else value + names[0][len(begun) :]


class Secret(Input, TakesText):
    """One hidden line. A line end copied along with it is removed."""

    DEFAULT_CSS = """
    Secret { height: 1; border: none; padding: 0 1; background: $surface; width: 1fr; }
    Secret:focus { border: none; background: $boost; }
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder, id=id, password=True, select_on_focus=False)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(event.text.strip())


class Lines(TextArea, TakesText):
    """Many lines. Tab leaves the field, as do ↑ at its very beginning and ↓ at its very end; Enter starts a new line."""

    DEFAULT_CSS = """
    Lines { height: 1fr; min-height: 3; border: none; padding: 0 1; background: $surface; }
    Lines:focus { border: none; background: $boost; }
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            sanitize.safe(value), id=id, tab_behavior="focus", soft_wrap=True, compact=True, placeholder=Content(placeholder)
        )

    @property
    def copyable(self) -> str:
        """The selected text."""
        return self.selected_text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own shape
        """Disables Textual's F7 (select all), which is the form's key for its draft."""
        return action != "select_all"

    def render_line(self, y: int) -> Strip:
        """Draws nothing if the terminal is too narrow for any column: Textual cannot wrap the placeholder there."""
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
        return super().render_line(y) if self.content_size.width > 0 else Strip.blank(self.size.width)

    def action_cursor_up(self, select: bool = False) -> None:
        """Moves up; from the beginning of the text, to the field before."""
        if self.cursor_at_start_of_text and not select:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Moves down; from the end of the text, to the field after."""
        if self.cursor_at_end_of_text and not select:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    async def _on_paste(self, event: events.Paste) -> None:
        await super()._on_paste(events.Paste(sanitize.safe(event.text)))
        event.stop()
        event.prevent_default()

    @property
    def value(self) -> str:
        """The value of the field."""
        return self.text

    def put(self, value: str) -> None:
        """Replaces the text and puts the cursor after it."""
        self.text = sanitize.safe(value)
        self.move_cursor(self.document.end)


class Choice(Widget, can_focus=True):
    """A choice, changed with the arrows or the space bar, or by an option's first letter. options: (value, title)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Choice { height: 1; padding: 0 1; background: $surface; }
    Choice:focus { background: $boost; text-style: bold; }
    Choice:ansi:focus { text-style: bold reverse; }
    """

    value: reactive[str] = reactive("")

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: "Choice") -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> "Choice":
            """The changed choice."""
            return self.choice

    class Unmatched(Message):
        """A letter was typed with which no option begins."""

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        self.set_reactive(Choice.value, value or self.options[0][0])

    def render(self) -> Content:
        """The chosen title between arrows. The terminal's own cursor goes there, for screen readers."""
        if self.has_focus:
            self.app.cursor_position = self.content_region.offset
        return Content(f"‹ {dict(self.options)[self.value]} ›")

    def action_turn(self, step: int) -> None:
        """Selects the next option, cyclically."""
        values = [value for value, _ in self.options]
        self.value = values[(values.index(self.value) + step) % len(values)]
        self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        """Selects the next option that begins with the typed letter, on either layout."""
        letter = (event.character or "").casefold()
        if not event.is_printable or not letter.isalnum():
            return
        event.stop()
        values = [value for value, _ in self.options]
        here, letters = values.index(self.value), (letter, other_layout(letter))
        for step in range(1, len(values) + 1):
            if self.options[(here + step) % len(values)][1].casefold().startswith(letters):
                self.action_turn(step)
                return
        self.post_message(self.Unmatched())

    def on_click(self) -> None:
        """Selects the next option."""
        self.focus()
        self.action_turn(1)
