"""The overview of the current state and the last weeks: tiles and two tables; Enter opens the tickets behind a figure."""

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.actions.action import OVERVIEW, PLACES
from desk.i18n import N_
from desk.presentation import formats
from desk.presentation.overview import duty_lines, load_lines, tiles, trend_lines
from desk.reports.overview import NOW, overview
from desk.reports.trend import WEEKS, Trend
from desk.screens.action_screen import ActionScreen
from desk.screens.forms.actions import duties
from desk.screens.groups.screen import FIGURE, GroupScreen
from desk.store.queries.board import awaited, unconfirmed
from desk.widgets.key_bar import KeyBar
from desk.widgets.message_line import MessageLine
from desk.widgets.option_list import Options

if TYPE_CHECKING:
    from desk.presentation.overview import Figure
    from desk.reports.trend import StandardTrend

TABLES_FROM = 120  # cells: in a narrower terminal the two tables are one
LEFT = 46  # cells: of the left table, as in the style sheet


class Tile(Static, can_focus=True):
    """A figure that stands by itself; Enter or a click opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", show=False)]

    class Opened(Message):
        """The tile is to be opened."""

    def __init__(self) -> None:
        super().__init__("", markup=False, classes="tile")
        self.figure: Figure | None = None
        self.display = False

    def show(self, figure: "Figure | None") -> None:
        """Shows a figure; hidden without one."""
        if figure == self.figure:
            return
        self.figure = figure
        self.display = figure is not None
        if figure is not None:
            self.update(Content(figure.words), layout=False)
            self.set_class(figure.words.startswith("!"), "-overdue")

    def action_open(self) -> None:
        """Opens the tickets behind the figure."""
        self.post_message(self.Opened())

    def on_click(self) -> None:
        """Opens them as Enter does."""
        self.action_open()


class Table(Options):
    """Figures, one per line; headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self._figures: list[Figure] = []

    def show(self, lines: "list[Figure]", at: str) -> None:
        """Shows these lines, unless they are there. at: the id of the figure that gets the cursor, if it is among them."""
        if lines == self._figures:
            return
        before = self.get_option_at_index(self.highlighted).id if self.highlighted is not None else ""
        self._figures = lines
        self.clear_options()
        self.add_options([Option(Content(line.words), id=line.id or None, disabled=not line.id) for line in lines])
        if lines:
            wanted = (at, before)
            self.highlighted = next((place for place, line in enumerate(lines) if line.id and line.id in wanted), 1)
        if not self.has_focus:
            self.call_after_refresh(self.scroll_home, animate=False)  # Textual scrolls to where its options stood before


class OverviewScreen(ActionScreen):
    """The figures; Enter opens the tickets behind one, Esc goes back."""

    CSS_PATH = "overview.tcss"
    scopes = PLACES[OVERVIEW]
    key_bar = ("copy", "search", "at-the-desk", "help")
    enters = N_("Tickets")
    moving_keys = (
        ("Enter", N_("open the tickets of the figure")),
        ("Tab ← →", N_("next part, previous part")),
        ("↑ ↓ PgUp PgDn", N_("move between the figures")),
        ("Esc", N_("go back")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[Figure] = []
        self._load: list[Figure] = []
        self.trends: tuple[StandardTrend, ...] = ()
        self._counts = (-1, -1)
        self._is_shown = False

    def compose(self) -> ComposeResult:
        self._head = Static("", markup=False, id="head")
        self._tile_row = [Tile() for _name in NOW]
        self._left = Table()
        self._right = Table()
        yield self._head
        yield Horizontal(*self._tile_row, id="tiles")
        self._tables = Horizontal(self._left, self._right, id="figures")
        yield self._tables
        yield MessageLine()
        yield KeyBar()

    def on_mount(self) -> None:
        self.show_keys()
        self.refresh_data()

    @property
    def figures(self) -> "dict[str, Figure]":
        """Every figure that can be opened, by its id."""
        return {line.id: line for line in (*self._tiles, *self._load, *self._promises) if line.id}

    def refresh_data(self) -> None:
        """Updates the figures from the queues just read."""
        self._read()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        desk, charter = self.desk, self.desk.charter
        if charter is None:
            return
        rows = desk.open_rows()
        try:
            found = await desk.ask(lambda store: overview(rows, awaited(store), unconfirmed(store), charter.calendar, desk.now))
        except Exception as error:
            desk.show_error(error)
            return
        self._counts = desk.counts()
        _ = desk.translator
        self._tiles, self._load = tiles(_, found), load_lines(_, found)
        self._show()

    @work(group="weeks", exclusive=True, exit_on_error=False)
    async def _count_weeks(self) -> None:
        """Counts the last weeks in small steps on the read-only connection, so that nobody waits for it."""
        charter = self.desk.charter
        if charter is None:
            return
        trend = Trend(charter, self.desk.now)
        try:
            while await self.desk.query_readonly(trend.step):
                pass
        except Exception as error:
            self.desk.show_error(error)
            return
        self.trends = trend.courses()
        self._show()

    def _show(self) -> None:
        """Shows all figures. The cursor stays on its figure, at first the first tile."""
        charter = self.desk.charter
        if charter is None:
            return
        moment = formats.at(self.desk.translator, charter.at(self.desk.now // 60 * 60))
        self._head.update(Content(self.desk.gettext("Overview, {moment}", moment=moment)))
        at = self.chosen
        for place, tile in enumerate(self._tile_row):
            tile.show(self._tiles[place] if place < len(self._tiles) else None)
        if not self._is_shown:
            self._is_shown = True
            self.set_focus(self._tile_row[0])
            self._count_weeks()  # after the current figures, which would wait for it: both take the processor
        self._left.show(self._left_lines, at)
        self._right.show(self._right_lines, at)

    @property
    def _has_two_tables(self) -> bool:
        return self.size.width >= TABLES_FROM

    @property
    def _left_lines(self) -> "list[Figure]":
        return self._load if self._has_two_tables else [*self._load, *self._promises]

    @property
    def _right_lines(self) -> "list[Figure]":
        return self._promises if self._has_two_tables else []

    @property
    def _promises(self) -> "list[Figure]":
        """The promises of the last weeks and the duties, as wide as their table."""
        _, charter = self.desk.translator, self.desk.charter
        if charter is None:
            return []
        width = self.size.width - 1 - (LEFT if self._has_two_tables else 0)  # 1: the scrollbar
        weeks = trend_lines(_, charter, self.trends, WEEKS, width)
        return [*weeks, *duty_lines(_, charter, self.desk.duties, self.desk.now, width)]

    def on_resize(self) -> None:
        """Shows one table or two."""
        self._right.display = self._has_two_tables
        self._tables.set_class(not self._has_two_tables, "-one")
        self._left.show(self._left_lines, self.chosen)
        self._right.show(self._right_lines, self.chosen)

    @property
    def chosen(self) -> str:
        """The id of the figure under the cursor; "" for none."""
        part = self.focused
        if isinstance(part, Tile) and part.figure is not None:
            return part.figure.id
        if isinstance(part, Options) and part.highlighted is not None:
            return part.get_option_at_index(part.highlighted).id or ""
        return ""

    def choose_figure(self, name: str) -> None:
        """Moves the cursor to a figure. name: its id."""
        for tile in self._tile_row:
            if tile.figure is not None and tile.figure.id == name:
                self.set_focus(tile)
        for part in (self._left, self._right):
            places = [place for place in range(part.option_count) if part.get_option_at_index(place).id == name]
            if places:
                part.highlighted = places[0]
                self.set_focus(part)

    def on_second(self, now: float) -> None:  # noqa: ARG002 - signature shared by all screens
        """Counts again what has just become overdue or is no longer due today."""
        if self._counts != (-1, -1) and self.desk.counts() != self._counts:
            self.refresh_data()

    # -- moving ----------------------------------------------------------------------------------------------------------

    def action_enter(self) -> None:
        """Opens the tickets behind the figure under the cursor."""
        if isinstance(self.focused, Tile):
            self.focused.action_open()
        elif isinstance(self.focused, Table):
            self.focused.action_select()

    def key_right(self, event: events.Key) -> None:
        """Goes to the next tile or table."""
        event.stop()
        self.focus_next()

    def key_left(self, event: events.Key) -> None:
        """Goes to the previous tile or table."""
        event.stop()
        self.focus_previous()

    def key_down(self) -> None:
        """Goes from the tiles to the table below."""
        if isinstance(self.focused, Tile):
            self.set_focus(self._left)

    # -- the tickets behind a figure -------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    @on(Tile.Opened)
    def _selected(self) -> None:
        figure = self.figures.get(self.chosen)
        if figure is None:
            return
        if figure.id.startswith("duty "):
            self.start(duties, self)
            return
        if not figure.tickets:
            self.desk.tell(self.desk.gettext("No tickets for this figure."))
            return
        self.app.push_screen(GroupScreen(FIGURE, title=figure.title, tickets=figure.tickets))

    def action_copy(self) -> None:
        """Copies the whole overview for printing or sending."""
        lines = (*self._tiles, *self._load, *self._promises)
        self.app.copy_to_clipboard("\n".join(line.words for line in lines))
        self.desk.tell(self.desk.gettext("Copied."))
