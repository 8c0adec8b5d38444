"""Joining two customers: both are shown before anything is written."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input

from desk.actions.fields import OF
from desk.actions.registry import find
from desk.i18n import N_
from desk.presentation.people import customer_brief
from desk.screens.forms.action_fields import heading, ticket_number
from desk.screens.forms.base import FormScreen
from desk.store.commands.perform import perform, rehearse
from desk.store.errors import NotAllowed, NotFound
from desk.store.errors.people import CustomerUnknown
from desk.store.queries.customer import customer, customer_of
from desk.text import sanitize
from desk.widgets.fields import Line

if TYPE_CHECKING:
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow
    from desk.store.queries.customer import CustomerView


class JoinForm(FormScreen[tuple[int, str]]):
    """Asks for another ticket of the same person and shows both customers. Returns the ticket and the action."""

    command_id = "join"
    enter_words = N_("join")
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
        self._show_both()

    @on(Input.Changed, f"#{OF.name}")
    def _changed(self) -> None:
        self._show_both()

    @work(group="both", exclusive=True, exit_on_error=False)
    async def _show_both(self) -> None:
        """Shows the ticket's customer and, once its number is known, the other one."""
        _ = self.desk.translator
        shown = [(_("This customer:"), self.row.id), (_("The other customer:"), ticket_number(self.value(OF.name)))]
        found = [(title, await self.desk.query_readonly(_customer_of, number)) for title, number in shown if number]
        self.aside("\n".join(f"{title} {customer_brief(_, known)}" for title, known in found if known))

    async def question(self) -> str:
        of = ticket_number(self.value(OF.name))
        await self.desk.ask(rehearse, self.staff, [(self.row.id, self.row.version)], self.command_id, {OF.name: of})
        this = await self.desk.ask(_customer_of, self.row.id)
        other = await self.desk.ask(_customer_of, of) if of else None
        if this is None or other is None:
            return ""
        _ = self.desk.translator
        names = {"this": _named(this), "that": _named(other)}
        return _("Join {this} with {that}? All tickets of both then belong to one customer; undo takes it back.", **names)

    async def save(self) -> tuple[int, str]:
        of = ticket_number(self.value(OF.name))
        await self.desk.ask(perform, self.staff, self.row.id, self.command_id, {OF.name: of}, self.row.version)
        return self.row.id, self.command_id


def _customer_of(store: "Store", number: int) -> "CustomerView | None":
    """The customer of a ticket; None if there is none that the current user may see."""
    try:
        return customer(store, customer_of(store, number))
    except (NotFound, NotAllowed, CustomerUnknown):
        return None


def _named(known: "CustomerView") -> str:
    contacts = (*known.phones, *known.emails)
    return sanitize.one_line(", ".join(filter(None, (known.name, *contacts[:1]))), 80) or f"№{known.id}"
