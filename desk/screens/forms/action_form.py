"""The form of an act: what was said, by which way, to whom, why. One form for all; the registry says what each asks."""

from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.widget import Widget

from desk.actions.action import Action, Default, Field, Type
from desk.actions.choices import SCORES
from desk.actions.registry import fields_of, find
from desk.presentation.tickets import who
from desk.screens.forms.base import FormScreen
from desk.text import folding, sanitize
from desk.widgets.fields import Choice, Line

if TYPE_CHECKING:
    from datetime import date

    from desk.store.commands.people import Person
    from desk.store.queries.board import QueueRow

_WAY_OF = {"phone": "phone", "voicemail": "phone", "email": "email", "letter": "letter", "in-person": "in-person"}


def ticket_number(typed: str) -> int | None:
    """A ticket's number as people write it: 7, #7, №7; None for anything else."""
    digits = typed.strip().lstrip("#№ ")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else None


def named(row: "QueueRow") -> str:
    """A ticket so that a wrong digit is noticed."""
    about = sanitize.one_line(", ".join(filter(None, (who(row), row.subject))), 80)
    return f"#{row.id} ({about})"


class ActForm(FormScreen[tuple[int, str]]):
    """Asks what an act asks and does it; gives back the ticket's number and the act."""

    row: "QueueRow"

    def __init__(self, name: str, row: "QueueRow") -> None:
        super().__init__()
        self.command_id = name
        self.row = row
        self._colleagues: list[Person] = []

    @property
    def heading(self) -> str:
        _, row = self.desk.translator, self.row
        about = sanitize.one_line("  ".join(filter(None, (who(row), row.subject))), 100)
        return f"{_(find(self.command_id).title)}: #{row.id}  {about}"

    @property
    def action(self) -> Action:
        """What is done."""
        return find(self.command_id)

    def fields(self) -> list[tuple[str, Widget]]:
        return [(self.desk.gettext(field.label), self._widget(field)) for field in self.asked()]

    def asked(self) -> list[Field]:
        """The fields, in their order."""
        return list(fields_of(self.action, late=self.is_overdue))

    @property
    def is_overdue(self) -> bool:
        """Whether a promise of the ticket is past its due moment: the person who keeps it now is asked why it is late."""
        return self.row.due is not None and self.row.due < self.desk.now

    def named(self) -> str:
        """What it is done to, as a question names it."""
        return named(self.row)

    def _widget(self, field: Field) -> Widget:
        _ = self.desk.translator
        if field.choices is not None:
            return Choice(self._options(field), self._default(field), id=field.name)
        return Line(self._default(field), placeholder=_(field.hint) if field.hint else "", id=field.name)

    def _options(self, field: Field) -> list[tuple[str, str]]:
        """Of a field with choices, each with its words."""
        _ = self.desk.translator
        none = _(field.none) if field.none else ""
        if field.name == "reason" and self.row.due is None:
            none = _("none: nothing is running")
        options = [(value, _(words)) for value, words in (field.choices or {}).items()]
        if field.choices is SCORES:
            options = [(value, f"{value} · {words}") for value, words in options]
        return [("", none), *options] if none else options

    def _default(self, field: Field) -> str:
        """What stands in a field at first."""
        match field.default:
            case Default.NAME:
                return self.row.name
            case Default.PHONE:
                return self.row.phone
            case Default.WAY:
                return self._likely_way()
            case Default.NOTHING:
                return ""

    def _likely_way(self) -> str:
        """The way that it came by; a certificate comes from Cambridge, so its candidate is told by what we know of them."""
        if self.row.kind == "registration":
            return "email" if self.row.email else _WAY_OF[self.row.channel]
        if self.row.kind != "certificate":
            return _WAY_OF[self.row.channel]
        return "email" if self.row.email else "phone" if self.row.phone else "letter"

    def _field_of(self, wanted: Type) -> Field | None:
        """The field of that type, where the action asks one."""
        return next((field for field in self.action.fields if field.type is wanted), None)

    def on_mount(self) -> None:
        super().on_mount()
        if self._field_of(Type.PARCEL):
            self.run_worker(self._say_where_to(), group="known", exit_on_error=False)
        if self._field_of(Type.COLLEAGUE):
            self.run_worker(self._name_colleagues(), group="known", exit_on_error=False)

    async def _name_colleagues(self) -> None:
        await self._read_colleagues()
        if not self.value("to"):
            self.aside(sanitize.one_line(", ".join(colleague.name for colleague in self._colleagues), 200))

    async def _say_where_to(self) -> None:
        """What is posted goes to an address."""
        from desk.store.queries.ticket import address_of

        _, address = self.desk.translator, await self.desk.query_readonly(address_of, self.row.id)
        self.aside(_("To: {address}", address=sanitize.one_line(address, 300)) if address else _("No postal address is known."))

    async def question(self) -> str:
        """What cannot simply be done again, and a colleague that nobody knows, is asked about."""
        if self.action.question:
            return self.desk.gettext(self.action.question, ticket=self.named())
        field = self._field_of(Type.COLLEAGUE)
        if field and self.value(field.name):
            return await self._ask_about_colleague(self.value(field.name))
        return ""

    async def _ask_about_colleague(self, typed: str) -> str:
        """One who is away, or whom nobody knows. Raises BadInput where several are meant."""
        from desk.presentation.people import person_line
        from desk.store.checks import SEVERAL_MEANT
        from desk.store.errors import BadInput

        await self._read_colleagues()
        _, charter, found = self.desk.translator, self.desk.charter, self._meant(typed)
        if len(found) > 1:
            raise BadInput(SEVERAL_MEANT, "to", ", ".join(one.name for one in found))
        if found and found[0].away_until and charter:
            return _("{person}. Hand over all the same?", person=person_line(_, charter, found[0]))
        if found or not self.desk.session.access.is_open:
            return ""
        return _("Nobody called {name} has been at the desk yet. Hand over all the same?", name=sanitize.one_line(typed, 60))

    def _meant(self, typed: str) -> "list[Person]":
        names = folding.meant_by([colleague.name for colleague in self._colleagues], typed)
        return [colleague for colleague in self._colleagues if colleague.name in names]

    async def _read_colleagues(self) -> None:
        from desk.store.commands.people import colleagues

        self._colleagues = await self.desk.ask(colleagues)

    @on(Line.Changed, "#about")
    def _about_changed(self, event: Line.Changed) -> None:
        self._say_kept_from(event.value)

    @work(group="named", exclusive=True, exit_on_error=False)
    async def _say_kept_from(self, about: str) -> None:
        from desk.presentation.tickets import kept_words
        from desk.store.commands.people import named_in

        self.aside(kept_words(self.desk.translator, about, await self.desk.query_readonly(named_in, about)))

    @on(Line.Changed, "#to")
    def _say_whom(self, event: Line.Changed) -> None:
        """Whom the letters typed so far name; all of them where there are none yet."""
        if self._field_of(Type.COLLEAGUE):
            names = [one.name for one in (self._meant(event.value) if event.value.strip() else self._colleagues)]
            self.aside(sanitize.one_line(", ".join(names), 200))

    async def save(self) -> tuple[int, str] | None:
        await self.perform()
        return self.row.id, self.command_id

    async def perform(self) -> None:
        """Does the act. Raises what the store refuses with."""
        from desk.store.commands.perform import perform

        values = await self.filled_in()
        await self.desk.ask(perform, self.staff, self.row.id, self.command_id, values, self.row.version)

    async def filled_in(self) -> "dict[str, Any]":
        """What was typed, by the fields' names, as the store takes it. Raises InvalidDateTime."""
        return {field.name: await self._value(field) for field in self.asked()}

    async def _value(self, field: Field) -> "str | int | date | None":
        typed = self.value(field.name)
        match field.type:
            case Type.MOMENT | Type.LATER:
                return await self.moment(field.name)
            case Type.DAY:
                return await self.day(field.name)
            case Type.TICKET:
                return ticket_number(typed)
            case Type.COLLEAGUE:  # by their whole name
                found = self._meant(typed)
                return found[0].name if len(found) == 1 else typed
            case _:
                return typed
