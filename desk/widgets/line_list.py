"""A scrolled list of single lines with minimal repainting."""

from rich.style import Style
from textual import events
from textual.geometry import Region, Size, clamp
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LineList(ScrollView, inherit_bindings=False):
    """The Textual part of a list of one-line rows, independent of their content."""

    # Dragging the mouse over a list does not select text.
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
        """The number of rows that fit."""
        # The container's height, not the region's: a hidden pane has no region, but keeps its scroll position.
        return self.container_size.height

    @property
    def line_width(self) -> int:
        """The number of cells in a row."""
        return max(0, self.container_size.width - self.scrollbar_size_vertical)

    def measure(self, rows: int) -> None:
        """Tells Textual how many rows there are to scroll through."""
        size = Size(self.line_width, rows) if rows else Size(0, 0)
        if size != self.virtual_size:
            # Setting the attribute would lay out and paint the whole board, at every letter of a filter and every act.
            self.set_reactive(LineList.virtual_size, size)
            self._scroll_update(size)

    def scroll_top(self, place: int) -> None:
        """Makes `place` the first visible row, as nearly as possible."""
        if place != self.scroll_offset.y:
            self.scroll_to(y=place, animate=False, force=True)

    def reveal(self, place: int) -> None:
        """Scrolls as little as necessary to make a row visible."""
        if height := self.page_height:
            self.scroll_top(clamp(self.scroll_offset.y, place - height + 1, place))

    def refresh_row(self, place: int) -> None:
        """Repaints one row if it is visible."""
        # Out of view, the region would overlap a neighbouring pane and repaint that.
        y = place - self.scroll_offset.y
        if 0 <= y < self.page_height:
            self.refresh(Region(0, y, self.line_width, 1))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draws the lines that need it."""
        # Looked up once for each painting: once for each line is half the cost of the line, and to keep them
        # longer would show yesterday's theme.
        self._looks.clear()
        return super().render_lines(crop)

    def look(self, *parts: str) -> Style:
        """The style of the component classes `parts`, later over earlier; only while drawing."""
        if (style := self._looks.get(parts)) is None:
            style = self.get_visual_style(*parts).rich_style
            # Textual loses `reverse`, the only style that every theme and terminal can show.
            if any(self.get_component_styles(part).text_style.reverse for part in parts):
                style += Style(reverse=True)
            self._looks[parts] = style
        return style

    def on_hide(self) -> None:
        """Remembers that the rows are not kept up to date from now on."""
        self._was_hidden = True

    def on_show(self) -> None:
        """Repaints after being hidden, since the content is outdated. The first frame is not painted twice."""
        if self._was_hidden:
            self._was_hidden = False
            self.refresh()

    def on_focus(self, event: events.Focus) -> None:
        """Handles getting the focus."""
        self._hold_focus(event, True, events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Handles losing the focus."""
        self._hold_focus(event, False, events.DescendantBlur(self))

    def _hold_focus(self, event: events.Event, focused: bool, news: events.Event) -> None:
        # Textual's own handler, disabled here, repaints the whole list; only one line looks different.
        event.prevent_default()
        self.has_focus = focused
        self.refresh_row(self.focus_place)
        if self.parent is not None:
            self.parent.post_message(news)
