"""The peer of a key's repaint: a bare Textual application that shows the same screen, three lists of lines with a cursor.

`python -m bench.bare_board DATABASE`. It has no clocks, no filter, no forms and no second language: lines, drawn as they are.
"""

import sqlite3
import sys
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size, clamp
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Footer, Static

from bench.filled import KINDS, MOMENT

_ROWS = (
    "SELECT id, name, phone, subject, next_due FROM ticket WHERE state = 'open' AND kind = ? ORDER BY next_due IS NULL, next_due"
)


class Lines(ScrollView, can_focus=True):
    """Lines with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False), Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-40)", show=False), Binding("pagedown", "move(40)", show=False),
        Binding("home", "move(-1000000)", show=False), Binding("end", "move(1000000)", show=False),
    ]  # fmt: skip

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines
        self.place = 0

    def on_resize(self, event: events.Resize) -> None:
        self.virtual_size = Size(event.size.width, len(self.lines))

    def render_line(self, y: int) -> Strip:
        place, width = self.scroll_offset.y + y, self.size.width
        line = self.lines[place] if place < len(self.lines) else ""
        style = self.rich_style + Style(reverse=place == self.place and self.has_focus)
        return Strip([Segment(f"{line:<{width}.{width}}", style)], width)

    def action_move(self, by: int) -> None:
        """The cursor up or down, and what it stands on in the line below."""
        left, self.place = self.place, clamp(self.place + by, 0, len(self.lines) - 1)
        top, height = self.scroll_offset.y, self.size.height
        self.scroll_to(y=clamp(top, self.place - height + 1, self.place), animate=False, force=True)
        for place in (left, self.place):
            self.refresh_line(place - self.scroll_offset.y)
        self.app.query_one("#line", Static).update(self.lines[self.place], layout=False)


class BareBoard(App[None]):
    """Three titled lists, a line on top, two below."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Vertical { width: 1fr; }
    .title { height: 1; background: $panel; }
    #line { height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "nothing", words) for key, words in (("c", "Call"), ("d", "Next step"), ("x", "Explain"), ("q", "Leave"))
    ]

    def __init__(self, queues: dict[str, list[str]]) -> None:
        super().__init__()
        self.queues = queues

    def compose(self) -> ComposeResult:
        yield Static("LT-Pro  open until 18:00  Tue 10 Nov 17:15  overdue 0  due today 30  at the desk: Anna")
        with Horizontal():
            for kind, lines in self.queues.items():
                with Vertical():
                    yield Static(f"{kind} {len(lines)}", classes="title")
                    yield Lines(lines)
        yield Static("", id="line", markup=False)
        yield Footer()


def _line(number: int, name: str, phone: str, subject: str, due: int | None) -> str:
    left = "" if due is None else f"{(due - MOMENT) // 3600}:{(due - MOMENT) // 60 % 60:02}"
    return f"   {left:>11} #{number:<6} {name or phone}  {subject}"


if __name__ == "__main__":
    connection = sqlite3.connect(sys.argv[1])
    BareBoard({kind: [_line(*row) for row in connection.execute(_ROWS, (kind,))] for kind in KINDS}).run()
