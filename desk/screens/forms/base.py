"""The base of all forms: labelled fields, an error line, saving once, drafts of unsaved input."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from desk.actions.action import FORM, PLACES, Action
from desk.actions.keys import SAVE_KEY, fixed_rows, key_names
from desk.actions.paths import resolve
from desk.actions.registry import SHOW_CUSTOMER
from desk.charter.errors import DeskError, in_field
from desk.i18n import N_
from desk.presentation.keys import help_rows
from desk.presentation.people import presence_words
from desk.screens.base import DeskScreen
from desk.screens.dialogs.dialog import Question
from desk.screens.dialogs.help import Help
from desk.screens.forms.conflicts import changed_since, refused_as_stale
from desk.screens.forms.draft import FormDraft
from desk.store.errors import Stale
from desk.store.queries.customer import customer_of
from desk.text import sanitize
from desk.text.dates import MOSTLY_AHEAD, parse_date, parse_moment, parse_past_date
from desk.widgets.fields import Choice, Line, Lines
from desk.widgets.save_progress import SaveProgress

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow

T = TypeVar("T")
TALL = 32  # lines of a terminal in which every form has room for its notes

LOSES_TYPED = N_("You have unsaved text. Close and discard it?")
LOOKS_FIRST = N_("preview; Enter again applies it")


class FormScreen(ModalScreen[T], DeskScreen, Generic[T]):
    """A form. Enter in a line saves, Ctrl+S saves from anywhere, Esc leaves and asks if there is unsaved input.

    A subclass defines `heading`, `fields()` and `save()`. An error raised by `save` is shown in the form, and the input is kept.

    command_id: the action that opens it; its drafts are stored under this id, the user and the tickets.
    row: the ticket it is about; a form about several overrides `seen`, `set_seen` and `restore_seen`.
    progress: the progress of a form that saves many items at once.
    """

    command_id = ""
    place = FORM
    row: "QueueRow | None" = None
    progress: SaveProgress | None = None

    CSS_PATH = "../modal.tcss"
    enter_words = N_("save")

    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding(",".join(key_names((SAVE_KEY,))), "save", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.saving = False
        self.staff = ""  # the user who opened it
        self.draft = FormDraft(self)
        self._before: dict[str, str] = {}
        self._leave_question: Question | None = None  # asked at the moment
        self._refused: str | None = None  # the refused field; "" if the refusal names none, None without a refusal

    @property
    def heading(self) -> str:
        """The title of the form."""
        raise NotImplementedError

    @property
    def hints(self) -> str:
        """The key hints in the last line."""
        _ = self.desk.translator
        return _("Enter {does}   Esc close", does=_(self.enter_words))

    @property
    def helped(self) -> list[Action]:
        """The actions whose keys work in the form."""
        return [command for command in self.desk.commands if command.scope in PLACES[self.place]]

    def key_rows(self) -> list[tuple[str, str]]:
        """The form's keys and what they do, for its help."""
        _ = self.desk.translator
        return [
            ("Enter", _(self.enter_words)),
            (" ".join(key_names((SAVE_KEY,))).upper(), _("save (also from a multi-line field)")),
            ("Esc", _("close; asks first if there is unsaved text")),
            ("Tab ↓ ↑", _("next field, previous field")),
            ("← → " + _("space"), _("change the choice")),
            ("PgUp PgDn", _("scroll the text below the fields")),
            *help_rows(_, self.helped, self.desk.kinds, russian=self.desk.types_russian),
            *fixed_rows(_),
        ]

    def action_help(self) -> None:
        """Shows the form's keys; the input is kept."""
        self.app.push_screen(Help(self.key_rows()))

    def fields(self) -> list[tuple[str, Widget]]:
        """The fields with their labels, in order."""
        raise NotImplementedError

    async def question(self) -> str:
        """The question asked before saving, with No focused; "" for none."""
        return ""

    async def save(self) -> T | None:
        """Saves the input; returns None if the user must review something first. Raises DeskError if it cannot be saved."""
        raise NotImplementedError

    @property
    def first(self) -> str:
        """The id of the field focused at first; "" for the topmost."""
        return ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="form"):
            yield Static(Content(sanitize.safe(self.heading)), markup=False, classes="heading")
            for label, widget in self.fields():
                with Horizontal(classes="tall field" if isinstance(widget, Lines) else "field"):
                    yield Label(Content(label), markup=False)
                    yield widget
            with VerticalScroll(classes="aside", can_focus=False):
                yield Static("", markup=False, id="aside")
            yield Static("", markup=False, id="wrong")
            yield Static(Content(self.hints), markup=False, classes="hints")

    def on_mount(self) -> None:
        self.bind_keys()
        inputs = list(self.query(f"#{self.first}" if self.first else "Line, Lines, Choice"))
        if inputs:
            inputs[0].focus()
        self.mark_prefilled()
        self.show_presence([number for number in self.ticket_ids if self.desk.presence.at(number)])
        if not self.staff:
            self.staff = self.desk.staff
            self.run_worker(self.draft.look_for(), group="draft", exit_on_error=False)

    # -- values ------------------------------------------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        """The values of the fields by id."""
        return {str(field.id): field.value for field in self._fields()} | self.chosen()

    def value(self, name: str) -> str:
        """The stripped value of a field; "" if the form has no such field."""
        return self.values().get(name, "").strip()

    def typed(self) -> dict[str, str]:
        """The texts typed by the user, by field id, without prefilled ones."""
        return {name: field.value for field in self._fields() if (name := str(field.id)) and field.value != self._before.get(name)}

    def chosen(self) -> dict[str, str]:
        """The selected options by field id."""
        return {str(choice.id): choice.value for choice in self.query(Choice)}

    def mark_prefilled(self) -> None:
        """Treats the current texts as prefilled, not as typed."""
        self._before = {str(field.id): field.value for field in self._fields()}

    @property
    def has_unsaved_input(self) -> bool:
        """Whether leaving would lose input. A changed choice does not count, since it is quickly selected again."""
        return bool(self.typed()) and not self._result

    def _fields(self) -> list[Line | Lines]:
        return [field for field in self.query("Line, Lines") if isinstance(field, Line | Lines)]

    def hide_fields(self, names: Collection[str]) -> None:
        """Hides these fields, and shows all others."""
        for box in self.query(".field"):
            box.display = box.children[1].id not in names

    # -- its draft ----------------------------------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether it accepts keys: a draft is looked for first."""
        return self.draft.is_ready

    @property
    def drafted_as(self) -> str:
        """A key that tells its drafts from those of other forms about the same tickets."""
        return self.command_id or type(self).__name__

    def keep_draft(self, *, last: bool) -> None:
        self.draft.keep(last=last)

    async def keep_whole(self) -> None:
        await self.draft.keep_whole()

    def release_draft(self) -> None:
        self.draft.release_draft()

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Closes the form after saving or a confirmed discard, and deletes the draft. Saved while it was asked whether to discard
        it, it closes with the question."""
        self.draft.drop()
        closed = super().dismiss(result)
        if self._leave_question is not None and self._result:
            self._leave_question.dismiss(None)
        return closed

    def put_back(self, typed: dict[str, str], chosen: dict[str, str]) -> None:
        """Restores texts and choices, with the cursor at the end of the last text."""
        for choice in self.query(Choice):
            if (value := chosen.get(str(choice.id))) in dict(choice.options):
                choice.value = value
        for field in self._fields():
            if str(field.id) in typed:
                field.put(typed[str(field.id)])
                field.focus()

    def say_draft(self, words: str) -> None:
        """Shows a line about the draft above the error line."""
        if not self.query("#draft"):
            self.mount(Static("", markup=False, id="draft"), before="#wrong")
        self.query_one("#draft", Static).update(Content(words))

    def action_drop_draft(self) -> None:
        """Discards the restored draft; pressed again, restores it."""
        self.draft.toggle(self._before)

    def _leave_draft(self) -> None:
        """Closes the form and keeps the input as a draft."""
        self.draft.leave()
        super().dismiss(None)
        self.desk.tell(self.desk.gettext("Kept as a draft: it is restored when you open the form again."))

    # -- its tickets --------------------------------------------------------------------------------------------------

    def seen(self) -> dict[int, int]:
        """The tickets of the form, with the versions the user was looking at."""
        return {self.row.id: self.row.version} if self.row else {}

    def set_seen(self, row: "QueueRow") -> None:
        """Records that the user saw a newer version, on which the next save is based."""
        self.row = row

    def restore_seen(self, versions: dict[int, int]) -> None:
        """Restores the versions a draft was based on: later changes are shown before it is saved."""
        if self.row and self.row.id in versions:
            self.row = self.row._replace(version=versions[self.row.id])

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """The ticket in the heading."""
        return tuple(self.seen())

    def show_presence(self, changed: Collection[int]) -> None:
        """Shows who else has the ticket open, above the error line; of several, those with somebody in them."""
        if not set(changed) & set(self.ticket_ids):
            return
        others = list(dict.fromkeys(here for number in self.ticket_ids for here in self.desk.presence.at(number)))
        if not self.query("#others"):
            self.mount(Static("", markup=False, id="others"), before="#wrong")
        line = self.query_one("#others", Static)
        line.update(Content(presence_words(self.desk.translator, others)))
        line.display = bool(others)

    def refresh_data(self) -> None:
        """Shows changes by others to the form's tickets; the next save is still refused once."""
        if self.seen():
            self._look()

    @work(group="meanwhile", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        if lines := await changed_since(self.desk, self.seen()):
            self._show_between(lines)

    async def _catch_up(self, error: Exception) -> None:
        """Shows the changes that made a save fail as stale; the next save is based on them."""
        if not isinstance(error, Stale):
            return
        row, lines = await refused_as_stale(self.desk, error, self.seen())
        if row is not None:
            self._show_between(lines)
            self.set_seen(row)

    def _show_between(self, lines: Sequence[str]) -> None:
        """Shows the changes above the other notes; PgDn and PgUp scroll through them."""
        place = self.query_one(".aside")
        if not place.query("#between"):
            place.mount(Static("", markup=False, id="between"), before=0)
        place.query_one("#between", Static).update(Content("\n".join(lines)))
        place.scroll_home(animate=False)

    # -- saving -------------------------------------------------------------------------------------------------------

    def aside(self, words: str) -> None:
        """Shows a note below the fields."""
        self.query_one("#aside", Static).update(Content(sanitize.safe(words)))

    def action_page(self, by: int) -> None:
        """Scrolls the notes below the fields."""
        place = self.query_one(".aside")
        place.scroll_relative(y=by * max(1, place.size.height - 1), animate=False)

    def key_enter(self, event: events.Key) -> None:
        """Saves on Enter in a line or a choice. Stops the event, so that the same key press cannot answer a dialog that opens."""
        event.stop()
        event.prevent_default()
        self.action_save()

    def action_customer(self) -> None:
        """Opens the customer whom the form is about; what was typed stays."""
        self.start(self._show_customer)

    async def _show_customer(self) -> None:
        customer = await self.customer()
        if customer is None:
            self.desk.tell(self.desk.gettext("No customer is known here."))
        else:
            await resolve(SHOW_CUSTOMER)(self, customer)

    async def customer(self) -> int | None:
        """The id of the customer whom the form is about; None for nobody."""
        return await self.desk.ask(customer_of, self.row.id) if self.row else None

    def action_save(self) -> None:
        """Saves once, however often the key is pressed, after asking any question."""
        if not self.saving:
            self.saving = True
            self.run_worker(self._ask_and_save(), group="save", exit_on_error=False)

    async def _ask_and_save(self) -> None:
        try:
            asked = await self.question()
        except Exception as error:
            await self._refuse(error)
            return
        if not asked:
            await self._save()
            return

        def decided(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._save(), group="save", exit_on_error=False)
            else:
                self.saving = False

        self.app.push_screen(Question(asked), decided)

    async def _save(self) -> None:
        self.set_timer(1.0, self.say_saving)
        try:
            done = await self.save()
        except Exception as error:
            await self._refuse(error)
            return
        finally:
            self.saving = False
        self.query_one("#wrong", Static).update("")
        if done is not None:
            self.dismiss(done)

    async def _refuse(self, error: Exception) -> None:
        """Shows why nothing was saved; the form stays open with the input."""
        self.saving = False
        self._say_wrong(error)
        await self._catch_up(error)

    def say_saving(self) -> None:
        """Shows that a longer save is in progress."""
        if self.saving:
            self.query_one("#wrong", Static).update(Content(self.desk.gettext("Saving ...")))
            if self.progress:
                self.progress.show()

    def _say_wrong(self, error: Exception) -> None:
        """Shows why the input was refused, until the refused field is changed, and puts the cursor there."""
        self.query_one("#wrong", Static).update(Content("! " + self.desk.error_line(error)))
        field = error.field.replace("_", "-") if isinstance(error, DeskError) else ""
        there = self.query(f"#{field}") if field else None
        self._refused = field if there else ""
        if there:
            there.first().focus()  # the user will type there next

    @on(Choice.Unmatched)
    def _unmatched(self) -> None:
        """Says how to choose, instead of ignoring text that is typed on a choice."""
        self.desk.tell(self.desk.gettext("Choose here with ← → or by a first letter."))

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    def _corrected(self, event: Input.Changed | TextArea.Changed | Choice.Changed) -> None:
        """Removes the message once the refused field is changed; any field, if it names none."""
        if self._refused is not None and self._refused in ("", event.control.id):
            self._refused = None
            self.query_one("#wrong", Static).update("")

    def action_leave(self) -> None:
        """Closes the form, after asking if there is unsaved input."""
        if not self.has_unsaved_input:
            self.dismiss(None)
            return

        def decided(yes: bool | None) -> None:
            self._leave_question = None
            if self._result:  # saved meanwhile
                return
            if yes:
                self.dismiss(None)
            elif yes is None:
                self._leave_draft()

        _ = self.desk.translator
        neither = _("Keep as a draft") if self.desk.keeps_typed else ""
        self._leave_question = Question(_(LOSES_TYPED), yes=_("Discard"), no=_("Go back"), neither=neither)
        self.app.push_screen(self._leave_question, decided)

    async def day(self, name: str, back: timedelta = MOSTLY_AHEAD) -> date | None:
        """The date in a field; None if empty. back: as for `parse_date`. Raises InvalidDateTime."""
        typed = self.value(name)
        if not typed:
            return None
        charter = await self.desk.ask(lambda store: store.charter)
        with in_field(name):
            return parse_date(typed, charter.at(self.desk.now).date(), back)

    async def past_date(self, name: str) -> str:
        """The date in a field as ISO 8601; "" if empty. Without a year, the most recent past date.

        Raises InvalidDateTime.
        """
        typed = self.value(name)
        if not typed:
            return ""
        charter = await self.desk.ask(lambda store: store.charter)
        with in_field(name):
            return parse_past_date(typed, charter.at(self.desk.now).date()).isoformat()

    async def moment(self, name: str) -> int | None:
        """The time in a field in epoch seconds; None if empty. Raises InvalidDateTime."""
        typed = self.value(name)
        if not typed:
            return None
        charter = await self.desk.ask(lambda store: store.charter)
        present = datetime.fromtimestamp(self.desk.now, UTC)
        with in_field(name):
            return int(parse_moment(typed, charter.zone, present, ahead=name == "moment").timestamp())
