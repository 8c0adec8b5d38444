"""What every form shares: labelled fields, one line for what is wrong, saving once, nothing typed ever lost."""

from datetime import date, timedelta
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label, Static

from desk.actions.registry import SAVE_KEY, fixed_rows, key_names
from desk.charter.errors import DeskError
from desk.i18n import N_
from desk.screens.forms.draft import DROP_KEY, Drafted
from desk.text import sanitize
from desk.text.dates import MOSTLY_AHEAD
from desk.widgets.fields import Lines

T = TypeVar("T")

LOSES_TYPED = N_("Something is typed and not saved. Leave and lose it?")
LOOKS_FIRST = N_("shows first what it would do; Enter again does it")


class FormScreen(Drafted[T]):
    """A form. Enter in a line saves, Ctrl+S saves from anywhere, Esc leaves and asks if something is typed.

    A subclass gives `heading`, `fields()` and `save()`; an error that `save` raises is said in the form, with all that
    was typed still there.
    """

    CSS_PATH = "../modal.tcss"
    enter_words = N_("saves")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding(",".join([*key_names((SAVE_KEY,)), "f10"]), "save", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("f1", "help", show=False),
        Binding(DROP_KEY, "drop_draft", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.saving = False

    @property
    def heading(self) -> str:
        """What the form is for."""
        raise NotImplementedError

    @property
    def hints(self) -> str:
        """The keys, in the last line."""
        return self.desk.gettext("Enter saves   Esc leaves")

    def key_rows(self) -> list[tuple[str, str]]:
        """The form's keys and what they do, for its help."""
        _ = self.desk.translator
        return [
            ("Enter", _(self.enter_words)),
            (f"{' '.join(key_names((SAVE_KEY,))).upper()} F10", _("saves, from a text of many lines too")),
            ("Esc", _("leaves; asks first if something is typed")),
            ("Tab ↓ ↑", _("the next field, the one before")),
            ("← → " + _("space"), _("another of a few")),
            ("PgUp PgDn", _("up and down what stands below the fields")),
            (DROP_KEY.upper(), _("drops the draft that was put back, and puts it back again")),
            *fixed_rows(_),
        ]

    def action_help(self) -> None:
        """The form's keys; what is typed stays."""
        from desk.screens.dialogs.help import Help

        self.app.push_screen(Help(self.key_rows()))

    def fields(self) -> list[tuple[str, Widget]]:
        """The fields with their labels, in their order."""
        raise NotImplementedError

    async def question(self) -> str:
        """What is asked, with No focused, before it is saved; "" where there is nothing to ask."""
        return ""

    async def save(self) -> T | None:
        """Keeps what was typed; None where there is something to look at first. Raises DeskError where it cannot."""
        raise NotImplementedError

    @property
    def first(self) -> str:
        """The field that has the cursor at first; "" for the topmost."""
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
        self.app.clear_notifications()  # the last word would lie over the form's keys
        inputs = list(self.query(f"#{self.first}" if self.first else "Line, Lines, Choice"))
        if inputs:
            inputs[0].focus()
        self.stands_by_itself()
        self.look_for_draft()

    def aside(self, words: str) -> None:
        """Something worth knowing, below the fields."""
        self.query_one("#aside", Static).update(Content(sanitize.safe(words)))

    def action_page(self, by: int) -> None:
        """Up and down what stands below the fields, where it is longer than its place."""
        place = self.query_one(".aside")
        place.scroll_relative(y=by * max(1, place.size.height - 1), animate=False)

    def key_enter(self, event: events.Key) -> None:
        """Enter saves, on a line as on a choice. It stops here: what opens at it must not be answered by the same key."""
        event.stop()
        event.prevent_default()
        self.action_save()

    def action_save(self) -> None:
        """Saves once, however often the key is hit; what must be asked is asked first."""
        if not self.saving:
            self.saving = True
            self.run_worker(self._ask_and_save(), group="save", exit_on_error=False)

    async def _ask_and_save(self) -> None:
        from desk.screens.dialogs.dialog import Question

        try:
            asked = await self.question()
        except Exception as error:
            self.saving = False
            self._say_wrong(error)
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
        except Exception as error:  # the form stays, with all that was typed
            self.saving = False
            self._say_wrong(error)
            await self.catch_up(error)
            return
        finally:
            self.saving = False
        self.query_one("#wrong", Static).update("")
        if done is not None:
            self.dismiss(done)

    def say_saving(self) -> None:
        """What takes more than a moment is said to be under way."""
        if self.saving:
            self.query_one("#wrong", Static).update(Content(self.desk.gettext("Saving ...")))

    def _say_wrong(self, error: Exception) -> None:
        self.query_one("#wrong", Static).update(Content("! " + self.desk.error_line(error)))
        field = error.field.replace("_", "-") if isinstance(error, DeskError) else ""
        if field and (there := self.query(f"#{field}")):
            there.first().focus()  # what is typed next belongs there

    def action_leave(self) -> None:
        """Back; where something is typed, that is asked about first."""
        if not self.has_unsaved_input:
            self.dismiss(None)
            return
        from desk.screens.dialogs.dialog import Question

        def decided(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)
            elif yes is None:
                self.leave_draft()

        neither = self.desk.gettext("Keep as a draft") if self.desk.keeps_typed else ""
        self.app.push_screen(Question(self.desk.gettext(LOSES_TYPED), neither=neither), decided)

    async def day(self, name: str, back: timedelta = MOSTLY_AHEAD) -> date | None:
        """The date typed into a field; None for an empty one. back: as for `parse_date`. Raises InvalidDateTime."""
        typed = self.value(name)
        if not typed:
            return None
        from desk.text.dates import parse_date

        charter = await self.desk.ask(lambda store: store.charter)
        return parse_date(typed, charter.at(self.desk.now).date(), back)

    async def past_date(self, name: str) -> str:
        """The date typed into a field as ISO 8601, where the year is left out the last one that is past; "" for an empty one.

        Raises InvalidDateTime.
        """
        typed = self.value(name)
        if not typed:
            return ""
        from desk.text.dates import parse_past_date

        charter = await self.desk.ask(lambda store: store.charter)
        return parse_past_date(typed, charter.at(self.desk.now).date()).isoformat()

    async def moment(self, name: str) -> int | None:
        """The moment typed into a field, in epoch seconds; None for an empty one. Raises InvalidDateTime."""
        typed = self.value(name)
        if not typed:
            return None
        from datetime import UTC, datetime

        from desk.text.dates import parse_moment

        charter = await self.desk.ask(lambda store: store.charter)
        present = datetime.fromtimestamp(self.desk.now, UTC)
        return int(parse_moment(typed, charter.zone, present, ahead=name == "moment").timestamp())
