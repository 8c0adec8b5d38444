"""Every key of a place, on both layouts, from the registry."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.commands import Command, keys_shown
from desk.screens.at_desk import AtDesk
from desk.wording import KINDS


class Help(AtDesk, ModalScreen[None]):
    """The keys and what they do."""

    CSS_PATH = "modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,f1,q,й,question_mark,comma", "leave", show=False)]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = commands

    def compose(self) -> ComposeResult:
        say = self.desk.say
        keys = [one.keys for one in self.commands]
        rows = [
            f"{'Enter':<14} " + say("the ticket whole; in a form: save"),
            f"{'Esc':<14} " + say("back; in a form: leave it"),
            f"{'Tab ← →':<14} " + say("the next pane, the one before"),
            f"{'↑ ↓ PgUp PgDn':<14} " + say("up and down the queue"),
            f"{'Ctrl+P':<14} " + say("every command by its name"),
            f"{'Ctrl+Q':<14} " + say("quit from anywhere"),
            "",
        ]
        for one in self.commands:
            which = f" ({', '.join(say(KINDS[kind]) for kind in one.kinds)})" if keys.count(one.keys) > 1 else ""
            rows.append(f"{keys_shown(one):<14} {say(one.title)}{which}")
        with Vertical(classes="form help"):
            yield Static(Content(say("Keys, on either layout")), markup=False, classes="heading")
            with VerticalScroll():
                yield Static(Content("\n".join(rows)), markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()
