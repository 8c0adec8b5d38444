"""The filter bar: filters a pane while typing and finds any ticket by number, including closed ones."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from desk.actions.paths import resolve
from desk.actions.registry import SHOW_TICKET
from desk.widgets.filter_line import FilterLine
from desk.widgets.queue_pane import Pane

if TYPE_CHECKING:
    from desk.screens.action_screen import ActionScreen
    from desk.store.queries.board import QueueRow

_SIGNS = ("#", "№")  # of a ticket's number, by the layout of the keyboard
_FOLLOWED = "desk.store.queries.ticket:followed"


class FilterBar(FilterLine):
    """The input line for the filter of the current pane.

    pane: returns the current pane; empty_words: the text of an empty queue of a kind; narrowed: called when the shown rows changed.
    """

    def __init__(
        self,
        label: str,
        hint: str = "",
        *,
        screen: "ActionScreen",
        pane: Callable[[], Pane],
        empty_words: Callable[[str], str],
        narrowed: Callable[[], None],
    ) -> None:
        super().__init__(label, hint)
        self._on: ActionScreen = screen
        self._pane = pane
        self._empty_words = empty_words
        self._narrowed = narrowed

    def open(self) -> None:
        """Shows the line with the pane's filter and focuses it."""
        self.value = self._pane().filter
        self.add_class("-on")
        self.focus()

    def close(self) -> None:
        """Hides the line and focuses the pane."""
        self.remove_class("-on")
        self.screen.set_focus(self._pane().view)

    def drop(self) -> bool:
        """Clears the filter. Returns False if there was none."""
        pane = self._pane()
        if not pane.filter:
            return False
        pane.set_filter("", self._on.desk.clock())
        pane.view.set_empty(Content(self._empty_words(pane.kind)))
        return True

    @on(FilterLine.Changed)
    def _filter(self, event: FilterLine.Changed) -> None:
        event.stop()
        pane, number = self._pane(), _number_in(event.value)
        pane.view.set_empty(Content(self._nothing_found(number) if event.value else self._empty_words(pane.kind)))
        pane.set_filter(event.value, self._on.desk.clock())
        self._narrowed()

    def _nothing_found(self, number: int) -> str:
        _ = self._on.desk.translator
        if number:
            return _("Nothing here. Enter opens #{number}, Esc clears the filter.", number=number)
        return _("Nothing here. Esc clears the filter.")

    @on(FilterLine.Done)
    def _done(self, event: FilterLine.Done) -> None:
        event.stop()
        self.close()
        typed = self._pane().filter.strip()
        if number := _number_in(typed):
            self._on.start(self._find, number, typed.startswith(_SIGNS))

    async def _find(self, number: int, opens: bool) -> None:
        """Finds a ticket by number in any queue; for a merged ticket, the one it was merged into. Closed tickets are in no
        queue. opens: whether it is opened in any case, as a scanner means it that reads the code of a slip."""
        desk = self._on.desk
        found: QueueRow | None = await desk.ask(resolve(_FOLLOWED), number)
        if found is None:  # probably digits of a phone number
            if not self._pane().view.rows:
                desk.tell(desk.gettext("#{number}: no such ticket.", number=number))
            return
        if not (self._on.marks and self._on.marks.clear()):
            self.drop()
        if found.state == "open":
            self._on.go_to_ticket(found.id)
        if opens or found.state != "open":
            await resolve(SHOW_TICKET)(self._on, found.id)


def _number_in(words: str) -> int:
    """The ticket number that was typed; 0 if it is none."""
    digits = words.strip().lstrip("".join(_SIGNS))
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
