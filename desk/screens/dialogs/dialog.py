"""Messages and questions, answered with arrows, Enter and Esc only: no letter means yes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from desk.screens.base import DeskScreen
from desk.text import sanitize


class Dialog(ModalScreen[None], DeskScreen):
    """Shows a message until Enter or Esc. copy: the text that the second button copies to the clipboard."""

    CSS_PATH = "../modal.tcss"
    is_dialog = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "done", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, message: str, *, copy: str = "") -> None:
        super().__init__()
        self.message = message
        self._copy = copy

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        with Vertical(classes="dialog"):
            yield Static(Content(sanitize.safe(self.message)), markup=False, classes="words")
            with Horizontal(classes="buttons"):
                yield Button(Content(_("OK")), id="done", compact=True)
                if self._copy:
                    yield Button(Content(_("Copy")), id="copy", compact=True)
            hints = _("← → choose   Enter confirm   Esc close") if self._copy else _("Enter or Esc close")
            yield Static(Content(hints), markup=False, classes="hints")

    def on_mount(self) -> None:
        self.query_one("#done").focus()

    def action_done(self) -> None:
        """Closes the message; input in the screen below is kept."""
        self.dismiss()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "copy":
            self.app.copy_to_clipboard(self._copy)
            self.desk.tell(self.desk.gettext("Copied."))
        self.dismiss()


class Question(ModalScreen[bool], DeskScreen):
    """Asks a question, with No focused.

    yes, no: the labels of the two answers, if the words Yes and No would leave open which is which; neither: the label of a third
    answer, which returns None.
    """

    CSS_PATH = "../modal.tcss"
    is_dialog = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "no", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, message: str, *, yes: str = "", no: str = "", neither: str = "") -> None:
        super().__init__()
        self.message = message
        self._yes, self._no, self._neither = yes, no, neither

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        no = self._no or _("No")
        with Vertical(classes="dialog"):
            yield Static(Content(sanitize.safe(self.message)), markup=False, classes="words")
            with Horizontal(classes="buttons"):
                yield Button(Content(no), id="no", compact=True)
                yield Button(Content(self._yes or _("Yes")), id="yes", compact=True)
                if self._neither:
                    yield Button(Content(self._neither), id="neither", compact=True)
            yield Static(Content(_("← → choose   Enter confirm   Esc: {no}", no=no)), markup=False, classes="hints")

    def on_mount(self) -> None:
        self.query_one("#no").focus()

    def action_no(self) -> None:
        """Answers No."""
        self.dismiss(False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(None if event.button.id == "neither" else event.button.id == "yes")
