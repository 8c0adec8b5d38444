"""Saved filters as panes beside the queues: keeping one, forgetting one, taking the next out of one."""

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from desk.screens.board.openers import TakesIn
from desk.screens.board.queue_panes import Panes
from desk.text import sanitize
from desk.widgets.filter_line import FilterLine
from desk.widgets.queue_pane import Pane
from desk.widgets.row_model import RowModel

if TYPE_CHECKING:
    from desk.store.commands.saved_views import View
    from desk.store.queries.board import QueueRow

TITLE_CELLS = 24


class Views(Panes, TakesIn):
    """Mixed into the board: what was read of the saved filters, and the commands over them."""

    def __init__(self) -> None:
        super().__init__()
        self._saved: dict[str, View] = {}

    def new_pane(self, kind: str, title: str, empty: str) -> Pane:
        """A pane of the board's look."""
        raise NotImplementedError

    def show_views(self, views: "list[tuple[View, list[QueueRow]]]", acted_on: int) -> None:
        """The saved filters with the tickets that each holds now."""
        self._saved = {f"view-{view.id}": view for view, _ in views}
        for pane in [pane for pane in self.views if pane.kind not in self._saved]:
            self._take_away(pane)
        there = {pane.kind: pane for pane in self.views}
        now = self.desk.clock()
        for kind, (view, rows) in zip(self._saved, views, strict=True):
            title = sanitize.one_line(view.name, TITLE_CELLS)
            pane = there.get(kind) or self._put_up(kind, title, self._empty_view(view))
            pane.title = title  # another desk may have given the place to another one
            pane.show(rows, now, acted_on)

    def _put_up(self, kind: str, title: str, empty: str) -> Pane:
        pane = self.new_pane(kind, title, empty)
        self.views.append(pane)
        self.query_one("#panes").mount(pane)
        return pane

    def _take_away(self, pane: Pane) -> None:
        self.views.remove(pane)
        if self.here == pane.kind:
            self.go("enquiry")
        pane.remove()

    def _empty_view(self, view: "View") -> str:
        return self.desk.gettext("No open ticket holds: {words}", words=sanitize.one_line(view.words, 60))

    def empty_words(self, kind: str) -> str:
        """What an empty view says."""
        return self._empty_view(self._saved[kind])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A filter is kept where one is typed, a view forgotten where one stands."""
        if parameters == ("keep-view",):
            return bool(self.queues and self.pane.filter.strip())
        if parameters == ("drop-view",):
            return self.here in self._saved
        return super().check_action(action, parameters)

    @on(FilterLine.Keep)
    async def _keep(self) -> None:
        self.filter_line.remove_class("-on")
        self.set_focus(self.pane.view)
        await self.do_keep_view()

    async def do_keep_view(self) -> None:
        """The filter of this pane becomes a view, over the open tickets of every kind."""
        from desk.screens.dialogs.chooser import Chooser

        kept = self._saved.get(self.here)  # narrowed further, it is another one
        words = f"{kept.words} {self.pane.filter}" if kept and self.pane.filter.strip() else self.pane.filter

        async def named(name: str | None) -> None:
            if name:
                await self._save(name, words)

        self.app.push_screen(Chooser(self.desk.gettext("A name for this view, over all open tickets"), (), new=True), named)

    async def _save(self, name: str, words: str) -> None:
        from desk.store.commands.saved_views import save_view

        try:
            number = await self.desk.ask(save_view, self.desk.staff, name, words)
        except Exception as error:
            self.desk.show_error(error)
            return
        self.pane.set_filter("", self.desk.clock())
        self.pane.view.set_empty(Content(self.empty_words(self.here)))
        await self.desk.reload()
        if any(pane.kind == f"view-{number}" for pane in self.views):
            self.go(f"view-{number}")

    async def do_drop_view(self) -> None:
        """Forgets the view that is worked in, everybody's; its tickets stay where they are."""
        from desk.screens.dialogs.dialog import Question

        view = self._saved[self.here]

        async def decided(yes: bool | None) -> None:
            if yes:
                await self._drop(view)

        question = self.desk.gettext("Forget “{name}” for everybody at this desk? Its tickets stay.", name=view.name)
        self.app.push_screen(Question(question), decided)

    async def _drop(self, view: "View") -> None:
        from desk.store.commands.saved_views import drop_view

        try:
            await self.desk.ask(drop_view, self.desk.staff, view.id)
        except Exception as error:
            self.desk.show_error(error)
            return
        self.desk.tell(self.desk.gettext("Forgotten: {name}", name=view.name))
        await self.desk.reload()

    async def do_take_next(self) -> None:
        """In a view, the first of its tickets that nobody has; in a queue as the queue says."""
        if self.here not in self._saved:
            await super().do_take_next()
            return
        from desk.store.commands.assignment import take_first

        await self._take(take_first, [row.id for row in self.pane.view.rows if not row.owner])

    def drop_all_marks(self) -> None:
        """Nothing is marked in any pane."""
        for pane in (*self.queues, *self.views):
            pane.view.mark(RowModel.clear_marks)

    def start_anew(self) -> None:
        """Somebody else sits down: the marks and filters of the one before are nothing to them."""
        self.filter_line.remove_class("-on")
        self.drop_all_marks()
        for pane in (*self.queues, *self.views):
            pane.set_filter("", self.desk.clock())
        self.set_focus(self.pane.view)
