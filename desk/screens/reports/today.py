"""The day: exams and places, boxes expected, notes, reminders, what is due, the duties."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.actions.action import TODAY
from desk.actions.paths import resolve
from desk.actions.registry import find
from desk.presentation import formats
from desk.presentation.duties import duty_line
from desk.presentation.feedback import corrective_line
from desk.presentation.shift import today_lines
from desk.presentation.tickets import due_lines
from desk.screens.base import DeskScreen
from desk.store.queries.today import today
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.today import Today


class TodayScreen(ModalScreen[None], DeskScreen):
    """Shows what the day brings; it can be copied for printing."""

    CSS_PATH = "../modal.tcss"
    place = TODAY

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "leave", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._found: Today | None = None

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        with Vertical(classes="form shift"):
            yield Static("", markup=False, classes="heading", id="day")
            with VerticalScroll():
                yield Static("", markup=False, id="today")
            hints = _(
                "{key[copy]} copy   {key[today-duties]} duty done   {key[today-corrective]} corrective action   Esc close",
                key=self.desk.keys,
            )
            yield Static(Content(hints), markup=False, classes="hints")

    def on_mount(self) -> None:
        self.bind_keys()
        self.query_one(VerticalScroll).focus()
        self.refresh_data()

    def refresh_data(self) -> None:
        """Reads the day again."""
        self.start(self._read, group="read", exclusive=True)

    async def _read(self) -> None:
        self._found = await self.desk.ask(today)
        charter, _ = self.desk.charter, self.desk.translator
        if charter:
            self.query_one("#day", Static).update(Content(formats.on(_, charter.at(self._found.now).date())))
        self.query_one("#today", Static).update(Content(sanitize.safe("\n".join(self._lines()))))

    def _lines(self) -> list[str]:
        found, charter, _ = self._found, self.desk.charter, self.desk.translator
        if found is None or charter is None:
            return []
        due = due_lines(_, charter, found.due, found.now)
        duties = [duty_line(_, charter, standing, found.now) for standing in found.duties]
        corrective = [corrective_line(_, charter, action, found.now) for action in found.corrective]
        return today_lines(_, charter, found, self.desk.staff, due=due, duties=duties, corrective=corrective)

    def action_duties(self) -> None:
        """Opens the duties, to record that one was done."""
        self.start(resolve(find("duties").opens), self)

    def action_corrective(self) -> None:
        """Opens the corrective actions, to record that one was done."""
        self.start(resolve(find("corrective-actions").opens), self)

    def action_copy(self) -> None:
        """Copies the whole page."""
        self.app.copy_to_clipboard("\n".join(self._lines()))
        self.desk.tell(self.desk.gettext("Copied."))

    def action_leave(self) -> None:
        """Goes back to the board."""
        self.dismiss()
