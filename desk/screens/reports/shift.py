"""The shift report: what happened since a user left, and what is open, due and promised."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.actions.action import SHIFT
from desk.actions.paths import resolve
from desk.actions.registry import find
from desk.presentation.shift import shift_lines
from desk.presentation.tickets import due_lines
from desk.screens.base import DeskScreen
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.shifts import Shift


class ShiftScreen(ModalScreen[None], DeskScreen):
    """Shown to the user who sits down; the list of due tickets can be copied for printing."""

    CSS_PATH = "../modal.tcss"
    place = SHIFT

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "leave", show=False),
    ]

    def __init__(self, found: "Shift") -> None:
        super().__init__()
        self.found = found

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        with Vertical(classes="form shift"):
            heading = _("{name} is at the desk", name=sanitize.one_line(self.desk.staff, 60))
            yield Static(Content(heading), markup=False, classes="heading")
            with VerticalScroll():
                yield Static(Content(sanitize.safe("\n".join(self._lines()))), markup=False, id="shift")
            hints = _(
                "↑ ↓ move   {key[copy]} copy   {key[shift-note-here]} note for the next shift   Esc close", key=self.desk.keys
            )
            yield Static(Content(hints), markup=False, classes="hints")

    def on_mount(self) -> None:
        self.bind_keys()
        self.query_one(VerticalScroll).focus()

    def _lines(self) -> list[str]:
        charter, desk, _ = self.desk.charter, self.desk, self.desk.translator
        if charter is None:
            return []
        due, mine = (due_lines(_, charter, rows, desk.now) for rows in (self.found.due, self.found.mine))
        return shift_lines(_, charter, self.found, desk.staff, due=due, mine=mine)

    def action_note(self) -> None:
        """Leaves a note for the next shift."""
        self.start(resolve(find("shift-note").opens), self)

    def action_copy(self) -> None:
        """Copies the whole report, to be printed in case of a power failure."""
        self.app.copy_to_clipboard("\n".join(self._lines()))
        self.desk.tell(self.desk.gettext("Copied."))

    def action_leave(self) -> None:
        """Closes the report."""
        self.dismiss()
