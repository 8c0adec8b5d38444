"""Feedback in the customer's words, and what was done about it."""

from typing import TYPE_CHECKING

from textual.widget import Widget

from desk.screens.forms.action_fields import ticket_number
from desk.screens.forms.base import FormScreen
from desk.store.commands.feedback import record_feedback, use_feedback
from desk.text import sanitize
from desk.widgets.fields import Line, Lines

if TYPE_CHECKING:
    from desk.store.commands.feedback import FeedbackEntry


class FeedbackForm(FormScreen[int]):
    """Asks for the feedback; returns its number."""

    command_id = "new-feedback"

    def __init__(self, ticket: int | None = None) -> None:
        super().__init__()
        self.ticket = ticket

    @property
    def heading(self) -> str:
        return self.desk.gettext("Record feedback")

    @property
    def hints(self) -> str:
        return self.desk.gettext("Enter save   Ctrl+S save from the text   Esc close")

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        return [
            (_("Customer's words"), Lines(id="words")),
            (_("Ticket"), Line(str(self.ticket or ""), placeholder=_("related ticket, if any"), id="of")),
        ]

    async def save(self) -> int:
        return await self.desk.ask(record_feedback, self.staff, self.value("words"), ticket_number(self.value("of")))


class UseFeedbackForm(FormScreen[int]):
    """Asks what was done about the feedback; returns its number."""

    command_id = "feedback"

    def __init__(self, said: "FeedbackEntry") -> None:
        super().__init__()
        self.feedback = said

    @property
    def heading(self) -> str:
        return self.desk.gettext("Follow-up: {words}", words=sanitize.one_line(self.feedback.words, 160))

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        return [
            (_("Done"), Line(self.feedback.done, id="done")),
            (_("Public summary"), Line(self.feedback.said, placeholder=_("what has changed, without names"), id="said")),
        ]

    async def save(self) -> int:
        await self.desk.ask(use_feedback, self.staff, self.feedback.id, self.value("done"), self.value("said"))
        return self.feedback.id
