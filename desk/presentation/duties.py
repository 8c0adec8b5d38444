"""Duties in words: one in a line, and those of today."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.i18n import Translator
from desk.presentation import formats
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.duties import DutyStatus


def duty_line(_: Translator, charter: Charter, standing: "DutyStatus", now: int) -> str:
    """A duty in one line: rhythm, when it is due, when it was done last and by whom, how often it was kept and missed."""
    duty = next(entry for entry in charter.file.duty if entry.id == standing.duty)
    words = [f"{duty.title.in_language(_.language)} ({formats.limit(_, charter.limit(duty.id))})"]
    if standing.slot:
        left = formats.time_left(_, charter, duty.id, standing.slot.due, now).text
        words.append(_("due {moment}", moment=formats.at(_, charter.at(standing.slot.due))) + f" ({left})")
    if standing.last:
        words.append(_("last {moment}", moment=formats.at(_, charter.at(standing.last[0]))) + f" {standing.last[1]}")
    if standing.slot and any(standing.venues):
        venues = ", ".join(sanitize.one_line(venue, 60) if venue else "—" for venue in standing.venues)
        words.append(_("still to check: {venues}", venues=venues))
    words.append(formats.duty_counts(_, standing.kept, standing.entered_late, standing.missed))
    return ("! " if standing.missed_today else "") + "; ".join(words)


def duties_today(_: Translator, charter: Charter, standings: "Sequence[DutyStatus]", now: int, key: str) -> str:
    """Today's duties in one line: what is still due today, and what was missed; empty when there is nothing to say.

    key: the one that shows them all.
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
    """The duties that are due today, a line each."""
    begin, end = charter.calendar.day_of(now)
    return [duty_line(_, charter, duty, now) for duty in standings if duty.slot and begin <= duty.slot.due < end]
