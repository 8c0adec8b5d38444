"""Search for any person and any ticket, open or closed, while typing."""

from typing import TYPE_CHECKING, NamedTuple

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from desk.actions.action import SEARCH
from desk.actions.paths import resolve
from desk.actions.registry import SHOW_CUSTOMER
from desk.i18n import N_
from desk.presentation import formats, terms
from desk.presentation.terms import FIELDS, NOTHING_FOUND, kind_title
from desk.screens.base import DeskScreen
from desk.screens.ticket.screen import TicketScreen
from desk.store.queries.customer import customer_of
from desk.store.queries.search import excerpt, search
from desk.text import sanitize
from desk.widgets.cells import Column, TimerCell
from desk.widgets.filter_line import FilterLine
from desk.widgets.queue_view import QueueView

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow
    from desk.store.queries.search import Found, Person

_PLACES = {"number": N_("number"), "who": N_("contact"), "about": N_("subject"), "said": N_("conversation")}


class Result(NamedTuple):
    """A line of the list: a ticket, or a person, whose id is negative to differ from ticket numbers."""

    id: int
    ticket: "QueueRow | None"
    person: "Person | None"
    where: str


class SearchLine(FilterLine):
    """The input line of the search; Esc leaves and keeps the text."""

    class Left(Message):
        """Sent when Esc is pressed."""

    def on_key(self, event: events.Key) -> None:
        """Handles keys as the filter line does, except Esc."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())


async def open_search(screen: DeskScreen) -> None:
    """Opens the search over any screen; input there is kept."""
    if not isinstance(screen, SearchScreen):
        screen.app.push_screen(SearchScreen())


class SearchScreen(DeskScreen, Screen[None]):
    """Searches while typing; Enter opens the selected result, Esc goes back."""

    CSS_PATH = "search.tcss"
    place = SEARCH
    BINDINGS = [  # noqa: RUF012 - as Textual declares it
        ("down", "move('cursor_down')", ""), ("up", "move('cursor_up')", ""),
        ("pagedown", "move('page_down')", ""), ("pageup", "move('page_up')", ""),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ""
        self._shown = ""

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        self._field = SearchLine(_("Search:"))
        self._field.add_class("-on")
        self._view = QueueView((), self._face, empty=Content(self._how()), id="results")
        self._view.moved = self._say_line
        self._line = Static("", markup=False, id="found")
        yield self._field
        yield self._view
        yield self._line
        hints = _("Enter open   ↑ ↓ PgUp PgDn move   Esc back")
        yield Static(Content(hints), markup=False, classes="hints")

    def on_mount(self) -> None:
        self.bind_keys()
        self._view.can_focus = False
        self._lay_out()
        self._view.tick(self.desk.clock())
        self._field.focus()

    def on_resize(self) -> None:
        self._lay_out()

    def on_screen_resume(self) -> None:
        """Searches again after returning from a ticket, which may have changed."""
        if self._shown:
            self._look()

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """The complaints whose text is shown."""
        found = [row.ticket for row in self._view.rows if row.ticket]
        return tuple(ticket.id for ticket in found if self.desk.kind(ticket.kind).is_sealed and not ticket.sealed)

    def on_second(self, now: float) -> None:
        """Updates the remaining times."""
        self._view.tick(now)

    # -- searching ----------------------------------------------------------------------------------------------------

    @on(FilterLine.Changed)
    def _typed(self, event: FilterLine.Changed) -> None:
        self._wanted = event.value
        self._look()

    def _look(self) -> None:
        """Runs one search at a time: newer text is searched next, outdated results are not shown."""
        self._shown = ""
        if not any(worker.group == "search" and not worker.is_finished for worker in self.workers):
            self.run_worker(self._search_until_current(), group="search", exit_on_error=False)

    async def _search_until_current(self) -> None:
        while True:
            wanted = self._wanted
            try:
                found = await self.desk.query_readonly(search, wanted)
            except Exception as error:
                self.desk.show_error(error)
                return
            if wanted == self._wanted:
                self._show(found)
                self._shown = wanted
                return

    def _show(self, found: "Found") -> None:
        _ = self.desk.translator
        results = [Result(-person.id, None, person, "") for person in found.people if person.tickets > 1]
        results += [Result(hit.row.id, hit.row, None, hit.where) for hit in found.hits]
        self._view.set_empty(Content(_(NOTHING_FOUND) if self._wanted.strip() else self._how()))
        self._view.set_rows(results)
        if results:
            self._view.move_to(results[0].id)
        self._view.tick(self.desk.clock())
        self._say_line()

    def _how(self) -> str:
        return self.desk.gettext(
            "Any ticket, open or closed: its number, a name in either script,\na phone number in any format, "
            "words of the subject or the conversation."
        )

    # -- the list -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        _, charter, one_line = self.desk.translator, self.desk.charter, sanitize.one_line

        def number(row: Result) -> str:
            return terms.ticket_ref(_, row.ticket.id) if row.ticket else _("customer")

        def kind(row: Result) -> str:
            return kind_title(_, charter, row.ticket.kind) if row.ticket and charter else ""

        def name(row: Result) -> str:
            whose = row.ticket or row.person
            return one_line(whose.name or whose.phone or whose.email, 60) if whose else ""

        def about(row: Result) -> str:
            return one_line(row.ticket.subject, 200) if row.ticket else self._tickets_words(row.person)

        def owner(row: Result) -> str:
            return one_line(row.ticket.owner, 40) if row.ticket else ""

        wide = self.size.width >= 110
        columns = [Column(8, number), Column(12, kind), Column(26 if wide else 18, name), Column(0, about)]
        self._view.set_columns([*columns, Column(12, owner)] if wide else columns)

    def _tickets_words(self, person: "Person | None") -> str:
        if person is None:
            return ""
        _ = self.desk.translator
        tickets = _.ngettext("{n} ticket", "{n} tickets", person.tickets)
        return _("{tickets}, {open} open; Enter shows them", tickets=tickets, open=person.open)

    def _face(self, row: Result, now: float) -> TimerCell:
        ticket, charter, _ = row.ticket, self.desk.charter, self.desk.translator
        if ticket is None or charter is None:
            return TimerCell("", "running")
        if ticket.state != "open":
            return TimerCell(_(terms.TICKET_STATES[ticket.state]), "waiting")
        left = formats.time_left(_, charter, ticket.standard, ticket.due, now)
        return TimerCell(left.text, left.state)

    def _say_line(self) -> None:
        """Shows the full line under the cursor, and where the text matches in it."""
        row: Result | None = self._view.cursor_row
        if row is None:
            self._line.update("", layout=False)
            return
        if row.person:
            parts = [row.person.name, row.person.phone, row.person.email, self._tickets_words(row.person)]
            self._line.update(Content(sanitize.one_line("  ".join(filter(None, parts)), 600)), layout=False)
            return
        self._line.update(Content(self._ticket_words(row)), layout=False)
        if row.where in ("about", "said"):
            self._say_excerpt(row, self._wanted)

    def _ticket_words(self, row: Result, excerpt: str = "") -> str:
        ticket, _ = row.ticket, self.desk.translator
        if ticket is None:
            return ""
        found = _("found by: {place}", place=_(_PLACES[row.where]))
        parts = [
            excerpt or found,
            terms.ticket_ref(_, ticket.id),
            ticket.name,
            ticket.phone,
            ticket.email,
            ticket.subject,
            ticket.owner,
        ]
        return sanitize.one_line("  ".join(filter(None, parts)), 600)

    @work(group="excerpt", exclusive=True, exit_on_error=False)
    async def _say_excerpt(self, row: Result, wanted: str) -> None:
        found = await self.desk.query_readonly(excerpt, row.id, wanted)
        if found and self._view.cursor_row == row:
            field = self.desk.gettext(FIELDS[found[0]]) if found[0] in FIELDS else found[0]
            self._line.update(Content(self._ticket_words(row, f"{field}: {sanitize.one_line(found[1])} ")), layout=False)

    # -- keys ---------------------------------------------------------------------------------------------------------

    async def action_move(self, how: str) -> None:
        """Moves through the list while the focus stays in the field."""
        await self._view.run_action(how)

    @on(FilterLine.Done)
    def _done(self) -> None:
        self.run_worker(self._open(), group="act")

    @on(SearchLine.Left)
    def _leave(self) -> None:
        """Closes the search."""
        self.dismiss()

    async def _open(self) -> None:
        """Opens the selected result, once all the typed text has been searched."""
        for worker in [running for running in self.workers if running.group == "search" and not running.is_finished]:
            await worker.wait()
        row: Result | None = self._view.cursor_row
        if row is not None:
            self._open_result(row)

    @on(QueueView.Opened)
    def _clicked(self, event: QueueView.Opened) -> None:
        if event.queue_view.cursor_row is not None:
            self._open_result(event.queue_view.cursor_row)

    def _open_result(self, row: Result) -> None:
        if row.person:
            self.start(resolve(SHOW_CUSTOMER), self, row.person.id)
        else:
            self.app.push_screen(TicketScreen(row.id))

    def action_customer(self) -> None:
        """Opens the customer under the cursor, or of the ticket there."""
        row: Result | None = self._view.cursor_row
        if row is not None:
            self.start(self._show_customer, row)

    async def _show_customer(self, row: Result) -> None:
        number = row.person.id if row.person else await self.desk.ask(customer_of, row.id)
        await resolve(SHOW_CUSTOMER)(self, number)
