"""Text for feedback."""

from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.i18n import Translator
from desk.presentation import formats, terms
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.feedback import FeedbackEntry


def feedback_line(_: Translator, charter: Charter, entry: "FeedbackEntry") -> str:
    """Feedback in one line: when it was received, its text, and what was done about it."""
    done = _("done: {what}", what=entry.done) if entry.done else "! " + _("no follow-up yet")
    of = terms.ticket_ref(_, entry.ticket) if entry.ticket else ""
    parts = (
        str(entry.id),
        formats.on(_, charter.at(entry.at).date()),
        of,
        sanitize.one_line(entry.words, 80),
        sanitize.one_line(done, 80),
    )
    return "  ".join(part for part in parts if part)
