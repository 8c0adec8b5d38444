"""The form of all actions, built from the fields in the registry."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.widget import Widget

from desk.actions.action import ANSWER, Action, Default, Field, Type
from desk.actions.registry import fields_of, find
from desk.presentation.people import person_line
from desk.presentation.tickets import hidden_from_words, reminder_line
from desk.screens.facts.suggestions import Suggestions, facts_hint
from desk.screens.forms.action_fields import heading, is_overdue, likely_way, named, value_of, widget_of
from desk.screens.forms.base import FormScreen
from desk.store.commands.people import colleagues
from desk.store.commands.perform import perform, perform_together, rehearse
from desk.store.commands.ratings import is_to_ask
from desk.store.errors.people import NameAmbiguous
from desk.store.queries.ticket import address_of, last_written, ticket
from desk.store.staff import hidden_from, staff_about, staff_list
from desk.text import folding, sanitize
from desk.widgets.fields import Line, NameSuggester
from desk.widgets.save_progress import SaveProgress

if TYPE_CHECKING:
    from desk.facts.fact import Told
    from desk.store.commands.people import Person
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow

_OF_EACH = ("number", "of")  # fields that differ for every ticket

_COLLEAGUES = (Type.COLLEAGUE, Type.OTHER_COLLEAGUE)


class ActForm(FormScreen[tuple[int, str]]):
    """Asks for an action's fields and performs it on one ticket or on several.

    Returns the ticket's number, or the number of tickets, and the action's id. rows: the tickets.
    """

    row: "QueueRow"

    def __init__(self, name: str, *rows: "QueueRow") -> None:
        super().__init__()
        self.command_id = name
        self.row = rows[0]
        self.rows: Sequence[QueueRow] = rows
        self._colleagues: list[Person] = []
        self._question: tuple[str, str] | None = None  # the customer's language and what they asked, once read
        self._facts = Suggestions(self) if self.action.tells_facts and not self._is_of_several else None
        if self._facts:
            self.place = ANSWER
        if self._is_of_several:
            self.progress = SaveProgress(self, lambda: len(self.rows), lambda: self.saving)

    @property
    def _is_of_several(self) -> bool:
        return len(self.rows) > 1

    @property
    def action(self) -> Action:
        """The action of this form."""
        return find(self.command_id)

    @property
    def heading(self) -> str:
        if self._is_of_several:
            return f"{self.desk.gettext(self.action.title)}: {self._named()}"
        return heading(self.desk, self.action, self.row)

    @property
    def hints(self) -> str:
        return f"{super().hints}   {facts_hint(self.desk)}" if self._facts else super().hints

    def _named(self) -> str:
        """The ticket or tickets, as named in a question."""
        if self._is_of_several:
            return self.desk.ngettext("{n} ticket", "{n} tickets", len(self.rows))
        return named(self.desk.translator, self.row)

    def fields(self) -> list[tuple[str, Widget]]:
        way = self._likely_way()
        return [(self.desk.gettext(field.label), widget_of(self.desk, field, self.row, way)) for field in self._asked()]

    @property
    def first(self) -> str:
        """The first field without the customer's phone, which would be typed into."""
        return next((field.name for field in self._asked() if field.default is not Default.PHONE), "")

    def _asked(self) -> list[Field]:
        """The fields in order."""
        fields = fields_of(self.action, late=is_overdue(self.desk, self.row))
        return [field for field in fields if not (self._is_of_several and field.name in _OF_EACH)]

    def _likely_way(self) -> str:
        """The likely contact method: phone if all tickets have one, else a method that all of them have."""
        kind = self.desk.kind(self.row.kind)
        if not self._is_of_several or not (kind.in_batches or kind.in_sessions):
            return likely_way(self.row, kind)
        if all(row.phone for row in self.rows):
            return "phone"
        return "email" if all(row.email for row in self.rows) else ""

    def _field_of(self, *wanted: Type) -> Field | None:
        """The field of one of these types; None if the action has none."""
        return next((field for field in self.action.fields if field.type in wanted), None)

    # -- the tickets --------------------------------------------------------------------------------------------------

    def seen(self) -> dict[int, int]:
        return {row.id: row.version for row in self.rows}

    def set_seen(self, row: "QueueRow") -> None:
        self.rows = [row if old.id == row.id else old for old in self.rows]
        self.row = self.rows[0]

    def restore_seen(self, versions: dict[int, int]) -> None:
        self.rows = [row._replace(version=versions.get(row.id, row.version)) for row in self.rows]
        self.row = self.rows[0]

    # -- the fields and the notes below them --------------------------------------------------------------------------

    def on_mount(self) -> None:
        super().on_mount()
        if self._field_of(Type.PARCEL) and not self._is_of_several:
            self.run_worker(self._say_where_to(), group="known", exit_on_error=False)
        if self._field_of(*_COLLEAGUES):
            self.run_worker(self._name_colleagues(), group="known", exit_on_error=False)
        if self.command_id == "note":
            self._say_questions()
        if self._field_of(Type.STAFF):
            self.run_worker(self._name_staff(), group="staff", exit_on_error=False)
        if member := self._field_of(Type.MEMBER):
            self._name_members(member)
        if self.action.asks("score") and self.action.fact and not self._is_of_several:
            self._say_whether_to_ask()
        self._answer_changed()

    def _say_questions(self) -> None:
        """Shows what colleagues ask the user about the ticket: a note answers it."""
        _, charter, number = self.desk.translator, self.desk.charter, self.row.id
        asked = [row for row in self.desk.reminders if (row.ticket, row.staff, row.what) == (number, self.staff, "asked")]
        if asked and charter and not self._is_of_several:
            self.aside("\n".join([*(reminder_line(_, charter, row) for row in asked), _("Your note is the answer.")]))

    async def _say_where_to(self) -> None:
        """Shows the postal address if the contact method is a letter."""
        _, address = self.desk.translator, await self.desk.query_readonly(address_of, self.row.id)
        self.aside(_("To: {address}", address=sanitize.one_line(address, 300)) if address else _("No postal address."))

    async def _name_colleagues(self) -> None:
        await self._read_colleagues()
        self.query_one("#to", Line).suggester = NameSuggester(colleague.name for colleague in self._colleagues)
        if not self.value("to"):
            self.aside(sanitize.one_line(", ".join(colleague.name for colleague in self._colleagues), 200))

    async def _name_staff(self) -> None:
        """Fills in the staff whom the complaint is about, or whom its text mentions, for confirmation."""
        staff = self.query_one("#staff", Line)
        staff.suggester = NameSuggester(await self.desk.query_readonly(staff_list))
        if self.desk.kind(self.row.kind).is_sealed and not staff.value:
            found = await self.desk.query_readonly(staff_about, self.row.id)
            staff.put(", ".join((*found.chosen, *found.mentioned)))
            self.mark_prefilled()

    @work(group="known", exit_on_error=False)
    async def _say_whether_to_ask(self) -> None:
        """Shows that this customer is one of those who are asked how satisfied they are."""
        if await self.desk.query_readonly(is_to_ask, self.row.id):
            self.aside(self.desk.gettext("Ask how satisfied they are, from 1 to 5."))

    @work(group="staff", exit_on_error=False)
    async def _name_members(self, field: Field) -> None:
        self.query_one(f"#{field.name}", Line).suggester = NameSuggester(await self.desk.query_readonly(staff_list))

    async def question(self) -> str:
        """Asks for confirmation of an irreversible action or an unknown colleague."""
        if self.action.question:
            values = await self._values()
            await self.desk.ask(rehearse, self.staff, list(self.seen().items()), self.command_id, values)
            return self.desk.gettext(self.action.question, ticket=self._named())
        field = self._field_of(Type.COLLEAGUE)
        if field and self.value(field.name):
            return await self._ask_about_colleague(self.value(field.name))
        return ""

    async def _ask_about_colleague(self, typed: str) -> str:
        """The question about a colleague who is away or unknown. Raises BadInput if several match."""
        await self._read_colleagues()
        _, charter, found = self.desk.translator, self.desk.charter, self._meant(typed)
        if len(found) > 1:
            raise NameAmbiguous([person.name for person in found])
        if found and found[0].away_until and charter:
            return _("{person}. Assign anyway?", person=person_line(_, charter, found[0]))
        if found or not self.desk.session.access.is_open:
            return ""
        return _("Nobody called {name} has worked at this desk yet. Assign anyway?", name=sanitize.one_line(typed, 60))

    def _meant(self, typed: str) -> "list[Person]":
        names = folding.matching_names([colleague.name for colleague in self._colleagues], typed)
        return [colleague for colleague in self._colleagues if colleague.name in names]

    async def _read_colleagues(self) -> None:
        found = await self.desk.ask(colleagues, None if self._is_of_several else self.row.id)
        self._colleagues = [person for person in found if person.name != self.staff or self._field_of(Type.COLLEAGUE)]

    @on(Line.Changed, "#staff, #about")
    def _about_changed(self) -> None:
        self._show_hidden_from(self.value("staff"), self.value("about") if self.action.asks("about") else "")

    @work(group="named", exclusive=True, exit_on_error=False)
    async def _show_hidden_from(self, staff: str, about: str) -> None:
        found = await self.desk.query_readonly(hidden_from, staff, about)
        self.aside(hidden_from_words(self.desk.translator, found, staff + about))

    @on(Line.Changed, "#to")
    def _say_whom(self, event: Line.Changed) -> None:
        """Shows the colleagues that match the typed letters; all of them if the field is empty."""
        if self._field_of(*_COLLEAGUES):
            names = [person.name for person in (self._meant(event.value) if event.value.strip() else self._colleagues)]
            self.aside(sanitize.one_line(", ".join(names), 200))

    # -- the facts that fit -------------------------------------------------------------------------------------------

    @on(Line.Changed, "#note")
    def _answer_changed(self) -> None:
        if self._facts:
            self._offer_facts(self._facts)

    @work(group="question", exclusive=True, exit_on_error=False)
    async def _offer_facts(self, facts: Suggestions) -> None:
        await self._offer(facts)

    async def _offer(self, facts: Suggestions) -> str:
        """Offers the facts that fit the words of the answer, or the question before there are any. Returns the customer's
        language."""
        language, question = await self._read_question()
        facts.look_up(facts.own_words(self.value("note")) or question)
        return language

    async def _read_question(self) -> tuple[str, str]:
        """The customer's language and what they asked, read once rather than at every letter."""
        if self._question is None:
            self._question = await self.desk.query_readonly(_question_of, self.row.id)
        return self._question

    def action_fact(self, place: int) -> None:
        """Puts an offered fact into the answer."""
        self.start(self._tell, place)

    async def _tell(self, place: int) -> None:
        if self._facts and (words := await self._facts.put(place, await self._offer(self._facts))):
            answer = self.query_one("#note", Line)
            answer.put(" ".join(filter(None, (answer.value.strip(), words))))

    async def _told(self) -> "tuple[Told, ...]":
        """The facts that the customer was told with the answer."""
        if not self._facts:
            return ()
        language, _asked = await self._read_question()
        return await self._facts.told(self.value("note"), language)

    # -- saving -------------------------------------------------------------------------------------------------------

    async def save(self) -> tuple[int, str]:
        values = await self._values()
        if self.progress:
            seen = list(self.seen().items())
            await self.desk.ask(perform_together, self.staff, seen, self.command_id, values, self.progress.say_done)
            return len(self.rows), self.command_id
        await self.desk.ask(perform, self.staff, self.row.id, self.command_id, values, self.row.version, await self._told())
        return self.row.id, self.command_id

    async def _values(self) -> dict[str, Any]:
        return {field.name: await self._value(field) for field in self._asked()}

    async def _value(self, field: Field) -> Any:
        if field.type in _COLLEAGUES:  # replaced by the full name
            found = self._meant(self.value(field.name))
            return found[0].name if len(found) == 1 else self.value(field.name)
        return await value_of(self, field)


def _question_of(store: "Store", number: int) -> tuple[str, str]:
    """The language of a ticket's customer, and what they asked."""
    view = ticket(store, number)
    return view.story.language, f"{view.row.subject} {last_written(store, view)}".strip()
