"""The form for a customer's card."""

from typing import TYPE_CHECKING

from textual.widget import Widget

from desk.actions.choices import CUSTOMER_KINDS
from desk.screens.forms.base import FormScreen
from desk.store.customers.cards import describe
from desk.store.customers.identity import Card
from desk.widgets.fields import Choice, Line, Lines

if TYPE_CHECKING:
    from desk.store.queries.customer import CustomerView


class CustomerForm(FormScreen[str]):
    """Edits a customer's card; returns what to tell."""

    command_id = "describe"

    def __init__(self, customer: "CustomerView") -> None:
        super().__init__()
        self._customer = customer

    @property
    def heading(self) -> str:
        return self.desk.gettext("Card: {name}", name=self._customer.name or self.desk.gettext("no name"))

    @property
    def drafted_as(self) -> str:
        """One draft for each customer."""
        return f"{self.command_id}-{self._customer.id}"

    def fields(self) -> list[tuple[str, Widget]]:
        _, card = self.desk.translator, self._customer.card
        kinds = [("", _("not said")), *((kind, _(words)) for kind, words in CUSTOMER_KINDS.items())]
        mind = Line(card.mind, placeholder=_("hard of hearing; under 18, the guardian is …"), id="mind")
        return [
            (_("To keep in mind"), mind),
            (_("Kind of customer"), Choice(kinds, card.kind, id="kind")),
            (_("Note"), Lines(card.note, id="note")),
        ]

    @property
    def has_unsaved_input(self) -> bool:
        """A changed kind is lost as well, though it was not typed."""
        return super().has_unsaved_input or (not self._result and self.value("kind") != self._customer.card.kind)

    async def save(self) -> str:
        values = self.values()
        card = Card(values["kind"], values["mind"].strip(), values["note"].strip(), self._customer.card.version)
        await self.desk.ask(describe, self.staff, self._customer.id, card)
        return self.desk.gettext("Card saved.")
