"""Correction of wrong entries: a field, or the time of an event."""

from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from desk.actions.choices import SEVERITIES
from desk.actions.registry import find
from desk.charter.vocabulary import LANGUAGES, RECEIVED
from desk.presentation.terms import CHANNELS, EVENTS, FIELDS
from desk.screens.forms.action_fields import heading, ticket_number
from desk.screens.forms.base import FormScreen
from desk.store.commands.perform import perform
from desk.text import sanitize
from desk.widgets.fields import Choice, Line

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView

_ANY = ("name", "phone", "email", "address", "subject", "channel", "received", "language", "customer")
# Of the kinds whose forms have them.
_OF_KIND = ("category", "severity", "about", "remedy", "document", "exam-name", "candidate")
_OF_LETTERS = ("letter-date", "incoming")
_LISTED = ("topic", "category", "severity")  # of which the store keeps the id
_TIME = "at:"  # followed by the event's id


class CorrectForm(FormScreen[tuple[int, str]]):
    """Shows the value of the chosen field for editing. Returns the ticket and the action."""

    command_id = "correct"
    row: "QueueRow"

    def __init__(self, view: "TicketView") -> None:
        super().__init__()
        self.row = view.row
        self.view = view

    @property
    def heading(self) -> str:
        return heading(self.desk, find(self.command_id), self.row)

    @property
    def first(self) -> str:
        return "value"

    def fields(self) -> list[tuple[str, Widget]]:
        _, row = self.desk.translator, self.row
        kind = self.desk.kind(row.kind)
        candidate = ("candidate",) if kind.in_sessions else ()
        topic = ("topic",) if kind.topics else ()
        names = [*_ANY, *topic, *(name for name in _OF_KIND if name in (*kind.fields, *candidate))]
        names += _OF_LETTERS if row.channel == "letter" and not kind.in_batches else ()
        options = [(name, _(FIELDS[name])) for name in names]
        options += [
            (f"{_TIME}{fact.id}", _("time: {what}", what=_(EVENTS[fact.what])))
            for fact in self.view.story.facts
            if fact.what != RECEIVED
        ]
        return [(_("Field"), Choice(options, id="field")), (_("Correct value"), Line(row.name, id="value"))]

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Shows the current value of the chosen field."""
        if event.choice.id == "field":
            self._show_now(event.choice.value)

    def put_back(self, typed: dict[str, str], chosen: dict[str, str]) -> None:
        super().put_back({}, chosen)
        self._show_now(self.value("field"))
        super().put_back(typed, {})

    def _show_now(self, field: str) -> None:
        shown, hint = self._now(field)
        self.aside(hint)
        self.query_one("#value", Line).value = sanitize.one_line(shown)
        self.mark_prefilled()

    def _now(self, field: str) -> tuple[str, str]:
        """The current value of a field, and its options."""
        _, story, charter = self.desk.translator, self.view.story, self.desk.charter
        if field == "channel":
            return _(CHANNELS[self.row.channel]), ", ".join(_(words) for words in CHANNELS.values())
        if field in _LISTED:
            titles = self._titles(field)
            now = {"topic": story.topic, "category": story.category, "severity": story.severity}[field]
            return titles.get(now, now), ", ".join(titles.values())
        if field == "customer":
            return "", _("Number of another ticket of the same person; the tickets of both then belong to one person.")
        if field == "language":
            return story.language, ", ".join(LANGUAGES)
        if (field == "received" or field.startswith(_TIME)) and charter:
            of = int(field.removeprefix(_TIME)) if field.startswith(_TIME) else story.facts[0].id
            moment = next(fact.at for fact in story.facts if fact.id == of)
            return f"{charter.at(moment):%d.%m.%Y %H:%M:%S}", ""
        return story.words[field], ""

    def _titles(self, field: str) -> dict[str, str]:
        """What can be chosen for one of the fields _LISTED, by id."""
        _, kind = self.desk.translator, self.desk.kind(self.row.kind)
        if field == "severity":
            return {severity: _(words) for severity, words in SEVERITIES.items()}
        entries = kind.topics if field == "topic" else kind.categories
        return {entry.id: entry.title.in_language(_.language) for entry in entries}

    async def save(self) -> tuple[int, str]:
        values = await self._correction()
        await self.desk.ask(perform, self.staff, self.row.id, self.command_id, values, self.row.version)
        return self.row.id, self.command_id

    async def _correction(self) -> dict[str, Any]:
        """The correction as arguments for the store. Raises InvalidDateTime."""
        field, value = self.value("field"), self.value("value")
        if field == "received":
            return {"field": field, "value": await self.moment("value")}
        if field.startswith(_TIME):
            return {"field": "at", "of": int(field.removeprefix(_TIME)), "value": await self.moment("value")}
        if field == "letter-date":
            return {"field": field, "value": await self.past_date("value")}
        if field == "customer":
            return {"field": field, "of": ticket_number(value)}
        if field in _LISTED:
            ids = {title.casefold(): name for name, title in self._titles(field).items()}
            return {"field": field, "value": ids.get(value.casefold(), value)}
        if field == "channel":
            named = {self.desk.gettext(words).casefold(): channel for channel, words in CHANNELS.items()}
            return {"field": field, "value": named.get(value.casefold(), value)}
        return {"field": field, "value": value}
