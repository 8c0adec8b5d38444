"""The board: the queues side by side, the centre's status on top, the full row under the cursor below."""

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from desk.actions.action import BOARD, PLACES, Action
from desk.actions.paths import resolve
from desk.actions.registry import SHOW_TICKET, find
from desk.i18n import N_
from desk.screens.action_screen import RECORDED, ActionScreen
from desk.screens.board.duties_line import DutiesLine
from desk.screens.board.filter_bar import FilterBar
from desk.screens.board.preview import Preview
from desk.screens.board.queue_panes import QueuePanes
from desk.screens.board.saved_views import SavedViews
from desk.screens.board.top_line import TopLine
from desk.widgets.filter_line import FilterLine
from desk.widgets.key_bar import KeyBar
from desk.widgets.mark_set import MarkSet
from desk.widgets.message_line import MessageLine
from desk.widgets.queue_pane import Pane
from desk.widgets.queue_view import QueueView
from desk.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from desk.screens.board.words import BoardWords
    from desk.store.queries.board import Counts, FirstPage, QueueRow
    from desk.store.queries.board_cache import BoardData

_HOW_TO_RECORD = {
    "call": N_(
        "{key[new-call]} records a call, {key[new-voicemail]} a voicemail,\n{key[new-email]} an email, {key[new-letter]} a letter, "
        "{key[new-walk-in]} a walk-in.\n{key[help]} shows all keys."
    ),
    "complaint": N_("{key[new-complaint]} records one, whatever its channel."),
    "registration": N_("{key[new-registration]} records one."),
}
_MOVING_KEYS = (
    ("Enter", N_("open the ticket")),
    ("Tab ← →", N_("next pane, previous pane")),
    ("↑ ↓ PgUp PgDn", N_("move in the queue")),
    ("Esc", N_("clear the marks, then the filter")),
)


class Board(ActionScreen):
    """The board of open tickets with their deadlines."""

    scopes = PLACES[BOARD]
    moving_keys = _MOVING_KEYS
    leaves = False

    def __init__(self) -> None:
        super().__init__()
        self._has_begun = False
        self._open_tickets: frozenset[int] | None = None
        self._acted_on = 0
        self._has_moved = False  # the ticket that was acted on stands in another pane now

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        self.top_line = TopLine(self.desk, lambda: self.words)
        tabs = TabLine(id="tabs")
        self.panes = QueuePanes(self.desk, lambda: self.words, tabs, self.empty_words, self._moved)
        self.views = SavedViews(self.desk, self.panes)
        self.marks = MarkSet(lambda: self.pane, self._marks_changed)
        self.preview = Preview(
            self.desk,
            lambda known, width, height: self.words.preview(known, width, height),
            self.panes.ahead,
            self.app.size,
        )
        self.duties = DutiesLine(lambda: self.words)
        self.filter_bar = FilterBar(
            _("Filter:"),
            _("F2 saves it as a view"),
            screen=self,
            pane=lambda: self.pane,
            empty_words=self.empty_words,
            narrowed=self.show_preview,
        )
        yield self.top_line
        yield tabs
        yield self.panes
        yield self.preview
        yield self.duties
        yield self.filter_bar
        yield MessageLine()
        yield KeyBar()

    @cached_property
    def words(self) -> "BoardWords":
        """The formatter of the rows."""
        from desk.screens.board.words import BoardWords  # after the first frame, whose imports it would extend by a tenth

        return BoardWords(self.desk)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Blank lines, since widgets cover the whole screen."""
        return [Strip.blank(crop.width)] * crop.height

    @property
    def pane(self) -> Pane:
        """The current pane."""
        return self.panes.pane

    @property
    def here(self) -> str:
        """The queue of the current pane, or the id of its saved view."""
        return self.panes.here

    def _moved(self) -> None:
        """Handles the cursor moving to another ticket."""
        self.show_preview()
        self.show_keys()

    def _marks_changed(self) -> None:
        self.pane.count(self.desk.clock())
        self.show_keys()

    def on_mount(self) -> None:
        self.panes.lay_out()
        self.set_focus(self.pane.view)
        self.top_line.show(self.panes.queues, self.desk.clock())
        self.show_keys()

    @on(events.ScreenResume)
    def _resumed(self, event: events.ScreenResume) -> None:
        """Runs work right after the first frame, which is painted during this event, instead of two frames later."""
        if not self._has_begun:
            self._has_begun = True
            event.refresh_styles = False  # only the focus changed since everything was styled on mounting
            self.pane.show_focus()
            self.call_later(self.desk.begin)

    def on_resize(self) -> None:
        if self.is_mounted:
            self.panes.lay_out()
            self.preview.fit_height(self.size)

    # -- display ------------------------------------------------------------------------------------------------------

    def show_first(self, first: "FirstPage") -> None:
        """Shows the first page of every queue, enough to answer a caller before the rest is read."""
        now = self.desk.clock()
        self.panes.set_queues(first.charter, {name: page.total for name, page in first.queues.items()})
        self.panes.lay_out()
        for pane in self.panes.queues:
            rows, total, overdue = first.queues[pane.kind]
            pane.show_page(rows, total, overdue, now)

    def show(self, read: "BoardData") -> None:
        """Shows the queues and the saved filters; the cursor stays on its ticket."""
        now = self.desk.clock()
        self._open_tickets = None
        self.preview.expire()
        self.panes.set_queues(read.charter, {name: len(rows) for name, rows in read.queues.items()})
        self.views.show(read.views, self._acted_on)
        self.panes.lay_out()
        for pane in self.panes.queues:
            pane.show(read.queues[pane.kind], now, self._acted_on)
        if self._has_moved:
            self.panes.go_to_ticket(self._acted_on)
        self._acted_on, self._has_moved = 0, False
        self.top_line.show(self.panes.queues, now)
        self._moved()

    def update_counts(self, aside: "Counts") -> None:
        """Updates the counts beside the queues and shows new reminders."""
        _, now = self.desk.translator, self.desk.clock()
        for pane in self.panes.queues:
            counts = (
                (_("answered at once {n}", n=aside.at_once.get(pane.kind, 0)), aside.at_once.get(pane.kind)),
                (_("follow up {n}", n=aside.awaited.get(pane.kind, 0)), aside.awaited.get(pane.kind)),
                (_("over a month {n}", n=aside.uncollected.get(pane.kind, 0)), aside.uncollected.get(pane.kind)),
            )
            pane.aside = "  ".join(words for words, count in counts if count)
            pane.count(now)
        self.top_line.mail = aside.mail
        if changed := self.desk.emailed ^ aside.emailed:
            self.desk.emailed = aside.emailed
            for pane in self.panes.all:
                pane.view.refresh_tickets(changed)
        self.top_line.show(self.panes.queues, now)
        self.show_preview()

    def acted(self, done: tuple[int, str] | None, result: str = RECORDED) -> None:
        self._acted_on = done[0] if done else 0
        self._has_moved = done is not None and find(done[1]).event == "converted"
        super().acted(done, result)

    def show_presence(self, changed: Collection[int]) -> None:
        """Shows who else has tickets open, in their rows and in the preview."""
        for pane in self.panes.all:
            pane.view.refresh_tickets(changed)
        self.preview.update_lines()

    def on_second(self, now: float) -> None:
        """Updates the visible rows whose text changed, the counts and the top line."""
        self.panes.tick(now)
        self.top_line.show(self.panes.queues, now)
        self.preview.update_lines()

    def upkeep_warnings(self) -> list[str]:
        """Warnings about the calendar and the backup, with what to do."""
        return self.words.upkeep_warnings(self.top_line.backup)

    def open_rows(self) -> "list[QueueRow]":
        """The tickets of all queues, regardless of filters."""
        return self.panes.rows

    def counts(self, now: int) -> tuple[int, int]:
        """The number of tickets whose nearest clock is overdue, and of those due later today."""
        return self.top_line.counts(self.panes.queues, now)

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The row under the cursor."""
        return self.pane.view.cursor_row

    def go_to_ticket(self, number: int) -> None:
        """Moves the cursor to a ticket, in the pane that shows it."""
        self.panes.go_to_ticket(number)

    def say_dates(self) -> None:
        """Shows the dates that were left out until they could be formatted."""
        self.top_line.show(self.panes.queues, self.desk.clock())
        self.show_preview()

    def reset_view(self) -> None:
        """Clears the previous user's marks and filters."""
        self.preview.forget()
        self.filter_bar.remove_class("-on")
        self.panes.drop_marks()
        for pane in self.panes.all:
            pane.set_filter("", self.desk.clock())
        self.set_focus(self.pane.view)

    def empty_words(self, kind: str) -> str:
        """The text of an empty pane, with the keys that record a ticket for it."""
        if view := self.views.view(kind):
            return self.views.empty_words(view)
        charter, words = self.desk.charter, [N_("No open tickets.")]
        if charter and kind in charter.kinds:
            of = charter.kind(kind)
            words += [said for form, said in _HOW_TO_RECORD.items() if form in of.forms]
            words += [N_("{key[import-certificates]} imports a batch from a list.")] if of.in_batches else []
        return "\n".join(self.desk.gettext(said, key=self.desk.keys) for said in words)

    def show_key_labels(self) -> None:
        """Shows the key bar, and the keys in empty panes, with the letters of another layout."""
        super().show_key_labels()
        if self.panes.has_loaded:
            for pane in self.panes.all:
                if not pane.filter:
                    pane.view.set_empty(Content(self.empty_words(pane.kind)))

    def show_preview(self) -> None:
        """Shows the ticket under the cursor in the preview."""
        self.preview.show(self.ticket_row)

    def open_numbers(self) -> frozenset[int]:
        """The numbers of all open tickets, collected once for each reading of the queues."""
        if self._open_tickets is None:
            self._open_tickets = frozenset(row.id for row in self.panes.rows)
        return self._open_tickets

    # -- keys and the mouse -------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enables saving only with a filter, and deleting only in a saved view."""
        if parameters == ("keep-view",):
            return self.is_mounted and bool(self.pane.filter.strip())
        if parameters == ("drop-view",):
            return self.views.view(self.here) is not None
        return super().check_action(action, parameters)

    def key_right(self, event: events.Key) -> None:
        """Goes to the next pane and stops the event: Textual would use Tab to focus the next widget."""
        event.stop()
        self.panes.step(1)

    def key_left(self, event: events.Key) -> None:
        """Goes to the previous pane."""
        event.stop()
        self.panes.step(-1)

    key_tab, key_shift_tab = key_right, key_left

    def action_leave(self) -> None:
        """Clears the marks; without any, the filter."""
        if not (self.marks and self.marks.clear()):
            self.filter_bar.drop()

    @on(FilterLine.Keep)
    async def _keep_view(self) -> None:
        self.filter_bar.close()
        await self.action_command("keep-view")

    @on(QueueView.Opened)
    def _opened(self, event: QueueView.Opened) -> None:
        self.start(resolve(SHOW_TICKET), self, event.ticket_id)

    @property
    def helped(self) -> list[Action]:
        """The commands, with those that go to a pane named after it."""
        return self._named(super().helped)

    def available(self) -> list[Action]:
        """The commands available now, with those that go to a pane named after it."""
        return self._named(super().available())

    def _named(self, actions: list[Action]) -> list[Action]:
        headings = self.panes.headings()
        return [action._replace(title=headings[action.id]) if action.id in headings else action for action in actions]

    def views_to_go_to(self) -> list[tuple[str, str]]:
        """The saved views, and the queues without a key, by the ids of their panes."""
        keyed = {*self.panes.headings().values()}
        return [(pane.kind, pane.title) for pane in self.panes.reachable if pane in self.panes.views or pane.title not in keyed]

    async def choose(self, name: str) -> None:
        """Goes to a pane, clicked among the tabs or chosen from the palette; runs any other command."""
        if self.views.view(name) or name in self.panes.names:
            self.panes.go(name)
        else:
            await super().choose(name)
