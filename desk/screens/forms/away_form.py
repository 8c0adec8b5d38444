"""Absence of a colleague: their tickets that fall due before their return go back to the queue."""

from textual.widget import Widget

from desk.screens.forms.base import FormScreen
from desk.store.commands.people import set_away
from desk.store.errors.input import MomentMissing
from desk.widgets.fields import Line


class AwayForm(FormScreen[list[int]]):
    """Returns the numbers of the tickets that went back to the queue. name: the absent colleague."""

    command_id = "away"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.person = name

    @property
    def heading(self) -> str:
        return self.desk.gettext("{name} is away: tickets due before they return go back to the queue", name=self.person)

    def fields(self) -> list[tuple[str, Widget]]:
        return [(self.desk.gettext("Back at"), Line(placeholder=self.desk.gettext("tomorrow 10:00, 09.11 10:00"), id="moment"))]

    async def save(self) -> list[int]:
        until = await self.moment("moment")
        if until is None:
            raise MomentMissing
        return await self.desk.ask(set_away, self.desk.staff, self.person, until)
