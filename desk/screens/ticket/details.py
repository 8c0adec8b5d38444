"""The full ticket, as shown on the ticket's screen and in triage."""

import textwrap
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from desk.charter.clocks import KEPT, MISSED, RUNNING, Clock
from desk.presentation import formats, people, terms, tickets
from desk.presentation.feedback import corrective_line
from desk.presentation.preview import bar, used
from desk.screens.base import Desk
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.store.queries.ticket import TicketView

MOST_SHOWN = 20_000  # characters of one event
FOLDED = 3  # lines of a text, until the user asks for all of it

_STYLES = {
    formats.SOON: "bold $text-warning",
    formats.OVERDUE: "bold $text-error",
    formats.PAUSED: "$text-muted",
    KEPT: "$text-success",
    MISSED: "$text-error",
}


class TicketDetails(Vertical):
    """The ticket's people and subject, its clocks, always in view, what it waits for, and its history, which scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll_history(1)", show=False),
        Binding("up", "scroll_history(-1)", show=False),
        Binding("enter", "unfold", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: TicketView | None = None
        self._clocks_said: list[tuple[str, str]] = []
        self._is_whole = False  # whether long texts are shown to their end

    def compose(self) -> ComposeResult:
        self._head = Static("", markup=False, id="head")
        self._clocks = Static("", markup=False, id="clocks")
        self._story = Static("", markup=False, id="story")
        yield self._head
        with VerticalScroll(id="clock-area", can_focus=False):
            yield self._clocks
        with VerticalScroll(id="whole") as self._whole:
            yield self._story

    def on_mount(self) -> None:
        self._whole.focus()

    def on_resize(self) -> None:
        """Folds the texts for the new width."""
        if self._view is not None:
            self.tick(self._desk.now)
            self._say_story(self._view)

    def show(self, view: "TicketView") -> None:
        """Shows a ticket. A new event of the same ticket is scrolled into view."""
        before, self._view = self._view, view
        if before is None or before.row.id != view.row.id:
            self._is_whole = False
            self._whole.scroll_home(animate=False)
        self._clocks_said = []
        self._say_head(view)
        self.tick(self._desk.now)
        self._say_story(view)
        if before is not None and before.row.id == view.row.id and len(before.events) < len(view.events):
            self._whole.scroll_end(animate=False)

    def action_scroll_history(self, by: int) -> None:
        """Scrolls the history."""
        self._whole.scroll_relative(y=by, animate=False)

    def action_unfold(self) -> None:
        """Shows long texts to their end, or folds them again."""
        self._is_whole = not self._is_whole
        if self._view is not None:
            self._say_story(self._view)

    def tick(self, now: int) -> None:
        """Updates the clocks. now: epoch seconds."""
        view, charter, _ = self._view, self._desk.charter, self._desk.translator
        if view is None or charter is None:
            return
        clocks = sorted(view.clocks, key=lambda clock: (clock.state != RUNNING, clock.due))
        others = people.presence_words(_, self._desk.presence.at(view.row.id))
        lines = [(others, "")] if others else []
        lines += [self._clock_line(charter, clock, now) for clock in clocks]
        lines += [(tickets.waiting_line(_, charter, wait, view.story.missing), "") for wait in view.waits]
        own = [reminder for reminder in self._desk.reminders if reminder.ticket == view.row.id]
        lines += [(tickets.reminder_line(_, charter, reminder), "") for reminder in own]
        lines = lines or [(_("No clock: answered at once.") if view.story.at_once else _("No clock."), "")]
        if lines != self._clocks_said:
            self._clocks.update(Content("\n").join([Content.styled(text, style) for text, style in lines]))
            self._clocks_said = lines

    def _clock_line(self, charter: "Charter", clock: Clock, now: int) -> tuple[str, str]:
        """A clock with its style; a running one with how much of its time is used up."""
        _ = self._desk.translator
        words, state = tickets.clock_line(_, charter, clock, now), clock.state_at(now)
        if clock.state != RUNNING or charter.find(clock.standard) is None:
            return words, _STYLES.get(state, "")
        left = formats.time_left(_, charter, clock.standard, clock.due, now)
        return _with_bar(words, bar(_, used(charter, clock, now)), self._width), _STYLES.get(left.state, "bold")

    @property
    def _width(self) -> int:
        """The cells of a line of the texts."""
        return max(20, self.size.width - 3)

    def _say_head(self, view: "TicketView") -> None:
        _, charter, row = self._desk.translator, self._desk.charter, view.row
        first = [
            terms.ticket_ref(_, row.id), tickets.kind_words(_, charter, view) if charter else "", _(terms.CHANNELS[row.channel]),
            _(terms.TICKET_STATES[row.state]),
            row.owner or _("unassigned"),
        ]  # fmt: skip
        parts = (
            ("name", row.name),
            ("phone", row.phone),
            ("email", tickets.email_words(_, row, is_unreachable=view.story.unreachable)),
        )
        contacts = "   ".join(self._labelled(field, text) for field, text in parts if text)
        address = view.story.words["address"]
        about = "  ".join(filter(None, (tickets.exam_words(_, row), "" if row.damaged else view.story.words["subject"])))
        if row.damaged:
            about += tickets.about_words(_, row)
        if view.story.late:
            about += "  " + _("after registration closed")
        whom = []
        if self._desk.kind(row.kind).is_sealed:
            whom = tickets.complained_about(_, view.story, view.staff, self._desk.keys["about-staff"])
        where = self._labelled("address", address) if address else ""
        what = self._labelled("subject", about.strip()) if about.strip() else ""
        cases = "  ·  ".join(tickets.case_words(_, charter, case, self._desk.now) for case in view.cases) if charter else ""
        also = _("Other cases: {cases}", cases=cases) if cases else ""
        lines = [
            "  ".join(first),
            contacts,
            also,
            people.mind_line(view.mind),
            where,
            what,
            *whom,
            tickets.links_line(_, view.links),
            *(corrective_line(_, charter, action, self._desk.now) for action in view.corrective if charter),
        ]
        self._head.update(Content("\n".join(sanitize.one_line(line, tickets.SUBJECT_SHOWN) for line in lines if line.strip())))

    def _labelled(self, field: str, text: str) -> str:
        label = self._desk.gettext(terms.FIELDS[field])
        return f"{label[:1].upper()}{label[1:]}: {text}"

    def _say_story(self, view: "TicketView") -> None:
        charter, _ = self._desk.charter, self._desk.translator
        if charter is None:
            return
        width = self._width
        lines = [_cut(sanitize.safe(line)) for line in tickets.event_lines(_, charter, view.events, view.staff, view.merged)]
        folded = lines if self._is_whole else [_folded(line, width) for line in lines]
        if folded != lines:
            folded.append(_("Enter shows the whole text."))
        self._story.update(Content("\n".join(folded)))


def _with_bar(words: str, drawn: str, width: int) -> str:
    """A clock with its bar, which goes to a line of its own if it would be torn at the end of the last one."""
    last = textwrap.wrap(words, width)[-1]
    return f"{words}  {drawn}" if cell_len(last) + 2 + cell_len(drawn) <= width else f"{words}\n  {drawn}"


def _cut(line: str) -> str:
    # Events of a hundred thousand characters are stored in full, but nobody reads them between two calls.
    return line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + "…"


def _folded(line: str, width: int) -> str:
    """The first lines of an event, about as many as FOLDED once they are wrapped."""
    parts = line.split("\n")
    room, shown = FOLDED, list[str]()
    for part in parts:
        needs = max(1, -(-cell_len(part) // width))
        if needs > room:
            cut = set_cell_size(part, room * width - 1).rstrip() if room else ""
            return "\n".join([*shown, cut]).rstrip() + "…"
        shown.append(part)
        room -= needs
    return line
