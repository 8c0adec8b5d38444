"""The filter of the board: a pane narrowed while it is typed, and a ticket found by its number, closed ones too."""

from textual import on
from textual.content import Content

from desk.screens.board.mark_set import Marks
from desk.widgets.filter_line import FilterLine


class Narrows(Marks):
    """Mixed into the board: the line that a filter is typed into."""

    filter_line: FilterLine

    def say_line(self) -> None:
        """The row under the cursor, whole."""
        raise NotImplementedError

    def empty_words(self, kind: str) -> str:
        """What an empty queue says."""
        raise NotImplementedError

    async def do_filter(self) -> None:
        """Narrows the pane while it is typed."""
        self.filter_line.value = self.pane.filter
        self.filter_line.add_class("-on")
        self.filter_line.focus()

    @on(FilterLine.Changed)
    def _filter_changed(self, event: FilterLine.Changed) -> None:
        pane, number = self.pane, _number_in(event.value)
        pane.view.set_empty(Content(self._nothing_found(number) if event.value else self.empty_words(pane.kind)))
        pane.set_filter(event.value, self.desk.clock())
        self.say_line()

    def _nothing_found(self, number: int) -> str:
        _ = self.desk.translator
        if number:
            return _("Nothing here. Enter opens #{number}, Esc drops the filter.", number=number)
        return _("Nothing here. Esc drops the filter.")

    @on(FilterLine.Done)
    async def _filter_done(self) -> None:
        self.filter_line.remove_class("-on")
        self.set_focus(self.pane.view)
        if number := _number_in(self.pane.filter):
            await self._find(number)

    async def _find(self, number: int) -> None:
        """A ticket by its number, in whichever queue; a closed one stands in none, a merged one is the one it went into."""
        from desk.screens.ticket.screen import TicketScreen
        from desk.store.queries.ticket import followed

        try:
            found = await self.desk.ask(followed, number)
        except Exception as error:
            self.desk.show_error(error)
            return
        if found is None:  # digits of a phone number, then
            if not self.pane.view.rows:
                self.desk.tell(self.desk.gettext("#{number}: there is no such ticket.", number=number))
            return
        self.key_escape()
        if found.state == "open":
            self.go_to_ticket(found.id)
        else:
            self.app.push_screen(TicketScreen(found.id))

    def key_escape(self) -> None:
        """Drops the marks; where there are none, the filter."""
        if not self.drop_marks() and self.pane.filter:
            self.pane.set_filter("", self.desk.clock())
            self.pane.view.set_empty(Content(self.empty_words(self.pane.kind)))


def _number_in(words: str) -> int:
    """The ticket's number that somebody typed; 0 where it is none."""
    digits = words.strip().lstrip("#№")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
