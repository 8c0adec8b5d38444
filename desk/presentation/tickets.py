"""Tickets in Russian and English: clocks, history, previews of moved deadlines. For screens and commands."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desk.actions.choices import DOCUMENTS, OUTCOMES, RELATIONS, SEVERITIES, WAYS
from desk.charter import Charter
from desk.charter.clocks import RECOUNTED, Clock, Waiting
from desk.i18n import N_, Translator
from desk.presentation import formats, terms
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.recounting import Move, Preview
    from desk.store.commands.tickets import Undoable
    from desk.store.customers.identity import OtherCase
    from desk.store.queries.board import QueueRow, ReminderRow
    from desk.store.queries.concerned import Concerned
    from desk.store.queries.ticket import TicketView
    from desk.store.staff import HiddenFrom
    from desk.store.ticket_state import EventRow, TicketState

SUBJECT_SHOWN = 300  # characters: a longer subject is shown in the history, since the head of the screen has no room


NUMBERS_SHOWN = 30


_HANDED = ((RELATIONS, "relation"), (DOCUMENTS, "document"))


def hidden_from_words(_: Translator, kept: "HiddenFrom", typed: str) -> str:
    """Whom a complaint is hidden from. typed: the staff it is about, as typed so far."""
    if not typed.strip():
        return ""
    lines = []
    if kept.chosen:
        lines.append(_("Hidden from: {names}", names=_named(kept.chosen)))
    if kept.mentioned:
        lines.append(_("The text mentions {names}: hidden from them until confirmed.", names=_named(kept.mentioned)))
    return "\n".join(lines) or _("It names no staff member, so it is hidden from nobody.")


def complained_about(_: Translator, story: "TicketState", staff: Mapping[int, str], key: str) -> list[str]:
    """The staff a complaint is about, then those its text mentions until they are confirmed, one line each. key: of the action that
    confirms."""
    people = "; ".join(filter(None, (_people(story.about, staff), story.words["about"])))
    lines = [_("About: {names}", names=people)] if people else []
    if story.mentioned:
        names = _people(story.mentioned, staff)
        lines.append(_("! May be about {names}: hidden from them until confirmed ({key}).", names=names, key=key))
    return lines


def _named(names: Sequence[str]) -> str:
    return sanitize.one_line(", ".join(names), 200)


def sealed_words(_: Translator) -> str:
    """The text shown instead of a complaint to users who may not read it."""
    return _("sealed: only staff who handle complaints can read it")


def kind_and_about(_: Translator, charter: Charter, row: "QueueRow") -> str:
    """The subject of a readable ticket, after its kind if that has no pane of its own, and `?` if it is only proposed."""
    kind = charter.kind(row.kind)
    about = row.subject if kind.pane else ": ".join(filter(None, (kind.title.in_language(_.language), row.subject)))
    return f"? {about}" if row.proposed else about


def about_words(_: Translator, row: "QueueRow") -> str:
    """The subject of a ticket, as far as the current user may read it and it is readable at all."""
    subject = sealed_words(_) if row.sealed else row.subject
    return "  ".join(filter(None, (_("! damaged"), subject))) if row.damaged else subject


def email_words(_: Translator, row: "QueueRow", *, is_unreachable: bool) -> str:
    """The email address, and whether an email to it did not arrive."""
    return _("{email} (does not arrive)", email=row.email) if row.email and is_unreachable else row.email


def exam_words(_: Translator, row: "QueueRow") -> str:
    """The exam: its date in full, or its name unless the subject contains it already."""
    try:
        return _("exam {day}", day=formats.on(_, date.fromisoformat(row.exam)))
    except ValueError:
        return row.exam if row.exam != row.subject else ""


def clock_line(_: Translator, charter: Charter, clock: Clock, now: int) -> str:
    """A clock in one line: state, title, due time, what stopped it."""
    standard = charter.find(clock.standard)
    title = standard.title.in_language(_.language) if standard else clock.standard
    state = _(terms.CLOCK_STATES[clock.state_at(now)])
    due = formats.at(_, charter.at(clock.due))
    words = f"{state}: {title}; " + _("due {moment}", moment=due)
    if clock.reason:  # ended without being fulfilled
        ended = formats.at(_, charter.at(clock.stopped)) if clock.stopped is not None else ""
        words += f", {_(terms.REASONS.get(clock.reason, clock.reason))} {ended}".rstrip()
    elif clock.stopped is not None:
        words += ", " + _("done {moment}", moment=formats.at(_, charter.at(clock.stopped)))
        words += ", " + _("entered late") if clock.entered_late else ""
    else:
        words += f" ({formats.time_left_words(_, charter, clock.standard, clock.due, now)})"
    if clock.house or (standard and standard.house):
        words += " (" + _("house rule") + ")"
    return words


def kind_words(_: Translator, charter: Charter, view: "TicketView") -> str:
    """The kind of a ticket, with its topic, or its category and severity, if it has any."""
    kind, story = terms.kind_title(_, charter, view.row.kind), view.story
    fields = charter.kind(view.row.kind).fields  # one that was a complaint before keeps its values
    more = [
        terms.topic_title(_, charter, story.topic) if story.topic else "",
        terms.category_title(_, charter, story.category) if story.category and "category" in fields else "",
        _(SEVERITIES.get(story.severity, story.severity)) if story.severity and "severity" in fields else "",
    ]
    said = ", ".join(filter(None, more))
    words = f"{kind}: {said}" if said else kind
    return _("{kind} (? proposed, not confirmed)", kind=words) if story.proposed else words


def event_lines(
    _: Translator, charter: Charter, events: "Sequence[EventRow]", staff: Mapping[int, str], merged: Mapping[int, str]
) -> list[str]:
    """The events, one per line: when, who, what, both values of a correction, and when it was recorded if later.

    merged: what was asked on the tickets merged into this one, by number; shown with the merge.
    """
    lines, kind = [], ""
    for event in events:
        kind = event.data.get("kind", kind)
        line = event_line(_, charter, event, staff, kind)
        if event.what == "undone":
            of = next(earlier for earlier in events if earlier.step == event.data["step"])
            line += f": {_(terms.EVENTS[of.what])} ({formats.at(_, charter.at(of.at))})"
        if entered := recorded_at(_, charter, event):
            line += f"  ({entered})"
        if event.what == "absorbed":
            line += "".join(
                f"\n{terms.ticket_ref(_, number)}: {merged[number]}" for number in event.data["numbers"] if number in merged
            )
        lines.append(line)
    return lines


def event_line(_: Translator, charter: Charter, event: "EventRow", staff: Mapping[int, str], kind: str) -> str:
    """An event in one line. kind: the kind of the ticket at that time."""
    is_full = event.what == "answered" and charter.kind(kind).is_sealed
    what = _("answered in full") if is_full else _(terms.EVENTS[event.what])
    if event.what == "mailed" and event.data.get("automatic"):
        what = _("automatic reply came")
    elif event.what == "noted" and event.data.get("letter"):
        what = _("message sent")
    words = filter(None, (formats.at(_, charter.at(event.at)), staff.get(event.staff, "?"), what))
    details = event_details(_, charter, event, staff)
    # A text of several lines is indented, so that none of them can pass for another event.
    return "  ".join([*words, *(detail.replace("\n", "\n    ") for detail in details)])


def event_details(_: Translator, charter: Charter, event: "EventRow", staff: Mapping[int, str]) -> list[str]:
    """The rest of an event: its values, then its texts."""
    data, texts = event.data, event.texts
    said = []
    if event.what == "corrected":
        old, new = texts.get("old", data.get("old", "")), texts.get("new", data.get("new", data.get("at", "")))
        if data["field"] == "letter-date":
            old, new = _as_date(_, old), _as_date(_, new)
        field = terms.FIELDS[data["field"]]
        if data["field"] == "customer":
            parted = _("separated from the customer's other tickets")
            joined = _("same person as on #{number}", number=data["of"]) if "of" in data else parted
            return [joined, *filter(None, [texts.get("note")])]
        if data["field"] == "at":
            old, new = (formats.at(_, charter.at(int(value))) for value in (old, new))
        elif data["field"] == "staff":
            old, new = _people(old, staff), _people(new, staff)
        elif data["field"] == "channel":
            old, new = _(terms.CHANNELS[old]), _(terms.CHANNELS[new])
        elif data["field"] in _TITLES:
            old, new = (_TITLES[data["field"]](_, charter, str(value)) for value in (old, new))
        elif data["field"] == "severity":
            old, new = (_(SEVERITIES.get(value, value)) if value else "" for value in (old, new))
        return [_("{field}: {old} → {new}", field=_(field), old=old or "—", new=new or "—")]
    if data.get("at_once"):
        said.append(_("answered at once"))
    if "to" in data:
        said.append("→ " + staff.get(data["to"], "?"))
    if data.get("staff"):
        people = _people(data["staff"], staff)
        said.append(people if event.what == "mentioned" else f"{_(terms.FIELDS['staff'])}: {people}")
    if "for" in data:
        said.append(formats.at(_, charter.at(data["for"])))
    if event.what == "converted":
        said.append("→ " + terms.kind_title(_, charter, data["kind"]))
    said += [title(_, charter, data[name]) for name, title in _TITLES.items() if data.get(name)]
    for values, name in ((WAYS, "way"), (terms.REASONS, "reason"), (OUTCOMES, "outcome"), (SEVERITIES, "severity"), *_HANDED):
        if name in data:
            said.append(_(values.get(data[name], data[name])))
    if "score" in data:
        said.append(_("{score} of 5", score=data["score"]))
    if event.what == "linked":
        how = terms.LINKS[data["how"]]
        said.append(_(how))
    if "of" in data:
        said.append(terms.ticket_ref(_, data["of"]))
    if "into" in data:
        said.append("→ " + terms.ticket_ref(_, data["into"]))
    said += ["← " + terms.ticket_ref(_, number) for number in data.get("numbers", ())]
    if event.what == "exam-moved":
        said.append(moved(_, date.fromisoformat(data["old"]), date.fromisoformat(data["exam"])))
    for standard, old, new in data.get("clocks", ()):
        said.append(clock_moved(_, charter, standard, old, new))
    hidden = ("name", "phone", "email", "subject") if event.what == "received" else ()
    for name, body in texts.items():
        if name == "note":
            said.append(body)
        elif name == "files":
            said.append(f"{_(terms.FIELDS[name])}: {formats.file_words(_, body)}")
        elif name in terms.FIELDS and (name not in hidden or len(body) > SUBJECT_SHOWN):
            said.append(f"{_(terms.FIELDS[name])}: {_as_date(_, body) if name in _DAYS else body}")
    return said


def _people(ids: Iterable[int], staff: Mapping[int, str]) -> str:
    return ", ".join(staff.get(person, "?") for person in ids)


_TITLES = {"topic": terms.topic_title, "category": terms.category_title, "cause": terms.cause_title}
_DAYS = ("letter-date", "exam-day")


def _as_date(_: Translator, iso: str) -> str:
    try:
        return formats.on(_, date.fromisoformat(iso))
    except ValueError:
        return iso


def moved(_: Translator, old: date, new: date) -> str:
    """A date and its new value."""
    return f"{formats.on(_, old)} → {formats.on(_, new)}"


def clock_moved(_: Translator, charter: Charter, standard: str, old: int | None, new: int | None) -> str:
    """A deadline moved by a changed charter, calendar or exam: old and new due time. old: None if it was beyond the calendar."""
    row = charter.find(standard)
    title = row.title.in_language(_.language) if row else standard
    after = formats.at(_, charter.at(new)) if new is not None else _(terms.REASONS[RECOUNTED])
    before = formats.at(_, charter.at(old)) if old is not None else _("beyond the calendar")
    return f"{title}: {before} → {after}"


def undo_question(_: Translator, charter: Charter, found: "Undoable") -> str:
    """The question before undo, naming what would be reversed."""
    if found.tickets > 1:
        many = _.ngettext("{n} ticket", "{n} tickets", found.tickets)
        return _("Undo the recording of {tickets}, from #{number} on?", tickets=many, number=found.number)
    done, moment = _(terms.EVENTS.get(found.what, found.what)), formats.at(_, charter.at(found.entered))
    return _("Undo on #{number}: {what}, {moment}?", number=found.number, what=done, moment=moment)


def preview_line(_: Translator, seen: "Preview", now: int, *, applied: bool = False) -> str:
    """The result of a previewed or applied change in one line."""
    would = N_("{moved} of {running} would move, {missed} of them would be missed")
    did = N_("Applied: {moved} of {running} moved, {missed} of them are now missed")
    return _(
        did if applied else would,
        moved=_.ngettext("{n} deadline", "{n} deadlines", len(seen.moves)),
        running=seen.running,
        missed=sum(move.missed(now) for move in seen.moves),
    )


def concerned_lines(_: Translator, found: "Concerned") -> list[str]:
    """Who is affected by a moved date: letters to be withdrawn, and people who were told the old date."""
    said = {
        N_("Waiting letters to be withdrawn: {tickets}"): found.letters,
        N_("Customers who were told the old date: {tickets}"): found.told,
    }
    return [_(message, tickets=_numbers(_, numbers)) for message, numbers in said.items() if numbers]


def _numbers(_: Translator, numbers: "Sequence[int]") -> str:
    more = f" … ({len(numbers)})" if len(numbers) > NUMBERS_SHOWN else ""
    return terms.ticket_refs(_, numbers[:NUMBERS_SHOWN]) + more


def move_lines(_: Translator, charter: Charter, moves: "Sequence[Move]", now: int) -> list[str]:
    """The deadlines a change would move, one line each: those it makes missed first, then those that come sooner."""
    rows = sorted(moves, key=lambda move: (not move.missed(now), not _is_sooner(move), move.new or 0, move.number))
    lines = []
    for row in rows:
        line = f"{terms.ticket_ref(_, row.number)}  {clock_moved(_, charter, row.standard, row.old, row.new)}"
        warning = _("missed as a result") if row.missed(now) else _("sooner than before") if _is_sooner(row) else ""
        lines.append(f"{line}  ! {warning}" if warning else line)
    return lines


def _is_sooner(move: "Move") -> bool:
    return move.new is not None and move.old is not None and move.new < move.old


def recorded_at(_: Translator, charter: Charter, event: "EventRow") -> str:
    """When an event was recorded, if later than it happened; else empty."""
    if event.recorded - event.at < 60:
        return ""
    return _("entered {moment}", moment=formats.at(_, charter.at(event.recorded)))


def waiting_line(_: Translator, charter: Charter, wait: Waiting, missing: tuple[str, int] | None) -> str:
    """What a promise waits for before it can start or be computed, and since when.

    missing: a user's own description of what is missing, and since when.
    """
    standard, calendar = charter.find(wait.standard), charter.calendar
    if standard is None:
        return _(terms.REASONS[RECOUNTED])
    if wait.beyond:
        return _(
            "not counted yet: {title}, since {moment}; the deadline is outside the calendar of {first}-{last}. "
            "Apply a charter with a longer calendar: `desk charter apply FILE`",
            title=standard.title.in_language(_.language),
            moment=formats.at(_, charter.at(wait.since)),
            first=calendar.first_year,
            last=calendar.last_year,
        )
    what = standard.waits_for.in_language(_.language) if standard.waits_for else ""
    since = formats.at(_, charter.at(wait.since))
    title = standard.title.in_language(_.language)
    line = _("waiting: {title}; for {what}, since {moment}", title=title, what=what, moment=since)
    if wait.nudge is not None:
        line += ", " + _("follow up from {moment}", moment=formats.at(_, charter.at(wait.nudge)))
    if missing and missing[0]:
        moment = formats.at(_, charter.at(missing[1]))
        line += "; " + _("missing: {what}, since {moment}", what=sanitize.one_line(missing[0], 200), moment=moment)
    return line


def links_line(_: Translator, links: Mapping[int, str]) -> str:
    """The linked tickets with how they belong together, as one line; "" for none."""
    return "   ".join(f"{_(terms.LINKS[how])} {terms.ticket_ref(_, number)}" for number, how in links.items())


def reminder_line(_: Translator, charter: Charter, reminder: "ReminderRow") -> str:
    """A reminder on a ticket: when, and its note; of a question or its answer, by whom and to whom."""
    if reminder.what == "asked":
        words = _("? {who} asks {whom}:", who=reminder.by, whom=reminder.staff)
    elif reminder.what == "advised":
        words = _("{who} answers {whom}:", who=reminder.by, whom=reminder.staff)
    elif reminder.what == "mailed":
        words = _("new message {moment}:", moment=formats.at(_, charter.at(reminder.at)))
    elif reminder.what in ("bounced", "unsent"):
        words = _("not delivered {moment}:", moment=formats.at(_, charter.at(reminder.at)))
    else:
        words = _("reminder {moment}", moment=formats.at(_, charter.at(reminder.at)))
    return sanitize.one_line(f"{words} {reminder.note}", 200)


def case_words(_: Translator, charter: Charter, case: "OtherCase", now: int) -> str:
    """Another case of a customer in a few words: number, kind, state, and when it is due."""
    named = f"{terms.ticket_ref(_, case.number)} {terms.kind_title(_, charter, case.kind)}, {_(terms.TICKET_STATES[case.state])}"
    if case.due is None:
        return named
    due = formats.due_short(_, charter.at(case.due), charter.at(now).date())
    return f"{named}, " + (_("! overdue since {moment}", moment=due) if case.due < now else _("due {moment}", moment=due))


def due_lines(_: Translator, charter: Charter, rows: "Sequence[QueueRow]", now: int) -> list[str]:
    """Tickets for printing, one line each: due time, owner, customer with contact, subject."""
    if not rows:
        return [_("none")]
    lines = []
    for row in rows:
        due = formats.at(_, charter.at(row.due)) if row.due is not None else _("no clock")
        if row.due is not None and now > row.due:
            due = f"! {_(formats.STATES[formats.OVERDUE])}: {due}"
        title = charter.standard(row.standard).title.in_language(_.language) if row.standard else ""
        whom = ", ".join(filter(None, (row.name, row.phone, row.email)))
        owner = row.owner or _("unassigned")
        rest = (about_words(_, row),) if row.sealed else (whom, about_words(_, row), owner)
        parts = (terms.ticket_ref(_, row.id), due, title, *rest)
        lines.append(sanitize.one_line("  ".join(filter(None, parts)), 300))
    return lines
