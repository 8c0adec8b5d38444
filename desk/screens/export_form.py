"""What waits in the outbox goes into a folder, for the mail program."""

from pathlib import Path

from textual.widget import Widget

from desk.screens.form import FormScreen
from desk.widgets.fields import Line


class MailForm(FormScreen[str]):
    """Asks for the folder; gives back what was written, in words."""

    command_id = "export-mail"

    @property
    def heading(self) -> str:
        return self.desk.say("Letters and emails that wait, for the mail program")

    def fields(self) -> list[tuple[str, Widget]]:
        return [(self.desk.say("Folder"), Line(str(Path.home() / "desk-mail"), id="folder"))]

    async def save(self) -> str:
        from desk.outgoing.export import export_mail
        from desk.reporting import mail_line
        from desk.store.checks import NEEDS_FILE
        from desk.store.errors import BadInput

        if not self.value("folder"):
            raise BadInput(NEEDS_FILE)
        folder = Path(self.value("folder")).expanduser()
        return mail_line(self.desk.say, await self.desk.ask(export_mail, folder), folder)
