"""Text for the shift report: what was promised, what is due, what happened since."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.i18n import Translator
from desk.presentation import formats, terms
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.queries.board import ReminderRow
    from desk.store.queries.shifts import Happened, Shift
    from desk.store.queries.today import Exam, Today
    from desk.store.shift_notes import Note

_APART = 3  # events of one second and kind that are listed one by one


def shift_lines(
    _: Translator, charter: Charter, found: "Shift", who: str, *, due: "Sequence[str]", mine: "Sequence[str]"
) -> list[str]:
    """The shift report in sections: notes, reminders, due tickets, the person's other tickets, events.

    due, mine: tickets as formatted lines.
    """
    lines = []
    if found.notes:
        lines += [_("Notes for this shift:"), *(_note_line(_, charter, note) for note in found.notes), ""]
    asked = [row for row in found.reminders if row.what != "reminded" and row.is_for(who)]
    promised = [row for row in found.reminders if row.what == "reminded"]
    if asked:
        lines += [_("Colleagues ask or answer:"), *(_reminder_line(_, charter, row, who) for row in asked), ""]
    if promised:
        lines += [_("Promised:"), *(_reminder_line(_, charter, row, who) for row in promised), ""]
    until = formats.at(_, charter.at(found.until))
    lines += [_("Due by {moment}:", moment=until), *due, ""]
    if found.mine:
        lines += [_("Your other tickets:"), *mine, ""]
    if found.since is None:
        lines.append(_("No activity by {name} before the last half hour.", name=sanitize.one_line(who, 60)))
    else:
        lines.append(_("Since {moment}:", moment=formats.at(_, charter.at(found.since))))
        lines += _happened_lines(_, charter, found.happened) or [_("No activity by others.")]
    return lines


def today_lines(
    _: Translator,
    charter: Charter,
    found: "Today",
    who: str,
    *,
    due: Sequence[str],
    duties: Sequence[str],
    corrective: Sequence[str] = (),
) -> list[str]:
    """What the day brings, in sections, for the screen and for paper. due, duties, corrective: as formatted lines."""
    lines = []
    if found.exams:
        lines += [_("Exams today:"), *(_exam_line(_, exam) for exam in found.exams), ""]
    elif found.coming:
        day = formats.on(_, date.fromisoformat(found.coming[0].day))
        lines += [_("No exam today; the next ones, {day}:", day=day), *(_exam_line(_, exam) for exam in found.coming), ""]
    if found.notes:
        lines += [_("Notes for this shift:"), *(_note_line(_, charter, note) for note in found.notes), ""]
    if found.reminders:
        lines += [_("Promised:"), *(_reminder_line(_, charter, row, who) for row in found.reminders), ""]
    if found.boxes:
        lines += [_("Boxes expected:"), *(_box_line(_, exam) for exam in found.boxes), ""]
    if found.uncollected:
        n = found.uncollected
        lines += [_.ngettext("{n} certificate uncollected for a month", "{n} certificates uncollected for a month", n), ""]
    lines += [_("Due by closing, {day}:", day=formats.on(_, charter.at(found.now).date())), *due, ""]
    if corrective:
        lines += [_("Corrective actions:"), *corrective, ""]
    return [*lines, _("Duties:"), *(duties or [_("none")])]


def _exam_line(_: Translator, exam: "Exam") -> str:
    candidates = _.ngettext("{n} candidate", "{n} candidates", exam.candidates)
    return "  ".join(filter(None, (sanitize.one_line(exam.exam, 60), sanitize.one_line(exam.place, 60), candidates)))


def _box_line(_: Translator, exam: "Exam") -> str:
    return f"{sanitize.one_line(exam.exam, 60)}  {formats.on(_, date.fromisoformat(exam.day))}"


def _note_line(_: Translator, charter: Charter, note: "Note") -> str:
    """A note in full: what it says after the first lines may be what matters."""
    head = f"{formats.at(_, charter.at(note.at))}  {sanitize.one_line(note.who, 60)}: "
    return head + sanitize.safe(note.words)


def _reminder_line(_: Translator, charter: Charter, reminder: "ReminderRow", who: str) -> str:
    whose = _("yours") if reminder.staff == who else reminder.staff
    if reminder.what != "reminded":
        whose = f"{reminder.by} → {reminder.staff}"
    parts = (terms.ticket_ref(_, reminder.ticket), formats.at(_, charter.at(reminder.at)), reminder.customer, reminder.note)
    return sanitize.one_line("  ".join([*filter(None, parts), f"({whose})"]), 200)


def _happened_lines(_: Translator, charter: Charter, happened: "Sequence[Happened]") -> list[str]:
    """The events of others, newest first; those that one step made on several tickets on one line."""
    lines = []
    for (at, who, what), group in groupby(happened, key=lambda event: (event.at, event.who, event.what)):
        events = list(group)
        if len(events) <= _APART:
            lines += [_happened_line(_, charter, event) for event in events]
            continue
        touched = list(dict.fromkeys(event.ticket for event in reversed(events)))
        tickets = _.ngettext("{n} ticket", "{n} tickets", len(touched))
        numbers = terms.ticket_refs(_, touched[:_APART])
        words = f"{formats.at(_, charter.at(at))}  {who}: {_(terms.EVENTS.get(what, what))}  {tickets} ({numbers} …)"
        lines.append(sanitize.one_line(words, 200))
    return lines


def _happened_line(_: Translator, charter: Charter, happened: "Happened") -> str:
    moment = formats.at(_, charter.at(happened.at))
    what = _(terms.EVENTS.get(happened.what, happened.what))
    return sanitize.one_line(f"{terms.ticket_ref(_, happened.ticket)}  {moment}  {happened.who}: {what}  {happened.name}", 200)
