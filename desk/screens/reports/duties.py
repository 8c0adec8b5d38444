"""The centre's duties: when each was last done and is next due, with a form to record it."""

from textual.widget import Widget

from desk.presentation.duties import duty_line
from desk.screens.forms.base import FormScreen
from desk.store.commands.duties import duty_statuses, tick
from desk.store.errors.input import DutyMissing
from desk.widgets.fields import Choice, Line


class Duties(FormScreen[bool]):
    """Asks which duty was done and what was checked."""

    command_id = "duties"

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, str] = {}

    @property
    def heading(self) -> str:
        return self.desk.gettext("Duties")

    @property
    def hints(self) -> str:
        return self.desk.gettext("Enter mark done   PgDn PgUp   Esc close")

    def fields(self) -> list[tuple[str, Widget]]:
        _, charter = self.desk.translator, self.desk.charter
        duties = charter.file.duty if charter else []
        options = [("", _("choose one")), *((duty.id, duty.title.in_language(_.language)) for duty in duties)]
        return [
            (_("Done"), Choice(options, id="duty")),
            (_("What was checked"), Line(id="note")),
            (_("Venue"), Line(placeholder=_("for the premises, if there are several"), id="venue")),
            (_("Time"), Line(placeholder=_("now if empty"), id="at")),
        ]

    def on_mount(self) -> None:
        super().on_mount()
        self.add_class("list")
        self.run_worker(self._read(), group="known", exit_on_error=False)

    async def _read(self) -> None:
        charter = self.desk.charter
        if charter is None:
            return
        found = await self.desk.ask(duty_statuses)
        self.aside("\n".join(duty_line(self.desk.translator, charter, standing, self.desk.now) for standing in found))

    async def save(self) -> bool:
        if not self.value("duty"):
            raise DutyMissing
        at = await self.moment("at")
        duty, _ = self.value("duty"), self.desk.translator
        await self.desk.ask(tick, self.staff, duty, self.value("note"), at, self.value("venue"))
        titles = (
            {entry.id: entry.title.in_language(_.language) for entry in self.desk.charter.file.duty} if self.desk.charter else {}
        )
        self.desk.tell(_("{duty}: marked as done", duty=titles.get(duty, duty)))
        said = _(
            "A duty that was marked as done cannot be undone. {key} again undoes your last step on a ticket.",
            key=self.desk.keys["undo"],
        )
        self.desk.not_undoable = said, self.desk.now
        return True
