"""The desk as a whole in Russian and English: what comes near, what happened while somebody was away, what is due on paper."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from desk.actions.registry import ACTIONS
from desk.charter import Charter
from desk.charter.clocks import RECOUNTED, Waiting
from desk.i18n import N_, Translator
from desk.presentation import deadlines, tickets
from desk.text import sanitize

if TYPE_CHECKING:
    from pathlib import Path

    from desk.outgoing.mailbox_files import Exported
    from desk.outgoing.mass_letters import Written
    from desk.store.commands.duties import DutyStatus
    from desk.store.commands.feedback import FeedbackEntry
    from desk.store.commands.sessions import Session
    from desk.store.queries.alerts import Notice
    from desk.store.queries.board import QueueRow, ReminderRow
    from desk.store.queries.groups import Box, Group
    from desk.store.queries.shifts import Happened, Shift
    from desk.system.draft_files import Draft

PUNCTUAL = 60  # seconds
CALENDAR_WARNING = timedelta(60)  # so long before the first promise that cannot be counted
DRAFT_SHOWN = 70  # signs: a line of the list at 80 columns

_NOTICES = {
    "hour-left": N_("1 hour left: {what}, by {due}"),
    "last-day": N_("Due today: {what}, by {due}"),
    "before-closing": N_("2 hours left: {what}, by {due}"),
}


_LATE = N_("Due soon: {what}, by {due}")


def waiting_line(_: Translator, charter: Charter, wait: Waiting, missing: tuple[str, int] | None) -> str:
    """What a promise waits for before it can start or be counted, and since when.

    missing: somebody's own words for what it waits for, and since when.
    """
    standard, calendar = charter.find(wait.standard), charter.calendar
    if standard is None:
        return _(deadlines.REASONS[RECOUNTED])
    if wait.beyond:
        return _(
            "not counted yet: {title}, since {moment}; the deadline is outside the calendar of {first}-{last}. "
            "Apply a charter with a longer calendar (F11)",
            title=standard.title.in_language(_.language),
            moment=deadlines.at(_, charter.at(wait.since)),
            first=calendar.first_year,
            last=calendar.last_year,
        )
    what = standard.waits_for.in_language(_.language) if standard.waits_for else ""
    since = deadlines.at(_, charter.at(wait.since))
    title = standard.title.in_language(_.language)
    line = _("waiting: {title}; for {what}, since {moment}", title=title, what=what, moment=since)
    if wait.nudge is not None:
        line += ", " + _("follow up from {moment}", moment=deadlines.at(_, charter.at(wait.nudge)))
    if missing and missing[0]:
        moment = deadlines.at(_, charter.at(missing[1]))
        line += "; " + _("missing: {what}, since {moment}", what=sanitize.one_line(missing[0], 200), moment=moment)
    return line


def notice_lines(_: Translator, charter: Charter, notices: "Sequence[Notice]", most: int, now: int) -> list[str]:
    """What comes near, a line for each clock, the nearest first; past `most` lines the rest is counted.

    now: epoch seconds; who hears of it later than it was to be said is not told of an hour that is no longer left.
    """
    lines = []
    for one in sorted(notices, key=lambda notice: notice.due):
        title = charter.standard(one.standard).title.in_language(_.language)
        due = charter.at(one.due)
        when = deadlines.clock_time(due) if due.date() == charter.at(one.at).date() else deadlines.at(_, due)
        what = f"#{one.ticket} {sanitize.one_line(one.name, 30)}: {title}"
        late = now - one.at > PUNCTUAL and one.what != "last-day"
        lines.append(_(_LATE if late else _NOTICES[one.what], what=what, due=when))
    if len(lines) > most:
        rest = len(lines) - most + 1
        lines = [*lines[: most - 1], _.ngettext("and {n} more due", "and {n} more due", rest)]
    return lines


def calendar_ends(charter: Charter, now: int) -> date | None:
    """The calendar's last day, once it is near enough to be warned of; else None."""
    is_near = charter.at(now).date() >= charter.counted_until - CALENDAR_WARNING
    return date(charter.calendar.last_year, 12, 31) if is_near else None


def calendar_ends_line(_: Translator, charter: Charter, now: int) -> str:
    """What is wrong with a calendar that ends soon, and the remedy; empty while it does not."""
    if (end := calendar_ends(charter, now)) is None:
        return ""
    return _(
        "the calendar ends on {end}; some deadlines of tickets after {day} cannot be counted: raise "
        "calendar.last_year in the charter file and apply it (desk charter apply FILE)",
        end=deadlines.on(_, end),
        day=deadlines.on(_, charter.counted_until),
    )


def shift_lines(_: Translator, charter: Charter, found: "Shift", who: str, now: int) -> list[str]:
    """What somebody who sits down must know, in sections: promised moments, what is due, what is theirs, what happened."""
    lines = []
    if found.reminders:
        lines += [_("Promised:"), *(_reminder_line(_, charter, reminder, who) for reminder in found.reminders), ""]
    until = deadlines.at(_, charter.at(found.until))
    lines += [_("Due by {moment}:", moment=until), *due_lines(_, charter, found.due, now), ""]
    if found.mine:
        lines += [_("Your other tickets:"), *due_lines(_, charter, found.mine, now), ""]
    if found.since is None:
        lines.append(_("No activity by {name} before the last half hour.", name=sanitize.one_line(who, 60)))
    else:
        lines.append(_("Since {moment}:", moment=deadlines.at(_, charter.at(found.since))))
        lines += [_happened_line(_, charter, one) for one in found.happened] or [_("No activity by others.")]
    return lines


def due_lines(_: Translator, charter: Charter, rows: "Sequence[QueueRow]", now: int) -> list[str]:
    """Tickets for paper, a line each: when it is due, whose it is, whom to reach how, about what."""
    if not rows:
        return [_("none")]
    lines = []
    for row in rows:
        due = deadlines.at(_, charter.at(row.due)) if row.due is not None else _("no clock")
        if row.due is not None and now > row.due:
            due = f"! {_(tickets.STATES[tickets.OVERDUE])}: {due}"
        title = charter.standard(row.standard).title.in_language(_.language) if row.standard else ""
        whom = ", ".join(filter(None, (row.name, row.phone, row.email)))
        owner = row.owner or _("unassigned")
        rest = (tickets.about_words(_, row),) if row.sealed else (whom, tickets.about_words(_, row), owner)
        parts = (f"#{row.id}", due, title, *rest)
        lines.append(sanitize.one_line("  ".join(filter(None, parts)), 300))
    return lines


def _reminder_line(_: Translator, charter: Charter, one: "ReminderRow", who: str) -> str:
    whose = _("yours") if one.staff == who else one.staff
    return sanitize.one_line(f"#{one.ticket}  {deadlines.at(_, charter.at(one.at))}  {one.note}  ({whose})", 200)


def _happened_line(_: Translator, charter: Charter, one: "Happened") -> str:
    moment = deadlines.at(_, charter.at(one.at))
    return sanitize.one_line(f"#{one.ticket}  {moment}  {one.who}: {_(tickets.EVENTS.get(one.what, one.what))}  {one.name}", 200)


def draft_line(_: Translator, charter: Charter, draft: "Draft", rows: "Mapping[int, QueueRow]", now: int) -> str:
    """A draft in one line: for what it is, of whom, when it was typed, how it goes."""
    row = rows.get(draft.numbers[0]) if len(draft.numbers) == 1 else None
    when = deadlines.lately(_, charter.at(draft.at), charter.at(now))
    parts = (_draft_title(_, draft), sanitize.one_line(tickets.who(row), 24) if row else "", when, draft_words(draft))
    return sanitize.one_line("  ".join(filter(None, parts)), DRAFT_SHOWN)


def draft_heading(_: Translator, charter: Charter, draft: "Draft", now: int) -> str:
    """Over the words of a draft whose form cannot be filled in any more."""
    when = deadlines.lately(_, charter.at(draft.at), charter.at(now))
    return _("{what}: not possible now. Text typed {moment}:", what=_draft_title(_, draft), moment=when)


def draft_words(draft: "Draft") -> str:
    """What was typed, a field after the other."""
    return "\n".join(draft.typed.values())


def _draft_title(_: Translator, draft: "Draft") -> str:
    """The name of its command, and the tickets."""
    name = draft.form.partition(" ")[0]
    title = next((_(command.title) for command in ACTIONS if command.id == name), name)
    if len(draft.numbers) > 1:
        return f"{title}: {_.ngettext('{n} ticket', '{n} tickets', len(draft.numbers))}"
    return " ".join([title, *(f"#{number}" for number in draft.numbers)])


def written_line(_: Translator, done: "Written") -> str:
    """What writing to many came to."""
    words = _mail_words(_, done.emails, done.letters)
    left = _("; skipped: {n}", n=done.left) if done.left else ""
    waiting = _("; already waiting: {n}", n=done.waiting) if done.waiting else ""
    return _("In the outbox: {what}", what=", ".join(words)) + left + waiting


def _mail_words(_: Translator, emails: int, letters: int) -> list[str]:
    counted = ((emails, _.ngettext("{n} email", "{n} emails", emails)), (letters, _.ngettext("{n} letter", "{n} letters", letters)))
    return [words for count, words in counted if count] or [_("none")]


def mail_line(_: Translator, done: "Exported", folder: "Path") -> str:
    """What was exported for the mail program, and where it lies."""
    waits = " ".join(f"#{number}" for number in done.unaddressed)
    still = _("waiting, without an address: {tickets}", tickets=waits) if waits else ""
    if not done.emails and not done.letters:
        return still or _("Nothing to send.")
    words = _mail_words(_, done.emails, done.letters)
    line = _("{what} in {folder}", what=", ".join(words), folder=sanitize.one_line(str(folder), 200))
    return f"{line}; {still}" if still else line


def group_head(_: Translator, charter: Charter, group: "Group", now: int) -> str:
    """What a box or a session is, and how far it is."""
    rows = group.rows
    told, here = sum(row.due is None for row in rows), sum(row.state == "open" for row in rows)
    if group.kind == "session":
        return "\n".join((_session_words(_, charter, group, now), _confirmed_words(_, group, now)))
    if group.kind == "box":
        parts = [
            _("Batch {number}, {moment}", number=group.number, moment=_came(_, charter, group.received)),
            group.exam,
            _day(_, group.day),
            group.opened_by,
        ]
        first = "  ".join(sanitize.one_line(part, 80) for part in parts if part)
    else:
        first = _("Informed, not collected yet: longest waiting first")
    counts = [
        _.ngettext("{n} certificate", "{n} certificates", len(rows)),
        _("to inform {n}", n=len(rows) - told),
        _("informed {n}", n=told),
        _("not collected {n}", n=here),
    ]
    return f"{first}\n{'  ·  '.join(counts)}"


def _session_words(_: Translator, charter: Charter, group: "Group", now: int) -> str:
    left = (date.fromisoformat(group.day) - charter.at(now).date()).days
    days = _.ngettext("in {n} day", "in {n} days", left) if left > 0 else _("today") if left == 0 else _("past")
    ends = _("registration until {day}", day=_day(_, group.ends)) if group.ends else ""
    parts = (sanitize.one_line(group.exam, 80), _day(_, group.day), days, sanitize.one_line(group.place, 60), ends)
    return "  ".join(part for part in parts if part)


def _confirmed_words(_: Translator, group: "Group", now: int) -> str:
    counts = [
        _.ngettext("{n} candidate", "{n} candidates", group.candidates),
        _("to confirm {n}", n=group.candidates - group.confirmed),
        _("confirmed {n}", n=group.confirmed),
    ]
    overdue = sum(row.due is not None and row.due < now for row in group.rows)
    return "  ·  ".join(counts) + (f"  ! {_('overdue {n}', n=overdue)}" if overdue else "")


def _came(_: Translator, charter: Charter, received: int) -> str:
    """When a box came; of one of which only the day is known, the day."""
    moment = charter.at(received)
    return deadlines.at(_, moment) if moment.time() != time.min else deadlines.on(_, moment.date())


def box_line(_: Translator, charter: Charter, box: "Box", now: int) -> str:  # noqa: ARG001 - as session_line
    """A box in one line of a list."""
    parts = (
        _("Batch {number}, {moment}", number=box.number, moment=_came(_, charter, box.received)),
        sanitize.one_line(box.exam, 40),
        _day(_, box.day),
        _.ngettext("{n} certificate", "{n} certificates", box.certificates),
        _("not collected {n}", n=box.here),
    )
    return "  ".join(part for part in parts if part)


def session_line(_: Translator, charter: Charter, session: "Session", now: int) -> str:
    """A session in one line of a list."""
    over = date.fromisoformat(session.day) < charter.at(now).date()
    parts = (
        _day(_, session.day),
        sanitize.one_line(session.exam, 40),
        sanitize.one_line(session.place, 30),
        _.ngettext("{n} candidate", "{n} candidates", session.candidates),
        _("to confirm {n}", n=session.to_confirm) if session.to_confirm else "",
        f"! {_('overdue {n}', n=session.overdue)}" if session.overdue else "",
        _("past") if over else "",
    )
    return "  ".join(part for part in parts if part)


def _day(_: Translator, iso: str) -> str:
    return deadlines.on(_, date.fromisoformat(iso)) if iso else ""


def feedback_line(_: Translator, charter: Charter, one: "FeedbackEntry") -> str:
    """Feedback in one line: when it came, what was said, what was done about it."""
    done = _("done: {what}", what=one.done) if one.done else "! " + _("no follow-up yet")
    of = f"#{one.ticket}" if one.ticket else ""
    parts = (
        str(one.id),
        deadlines.on(_, charter.at(one.at).date()),
        of,
        sanitize.one_line(one.words, 80),
        sanitize.one_line(done, 80),
    )
    return "  ".join(part for part in parts if part)


def duty_line(_: Translator, charter: Charter, standing: "DutyStatus", now: int) -> str:
    """A duty in one line: rhythm, when it is due, when it was done last and by whom, how often it was kept and missed."""
    duty = next(one for one in charter.file.duty if one.id == standing.duty)
    words = [f"{duty.title.in_language(_.language)} ({deadlines.limit(_, charter.limit(duty.id))})"]
    if standing.slot:
        left = tickets.time_left(_, charter, duty.id, standing.slot.due, now).text
        words.append(_("due {moment}", moment=deadlines.at(_, charter.at(standing.slot.due))) + f" ({left})")
    if standing.last:
        words.append(_("last {moment}", moment=deadlines.at(_, charter.at(standing.last[0]))) + f" {standing.last[1]}")
    if standing.slot and any(standing.venues):
        venues = ", ".join(sanitize.one_line(venue, 60) if venue else "—" for venue in standing.venues)
        words.append(_("still to check: {venues}", venues=venues))
    words.append(deadlines.duty_counts(_, standing.kept, standing.entered_late, standing.missed))
    return ("! " if standing.missed_today else "") + "; ".join(words)


def duties_today(_: Translator, charter: Charter, standings: "Sequence[DutyStatus]", now: int, key: str) -> str:
    """Today's duties in one line: what is still due today, and what was missed; empty when there is nothing to say.

    key: the one that shows them all.
    """
    _unused, tonight = charter.calendar.day_of(now)
    parts = []
    for one in standings:
        title = next(duty.title.in_language(_.language) for duty in charter.file.duty if duty.id == one.duty)
        if one.missed_today:
            parts.append(f"! {title}: " + _("not done"))
        elif one.slot and one.slot.due < tonight:
            parts.append(f"{title}: {deadlines.clock_time(charter.at(one.slot.due))}")
    return _("Duties today ({key}): {duties}", key=key, duties="  ".join(parts)) if parts else ""
