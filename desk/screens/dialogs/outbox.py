"""The outbox: what waits to be sent, and what somebody must decide about."""

from typing import TYPE_CHECKING

from desk.presentation.outbox import DECISIONS, settled_line, trouble_line, unsent_words
from desk.screens.action_screen import ActionScreen
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.ticket.screen import TicketScreen
from desk.store.mail.delivery import standing
from desk.store.mail.settling import Decision, Unsent, choices, outbox, settle

if TYPE_CHECKING:
    from desk.store.database import Store
    from desk.store.mail.delivery import Standing

_TICKET = "ticket"


async def show_outbox(screen: ActionScreen) -> None:
    """Shows what waits, and asks about the chosen email."""
    desk = screen.desk
    rows, mail = await desk.ask(_read)
    if desk.charter is None:
        return
    _, charter = desk.translator, desk.charter
    troubles = [trouble_line(_, charter, trouble) for trouble in mail.troubles]
    if not rows:
        desk.tell(" ".join([_("Nothing waits to be sent."), *troubles]))
        return
    options = [Option(str(row.event), "  ".join(filter(None, unsent_words(_, charter, row))), "") for row in rows]

    def chosen(event: str | None) -> None:
        if event:
            _ask(screen, next(row for row in rows if str(row.event) == event))

    screen.app.push_screen(Chooser("\n".join([_("Outbox"), *troubles]), options), chosen)


def _read(store: "Store") -> "tuple[list[Unsent], Standing]":
    return outbox(store), standing(store)


def _ask(screen: ActionScreen, row: Unsent) -> None:
    """Asks what is to become of an email or a letter."""
    _, charter = screen.desk.translator, screen.desk.charter
    if charter is None:
        return
    options = [Option(decision.value, _(DECISIONS[decision]), "") for decision in choices(row)]
    options.append(Option(_TICKET, _("Show the ticket"), ""))

    def chosen(name: str | None) -> None:
        if name == _TICKET:
            screen.app.push_screen(TicketScreen(row.ticket))
        elif name:
            screen.start(_settle, screen, row, Decision(name))

    heading = "\n".join(filter(None, ("  ".join(unsent_words(_, charter, row)[:4]), *unsent_words(_, charter, row)[4:])))
    screen.app.push_screen(Chooser(heading, options), chosen)


async def _settle(screen: ActionScreen, row: Unsent, decision: Decision) -> None:
    desk = screen.desk
    number = await desk.ask(settle, desk.staff, row.event, decision)
    desk.tell(settled_line(desk.translator, number, decision))
    desk.reload_soon()
