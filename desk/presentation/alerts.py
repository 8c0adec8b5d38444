"""Warnings about approaching deadlines, the end of the calendar, and a backup that is too old."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.i18n import N_, Translator
from desk.presentation import formats, terms
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.alerts import Notice
    from desk.store.queries.backups import LastBackup

PUNCTUAL = 60  # seconds


CALENDAR_WARNING = timedelta(60)  # how long before the first deadline that cannot be computed


_NOTICES = {
    "hour-left": N_("1 hour left: {what}, by {due}"),
    "last-day": N_("Due today: {what}, by {due}"),
    "before-closing": N_("2 hours left: {what}, by {due}"),
}


_LATE = N_("Due soon: {what}, by {due}")


def notice_lines(_: Translator, charter: Charter, notices: "Sequence[Notice]", now: int) -> list[str]:
    """Approaching deadlines, one line per clock, the nearest first.

    now: epoch seconds; a notice shown late does not state the planned remaining time, which has passed by then.
    """
    lines = []
    for alert in sorted(notices, key=lambda notice: notice.due):
        title = charter.standard(alert.standard).title.in_language(_.language)
        due = charter.at(alert.due)
        when = formats.clock_time(due) if due.date() == charter.at(alert.at).date() else formats.at(_, due)
        whose = f"{terms.ticket_ref(_, alert.ticket)} {sanitize.one_line(alert.name, 30)}".rstrip()
        what = f"{whose}: {title}"
        late = now - alert.at > PUNCTUAL and alert.what != "last-day"
        lines.append(_(_LATE if late else _NOTICES[alert.what], what=what, due=when))
    return lines


def calendar_ends(charter: Charter, now: int) -> date | None:
    """The calendar's last day if it is near enough for a warning, else None."""
    is_near = charter.at(now).date() >= charter.counted_until - CALENDAR_WARNING
    return date(charter.calendar.last_year, 12, 31) if is_near else None


def calendar_ends_line(_: Translator, charter: Charter, now: int) -> str:
    """What is wrong with a calendar that ends soon, and the remedy; empty if it does not."""
    if (end := calendar_ends(charter, now)) is None:
        return ""
    return _(
        "the calendar ends on {end}; some deadlines of tickets after {day} cannot be counted: raise "
        "calendar.last_year in the charter file and apply it (desk charter apply FILE)",
        end=formats.on(_, end),
        day=formats.on(_, charter.counted_until),
    )


def backup_age(_: Translator, charter: Charter, last: "LastBackup", now: int) -> str:
    """How many days ago the last proven backup was made, with a sign if that is too long; "" for a new desk without any."""
    sign = "! " if last.is_old(now) else ""
    if last.made is None:
        return sign + _("no backup") if sign else ""
    days = (charter.at(now).date() - charter.at(last.made).date()).days
    if days <= 0:
        return sign + _("backup today")
    if days == 1:
        return sign + _("backup yesterday")
    return sign + _.ngettext("backup {n} day ago", "backup {n} days ago", days)


def backup_warning(_: Translator, last: "LastBackup", now: int) -> str:
    """What is wrong with a backup that is too old, or with none, and the remedy; "" if nothing is."""
    if not last.is_old(now):
        return ""
    if last.made is None:
        return _("This desk was never backed up: run `desk backup FILE`, best every night.")
    days = (now - last.made) // 86_400
    done = _.ngettext("The last proven backup is {n} day old", "The last proven backup is {n} days old", days)
    return _("{done}: run `desk backup FILE`, best every night.", done=done)
