"""The overview of the current state and the last weeks, one figure per line; Enter opens its tickets."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.actions.action import OVERVIEW, PLACES
from desk.i18n import N_
from desk.presentation import formats
from desk.presentation.duties import duty_line
from desk.presentation.overview import duty_lines, now_lines, trend_lines
from desk.presentation.reports import title, trend_line
from desk.reports.overview import overview
from desk.reports.trend import WEEKS, Trend
from desk.screens.action_screen import ActionScreen
from desk.screens.forms.actions import duties
from desk.screens.groups.screen import FIGURE, GroupScreen
from desk.store.queries.board import awaited, unconfirmed
from desk.widgets.key_bar import KeyBar
from desk.widgets.message_line import MessageLine
from desk.widgets.option_list import Options

if TYPE_CHECKING:
    from textual_plotext import PlotextPlot

    from desk.presentation.overview import Figure
    from desk.reports.trend import StandardTrend

CHART_FROM = 100  # cells: a narrower screen has no room for a chart beside the figures


class OverviewScreen(ActionScreen):
    """The figures; Enter opens the tickets behind one, Esc goes back."""

    CSS_PATH = "overview.tcss"
    scopes = PLACES[OVERVIEW]
    key_bar = ("search", "at-the-desk", "help")
    moving_keys = (
        ("Enter", N_("open the tickets of the figure")),
        ("↑ ↓ PgUp PgDn", N_("move between the figures")),
        ("Esc", N_("go back")),
    )

    def __init__(self) -> None:
        super().__init__()
        self._figures: dict[str, Figure] = {}
        self._now_lines: list[Figure] = []
        self._course_lines: list[Figure] = []
        self._courses: dict[str, StandardTrend] = {}
        self._drawn: StandardTrend | None = None
        self._counts = (-1, -1)

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        self._head = Static("", markup=False, id="head")
        self._list = Options(markup=False, compact=True)
        self._chart_place = Horizontal(id="chart")
        yield self._head
        yield Horizontal(self._list, self._chart_place, id="figures")
        yield Static(
            Content(_("Enter open the tickets of a figure   {key[copy]} copy all", key=self.desk.keys)),
            markup=False,
            id="line",
        )
        yield MessageLine()
        yield KeyBar()

    def on_mount(self) -> None:
        self._list.focus()
        self.show_keys()
        self.refresh_data()
        self._count_weeks()

    def refresh_data(self) -> None:
        """Updates the figures from the queues just read."""
        self.run_worker(self._read(), group="read", exclusive=True, exit_on_error=False)

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
        _, now = desk.translator, desk.now
        self._now_lines = [
            *now_lines(_, charter, found),
            *duty_lines(_, [(duty.duty, duty_line(_, charter, duty, now)) for duty in desk.duties]),
        ]
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
        courses = trend.courses()
        _ = self.desk.translator
        self._course_lines = trend_lines(_, [(trend, trend_line(_, charter, trend.figure)) for trend in courses], WEEKS)
        names = [line.id for line in self._course_lines if line.id]
        self._courses = dict(zip(names, courses, strict=True))
        self._show()

    def _show(self) -> None:
        charter = self.desk.charter
        if charter is None or not self._now_lines:
            return  # the weeks may be counted first, but the cursor begins on the current figures
        moment = formats.at(self.desk.translator, charter.at(self.desk.now // 60 * 60))
        self._head.update(Content(self.desk.gettext("Overview, {moment}", moment=moment)))
        lines = [*self._now_lines, *self._course_lines]
        at = self._chosen
        self._figures = {line.id: line for line in lines if line.id}
        self._list.clear_options()
        options = [Option(Content(line.words), id=line.id or None, disabled=not line.id) for line in lines]
        self._list.add_options(options)
        if options:
            self._list.highlighted = next((place for place, option in enumerate(options) if option.id and option.id == at), 1)

    @property
    def _chosen(self) -> str:
        """The figure under the cursor."""
        place = self._list.highlighted
        return "" if place is None else self._list.get_option_at_index(place).id or ""

    def on_second(self, now: float) -> None:  # noqa: ARG002 - signature shared by all screens
        """Counts again what has just become overdue or is no longer due today."""
        if self._counts != (-1, -1) and self.desk.counts() != self._counts:
            self.refresh_data()

    # -- the chart -------------------------------------------------------------------------------------------------------

    @on(OptionList.OptionHighlighted)
    async def _highlighted(self) -> None:
        await self._draw()

    async def on_resize(self) -> None:
        await self._draw()

    async def _draw(self) -> None:
        """Draws the weekly share kept of the promise under the cursor, or of the last one drawn, if there is room."""
        first = next((course for course in self._courses.values() if course.figure.judged), None)
        self._drawn = self._courses.get(self._chosen) or self._drawn or first
        self._chart_place.display = self._drawn is not None and self.size.width >= CHART_FROM
        if self._drawn is None or not self._chart_place.display:
            return
        from textual_plotext import PlotextPlot  # 0.1 s: imported only if a chart is drawn

        plots = list(self._chart_place.query(PlotextPlot))
        if not plots:
            plots = [PlotextPlot()]
            await self._chart_place.mount(plots[0])
        self._plot(plots[0], self._drawn)

    def _plot(self, plot: "PlotextPlot", course: "StandardTrend") -> None:
        _, charter = self.desk.translator, self.desk.charter
        if charter is None:
            return
        weeks = [(f"{monday:%d.%m}", figure) for monday, figure in course.weeks.items()]
        shares = [0.0 if figure is None or figure.share is None else figure.share * 100 for _unused, figure in weeks]
        plot.plt.clear_figure()
        plot.plt.bar([day for day, _unused in weeks], shares, width=0.6)
        plot.plt.ylim(0, 100)
        plot.plt.title(title(_, charter, course.figure.standard, course.figure.house))
        judged = " ".join(str(figure.judged if figure else 0) for _unused, figure in weeks)
        plot.plt.xlabel(_("kept per week, %; judged: {numbers}", numbers=judged))
        plot.refresh()

    # -- the tickets behind a figure -------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        chosen = self._figures.get(self._chosen)
        if chosen is None:
            return
        if chosen.id.startswith("duty "):
            self.start(duties, self)
            return
        if not chosen.tickets:
            self.desk.tell(self.desk.gettext("No tickets for this figure."))
            return
        self.app.push_screen(GroupScreen(FIGURE, title=chosen.words.strip(), tickets=chosen.tickets))

    def action_copy(self) -> None:
        """Copies the whole overview for printing or sending."""
        self.app.copy_to_clipboard("\n".join(line.words for line in (*self._now_lines, *self._course_lines)))
        self.desk.tell(self.desk.gettext("Copied."))

    def key_escape(self) -> None:
        """Closes the overview."""
        self.dismiss()
