"""Feedback in the customer's words, corrective actions, and what was done about either."""

from datetime import date
from typing import TYPE_CHECKING

from textual import work
from textual.widget import Widget

from desk.actions.rights import Right
from desk.screens.forms.action_fields import ticket_number
from desk.screens.forms.base import FormScreen
from desk.store.commands.feedback import record_feedback, use_feedback
from desk.store.complaints.corrective_actions import finish_corrective_action, move_corrective_action
from desk.store.errors.complaints import DoneMissing
from desk.store.staff import staff_list
from desk.text import sanitize
from desk.widgets.fields import Line, Lines, NameSuggester

if TYPE_CHECKING:
    from desk.store.commands.feedback import FeedbackEntry
    from desk.store.complaints.corrective_actions import Corrective


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


class CorrectiveForm(FormScreen[int]):
    """Asks what was done, or for another owner or day; returns the number of the corrective action."""

    command_id = "corrective-actions"

    def __init__(self, action: "Corrective") -> None:
        super().__init__()
        self.corrective = action

    @property
    def heading(self) -> str:
        return self.desk.gettext("Corrective action: {words}", words=sanitize.one_line(self.corrective.words, 160))

    @property
    def drafted_as(self) -> str:
        """Each corrective action has a draft of its own."""
        return f"{self.command_id} {self.corrective.id}"

    @property
    def _may_move(self) -> bool:
        return Right.HANDLE in self.desk.session.access.rights

    def fields(self) -> list[tuple[str, Widget]]:
        _ = self.desk.translator
        fields: list[tuple[str, Widget]] = [
            (_("Done"), Line(placeholder=_("what was done; empty while it is not"), id="done")),
            (_("Public summary"), Line(placeholder=_("what has changed, without names"), id="said")),
        ]
        if self._may_move:
            fields.append((_("Who does it"), Line(self.corrective.owner, id="owner")))
            fields.append((_("By when"), Line(f"{date.fromisoformat(self.corrective.due):%d.%m.%Y}", id="due")))
        return fields

    def on_mount(self) -> None:
        super().on_mount()
        if self._may_move:
            self._name_members()

    @work(group="staff", exit_on_error=False)
    async def _name_members(self) -> None:
        self.query_one("#owner", Line).suggester = NameSuggester(await self.desk.query_readonly(staff_list))

    async def save(self) -> int:
        before, done = self.corrective, self.value("done")
        owner = self.value("owner") if self._may_move else ""
        due = await self.day("due") if self._may_move else None
        owner = "" if owner == before.owner else owner
        due = None if due is None or due.isoformat() == before.due else due
        if not (done or owner or due):
            raise DoneMissing
        if owner or due:
            await self.desk.ask(move_corrective_action, self.staff, before.id, owner, due)
        if done:
            await self.desk.ask(finish_corrective_action, self.staff, before.id, done, self.value("said"))
        said = self.desk.gettext(
            "What was recorded of a corrective action cannot be undone. {key} again undoes your last step on a ticket.",
            key=self.desk.keys["undo"],
        )
        self.desk.not_undoable = said, self.desk.now
        return before.id
