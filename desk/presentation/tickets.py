"""Tickets in Russian and English: time left, clocks, what happened. For screens and commands alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desk.actions.choices import DOCUMENTS, OUTCOMES, RELATIONS, WAYS
from desk.actions.registry import EVENT_WORDS
from desk.charter import Charter
from desk.charter.clocks import RECOUNTED, Clock
from desk.i18n import N_, Translator
from desk.presentation import deadlines
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.recounting import Move, Preview
    from desk.store.commands.tickets import Undoable
    from desk.store.maintenance.findings import Finding
    from desk.store.queries.board import QueueRow
    from desk.store.queries.concerned import Concerned
    from desk.store.ticket_state import EventRow

SUBJECT_SHOWN = 300  # characters: a longer subject is shown in the history, since the head of the screen has no room

RUNNING, SOON, OVERDUE, PAUSED, WAITING = "running", "soon", "overdue", "paused", "waiting"
STATES = {
    RUNNING: N_("running"),
    SOON: N_("soon"),
    OVERDUE: N_("overdue"),
    PAUSED: N_("outside opening hours"),
    WAITING: N_("waiting"),
}
TICKET_STATES = {"open": N_("open"), "closed": N_("done"), "void": N_("undone")}

NUMBERS_SHOWN = 30
EVENTS = EVENT_WORDS | {
    "received": N_("recorded"),
    "duplicated": N_("another ticket closed as its duplicate"),
    "written": N_("letter written, waiting to be sent"),
    "recalled": N_("waiting letter withdrawn"),
    "absorbed": N_("another ticket merged into it"),
    "recounted": N_("deadlines recounted"),
}
FIELDS = {
    "name": N_("name"),
    "phone": N_("phone"),
    "email": N_("email"),
    "address": N_("postal address"),
    "subject": N_("subject"),
    "body": N_("text"),
    "about": N_("complaint about"),
    "remedy": N_("remedy sought"),
    "incoming": N_("incoming number"),
    "letter-date": N_("date of the letter"),
    "exam-name": N_("exam"),
    "candidate": N_("candidate number"),
    "document": N_("name as in the travel document"),
    "exam-day": N_("exam date"),
    "session": N_("exam session"),
    "channel": N_("channel"),
    "language": N_("language"),
    "customer": N_("same person as on another ticket"),
    "received": N_("received"),
    "at": N_("received"),
    "answer": N_("answer"),
    "note": N_("note"),
    "number": N_("number"),
    "topic": N_("topic"),
    "why": N_("reason for delay"),
    "title": N_("subject of the letter"),
    "taker": N_("collected by"),
    "signs": N_("ends with"),
    "authority": N_("letter of authority"),
}
_HANDED = ((RELATIONS, "relation"), (DOCUMENTS, "document"))


_FINDINGS = {
    "file": N_("the file is damaged: {detail}"),
    "keys": N_("a row refers to a missing row: {detail}"),
    "chain": N_("#{number}: event {event} was changed"),
    "head": N_("the chain does not end where its record says"),
    "words": N_("#{number}: the text of event {event} was changed: {detail}"),
    "no-events": N_("#{number}: has no events"),
    "unreadable": N_("#{number}: cannot be read: event {event} is damaged"),
    "misread": N_("#{number}: part of it cannot be read: {detail}"),
    "part": N_("part of the file cannot be read: {detail}"),
    "shape": N_("#{number}: event {event} lacks required data: {detail}"),
    "charter": N_("the stored charter or calendar {detail} is damaged or was changed"),
    "clocks": N_("#{number}: its clocks do not match its events"),
    "row": N_("#{number}: its row does not match its events"),
    "order": N_("#{number}: a clock stops before its start: {detail}"),
    "schema": N_("unexpected table, index or trigger: {detail}"),
    "recorded": N_("#{number}: event {event} is recorded earlier than the previous one"),
    "anchor": N_("the log no longer contains event {event} as it was anchored: it was rewritten"),
    "logged-row": N_("a row does not match the log: {detail}"),
    "foreign": N_("#{number}: row of a missing ticket: {detail}"),
    "customer": N_("a person's name or contact does not match their tickets: {detail}"),
    "letter": N_("#{number}: the letter of event {event} is not waiting, or not sent, as its events say"),
    "index": N_("the search index does not match its table: {detail}"),
}


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The first column of a queue: the time, and the state that it is in."""

    text: str
    state: str


def time_left(_: Translator, charter: Charter, standard: str, due: int | None, now: float) -> TimeLeft:
    """What is left of the nearest clock. Hour standards show open time and stand still while closed."""
    if due is None:
        return TimeLeft("", WAITING)
    moment = int(now)
    open_time = charter.limit(standard).counts_open_time
    left = charter.calendar.open_between(moment, due) if open_time else due - moment
    text = deadlines.span(_, left)
    if moment > due:
        return TimeLeft(text if left else f"-{text}", OVERDUE)
    if open_time and not charter.calendar.counts(moment):
        return TimeLeft(text, PAUSED)
    return TimeLeft(text, SOON if left <= 3600 else RUNNING)


def who(row: "QueueRow") -> str:
    """The person the ticket is about, as far as we know them."""
    return row.name or row.phone or row.email


def kept_words(_: Translator, about: str, names: Sequence[str]) -> str:
    """Whom a complaint is kept from, as far as it is said about whom it is."""
    if not about.strip():
        return ""
    if not names:
        return _("It names no staff member, so it is hidden from nobody.")
    return _("Hidden from: {names}", names=sanitize.one_line(", ".join(names), 200))


def sealed_words(_: Translator) -> str:
    """Instead of all that a complaint says, to people who handle none."""
    return _("a complaint: only staff who handle complaints can read it")


def about_words(_: Translator, row: "QueueRow") -> str:
    """What a ticket is about, as far as the current user may read it, and as far as it can be read at all."""
    subject = sealed_words(_) if row.sealed else row.subject
    return "  ".join(filter(None, (_("! damaged"), subject))) if row.damaged else subject


def exam_words(_: Translator, row: "QueueRow") -> str:
    """The exam: its date, said in full, or its name where the subject does not name it already."""
    try:
        return _("exam {day}", day=deadlines.on(_, date.fromisoformat(row.exam)))
    except ValueError:
        return row.exam if row.exam != row.subject else ""


def clock_line(_: Translator, charter: Charter, clock: Clock, now: int) -> str:
    """A clock in one line: state, title, due, what ended it."""
    standard = charter.find(clock.standard)
    title = standard.title.in_language(_.language) if standard else clock.standard
    state = _(deadlines.CLOCK_STATES[clock.state_at(now)])
    due = deadlines.at(_, charter.at(clock.due))
    words = f"{state}: {title}; " + _("due {moment}", moment=due)
    if clock.reason:  # ended without being done
        ended = deadlines.at(_, charter.at(clock.stopped)) if clock.stopped is not None else ""
        words += f", {_(deadlines.REASONS.get(clock.reason, clock.reason))} {ended}".rstrip()
    elif clock.stopped is not None:
        words += ", " + _("done {moment}", moment=deadlines.at(_, charter.at(clock.stopped)))
        words += ", " + _("entered late") if clock.entered_late else ""
    else:
        words += f" ({time_left(_, charter, clock.standard, clock.due, now).text})"
    if clock.house or (standard and standard.house):
        words += " [" + _("house rule") + "]"
    return words


def event_lines(_: Translator, charter: Charter, events: "Sequence[EventRow]", staff: Mapping[int, str]) -> list[str]:
    """What happened, each in one line: when, who, what, with both values of a correction, and when it was entered."""
    lines, kind = [], ""
    for event in events:
        kind = event.data.get("kind", kind)
        line = event_line(_, charter, event, staff, kind)
        if event.what == "undone":
            of = next(one for one in events if one.step == event.data["step"])
            line += f": {_(EVENTS[of.what])} ({deadlines.at(_, charter.at(of.at))})"
        entered = recorded_at(_, charter, event)
        lines.append(f"{line}  ({entered})" if entered else line)
    return lines


def event_line(_: Translator, charter: Charter, event: "EventRow", staff: Mapping[int, str], kind: str) -> str:
    """An event in one line. kind: of the ticket at that time."""
    what = _("answered in full") if (event.what, kind) == ("answered", "complaint") else _(EVENTS[event.what])
    words = [deadlines.at(_, charter.at(event.at)), staff.get(event.staff, "?"), what]
    return "  ".join([*words, *event_details(_, charter, event, staff)])


def event_details(_: Translator, charter: Charter, event: "EventRow", staff: Mapping[int, str]) -> list[str]:
    """The rest of an event: values, then words."""
    data, texts = event.data, event.texts
    said = []
    if event.what == "corrected":
        old, new = texts.get("old", data.get("old", "")), texts.get("new", data.get("new", data.get("at", "")))
        if data["field"] == "letter-date":
            old, new = _as_date(_, old), _as_date(_, new)
        field = FIELDS[data["field"]]
        if data["field"] == "customer":
            return [_("same person as on #{number}", number=data["of"])]
        if data["field"] == "at":
            old, new = (deadlines.at(_, charter.at(int(value))) for value in (old, new))
        elif data["field"] == "channel":
            old, new = _(deadlines.CHANNELS[old]), _(deadlines.CHANNELS[new])
        return [_("{field}: {old} → {new}", field=_(field), old=old or "—", new=new or "—")]
    if data.get("at_once"):
        said.append(_("answered at once"))
    if "to" in data:
        said.append("→ " + staff.get(data["to"], "?"))
    if "for" in data:
        said.append(deadlines.at(_, charter.at(data["for"])))
    if event.what == "converted":
        kind = deadlines.KINDS[data["kind"]]
        said.append("→ " + _(kind))
    for values, name in ((WAYS, "way"), (deadlines.REASONS, "reason"), (OUTCOMES, "outcome"), *_HANDED):
        if name in data:
            said.append(_(values.get(data[name], data[name])))
    if "score" in data:
        said.append(_("{score} of 5", score=data["score"]))
    if "of" in data:
        said.append(f"#{data['of']}")
    if "into" in data:
        said.append(f"→ #{data['into']}")
    said += [f"← #{number}" for number in data.get("numbers", ())]
    if event.what == "exam-moved":
        said.append(moved(_, date.fromisoformat(data["old"]), date.fromisoformat(data["exam"])))
    for standard, old, new in data.get("clocks", ()):
        said.append(clock_moved(_, charter, standard, old, new))
    hidden = ("name", "phone", "email", "subject") if event.what == "received" else ()
    for name, body in texts.items():
        if name == "note":
            said.append(body)
        elif name in FIELDS and (name not in hidden or len(body) > SUBJECT_SHOWN):
            said.append(f"{_(FIELDS[name])}: {_as_date(_, body) if name in _DAYS else body}")
    return said


_DAYS = ("letter-date", "exam-day")


def _as_date(_: Translator, iso: str) -> str:
    try:
        return deadlines.on(_, date.fromisoformat(iso))
    except ValueError:
        return iso


def moved(_: Translator, old: date, new: date) -> str:
    """A date and the one that it became."""
    return f"{deadlines.on(_, old)} → {deadlines.on(_, new)}"


def clock_moved(_: Translator, charter: Charter, standard: str, old: int | None, new: int | None) -> str:
    """A deadline that a changed charter, calendar or exam moved: from when to when. old: None where it lay beyond the calendar."""
    row = charter.find(standard)
    title = row.title.in_language(_.language) if row else standard
    after = deadlines.at(_, charter.at(new)) if new is not None else _(deadlines.REASONS[RECOUNTED])
    before = deadlines.at(_, charter.at(old)) if old is not None else _("beyond the calendar")
    return f"{title}: {before} → {after}"


def undo_question(_: Translator, charter: Charter, found: "Undoable") -> str:
    """What undo would reverse, as a question."""
    if found.tickets > 1:
        many = _.ngettext("{n} ticket", "{n} tickets", found.tickets)
        return _("Undo the recording of {tickets}, from #{number} on?", tickets=many, number=found.number)
    done, moment = _(EVENTS.get(found.what, found.what)), deadlines.at(_, charter.at(found.entered))
    return _("Undo on #{number}: {what}, {moment}?", number=found.number, what=done, moment=moment)


def finding_line(_: Translator, found: "Finding") -> str:
    """What does not hold in a database."""
    message = _FINDINGS[found.what]
    return _(message, number=found.number, event=found.event, detail=sanitize.one_line(found.detail, 200))


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
    """Whom a moved date concerns: letters that are withdrawn, and who was told the old one."""
    said = {
        N_("Waiting letters to be withdrawn: {tickets}"): found.letters,
        N_("Customers who were told the old date: {tickets}"): found.told,
    }
    return [_(message, tickets=_numbers(numbers)) for message, numbers in said.items() if numbers]


def _numbers(numbers: "Sequence[int]") -> str:
    more = f" … ({len(numbers)})" if len(numbers) > NUMBERS_SHOWN else ""
    return " ".join(f"#{number}" for number in numbers[:NUMBERS_SHOWN]) + more


def move_lines(_: Translator, charter: Charter, moves: "Sequence[Move]", now: int) -> list[str]:
    """What a change would move, a line for each deadline: those that it makes missed first."""
    rows = sorted(moves, key=lambda move: (not move.missed(now), move.new or 0, move.number))
    lines = []
    for row in rows:
        line = f"#{row.number}  {clock_moved(_, charter, row.standard, row.old, row.new)}"
        lines.append(line + ("  ! " + _("missed as a result") if row.missed(now) else ""))
    return lines


def recorded_at(_: Translator, charter: Charter, event: "EventRow") -> str:
    """When an event was entered, where that was later than it happened; else empty."""
    if event.recorded - event.at < 60:
        return ""
    return _("entered {moment}", moment=deadlines.at(_, charter.at(event.recorded)))
