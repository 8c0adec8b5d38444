"""The filter of a list: filters a pane while it is typed, and finds a ticket by its number, closed ones too."""

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

_FOLLOWED = "desk.store.queries.ticket:followed"


class FilterBar(FilterLine):
    """The line that a filter of the screen's pane is typed into.

    pane: gives the pane that is worked in; empty_words: what an empty queue of a kind says; narrowed: called when other rows are
    shown.
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
        """Show the line with the pane's filter in it, and type there."""
        self.value = self._pane().filter
        self.add_class("-on")
        self.focus()

    def close(self) -> None:
        """Hide the line, and give the focus to the pane."""
        self.remove_class("-on")
        self.screen.set_focus(self._pane().view)

    def drop(self) -> bool:
        """Show all of the pane. Returns False where nothing was filtered."""
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
        if number := _number_in(self._pane().filter):
            self._on.start(self._find, number)

    async def _find(self, number: int) -> None:
        """A ticket by its number, in whichever queue; a closed one stands in none, a merged one is the one it went into."""
        desk = self._on.desk
        found: QueueRow | None = await desk.ask(resolve(_FOLLOWED), number)
        if found is None:  # digits of a phone number, then
            if not self._pane().view.rows:
                desk.tell(desk.gettext("#{number}: no such ticket.", number=number))
            return
        if not (self._on.marks and self._on.marks.clear()):
            self.drop()
        if found.state == "open":
            self._on.go_to_ticket(found.id)
        else:
            await resolve(SHOW_TICKET)(self._on, found.id)


def _number_in(words: str) -> int:
    """The ticket's number that somebody typed; 0 where it is none."""
    digits = words.strip().lstrip("#№")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
