"""Commands of the board: panes, marks, filter, saved views and taking the next ticket."""

from textual.content import Content

from desk.screens.action_screen import ActionScreen
from desk.screens.board.screen import Board
from desk.screens.dialogs.chooser import Chooser
from desk.screens.dialogs.dialog import Question
from desk.screens.groups.screen import GroupScreen
from desk.screens.ticket.triage import TriageScreen
from desk.store.commands import saved_views
from desk.store.commands.assignment import take_first
from desk.store.commands.assignment import take_next as take_next_of


async def pane_1(board: Board) -> None:
    """Goes to the first queue."""
    board.panes.go_to_place(1)


async def pane_2(board: Board) -> None:
    """Goes to the second queue."""
    board.panes.go_to_place(2)


async def pane_3(board: Board) -> None:
    """Goes to the third queue."""
    board.panes.go_to_place(3)


async def pane_4(board: Board) -> None:
    """Goes to the fourth queue, if it is shown."""
    board.panes.go_to_place(4)


async def mark(screen: ActionScreen) -> None:
    """Marks or unmarks the ticket under the cursor."""
    if screen.marks is not None:
        screen.marks.toggle()


async def mark_through(screen: ActionScreen) -> None:
    """Marks all tickets from the last mark to the cursor."""
    if screen.marks is not None:
        screen.marks.through()


async def mark_all(screen: ActionScreen) -> None:
    """Marks all shown tickets, or unmarks them."""
    if screen.marks is not None:
        screen.marks.toggle_all()


async def filter_pane(screen: Board | GroupScreen) -> None:
    """Opens the filter of the pane."""
    screen.filter_bar.open()


async def take_next(board: Board) -> None:
    """Assigns the most urgent unowned ticket of the queue to the current user; in a saved view, its first ticket."""
    desk = board.desk
    if board.views.view(board.here):
        number = await desk.ask(take_first, desk.staff, [row.id for row in board.pane.view.rows if not row.owner])
    else:
        number = await desk.ask(take_next_of, desk.staff, board.here)
    desk.tell(desk.gettext("#{number}: assigned to you", number=number))
    await desk.reload()
    board.go_to_ticket(number)


async def triage(screen: ActionScreen) -> None:
    """Opens triage of the new unowned tickets."""
    screen.app.push_screen(TriageScreen())


async def keep_view(board: Board) -> None:
    """Saves the filter of this pane as a view over the open tickets of every kind."""
    kept = board.views.view(board.here)  # with a further filter it is another view
    words = f"{kept.words} {board.pane.filter}" if kept and board.pane.filter.strip() else board.pane.filter

    async def named(name: str | None) -> None:
        if name:
            board.start(_save, board, name, words)

    board.app.push_screen(Chooser(board.desk.gettext("Name of this view (all open tickets)"), (), new=True), named)


async def _save(board: Board, name: str, words: str) -> None:
    number = await board.desk.ask(saved_views.save_view, board.desk.staff, name, words)
    board.pane.set_filter("", board.desk.clock())
    board.pane.view.set_empty(Content(board.empty_words(board.here)))
    await board.desk.reload()
    if board.views.view(f"view-{number}"):
        board.panes.go(f"view-{number}")


async def drop_view(board: Board) -> None:
    """Deletes the current saved view for everybody; its tickets are not affected."""
    view = board.views.view(board.here)
    if view is None:
        return

    async def drop() -> None:
        await board.desk.ask(saved_views.drop_view, board.desk.staff, view.id)
        board.desk.tell(board.desk.gettext("View deleted: {name}", name=view.name))
        await board.desk.reload()

    def decided(yes: bool | None) -> None:
        if yes:
            board.start(drop)

    question = board.desk.gettext("Delete the view “{name}” for everybody at this desk? Its tickets stay.", name=view.name)
    board.app.push_screen(Question(question), decided)


async def leave(board: Board) -> None:
    """Quits."""
    board.desk.action_leave()
