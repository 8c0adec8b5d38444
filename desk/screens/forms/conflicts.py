"""What others did to a form's tickets since somebody looked: shown as soon as it is known, and before it is saved over."""

from collections.abc import Sequence

from desk.presentation.tickets import event_lines
from desk.screens.base import Desk
from desk.store.errors import Stale
from desk.store.queries.board import QueueRow, row_of, rows_of
from desk.store.queries.ticket import ticket
from desk.text import sanitize

LONGEST = 400  # signs of one event: the ticket has it whole


async def changed_since(desk: Desk, seen: dict[int, int]) -> list[str]:
    """What happened to tickets since they were looked at, in lines; none where nothing did. seen: each with that version."""
    rows = await desk.ask(rows_of, seen)
    changed = [row.id for row in rows.values() if row.version > seen[row.id]]
    lines = [line for number in changed for line in await _since(desk, number, seen)]
    return [desk.gettext("Changed in the meantime:"), *lines] if changed else []


async def refused_as_stale(desk: Desk, error: Stale, seen: dict[int, int]) -> tuple[QueueRow | None, Sequence[str]]:
    """The current ticket, if it may be seen, and what changed in the meantime, in lines."""
    lines = await _since(desk, error.number, seen)
    row = await desk.ask(row_of, error.number)
    if row is None:
        return None, ()
    on_top = desk.gettext("Save again to overwrite it with your text.")
    closed = desk.gettext("The ticket is now closed. Press Esc to keep your text as a draft.")
    return row, [desk.gettext("Changed in the meantime:"), *lines, on_top if row.state == "open" else closed]


async def _since(desk: Desk, number: int, seen: dict[int, int]) -> list[str]:
    """What happened to a ticket after the version that was seen, as its history says it."""
    charter = desk.charter
    if charter is None:
        return []
    view = await desk.ask(ticket, number)
    fresh = sum(event.id > seen.get(number, 0) for event in view.events)
    lines = event_lines(desk.translator, charter, view.events, view.staff)
    several = f"#{number}  " if len(seen) > 1 else ""
    return [sanitize.one_line(several + line, LONGEST) for line in lines[len(lines) - fresh :]]
