"""Commands for preparation centres and schools."""

from typing import TYPE_CHECKING

from desk.presentation.people import organisation_line, sent_line
from desk.screens.action_screen import ActionScreen
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.dialogs.dialog import Dialog
from desk.screens.groups.screen import GroupScreen
from desk.store.customers.organisations import Known, organisation_of, organisations, sent_to
from desk.store.queries.customer import customer_of
from desk.store.queries.groups import ORGANISATION

if TYPE_CHECKING:
    from desk.store.database import Store


async def organisation(screen: ActionScreen) -> None:
    """Opens the organisation of the current ticket's customer."""
    row, desk = screen.ticket_row, screen.desk
    if row is None:
        return
    found = await desk.ask(_of_ticket, row.id)
    if found.id:
        await screen.app.push_screen(GroupScreen(ORGANISATION, found.id, at=row.id))
    else:
        desk.tell(desk.gettext("#{number}: no organisation is entered in the customer's card.", number=row.id))


async def choose_organisation(screen: ActionScreen) -> None:
    """Lets the user choose an organisation."""
    desk = screen.desk
    found = await desk.ask(organisations)
    if not found:
        desk.tell(desk.gettext("None yet: the card of a customer names the organisation that they speak for."))
        return

    def chosen(number: str | None) -> None:
        if number:
            screen.app.push_screen(GroupScreen(ORGANISATION, int(number)))

    options = [Option(str(known.id), organisation_line(desk.translator, known), "") for known in found]
    screen.app.push_screen(Chooser(desk.gettext("Preparation centres and schools"), options), chosen)


async def sent(screen: ActionScreen) -> None:
    """Shows what an organisation's contacts and candidates were sent."""
    desk, charter = screen.desk, screen.desk.charter
    if not isinstance(screen, GroupScreen) or charter is None:
        return
    found = await desk.ask(sent_to, screen.number)
    if not found:
        desk.tell(desk.gettext("Nothing was sent to them yet."))
        return
    words = "\n".join(sent_line(desk.translator, charter, entry) for entry in found)
    screen.app.push_screen(Dialog(words, copy=words))


def _of_ticket(store: "Store", number: int) -> Known:
    return organisation_of(store, customer_of(store, number))
