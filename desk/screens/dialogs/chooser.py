"""A list to choose from, filtered by typing: the actions of a ticket, every command, who is at the desk."""

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
    """One thing to choose: its value, what it is called, its keys if it has any."""

    value: str
    title: str
    key: str


class Chooser(ModalScreen[str], DeskScreen):
    """Gives back the value chosen.

    new: what is typed and matches nothing is a choice of its own.
    begun: what is typed already.
    of_people: what is typed begins a name, on either layout; what names nobody is gone at Enter: what is typed next may be a PIN.
    """

    CSS_PATH = "../modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(
        self, title: str, options: Sequence[Option], *, new: bool = False, begun: str = "", of_people: bool = False
    ) -> None:
        super().__init__()
        self.heading = title
        self.options = tuple(options)
        self._wide = max((len(option.key) for option in self.options), default=0)
        self.new = new
        self._begun = begun
        self._of_people = of_people
        self._shown: list[Option] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="form chooser"):
            yield Static(Content(self.heading), markup=False, classes="heading")
            yield Line(self._begun, id="wanted")
            yield Options(markup=False, compact=True)

    def on_mount(self) -> None:
        self._list = self.query_one(Options)
        self._list.can_focus = False
        self._fill(self._begun)
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
        elif self._of_people:
            event.input.value = ""

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option in self._list.options:  # what is typed may have changed the list since the click
            self.dismiss(self._shown[event.option_index].value)

    def action_move(self, by: int) -> None:
        """Up and down the list while the cursor stays in the field."""
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_page(self, by: int) -> None:
        """The same by a page."""
        if by > 0:
            self._list.action_page_down()
        else:
            self._list.action_page_up()

    def action_leave(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)

    def found(self, wanted: str) -> list[Option]:
        """What holds what was typed, first what begins with it."""
        if self._of_people and wanted.strip():
            names = folding.meant_by([option.value for option in self.options], wanted)
            return [option for option in self.options if option.value in names]
        # A new name is not to be taken for somebody else's on the other layout.
        found = filtering.holding(self.options, wanted, lambda option: option.title, either_layout=not self.new)
        begun = folding.search_key(wanted)
        return sorted(found, key=lambda option: not folding.search_key(option.title).startswith(begun))

    def _keyed(self, option: Option) -> str:
        """The option's keys and the blanks up to its title; nothing in a list without keys."""
        return option.key.ljust(self._wide) + "  " if self._wide else ""

    def _fill(self, wanted: str) -> None:
        self._shown = self.found(wanted)
        self._list.clear_options()
        self._list.add_options(
            [ListOption(Content(self._keyed(option) + sanitize.one_line(option.title, 80))) for option in self._shown]
        )
        if self._shown:
            self._list.highlighted = 0
