"""The board: the queues side by side, the centre's state on top, the row under the cursor whole below."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from desk.actions.registry import BOARD, PLACES
from desk.i18n import N_
from desk.screens.board.duties_line import DutiesLine
from desk.screens.board.queue_panes import TITLES
from desk.screens.board.rows import face, row_words
from desk.screens.board.saved_views import Views
from desk.screens.board.top_line import TopLine
from desk.widgets.filter_line import FilterLine
from desk.widgets.key_bar import KeyBar
from desk.widgets.queue_pane import Pane
from desk.widgets.queue_view import QueueView
from desk.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from desk.store.queries.board import Counts, FirstPage, QueueRow
    from desk.store.queries.board_cache import BoardData

_EMPTY = {
    "enquiry": N_(
        "No enquiries.\n{key[new-call]} writes down a call, {key[new-voicemail]} a voicemail,\n"
        "{key[new-email]} an email, {key[new-letter]} a letter, {key[new-walk-in]} a walk-in.\n{key[help]} shows every key."
    ),
    "complaint": N_("No complaints.\n{key[new-complaint]} writes one down, however it came."),
    "certificate": N_("No certificates.\n{key[import-certificates]} opens a box that arrived with a list."),
    "registration": N_("No registrations."),
}
_SHORT_CHANNELS = {
    "phone": N_("phone"),
    "voicemail": N_("voice"),
    "email": N_("email"),
    "letter": N_("letter"),
    "in-person": N_("walk-in"),
}
_MOVING_KEYS = (
    ("Enter", N_("the ticket whole")),
    ("Tab ← →", N_("the next pane, the one before")),
    ("↑ ↓ PgUp PgDn", N_("up and down the queue")),
    ("Esc", N_("drops the marks, then the filter")),
)


class Board(Views):
    """What is open and until when."""

    scopes = PLACES[BOARD]
    moving_keys = _MOVING_KEYS

    def __init__(self) -> None:
        super().__init__()
        self._has_begun = False
        self._said_overdue = False
        self._said_line = ""
        self._acted_on = 0

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        self.top_line = TopLine(self.desk)
        self.tabs = TabLine(id="tabs")
        self._line = Static("", markup=False, id="line")
        self.duties = DutiesLine(self.desk)
        self.filter_line = FilterLine(_("Filter:"), _("F2 keeps it as a view"))
        reading = _("Reading the tickets ...")
        self.queues = [self.new_pane(kind, _(title), reading) for kind, title in TITLES.items() if kind != "registration"]
        yield self.top_line
        yield self.tabs
        yield Horizontal(*self.queues, id="panes")
        yield self.duties
        yield self._line
        yield self.filter_line
        yield KeyBar()

    def new_pane(self, kind: str, title: str, empty: str) -> Pane:
        """A pane of the board's look."""
        _ = self.desk.translator
        pane = Pane(
            kind,
            title,
            empty,
            lambda row, now: face(self.desk, row, now),
            channel_of=lambda channel: _(_SHORT_CHANNELS[channel]) if channel else "",
            overdue_words=lambda n: _("overdue {n}", n=n),
            about_of=self._about,
        )
        pane.view.moved = lambda: self._moved(pane)
        return pane

    def _about(self, row: "QueueRow") -> str:
        """About what; of a complaint that is for others, what it waits for."""
        charter = self.desk.charter
        if row.damaged:
            from desk.presentation.tickets import about_words

            return about_words(self.desk.translator, row)
        if not row.sealed or charter is None:
            return row.subject
        return (
            charter.standard(row.standard).title.in_language(self.desk.translator.language)
            if row.standard
            else self.desk.gettext("no clock")
        )

    def _moved(self, pane: Pane) -> None:
        """The cursor of a pane stands on another ticket."""
        if pane is self.pane:
            self.say_line()
            self.show_keys()

    def on_mount(self) -> None:
        self.lay_out()
        self.set_focus(self.pane.view)
        self.top_line.show(self.queues, self.desk.clock())
        self.show_keys()

    def on_screen_resume(self) -> None:
        """The first frame is painted while this is handled: what is put behind it begins right after, and not two frames later."""
        if not self._has_begun:
            self._has_begun = True
            self.call_later(self.desk.begin)

    def on_resize(self) -> None:
        if self.queues:
            self.lay_out()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_first(self, first: "FirstPage") -> None:
        """The first page of every queue: enough to read and to answer by, before the rest has come."""
        now = self.desk.clock()
        self._lay_in({kind: glance.total for kind, glance in first.queues.items()})
        self.lay_out()
        for pane in self.queues:
            rows, total, overdue = first.queues[pane.kind]
            pane.show_page(rows, total, overdue, now)

    def show(self, read: "BoardData") -> None:
        """The queues and the saved filters as read; the cursor stays on its ticket."""
        now = self.desk.clock()
        self._lay_in({kind: len(rows) for kind, rows in read.queues.items()})
        self.show_views(read.views, self._acted_on)
        self.lay_out()
        for pane in self.queues:
            pane.show(read.queues[pane.kind], now, self._acted_on)
        self._acted_on = 0
        self.top_line.show(self.queues, now)
        self.say_line()
        self.show_keys()

    def _lay_in(self, totals: dict[str, int]) -> None:
        """A pane for every queue: registrations have one only when there are any."""
        if not self.has_loaded:
            self.has_loaded = True
            for pane in self.queues:
                pane.view.set_empty(Content(self.empty_words(pane.kind)))
        self.has_registrations = totals["registration"] > 0
        if self.has_registrations and "registration" not in (pane.kind for pane in self.queues):
            title = self.desk.gettext(TITLES["registration"])
            pane = self.new_pane("registration", title, self.empty_words("registration"))
            self.query_one("#panes").mount(pane, after=self.queues[-1])
            self.queues.append(pane)
        if not self.has_registrations and self.here == "registration":
            self.go("enquiry")

    def update_counts(self, aside: "Counts") -> None:
        """What is counted beside the queues, and what is said of reminders."""
        _, now = self.desk.translator, self.desk.clock()
        asides = {
            "enquiry": _("at once today {n}", n=aside.at_once) if aside.at_once else "",
            "complaint": _("awaited {n}", n=aside.awaited) if aside.awaited else "",
            "certificate": _("a month here {n}", n=aside.uncollected) if aside.uncollected else "",
        }
        for pane in self.queues:
            pane.aside = asides.get(pane.kind, "")
            pane.count(now)
        self.top_line.letters = aside.letters, aside.letters_since
        self.top_line.show(self.queues, now)
        self.say_line()

    def _acted(self, done: "tuple[int, str] | None", copied: bool = False) -> None:
        self._acted_on = done[0] if done else 0
        super()._acted(done, copied)

    def on_second(self, now: float) -> None:
        """A second has passed: the rows in view whose text changed, the counts, the top line."""
        for pane in (*self.queues, *self.views):
            if pane.display:
                pane.tick(now)
        self.top_line.show(self.queues, now)
        if self._is_overdue() != self._said_overdue:
            self.say_line()

    def open_rows(self) -> "list[QueueRow]":
        """The tickets of every queue, whatever a filter hides of them."""
        return [row for pane in self.queues for row in pane.rows]

    def counts(self, now: int) -> tuple[int, int]:
        """How many nearest clocks are overdue, and how many more fall due today."""
        return self.top_line.counts(self.queues, now)

    def _is_overdue(self) -> bool:
        """Whether the row under the cursor is past its due second."""
        row = self.ticket_row
        return row is not None and row.due is not None and self.desk.now > row.due

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The row under the cursor."""
        return self.pane.view.cursor_row if self.queues else None

    def say_dates(self) -> None:
        """What was left out as long as no date could be said."""
        self.top_line.show(self.queues, self.desk.clock())
        self.say_line()

    def refresh_staff(self) -> None:
        """Somebody else sits at the desk now."""
        self.top_line.show(self.queues, self.desk.clock())

    def empty_words(self, kind: str) -> str:
        return self.desk.gettext(_EMPTY[kind], key=self.desk.keys) if kind in _EMPTY else super().empty_words(kind)

    def say_line(self) -> None:
        """The row under the cursor, whole; it is drawn only when it reads differently."""
        self._said_overdue = self._is_overdue()
        said = row_words(self.desk, self.ticket_row)
        if said != self._said_line:
            self._said_line = said
            self._line.update(Content(said), layout=False)

    # -- what the mouse and the keys of a queue say -----------------------------------------------------------------------

    @on(QueueView.Opened)
    def _opened(self, event: QueueView.Opened) -> None:
        from desk.screens.ticket.screen import TicketScreen

        self.app.push_screen(TicketScreen(event.ticket_id))

    @on(KeyBar.Chosen)
    async def _clicked(self, event: KeyBar.Chosen) -> None:
        if any(pane.kind == event.command for pane in self.views):
            self.go(event.command)
            return
        await self.action_command(event.command)

    async def do_quit(self) -> None:
        self.desk.action_leave()
