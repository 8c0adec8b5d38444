"""A box of certificates from a list: what it holds is shown first, Enter takes it in."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label

from desk.screens.form import LOOKS_FIRST
from desk.screens.progress import ShowsProgress
from desk.tongue import later
from desk.widgets.fields import Choice, Line

if TYPE_CHECKING:
    from desk.intake.certificates import Arrival, Asked

_WHICH = {"name": later("Who it is for"), "candidate": later("Candidate number")}
_COLUMN = "column-"  # before the field, in the id of its choice
_DOUBTFUL = "doubtful"


class ImportForm(ShowsProgress[bool]):
    """Asks for the file and the day, shows what is new, known, doubtful and wrong, and imports at the second Enter."""

    command_id = "import-certificates"
    enter_words = LOOKS_FIRST

    def __init__(self) -> None:
        super().__init__()
        self._looked: dict[str, str] | None = None
        self._new = 0

    @property
    def heading(self) -> str:
        return self.desk.say("A box of certificates")

    @property
    def hints(self) -> str:
        return self.desk.say("Enter shows what is in it, Enter again takes it in   PgDn PgUp   Esc leaves")

    @property
    def total(self) -> int:
        return self._new

    def on_mount(self) -> None:
        super().on_mount()
        self.add_class("list")

    def fields(self) -> list[tuple[str, Widget]]:
        say = self.desk.say
        hint = say("of lines that name none")
        return [
            (say("File"), Line(placeholder=say("CSV or XLSX"), id="file")),
            (say("Came at"), Line(placeholder=say("empty: now; 17:58, yesterday 17:58, 02.11 17:58"), id="received")),
            (say("Exam"), Line(placeholder=hint, id="exam")),
            (say("Exam's date"), Line(placeholder=hint, id="day")),
        ]

    async def save(self) -> bool | None:
        from desk.arrivals import arrival_lines
        from desk.intake.certificates import look, take_in
        from desk.intake.table import BadList
        from desk.store.checks import NEEDS_FILE
        from desk.store.errors import BadInput

        received, asked = await self.moment("received"), await self._asked()
        if not self.value("file"):
            raise BadInput(NEEDS_FILE)
        path = Path(_unquoted(self.value("file"))).expanduser()
        if self.values() != self._looked:
            try:
                arrival = await self.desk.ask(look, path, asked)
            except BadList:
                await self._ask_for_columns(path)
                raise
            await self._ask_about_doubtful(arrival)
            self._looked, self._new = self.values(), len(arrival.new)
            self.aside("\n".join(arrival_lines(self.desk.say, arrival)))
            return None
        moment = self.desk.now if received is None else received
        arrival = await self.desk.ask(take_in, self.staff, path, moment, asked, self.say_done)
        self.desk.tell(arrival_lines(self.desk.say, arrival)[0])
        return True

    async def _asked(self) -> "Asked":
        from desk.intake.certificates import Asked

        day = await self.day("day")
        values = self.values()
        columns = {field: chosen for field in _WHICH if (chosen := values.get(_COLUMN + field, ""))}
        return Asked(self.value("exam"), day.isoformat() if day else "", columns, doubtful=values.get(_DOUBTFUL) == "take")

    async def _ask_for_columns(self, path: Path) -> None:
        """The headings do not say which column is what: somebody does, once."""
        from desk.intake.certificates import headed
        from desk.intake.columns import Unknown

        found = await self.desk.ask(lambda _: headed(path, {}))
        if not isinstance(found, Unknown) or self.query(f"#{_COLUMN}{found.missing[0]}"):
            return
        say = self.desk.say
        options = [("", say("choose one")), *((one, one) for one in dict.fromkeys(found.headings) if one.strip())]
        for field in found.missing:
            await self._ask(say(_WHICH[field]), Choice(options, id=_COLUMN + field))
        self.aside(say("Which column is it? ← → chooses; lists with the same headings are not asked about again."))
        self.query_one(f"#{_COLUMN}{found.missing[0]}").focus()

    async def _ask_about_doubtful(self, arrival: "Arrival") -> None:
        if arrival.doubtful and not self.query(f"#{_DOUBTFUL}"):
            say = self.desk.say
            options = [("", say("leave out")), ("take", say("take as they stand"))]
            await self._ask(say("Doubtful lines"), Choice(options, id=_DOUBTFUL))

    async def _ask(self, label: str, field: Widget) -> None:
        """One more field, below the others."""
        await self.mount(Horizontal(Label(Content(label), markup=False), field, classes="field"), before=self.query_one(".aside"))


def _unquoted(name: str) -> str:
    """A file's name as a file manager gives it away: in quotes, or as an address."""
    return unquote(name.removeprefix("file://")) if name.startswith("file://") else name.strip("\"'")
