"""One ticket in full: running clocks, what it waits for, and its history."""

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from desk.actions.action import PLACES, TICKET, Action
from desk.i18n import N_
from desk.screens.action_screen import ActionScreen
from desk.screens.ticket.details import TicketDetails
from desk.store.queries.ticket import ticket
from desk.widgets.key_bar import KeyBar
from desk.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView


class TicketScreen(ActionScreen):
    """A ticket, kept up to date while it is open; Esc goes back."""

    CSS_PATH = "ticket.tcss"
    scopes = PLACES[TICKET]
    moving_keys = (
        ("↑ ↓ PgUp PgDn", N_("move in the history")),
        ("Enter", N_("show long texts whole, or fold them")),
        ("Esc", N_("back to the board")),
    )

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.tried = asyncio.Event()  # set once the ticket was read or reading failed
        self._view: TicketView | None = None

    def compose(self) -> ComposeResult:
        self._details = TicketDetails(self.desk)
        yield self._details
        yield MessageLine()
        yield KeyBar(lines=2)

    def on_mount(self) -> None:
        self.refresh_data()

    def on_unmount(self) -> None:
        self.tried.set()  # nobody waits for it any more

    def refresh_data(self) -> None:
        """Reads the ticket again, since another user may have changed it."""
        self.read_when_on_top(self._read)

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """The ticket in the heading."""
        return (self.number,)

    @property
    def helped(self) -> list[Action]:
        """The commands listed in the help: those for the ticket's kind."""
        found, row = super().helped, self.ticket_row
        if row is None:
            return found
        kind = self.desk.kind(row.kind)
        return [action for action in found if action.scope != TICKET or action.suits(kind)]

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The ticket of this screen."""
        return self._view.row if self._view else None

    def go_to_ticket(self, number: int) -> None:
        """Shows the ticket that this one was merged into, or that was undone."""
        if number != self.number:
            self.number = number
            self.refresh_data()

    def show_presence(self, changed: Collection[int]) -> None:  # noqa: ARG002 - its only ticket is drawn with the clocks
        """Shows who else has the ticket open."""
        self._details.tick(self.desk.now)

    def on_second(self, now: float) -> None:
        """Updates the clocks."""
        self._details.tick(int(now))

    async def _read(self) -> None:
        try:
            view = await self.read_ticket()
        except Exception:
            if self._view is None:
                self.dismiss()
            self.tried.set()
            raise
        self._view = view
        self._details.show(view)
        self.show_keys()
        self.tried.set()

    async def read_ticket(self) -> "TicketView":
        """Reads the full ticket. Raises NotFound."""
        return await self.desk.ask(ticket, self.number)
