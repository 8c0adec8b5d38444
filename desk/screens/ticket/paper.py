"""Printing a document about the ticket: to the printer, or opened where there is none."""

import asyncio
from typing import TYPE_CHECKING

from desk.actions.paths import resolve
from desk.outgoing.errors import FileNotOpened, OpenerMissing, PrinterMissing, PrinterUnknown
from desk.outgoing.paper.kinds import TITLES, Kind, kinds_for
from desk.outgoing.paper.printing import print_pdf
from desk.presentation.outbox import printed_line
from desk.presentation.terms import ticket_ref
from desk.screens.action_screen import ActionScreen
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.ticket.files import write_and_open
from desk.store.queries.ticket import ticket

if TYPE_CHECKING:
    from desk.outgoing.paper.gathering import Document
    from desk.store.queries.board import QueueRow


# Loaded when something is printed: what draws a page takes a third of a second and 45 MiB.
ABOUT_TICKETS = "desk.outgoing.paper.gathering:about_tickets"


async def choose_document(screen: ActionScreen) -> None:
    """Asks which document about the ticket is to be printed."""
    row, desk = screen.ticket_row, screen.desk
    if row is None:
        return
    _ = desk.translator
    view = await desk.ask(ticket, row.id)
    options = [Option(kind.value, _(TITLES[kind]), "") for kind in kinds_for(view, is_in_batch=desk.kind(row.kind).in_batches)]

    def chosen(name: str | None) -> None:
        if name:
            screen.start(_print, screen, row, Kind(name))

    screen.app.push_screen(Chooser(_("{ticket}: print", ticket=ticket_ref(_, row.id)), options), chosen)


async def _print(screen: ActionScreen, row: "QueueRow", kind: Kind) -> None:
    desk = screen.desk
    _, settings = desk.translator, desk.settings
    about_tickets = await asyncio.to_thread(resolve, ABOUT_TICKETS)
    document: Document = await desk.ask(about_tickets, _, settings, desk.staff, kind, [row.id])
    try:
        done = await asyncio.to_thread(print_pdf, document.raw, document.name, settings.printer)
    except (PrinterMissing, PrinterUnknown) as error:
        if settings.printer:  # the one that was asked for
            raise
        try:
            await asyncio.to_thread(write_and_open, document.name, document.raw)
        except (FileNotOpened, OpenerMissing):
            raise error from None  # what is to be set up is a printer
        desk.tell(_("No printer is set up: {file} was opened instead.", file=document.name))
        return
    desk.tell(printed_line(_, done, document.name))
