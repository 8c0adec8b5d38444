"""A list to choose from, filtered while typing: actions of a ticket, all commands, users."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option as ListOption

from desk.screens.base import DeskScreen
from desk.text import filtering, folding, sanitize
from desk.widgets.fields import Line
from desk.widgets.option_list import Options


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its value, its title, and its keys if it has any."""

    value: str
    title: str
    key: str


class Chooser(ModalScreen[str], DeskScreen):
    """Returns the chosen value.

    new: text that matches no option is accepted as a new value.
    """

    CSS_PATH = "../modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, title: str, options: Sequence[Option], *, new: bool = False) -> None:
        super().__init__()
        self.heading = title
        self.options = tuple(options)
        self._wide = max((len(option.key) for option in self.options), default=0)
        self.new = new
        self._shown: list[Option] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="form chooser"):
            yield Static(Content(self.heading), markup=False, classes="heading")
            yield Line(id="wanted")
            yield Options(markup=False, compact=True)
            yield Static(Content(self.desk.gettext("Nothing found.")), markup=False, id="nothing")
            hints = self.desk.gettext("Enter choose   ↑ ↓ move   letters narrow the list   Esc close")
            yield Static(Content(hints), markup=False, classes="hints")

    def on_mount(self) -> None:
        self._list = self.query_one(Options)
        self._list.can_focus = False
        self._fill("")
        self.query_one(Line).focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        place = self._list.highlighted
        if self._shown and place is not None:
            self.dismiss(self._shown[place].value)
        elif self.new and event.value.strip():
            self.dismiss(sanitize.one_line(event.value, 60))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option in self._list.options:  # typing may have changed the list since the click
            self.dismiss(self._shown[event.option_index].value)

    def action_move(self, by: int) -> None:
        """Moves through the list while the focus stays in the field."""
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_page(self, by: int) -> None:
        """Moves through the list by a page."""
        if by > 0:
            self._list.action_page_down()
        else:
            self._list.action_page_up()

    def action_leave(self) -> None:
        """Closes the list without a choice."""
        self.dismiss(None)

    def found(self, wanted: str) -> list[Option]:
        """The options that contain the text, those that begin with it first."""
        # A new name must not match somebody else's name typed in the other layout.
        found = filtering.holding(self.options, wanted, lambda option: option.title, either_layout=not self.new)
        begun = folding.search_key(wanted)
        return sorted(found, key=lambda option: not folding.search_key(option.title).startswith(begun))

    def _keyed(self, option: Option) -> str:
        """The option's keys, padded up to its title; empty in a list without keys."""
        return option.key.ljust(self._wide) + "  " if self._wide else ""

    def _fill(self, wanted: str) -> None:
        self._shown = self.found(wanted)
        self._list.clear_options()
        self._list.add_options(
            [ListOption(Content(self._keyed(option) + sanitize.one_line(option.title, 80))) for option in self._shown]
        )
        if self._shown:
            self._list.highlighted = 0
        self.query_one("#nothing", Static).display = not self._shown and not self.new
