"""Text for feedback and for corrective actions."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.i18n import Translator
from desk.presentation import formats, terms
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.feedback import FeedbackEntry
    from desk.store.complaints.corrective_actions import Corrective


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


def corrective_line(_: Translator, charter: Charter, action: "Corrective", now: int) -> str:
    """A corrective action in one line: its number, what is to be done, by whom and until when, or what was done."""
    of = terms.ticket_ref(_, action.ticket) if action.ticket else ""
    if action.done_at is not None:
        day = formats.on(_, charter.at(action.done_at).date())
        ends = _("done {day}: {what}", day=day, what=sanitize.one_line(action.done, 80))
    else:
        ends = _due(_, charter, action, now)
    return "  ".join(
        filter(None, (str(action.id), sanitize.one_line(action.words, 80), sanitize.one_line(action.owner, 40), ends, of))
    )


def corrective_today(_: Translator, charter: Charter, actions: "Sequence[Corrective]", now: int, key: str) -> str:
    """How many corrective actions are open and overdue, and the nearest one; empty if there are none. What counts comes first,
    since a narrow terminal shows the beginning.

    actions: the open ones, the nearest first; key: the key that shows all of them.
    """
    if not actions:
        return ""
    nearest, overdue = actions[0], sum(_is_overdue(charter, action, now) for action in actions)
    late = [f"! {_(formats.STATES[formats.OVERDUE])} {overdue}"] if overdue else []
    due = _("by {day}", day=formats.on_short(_, date.fromisoformat(nearest.due)))
    words = f"{due}, {sanitize.one_line(nearest.owner, 40)}: {sanitize.one_line(nearest.words, 100)}"
    return _("Corrective actions {n} ({key}): {actions}", n=len(actions), key=key, actions="  ".join([*late, words]))


def _due(_: Translator, charter: Charter, action: "Corrective", now: int) -> str:
    due = _("by {day}", day=formats.on_short(_, date.fromisoformat(action.due)))
    return f"! {_(formats.STATES[formats.OVERDUE])}: {due}" if _is_overdue(charter, action, now) else due


def _is_overdue(charter: Charter, action: "Corrective", now: int) -> bool:
    """Whether its day is over."""
    return charter.at(now).date().isoformat() > action.due
