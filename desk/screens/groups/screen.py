"""A box of certificates, an exam session, a customer: the tickets and their progress, used like a pane of the board."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from desk.actions.action import GROUP, ORGANISATION, PLACES, TOLD, Action
from desk.charter.vocabulary import BATCHES, SESSIONS
from desk.i18n import N_
from desk.outgoing.fact_words import told_head
from desk.presentation import formats
from desk.presentation.groups import group_head
from desk.presentation.people import customer_head, organisation_head
from desk.screens.action_screen import RECORDED, ActionScreen
from desk.screens.board.filter_bar import FilterBar
from desk.screens.board.preview import Preview
from desk.screens.board.words import BoardWords
from desk.screens.dialogs.dialog import Question
from desk.screens.ticket.screen import TicketScreen
from desk.store.commands.sessions import remove_session
from desk.store.queries.board import BOX, SESSION, UNCOLLECTED, rows_of
from desk.store.queries.groups import CUSTOMER, TOLD_OTHERWISE, Group, group
from desk.store.queries.groups import ORGANISATION as ORGANISATION_GROUP
from desk.text.addresses import is_address
from desk.widgets.key_bar import KeyBar
from desk.widgets.mark_set import MarkSet
from desk.widgets.message_line import MessageLine
from desk.widgets.queue_pane import Pane
from desk.widgets.queue_view import QueueView

if TYPE_CHECKING:
    from desk.store.database import Store
    from desk.store.queries.board import QueueRow

FIGURE = "figure"
ALL, TO_TELL, BY_PHONE, REST = "all", "to-tell", "by-phone", "rest"
_OF_GROUPS = ("show-all", "show-to-tell", "show-by-phone", "show-rest", "export-list", "move-session", "remove-session")
_CUSTOMER_KEY_BAR = ("describe", "next-step", "take", "hand-over", "reply", "note", "mark", "mark-all", "undo", "help")
_ORGANISATION_KEY_BAR = ("sent", "customer", "next-step", "take", "hand-over", "reply", "note", "mark", "mark-all", "undo", "help")
_TOLD_KEY_BAR = ("write-changed", "customer", "mark", "mark-all", "undo", "help")
_FIGURE_KEY_BAR = ("next-step", "answered", "take", "hand-over", "reply", "mark", "mark-all", "undo", "help")


class GroupScreen(ActionScreen):
    """The tickets of a group; 1 to 4 filter them, Esc goes back.

    kind: BOX, SESSION, UNCOLLECTED, CUSTOMER, ORGANISATION or TOLD_OTHERWISE of `store.queries.groups`, or FIGURE: the tickets
    behind a figure, in its order, given by title and tickets. at: the ticket to begin on, 0 for the first.
    """

    scopes = PLACES[GROUP]
    key_bar: tuple[str, ...] = (
        "show-all", "show-to-tell", "show-by-phone", "show-rest", "informed", "confirmed", "posted", "handed-out", "reply",
        "mark-all", "export-list", "move-session", "undo", "help",
    )  # fmt: skip
    moving_keys = (
        ("Enter", N_("open the ticket")),
        ("↑ ↓ PgUp PgDn", N_("move in the list")),
        ("Esc", N_("clear the marks, then the filter, then go back")),
    )

    def __init__(self, kind: str, number: int = 0, *, title: str = "", tickets: Sequence[int] = (), at: int = 0) -> None:
        super().__init__()
        self._at = at
        self.group_kind, self.number = kind, number
        self._title_words, self._tickets = title, tuple(tickets)
        self._is_figure = kind == FIGURE
        self._has_parts = kind in (BOX, SESSION, UNCOLLECTED)  # certificates or candidates, informed or not yet
        if not self._has_parts:
            self.key_bar = _FIGURE_KEY_BAR if self._is_figure else _CUSTOMER_KEY_BAR
        if kind == CUSTOMER:
            self.scopes = PLACES[CUSTOMER]
        elif kind == TOLD_OTHERWISE:
            self.scopes, self.key_bar = PLACES[TOLD], _TOLD_KEY_BAR
        elif kind == ORGANISATION_GROUP:
            self.scopes, self.key_bar = PLACES[ORGANISATION], _ORGANISATION_KEY_BAR
        self.group: Group | None = None
        self._shown = ALL
        self._acted_on = 0

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        self._words = BoardWords(self.desk)
        self._head = Static("", markup=False, id="group")
        self._list = Pane(
            "group",
            "",
            _("Loading tickets ..."),
            self._words.timer,
            channel_of=lambda _unused: "",
            overdue_words=lambda n: _("overdue {n}", n=n),
            number_of=self._words.number,
            about_of=self.about,
            due_of=self._words.due,
        )
        self._list.view.moved = self._moved
        self._preview = Preview(self.desk, self._words.preview, lambda: self._list.view.ahead, self.app.size)
        self.marks = MarkSet(lambda: self._list, self._marks_changed)
        self.filter_bar = FilterBar(
            _("Filter:"), screen=self, pane=lambda: self._list, empty_words=self.empty_words, narrowed=self.show_preview
        )
        yield self._head
        yield self._list
        yield self._preview
        yield self.filter_bar
        yield MessageLine()
        yield KeyBar(lines=2)

    def on_mount(self) -> None:
        self.set_focus(self._list.view)
        self._list.view.tick(self.desk.clock())
        self.refresh_data()

    def on_resize(self) -> None:
        """Gives the preview the lines that there is room for."""
        self._preview.fit_height(self.size)

    def about(self, row: "QueueRow") -> str:
        """How to reach the person; for uncollected certificates, when they were last notified; otherwise the subject."""
        if not self._has_parts:
            return self._words.about(row)
        told, charter = self.group.told.get(row.id) if self.group else None, self.desk.charter
        when = formats.on_short(self.desk.translator, charter.at(told).date()) if told and charter else ""
        return "  ".join(filter(None, (row.phone, self.desk.gettext("informed {day}", day=when) if when else "", row.email)))

    @property
    def helped(self) -> list[Action]:
        """The actions that apply to its tickets."""
        if not self._has_parts:
            return [action for action in self.commands if action.id not in _OF_GROUPS]
        uses, charter = SESSIONS if self.group_kind == SESSION else BATCHES, self.desk.charter
        kinds = [kind for kind in self.desk.kinds if uses in kind.uses] if charter else []
        return [command for command in self.commands if any(map(command.suits, kinds))]

    @property
    def pane(self) -> Pane:
        """The screen's only list."""
        return self._list

    @property
    def ticket_row(self) -> "QueueRow | None":
        return self._list.view.cursor_row if self.group else None

    def refresh_data(self) -> None:
        """Reads the tickets again; the cursor stays on its ticket."""
        self.start(self._read, group="read", exclusive=True)

    async def read_group(self) -> Group:
        """Reads the group with its tickets."""
        if self._is_figure:
            return await self.desk.ask(_read_figure, self._tickets)
        return await self.desk.ask(group, self.group_kind, self.number)

    def head_words(self, group: Group) -> str:
        """The heading."""
        if self._is_figure:
            return self._title_words
        if group.customer is not None:
            return customer_head(self.desk.translator, group.customer)
        if group.organisation.id:
            return organisation_head(self.desk.translator, group.organisation, group.members, len(group.rows))
        if group.fact is not None:
            return told_head(self.desk.translator, group.fact, len(group.rows))
        charter = self.desk.charter
        return group_head(self.desk.translator, charter, group, self.desk.now) if charter else ""

    async def _read(self) -> None:
        self.group = await self.read_group()
        self._show()

    def _show(self) -> None:
        group = self.group
        if group is None or self.desk.charter is None:
            return
        now = self.desk.clock()
        self._head.update(Content(self.head_words(group)))
        self._preview.expire()
        self._list.title = self.desk.gettext(
            _CONFIRMED if (self._shown, self.group_kind) == (REST, SESSION) else _TITLES[self._shown]
        )
        self._list.show([row for row in group.rows if self._holds(row)], now, self._acted_on)
        self._list.view.set_empty(Content(self.empty_words("group")))
        if self._at:
            self.go_to_ticket(self._at)
        self._acted_on = self._at = 0
        self._moved()

    def _holds(self, row: "QueueRow") -> bool:
        if self._shown == TO_TELL:
            return row.due is not None
        if self._shown == BY_PHONE:
            return row.due is not None and not is_address(row.email)
        return self._shown == ALL or (row.due is None and (row.state == "open" or self.group_kind == SESSION))

    def empty_words(self, kind: str) -> str:  # noqa: ARG002 - signature shared with the board, which has several kinds
        _ = self.desk.translator
        if self._is_empty_session:
            return _(
                "No registrations yet. {key} removes the session if it was created by mistake.",
                key=self.desk.keys["undo"],
            )
        return _("Nobody here.")

    def on_second(self, now: float) -> None:
        """Updates the remaining times."""
        self._list.tick(now)
        self._preview.update_lines()

    def acted(self, done: "tuple[int, str] | None", result: str = RECORDED) -> None:
        self._acted_on = done[0] if done else 0
        super().acted(done, result)

    def _marks_changed(self) -> None:
        self._list.count(self.desk.clock())
        self.show_keys()

    def _moved(self) -> None:
        self.show_preview()
        self.show_keys()

    def show_preview(self) -> None:
        """Shows the ticket under the cursor in the preview."""
        self._preview.show(self.ticket_row)

    def go_to_ticket(self, number: int) -> None:
        self._list.move_to(number, self.desk.clock())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enables moving only for a session, and removing only for a session without registrations."""
        if self._is_figure and parameters and parameters[0] in _OF_GROUPS:
            return False
        if parameters == ("move-session",):
            return self.group_kind == SESSION
        if parameters == ("remove-session",):
            return self._is_nobodys_session
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Clears the marks; without any, the filter; else goes back."""
        if not (self.marks and self.marks.clear()) and not self.filter_bar.drop():
            self.dismiss()

    @on(QueueView.Opened)
    def _opened(self, event: QueueView.Opened) -> None:
        self.app.push_screen(TicketScreen(event.ticket_id))

    def show_part(self, which: str) -> None:
        """Filters the tickets. which: ALL, TO_TELL, BY_PHONE or REST."""
        self._shown = which
        self._show()

    @property
    def _is_nobodys_session(self) -> bool:
        return self.group_kind == SESSION and self.group is not None and not self.group.candidates

    @property
    def _is_empty_session(self) -> bool:
        return self.group_kind == SESSION and self.group is not None and not self.group.rows

    def undo_here(self) -> bool:
        """Undoes the creation of a session without registrations."""
        if self._is_empty_session:
            self.ask_to_remove()
        return self._is_empty_session

    def ask_to_remove(self) -> None:
        """Removes a session without registrations after a question."""

        def decided(yes: bool | None) -> None:
            if yes:
                self.start(self._remove)

        self.app.push_screen(Question(self.desk.gettext("Remove this exam session? Nobody is registered for it.")), decided)

    async def _remove(self) -> None:
        await self.desk.ask(remove_session, self.desk.staff, self.number)
        self.desk.tell(self.desk.gettext("Exam session removed."))
        self.dismiss()


def _read_figure(store: "Store", numbers: tuple[int, ...]) -> Group:
    found = rows_of(store, numbers)
    return Group(FIGURE, 0, [found[number] for number in numbers if number in found])


_CONFIRMED = N_("Confirmed")
_TITLES = {
    ALL: N_("All"),
    TO_TELL: N_("To inform"),
    BY_PHONE: N_("To inform by phone (no email)"),
    REST: N_("Informed, not collected"),
}
