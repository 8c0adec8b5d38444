"""The explanation of a deadline: a sentence to read out to the caller, and the ledger behind it."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.actions.action import EXPLAIN
from desk.actions.keys import key_names
from desk.charter.vocabulary import LANGUAGES
from desk.i18n import translator
from desk.presentation import deadlines, tickets
from desk.screens.base import DeskScreen
from desk.store.queries.ticket import ticket
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.charter import Charter, Deadline
    from desk.charter.clocks import Clock
    from desk.store.queries.ticket import TicketView


class Explain(ModalScreen[None], DeskScreen):
    """Explains the deadline of a ticket's nearest clock."""

    CSS_PATH = "../modal.tcss"
    place = EXPLAIN

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(["escape", "enter", *key_names(("x",))]), "leave", show=False),
    ]

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self._sentence = ""
        self._view: TicketView | None = None
        self._language = ""

    def compose(self) -> ComposeResult:
        _ = self.desk.translator
        with Vertical(classes="form explain"):
            yield Static("", markup=False, classes="heading", id="sentence")
            with VerticalScroll():
                yield Static("", markup=False, id="ledger")
            hints = _(
                "{key[copy]} copy the sentence   {key[other-language]} other language   Esc close",
                key=self.desk.keys,
            )
            yield Static(Content(hints), markup=False, classes="hints")

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """The ticket in the heading."""
        return (self.number,)

    def on_mount(self) -> None:
        self.bind_keys()
        self.query_one(VerticalScroll).focus()
        self.run_worker(self._explain(), exit_on_error=False)

    async def _explain(self) -> None:
        try:
            self._view = await self.desk.ask(ticket, self.number)
            self._language = self.desk.translator.language
            self._show()
        except Exception as error:
            self.dismiss()
            self.desk.show_error(error)

    def _show(self) -> None:
        view, charter = self._view, self.desk.charter
        if view is None or charter is None:
            return
        _ = translator(self._language)
        running = sorted((clock for clock in view.clocks if clock.state == "running"), key=lambda clock: clock.due)
        if not running:
            lines = [tickets.waiting_line(_, charter, wait, view.story.missing) for wait in view.waits]
            self._sentence = _("No clock is running on #{number}.", number=self.number)
            self.query_one("#sentence", Static).update(Content(self._sentence))
            self.query_one("#ledger", Static).update(Content("\n".join(lines)))
            return
        deadline, *others = [_deadline(charter, view, clock) for clock in running]
        self._sentence = deadlines.spoken(_, charter, deadline, self.desk.now)
        self.query_one("#sentence", Static).update(Content(self._sentence))
        facts = [f"{name}: {said}" for name, said in deadlines.deadline_facts(_, charter, deadline)]
        lines = [*facts, "", *deadlines.ledger_rows(_, deadline)]
        if others:
            lines += ["", _("Also running:")]
            lines += [deadlines.spoken(_, charter, other, self.desk.now) for other in others]
        lines += [tickets.waiting_line(_, charter, wait, view.story.missing) for wait in view.waits]
        self.query_one("#ledger", Static).update(Content(sanitize.safe("\n".join(lines))))

    def action_other_language(self) -> None:
        """Switches to the other language, for the caller."""
        self._language = next(language for language in LANGUAGES if language != self._language)
        self._show()

    def action_copy(self) -> None:
        """Copies the sentence for a letter or a chat."""
        self.app.copy_to_clipboard(self._sentence)
        self.desk.tell(self.desk.gettext("Copied."))

    def action_leave(self) -> None:
        """Closes the explanation."""
        self.dismiss()


def _deadline(charter: "Charter", view: "TicketView", clock: "Clock") -> "Deadline":
    """How the due time of a ticket's clock is counted."""
    return charter.deadline(clock.standard, charter.at(clock.start), event=view.story.exam, late=view.story.late)
