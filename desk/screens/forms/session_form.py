"""Exam sessions: creating one and moving one to another day."""

from datetime import date
from typing import TYPE_CHECKING

from textual.widget import Widget

from desk.presentation import formats
from desk.presentation.tickets import concerned_lines, move_lines
from desk.screens.forms.base import LOOKS_FIRST, FormScreen
from desk.store.commands.sessions import move_session, open_session, session_moves
from desk.store.queries.concerned import concerned
from desk.widgets.fields import Line

if TYPE_CHECKING:
    from desk.store.queries.concerned import Concerned
    from desk.store.queries.groups import Group


class SessionForm(FormScreen[int]):
    """Asks for a session; returns its number."""

    command_id = "new-session"

    @property
    def heading(self) -> str:
        return self.desk.gettext("New exam session")

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        return [
            (_("Exam"), Line(id="exam")),
            (_("Exam date"), Line(placeholder=_("14.11, 14.11.2026"), id="day")),
            (_("Place"), Line(id="place")),
            (_("Registration ends"), Line(placeholder=_("last day, if any"), id="ends")),
        ]

    async def save(self) -> int:
        day, ends = await self.day("day"), await self.day("ends")
        return await self.desk.ask(open_session, self.staff, self.value("exam"), day, self.value("place"), ends)


class MoveSessionForm(FormScreen[int]):
    """Asks for the new day, previews the changes and applies them at the second Enter; returns how many registrations were
    moved."""

    command_id = "move-session"
    enter_words = LOOKS_FIRST

    def __init__(self, group: "Group") -> None:
        super().__init__()
        self.group = group
        self._looked: date | None = None
        self._concerned: Concerned | None = None  # as previewed: letters may be exported in the meantime
        self._said = ""

    @property
    def heading(self) -> str:
        _ = self.desk.translator
        day = formats.on(_, date.fromisoformat(self.group.day))
        return _("Move the exam session: {exam}, {day}", exam=self.group.exam, day=day)

    @property
    def hints(self) -> str:
        return self.desk.gettext("Enter preview, again apply   Esc close")

    def fields(self) -> list[tuple[str, Widget]]:
        return [(self.desk.gettext("New exam date"), Line(id="day"))]

    async def save(self) -> int | None:
        if self._looked is None or self.value("day") != self._said:
            self.aside("")
        day, charter = await self.day("day"), self.desk.charter
        whom = await self.desk.ask(concerned, [row.id for row in self.group.rows])
        if day is None or charter is None or (day, whom) == (self._looked, self._concerned):
            return await self.desk.ask(move_session, self.staff, self.group.number, day)
        moves = await self.desk.ask(session_moves, self.group.number, day)
        self._looked, self._said, self._concerned = day, self.value("day"), whom
        _, told = self.desk.translator, self.group.confirmed
        anew = _.ngettext(
            "{n} confirmed registration must be informed again", "{n} confirmed registrations must be informed again", told
        )
        lines = move_lines(_, charter, moves, self.desk.now) or [_("No deadline moves.")]
        self.aside("\n".join([*([anew] if told else []), *concerned_lines(_, whom), *lines]))
        return None
