"""One ticket whole: its clocks running, what it waits for, all that happened."""

import asyncio
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from desk.actions.action import PLACES, TICKET
from desk.i18n import N_
from desk.screens.action_screen import ActionScreen
from desk.screens.ticket.details import TicketDetails
from desk.store.queries.ticket import ticket
from desk.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView


class TicketScreen(ActionScreen):
    """A ticket, kept up to date while it is open; Esc goes back."""

    CSS_PATH = "ticket.tcss"
    scopes = PLACES[TICKET]
    moving_keys = (
        ("↑ ↓ PgUp PgDn", N_("move in the history")),
        ("Esc", N_("back to the board")),
    )
    BINDINGS = [("escape", "leave", "")]  # noqa: RUF012 - Textual's own shape

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.tried = asyncio.Event()  # it was read, or could not be
        self._view: TicketView | None = None

    def compose(self) -> ComposeResult:
        self._details = TicketDetails(self.desk)
        yield self._details
        yield KeyBar(lines=2)

    def on_mount(self) -> None:
        self.refresh_data()

    def on_unmount(self) -> None:
        self.tried.set()  # nobody waits for it any more

    def refresh_data(self) -> None:
        """Reads the ticket anew: somebody may have changed it."""
        self.read_on_top(self._read)

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """The heading."""
        return (self.number,)

    @property
    def ticket_row(self) -> "QueueRow | None":
        """This ticket."""
        return self._view.row if self._view else None

    def on_second(self, now: float) -> None:
        """The clocks as they stand."""
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
        """The ticket whole. Raises NotFound."""
        return await self.desk.ask(ticket, self.number)

    def action_leave(self) -> None:
        """Back to the board."""
        self.dismiss()
