"""One ticket whole: its clocks running, what it waits for, all that happened."""

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from desk.actions.registry import PLACES, TICKET
from desk.i18n import N_
from desk.screens.keyed import ActionScreen
from desk.text import sanitize
from desk.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView


MOST_SHOWN = 20_000  # signs of one event


class TicketScreen(ActionScreen):
    """A ticket, kept up to date while it is open; Esc goes back."""

    CSS_PATH = "ticket.tcss"
    scopes = PLACES[TICKET]
    moving_keys = (
        ("↑ ↓ PgUp PgDn", N_("up and down the history")),
        ("Esc", N_("back to the board")),
    )
    BINDINGS = [("escape", "leave", ""), ("down", "scroll(1)", ""), ("up", "scroll(-1)", "")]  # noqa: RUF012 - Textual's own shape

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.tried = asyncio.Event()  # it was read, or could not be
        self._view: TicketView | None = None
        self._is_outdated = False
        self._clocks_said = ""

    def compose(self) -> ComposeResult:
        self._head = Static("", markup=False, id="head")
        self._clocks = Static("", markup=False, id="clocks")
        self._story = Static("", markup=False, id="story")
        yield self._head
        with VerticalScroll(id="whole"):
            yield self._clocks
            yield self._story
        yield KeyBar(lines=2)

    def on_mount(self) -> None:
        self.query_one("#whole").focus()
        self.refresh_data()

    def on_screen_resume(self) -> None:
        """Back from what lay over it."""
        if self._is_outdated:
            self.refresh_data()

    def on_unmount(self) -> None:
        self.tried.set()  # nobody waits for it any more

    def refresh_data(self) -> None:
        """Reads the ticket anew: somebody may have changed it. Covered by another screen, when that is gone."""
        self._is_outdated = not self.is_current
        if self.is_current:
            self._read()

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """What stands on it."""
        return (self.number,)

    @property
    def ticket_row(self) -> "QueueRow | None":
        """This ticket."""
        return self._view.row if self._view else None

    def on_second(self, now: float) -> None:
        """The clocks as they stand."""
        self._say_clocks(int(now))

    @work(group="read", exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        try:
            view = await self.read_ticket()
        except Exception as error:
            if self._view is None:
                self.dismiss()
            self.desk.show_error(error)
            self.tried.set()
            return
        if view is None:
            return
        self._view = view
        self._clocks_said = ""
        self.say_head()
        self._say_clocks(self.desk.now)
        self._say_story()
        self.show_keys()
        self.tried.set()

    async def read_ticket(self) -> "TicketView | None":
        """The ticket whole; None where there is none to show. Raises NotFound."""
        from desk.store.queries.ticket import ticket

        return await self.desk.ask(ticket, self.number)

    def say_head(self) -> None:
        """Who and what it is about, on top."""
        from desk.presentation import deadlines, tickets

        view, _ = self._view, self.desk.translator
        if view is None:
            return
        row = view.row
        first = [
            f"#{row.id}", _(deadlines.KINDS[row.kind]), _(deadlines.CHANNELS[row.channel]),
            _(tickets.TICKET_STATES[row.state]),
            row.owner or _("taken by nobody"),
        ]  # fmt: skip
        people = "  ".join(part for part in (row.name, row.phone, row.email) if part)
        if view.customer_tickets:
            people += "   " + _("also: {numbers}", numbers=" ".join(f"#{one}" for one in view.customer_tickets))
        about = "  ".join(filter(None, (tickets.exam_words(_, row), "" if row.damaged else view.story.words["subject"])))
        if row.damaged:
            about += tickets.about_words(_, row)
        if view.story.late:
            about += "  " + _("after the registration's end")
        lines = ["  ".join(first), people, view.story.words["address"], about]
        self._head.update(Content("\n".join(sanitize.one_line(line, tickets.SUBJECT_SHOWN) for line in lines if line)))

    def _say_clocks(self, now: int) -> None:
        from desk.presentation import shift, tickets

        view, charter, _ = self._view, self.desk.charter, self.desk.translator
        if view is None or charter is None:
            return
        lines = [tickets.clock_line(_, charter, clock, now) for clock in view.clocks]
        lines += [shift.waiting_line(_, charter, wait, view.story.missing) for wait in view.waits]
        said = "\n".join(lines) if lines else _("No clock: answered at once.") if view.story.at_once else _("No clock.")
        if said != self._clocks_said:
            self._clocks_said = said
            self._clocks.update(Content(said + "\n"), layout=len(lines) != self._clocks.size.height - 1)

    def _say_story(self) -> None:
        from desk.presentation import tickets

        view, charter, _ = self._view, self.desk.charter, self.desk.translator
        if view is None or charter is None:
            return
        lines = tickets.event_lines(_, charter, view.events, view.staff)
        # A hundred thousand signs are stored whole; nobody reads them between two calls.
        self._story.update(Content("\n".join(_cut(sanitize.safe(line)) for line in lines)))

    def action_leave(self) -> None:
        """Back to the board."""
        self.dismiss()

    def action_scroll(self, by: int) -> None:
        """Up and down the history."""
        self.query_one("#whole", VerticalScroll).scroll_relative(y=by, animate=False)

    async def on_key_bar_chosen(self, event: KeyBar.Chosen) -> None:
        """A click on a key is the key."""
        await self.action_command(event.command)


def _cut(line: str) -> str:
    return line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + "…"
