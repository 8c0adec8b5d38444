"""An exam that moves: what that moves is shown first, Enter once more does it."""

from datetime import date
from typing import TYPE_CHECKING

from desk.screens.forms.action_form import ActForm
from desk.screens.forms.base import LOOKS_FIRST

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.store.queries.concerned import Concerned


class ExamForm(ActForm):
    """Asks for the new day."""

    enter_words = LOOKS_FIRST

    def __init__(self, row: "QueueRow") -> None:
        super().__init__("move-exam", row)
        self._looked: date | None = None
        self._concerned: Concerned | None = None  # as it was shown: a letter may leave meanwhile

    @property
    def hints(self) -> str:
        return self.desk.gettext("Enter shows what it moves, Enter again does it   Esc leaves")

    async def save(self) -> tuple[int, str] | None:
        from desk.presentation.tickets import concerned_lines, move_lines
        from desk.store.commands.exams import exam_moves
        from desk.store.queries.concerned import concerned

        exam, charter = await self.day("exam"), self.desk.charter
        whom = await self.desk.ask(concerned, (self.row.id,))
        if exam is None or charter is None or (exam, whom) == (self._looked, self._concerned):
            return await super().save()
        moves = await self.desk.ask(exam_moves, self.row.id, exam)
        self._looked, self._concerned = exam, whom
        lines = move_lines(self.desk.translator, charter, moves, self.desk.now) or [self.desk.gettext("No deadline moves.")]
        self.aside("\n".join([*concerned_lines(self.desk.translator, whom), *lines]))
        return None
