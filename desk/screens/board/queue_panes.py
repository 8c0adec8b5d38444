"""The panes of the board: which of them there is room for, and which one is worked in."""

from typing import Any

from textual import events

from desk.i18n import N_
from desk.screens.board.filter_bar import Narrows
from desk.screens.board.top_line import TopLine
from desk.widgets.queue_pane import Pane
from desk.widgets.tab_line import TabLine

THREE_PANES, FOUR_PANES = 120, 160  # cells

TITLES = {
    "enquiry": N_("Enquiries"),
    "complaint": N_("Complaints"),
    "certificate": N_("Certificates"),
    "registration": N_("Registrations"),
}
PANE_COMMANDS = {kind: f"pane-{number}" for number, kind in enumerate(TITLES, start=1)}


class Panes(Narrows):
    """Mixed into the board: its queues, registrations only when there are any, and the saved filters after them."""

    tabs: TabLine
    top_line: TopLine

    def __init__(self) -> None:
        super().__init__()
        self.queues: list[Pane] = []
        self.views: list[Pane] = []
        self.has_registrations = False
        self.has_loaded = False
        self.here = "enquiry"  # the kind of the pane that is worked in

    @property
    def shelf(self) -> list[Pane]:
        """The panes that can be gone to, in their order."""
        return [pane for pane in self.queues if pane.kind != "registration" or self.has_registrations] + self.views

    @property
    def pane(self) -> Pane:
        """The pane that is worked in."""
        return next(pane for pane in (*self.queues, *self.views) if pane.kind == self.here)

    def lay_out(self) -> None:
        """As many panes as there is room for, the one that is worked in among them; tabs where some are left out."""
        kinds = [pane.kind for pane in self.shelf]
        width = self.size.width or self.app.size.width
        room = 4 if width >= FOUR_PANES else 3 if width >= THREE_PANES else 1
        first = min(max(0, kinds.index(self.here) - room + 1), max(0, len(kinds) - room)) if self.here in kinds else 0
        shown = kinds[first : first + room]
        for pane in (*self.queues, *self.views):
            if pane.display != (pane.kind in shown):
                pane.display = pane.kind in shown
                if self.has_loaded:
                    pane.tick(self.desk.clock())
        self.tabs.display = len(shown) < len(kinds)
        if self.tabs.display:
            tabs = [(self._tab(pane), PANE_COMMANDS.get(pane.kind, pane.kind)) for pane in self.shelf]
            self.tabs.show(tabs, PANE_COMMANDS.get(self.here, self.here))

    def _tab(self, pane: Pane) -> str:
        command = PANE_COMMANDS.get(pane.kind)
        return f"{self.desk.keys[command]} {pane.title}" if command else pane.title

    def go(self, kind: str) -> None:
        """Another pane is worked in."""
        self.here = kind
        self.lay_out()
        self.set_focus(self.pane.view)
        self.say_line()
        self.show_keys()

    def go_to_ticket(self, number: int) -> None:
        """Puts the cursor on a ticket: in the pane that is worked in, if it stands there, else in its queue."""
        now = self.desk.clock()
        if self.pane in self.views and self.pane.move_to(number, now):
            return
        for pane in self.queues:
            if pane.move_to(number, now) and pane.kind != self.here:
                self.go(pane.kind)

    def key_right(self, event: events.Key) -> None:
        """The next pane. The key stops here: Tab means the next widget to Textual."""
        event.stop()
        self._step(1)

    def key_left(self, event: events.Key) -> None:
        """The pane before."""
        event.stop()
        self._step(-1)

    key_tab, key_shift_tab = key_right, key_left

    def _step(self, by: int) -> None:
        kinds = [pane.kind for pane in self.shelf]
        self.go(kinds[(kinds.index(self.here) + by) % len(kinds)])

    def on_descendant_focus(self, event: Any) -> None:
        """A click into another pane moves there, unless the focus is elsewhere by now: two such messages on their way would answer
        each other without end."""
        pane = event.widget.parent
        if isinstance(pane, Pane) and pane.kind != self.here and event.widget is self.focused:
            self.go(pane.kind)

    async def do_pane_1(self) -> None:
        self.go("enquiry")

    async def do_pane_2(self) -> None:
        self.go("complaint")

    async def do_pane_3(self) -> None:
        self.go("certificate")

    async def do_pane_4(self) -> None:
        if self.has_registrations:
            self.go("registration")
