"""Writing down what comes in: the call on the line, a voicemail, an email, a letter, somebody at the counter, a complaint."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from desk.charter.vocabulary import CHANNELS
from desk.i18n import LANGUAGE_NAMES, Tongue, later
from desk.presentation.deadlines import CHANNELS as CHANNEL_WORDS
from desk.screens.forms.base import FormScreen
from desk.text import sanitize
from desk.text.contacts import read_who
from desk.widgets.fields import Choice, Line, Lines

if TYPE_CHECKING:
    from desk.store.commands.recording import Recording
    from desk.store.customers import Known

# A form's ticket: kind, channel (of a complaint: chosen in the form), heading, its fields.
_FORMS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "call": ("enquiry", "phone", later("A call"), ("who", "subject", "answer", "language")),
    "voicemail": ("enquiry", "voicemail", later("A voicemail"), ("who", "received", "subject", "language")),
    "email": ("enquiry", "email", later("An email"), ("who", "received", "subject", "body", "language")),
    "letter": (
        "enquiry", "letter", later("A letter"),
        ("who", "received", "letter-date", "incoming", "subject", "body", "language"),
    ),
    "walk-in": ("enquiry", "in-person", later("At the counter"), ("who", "subject", "answer", "language")),
    "complaint": (
        "complaint", "", later("A complaint"),
        ("who", "channel", "received", "subject", "about", "remedy", "body", "language"),
    ),
    "registration": (
        "registration", "", later("A registration"),
        ("who", "channel", "received", "exam", "subject", "late", "fee", "document", "language"),
    ),
}  # fmt: skip
_LABELS = {
    "who": later("Name or number"),
    "subject": later("About what"),
    "answer": later("Answered now"),
    "received": later("Came at"),
    "letter-date": later("Its own date"),
    "incoming": later("Incoming number"),
    "body": later("Text"),
    "language": later("Language"),
    "channel": later("Channel"),
    "about": later("About whom"),
    "remedy": later("Remedy sought"),
    "document": later("As in the document"),
    "exam": later("Exam's date"),
    "late": later("Past the end"),
    "fee": later("Extra fee"),
}
_HINTS = {
    "received": later("empty: now; 17:58, yesterday 17:58, mon 17:58, 02.11 17:58"),
    "who": later("name, number, address; any of them"),
    "document": later("the name as in the travel document, if it is another one"),
    "exam": later("14.11, 14.11.2026"),
    "fee": later("what for and how much, if there is one"),
    "answer": later("what was said, if it is answered already"),
}
FEWEST_LETTERS = 3  # of a name that is looked for while it is typed


class RecordForm(FormScreen[int]):
    """Records a ticket; gives back its number."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "at_once", show=False), Binding("f2", "this_person", show=False)]

    def __init__(self, form: str) -> None:
        super().__init__()
        self.command_id = f"new-{form}"
        self.kind, self.channel, self.title_words, self.names = _FORMS[form]
        self._at_once = False
        self._known: tuple[Known, ...] = ()
        self._taken = -1  # which of them was said to be the person
        self._kept_from = ""
        self.wants_slip = self.was_at_once = False

    @property
    def heading(self) -> str:
        say, charter = self.desk.say, self.desk.charter
        heading = say(self.title_words)
        if self.channel == "phone" and charter:
            centre = charter.file.centre
            greeting = centre.greeting.say(say.language)
            filled = greeting.replace("{centre}", centre.name.say(say.language)).replace("{staff}", self.desk.staff)
            return f"{heading}\n" + say("“{words}”", words=sanitize.one_line(filled, 200))
        return heading

    @property
    def hints(self) -> str:
        say = self.desk.say
        keys = [say("Enter saves"), say("Esc leaves")]
        if "answer" in self.names:
            keys.insert(1, say("F4 answered at once"))
        keys.insert(1, say("F2 fills in who is known"))
        if "body" in self.names:
            keys.insert(1, say("Ctrl+S saves from the text"))
        return "   ".join(keys)

    def key_rows(self) -> list[tuple[str, str]]:
        at_once = [("F4", self.desk.say("records it as answered at once"))] if "answer" in self.names else []
        return [*super().key_rows(), *at_once]

    def fields(self) -> list[tuple[str, Widget]]:
        say = self.desk.say
        return [(say(self._label(name)), self._field(say, name)) for name in self.names]

    def _label(self, name: str) -> str:
        """A registration is about its exam: by that name its session is found."""
        return later("Exam") if (self.kind, name) == ("registration", "subject") else _LABELS[name]

    def _field(self, say: Tongue, name: str) -> Widget:
        if name == "body":
            return Lines(id=name)
        if name == "language":
            charter = self.desk.charter
            first = charter.file.centre.language if charter else say.language
            return Choice(list(LANGUAGE_NAMES.items()), first, id=name)
        if name == "channel":
            return Choice([(one, say(CHANNEL_WORDS[one])) for one in CHANNELS], "in-person", id=name)
        if name == "late":
            return Choice([("", say("no")), ("late", say("yes, after the registration's end"))], id=name)
        hint = _HINTS.get(name)
        return Line(placeholder=say(hint) if hint else "", id=name)

    @on(Input.Changed, "#who")
    def _who_changed(self, event: Input.Changed) -> None:
        if self._known and event.value == _as_typed(self._known[self._taken]):
            return  # filled in by F2: the offer stays
        self._look_up(*read_who(event.value))

    @work(group="known", exclusive=True, exit_on_error=False)
    async def _look_up(self, name: str, phone: str, email: str) -> None:
        from desk.store.queries.search import known_as

        worth = phone or email or len(name) >= FEWEST_LETTERS
        self._known = await self.desk.ask_search(known_as, name, phone, email) if worth else ()
        self._taken = -1
        self._say_aside()

    def _say_aside(self) -> None:
        """Whom a complaint is kept from, then who may be calling."""
        known = [line for known in self._known for line in self._known_words(known)]
        self.aside("\n".join(filter(None, (self._kept_from, *known))))

    @on(Input.Changed, "#about")
    def _about_changed(self, event: Input.Changed) -> None:
        self._look_up_named(event.value)

    @work(group="named", exclusive=True, exit_on_error=False)
    async def _look_up_named(self, about: str) -> None:
        from desk.presentation.tickets import kept_words
        from desk.store.commands.people import named_in

        self._kept_from = kept_words(self.desk.say, about, await self.desk.ask_search(named_in, about))
        self._say_aside()

    def _known_words(self, known: "Known") -> list[str]:
        """The person, then the newest of their tickets; of several people each one's open ones only, in one line."""
        from desk.presentation.tickets import TICKET_STATES

        say = self.desk.say
        name = sanitize.one_line(known.name, 60) or say("known by this number")
        if len(self._known) > 1:
            open_ones = " ".join(f"#{number}" for number, _, state, _ in known.tickets if state == "open")
            return ["  ".join(filter(None, (name, sanitize.one_line(known.phone or known.email, 40), open_ones)))]
        tickets = [
            f"#{number} {say(TICKET_STATES[state])}: {sanitize.one_line(subject, 40)}"
            for number, _, state, subject in known.tickets
        ]
        return [say("Known: {name}", name=name), *tickets]

    def action_this_person(self) -> None:
        """It is who is offered, or the next of them: name and number are filled in, so that the ticket becomes theirs."""
        if self._known:
            self._taken = (self._taken + 1) % len(self._known)
            field = self.query_one("#who", Line)
            field.value = _as_typed(self._known[self._taken])
            field.cursor_position = len(field.value)

    def action_at_once(self) -> None:
        """Records it as answered at once: no clock starts, and it is counted apart."""
        if "answer" in self.names:
            self._at_once = True
            self.action_save()

    async def save(self) -> int:
        from desk.store.commands.recording import record

        at_once, self._at_once = self._at_once or bool(self.value("answer")), False
        recording = await self._recording(at_once)
        self.was_at_once = at_once
        self.wants_slip = recording.channel == "in-person" and not at_once
        return await self.desk.ask(record, self.staff, recording)

    async def _recording(self, at_once: bool) -> "Recording":
        from desk.store.commands.recording import Recording

        name, phone, email = read_who(self.value("who"))
        if not name and (phone or email):
            from desk.store.customers import all_known_by

            known = await self.desk.ask(all_known_by, phone, email)
            name = known[0].name if len(known) == 1 else ""  # who rings back wants to know whom; of several it may be any
        return Recording(
            self.kind,
            self.channel or self.value("channel"),
            name=name,
            phone=phone,
            email=email,
            subject=self.value("subject"),
            body=self.value("body"),
            received=await self.moment("received"),
            at_once=at_once,
            answer=self.value("answer"),
            language=self.value("language"),
            letter_date=await self.past_date("letter-date"),
            incoming=self.value("incoming"),
            about=self.value("about"),
            remedy=self.value("remedy"),
            document=self.value("document"),
            exam=await self.day("exam"),
            late=bool(self.value("late")),
            fee=self.value("fee"),
        )


def _as_typed(known: "Known") -> str:
    """A person as one would type them."""
    return sanitize.one_line("  ".join(filter(None, (known.name, known.phone or known.email))))
