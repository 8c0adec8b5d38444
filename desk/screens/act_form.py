"""The form of an act: what was said, by which way, to whom, why. One form for all; the registry says what each asks."""

from typing import TYPE_CHECKING

from textual import work
from textual.widget import Widget

from desk import text
from desk.commands import FACT_OF, command
from desk.screens.form import FormScreen
from desk.telling import FIELDS, OUTCOMES, REASONS, WAYS, who
from desk.tongue import LANGUAGES, later
from desk.widgets.fields import Choice, Line
from desk.wording import CHANNELS

if TYPE_CHECKING:
    from desk.store.queues import QueueRow

_NOTES = {
    "answered": later("What was answered"),
    "full-answer": later("What was answered"),
    "acknowledged": later("What was said"),
    "updated": later("What was said"),
    "missing": later("What is missing"),
}
_LABELS = {
    "note": later("Note"),
    "number": later("Number"),
    "way": later("By which way"),
    "topic": later("Topic"),
    "outcome": later("Outcome"),
    "about": later("About whom"),
    "to": later("To whom"),
    "field": later("Correct what"),
    "value": later("The right value"),
    "moment": later("When"),
    "reason": later("Reason"),
    "of": later("Repeats number"),
    "at": later("At"),
}
_CLOSING = ("withdrawn", "duplicate", "unreachable", "not-ours", "mistake")
_CORRECTABLE = ("name", "phone", "email", "subject", "channel", "received", "language")
_OF_COMPLAINTS, _OF_LETTERS, _OF_EXAMS = ("about", "remedy"), ("letter-date", "incoming"), ("exam-name", "candidate")
_WAY_OF = {"phone": "phone", "voicemail": "phone", "email": "email", "letter": "letter", "in-person": "in-person"}


class ActForm(FormScreen[tuple[int, str]]):
    """Asks what an act asks and does it; gives back the ticket's number and the act."""

    def __init__(self, name: str, row: "QueueRow") -> None:
        super().__init__()
        self.command_id = name
        self.row = row

    @property
    def heading(self) -> str:
        say, row = self.desk.say, self.row
        about = text.one_line("  ".join(filter(None, (who(row), row.subject))), 100)
        return f"{say(command(self.command_id).title)}: #{row.id}  {about}"

    @property
    def first(self) -> str:
        return "value" if self.command_id == "correct" else ""

    def fields(self) -> list[tuple[str, Widget]]:
        say = self.desk.say
        names = list(command(self.command_id).asks)
        if self.command_id in FACT_OF:
            names.append("at")
        return [(say(self._label(name)), self._field(name)) for name in names]

    def _label(self, name: str) -> str:
        return _NOTES.get(self.command_id, _LABELS[name]) if name == "note" else _LABELS[name]

    def _field(self, name: str) -> Widget:
        say = self.desk.say
        if name == "way":
            return Choice([(one, say(words)) for one, words in WAYS.items()], _WAY_OF[self.row.channel], id=name)
        if name == "outcome":
            return Choice([("", say("not said")), *((one, say(words)) for one, words in OUTCOMES.items())], id=name)
        if name == "reason":
            none = ("", say("none: nothing is running"))
            return Choice([none, *((one, say(REASONS[one])) for one in _CLOSING)], id=name)
        if name == "field":
            return Choice([(one, say(FIELDS[one])) for one in self._correctable()], id=name)
        if name == "number" and self.row.kind != "certificate":
            return Line(self.row.phone, id=name)
        if name == "value":
            return Line(self.row.name, id=name)
        hints = {"at": say("empty: now"), "moment": say("16:30, 03.11 16:30")}
        return Line(placeholder=hints.get(name, ""), id=name)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """The value to correct stands in its field, ready to be changed."""
        if event.choice.id != "field":
            return
        self._show_value(event.choice.value)

    @work(group="known", exclusive=True, exit_on_error=False)
    async def _show_value(self, field: str) -> None:
        from desk.store.tickets import ticket

        say, row = self.desk.say, self.row
        story = (await self.desk.ask(ticket, row.id)).story
        shown, hint = story.words.get(field, ""), ""
        if field == "channel":
            shown, hint = say(CHANNELS[row.channel]), ", ".join(say(words) for words in CHANNELS.values())
        elif field == "language":
            shown, hint = story.language, ", ".join(LANGUAGES)
        elif field == "received" and self.desk.charter:
            shown = f"{self.desk.charter.at(row.received):%d.%m.%Y %H:%M:%S}"
        self.aside(hint)
        if self.value("field") == field:
            line = self.query_one("#value", Line)
            line.value = text.one_line(shown)
            self._before = self._typed()

    def _correctable(self) -> tuple[str, ...]:
        """The fields that this ticket has."""
        row = self.row
        more = _OF_COMPLAINTS if row.kind == "complaint" else _OF_EXAMS if row.kind == "certificate" else ()
        return _CORRECTABLE + (_OF_LETTERS if row.channel == "letter" and row.kind != "certificate" else ()) + more

    def action_save(self) -> None:
        """What cannot simply be done again is asked about, with No focused."""
        if not command(self.command_id).risky:
            super().action_save()
            return
        from desk.screens.dialog import Question

        def decided(yes: bool | None) -> None:
            if yes:
                super(ActForm, self).action_save()

        self.app.push_screen(Question(self.desk.say("Close #{number}?", number=self.row.id)), decided)

    async def save(self) -> tuple[int, str]:
        from desk.acts import Form, perform
        from desk.store.errors import Stale
        from desk.store.queues import row_of

        row = self.row
        of = self.value("of").lstrip("#")
        form = Form(
            note=self.value("note"),
            at=await self.moment("at"),
            number=self.value("number"),
            way=self.value("way"),
            topic=self.value("topic"),
            outcome=self.value("outcome"),
            about=self.value("about"),
            to=self.value("to"),
            field=self.value("field"),
            value=await self._corrected(),
            moment=await self.moment("moment"),
            reason=self.value("reason") or None,
            of=int(of) if of.isdecimal() else None,
        )
        try:
            await self.desk.ask(perform, self.desk.staff, row.id, self.command_id, form, row.version)
        except Stale:
            # Said in the form; whoever has read it may save on top of it with the next Enter.
            now: QueueRow | None = await self.desk.ask(row_of, row.id)
            self.row = now or row
            raise
        return row.id, self.command_id

    async def _corrected(self) -> str | int:
        value = self.value("value")
        if self.value("field") == "received":
            return await self.moment("value") or ""
        if self.value("field") == "letter-date":
            return await self.past_date("value")
        if self.value("field") == "channel":
            say = self.desk.say
            named = {say(words).casefold(): one for one, words in CHANNELS.items()}
            return named.get(value.casefold(), value)
        return value
