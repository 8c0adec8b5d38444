"""Copying a part of a ticket: how to reach the person, or the number. Through the terminal's clipboard (OSC 52)."""

from typing import TYPE_CHECKING

from desk.presentation import terms
from desk.screens.action_screen import ActionScreen
from desk.screens.dialogs.chooser import Chooser, Option
from desk.store.queries.ticket import address_of

if TYPE_CHECKING:
    from desk.i18n import Translator
    from desk.store.queries.board import QueueRow


async def copy_part(screen: ActionScreen) -> None:
    """Lets the user choose what to copy of the current ticket; the phone comes first."""
    row, desk = screen.ticket_row, screen.desk
    if row is None:
        return
    address = "" if row.sealed else await desk.ask(address_of, row.id)
    parts = _parts(desk.translator, row, address)

    def chosen(part: str | None) -> None:
        if part is not None:
            screen.app.copy_to_clipboard(part)
            desk.tell(desk.gettext("Copied: {text}", text=part))

    if len(parts) == 1:
        chosen(parts[0].value)
        return
    screen.app.push_screen(Chooser(desk.gettext("Copy"), parts), chosen)


def _parts(_: "Translator", row: "QueueRow", address: str) -> list[Option]:
    """What there is to copy: phone, email, postal address, name, number."""
    found = (("phone", row.phone), ("email", row.email), ("address", address), ("name", row.name))
    known = [Option(text, f"{_(terms.FIELDS[field])}: {text}", "") for field, text in found if text]
    number = terms.ticket_ref(_, row.id)
    return [*known, Option(str(row.id), f"{_(terms.FIELDS['number'])}: {number}", "")]
