"""The full ticket, as shown on the ticket's screen and in triage."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from desk.presentation import terms, tickets
from desk.screens.base import Desk
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.ticket import TicketView

MOST_SHOWN = 20_000  # characters of one event


class TicketDetails(Vertical):
    """The ticket's people and subject, running clocks, what it waits for, and its history."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll_history(1)", show=False),
        Binding("up", "scroll_history(-1)", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: TicketView | None = None
        self._clocks_said = ""

    def compose(self) -> ComposeResult:
        self._head = Static("", markup=False, id="head")
        self._clocks = Static("", markup=False, id="clocks")
        self._story = Static("", markup=False, id="story")
        yield self._head
        with VerticalScroll(id="whole") as self._whole:
            yield self._clocks
            yield self._story

    def on_mount(self) -> None:
        self._whole.focus()

    def show(self, view: "TicketView") -> None:
        """Shows a ticket."""
        self._view = view
        self._clocks_said = ""
        self._say_head(view)
        self.tick(self._desk.now)
        self._say_story(view)

    def action_scroll_history(self, by: int) -> None:
        """Scrolls the history."""
        self._whole.scroll_relative(y=by, animate=False)

    def tick(self, now: int) -> None:
        """Updates the clocks. now: epoch seconds."""
        view, charter, _ = self._view, self._desk.charter, self._desk.translator
        if view is None or charter is None:
            return
        lines = [tickets.clock_line(_, charter, clock, now) for clock in view.clocks]
        lines += [tickets.waiting_line(_, charter, wait, view.story.missing) for wait in view.waits]
        said = "\n".join(lines) if lines else _("No clock: answered at once.") if view.story.at_once else _("No clock.")
        if said != self._clocks_said:
            self._clocks_said = said
            self._clocks.update(Content(said + "\n"), layout=len(lines) != self._clocks.size.height - 1)

    def _say_head(self, view: "TicketView") -> None:
        _, row = self._desk.translator, view.row
        first = [
            terms.ticket_ref(_, row.id), _(terms.KINDS[row.kind]), _(terms.CHANNELS[row.channel]),
            _(terms.TICKET_STATES[row.state]),
            row.owner or _("unassigned"),
        ]  # fmt: skip
        people = "  ".join(part for part in (row.name, row.phone, row.email) if part)
        if view.customer_tickets:
            people += "   " + _("also: {numbers}", numbers=terms.ticket_refs(_, view.customer_tickets))
        about = "  ".join(filter(None, (tickets.exam_words(_, row), "" if row.damaged else view.story.words["subject"])))
        if row.damaged:
            about += tickets.about_words(_, row)
        if view.story.late:
            about += "  " + _("after registration closed")
        whom = []
        if row.kind == "complaint":
            whom = tickets.complained_about(_, view.story, view.staff, self._desk.keys["about-staff"])
        lines = ["  ".join(first), people, view.story.words["address"], about, *whom]
        self._head.update(Content("\n".join(sanitize.one_line(line, tickets.SUBJECT_SHOWN) for line in lines if line)))

    def _say_story(self, view: "TicketView") -> None:
        charter = self._desk.charter
        if charter is None:
            return
        lines = tickets.event_lines(self._desk.translator, charter, view.events, view.staff)
        # Events of a hundred thousand characters are stored in full, but nobody reads them between two calls.
        self._story.update(Content("\n".join(_cut(sanitize.safe(line)) for line in lines)))


def _cut(line: str) -> str:
    return line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + "…"
