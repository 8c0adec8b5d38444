"""A scrolled list of single lines that repaints no more than it must."""

from rich.style import Style
from textual import events
from textual.geometry import Region, Size, clamp
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LineList(ScrollView, inherit_bindings=False):
    """What a list of one-line rows needs from Textual, whatever its rows are."""

    # Dragging the mouse over a list selects no text.
    ALLOW_SELECT = False

    DEFAULT_CSS = """
    LineList {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    """

    focus_place = 0
    """The row that shows whether the list has the focus."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._looks: dict[tuple[str, ...], Style] = {}
        self._was_hidden = False

    @property
    def page_height(self) -> int:
        """How many rows fit."""
        # Of the container and not of the region: a hidden pane has no region, but keeps its scroll place.
        return self.container_size.height

    @property
    def line_width(self) -> int:
        """How many cells a row has."""
        return max(0, self.container_size.width - self.scrollbar_size_vertical)

    def measure(self, rows: int) -> None:
        """Tell Textual how many rows there are to scroll through."""
        size = Size(self.line_width, rows) if rows else Size(0, 0)
        if size != self.virtual_size:
            # As an attribute it would have the whole board laid out and painted, at every letter of a filter and every act.
            self.set_reactive(LineList.virtual_size, size)
            self._scroll_update(size)

    def scroll_top(self, place: int) -> None:
        """Make `place` the first row in view, or as near as can be."""
        if place != self.scroll_offset.y:
            self.scroll_to(y=place, animate=False, force=True)

    def reveal(self, place: int) -> None:
        """Scroll as little as brings a row into view."""
        if height := self.page_height:
            self.scroll_top(clamp(self.scroll_offset.y, place - height + 1, place))

    def refresh_row(self, place: int) -> None:
        """Repaint one row if it is in view."""
        # Out of view, a region would fall on a neighbour and have that repainted.
        y = place - self.scroll_offset.y
        if 0 <= y < self.page_height:
            self.refresh(Region(0, y, self.line_width, 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that need it."""
        # Looked up once for each painting: once for each line is half the cost of the line, and to keep them
        # longer would show yesterday's theme.
        self._looks.clear()
        return super().render_lines(crop)

    def look(self, *parts: str) -> Style:
        """The style of the component classes `parts`, later over earlier; only while drawing."""
        if (style := self._looks.get(parts)) is None:
            style = self.get_visual_style(*parts).rich_style
            # Textual forgets `reverse` on the way, the one look that every theme and terminal can show.
            if any(self.get_component_styles(part).text_style.reverse for part in parts):
                style += Style(reverse=True)
            self._looks[parts] = style
        return style

    def on_hide(self) -> None:
        """Remember that the rows are not kept up to date from now on."""
        self._was_hidden = True

    def on_show(self) -> None:
        """Draw afresh where it was hidden: it would show the time of then. The first frame is not painted twice."""
        if self._was_hidden:
            self._was_hidden = False
            self.refresh()

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus."""
        self._hold_focus(event, True, events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Lose the focus."""
        self._hold_focus(event, False, events.DescendantBlur(self))

    def _hold_focus(self, event: events.Event, focused: bool, news: events.Event) -> None:
        # Textual's own handler, kept out here, repaints the whole list; only one line looks different.
        event.prevent_default()
        self.has_focus = focused
        self.refresh_row(self.focus_place)
        if self.parent is not None:
            self.parent.post_message(news)
