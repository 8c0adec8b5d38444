"""The keys of a screen in both layouts, filtered while typing."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from desk.actions.keys import key_names
from desk.screens.base import DeskScreen
from desk.text import filtering, folding
from desk.widgets.fields import Line

Row = tuple[str, str]
"""The key labels, and what the keys do."""


class Help(ModalScreen[None], DeskScreen):
    """The keys and what they do. Typed text is searched in the descriptions, in either layout, and in the keys."""

    CSS_PATH = "../modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "scroll(-1000)", show=False, priority=True),
        Binding("end", "scroll(1000)", show=False, priority=True),
    ]

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self.rows = rows
        self._opened_by: list[str] = []

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        with Vertical(classes="form help"):
            yield Static(Content(_("Keys")), markup=False, classes="heading")
            yield Line(placeholder=_("type to filter the list"), id="wanted")
            with VerticalScroll(can_focus=False):
                yield Static("", markup=False, id="keys")
            yield Static(Content(_("↑ ↓ PgUp PgDn   Esc close")), markup=False, classes="hints")

    def on_mount(self) -> None:
        self._show(self.rows)
        self.query_one(Line).focus()
        self._opened_by = key_names(next(command.keys for command in self.desk.commands if command.id == "help"))
        self._bindings.bind(",".join(self._opened_by), "leave", show=False)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        wanted = event.value.strip().upper()
        if wanted and not wanted.isalnum() and key_names((wanted,))[0] in self._opened_by:
            self.dismiss()  # `?` closes the help as it opened it; after other characters it is text
            return
        keyed = [row for row in self.rows if wanted in row[0].upper().split()]
        only_a_key = keyed and not folding.search_key(wanted)  # a symbol without letters would match every row
        named = [] if only_a_key else filtering.holding(self.rows, event.value, lambda row: row[1])
        self._show([*keyed, *(row for row in named if row not in keyed)])

    def _show(self, rows: Sequence[Row]) -> None:
        said = "\n".join(f"{keys:<14} {words}" for keys, words in rows) or self.desk.gettext("No matching key.")
        self.query_one("#keys", Static).update(Content(said))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_scroll(self, by: int) -> None:
        """Scrolls the list while the focus stays in the field."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """Scrolls by a page, keeping one line for orientation."""
        place = self.query_one(VerticalScroll)
        place.scroll_relative(y=by * max(1, place.size.height - 1), animate=False)

    @on(Input.Submitted)
    def action_leave(self) -> None:
        """Closes the help."""
        self.dismiss()
