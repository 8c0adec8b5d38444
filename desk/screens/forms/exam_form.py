"""Moving an exam: a preview of the affected deadlines, applied by a second Enter."""

from datetime import date
from typing import TYPE_CHECKING

from textual.widget import Widget

from desk.actions.registry import find
from desk.presentation.tickets import concerned_lines, move_lines
from desk.screens.forms.action_fields import heading, likely_way, widget_of
from desk.screens.forms.base import LOOKS_FIRST, FormScreen
from desk.store.commands.exams import exam_moves
from desk.store.commands.perform import perform
from desk.store.queries.concerned import concerned

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.store.queries.concerned import Concerned


class ExamForm(FormScreen[tuple[int, str]]):
    """Asks for the new day. Returns the ticket and the action."""

    command_id = "move-exam"
    enter_words = LOOKS_FIRST
    row: "QueueRow"

    def __init__(self, row: "QueueRow") -> None:
        super().__init__()
        self.row = row
        self._looked: date | None = None
        self._concerned: Concerned | None = None  # as previewed: a letter may be exported in the meantime

    @property
    def heading(self) -> str:
        return heading(self.desk, find(self.command_id), self.row)

    @property
    def hints(self) -> str:
        return self.desk.gettext("Enter preview, again apply   Esc close")

    def fields(self) -> list[tuple[str, Widget]]:
        way, desk = likely_way(self.row, self.desk.kind(self.row.kind)), self.desk
        return [(desk.gettext(field.label), widget_of(desk, field, self.row, way)) for field in find(self.command_id).fields]

    async def save(self) -> tuple[int, str] | None:
        exam, charter = await self.day("exam"), self.desk.charter
        whom = await self.desk.ask(concerned, (self.row.id,))
        if exam is None or charter is None or (exam, whom) == (self._looked, self._concerned):
            await self.desk.ask(perform, self.staff, self.row.id, self.command_id, {"exam": exam}, self.row.version)
            return self.row.id, self.command_id
        moves = await self.desk.ask(exam_moves, self.row.id, exam)
        self._looked, self._concerned = exam, whom
        lines = move_lines(self.desk.translator, charter, moves, self.desk.now) or [self.desk.gettext("No deadline moves.")]
        self.aside("\n".join([*concerned_lines(self.desk.translator, whom), *lines]))
        return None
