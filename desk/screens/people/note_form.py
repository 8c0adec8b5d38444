"""The form for a note for the next shift."""

from textual.widget import Widget

from desk.screens.forms.base import FormScreen
from desk.store.shift_notes import leave_note
from desk.widgets.fields import Lines


class ShiftNoteForm(FormScreen[bool]):
    """Leaves a note; returns True."""

    command_id = "shift-note"

    @property
    def heading(self) -> str:
        return self.desk.gettext("Note for the next shift")

    @property
    def hints(self) -> str:
        return self.desk.gettext("Ctrl+S save   Esc close")

    def fields(self) -> list[tuple[str, Widget]]:
        return [(self.desk.gettext("Note"), Lines(id="note"))]

    async def save(self) -> bool:
        await self.desk.ask(leave_note, self.staff, self.value("note"))
        return True
