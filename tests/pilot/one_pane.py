"""One pane in an app of its own, and what it drew."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from desk.widgets.cells import Column, TimerCell
from desk.widgets.queue_view import QueueView

SIZE = (40, 12)


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    due: int
    who: str = "Ann"
    about: str = "exam"
    state: str = "running"


COLUMNS = (
    Column(5, lambda row: str(row.id), "right"),
    Column(8, lambda row: row.who),
    Column(0, lambda row: row.about),
)


def face(row: Row, now: float) -> TimerCell:
    """Seconds within the last hour, minutes before: most timers stand still most seconds."""
    left = row.due - int(now)
    return TimerCell(f"{left} s" if left < 3600 else f"{left // 60} m", row.state)


def rows(ids: Iterable[int], due: int = 360_030) -> list[Row]:
    return [Row(number, due) for number in ids]


Face = Callable[[Row, float], TimerCell]


class Recording(QueueView):
    """Remembers what Textual asked it to draw and what it asked Textual to repaint."""

    DEFAULT_CSS = "Recording { height: 1fr; }"

    def __init__(self, columns: Sequence[Column], face: Face, timer_width: int, empty: str) -> None:
        super().__init__(columns, face, timer_width=timer_width, empty=empty)
        self.lines: list[int] = []
        self.regions: list[Region] = []
        self.whole = 0

    def forget(self) -> None:
        self.lines, self.regions, self.whole = [], [], 0

    def render_line(self, y: int) -> Strip:
        self.lines.append(y)
        return super().render_line(y)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        if hasattr(self, "regions"):
            self.regions.extend(regions)
            self.whole += not regions
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class Board(App[None]):
    """One pane and what it tells."""

    def __init__(
        self,
        given: Sequence[Row] = (),
        now: float | None = 0,
        *,
        columns: Sequence[Column] = COLUMNS,
        face: Face = face,
        timer_width: int = 11,
        empty: str = "",
    ) -> None:
        super().__init__()
        self.view = Recording(columns, face, timer_width, empty)
        self.news: list[tuple[str, int | None]] = []
        self.view.moved = lambda: self.news.append(("highlighted", self.view.cursor_id))
        if now is not None:
            self.view.tick(now)
        self.view.set_rows(given)

    def compose(self) -> ComposeResult:
        with Container():
            yield self.view

    def on_queue_view_opened(self, message: QueueView.Opened) -> None:
        assert message.control is message.queue_view is self.view
        self.news.append(("opened", message.ticket_id))


def painted(view: QueueView) -> list[str]:
    """What stands on the terminal: lines kept from before wherever the view asked for no repaint."""
    width, height = view.size
    return [strip.text for strip in view.render_lines(Region(0, 0, width, height))]


def numbers(view: QueueView) -> list[int]:
    """The ticket numbers in view, from the top."""
    return [int(line[15:20]) for line in painted(view) if line[15:20].strip()]


def cursor_line(view: QueueView) -> int:
    (line,) = [y for y, text in enumerate(painted(view)) if text.startswith("›")]
    return line


async def settled(pilot: Pilot[None], view: Recording) -> None:
    """Let everything be painted, then start counting anew."""
    await pilot.pause()
    await pilot.pause()
    view.forget()


def style_at(view: QueueView, y: int, text: str) -> Style:
    (strip,) = view.render_lines(Region(0, y, view.size.width, 1))
    (style,) = [segment.style for segment in strip if text in segment.text]
    assert style is not None
    return style
