"""A queue of tickets: draws only visible rows, and keeps cursor and marks on tickets rather than positions."""

from collections.abc import Callable, Collection, Sequence
from itertools import zip_longest
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual

from desk.widgets.cells import Bodies, Column, TimerCell, fit
from desk.widgets.line_list import LineList
from desk.widgets.row_model import RowModel

SIGNS = {"running": " ", "working": "▸", "soon": "~", "overdue": "!", "paused": "‖", "waiting": "·"}
"""The sign beside the timer in each state, so that no state is a colour alone."""

# Textual rewrites a changed line from the pane's left edge: every cell before the timer is sent each second.
_SIGN_AT = 2
_TIMER_AT = 3

# A class for the cursor of the pane in use, and not `:focus`: that has Textual repaint the whole pane.
# Reversed, because no theme has a background on which the colour of every state is readable.
_CURSOR = ("queue-view--cursor",)
_FOCUSED = ("queue-view--focused",)

_NO_FACE = TimerCell("", "running")


def room_beside(timer_width: int, width: int) -> int:
    """The cells right of the timer, in a view of this width."""
    return max(0, width - (_TIMER_AT + timer_width + 1))


def no_sign(_ticket_id: int) -> str:
    """The sign of a ticket that nothing is said about."""
    return " "


class _News(Message):
    def __init__(self, queue_view: "QueueView", ticket_id: int) -> None:
        super().__init__()
        self.queue_view = queue_view
        self.ticket_id = ticket_id

    @property
    def control(self) -> "QueueView":
        """The view that sent it, for selection by `@on`."""
        return self.queue_view


class QueueView(LineList, can_focus=True):
    """Rows with a timer first, then fixed columns.

    `tick` sets the time: before the first call the timers are empty, so call it before `set_rows`. A row is anything with an `id`;
    a row equal to the former one with that id is not laid out again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "open", show=False),
    ]

    FOCUS_ON_CLICK = False  # but after the click: the pane moves with the focus, and the button would be released over another one

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"queue-view--{part}" for part in ("cursor", "focused", *SIGNS)}

    DEFAULT_CSS = """
    QueueView {
        background: $surface;
        color: $foreground;
        content-align: center middle;
        text-align: center;
        & > .queue-view--soon { color: $text-warning; text-style: bold; }
        & > .queue-view--overdue { color: $text-error; text-style: bold; }
        & > .queue-view--paused { color: $text-muted; }
        & > .queue-view--waiting { color: $text-muted; }
        & > .queue-view--cursor { background: $foreground 10%; }
        & > .queue-view--focused { text-style: bold reverse; }
        &:ansi > .queue-view--cursor { background: transparent; text-style: bold; }
        &:ansi > .queue-view--soon { color: ansi_black; background: ansi_yellow; text-style: none; }
        &:ansi > .queue-view--overdue { color: ansi_bright_white; background: ansi_red; }
    }
    """

    class Opened(_News):
        """The user wants to open a ticket."""

    def __init__(
        self,
        columns: Sequence[Column],
        face: Callable[[Any, float], TimerCell],
        *,
        timer_width: int = 12,
        empty: Content | str = "",
        sign_of: Callable[[int], str] = no_sign,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._bodies = Bodies(columns)
        self._face = face
        self._timer_width = timer_width
        self._empty = _plain(empty)
        self._sign_of = sign_of
        self._said: tuple[object, list[Strip]] = (None, [])
        self._roster = RowModel()
        self._now: float | None = None
        # By line of the pane, not by ticket: a tick compares with what the terminal shows there.
        self._drawn: dict[int, TimerCell] = {}
        self._page = 0
        self._is_aside = False
        self.moved: Callable[[], None] = _nothing
        """Called at once when the cursor moves to another ticket, or to none, so that both are painted together."""

    # What the owner says and asks

    @property
    def rows(self) -> Sequence[Any]:
        """The rows as given."""
        return self._roster.rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Shows these rows; the sequence is kept, not copied, and must not change afterwards."""
        before, top = self._in_view(), self.scroll_offset.y
        left, left_id = self._roster.place, self._roster.cursor_id
        self._roster.replace(rows)
        self.measure(len(self.rows))
        self._keep_place(left - top, before[0].id if before else None)
        if bool(before) != bool(rows):
            self.refresh()  # the message of an empty list is in its middle
        for y, (old, new) in enumerate(zip_longest(before, self._in_view())):
            if old != new:
                self.refresh_row(self.scroll_offset.y + y)
        self._cursor_moved(left, left_id)

    def set_aside(self, is_aside: bool) -> None:
        """Shows the top of the queue while it is not the current one; its cursor is shown again when it is."""
        if is_aside == self._is_aside:
            return
        self._is_aside = is_aside
        self._stay()

    def _stay(self) -> None:
        """Scrolls to the top of a queue that is aside, else to the cursor."""
        if self._is_aside:
            self.scroll_top(0)
        else:
            self.reveal(self._roster.place)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Draws other columns, or the same ones in another language."""
        self._bodies = Bodies(columns)
        if self.rows:
            self.refresh()

    def set_empty(self, text: Content | str) -> None:
        """Sets the message for an empty list; a `str` is taken literally."""
        self._empty, self._said = _plain(text), (None, [])
        if not self.rows:
            self.refresh()

    def tick(self, now: float) -> None:
        """Repaints only the visible timers whose text changes at `now`."""
        self._now = now
        width = min(_TIMER_AT + self._timer_width, self.size.width) - _SIGN_AT
        if width <= 0:
            return  # hidden, or too narrow for a timer
        changed = []
        for y, row in enumerate(self._in_view()):
            if self._drawn.get(y) != self._face(row, now):
                changed.append(Region(_SIGN_AT, y, width, 1))
        if changed:
            self.refresh(*changed)

    @property
    def cursor_id(self) -> int | None:
        """The ticket under the cursor."""
        return self._roster.cursor_id

    @property
    def cursor_row(self) -> Any | None:
        """The row under the cursor."""
        return self.rows[self._roster.place] if self.rows else None

    @property
    def ahead(self) -> list[Any]:
        """The rows that the next keys may go to, the likeliest first: one or two on, a page on, the first and the last."""
        place, page, last = self._roster.place, max(1, self.page_height - 1), len(self.rows) - 1
        places = (place + 1, place - 1, place + page, place - page, place + 2, place - 2, 0, last)
        return [self.rows[at] for at in dict.fromkeys(max(0, min(at, last)) for at in places)] if self.rows else []

    def move_to(self, ticket_id: int) -> bool:
        """Moves the cursor to a ticket and makes it visible; False if it is not among the rows."""
        place = self._roster.find(ticket_id, self._roster.place)
        if place is not None:
            self._move(place)
        return place is not None

    @property
    def marked(self) -> frozenset[int]:
        """The marked tickets."""
        return self._roster.marked

    def mark(self, change: Callable[[RowModel], None]) -> None:
        """Changes the marks by one of the row model's methods."""
        before = self.marked
        change(self._roster)
        self.refresh_tickets(before ^ self.marked)

    def refresh_tickets(self, changed: Collection[int]) -> None:
        """Draws the visible rows of these tickets again, since their signs changed."""
        for place, row in enumerate(self._in_view(), self.scroll_offset.y):
            if row.id in changed:
                self.refresh_row(place)

    # What keys and mouse do

    def action_cursor_up(self) -> None:
        """Moves up one row."""
        self._move(self._roster.place - 1)

    def action_cursor_down(self) -> None:
        """Moves down one row."""
        self._move(self._roster.place + 1)

    def action_page_up(self) -> None:
        """Moves up a page; one row stays visible for orientation."""
        self._move(self._roster.place - max(1, self.page_height - 1))

    def action_page_down(self) -> None:
        """Moves down a page; one row stays visible for orientation."""
        self._move(self._roster.place + max(1, self.page_height - 1))

    def action_first(self) -> None:
        """Moves to the first row."""
        self._move(0)

    def action_last(self) -> None:
        """Moves to the last row."""
        self._move(len(self.rows) - 1)

    def action_open(self) -> None:
        """Requests to open the ticket under the cursor."""
        if self.cursor_id is not None:
            self.post_message(self.Opened(self, self.cursor_id))

    def on_click(self, event: events.Click) -> None:
        """Focuses the queue and moves the cursor to the row; opens it if the cursor was there already, so that a double click opens
        it too."""
        had_focus = self.has_focus
        self.focus()
        at = event.get_content_offset(self)
        place = -1 if at is None or event.button != 1 else self.scroll_offset.y + at.y
        if place == self._roster.place:
            if had_focus:
                self.action_open()
        elif 0 <= place < len(self.rows):
            self._move(place)

    # Textual's events

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draws the lines that need it. In a queue without rows, as in the first frame, all blank lines are the same strip."""
        if self.rows:
            return super().render_lines(crop)
        words = self._empty_lines(self.line_width)
        blank: list[Strip] = []
        drawn: list[Strip] = []
        for y in crop.line_range:
            if y < len(words) and words[y].text.strip():
                drawn += super().render_lines(Region(crop.x, y, crop.width, 1))
            else:
                blank = blank or super().render_lines(Region(crop.x, y, crop.width, 1))
                drawn += blank
        return drawn

    def render_line(self, y: int) -> Strip:
        """Draws line `y` of the pane."""
        width, place, count = self.line_width, self.scroll_offset.y + y, len(self.rows)
        if place >= count:
            lines = () if count else self._empty_lines(width)
            return lines[y] if y < len(lines) else Strip.blank(width, self.look())
        row = self.rows[place]
        face = self._drawn[y] = _NO_FACE if self._now is None else self._face(row, self._now)
        under = () if place != self._roster.place else _FOCUSED if self.has_focus else _CURSOR
        if under == _FOCUSED:
            self.app.cursor_position = self.region.offset + Offset(
                0, y
            )  # for screen readers, which follow the terminal's own cursor
        plain, timer = self.look(*under), self.look(f"queue-view--{face.state}", *under)
        signs = ("›" if under else " ") + ("•" if row.id in self.marked else self._sign_of(row.id))
        before, room = _TIMER_AT + self._timer_width + 1, room_beside(self._timer_width, width)
        segments = [
            Segment(signs, plain),
            Segment(SIGNS[face.state] + fit(face.text, self._timer_width, "right"), timer),
            Segment(" " + self._bodies.text(row, room), plain),
        ]
        return Strip(segments, before + room).adjust_cell_length(width)

    def on_resize(self) -> None:
        """Keeps the cursor visible if it was so before the pane changed its size."""
        self.measure(len(self.rows))
        if self._is_aside or not self._page or 0 <= self._roster.place - self.scroll_offset.y < self._page:
            self._stay()
        self._page = self.page_height

    # Within

    def _in_view(self) -> Sequence[Any]:
        top = self.scroll_offset.y
        return self.rows[top : top + self.page_height]

    def _keep_place(self, line: int, top_id: int | None) -> None:
        """Scrolls so that the user's point of attention keeps its line: the cursor, or else the first visible row."""
        if self._is_aside:
            self.scroll_top(0)
            return
        top, height, cursor = self.scroll_offset.y, self.page_height, self._roster.place
        target: int | None = top
        if 0 <= line < height:
            # In an inactive pane, urgent tickets that arrive at the top must not be hidden above the edge.
            idle = top == 0 and not self.has_focus
            target = cursor - height + 1 if idle else cursor - line
        elif top > 0 and top_id is not None:
            target = self._roster.find(top_id, top)
        self.scroll_top(top if target is None else target)

    def _move(self, place: int) -> None:
        left, left_id = self._roster.place, self.cursor_id
        self._roster.move(place)
        self.reveal(self._roster.place)
        self._cursor_moved(left, left_id)

    def _cursor_moved(self, left: int, left_id: int | None) -> None:
        self.focus_place = self._roster.place
        if left != self._roster.place:
            self.refresh_row(left)
            self.refresh_row(self._roster.place)
        if left_id != self.cursor_id:
            self.moved()

    def _empty_lines(self, width: int) -> list[Strip]:
        height, style = self.page_height, self.get_visual_style()
        if self._said[0] != (width, height, style):
            strips = Visual.to_strips(self, self._empty, width, height, style)
            self._said = ((width, height, style), strips)
        return self._said[1]


def _nothing() -> None:
    """A callback that does nothing."""


def _plain(text: Content | str) -> Content:
    # Textual would parse a `str` as markup.
    return Content(text) if isinstance(text, str) else text
