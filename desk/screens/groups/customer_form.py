"""The form for a customer's card."""

from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Input, TextArea

from desk.actions.choices import CUSTOMER_KINDS
from desk.i18n import N_
from desk.screens.forms.base import FormScreen
from desk.store.customers.cards import describe
from desk.store.customers.identity import Card
from desk.store.customers.organisations import organisations
from desk.store.errors.people import CardChanged
from desk.store.queries.customer import customer
from desk.widgets.fields import Choice, Line, Lines, NameSuggester

if TYPE_CHECKING:
    from desk.store.queries.customer import CustomerView


_ORGANISATION_HINT = N_("the preparation centre or school that they speak for or come from")


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
    def hints(self) -> str:
        return self.desk.gettext("Enter save   Ctrl+S save from the text   Esc close")

    @property
    def drafted_as(self) -> str:
        """One draft for each customer."""
        return f"{self.command_id} {self._customer.id}"

    def fields(self) -> list[tuple[str, Widget]]:
        _, card = self.desk.translator, self._customer.card
        kinds = [("", _("not said")), *((kind, _(words)) for kind, words in CUSTOMER_KINDS.items())]
        mind = Line(card.mind, placeholder=_("hard of hearing; under 18, the guardian is …"), id="mind")
        return [
            (_("To keep in mind"), mind),
            (_("Kind of customer"), Choice(kinds, card.kind, id="kind")),
            (_("Organisation"), Line(self._customer.organisation.name, placeholder=_(_ORGANISATION_HINT), id="organisation")),
            (_("Note"), Lines(card.note, id="note")),
        ]

    @property
    def has_unsaved_input(self) -> bool:
        """A changed kind is lost as well, though it was not typed."""
        return super().has_unsaved_input or (not self._result and self.value("kind") != self._customer.card.kind)

    async def customer(self) -> int | None:
        return self._customer.id

    def put_back(self, typed: dict[str, str], chosen: dict[str, str]) -> None:
        """Restores the typed texts alone: the kind may have been said since. What the card says now stands below."""
        super().put_back(typed, {name: kind for name, kind in chosen.items() if not self._customer.card.kind})
        self._say_card(self._customer.card)

    async def save(self) -> str:
        values, before = self.values(), self._customer.card
        card = Card(values["kind"], values["mind"].strip(), values["note"].strip(), before.version)
        try:
            await self.desk.ask(describe, self.staff, self._customer.id, card, values["organisation"])
        except CardChanged:
            self._customer = await self.desk.ask(customer, self._customer.id)
            self._take_over(before, self._customer.card)
            raise
        _ = self.desk.translator
        said = _("A card is not undone: edit it again. {key} again undoes your last step on a ticket.", key=self.desk.keys["undo"])
        self.desk.not_undoable = said, self.desk.now
        return _("Card saved.")

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._name_organisations(), group="known", exit_on_error=False)

    async def _name_organisations(self) -> None:
        known = await self.desk.query_readonly(organisations)
        self.query_one("#organisation", Line).suggester = NameSuggester(entry.name for entry in known)

    def _take_over(self, before: Card, now: Card) -> None:
        """Takes over what somebody else wrote into the fields that the user did not change, and shows all of it."""
        with self.prevent(Choice.Changed, Input.Changed, TextArea.Changed):  # or the refusal would go at once
            kind, mind, note = self.query_one("#kind", Choice), self.query_one("#mind", Line), self.query_one("#note", Lines)
            if kind.value == before.kind:
                kind.value = now.kind
            if mind.value.strip() == before.mind:
                mind.put(now.mind)
            if note.value.strip() == before.note:
                note.put(now.note)
        self._say_card(now)

    def _say_card(self, card: Card) -> None:
        """Shows what the card says, for somebody whose text differs."""
        _ = self.desk.translator
        parts = (card.mind, _(CUSTOMER_KINDS[card.kind]) if card.kind in CUSTOMER_KINDS else "", card.note)
        if any(parts):
            self.aside(_("The card says now:") + "\n" + "\n".join(filter(None, parts)))
