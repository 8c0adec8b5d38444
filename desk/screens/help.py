"""Every key of a place, on both layouts, from the registry."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.commands import Command, twin
from desk.screens.at_desk import AtDesk


class Help(AtDesk, ModalScreen[None]):
    """The keys and what they do."""

    CSS_PATH = "modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,f1,q,й,question_mark,comma", "leave", show=False)]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = commands

    def compose(self) -> ComposeResult:
        say = self.desk.say
        rows = [f"{keys_shown(one):<12} {say(one.title)}" for one in self.commands]
        rows += [
            "",
            f"{'Tab ← →':<12} " + say("the next pane, the one before"),
            f"{'↑ ↓ PgUp PgDn':<12} " + say("up and down the queue"),
            f"{'Enter':<12} " + say("the ticket whole; in a form: save"),
            f"{'Esc':<12} " + say("back; in a form: leave it"),
            f"{'Ctrl+P':<12} " + say("every command by its name"),
            f"{'Ctrl+Q':<12} " + say("quit from anywhere"),
        ]
        with Vertical(classes="form help"):
            yield Static(Content(say("Keys, on either layout")), markup=False, classes="heading")
            with VerticalScroll():
                yield Static(Content("\n".join(rows)), markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()


def keys_shown(command: Command) -> str:
    """A command's keys with their Russian twins: `C С`, `F1 ? ,`."""
    names = [key.upper() for key in command.keys]
    names += [twin(key).upper() for key in command.keys if twin(key)]
    return " ".join(names)
