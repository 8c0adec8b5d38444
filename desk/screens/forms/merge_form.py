"""Merging two tickets about the same case: offers the same person's other tickets and asks for confirmation by name."""

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.worker import WorkerError

from desk.actions.fields import OF
from desk.actions.registry import find
from desk.i18n import N_
from desk.presentation.terms import ticket_ref
from desk.screens.forms.action_fields import heading, named, ticket_number
from desk.screens.forms.base import FormScreen
from desk.store.commands.perform import perform, rehearse
from desk.store.customers.identity import open_beside
from desk.store.queries.board import row_of
from desk.text import sanitize
from desk.widgets.fields import Line

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow


class MergeForm(FormScreen[int]):
    """Asks for the other number and shows whose ticket that is before merging. Returns the other number."""

    command_id = "merge"
    enter_words = N_("merge")
    row: "QueueRow"

    def __init__(self, row: "QueueRow") -> None:
        super().__init__()
        self.row = row

    @property
    def heading(self) -> str:
        return heading(self.desk, find(self.command_id), self.row)

    def fields(self) -> list[tuple[str, Widget]]:
        return [(self.desk.gettext(OF.label), Line(id=OF.name))]

    def on_mount(self) -> None:
        super().on_mount()
        self._offered = self.run_worker(self._offer(), exit_on_error=False)

    async def _offer(self) -> None:
        found = await self.desk.ask(open_beside, self.row.id)
        if found:
            self._fill_in(found[0][0])
            lines = [f"{ticket_ref(self.desk.translator, number)}  {sanitize.one_line(subject, 60)}" for number, subject in found]
            self.aside("\n".join([self.desk.gettext("Other open tickets of the same person:"), *lines]))

    def _fill_in(self, number: int) -> None:
        """Fills in the likely ticket unless the user has typed; the first typed digit replaces it."""
        field = self.query_one(f"#{OF.name}", Line)
        if not field.value:
            field.value = str(number)
            field.action_select_all()
            self.mark_prefilled()

    async def question(self) -> str:
        with suppress(WorkerError):
            await self._offered.wait()  # an early Enter refers to the number about to be filled in
        of = ticket_number(self.value(OF.name))
        other = await self.desk.ask(row_of, of) if of and of != self.row.id else None
        values = {OF.name: of}
        await self.desk.ask(rehearse, self.staff, [(self.row.id, self.row.version)], self.command_id, values)
        if other is None:
            return ""
        _ = self.desk.translator
        return _("Merge {this} into {that}, which stays open?", this=named(_, self.row), that=named(_, other))

    async def save(self) -> int | None:
        other = ticket_number(self.value(OF.name))
        await self.desk.ask(perform, self.staff, self.row.id, self.command_id, {OF.name: other}, self.row.version)
        return other
