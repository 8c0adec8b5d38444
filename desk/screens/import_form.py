"""A box of certificates from a list: what it holds is shown first, Enter takes it in."""

from pathlib import Path
from urllib.parse import unquote

from textual.widget import Widget

from desk.screens.form import LOOKS_FIRST, FormScreen
from desk.widgets.fields import Line


class ImportForm(FormScreen[bool]):
    """Asks for the file and the day, shows what is new, known and wrong, and imports at the second Enter."""

    command_id = "import-certificates"
    enter_words = LOOKS_FIRST

    def __init__(self) -> None:
        super().__init__()
        self._looked: tuple[str, str] | None = None

    @property
    def heading(self) -> str:
        return self.desk.say("A box of certificates")

    @property
    def hints(self) -> str:
        return self.desk.say("Enter shows what is in it, Enter again takes it in   PgDn PgUp   Esc leaves")

    def on_mount(self) -> None:
        super().on_mount()
        self.add_class("list")

    def fields(self) -> list[tuple[str, Widget]]:
        say = self.desk.say
        return [
            (say("File"), Line(id="file")),
            (say("Came at"), Line(placeholder=say("empty: now; 17:58, yesterday 17:58, 02.11 17:58"), id="received")),
        ]

    async def save(self) -> bool | None:
        from desk.intake.certificates import look, take_in
        from desk.store.checks import NEEDS_FILE
        from desk.store.errors import BadInput
        from desk.telling import arrival_lines

        received = await self.moment("received")
        if not self.value("file"):
            raise BadInput(NEEDS_FILE)
        path = Path(_unquoted(self.value("file"))).expanduser()
        asked = (self.value("file"), self.value("received"))
        if asked != self._looked:
            arrival = await self.desk.ask(look, path)
            self._looked = asked
            self.aside("\n".join(arrival_lines(self.desk.say, arrival)))
            return None
        arrival = await self.desk.ask(take_in, self.staff, path, self.desk.now if received is None else received)
        self.desk.tell(arrival_lines(self.desk.say, arrival)[0])
        return True


def _unquoted(name: str) -> str:
    """A file's name as a file manager gives it away: in quotes, or as an address."""
    return unquote(name.removeprefix("file://")) if name.startswith("file://") else name.strip("\"'")
