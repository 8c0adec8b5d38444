"""Writing a reply from one of the centre's texts, in the customer's language, recorded as the action that it states."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import App, SuspendNotSupported
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from desk.actions.action import REPLY, Field
from desk.actions.fields import AT, WHY
from desk.actions.registry import find
from desk.charter.errors import DeskError, in_field
from desk.charter.vocabulary import LANGUAGES
from desk.i18n import LANGUAGE_NAMES, N_, translator
from desk.outgoing.fact_words import dates_words
from desk.outgoing.replies import ask_words, cases, filled
from desk.outgoing.texts import offered
from desk.outgoing.titles import reply_title
from desk.screens.action_screen import COPIED, RECORDED, SENT
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.facts.suggestions import Suggestions, facts_hint
from desk.screens.forms.action_fields import heading, is_overdue, likely_way, value_of, widget_of
from desk.screens.forms.base import FormScreen
from desk.store.addresses import EMAIL
from desk.store.commands.perform import replies_to, reply
from desk.store.errors.input import ReplyMissing
from desk.store.files.content import Loaded
from desk.store.files.reading import load
from desk.system.editor import TerminalNotLent, edited, editor_set, signals_ignored
from desk.text import sanitize
from desk.text.dates import InvalidDateTime, parse_moment
from desk.widgets.fields import Choice, Line, Lines, PathSuggester

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.facts.fact import Content
    from desk.outgoing.texts import ReplyText
    from desk.store.queries.board import QueueRow
    from desk.store.queries.ticket import TicketView

STRAY = 2  # characters that do not count as text
WRITTEN_SHOWN = 220  # characters: three lines of the form
_FILES_HINT = N_("paths, separated by semicolons; sent along with an email")
_NO_CLOCK = N_("a note: no clock stops")
_NOT_WRITTEN = ("note", "score", "comment")  # a note's text is recorded as it is; a rating is asked for in conversation
_OF_SOME = ("topic", "outcome", "given")  # recorded with the actions that ask for them only
_TELL_MISSING = ("acknowledged", "updated", "note")  # actions whose text may say what a complaint still waits for
_ON_PAPER = ("email", "letter")


class ReplyForm(FormScreen[tuple[int, str]]):
    """A reply to a ticket; returns its number and the action it was recorded as.

    name: the command that opened it; texts: to choose from; written: the customer's last message; now: epoch seconds; said: words
    that are put into the text at once; announced: the exams that a text may list; is_to_ask: whether the customer is to be asked
    how satisfied they are; result: what became of the saved text; taken_back: the text
    of an email that was taken back, with which it begins.
    """

    row: "QueueRow"

    place = REPLY

    def __init__(
        self,
        name: str,
        charter: "Charter",
        view: "TicketView",
        texts: "Sequence[ReplyText]",
        written: str,
        now: int,
        said: str = "",
        announced: "Sequence[Content]" = (),
        *,
        is_to_ask: bool = False,
    ) -> None:
        super().__init__()
        self.command_id, self.row = name, view.row
        self.charter, self.view, self.written = charter, view, written
        self._all_texts = [text for text in texts if text.suits(charter.kind(view.row.kind))]
        self.texts: list[ReplyText] = []
        self._offer(now)
        self.acts = replies_to(charter, view.row.kind, view.row.channel, view.clocks)
        self.result = RECORDED
        self.taken_back = ""
        self._said = said
        self._announced = announced
        self._is_to_ask = is_to_ask
        self._facts = Suggestions(self)
        self._text: ReplyText | None = None
        self._picked = False  # whether the user chose the text
        self._made = ""  # the generated text; any other text in the field was typed
        self._place: int | None = None

    # -- display ------------------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        first = heading(self.desk, find(self.command_id), self.row)
        if not self.written:
            return first
        return f"{first}\n" + self.desk.gettext("“{words}”", words=sanitize.one_line(self.written, WRITTEN_SHOWN))

    @property
    def hints(self) -> str:
        return self.desk.gettext(
            "Ctrl+S save   {key[reply-text]} texts   {key[reply-editor]} editor   {key[reply-copy]} copy only   Esc close",
            key=self.desk.keys,
        ).replace("   Esc", f"   {facts_hint(self.desk)}   Esc")

    @property
    def first(self) -> str:
        return "missing" if self.command_id == "acknowledged" else "text"

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        act = self.command_id if self.command_id in self.acts else self.acts[0]
        language, missing = self.view.story.language, (self.view.story.missing or ("",))[0]
        self._begin_with(act)
        self._make(act, language, missing, self.desk.now)
        titles = [(choice, _(_NO_CLOCK if choice == "note" else find(choice).says)) for choice in self.acts]
        return [
            *([(_("Missing information"), Line(missing, id="missing"))] if self._may_miss_something else []),
            (_("Text"), Lines(self._made, id="text")),
            (_("Record as"), Choice(titles, act, id="act")),
            (_("Language"), Choice([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], language, id="language")),
            *((_(field.label), widget_of(self.desk, field, self.row, self._likely_way())) for field in self._asked()),
            *([(_("Files"), Line(id="files", suggester=PathSuggester(), placeholder=_(_FILES_HINT)))] if self._sends else []),
        ]

    @property
    def _sends(self) -> bool:
        """Whether the desk sends emails itself."""
        return self.desk.settings.mail.sender is not None

    def _asked(self) -> list[Field]:
        fields = {field.name: field for act in self.acts for field in find(act).fields if field.name not in _NOT_WRITTEN}
        return [*fields.values(), *([WHY] if is_overdue(self.desk, self.row) else []), AT]

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(".form").add_class("reply")
        self._show_fields()
        self._go_to_place()
        if self._said:
            self.query_one("#text", Lines).insert(self._said)
        if self.taken_back:
            field = self.query_one("#text", Lines)
            field.replace(self.taken_back, field.document.start, field.document.end)
        self._offer_facts()

    @property
    def _may_miss_something(self) -> bool:
        return self.charter.kind(self.row.kind).is_sealed and not any(fact.what == "completed" for fact in self.view.story.facts)

    def _likely_way(self) -> str:
        """The likely contact method: in writing if there is an address; a letter is answered by a letter."""
        return "email" if self.row.email and self.row.channel != "letter" else likely_way(self.row, self.desk.kind(self.row.kind))

    def _show_fields(self) -> None:
        """Shows only the fields of the selected action."""
        act = self.value("act")
        action = find(act)
        shown = {"text", "act", "language", "way", "at", "files", *(field.name for field in action.fields)}
        shown |= {name for name, asked in (("why", action.asks_why), ("missing", act in _TELL_MISSING)) if asked}
        self.hide_fields(self.values().keys() - shown)

    # -- the text -----------------------------------------------------------------------------------------------------

    def _begin_with(self, act: str) -> None:
        """Selects the first text that states the action; none if there is none."""
        self._text = next((text for text in self.texts if text.states == _states(act)), None)

    def _offer(self, now: int) -> None:
        """Offers the texts that fit the ticket's state at a time in epoch seconds."""
        self.texts = offered(self._all_texts, cases(self.view, now))

    @property
    def _as_of(self) -> int:
        return _moment_typed(self.value("at"), self.charter, self.desk.now)

    def _make(self, act: str, language: str, missing: str, now: int) -> None:
        if self._text is None:
            self._made, self._place = "", None
            return
        missing = missing if act in _TELL_MISSING else ""
        said = filled(
            translator(language), self.charter, self.view, self._text, self.staff or self.desk.staff, now,
            states=_states(act), missing=missing, dates=dates_words(translator(language), self._announced), asks=self._is_to_ask,
        )  # fmt: skip
        self._made, self._place = said.text, said.place

    @property
    def _untouched(self) -> bool:
        return self.query_one("#text", Lines).text == self._made

    def typed(self) -> dict[str, str]:
        """Omits a generated text that was not edited: restored another day, its dates would be wrong."""
        return {name: words for name, words in super().typed().items() if name != "text" or words != self._made}

    def put_back(self, typed: dict[str, str], chosen: dict[str, str]) -> None:
        """Regenerates an unedited text from the choices; in an edited one, moves the cursor to the end."""
        super().put_back(typed, chosen)
        self._show_fields()
        self._begin_with(self.value("act"))
        by_itself = self._before["text"]
        if typed.get("text", by_itself) == by_itself:
            self._made = self.query_one("#text", Lines).text
            self._insert_text()
        else:
            self._regenerate()
            self._go_to_place()

    def _follow(self) -> None:
        """Regenerates the text, unless the user has edited it."""
        if self._untouched:
            self._insert_text()

    def _insert_text(self) -> None:
        field, own = self.query_one("#text", Lines), not self._untouched
        self._regenerate()
        if own:  # typed text is kept, and this is inserted at the cursor
            self._insert_apart(self._made)
            return
        field.text = self._made
        self._go_to_place()

    def _insert_apart(self, words: str) -> None:
        """Inserts a text at the cursor, on a line of its own."""
        field = self.query_one("#text", Lines)
        line, column = field.cursor_location
        field.insert(f"\n{words}" if field.document.get_line(line)[:column].strip() else words)

    def _regenerate(self) -> None:
        self._make(self.value("act"), self.value("language"), self.value("missing"), self._as_of)

    def _go_to_place(self) -> None:
        """Moves the cursor to where the user's own words belong, after any that are already there."""
        field = self.query_one("#text", Lines)
        if self._place is None or not field.text.startswith(self._made[: self._place]):
            return
        after = self._made[self._place :]
        if field.text.endswith(after):
            before = field.text[: len(field.text) - len(after)]
            field.move_cursor((before.count("\n"), len(before.rpartition("\n")[2])))

    @on(Input.Changed, "#missing")
    def _missing_changed(self) -> None:
        self._follow()

    @on(Input.Changed, "#at")
    def _at_changed(self) -> None:
        """Regenerates the text for another time of writing: what was due then, and when the next update is due after it."""
        self._offer(self._as_of)
        if self._untouched and not self._picked:
            self._begin_with(self.value("act"))
        self._follow()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Follows the action and the language: another action may start with another text."""
        if event.choice.id == "act":
            self._show_fields()
            if self._untouched and not self._picked:
                self._begin_with(event.choice.value)
        if event.choice.id in ("act", "language"):
            self._follow()

    @on(TextArea.Changed, "#text")
    def _offer_facts(self) -> None:
        """Offers the facts that fit the line that is being typed; before that, what the customer wrote."""
        field = self.query_one("#text", Lines)
        line = field.document.get_line(field.cursor_location[0]) if not self._untouched else ""
        self._facts.look_up(line if line.strip() else f"{self.row.subject} {self.written}")

    def action_fact(self, place: int) -> None:
        """Puts an offered fact into the text at the cursor."""
        self.start(self._tell, place)

    async def _tell(self, place: int) -> None:
        if words := await self._facts.put(place, self.value("language")):
            self._insert_apart(words)

    def action_texts(self) -> None:
        """Lets the user choose another text by title."""
        _ = self.desk.translator
        options = [Option(text.id, text.title.in_language(_.language), "") for text in self.texts]

        def chosen(name: str | None) -> None:
            if name:
                self._choose(next(text for text in self.texts if text.id == name))

        self.app.push_screen(Chooser(_("Reply text"), options), chosen)

    def _choose(self, text: "ReplyText") -> None:
        act = next((act for act in self.acts if _states(act) == text.states), "")
        if act and self._untouched:  # a user who has edited the text knows which action it is
            self.query_one("#act", Choice).value = act
            self._show_fields()
        self._text, self._picked = text, True
        self._insert_text()

    def action_editor(self) -> None:
        """Opens the text in the user's external editor."""
        field = self.query_one("#text", Lines)
        try:
            words = _from_editor(self.app, field.text)
        except (DeskError, OSError) as error:
            self._say_wrong(error)
            return
        self.query_one("#wrong", Static).update("")
        if words != field.text:
            field.replace(words, field.document.start, field.document.end)

    def action_copy(self) -> None:
        """Copies the text for the mail program; nothing is recorded."""
        self.app.copy_to_clipboard(self.query_one("#text", Lines).text)
        self.desk.tell(self.desk.gettext("Copied, not recorded."))

    # -- saving -------------------------------------------------------------------------------------------------------

    async def save(self) -> tuple[int, str]:
        if _is_unfilled(self.query_one("#text", Lines).text, self._made, self._place):
            raise ReplyMissing
        act = self.value("act")
        values = {field.name: await value_of(self, field) for field in self._asked()} | {"note": self.value("text")}
        values = {name: value for name, value in values.items() if name not in _OF_SOME or find(act).asks(name)}
        missing = self.value("missing") if act in _TELL_MISSING else ""
        told = await self._facts.told(self.value("text"), self.value("language"))
        asks = ask_words(translator(self.value("language"))) in self.value("text")
        files = await asyncio.to_thread(self._loaded)
        posts = await self.desk.ask(
            reply, self.staff, self.row.id, act, values, missing, self.row.version, told,
            asks=asks, title=self._title(), files=files,
        )  # fmt: skip
        if posts:
            self.result = SENT
        elif self.value("way") in _ON_PAPER:
            self.app.copy_to_clipboard(self.value("text"))
            self.result = COPIED
        return self.row.id, act

    def _loaded(self) -> list[Loaded]:
        """The files that go along with an email. Raises WrongFile, in the field."""
        paths = self.value("files").split(";") if self._sends and self.value("way") == EMAIL else []
        with in_field("files"):
            return [load(path) for path in paths if path.strip()]

    def _title(self) -> str:
        """The subject of the email, if the desk sends it; "" if the user's mail program does."""
        if not self._sends:
            return ""
        return reply_title(translator(self.value("language")), self.row.id, self.row.subject)


def _from_editor(app: App[object], words: str) -> str:
    """The text after editing in the user's external editor. Raises EditorTrouble, OSError."""
    editor = editor_set()
    try:
        with signals_ignored(), app.suspend():
            try:
                came: str | Exception = edited(words, editor)
            except (DeskError, OSError) as error:  # raising inside would leave the terminal in the editor's state
                came = error
    except SuspendNotSupported:
        raise TerminalNotLent from None
    if isinstance(came, Exception):
        raise came
    return came


def _moment_typed(typed: str, charter: "Charter", now: int) -> int:
    """The time of a reply in epoch seconds: the typed one, else now."""
    if not typed:
        return now
    try:
        return min(int(parse_moment(typed, charter.zone, charter.at(now)).timestamp()), now)
    except InvalidDateTime:
        return now


def _states(act: str) -> str:
    """The `states` value of a text that is meant for this action."""
    return find(act).fact or "note"


def _is_unfilled(words: str, made: str, place: int | None) -> bool:
    """Whether nothing was written at the place for the user's words; a stray key elsewhere does not count."""
    if place is None:
        return False
    return words[: place + 1] == made[: place + 1] and len(words) - len(made) <= STRAY
