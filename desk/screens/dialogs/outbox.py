"""The outbox: what waits to be sent, and what somebody must decide about."""

from typing import TYPE_CHECKING, NamedTuple

from desk.presentation.outbox import DECISIONS, settled_line, trouble_line, unsent_words
from desk.screens.action_screen import ActionScreen
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.ticket.screen import TicketScreen
from desk.store.mail.delivery import standing
from desk.store.mail.settling import Decision, Unsent, choices, outbox, settle
from desk.store.queries.ticket import ticket
from desk.store.ticket_state import Act
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.database import Store
    from desk.store.mail.delivery import Standing

_TICKET = "ticket"
_SHOWN = 300  # signs of a text


class _Read(NamedTuple):
    """What a decision needs. words: of the email; answered: what the customer has written since, "" for nothing."""

    words: str
    answered: str


async def show_outbox(screen: ActionScreen) -> None:
    """Shows what waits, and asks about the chosen email."""
    desk = screen.desk
    rows, mail = await desk.ask(_read)
    if desk.charter is None:
        return
    _, charter = desk.translator, desk.charter
    troubles = [trouble_line(_, charter, trouble) for trouble in mail.troubles]
    if not rows:
        none = _("What waits belongs to complaints that you cannot read.") if mail.waiting[0] else _("Nothing waits to be sent.")
        desk.tell(" ".join([none, *troubles]))
        return
    options = [Option(str(row.event), "  ".join(filter(None, unsent_words(_, row))), "") for row in rows]

    def chosen(event: str | None) -> None:
        if event:
            screen.start(_ask, screen, next(row for row in rows if str(row.event) == event))

    screen.app.push_screen(Chooser("\n".join([_("Outbox"), *troubles]), options), chosen)


def _read(store: "Store") -> "tuple[list[Unsent], Standing]":
    return outbox(store), standing(store)


def _read_one(store: "Store", row: Unsent) -> _Read:
    view = ticket(store, row.ticket)
    words = next((event.texts.get("note", "") for event in view.events if event.id == row.event), "")
    later = [event.texts.get("note", "") for event in view.events if event.id > row.event and event.what == Act.MAILED]
    return _Read(words, later[-1] if later else "")


async def _ask(screen: ActionScreen, row: Unsent) -> None:
    """Asks what is to become of an email or a letter, with what it says and what the customer has written since."""
    _ = screen.desk.translator
    read = await screen.desk.ask(_read_one, row)
    options = [Option(decision.value, _(DECISIONS[decision]), "") for decision in choices(row)]
    options.append(Option(_TICKET, _("Show the ticket"), ""))

    def chosen(name: str | None) -> None:
        if name == _TICKET:
            screen.app.push_screen(TicketScreen(row.ticket))
        elif name:
            screen.start(_settle, screen, row, Decision(name))

    heading = ["  ".join(filter(None, unsent_words(_, row))), f"“{sanitize.one_line(read.words, _SHOWN)}”"]
    if read.answered:
        heading.append(_("The customer has written since: “{words}”", words=sanitize.one_line(read.answered, _SHOWN)))
    screen.app.push_screen(Chooser("\n".join(heading), options), chosen)


async def _settle(screen: ActionScreen, row: Unsent, decision: Decision) -> None:
    desk = screen.desk
    number = await desk.ask(settle, desk.staff, row.event, decision)
    desk.tell(settled_line(desk.translator, number, decision))
    desk.reload_soon()
