"""The panes of the board: how many fit, and which is current."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from desk.charter.vocabulary import BATCHES
from desk.screens.base import Desk
from desk.screens.board.pane_layout import PaneLayout, stack_room
from desk.widgets.queue_pane import Pane
from desk.widgets.row_model import RowModel
from desk.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.screens.board.words import BoardWords
    from desk.store.queries.board import QueueRow

ALWAYS = 3  # panes on the board from the first frame on; further ones only while they have tickets
WITH_KEYS = 4  # panes with a key of their own


class QueuePanes(Widget):
    """The panes of the charter's queues, followed by the saved filters. Their headings come with the charter: the first frame shows
    panes without.

    words: returns the formatter of the rows; tabs: the line naming the panes if not all fit; empty_words: the text of an empty
    pane of a kind; moved: called when the cursor is on another ticket or the current pane changed.
    """

    def __init__(
        self,
        desk: Desk,
        words: "Callable[[], BoardWords]",
        tabs: TabLine,
        empty_words: Callable[[str], str],
        moved: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._words = words
        self._tabs = tabs
        self._empty_words = empty_words
        self._moved = moved
        reading = desk.gettext("Loading tickets ...")
        self.queues = [self._new_pane(str(number), "", reading) for number in range(1, ALWAYS + 1)]
        self.views: list[Pane] = []
        self.names: tuple[str, ...] = ()  # of the charter's queues, in order
        self._filled = frozenset[str]()  # the queues that have tickets
        self.has_loaded = False
        self.here = self.queues[0].kind  # the queue of the current pane, or its saved filter
        self._places = PaneLayout(self.queues[0].id or "")
        self._day: date | None = None
        super().__init__(*self.queues, id="panes")

    def _new_pane(self, kind: str, title: str, empty: str) -> Pane:
        _ = self._desk.translator
        pane = Pane(
            kind,
            title,
            empty,
            lambda row, now: self._words().timer(row, now),
            channel_of=lambda channel: self._channel(pane, channel),
            overdue_words=lambda n: _("overdue {n}", n=n),
            number_of=lambda row: self._words().number(row),
            about_of=lambda row: self._words().about(row),
            due_of=lambda row: self._words().due(row),
            sign_of=self._desk.presence.sign,
            named=lambda: self._words().named(),
        )
        pane.view.moved = lambda: self._cursor_moved(pane)
        return pane

    def _channel(self, pane: Pane, channel: str) -> str:
        """The name of a channel; none for what came in boxes, all by the same way: that column would say nothing."""
        charter = self._desk.charter
        return "" if charter and pane.kind in charter.using(BATCHES) else self._words().channel(channel)

    @property
    def layout(self) -> PaneLayout:
        """Where the panes stand, instead of a layout of Textual's."""
        return self._places

    def render_lines(self, crop: Region) -> list[Strip]:
        """One blank line for all rows, visible only between panes."""
        return super().render_lines(crop._replace(height=1)) * crop.height

    def _cursor_moved(self, pane: Pane) -> None:
        if pane is self.pane:
            self._moved()

    @property
    def all(self) -> list[Pane]:
        """Every pane, including those that do not fit."""
        return [*self.queues, *self.views]

    @property
    def reachable(self) -> list[Pane]:
        """The panes that can be focused, in order."""
        return [pane for place, pane in enumerate(self.all) if place < ALWAYS or pane in self.views or pane.kind in self._filled]

    @property
    def pane(self) -> Pane:
        """The current pane."""
        return next(pane for pane in self.all if pane.kind == self.here)

    @property
    def rows(self) -> "list[QueueRow]":
        """The tickets of all queues, regardless of filters."""
        return [row for pane in self.queues for row in pane.rows]

    def on_resize(self) -> None:
        """Shows as many panes as fit into the new size."""
        self.lay_out()

    def ahead(self) -> "list[QueueRow]":
        """The rows that the next keys may go to: in the current pane, then those under the cursors of the others."""
        others = [pane.view.cursor_row for pane in self.reachable if pane is not self.pane]
        return [*self.pane.view.ahead, *(row for row in others if row is not None)]

    def lay_out(self) -> None:
        """Shows the current pane and as many others as fit; shows tabs if some do not fit."""
        size = self.size if self.size.height else self.app.size
        others = [pane for pane in self.reachable if pane.kind != self.here]
        shown = [self.pane, *others[: stack_room(size)]]
        for pane in self.all:
            pane.is_alone = len(shown) == 1
            pane.view.set_aside(pane is not self.pane)
            if pane.display != (pane in shown):
                pane.display = pane in shown
                if self.has_loaded:
                    pane.tick(self._desk.clock())
        if self._places.current != self.pane.id:
            self._places.current = self.pane.id or ""
            self.pane.refresh(layout=True)  # of the pane: Textual clears what it knows of the places above the widget alone
        self._tabs.display = len(shown) < len(self.reachable)
        if self._tabs.display:
            self._tabs.show([(self._tab(pane), pane.kind) for pane in self.reachable], self.here)

    def _tab(self, pane: Pane) -> str:
        shown = self._shown_queues()
        place = shown.index(pane) if pane in shown else WITH_KEYS
        return f"{self._desk.keys[f'pane-{place + 1}']} {pane.title}" if place < WITH_KEYS else pane.title

    def set_queues(self, charter: "Charter", totals: dict[str, int]) -> None:
        """Gives each queue of the charter its pane. totals: the number of tickets by queue."""
        self.names, self._filled = tuple(totals), frozenset(name for name, count in totals.items() if count)
        if not self.has_loaded:
            self.has_loaded = True
            self.here = self.names[0]
            for pane, name in zip(self.queues, self.names, strict=False):
                pane.kind = name
        for pane in [pane for pane in self.queues if pane.kind not in self.names]:
            self._remove(pane, self.queues)
        there = {pane.kind: pane for pane in self.queues}
        for place, name in enumerate(self.names):
            title = self._heading(charter, name)
            if name in there:
                there[name].rename(title)
                there[name].view.set_empty(Content(self._empty_words(name)))
            elif place < ALWAYS or name in self._filled:
                pane = self._new_pane(name, title, self._empty_words(name))
                before = sum(other.kind in self.names[:place] for other in self.queues)
                self.mount(pane, after=before - 1) if before else self.mount(pane, before=0)
                self.queues.insert(before, pane)
        if self.here not in (pane.kind for pane in self.reachable):
            self.go(self.names[0])

    def _heading(self, charter: "Charter", name: str) -> str:
        kind = charter.kinds.get(name)
        return kind.pane.in_language(self._desk.translator.language) if kind and kind.pane else self._desk.gettext("Other cases")

    def add_view(self, kind: str, title: str, empty: str) -> Pane:
        """Adds the pane of a saved filter after the others."""
        pane = self._new_pane(kind, title, empty)
        self.views.append(pane)
        self.mount(pane)
        return pane

    def remove_view(self, pane: Pane) -> None:
        """Removes the pane of a saved filter."""
        self._remove(pane, self.views)

    def _remove(self, pane: Pane, among: list[Pane]) -> None:
        among.remove(pane)
        if self.here == pane.kind:
            self.go(self.queues[0].kind)
        pane.remove()

    def headings(self) -> dict[str, str]:
        """The headings of the panes by the ids of the actions that go there; empty before the charter is known."""
        return {f"pane-{place}": pane.title for place, pane in enumerate(self._shown_queues()[:WITH_KEYS], start=1)}

    def go_to_place(self, number: int) -> None:
        """Makes the pane of a queue current, counted from 1 among those that are shown; does nothing if there are fewer."""
        shown = self._shown_queues()
        if number <= len(shown):
            self.go(shown[number - 1].kind)

    def _shown_queues(self) -> list[Pane]:
        """The panes of queues that can be focused, in order; none before the charter is known."""
        return [pane for pane in self.reachable if pane.kind in self.names]

    def go(self, kind: str) -> None:
        """Makes another pane current."""
        self.here = kind
        self.lay_out()
        self.screen.set_focus(self.pane.view)
        self._moved()

    def go_to_ticket(self, number: int) -> None:
        """Moves the cursor to a ticket: in the current pane if it is there, else in its queue."""
        now = self._desk.clock()
        if self.pane in self.views and self.pane.move_to(number, now):
            return
        for pane in self.queues:
            if pane.move_to(number, now) and pane.kind != self.here:
                self.go(pane.kind)

    def step(self, by: int) -> None:
        """Makes the next (1) or previous (-1) pane current."""
        kinds = [pane.kind for pane in self.reachable]
        self.go(kinds[(kinds.index(self.here) + by) % len(kinds)])

    def tick(self, now: float) -> None:
        """Updates the remaining times in the visible panes, and the due times on a new day. now: epoch seconds."""
        charter = self._desk.charter
        today = charter.at(int(now)).date() if charter else None
        if today != self._day:
            self._day = today
            for pane in self.all:
                pane.lay_out()
        for pane in self.all:
            if pane.display:
                pane.tick(now)

    def drop_marks(self) -> None:
        """Unmarks all tickets in all panes."""
        for pane in self.all:
            pane.view.mark(RowModel.clear_marks)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Makes a clicked pane current, unless the focus has moved on since: two pending messages would otherwise answer each other
        without end."""
        pane = event.widget.parent
        if isinstance(pane, Pane) and pane.kind != self.here and event.widget is self.screen.focused:
            self.go(pane.kind)
