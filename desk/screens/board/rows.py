"""A row of a list: the time that is left, and the whole of it in the line below."""

from typing import TYPE_CHECKING

from desk.screens.base import Desk
from desk.text import sanitize
from desk.widgets.cells import TimerCell

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.store.queries.board import QueueRow


def face(desk: Desk, row: "QueueRow", now: float) -> TimerCell:
    """The first column: the time left of the nearest clock, or that the ticket is closed."""
    from desk.presentation import formats, terms

    if desk.charter is None:
        return TimerCell("", "running")
    if row.state != "open":
        return TimerCell(desk.gettext(terms.TICKET_STATES[row.state]), "waiting")
    left = formats.time_left(desk.translator, desk.charter, row.standard, row.due, now)
    return TimerCell(left.text, left.state)


def _exam_first(charter: "Charter", row: "QueueRow") -> bool:
    """Whether somebody registered so late that their exam comes before the confirmation is due, by the house rule."""
    if row.kind != "registration" or row.due is None:
        return False
    return row.exam <= charter.at(row.due).date().isoformat()


def row_words(desk: Desk, row: "QueueRow | None") -> str:
    """The row whole, in one line; empty as long as no date can be said."""
    charter, _ = desk.charter, desk.translator
    if row is None or charter is None or not desk.speaks_dates:
        return ""
    from desk.presentation import formats, terms
    from desk.presentation.formats import OVERDUE, STATES
    from desk.presentation.tickets import about_words, exam_words

    if row.sealed:
        parts = [f"#{row.id}", about_words(_, row)]
    else:
        channel = "" if row.kind == "certificate" else _(terms.CHANNELS[row.channel])
        about = about_words(_, row)
        parts = [f"#{row.id}", channel, row.name, row.phone, row.email, exam_words(_, row), about, row.owner]
    if row.damaged:
        parts.insert(1, _("some data cannot be read: run `desk check`"))
    if row.due is not None:
        title = charter.standard(row.standard).title.in_language(_.language)
        parts.insert(1, f"{title}: {formats.at(_, charter.at(row.due))}")
        if _exam_first(charter, row):
            parts.insert(1, _("! exam before the deadline: confirm now"))
        if desk.now > row.due:
            parts.insert(1, f"! {_(STATES[OVERDUE])}")
    mine = [reminder for reminder in desk.reminders if reminder.ticket == row.id]
    parts += [_("reminder {moment}", moment=formats.at(_, charter.at(one.at))) + f" {one.note}" for one in mine]
    return sanitize.one_line("  ".join(part for part in parts if part), 600)
