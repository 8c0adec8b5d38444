"""Import of candidate lists: a preview, then Enter imports. One form for boxes and registrations."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label

from desk.i18n import N_, Translator
from desk.intake import certificates, registrations
from desk.intake.columns import Unknown
from desk.intake.errors import BadList
from desk.intake.import_job import Asked, headed
from desk.presentation.imports import arrival_lines, imported_line
from desk.screens.forms.base import LOOKS_FIRST, FormScreen
from desk.store.errors.input import FileMissing
from desk.store.queries.imports import meanings
from desk.text.dates import MOSTLY_AHEAD, PAST_ONLY
from desk.widgets.fields import Choice, Line, Lines, PathSuggester
from desk.widgets.save_progress import SaveProgress

if TYPE_CHECKING:
    from desk.intake.import_job import Arrival

_WHICH = {
    "name": N_("Candidate"), "candidate": N_("Candidate number"), "surname": N_("Surname"),
    "first": N_("First name"), "middle": N_("Patronymic"), "document": N_("Name as in the document"),
    "email": N_("Email address"), "phone": N_("Phone"), "address": N_("Postal address"), "language": N_("Language"),
    "exam": N_("Exam"), "day": N_("Exam date"), "place": N_("Place"), "centre": N_("Centre number"),
    "registered": N_("Registration date"), "fee": N_("Late fee"),
}  # fmt: skip
_COLUMN = "column-"  # followed by the field, in the id of its choice
_DOUBTFUL = "doubtful"
_SHOWN = 200  # result lines: nobody reads more, and they are slow to lay out
_OF_SOME = N_("for lines without one")


class ImportForm(FormScreen[bool]):
    """Asks for the file, shows new, known, doubtful and invalid lines, and imports at the second Enter.

    source: the kind of list.
    """

    enter_words = LOOKS_FIRST

    def __init__(self, source: "BoxList | RegistrationList") -> None:
        super().__init__()
        self._source = source
        self.command_id = source.command_id
        self.progress = self.bar = SaveProgress(self, lambda: self._new, lambda: self.saving)
        self._looked: dict[str, str] | None = None
        self._new = 0
        self._asked_about = ""  # the file whose columns and doubtful lines are being asked about

    @property
    def heading(self) -> str:
        return self._source.heading(self.desk.translator)

    @property
    def hints(self) -> str:
        return self.desk.gettext("Enter (Ctrl+S from the typed lines) preview, again import   Esc close")

    def fields(self) -> list[tuple[str, Widget]]:
        hint = self.desk.gettext("or type one line each: name; number; phone; email")
        typed = (self.desk.gettext("Typed lines"), Lines(placeholder=hint, id="typed"))
        return [*self._source.fields(self.desk.translator), typed]

    def on_mount(self) -> None:
        super().on_mount()
        self.add_class("list")

    async def save(self) -> bool | None:
        if self.value("file") != self._asked_about:
            await self._remove_questions()
        asked = await self._asked()
        if not self.value("file") and not asked.typed.strip():
            raise FileMissing
        path = Path(_unquoted(self.value("file"))).expanduser()
        if self.values() != self._looked:
            self.aside("")  # the preview was of another list
            try:
                arrival = await self._source.preview_list(self, path, asked)
            except BadList:
                await self._ask_for_columns(path, asked)
                raise
            await self._ask_about_doubtful(arrival)
            lines = arrival_lines(self.desk.translator, arrival)
            self._looked, self._new = self.values(), len(arrival.new)
            if not arrival.new:
                lines.insert(1, self.desk.gettext("Nothing in it is new."))
            more = [self.desk.gettext("and {n} more lines", n=len(lines) - _SHOWN)] if len(lines) > _SHOWN else []
            self.aside("\n".join((*lines[:_SHOWN], *more)))
            return None
        if not self._new:  # the second Enter closes the form: there is nothing to import
            self.desk.tell(self.desk.gettext("Nothing in it is new."))
            return True
        arrival = await self._source.import_list(self, path, asked)
        self.desk.tell(imported_line(self.desk.translator, arrival))
        return True

    async def _asked(self) -> "Asked":
        values, days = self.values(), {name: await self.day(name, self._source.exam_back) for name in ("day", "ends")}
        columns = {field: chosen for field in _WHICH if (chosen := values.get(_COLUMN + field, ""))}
        return Asked(
            exam=self.value("exam"),
            day=str(days["day"] or ""),
            place=self.value("place"),
            ends=str(days["ends"] or ""),
            columns=columns,
            doubtful=values.get(_DOUBTFUL) == "take",
            typed="" if self.value("file") else self.value("typed"),
        )

    async def _ask_for_columns(self, path: Path, asked: "Asked") -> None:
        """Asks which column is which when the headings do not say; the answer is remembered."""
        found = await self.desk.ask(lambda store: headed(path, self._source.needed, meanings(store), asked))
        if not isinstance(found, Unknown):
            return
        _ = self.desk.translator
        wanted = dict.fromkeys(found.missing, found.headings) | dict(found.several)
        asked_now = [field for field in wanted if not self.query(f"#{_COLUMN}{field}")]
        for field in asked_now:
            options = [("", _("choose one")), *((fromkey, fromkey) for fromkey in dict.fromkeys(wanted[field]) if fromkey.strip())]
            await self._ask(_(_WHICH[field]), Choice(options, id=_COLUMN + field))
        if asked_now:
            self.aside(_("Choose the column of each field with ← →. Lists with the same headings are not asked about again."))
            self.query_one(f"#{_COLUMN}{asked_now[0]}").focus()

    async def _ask_about_doubtful(self, arrival: "Arrival") -> None:
        if arrival.doubtful and not self.query(f"#{_DOUBTFUL}"):
            _ = self.desk.translator
            options = [("", _("skip")), ("take", _("import as they are"))]
            await self._ask(_("Doubtful lines"), Choice(options, id=_DOUBTFUL))

    async def _remove_questions(self) -> None:
        """Removes the questions about the previous file when another is chosen."""
        self._asked_about = self.value("file")
        if asked := self.query(".asked"):
            await asked.remove()
            self.query_one("#file").focus()

    async def _ask(self, label: str, field: Widget) -> None:
        """Adds a field below the others."""
        await self.mount(
            Horizontal(Label(Content(label), markup=False), field, classes="field asked"), before=self.query_one(".aside")
        )


class BoxList:
    """A box of certificates and its arrival date."""

    command_id = "import-certificates"
    needed = ("name", "candidate")
    exam_back = PAST_ONLY

    def heading(self, _: Translator) -> str:
        """The title of the form."""
        return _("Batch of certificates")

    def fields(self, _: Translator) -> list[tuple[str, Widget]]:
        """The fields, without those for doubtful lines."""
        return [
            (_("File"), Line(placeholder=_("CSV or XLSX"), id="file", suggester=PathSuggester())),
            (_("Received"), Line(placeholder=_("now if empty; 17:58, yesterday 17:58, 02.11 17:58"), id="received")),
            (_("Exam"), Line(placeholder=_(_OF_SOME), id="exam")),
            (_("Exam date"), Line(placeholder=_(_OF_SOME), id="day")),
        ]

    async def preview_list(self, form: "ImportForm", path: Path, asked: "Asked") -> "Arrival":
        """Previews the list."""
        await form.moment("received")  # reject an invalid date before the preview
        return await form.desk.ask(certificates.preview_list, path, asked)

    async def import_list(self, form: "ImportForm", path: Path, asked: "Asked") -> "Arrival":
        """Imports the list."""
        received = await form.moment("received")
        moment = form.desk.now if received is None else received
        return await form.desk.ask(certificates.import_list, form.staff, path, moment, asked, form.bar.say_done)


class RegistrationList:
    """The candidates of exam sessions; missing sessions are created."""

    command_id = "import-registrations"
    needed = ("name",)
    exam_back = MOSTLY_AHEAD

    def heading(self, _: Translator) -> str:
        """The title of the form."""
        return _("Candidates of an exam session")

    def fields(self, _: Translator) -> list[tuple[str, Widget]]:
        """The fields, without those for doubtful lines."""
        return [
            (_("File"), Line(placeholder=_("CSV or XLSX"), id="file", suggester=PathSuggester())),
            (_("Exam"), Line(placeholder=_(_OF_SOME), id="exam")),
            (_("Exam date"), Line(placeholder=_(_OF_SOME), id="day")),
            (_("Place"), Line(placeholder=_(_OF_SOME), id="place")),
            (_("Registration ends"), Line(placeholder=_("last day, for a new session"), id="ends")),
        ]

    async def preview_list(self, form: "ImportForm", path: Path, asked: "Asked") -> "Arrival":
        """Previews the list."""
        return await form.desk.ask(registrations.preview_list, path, asked)

    async def import_list(self, form: "ImportForm", path: Path, asked: "Asked") -> "Arrival":
        """Imports the list."""
        return await form.desk.ask(registrations.import_list, form.staff, path, asked, form.bar.say_done)


def _unquoted(name: str) -> str:
    """A file name as copied from a file manager, without quotes or the file URL scheme."""
    return unquote(name.removeprefix("file://")) if name.startswith("file://") else name.strip("\"'")
