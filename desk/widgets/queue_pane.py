"""One queue on the board: its title with counts, and its rows."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from desk.text import sanitize
from desk.text.filtering import Named, matching
from desk.widgets.cells import Column, TimerCell
from desk.widgets.queue_view import QueueView, no_sign, room_beside
from desk.widgets.row_columns import SMALLEST, Needs, column_widths

TIMER = 12  # cells: `−59 мин 59 с`
DIGITS = 4  # minimum width of a ticket number
NARROW = 60  # cells: in a narrower pane, person and subject share a column
MEASURED = 200  # rows: the most urgent ones, which decide the widths of the columns
MOST = 90  # per cent of their subjects are not cut for other columns


def _rank(row: Any) -> tuple[bool, bool]:
    """The group of a ticket in a queue: with a running clock, without one, closed."""
    return row.state != "open", row.due is None


def _subject(row: Any) -> str:
    return str(row.subject)


def _nothing(_row: Any) -> str:
    return ""


class Pane(Vertical):
    """A kind's open tickets.

    title: of the queue; channel_of: the short name of a channel; face: the timer of a row at a moment; overdue_words: the number of
    overdue tickets, in words; number_of: the number with its sign; about_of: the text beside the name; due_of: the due time;
    sign_of: a sign before the timer of a ticket that is not marked; named: what a filter finds besides the rows' keys.
    """

    DEFAULT_CSS = """
    Pane { width: 1fr; height: 1fr; }
    Pane > .pane-title { height: 1; padding: 0 1; background: $panel; color: $foreground; text-style: bold; }
    Pane:focus-within > .pane-title { background: $primary; color: $text; }
    Pane:ansi:focus-within > .pane-title { text-style: bold reverse; }
    """

    def __init__(
        self,
        kind: str,
        title: str,
        empty: str,
        face: Callable[[Any, float], TimerCell],
        channel_of: Callable[[str], str],
        overdue_words: Callable[[int], str],
        number_of: Callable[[Any], str],
        about_of: Callable[[Any], str] = _subject,
        due_of: Callable[[Any], str] = _nothing,
        sign_of: Callable[[int], str] = no_sign,
        named: Callable[[], Named] = Named,
    ) -> None:
        super().__init__(id=f"pane-{kind}")
        self.kind = kind
        self.title = title
        self.channel_of = channel_of
        self.overdue_words = overdue_words
        self.number_of = number_of
        self.about_of = about_of
        self.due_of = due_of
        self.named = named
        self.is_alone = False  # whether it is the only visible pane of several
        self.view = QueueView((), face, timer_width=TIMER, empty=Content(empty), sign_of=sign_of, id=f"queue-{kind}")
        self._title = Static("", markup=False, classes="pane-title")
        self._all: Sequence[Any] = ()
        self._total: int | None = None  # of tickets; None before anything was read
        self._dues: list[int] = []
        self._overdue_beyond = 0  # the first page
        self._needs = Needs(DIGITS + 1, 0, 0, 0, 0)
        self._said = ""
        self._counted_at = 0.0  # epoch seconds
        self.filter = ""
        self.aside = ""  # shown after the title

    def compose(self) -> ComposeResult:
        yield self._title
        yield self.view

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draws blank lines: the title and the rows cover the pane, and Textual's own blank lines take a tenth of the first
        frame."""
        return [Strip.blank(crop.width)] * crop.height

    def show_focus(self) -> None:
        """Updates the title's indication of the active pane."""
        self._title.update_node_styles(animate=False)

    def on_mount(self) -> None:
        self.lay_out()
        self._title.update(Content(self._said or self.title), layout=False)

    def on_resize(self) -> None:
        """Lays out the columns, and the title, which has less room beside another pane."""
        self.lay_out()
        self.count(self._counted_at)

    def rename(self, title: str) -> None:
        """Changes the heading."""
        if title != self.title:
            self.title = title
            self._said = ""
            self.count(self._counted_at)

    def show(self, rows: Sequence[Any], now: float, acted_on: int = 0) -> None:
        """Shows the queue in its order; the cursor stays on its ticket.

        acted_on: the ticket of the user's own act: if that stopped its last clock or closed it, the cursor moves on to the next
        one.
        """
        if rows is not self._all:
            before, following = self.view.cursor_row, self._following(acted_on)
            self._take(rows, len(rows), 0, now)
            self._refilter()
            row = self.view.cursor_row
            if following is not None and row is not None and before is not None and _rank(row) > _rank(before):
                self.view.move_to(following)
        self.count(now)

    def show_page(self, rows: Sequence[Any], total: int, overdue: int, now: float) -> None:
        """Shows the first page of a queue, given its total number of tickets and the number of overdue ones beyond the page."""
        self._take(rows, total, overdue, now)
        self.view.set_rows(rows)
        self.count(now)

    def _take(self, rows: Sequence[Any], total: int, overdue_beyond: int, now: float) -> None:
        self._all, self._total, self._overdue_beyond = rows, total, overdue_beyond
        if (needs := self._measure(rows)) != self._needs:
            self._needs = needs
            self.lay_out()
        self._dues = sorted(row.due for row in rows if row.due is not None)  # a list behind a figure has another order
        self.view.tick(now)

    def _following(self, ticket: int) -> int | None:
        """The ticket below this one, if the cursor is on this one and both have a running clock or neither has."""
        row = self.view.cursor_row
        if row is None or row.id != ticket:
            return None
        rows = self.view.rows
        place = next(place for place, listed in enumerate(rows) if listed.id == ticket)
        below = rows[place + 1] if place + 1 < len(rows) else None
        return below.id if below is not None and _rank(below) == _rank(row) else None

    @property
    def rows(self) -> Sequence[Any]:
        """All tickets of the queue, including those hidden by the filter."""
        return self._all

    def tick(self, now: float) -> None:
        """Updates the time in the visible rows and the title."""
        self.view.tick(now)
        self.count(now)

    def overdue(self, now: float) -> int:
        """The number of nearest clocks past their due second."""
        return bisect_left(self._dues, int(now)) + self._overdue_beyond

    def due_until(self, moment: int) -> int:
        """The number of nearest clocks due by a moment, including overdue ones."""
        return bisect_left(self._dues, moment + 1)

    def count(self, now: float) -> None:
        """Updates the title; it is drawn only if its text changes."""
        if self._total is None:
            return
        self._counted_at = now
        overdue = self.overdue(now)
        shown = str(self._total)
        if self.filter:
            shown = f"{len(self.view.rows)}/{shown} /{sanitize.one_line(self.filter, 20)}"
        if marked := len(self.view.marked):
            shown += f" •{marked}"
        said = f"{self.title} {shown}" + (f"  ! {self.overdue_words(overdue)}" if overdue else "")
        whole = f"{said}  · {self.aside}"
        if self.aside and cell_len(whole) + 2 <= (self.size.width or cell_len(whole) + 2):
            said = whole  # all or nothing: a truncated count would be wrong
        if said != self._said:
            self._said = said
            self._title.update(Content(said), layout=False)

    def set_filter(self, wanted: str, now: float) -> None:
        """Shows only rows that match these words: number, name, phone, subject."""
        self.filter = wanted
        self._refilter()
        self.count(now)

    def move_to(self, ticket: int, now: float) -> bool:
        """Moves the cursor to a ticket, dropping a filter that hides it; False if it is not in this queue."""
        if self.view.move_to(ticket):
            return True
        if not self.filter or not any(row.id == ticket for row in self._all):
            return False
        self.set_filter("", now)
        return self.view.move_to(ticket)

    def _refilter(self) -> None:
        self.view.set_rows(matching(self._all, self.filter, self.named()))

    def _measure(self, rows: Sequence[Any]) -> Needs:
        """The widths needed by the most urgent rows. The numbers of all rows count: a cut number is another one."""
        number = cell_len(self.number_of(max(rows, key=lambda row: row.id))) if rows else 0
        first = rows[:MEASURED]
        subjects = sorted(cell_len(self._about(row)) for row in first) or [0]
        return Needs(
            max(number, DIGITS + 1),
            max((cell_len(self._who(row)) for row in first), default=0),
            subjects[-(-len(subjects) * MOST // 100) - 1],
            subjects[-1],
            max((cell_len(self._owner(row)) for row in first), default=0),
            due=self.due_of is not _nothing,
        )

    def _who(self, row: Any) -> str:
        return sanitize.one_line(row.name or row.phone or row.email, 60)

    def _about(self, row: Any) -> str:
        return sanitize.one_line(self.about_of(row), 200)

    def _owner(self, row: Any) -> str:
        return sanitize.one_line(row.owner, 40)

    def lay_out(self) -> None:
        """Lays out the columns again, since the width, the rows or the day changed."""
        number = Column(self._needs.number, lambda row: self.number_of(row))
        if self.size.width < NARROW:
            both = Column(0, lambda row: sanitize.one_line(f"{self._who(row)}  {self.about_of(row)}", 160))
            self.view.set_columns([number, both])
            return
        room, smallest = room_beside(TIMER, self.size.width - 1), room_beside(TIMER, SMALLEST - 1)  # 1: the scrollbar
        widths = column_widths(room, self._needs, smallest, capped=self.is_alone)
        columns = [
            Column(widths.due, lambda row: self.due_of(row)),
            number,
            Column(widths.channel, lambda row: self.channel_of(row.channel)),
            Column(widths.who, self._who),
            Column(widths.subject, self._about),
            Column(widths.owner, self._owner),
        ]
        self.view.set_columns([column for column in columns if column.width])
