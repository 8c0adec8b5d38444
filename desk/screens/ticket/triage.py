"""Triage: what is new and nobody's, one at a time, each decided by one key."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from desk.actions.registry import PLACES, TRIAGE
from desk.screens.ticket.screen import TicketScreen
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.ticket import TicketView

# What only adds to what is known decides nothing: the ticket stays in front.
_DECIDES_NOTHING = frozenset(("note", "correct", "remind", "missing", "fee-known", "passed-on"))


class TriageScreen(TicketScreen):
    """Walks through what is new and unowned, the nearest deadline first; what is left for later is not shown again this time."""

    scopes = PLACES[TRIAGE]
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

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """None: what is hidden from the current user by now it passes by itself."""
        return ()

    def __init__(self, number: int = 0) -> None:
        super().__init__(number)
        self._new: list[int] = []
        self._passed: set[int] = set()
        self._later = 0
        self._beside: list[tuple[int, str]] = []

    def compose(self) -> ComposeResult:
        self._left = Static("", markup=False, id="left")
        yield self._left
        yield from super().compose()

    async def read_ticket(self) -> "TicketView | None":
        """The ticket in front, or the next one where that was decided; None when nothing is left."""
        from desk.store.customers import open_beside
        from desk.store.queries.ticket import ticket
        from desk.store.queries.triage import to_triage

        self._new = [number for number in await self.desk.ask(to_triage) if number not in self._passed]
        if self.number in self._passed or not self.number:
            if not self._new:
                self._finish()
                return None
            self.number = self._new[0]
        self._beside = await self.desk.ask(open_beside, self.number)
        return await self.desk.ask(ticket, self.number)

    def say_head(self) -> None:
        super().say_head()
        _ = self.desk.translator
        words = [_("Triage: {left} to decide", left=len(self._new))]
        if self._later:
            words.append(_("{n} left for later", n=self._later))
        if self._beside:
            number, subject = self._beside[0]
            words.append(
                _("perhaps the same (0 merges): #{number} {subject}", number=number, subject=sanitize.one_line(subject, 60))
            )
        self._left.update(Content("  ·  ".join(words)))

    def _acted(self, done: "tuple[int, str] | None", copied: bool = False) -> None:
        if done and done[1] not in _DECIDES_NOTHING:
            self._passed.add(done[0])
        super()._acted(done, copied)

    async def do_leave_it(self) -> None:
        """The next one; this one comes again when triage is opened next."""
        self._passed.add(self.number)
        self._later += 1
        self.refresh_data()

    def go_to_ticket(self, number: int) -> None:
        """What was undone stands in front again."""
        self._passed.discard(number)
        self.number = number
        self.refresh_data()

    def _finish(self) -> None:
        _ = self.desk.translator
        self.dismiss()
        self.desk.tell(_("The rest is left for later: {n}", n=self._later) if self._later else _("Nothing new is left to decide."))
