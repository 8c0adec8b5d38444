"""Triage of new unowned tickets, one at a time, each decided with one key."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from desk.actions.action import PLACES, TRIAGE
from desk.i18n import N_
from desk.screens.action_screen import RECORDED, ActionScreen
from desk.screens.ticket.details import TicketDetails
from desk.store.customers.identity import open_beside
from desk.store.queries.ticket import ticket
from desk.store.queries.triage import to_triage
from desk.text import sanitize
from desk.widgets.key_bar import KeyBar
from desk.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView

# Actions that only add information decide nothing: the ticket stays current.
_DECIDES_NOTHING = frozenset(("note", "correct", "remind", "missing", "fee-known", "passed-on"))


class TriageScreen(ActionScreen):
    """Steps through new unowned tickets, nearest deadline first; a postponed ticket is not shown again in the same triage.

    It skips tickets that have become hidden from the current user, and therefore has no `ticket_ids`.
    """

    CSS_PATH = "ticket.tcss"
    scopes = PLACES[TRIAGE]
    moving_keys = (
        ("↑ ↓ PgUp PgDn", N_("move in the history")),
        ("Esc", N_("back to the board")),
    )
    key_bar = (
        "answered",
        "full-answer",
        "acknowledged",
        "reply",
        "take",
        "hand-over",
        "to-complaint",
        "merge",
        "next-step",
        "tried",
        "close",
        "leave-it",
        "undo",
        "help",
    )

    def __init__(self) -> None:
        super().__init__()
        self.number = 0  # of the current ticket
        self._view: TicketView | None = None
        self._new: list[int] = []
        self._passed: set[int] = set()
        self._later = 0
        self._beside: list[tuple[int, str]] = []

    def compose(self) -> ComposeResult:
        self._left = Static("", markup=False, id="left")
        self._details = TicketDetails(self.desk)
        yield self._left
        yield self._details
        yield MessageLine()
        yield KeyBar(lines=2)

    def on_mount(self) -> None:
        self.refresh_data()

    def refresh_data(self) -> None:
        """Reads the current ticket again, or the next one."""
        self.read_when_on_top(self._read)

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The current ticket."""
        return self._view.row if self._view else None

    def on_second(self, now: float) -> None:
        """Updates the clocks."""
        self._details.tick(int(now))

    async def _read(self) -> None:
        """Reads the current ticket, or the next one if it was decided."""
        try:
            self._new = [number for number in await self.desk.ask(to_triage) if number not in self._passed]
            if self.number in self._passed or not self.number:
                if not self._new:
                    self._finish()
                    return
                self.number = self._new[0]
            self._beside = await self.desk.ask(open_beside, self.number)
            self._view = await self.desk.ask(ticket, self.number)
        except Exception:
            if self._view is None:
                self.dismiss()
            raise
        self._say_left()
        self._details.show(self._view)
        self.show_keys()

    def _say_left(self) -> None:
        _ = self.desk.translator
        words = [_("Triage of new tickets: {left} left", left=len(self._new))]
        if self._later:
            words.append(_("{n} skipped", n=self._later))
        if self._beside:
            number, subject = self._beside[0]
            words.append(
                _(
                    "possible duplicate ({key} merges): #{number} {subject}",
                    key=self.desk.keys["merge"],
                    number=number,
                    subject=sanitize.one_line(subject, 60),
                )
            )
        self._left.update(Content("  ·  ".join(words)))

    def acted(self, done: tuple[int, str] | None, result: str = RECORDED) -> None:
        if done and done[1] not in _DECIDES_NOTHING:
            self._passed.add(done[0])
        super().acted(done, result)

    def merged(self, number: int, into: int) -> None:
        self._passed.add(number)
        super().merged(number, into)

    async def _show_merged(self, into: int) -> None:  # noqa: ARG002 - triage goes on to the next new ticket
        await self.desk.reload()

    def pass_on(self) -> None:
        """Postpones the current ticket until triage is opened again."""
        self._passed.add(self.number)
        self._later += 1
        self.refresh_data()

    def go_to_ticket(self, number: int) -> None:
        """Makes a ticket current again after an undo."""
        self._passed.discard(number)
        self.number = number
        self.refresh_data()

    def _finish(self) -> None:
        _ = self.desk.translator
        self.dismiss()
        self.desk.tell(_("Triage finished. Skipped: {n}", n=self._later) if self._later else _("Nothing left to triage."))


async def postpone(screen: TriageScreen) -> None:
    """Postpones the current ticket."""
    screen.pass_on()
