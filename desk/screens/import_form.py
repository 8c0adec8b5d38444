"""A box of certificates from a list: what it holds is shown first, Enter takes it in."""

from pathlib import Path

from textual.widget import Widget

from desk.screens.form import FormScreen
from desk.widgets.fields import Line


class ImportForm(FormScreen[bool]):
    """Asks for the file and the day, shows what is new, known and wrong, and imports at the second Enter."""

    def __init__(self) -> None:
        super().__init__()
        self._looked: tuple[str, str] | None = None

    @property
    def heading(self) -> str:
        return self.desk.say("A box of certificates")

    @property
    def hints(self) -> str:
        return self.desk.say("Enter shows what is in it, Enter again takes it in   Esc leaves")

    def fields(self) -> list[tuple[str, Widget]]:
        say = self.desk.say
        return [
            (say("File"), Line(id="file")),
            (say("Came at"), Line(placeholder=say("empty: now; 17:58, yesterday 17:58, 02.11 17:58"), id="received")),
        ]

    async def save(self) -> bool | None:
        from desk.intake.certificates import look, take_in
        from desk.telling import arrival_lines

        received = await self.moment("received")
        path = Path(self.value("file")).expanduser()
        asked = (self.value("file"), self.value("received"))
        if asked != self._looked:
            arrival = await self.desk.ask(look, path)
            self._looked = asked
            self.aside("\n".join(arrival_lines(self.desk.say, arrival)))
            return None
        moment = self.desk.now if received is None else min(received, self.desk.now)
        arrival = await self.desk.ask(take_in, self.desk.staff, path, moment)
        self.desk.tell(arrival_lines(self.desk.say, arrival)[0])
        return True
