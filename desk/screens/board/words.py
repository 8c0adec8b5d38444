"""Texts of the board for tickets and the day. Imported with the first row, after the first frame, because it loads the counting and
formatting of deadlines."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.cells import cell_len

from desk.charter import Charter
from desk.i18n import N_
from desk.presentation import alerts, deadlines, duties, feedback, formats, outbox, terms, tickets
from desk.presentation.preview import Previewed, PreviewLine, preview_lines
from desk.screens.base import Desk
from desk.store.commands.saved_views import named
from desk.store.mail.delivery import Standing
from desk.store.queries.backups import LastBackup
from desk.store.queries.board import QueueRow
from desk.text import sanitize
from desk.text.filtering import NO_NAMES, Named
from desk.widgets.cells import TimerCell

DECREE_MONTH = 10  # from this month on, next year's decree is asked for
WIDE = 120  # cells: from this width on the centre's name fits

# For channels whose own name is too long.
_SHORT_CHANNELS = {"voicemail": N_("voice"), "in-person": N_("walk-in"), "email": N_("e-mail")}

# By the event that made them.
_REMINDERS = {
    "reminded": N_("reminder #{number}"),
    "asked": N_("question #{number}"),
    "advised": N_("answer #{number}"),
    "mailed": N_("new message #{number}"),
    "bounced": N_("not delivered #{number}"),
    "unsent": N_("not delivered #{number}"),
}

# Dropped in this order if not everything fits. What the day is about stays: the time, until when it is open, what is due.
(
    _LOGINS, _BACKUP, _DECREE, _CALENDAR, _CENTRE, _STAFF, _SCANS, _LETTERS, _DATE, _REMINDER, _STATE, _STUCK, _COUNTS, _LOST,
) = range(14)  # fmt: skip


def _fitting(parts: Sequence[tuple[int, str]], width: int) -> str:
    """As many of the parts as fit, dropping the least important first."""
    left = list(parts)
    while len(left) > 1 and cell_len("  ".join(words for _, words in left)) > width > 0:
        left.remove(min(left, key=lambda part: part[0]))
    return "  ".join(words for _, words in left)


class BoardWords:
    """Texts of the board and of similar lists."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def timer(self, row: QueueRow, now: float) -> TimerCell:
        """The first column: the remaining time of the nearest clock, or that the ticket is closed."""
        desk = self._desk
        if desk.charter is None:
            return TimerCell("", "running")
        if row.state != "open":
            return TimerCell(desk.gettext(terms.TICKET_STATES[row.state]), "waiting")
        left = formats.time_left(desk.translator, desk.charter, row.standard, row.due, now)
        return TimerCell(left.text, left.state)

    def number(self, row: QueueRow) -> str:
        """The number, as `terms.ticket_ref`."""
        return terms.ticket_ref(self._desk.translator, row.id)

    def channel(self, channel: str) -> str:
        """The short name of a channel; "" for none."""
        return self._desk.gettext(_SHORT_CHANNELS.get(channel) or terms.CHANNELS[channel]) if channel else ""

    def about(self, row: QueueRow) -> str:
        """The subject, after the kind if that has no pane of its own, and after an arrow if an email is on its way; for a complaint
        handled by others, what it waits for."""
        charter, _ = self._desk.charter, self._desk.translator
        if row.damaged:
            return tickets.about_words(_, row)
        if charter is None:
            return row.subject
        if not row.sealed:
            about = tickets.kind_and_about(_, charter, row)
            is_sent = self._desk.settings.mail.sender is not None and row.id in self._desk.emailed
            return f"→ {about}" if is_sent else about
        return charter.standard(row.standard).title.in_language(_.language) if row.standard else _("no clock")

    def named(self) -> Named:
        """The names by which a filter finds kinds of tickets and tickets of organisations."""
        return named(self._desk.charter, self._desk.ticket_words) if self._desk.charter else NO_NAMES

    def due(self, row: QueueRow) -> str:
        """The due time, as short as the day allows; "" without a running clock."""
        charter = self._desk.charter
        if charter is None or row.due is None:
            return ""
        return formats.due_short(self._desk.translator, charter.at(row.due), charter.at(self._desk.now).date())

    def preview(self, known: Previewed, width: int, height: int) -> list[PreviewLine]:
        """The preview of a ticket."""
        desk = self._desk
        return preview_lines(desk.translator, desk.charter, known, desk.now, width, height) if desk.charter else []

    def duties(self) -> list[str]:
        """Duties due today and missed ones, then the corrective actions, each in a line; none where there are none."""
        desk = self._desk
        if desk.charter is None:
            return []
        _, key = desk.translator, desk.keys["today"]
        due = duties.duties_today(_, desk.charter, desk.duties, desk.now, key)
        corrective = feedback.corrective_today(_, desk.charter, desk.corrective, desk.now, key)
        return [line for line in (due, corrective) if line]

    def upkeep_warnings(self, backup: LastBackup | None) -> list[str]:
        """Warnings that the calendar ends soon and that the last backup is old, with what to do."""
        desk = self._desk
        _, now = desk.translator, desk.now
        calendar = alerts.calendar_ends_line(_, desk.charter, now) if desk.charter else ""
        return [line for line in (calendar, alerts.backup_warning(_, backup, now) if backup else "") if line]

    def learn_dates(self) -> None:
        """Loads date formatting, which takes a fiftieth of a second, after the rows are shown."""
        formats.on_long(self._desk.translator, datetime.now(UTC).date())

    def head(
        self,
        charter: Charter,
        now: int,
        counts: tuple[int, int],
        mail: Standing | None,
        backup: LastBackup | None,
        width: int,
    ) -> str:
        """The first line: the centre's status, the time, overdue and due counts, the current user.

        counts: overdue tickets, and those due later today; mail: how it stands, if that is known; backup: the last proven
        one; width: in cells.
        """
        _ = self._desk.translator
        overdue, today = counts
        there = charter.at(now)
        parts = [
            (_STATE, deadlines.state_of(_, charter.calendar, now)),
            (_DATE, f"{formats.on_short(_, there.date())} {there:%H:%M}"),
            (_COUNTS, _("overdue {n}", n=overdue)),
            (_COUNTS, _("due today {n}", n=today)),
        ]
        due = [row for row in self._desk.reminders if row.at <= now and row.is_for(self._desk.staff)]
        if due:
            more = f" +{len(due) - 1}" if len(due) > 1 else ""
            parts.insert(2, (_REMINDER, _(_REMINDERS[due[0].what], number=due[0].ticket) + more))
        if mail is not None:
            parts[2:2] = self._mail(charter, now, mail)
        if scans := self._desk.scans:
            parts.append((_SCANS, _("scans to attach {n}", n=scans)))
        if there.month >= DECREE_MONTH and charter.calendar.decreed_until <= there.year < charter.calendar.last_year:
            parts.append((_DECREE, _("no decree for {year} yet", year=there.year + 1)))
        if end := alerts.calendar_ends(charter, now):
            parts.append((_CALENDAR, _("! calendar ends {day}", day=f"{end:%d.%m.%Y}")))
        if (lost := self._desk.lost_since) is not None:
            parts.insert(0, (_LOST, _("! no connection since {moment}", moment=f"{charter.at(lost):%H:%M}")))
        staff = sanitize.one_line(self._desk.staff, 30)
        is_wide = width >= WIDE
        if is_wide:
            staff = _("at the desk: {name}", name=staff)
        if is_wide:
            parts.insert(0, (_CENTRE, charter.file.centre.name.in_language(_.language)))
        parts.append((_STAFF, staff))
        if backup and (age := alerts.backup_age(_, charter, backup, now)):
            parts.append((_BACKUP, age))
        if self._desk.session.access.is_open:
            parts.append((_LOGINS, _("logins off")))
        return _fitting(parts, width - 2)

    def _mail(self, charter: Charter, now: int, mail: Standing) -> list[tuple[int, str]]:
        """What waits to be sent, and what does not move. Emails that the desk sends itself count only if they do not go out."""
        _ = self._desk.translator
        sends = self._desk.settings.mail.sender is not None
        parts = [(_STUCK, words) for words in outbox.standing_words(_, charter, mail, now)]
        waiting, since = (mail.letters, mail.letters_since) if sends else mail.waiting
        if waiting and since is not None:
            moment = outbox.since_words(_, charter, since, now)
            parts.append((_LETTERS, _("letters to send {n}, since {moment}", n=waiting, moment=moment)))
        return parts
