"""The board: the queues side by side, the centre's state on top, the row under the cursor whole below."""

from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from desk import text
from desk.commands import BOARD, PLACES
from desk.screens.duties_line import DutiesLine
from desk.screens.narrows import Narrows
from desk.screens.takes_in import TakesIn
from desk.screens.top_line import TopLine
from desk.tongue import later
from desk.widgets.filter_line import FilterLine
from desk.widgets.keybar import KeyBar
from desk.widgets.pane import Pane
from desk.widgets.queue_view import Face, QueueView
from desk.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from desk.store.queues import Aside, QueueRow

THREE_PANES, FOUR_PANES = 120, 160

_TITLES = {
    "enquiry": later("Enquiries"),
    "complaint": later("Complaints"),
    "certificate": later("Certificates"),
    "registration": later("Registrations"),
}
_EMPTY = {
    "enquiry": later(
        "No enquiries.\n{key[new-call]} writes down a call, {key[new-voicemail]} a voicemail,\n"
        "{key[new-email]} an email, {key[new-letter]} a letter, {key[new-walk-in]} a walk-in.\n{key[help]} shows every key."
    ),
    "complaint": later("No complaints.\n{key[new-complaint]} writes one down, however it came."),
    "certificate": later("No certificates.\n{key[import-certificates]} opens a box that arrived with a list."),
    "registration": later("No registrations."),
}
_SHORT_CHANNELS = {
    "phone": later("phone"),
    "voicemail": later("voice"),
    "email": later("email"),
    "letter": later("letter"),
    "in-person": later("walk-in"),
}
_MOVING_KEYS = (
    ("Enter", later("the ticket whole")),
    ("Tab ← →", later("the next pane, the one before")),
    ("↑ ↓ PgUp PgDn", later("up and down the queue")),
    ("Esc", later("drops the marks, then the filter")),
)


class Board(Narrows, TakesIn):
    """What is open and until when."""

    scopes = PLACES[BOARD]
    moving_keys = _MOVING_KEYS

    def __init__(self) -> None:
        super().__init__()
        self._panes: list[Pane] = []
        self._kind = "enquiry"
        self._has_registrations = False
        self._loaded = False
        self._said_overdue = False
        self._acted_on = 0

    def compose(self) -> ComposeResult:
        say = self.desk.say
        self._top = TopLine(self.desk)
        self._tabs = TabLine(id="tabs")
        self._line = Static("", markup=False, id="line")
        self.duties = DutiesLine(self.desk)
        self.filter_line = FilterLine(say("Filter:"))
        reading = say("Reading the tickets ...")
        self._panes = [self._pane_of(kind, reading) for kind in _TITLES if kind != "registration"]
        yield self._top
        yield self._tabs
        yield Horizontal(*self._panes, id="panes")
        yield self.duties
        yield self._line
        yield self.filter_line
        yield KeyBar()

    def _pane_of(self, kind: str, empty: str) -> Pane:
        say = self.desk.say
        return Pane(
            kind,
            say(_TITLES[kind]),
            empty,
            self._face,
            channel_of=lambda channel: say(_SHORT_CHANNELS[channel]),
            overdue_words=lambda n: say("overdue {n}", n=n),
        )

    def on_mount(self) -> None:
        self._arrange()
        self.set_focus(self.pane.view)
        self._top.show(self._panes, self.desk.clock())
        self.show_keys()
        self.call_after_refresh(self.desk.begin)

    def on_resize(self) -> None:
        if self._panes:
            self._arrange()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show(self, rows: "dict[str, list[QueueRow]]", aside: "Aside") -> None:
        """The queues as read, and what is counted beside them; the cursor stays on its ticket."""
        say = self.desk.say
        asides = {
            "enquiry": say("at once today {n}", n=aside.at_once) if aside.at_once else "",
            "complaint": say("awaited {n}", n=aside.awaited) if aside.awaited else "",
        }
        now = self.desk.clock()
        if not self._loaded:
            self._loaded = True
            for pane in self._panes:
                pane.view.set_empty(Content(self.empty_words(pane.kind)))
        self._has_registrations = bool(rows["registration"])
        if self._has_registrations and "registration" not in (pane.kind for pane in self._panes):
            self._panes.append(self._pane_of("registration", self.empty_words("registration")))
            self.query_one("#panes").mount(self._panes[-1])
        if not self._has_registrations and self._kind == "registration":
            self.go("enquiry")
        self._arrange()
        for pane in self._panes:
            pane.aside = asides.get(pane.kind, "")
            pane.show(rows[pane.kind], now, self._acted_on)
        self._acted_on = 0
        self._top.show(self._panes, now)
        self.say_line()
        self.show_keys()

    def _acted(self, done: "tuple[int, str] | None") -> None:
        self._acted_on = done[0] if done else 0
        super()._acted(done)

    def tick(self, now: float) -> None:
        """A second has passed: the rows in view whose text changed, the counts, the top line."""
        for pane in self._panes:
            if pane.display:
                pane.tick(now)
        self._top.show(self._panes, now)
        if self._is_overdue() != self._said_overdue:
            self.say_line()

    def counts(self, now: int) -> tuple[int, int]:
        """How many nearest clocks are overdue, and how many more fall due today."""
        return self._top.counts(self._panes, now)

    def _is_overdue(self) -> bool:
        """Whether the row under the cursor is past its due second."""
        row = self.ticket_row
        return row is not None and row.due is not None and self.desk.now > row.due

    @property
    def pane(self) -> Pane:
        """The pane that is worked in."""
        return next(pane for pane in self._panes if pane.kind == self._kind)

    @property
    def ticket_row(self) -> "QueueRow | None":
        """The row under the cursor."""
        return self.pane.view.cursor_row if self._panes else None

    def say_dates(self) -> None:
        """What was left out as long as no date could be said."""
        self._top.show(self._panes, self.desk.clock())
        self.say_line()

    def refresh_staff(self) -> None:
        """Somebody else sits at the desk now."""
        self._top.show(self._panes, self.desk.clock())

    def empty_words(self, kind: str) -> str:
        return self.desk.say(_EMPTY[kind], key=self.desk.keys)

    def _face(self, row: Any, now: float) -> Face:
        from desk.telling import time_left

        if self.desk.charter is None:
            return Face("", "running")
        left = time_left(self.desk.say, self.desk.charter, row.standard, row.due, now)
        return Face(left.text, left.state)

    def say_line(self) -> None:
        """The row under the cursor, whole."""
        row, charter, say = self.ticket_row, self.desk.charter, self.desk.say
        self._said_overdue = self._is_overdue()
        if row is None or charter is None or not self.desk.speaks_dates:
            self._line.update("", layout=False)
            return
        from desk import wording
        from desk.telling import OVERDUE, STATES, exam_words

        channel = "" if row.kind == "certificate" else say(wording.CHANNELS[row.channel])
        exam = exam_words(say, row)
        parts = [f"#{row.id}", channel, row.name, row.phone, row.email, exam, row.subject, row.owner]
        if row.due is not None:
            title = charter.standard(row.standard).title.say(say.language)
            parts.insert(1, f"{title}: {wording.at(say, charter.at(row.due))}")
            if self._is_overdue():
                parts.insert(1, f"! {say(STATES[OVERDUE])}")
        mine = [one for one in self.desk.reminders if one.ticket == row.id]
        parts += [say("reminder {moment}", moment=wording.at(say, charter.at(one.at))) + f" {one.note}" for one in mine]
        self._line.update(Content(text.one_line("  ".join(part for part in parts if part), 600)), layout=False)

    # -- panes --------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """As many panes as there is room for; under three, one with tabs."""
        kinds = [pane.kind for pane in self._panes if pane.kind != "registration" or self._has_registrations]
        width = self.size.width or self.app.size.width
        room = 4 if width >= FOUR_PANES else 3 if width >= THREE_PANES else 1
        first = min(max(0, kinds.index(self._kind) - room + 1), max(0, len(kinds) - room)) if self._kind in kinds else 0
        shown = kinds[first : first + room]
        for pane in self._panes:
            if pane.display != (pane.kind in shown):
                pane.display = pane.kind in shown
                if self._loaded:
                    pane.tick(self.desk.clock())
        self._tabs.display = len(shown) < len(kinds)
        if self._tabs.display:
            self._say_tabs(kinds)

    def _say_tabs(self, kinds: list[str]) -> None:
        commands = {kind: f"pane-{number}" for number, kind in enumerate(_TITLES, start=1)}
        tabs = [(f"{self.desk.keys[commands[kind]]} {self.desk.say(_TITLES[kind])}", commands[kind]) for kind in kinds]
        self._tabs.show(tabs, commands[self._kind])

    def go(self, kind: str) -> None:
        """Another pane is worked in."""
        self._kind = kind
        self._arrange()
        self.set_focus(self.pane.view)
        self.say_line()
        self.show_keys()

    def key_right(self, event: events.Key) -> None:
        """The next pane. The key stops here: Tab means the next widget to Textual."""
        event.stop()
        self._step(1)

    def key_left(self, event: events.Key) -> None:
        """The pane before."""
        event.stop()
        self._step(-1)

    key_tab, key_shift_tab = key_right, key_left

    def go_to_ticket(self, number: int) -> None:
        """Puts the cursor on a ticket, in whichever pane it is."""
        for pane in self._panes:
            if pane.move_to(number, self.desk.clock()) and pane.kind != self._kind:
                self.go(pane.kind)

    def _step(self, by: int) -> None:
        kinds = [pane.kind for pane in self._panes if pane.kind != "registration" or self._has_registrations]
        self.go(kinds[(kinds.index(self._kind) + by) % len(kinds)])

    async def do_pane_1(self) -> None:
        self.go("enquiry")

    async def do_pane_2(self) -> None:
        self.go("complaint")

    async def do_pane_3(self) -> None:
        self.go("certificate")

    async def do_pane_4(self) -> None:
        if self._has_registrations:
            self.go("registration")

    @on(QueueView.Highlighted)
    def _highlighted(self, event: QueueView.Highlighted) -> None:
        if event.queue_view is self.pane.view:
            self.say_line()
            self.show_keys()

    def on_descendant_focus(self, event: Any) -> None:
        """A click into another pane moves there."""
        kind = getattr(getattr(event.widget, "parent", None), "kind", None)
        if kind and kind != self._kind:
            self.go(kind)

    @on(QueueView.Opened)
    def _opened(self, event: QueueView.Opened) -> None:
        from desk.screens.ticket import TicketScreen

        self.app.push_screen(TicketScreen(event.ticket_id))

    @on(KeyBar.Chosen)
    async def _clicked(self, event: KeyBar.Chosen) -> None:
        await self.action_command(event.command)

    async def do_quit(self) -> None:
        self.desk.action_leave()
