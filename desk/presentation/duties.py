"""Text for duties: one per line, and today's duties."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.i18n import Translator
from desk.presentation import formats
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.duties import DutyStatus


def duty_line(_: Translator, charter: Charter, standing: "DutyStatus", now: int) -> str:
    """A duty in one line: its rhythm, when it is due, when and by whom it was last done, how often it was kept and missed."""
    duty = next(entry for entry in charter.file.duty if entry.id == standing.duty)
    words = [f"{duty.title.in_language(_.language)} ({formats.limit(_, charter.limit(duty.id))})"]
    if standing.slot:
        left = formats.time_left_words(_, charter, duty.id, standing.slot.due, now)
        words.append(_("due {moment}", moment=formats.at(_, charter.at(standing.slot.due))) + f" ({left})")
    if standing.last:
        words.append(_("last {moment}", moment=formats.at(_, charter.at(standing.last[0]))) + f" {standing.last[1]}")
    if standing.slot and any(standing.venues):
        venues = ", ".join(sanitize.one_line(venue, 60) if venue else "—" for venue in standing.venues)
        words.append(_("still to check: {venues}", venues=venues))
    words.append(formats.duty_counts(_, standing.kept, standing.entered_late, standing.missed))
    return ("! " if standing.missed_today else "") + "; ".join(words)


def duties_today(_: Translator, charter: Charter, standings: "Sequence[DutyStatus]", now: int, key: str) -> str:
    """Today's duties in one line: those still due and those missed; empty if there are none.

    key: the key that shows all duties.
    """
    _unused, tonight = charter.calendar.day_of(now)
    parts = []
    for standing in standings:
        title = next(duty.title.in_language(_.language) for duty in charter.file.duty if duty.id == standing.duty)
        if standing.missed_today:
            parts.append(f"! {title}: " + _("not done"))
        elif standing.slot and standing.slot.due < tonight:
            parts.append(f"{title}: {formats.clock_time(charter.at(standing.slot.due))}")
    return _("Duties today ({key}): {duties}", key=key, duties="  ".join(parts)) if parts else ""


def due_duties(_: Translator, charter: Charter, standings: "Sequence[DutyStatus]", now: int) -> list[str]:
    """The duties due today, one line each."""
    begin, end = charter.calendar.day_of(now)
    return [duty_line(_, charter, duty, now) for duty in standings if duty.slot and begin <= duty.slot.due < end]
