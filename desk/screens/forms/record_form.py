"""Recording a new ticket: a call, voicemail, email, letter, walk-in visitor or complaint."""

from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input, TextArea

from desk.actions.action import RECORD, Action
from desk.actions.choices import SEVERITIES
from desk.actions.fields import ABOUT, STAFF
from desk.charter.vocabulary import FORMS, LANGUAGES
from desk.i18n import LANGUAGE_NAMES, N_, Translator
from desk.presentation.people import mind_line
from desk.presentation.terms import CHANNELS as CHANNEL_WORDS
from desk.presentation.terms import ticket_refs
from desk.presentation.tickets import case_words, hidden_from_words
from desk.screens.facts.suggestions import FACT_KEYS, Suggestions, facts_hint
from desk.screens.forms.base import FormScreen
from desk.store.commands.recording import Recording, check, record
from desk.store.customers.identity import all_known_by
from desk.store.errors.input import ContactMissing
from desk.store.queries.search import known_as
from desk.store.staff import hidden_from, staff_list
from desk.text import sanitize
from desk.text.contacts import parse_contact
from desk.widgets.fields import Choice, Line, Lines, NameSuggester

if TYPE_CHECKING:
    from desk.charter.standards import Kind
    from desk.store.customers.identity import KnownPerson

CASE = "case"  # for the kinds without a form of their own

# Each form's heading, and its fields around those of the kind that it records, in order; one with a channel in it is for any.
_FORMS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "call": (N_("New call"), ("who", "subject"), ("answer", "language")),
    "voicemail": (N_("New voicemail"), ("who", "received", "subject"), ("language",)),
    "email": (N_("New email"), ("who", "received", "subject", "body"), ("language",)),
    "letter": (
        N_("New letter"), ("who", "received", "letter-date", "incoming", "subject", "body", "address"), ("language",),
    ),
    "walk-in": (N_("New walk-in"), ("who", "subject"), ("answer", "language")),
    "complaint": (N_("New complaint"), ("who", "channel", "received", "subject"), ("language",)),
    "registration": (N_("New registration"), ("who", "channel", "received", "subject"), ("language",)),
    CASE: (N_("New case"), ("who", "channel", "received", "subject"), ("language",)),
}  # fmt: skip


def _names(form: str, kind: "Kind") -> tuple[str, ...]:
    """The fields of a form in order: an exam's date comes before its name."""
    _heading, first, last = _FORMS[form]
    of_kind = [name for name in kind.fields if name not in first and name not in last]
    before = [*(["topic"] if kind.topics else []), *(["exam"] if "exam" in of_kind else [])]
    place = first.index("subject")
    return (*first[:place], *before, *first[place:], *(name for name in of_kind if name != "exam"), *last)


_LABELS = {
    "who": N_("Name or number"),
    "subject": N_("Subject"),
    "answer": N_("Immediate answer"),
    "received": N_("Received"),
    "letter-date": N_("Letter date"),
    "incoming": N_("Incoming number"),
    "body": N_("Text"),
    "address": N_("Postal address"),
    "language": N_("Language"),
    "channel": N_("Channel"),
    "staff": STAFF.label,
    "about": ABOUT.label,
    "remedy": N_("Remedy sought"),
    "document": N_("Name in document"),
    "exam": N_("Exam date"),
    "exam-name": N_("Exam"),
    "candidate": N_("Candidate number"),
    "topic": N_("Topic"),
    "category": N_("Category"),
    "severity": N_("Severity"),
    "authorised": N_("Consent and fee"),
    "late": N_("Late registration"),
    "fee": N_("Extra fee"),
}
_HINTS = {
    "received": N_("now if empty; 17:58, mon 17:58, 02.11 17:58"),
    "who": N_("name, phone or email"),
    "document": N_("the name in the travel document, if different"),
    "exam": N_("14.11, 14.11.2026"),
    "staff": STAFF.hint,
    "fee": N_("what for and how much, if any"),
    "answer": N_("the answer, if already given"),
}
_OFFER_FACTS = ("call", "walk-in", "email", "letter")
FEWEST_LETTERS = 3  # letters of a name before it is searched while typing


class RecordForm(FormScreen[int]):
    """Records a ticket; returns its number."""

    place = RECORD

    def __init__(self, form: str, kind: "Kind") -> None:
        super().__init__()
        self.command_id = f"new-{form}"
        self.form, self.kind, self.channel, self.title_words = form, kind, FORMS.get(form, ""), _FORMS[form][0]
        self.names = _names(form, kind)
        self._at_once = False
        self._known: tuple[KnownPerson, ...] = ()
        self._taken = -1  # index of the offered person who was accepted
        self._hidden_from = ""
        self._asked_how_to_answer = False
        self._facts = Suggestions(self) if form in _OFFER_FACTS else None
        self.reply_with: list[str] = []  # facts for the reply that follows a form without an answer
        self.wants_slip = self.was_at_once = False

    @property
    def drafted_as(self) -> str:
        """Each kind of case has a draft of its own."""
        return f"{self.command_id} {self.kind.id}" if self.form == CASE else self.command_id

    @property
    def heading(self) -> str:
        _, charter = self.desk.translator, self.desk.charter
        heading = _(self.title_words)
        if self.form == CASE:
            return f"{heading}: {self.kind.title.in_language(_.language)}"
        if self.channel == "phone" and charter:
            centre = charter.file.centre
            greeting = centre.greeting.in_language(_.language)
            filled = greeting.replace("{centre}", centre.name.in_language(_.language)).replace("{staff}", self.desk.staff)
            return f"{heading}\n" + _("“{words}”", words=sanitize.one_line(filled, 200))
        return heading

    @property
    def hints(self) -> str:
        _ = self.desk.translator
        keys = [_("Enter save"), _("Esc close")]
        if "answer" in self.names:
            keys.insert(1, _("{key} answered at once", key=self.desk.keys["at-once"]))
        keys.insert(1, _("{key} fill in a known customer", key=self.desk.keys["this-person"]))
        if "body" in self.names:
            keys.insert(1, _("Ctrl+S save from the text"))
        if self._facts:
            keys.insert(1, facts_hint(self.desk))
        return "   ".join(keys)

    @property
    def helped(self) -> list[Action]:
        left_out = [*([] if "answer" in self.names else ["at-once"]), *([] if self._facts else FACT_KEYS)]
        return [action for action in super().helped if action.id not in left_out]

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        return [(_(self._label(name)), self._field(_, name)) for name in self.names]

    def _label(self, name: str) -> str:
        """The label of a field; for a candidate the subject is the exam, by whose name the session is found."""
        return N_("Exam") if self.kind.in_sessions and name == "subject" else _LABELS[name]

    def _field(self, _: Translator, name: str) -> Widget:
        if name == "body":
            return Lines(id=name)
        if name == "language":
            charter = self.desk.charter
            first = charter.file.centre.language if charter else _.language
            return Choice([(language, LANGUAGE_NAMES[language]) for language in LANGUAGES], first, id=name)
        if name == "channel":
            channels = self.kind.channels
            first = "in-person" if "in-person" in channels else channels[0]
            return Choice([(channel, _(CHANNEL_WORDS[channel])) for channel in channels], first, id=name)
        if name == "topic":
            topics = [(topic.id, topic.title.in_language(_.language)) for topic in self.kind.topics]
            return Choice([("", _("choose one")), *topics], "", id=name)
        if name == "category":
            entries = [(entry.id, entry.title.in_language(_.language)) for entry in self.kind.categories]
            return Choice([("", _("not specified")), *entries], "", id=name)
        if name == "severity":
            return Choice([("", _("not specified")), *((value, _(words)) for value, words in SEVERITIES.items())], "", id=name)
        if name == "authorised":
            return Choice([("", _("not yet")), ("authorised", _("both received"))], id=name)
        if name == "late":
            return Choice([("", _("no")), ("late", _("yes, after registration closed"))], id=name)
        hint = _HINTS.get(name)
        return Line(placeholder=_(hint) if hint else "", id=name)

    def on_mount(self) -> None:
        super().on_mount()
        if "staff" in self.names:
            self._read_staff()

    @work(group="staff", exit_on_error=False)
    async def _read_staff(self) -> None:
        self.query_one("#staff", Line).suggester = NameSuggester(await self.desk.query_readonly(staff_list))

    @on(Input.Changed, "#who")
    def _who_changed(self, event: Input.Changed) -> None:
        if self._known and event.value == _as_typed(self._known[self._taken]):
            return  # filled in by this_person: the offer stays
        self._look_up(*parse_contact(event.value))

    @on(Input.Changed, "#subject")
    @on(TextArea.Changed, "#body")
    def _question_changed(self) -> None:
        if self._facts:
            self._facts.look_up(f"{self.value('subject')} {self.value('body')}")

    @work(group="known", exclusive=True, exit_on_error=False)
    async def _look_up(self, name: str, phone: str, email: str) -> None:
        worth = phone or email or len(name) >= FEWEST_LETTERS
        self._known = await self.desk.query_readonly(known_as, name, phone, email) if worth else ()
        self._taken = -1
        self._say_aside()

    def refresh_data(self) -> None:
        """Looks the customer up again: their card or a ticket of theirs may have changed."""
        if self._taken < 0 and self.query("#who"):
            self._look_up(*parse_contact(self.value("who")))

    def _say_aside(self) -> None:
        """Shows whom a complaint is hidden from, then who may be calling."""
        known = [line for known in self._known for line in self._known_words(known)]
        self.aside("\n".join(filter(None, (self._hidden_from, *known))))

    @on(Input.Changed, "#staff, #about")
    def _about_changed(self) -> None:
        self._look_up_named(self.value("staff"), self.value("about"))

    @work(group="named", exclusive=True, exit_on_error=False)
    async def _look_up_named(self, staff: str, about: str) -> None:
        found = await self.desk.query_readonly(hidden_from, staff, about)
        self._hidden_from = hidden_from_words(self.desk.translator, found, staff + about)
        self._say_aside()

    def _known_words(self, known: "KnownPerson") -> list[str]:
        """A known person and their newest tickets; for several people, only the open tickets of each, in one line."""
        _ = self.desk.translator
        name = sanitize.one_line(known.name, 60) or _("this number is known")
        if len(self._known) > 1:
            open_ones = ticket_refs(_, (case.number for case in known.tickets if case.state == "open"))
            contact = sanitize.one_line(known.phone or known.email, 40)
            return ["  ".join(filter(None, (name, contact, open_ones, mind_line(known.mind))))]
        charter, now = self.desk.charter, self.desk.now
        cases = known.tickets if charter else ()
        tickets = [f"{case_words(_, charter, case, now)}: {sanitize.one_line(case.subject, 40)}" for case in cases if charter]
        mind = [mind_line(known.mind)] if known.mind else []
        return [_("Known customer: {name}", name=name), *mind, *tickets]

    async def customer(self) -> int | None:
        """The known customer who was accepted, or is offered first."""
        return self._known[max(self._taken, 0)].id if self._known else None

    def action_this_person(self) -> None:
        """Accepts the offered person, or the next one: fills in name and number, so that the ticket is linked to them."""
        if self._known:
            self._taken = (self._taken + 1) % len(self._known)
            field = self.query_one("#who", Line)
            field.value = _as_typed(self._known[self._taken])
            field.cursor_position = len(field.value)

    def action_fact(self, place: int) -> None:
        """Puts an offered fact into the answer; without one, into the reply that opens once the ticket is recorded."""
        self.start(self._tell, place)

    async def _tell(self, place: int) -> None:
        words = await self._facts.put(place, self.value("language")) if self._facts else ""
        if words and "answer" in self.names:
            answer = self.query_one("#answer", Line)
            answer.put(" ".join(filter(None, (answer.value.strip(), words))))
        elif words:
            self.reply_with.append(words)
            self.desk.tell(self.desk.gettext("Goes into the reply, which opens after saving: {words}", words=words))

    def action_at_once(self) -> None:
        """Records the ticket as answered at once: no clock starts, and it is counted separately."""
        if "answer" in self.names:
            self._at_once = True
            self.action_save()

    async def save(self) -> int:
        at_once, self._at_once = self._at_once or bool(self.value("answer")), False
        recording = await self._recording(at_once)
        await self._ask_how_to_answer(recording)
        self.was_at_once = at_once
        self.wants_slip = recording.channel == "in-person" and not at_once and not self.kind.is_internal
        return await self.desk.ask(record, self.staff, recording)

    async def _ask_how_to_answer(self, recording: Recording) -> None:
        """Asks once for a phone or an address, after everything else is valid. Raises ContactMissing."""
        if (
            recording.at_once
            or self.kind.is_internal
            or recording.phone
            or recording.email
            or recording.address
            or self._asked_how_to_answer
        ):
            return
        await self.desk.ask(check, recording)
        self._asked_how_to_answer = True
        raise ContactMissing

    async def _recording(self, at_once: bool) -> "Recording":
        name, phone, email = parse_contact(self.value("who"))
        if not name and (phone or email):
            known = await self.desk.ask(all_known_by, phone, email)
            name = known[0].name if len(known) == 1 else ""  # the colleague calling back needs a name; several could be meant
        charter = self.desk.charter
        recorded = charter.recorded_by(self.form) if charter else None  # it may have been read since the form was opened
        return Recording(
            (recorded or self.kind).id,
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
            staff=self.value("staff"),
            remedy=self.value("remedy"),
            document=self.value("document"),
            exam=await self.day("exam"),
            exam_name=self.value("exam-name"),
            candidate=self.value("candidate"),
            topic=self.value("topic"),
            category=self.value("category"),
            severity=self.value("severity"),
            authorised=bool(self.value("authorised")),
            late=bool(self.value("late")),
            fee=self.value("fee"),
            address=self.value("address"),
            told=await self._facts.told(self.value("answer"), self.value("language")) if self._facts else (),
        )


def _as_typed(known: "KnownPerson") -> str:
    """The person's details as a user would type them."""
    return sanitize.one_line("  ".join(filter(None, (known.name, known.phone or known.email))))
