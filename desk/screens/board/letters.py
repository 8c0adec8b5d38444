"""What is written to a customer: a reply, an acknowledgement, a slip; each out of the centre's texts."""

import asyncio
from typing import TYPE_CHECKING

from desk.charter.errors import DeskError
from desk.screens.board.everywhere import Everywhere

if TYPE_CHECKING:
    from desk.outgoing.texts import ReplyText
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView


class Writes(Everywhere):
    """Under the keyed screens: the commands that write to the person the ticket at hand is about."""

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The ticket that acts are done to."""
        raise NotImplementedError

    def _acted(self, done: "tuple[int, str] | None", copied: bool = False) -> None:
        """An act is done: the ticket's number and what was done, None where the form was left; copied: its words are as well."""
        raise NotImplementedError

    async def write(self, name: str, row: "QueueRow") -> None:
        """The form of a reply. name: of the command that asks for it."""
        from desk.screens.forms.reply_form import ReplyForm

        charter = self.desk.charter
        if charter is None:
            return
        try:
            view, written = await self.desk.ask(_read, row.id)
        except Exception as error:
            self.desk.show_error(error)
            return
        texts, wrong = await self._texts()
        form = ReplyForm(name, charter, view, texts, written, self.desk.now)

        self.app.push_screen(form, lambda done: self._acted(done, form.copied))
        if wrong:
            self.desk.show_error(wrong)

    async def do_slip(self) -> None:
        """What a visitor is given: the number and the promised date, to print or to copy, in the customer's language."""
        from desk.i18n import translator
        from desk.outgoing.replies import filled
        from desk.outgoing.texts import find
        from desk.screens.dialogs.dialog import Dialog
        from desk.store.queries.ticket import ticket

        row, charter, desk = self.ticket_row, self.desk.charter, self.desk
        if row is None or charter is None:
            return
        try:
            view = await desk.ask(ticket, row.id)
        except Exception as error:
            desk.show_error(error)
            return
        texts, wrong = await self._texts()
        words = filled(translator(view.story.language), charter, view, find(texts, "slip"), desk.staff, desk.now).text
        self.app.push_screen(Dialog(words, copy=words))
        if wrong:
            desk.show_error(wrong)

    async def _texts(self) -> "tuple[tuple[ReplyText, ...], DeskError | None]":
        """The texts as their files stand now; where one of the centre's own is wrong, the desk's alone, and what is wrong."""
        from desk.outgoing.texts import built_in, shelf

        try:
            return await asyncio.to_thread(shelf, self.desk.settings.texts), None
        except DeskError as error:
            return built_in(), error


def _read(store: "Store", number: int) -> "tuple[TicketView, str]":
    from desk.store.queries.ticket import last_written, ticket

    view = ticket(store, number)
    return view, last_written(store, view)
