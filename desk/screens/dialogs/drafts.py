"""The current user's drafts: the list, and reopening the form of each."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.actions.action import BOARD, DRAFT
from desk.actions.paths import resolve
from desk.actions.registry import EDIT_CARD, RECORD_CASE, find
from desk.presentation.drafts import draft_heading, draft_line, draft_words
from desk.screens.action_screen import ActionScreen
from desk.screens.base import DeskScreen
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.dialogs.dialog import Question
from desk.screens.reports.calendar import Year
from desk.screens.ticket.screen import TicketScreen
from desk.screens.ticket.together import act_on_several
from desk.store.queries.board import rows_of
from desk.system.draft_files import Draft, DraftFiles
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.board import QueueRow


async def show_drafts(screen: ActionScreen) -> None:
    """Shows the list and opens the chosen draft."""
    desk = screen.desk
    drafts = await desk.autosave.ask(DraftFiles.of, desk.staff)
    rows = await desk.ask(rows_of, {number for draft in drafts for number in draft.numbers})
    if not drafts or desk.charter is None:
        desk.tell(desk.gettext("No drafts: everything typed is saved."))
        return
    options = [
        Option(str(place), draft_line(desk.translator, desk.charter, draft, rows, desk.now), "")
        for place, draft in enumerate(drafts)
    ]

    def chosen(place: str | None) -> None:
        if place:
            screen.start(_open, screen, drafts[int(place)], rows, group="read")

    screen.app.push_screen(Chooser(desk.gettext("Drafts"), options), chosen)


async def _open(opener: ActionScreen, draft: Draft, rows: "dict[int, QueueRow]") -> None:
    """Opens the draft's form if it can still be filled in; else shows the text to read and copy."""
    name, _, about = draft.form.partition(" ")
    app, desk = opener.app, opener.desk
    board = desk.screen_stack[0]
    assert isinstance(board, ActionScreen)
    if any(number not in rows or rows[number].sealed for number in draft.numbers):
        app.push_screen(DraftScreen(draft))  # the ticket is no longer visible to them, but their own text is
        return
    if len(draft.numbers) == 1:
        screen = TicketScreen(draft.numbers[0])
        await app.push_screen(screen)
        await screen.tried.wait()
        if screen not in desk.screen_stack:  # the form did not open, or was closed before it could
            return
        if screen.ticket_row and _is_known(name) and screen.check_action("command", (name,)):
            await screen.action_command(name)
            return
    elif draft.numbers and _is_known(name) and len(rows) == len(draft.numbers):
        await act_on_several(board, name, [rows[number] for number in draft.numbers])
        return
    elif name == "new-case":
        await resolve(RECORD_CASE)(board, about)
        return
    elif name == "describe":
        await resolve(EDIT_CARD)(opener, int(about))
        return
    elif about:
        year = Year(date.fromisoformat(about))
        await app.push_screen(year)
        year.action_change()
        return
    elif _is_known(name) and find(name).scope == BOARD:
        await board.action_command(name)
        return
    app.push_screen(DraftScreen(draft))


def _is_known(name: str) -> bool:
    try:
        return bool(find(name))
    except KeyError:  # an action of a newer version
        return False


class DraftScreen(ModalScreen[None], DeskScreen):
    """The text of a draft whose form can no longer be filled in."""

    place = DRAFT

    CSS_PATH = "../modal.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "leave", show=False),
    ]

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def compose(self) -> ComposeResult:
        _, charter = self.desk.translator, self.desk.charter
        with Vertical(classes="form shift"):
            heading = draft_heading(_, charter, self.draft, self.desk.now) if charter else ""
            yield Static(Content(heading), markup=False, classes="heading")
            with VerticalScroll():
                yield Static(Content(sanitize.safe(draft_words(self.draft))), markup=False, id="words")
            hints = _("↑ ↓ move   {key[copy]} copy   {key[drop-draft]} discard   Esc close", key=self.desk.keys)
            yield Static(Content(hints), markup=False, classes="hints")

    def on_mount(self) -> None:
        self.bind_keys()
        self.query_one(VerticalScroll).focus()

    def action_copy(self) -> None:
        """Copies the whole text."""
        self.app.copy_to_clipboard(draft_words(self.draft))
        self.desk.tell(self.desk.gettext("Copied."))

    def action_drop_draft(self) -> None:
        """Deletes the draft."""

        def decided(yes: bool | None) -> None:
            if yes:
                self.desk.autosave.submit(DraftFiles.forget, self.draft)
                self.dismiss()

        self.app.push_screen(Question(self.desk.gettext("Discard this draft? This cannot be undone.")), decided)

    def action_leave(self) -> None:
        """Closes the screen and keeps the draft."""
        self.dismiss()
