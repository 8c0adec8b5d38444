"""Changes by others to a form's tickets, shown as soon as they are known and before a save overwrites them."""

from collections.abc import Sequence

from desk.presentation.terms import ticket_ref
from desk.presentation.tickets import event_lines
from desk.screens.base import Desk
from desk.store.errors import Stale
from desk.store.queries.board import QueueRow, row_of, rows_of
from desk.store.queries.ticket import ticket
from desk.text import sanitize

LONGEST = 400  # characters per event; the ticket shows the full text


async def changed_since(desk: Desk, seen: dict[int, int]) -> list[str]:
    """The changes to tickets since they were viewed, as lines; empty for none. seen: the viewed version of each ticket."""
    rows = await desk.ask(rows_of, seen)
    changed = [row.id for row in rows.values() if row.version > seen[row.id]]
    lines = [line for number in changed for line in await _since(desk, number, seen)]
    return [desk.gettext("Changed in the meantime:"), *lines] if changed else []


async def refused_as_stale(desk: Desk, error: Stale, seen: dict[int, int]) -> tuple[QueueRow | None, Sequence[str]]:
    """The current ticket, if it is visible, and the changes since it was viewed, as lines."""
    lines = await _since(desk, error.number, seen)
    row = await desk.ask(row_of, error.number)
    if row is None:
        return None, ()
    on_top = desk.gettext("Save again to overwrite it with your text.")
    closed = desk.gettext("The ticket is now closed. Press Esc to keep your text as a draft.")
    return row, [desk.gettext("Changed in the meantime:"), *lines, on_top if row.state == "open" else closed]


async def _since(desk: Desk, number: int, seen: dict[int, int]) -> list[str]:
    """The events of a ticket after the viewed version, formatted as in its history."""
    charter = desk.charter
    if charter is None:
        return []
    view = await desk.ask(ticket, number)
    fresh = sum(event.id > seen.get(number, 0) for event in view.events)
    lines = event_lines(desk.translator, charter, view.events, view.staff, view.merged)
    several = ticket_ref(desk.translator, number) + "  " if len(seen) > 1 else ""
    return [sanitize.one_line(several + line, LONGEST) for line in lines[len(lines) - fresh :]]
