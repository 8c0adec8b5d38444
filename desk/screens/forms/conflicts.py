"""What others did to a form's tickets since somebody looked: shown as soon as it is known, and before it is saved over."""

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import work
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.screens.base import DeskScreen
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow

T = TypeVar("T")

LONGEST = 400  # signs of one event: the ticket has it whole


class Meanwhile(ModalScreen[T], DeskScreen, Generic[T]):
    """Under every form. row: the ticket that it is about; a form that is about several says so in `seen` and `now_sees`."""

    row: "QueueRow | None" = None

    def seen(self) -> dict[int, int]:
        """The tickets that it is about, each with the version that was looked at."""
        return {self.row.id: self.row.version} if self.row else {}

    def now_sees(self, row: "QueueRow") -> None:
        """A newer version was looked at: what is saved next goes on top of it."""
        self.row = row

    def was_seen(self, versions: dict[int, int]) -> None:
        """What is typed was typed over these versions: what happened since is shown before it is saved."""
        if self.row and self.row.id in versions:
            self.row = self.row._replace(version=versions[self.row.id])

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """What stands on it."""
        return tuple(self.seen())

    def refresh_data(self) -> None:
        """Something was written by somebody: said, if it was to these tickets; what is saved is still refused once."""
        if self.seen():
            self._look()

    @work(group="meanwhile", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        from desk.store.queries.board import rows_of

        seen = self.seen()
        rows = await self.desk.ask(rows_of, seen)
        changed = [row.id for row in rows.values() if row.version > seen[row.id]]
        if changed:
            lines = [line for number in changed for line in await self._since(number, seen[number])]
            self._show_between([self.desk.gettext("Changed meanwhile:"), *lines])

    async def catch_up(self, error: Exception) -> None:
        """A save was refused because of what came in between: that is shown, and the person who saves again has seen it."""
        from desk.store.errors import Stale
        from desk.store.queries.board import row_of

        if not isinstance(error, Stale):
            return
        version = self.seen().get(error.number, 0)
        lines = await self._since(error.number, version)
        row = await self.desk.ask(row_of, error.number)
        if row is not None:
            _ = self.desk.translator
            on_top = _("Saved once more, what is typed goes on top of it.")
            closed = _("It is closed now: Esc can keep what is typed as a draft.")
            self._show_between([_("Changed meanwhile:"), *lines, on_top if row.state == "open" else closed])
            self.now_sees(row)

    async def _since(self, number: int, version: int) -> list[str]:
        """What happened to a ticket after a version of it, as its history says it."""
        from desk.presentation.tickets import event_lines
        from desk.store.queries.ticket import ticket

        charter = self.desk.charter
        if charter is None:
            return []
        view = await self.desk.ask(ticket, number)
        fresh = sum(event.id > version for event in view.events)
        lines = event_lines(self.desk.translator, charter, view.events, view.staff)
        several = f"#{number}  " if len(self.seen()) > 1 else ""
        return [sanitize.one_line(several + line, LONGEST) for line in lines[len(lines) - fresh :]]

    def _show_between(self, lines: list[str]) -> None:
        """Above what else is worth knowing; PgDn and PgUp reach all of it."""
        place = self.query_one(".aside")
        if not place.query("#between"):
            place.mount(Static("", markup=False, id="between"), before=0)
        place.query_one("#between", Static).update(Content("\n".join(lines)))
        place.scroll_home(animate=False)
