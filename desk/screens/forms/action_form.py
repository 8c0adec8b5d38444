"""The form of an act: what was said, by which way, to whom, why. One form for all; the registry says what each asks."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget

from desk.actions.registry import FACT_OF, command
from desk.i18n import N_
from desk.presentation import deadlines
from desk.presentation.tickets import DOCUMENTS, OUTCOMES, RELATIONS, SCORES, WAYS, who
from desk.screens.forms.base import FormScreen
from desk.text import folding, sanitize
from desk.widgets.fields import Choice, Line

if TYPE_CHECKING:
    from desk.services.perform import Form
    from desk.store.commands.people import Person
    from desk.store.queries.board import QueueRow

_NOTES = {
    "answered": N_("What was answered"),
    "full-answer": N_("What was answered"),
    "acknowledged": N_("What was said"),
    "updated": N_("What was said"),
    "missing": N_("What is missing"),
}
_LABELS = {
    "note": N_("Note"),
    "number": N_("Number"),
    "way": N_("By which way"),
    "topic": N_("Topic"),
    "outcome": N_("Outcome"),
    "about": N_("About whom"),
    "to": N_("To whom"),
    "moment": N_("When"),
    "reason": N_("Reason"),
    "of": N_("The other number"),
    "exam": N_("Exam's new date"),
    "at": N_("At"),
    "relation": N_("Who that is"),
    "document": N_("Document checked"),
    "signs": N_("Its last four"),
    "authority": N_("Authority"),
    "score": N_("Satisfied"),
    "why": N_("Why it is late"),
}
_CHOICES = {"relation": RELATIONS, "document": DOCUMENTS}
ASKS_WHY = ("answered", "full-answer", "acknowledged", "called-back", "updated", "informed", "confirmed", "fee-told")
_CLOSING = ("withdrawn", "duplicate", "unreachable", "not-ours", "mistake")
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
        return f"{_(command(self.command_id).title)}: #{row.id}  {about}"

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        return [(_(self._label(name)), self._field(name)) for name in self.asked()]

    def asked(self) -> list[str]:
        """The fields, by their names."""
        asks_why = self.is_overdue and self.command_id in ASKS_WHY
        return [*command(self.command_id).asks, *(["why"] if asks_why else []), *(["at"] if self.command_id in FACT_OF else [])]

    @property
    def is_overdue(self) -> bool:
        """Whether a promise of the ticket is past its due moment: the person who keeps it now is asked why it is late."""
        return self.row.due is not None and self.row.due < self.desk.now

    def named(self) -> str:
        """What it is done to, as a question names it."""
        return named(self.row)

    def _label(self, name: str) -> str:
        if name == "to" and self.command_id == "handed-out":
            return N_("Who takes it")
        return _NOTES.get(self.command_id, _LABELS[name]) if name == "note" else _LABELS[name]

    def _field(self, name: str) -> Widget:
        _ = self.desk.translator
        if name == "way":
            return Choice([(one, _(words)) for one, words in WAYS.items()], self._likely_way(), id=name)
        if name == "outcome":
            return Choice([("", _("not said")), *((one, _(words)) for one, words in OUTCOMES.items())], id=name)
        if name == "score":
            none = ("", _("not asked") if self.command_id != "rated" else _("choose one"))
            return Choice([none, *((one, f"{one} · {_(words)}") for one, words in SCORES.items())], id=name)
        if name in _CHOICES:
            return Choice([(one, _(words)) for one, words in _CHOICES[name].items()], id=name)
        if name == "to" and self.command_id == "handed-out":
            return Line(self.row.name, id=name)
        if name == "reason":
            none = ("", _("none: nothing is running") if self.row.due is None else _("choose one"))
            return Choice([none, *((one, _(deadlines.REASONS[one])) for one in _CLOSING)], id=name)
        if name == "number" and self.row.kind != "certificate":
            return Line(self.row.phone, id=name)
        hints = {
            "at": _("empty: now"),
            "why": _("what kept us; it stands in the history"),
            "moment": _("16:30, tomorrow 10:00, fri 10:00, 06.11 10:00"),
            "authority": _("its number and date; a parent needs none"),
        }
        return Line(placeholder=hints.get(name, ""), id=name)

    def _likely_way(self) -> str:
        """The way that it came by; a certificate comes from Cambridge, so its candidate is told by what we know of them."""
        if self.row.kind == "registration":
            return "email" if self.row.email else _WAY_OF[self.row.channel]
        if self.row.kind != "certificate":
            return _WAY_OF[self.row.channel]
        return "email" if self.row.email else "phone" if self.row.phone else "letter"

    def on_mount(self) -> None:
        super().on_mount()
        if self.command_id == "posted":
            self.run_worker(self._say_where_to(), group="known", exit_on_error=False)
        if self.command_id == "hand-over":
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
        if self.command_id == "close":
            return self.desk.gettext("Close {ticket}?", ticket=self.named())
        if self.command_id == "hand-over" and self.value("to"):
            return await self._ask_about_colleague(self.value("to"))
        return ""

    async def _ask_about_colleague(self, typed: str) -> str:
        """One who is away, or whom nobody knows. Raises BadInput where several are meant."""
        from desk.presentation.people import person_line
        from desk.store.errors.people import NameAmbiguous

        await self._read_colleagues()
        _, charter, found = self.desk.translator, self.desk.charter, self._meant(typed)
        if len(found) > 1:
            raise NameAmbiguous([one.name for one in found])
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
        if self.command_id == "hand-over":
            names = [one.name for one in (self._meant(event.value) if event.value.strip() else self._colleagues)]
            self.aside(sanitize.one_line(", ".join(names), 200))

    async def save(self) -> tuple[int, str] | None:
        await self.perform()
        return self.row.id, self.command_id

    async def perform(self) -> None:
        """Does the act. Raises what the store refuses with."""
        from desk.services.perform import perform

        form = await self.filled_in()
        await self.desk.ask(perform, self.staff, self.row.id, self.command_id, form, self.row.version)

    def _whom(self) -> str:
        """The person who takes it over, by their whole name; the person who takes a certificate, as typed."""
        found = self._meant(self.value("to")) if self.command_id == "hand-over" else []
        return found[0].name if len(found) == 1 else self.value("to")

    async def filled_in(self) -> "Form":
        """What was typed, for the act. Raises InvalidDateTime."""
        from desk.services.perform import Form

        return Form(
            note=self.value("note"),
            at=await self.moment("at"),
            number=self.value("number"),
            way=self.value("way"),
            topic=self.value("topic"),
            outcome=self.value("outcome"),
            about=self.value("about"),
            to=self._whom(),
            moment=await self.moment("moment"),
            reason=self.value("reason") or None,
            of=ticket_number(self.value("of")),
            exam=await self.day("exam"),
            relation=self.value("relation"),
            document=self.value("document"),
            signs=self.value("signs"),
            authority=self.value("authority"),
            score=self.value("score"),
            why=self.value("why"),
        )
