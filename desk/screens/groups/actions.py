"""Commands that open a group of tickets, and the commands of its screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.actions.paths import resolve
from desk.actions.registry import SHOW_TICKET
from desk.presentation.groups import box_line, session_line
from desk.screens.action_screen import ActionScreen
from desk.screens.base import DeskScreen
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.forms.export_form import ListForm
from desk.screens.forms.session_form import MoveSessionForm, SessionForm
from desk.screens.groups.customer_form import CustomerForm
from desk.screens.groups.join_form import JoinForm
from desk.screens.groups.screen import ALL, BY_PHONE, FIGURE, REST, TO_TELL, GroupScreen
from desk.store.commands.sessions import sessions as read_sessions
from desk.store.queries.board import BOX, SESSION, UNCOLLECTED
from desk.store.queries.customer import customer as read_customer
from desk.store.queries.customer import customer_of
from desk.store.queries.groups import CUSTOMER, group_of
from desk.store.queries.groups import boxes as read_boxes
from desk.store.queries.ticket import ticket

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.i18n import Translator
    from desk.store.database import Store


async def group(screen: ActionScreen) -> None:
    """Opens the box or the exam session of the current ticket."""
    if screen.ticket_row is not None:
        kind, number = await screen.desk.ask(group_of, screen.ticket_row.id)
        await screen.app.push_screen(GroupScreen(kind, number))


async def customer(screen: ActionScreen) -> None:
    """Opens the customer of the current ticket; on their own screen, goes back."""
    if isinstance(screen, GroupScreen) and screen.group_kind == CUSTOMER:
        screen.dismiss()
    elif screen.ticket_row is not None:
        here = screen.ticket_row.id
        await show_customer(screen, await screen.desk.ask(customer_of, here), here)


async def show_customer(screen: DeskScreen, number: int, at: int = 0) -> None:
    """Opens the screen of a customer. number: their id; at: the ticket to begin on, 0 for the first."""
    await screen.app.push_screen(GroupScreen(CUSTOMER, number, at=at))


async def linked(screen: ActionScreen) -> None:
    """Lists the current ticket with those that are linked to it: a reply to all marked ones answers them together."""
    if screen.ticket_row is None:
        return
    desk, view = screen.desk, await screen.desk.ask(ticket, screen.ticket_row.id)
    if not view.links:
        desk.tell(desk.gettext("#{number}: not linked to any ticket.", number=view.row.id))
        return
    title = desk.gettext("#{number} and the tickets linked to it", number=view.row.id)
    await screen.app.push_screen(GroupScreen(FIGURE, title=title, tickets=(view.row.id, *view.links)))


async def describe(screen: GroupScreen) -> None:
    """Edits the customer's card."""
    await edit_card(screen, screen.number)


async def edit_card(screen: DeskScreen, number: int) -> None:
    """Opens the form for a customer's card. number: their id."""

    def done(told: str | None) -> None:
        if told:
            screen.desk.tell(told)
            screen.desk.reload_soon()  # the previews of their tickets as well

    screen.app.push_screen(CustomerForm(await screen.desk.ask(read_customer, number)), done)


async def boxes(screen: ActionScreen) -> None:
    """Lets the user choose a box."""
    await _choose(screen, BOX, read_boxes, box_line, screen.desk.gettext("Batches of certificates"))


async def sessions(screen: ActionScreen) -> None:
    """Lets the user choose an exam session."""
    await _choose(screen, SESSION, read_sessions, session_line, screen.desk.gettext("Exam sessions"))


async def uncollected(screen: ActionScreen) -> None:
    """Opens the certificates whose candidates were notified but have not come, the longest waiting first."""
    await screen.app.push_screen(GroupScreen(UNCOLLECTED))


async def open_warning(screen: ActionScreen) -> None:
    """Goes to the ticket of the last warning, or lists its tickets if there are several."""
    desk = screen.desk
    warning = desk.messages.last_warning
    if warning is None or not warning.tickets:
        desk.tell(desk.gettext("No warning about tickets yet."))
        return
    numbers = tuple(dict.fromkeys(warning.tickets))
    if len(numbers) > 1:
        await screen.app.push_screen(GroupScreen(FIGURE, title=desk.gettext("The tickets of the last warning"), tickets=numbers))
        return
    screen.go_to_ticket(numbers[0])
    await resolve(SHOW_TICKET)(screen, numbers[0])


async def _choose(
    screen: ActionScreen,
    kind: str,
    read: "Callable[[Store], list[Any]]",
    words: "Callable[[Translator, Charter, Any, int], str]",
    title: str,
) -> None:
    desk, charter = screen.desk, screen.desk.charter
    found = await desk.ask(read)
    if not found or charter is None:
        desk.tell(desk.gettext("None yet."))
        return
    options = [Option(str(row[0]), words(desk.translator, charter, row, desk.now), "") for row in found]

    def chosen(number: str | None) -> None:
        if number:
            screen.app.push_screen(GroupScreen(kind, int(number)))

    screen.app.push_screen(Chooser(title, options), chosen)


async def new_session(screen: ActionScreen) -> None:
    """Creates an exam session and opens its screen."""

    def done(number: int | None) -> None:
        if number:
            screen.app.push_screen(GroupScreen(SESSION, number))

    screen.app.push_screen(SessionForm(), done)


async def show_all(screen: GroupScreen) -> None:
    """Shows the whole group."""
    screen.show_part(ALL)


async def show_to_tell(screen: GroupScreen) -> None:
    """Shows the tickets whose person is still to be notified."""
    screen.show_part(TO_TELL)


async def show_by_phone(screen: GroupScreen) -> None:
    """Shows the tickets whose person is to be notified and has no email."""
    screen.show_part(BY_PHONE)


async def show_rest(screen: GroupScreen) -> None:
    """Shows the tickets whose person was notified, or is confirmed."""
    screen.show_part(REST)


async def export_list(screen: GroupScreen) -> None:
    """Exports the list to a file."""

    def done(message: str | None) -> None:
        if message:
            screen.desk.tell(message)

    if screen.group:
        screen.app.push_screen(ListForm(screen.group), done)


async def move_session(screen: GroupScreen) -> None:
    """Moves the session to another day."""
    desk = screen.desk

    def done(moved: int | None) -> None:
        if moved:
            desk.tell(desk.ngettext("{n} registration moved", "{n} registrations moved", moved))
            desk.reload_soon()

    if screen.group:
        screen.app.push_screen(MoveSessionForm(screen.group), done)


async def remove_session(screen: GroupScreen) -> None:
    """Removes a session without registrations."""
    screen.ask_to_remove()


async def join(screen: ActionScreen) -> None:
    """Opens the form that joins the ticket's customer with that of another ticket."""
    if screen.ticket_row is not None:
        screen.app.push_screen(JoinForm(screen.ticket_row), screen.acted)
