"""Tickets in Russian and English: time left, clocks, what happened. For screens and commands alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.charter.clocks import RECOUNTED, Clock
from desk.i18n import Tongue, later
from desk.presentation import deadlines
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.commands.recounting import Move, Preview
    from desk.store.commands.tickets import Undoable
    from desk.store.maintenance.findings import Finding
    from desk.store.queries.board import QueueRow
    from desk.store.queries.concerned import Concerned
    from desk.store.ticket_state import EventRow

SUBJECT_SHOWN = 300  # signs: a longer one is told with what happened, the head of the screen has no room

RUNNING, SOON, OVERDUE, PAUSED, WAITING = "running", "soon", "overdue", "paused", "waiting"
STATES = {
    RUNNING: later("running"),
    SOON: later("soon"),
    OVERDUE: later("overdue"),
    PAUSED: later("standing still"),
    WAITING: later("waiting"),
}
TICKET_STATES = {"open": later("open"), "closed": later("done"), "void": later("undone")}

NUMBERS_SHOWN = 30
EVENTS = {
    "received": later("recorded"),
    "called-back": later("called back, not answered yet"),
    "tried": later("tried, nobody picked up"),
    "answered": later("answered"),
    "acknowledged": later("receipt acknowledged"),
    "updated": later("news given"),
    "completed": later("the facts are complete"),
    "informed": later("informed"),
    "posted": later("posted"),
    "handed-out": later("certificate handed over"),
    "confirmed": later("confirmation sent"),
    "fee-known": later("an extra fee is known"),
    "fee-told": later("told of the fee"),
    "taken": later("taken"),
    "given": later("handed over"),
    "returned": later("handed back"),
    "noted": later("note"),
    "corrected": later("corrected"),
    "reminded": later("reminder"),
    "missing": later("still missing"),
    "passed-on": later("passed on to Cambridge"),
    "rated": later("asked how satisfied they are"),
    "duplicated": later("another ticket was closed as its duplicate"),
    "written": later("letter written, waits to be sent"),
    "recalled": later("waiting letter withdrawn"),
    "undone": later("undone"),
    "closed": later("closed"),
    "merged": later("merged"),
    "reopened": later("reopened"),
    "converted": later("the kind changed"),
    "exam-moved": later("exam moved"),
    "absorbed": later("another ticket merged into it"),
    "recounted": later("deadlines counted anew"),
}
FIELDS = {
    "name": later("name"),
    "phone": later("phone"),
    "email": later("email"),
    "address": later("postal address"),
    "subject": later("subject"),
    "body": later("text"),
    "about": later("about whom"),
    "remedy": later("remedy sought"),
    "incoming": later("incoming number"),
    "letter-date": later("the letter's own date"),
    "exam-name": later("exam"),
    "candidate": later("candidate number"),
    "document": later("name as in the travel document"),
    "exam-day": later("exam's day"),
    "session": later("exam session"),
    "channel": later("channel"),
    "language": later("language"),
    "customer": later("the same person as of another ticket"),
    "received": later("received"),
    "at": later("received"),
    "answer": later("answer"),
    "note": later("note"),
    "number": later("number"),
    "topic": later("topic"),
    "why": later("why it is late"),
    "title": later("subject of the letter"),
    "taker": later("taken by"),
    "signs": later("ends with"),
    "authority": later("authority"),
}
WAYS = {
    "phone": later("by phone"),
    "email": later("by email"),
    "letter": later("by letter"),
    "in-person": later("in person"),
}
RELATIONS = {
    "self": later("the candidate"),
    "parent": later("a parent"),
    "school": later("the school"),
    "other": later("somebody else"),
}
DOCUMENTS = {
    "passport": later("passport"),
    "foreign-passport": later("travel passport"),
    "birth-certificate": later("birth certificate"),
    "driving-licence": later("driving licence"),
    "other": later("another document"),
}
_HANDED = ((RELATIONS, "relation"), (DOCUMENTS, "document"))
SCORES = {
    "1": later("not at all"),
    "2": later("rather not"),
    "3": later("partly"),
    "4": later("satisfied"),
    "5": later("very"),
}
OUTCOMES = {
    "upheld": later("upheld"),
    "partly": later("partly upheld"),
    "not-upheld": later("not upheld"),
}


_FINDINGS = {
    "file": later("the file is damaged: {detail}"),
    "keys": later("a row names another that is not there: {detail}"),
    "chain": later("#{number}: event {event} is not the one that was written"),
    "head": later("the chain does not end where it says"),
    "words": later("#{number}: the words of event {event} were changed: {detail}"),
    "no-events": later("#{number}: has no event"),
    "unreadable": later("#{number}: cannot be read, since event {event} is damaged"),
    "misread": later("#{number}: something of it cannot be read: {detail}"),
    "part": later("a part of the file cannot be read: {detail}"),
    "shape": later("#{number}: event {event} does not hold what such an event must: {detail}"),
    "charter": later("the stored charter or calendar {detail} is damaged or was changed"),
    "clocks": later("#{number}: its clocks are not what its events come to"),
    "row": later("#{number}: its row is not what its events come to"),
    "order": later("#{number}: a clock stops before its start: {detail}"),
    "schema": later("a table, an index or a trigger is not as the desk makes it: {detail}"),
    "recorded": later("#{number}: event {event} is recorded earlier than the one before it"),
    "anchor": later("the log no longer contains event {event} as it was anchored: it was written anew since"),
    "logged-row": later("a row is not as the log has it: {detail}"),
    "foreign": later("#{number}: a row of a ticket that is not there: {detail}"),
    "customer": later("a person is not called or reached as their tickets say: {detail}"),
    "letter": later("#{number}: the letter of event {event} does not wait, or has not left, as its events say"),
    "index": later("the search does not fit its own table: {detail}"),
}


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The first column of a queue: the time, and the state that it is in."""

    text: str
    state: str


def time_left(say: Tongue, charter: Charter, standard: str, due: int | None, now: float) -> TimeLeft:
    """What is left of the nearest clock. Hour standards show open time and stand still while closed."""
    if due is None:
        return TimeLeft("", WAITING)
    moment = int(now)
    open_time = charter.limit(standard).counts_open_time
    left = charter.calendar.open_between(moment, due) if open_time else due - moment
    text = deadlines.span(say, left)
    if moment > due:
        return TimeLeft(text if left else f"-{text}", OVERDUE)
    if open_time and not charter.calendar.counts(moment):
        return TimeLeft(text, PAUSED)
    return TimeLeft(text, SOON if left <= 3600 else RUNNING)


def who(row: "QueueRow") -> str:
    """Whoever the ticket is about, as far as we know them."""
    return row.name or row.phone or row.email


def kept_words(say: Tongue, about: str, names: Sequence[str]) -> str:
    """Whom a complaint is kept from, as far as it is said about whom it is."""
    if not about.strip():
        return ""
    if not names:
        return say("It names nobody who works here, and is kept from nobody.")
    return say("Kept from: {names}", names=sanitize.one_line(", ".join(names), 200))


def sealed_words(say: Tongue) -> str:
    """Instead of all that a complaint says, to whoever handles none."""
    return say("a complaint: its words are for those who handle complaints")


def about_words(say: Tongue, row: "QueueRow") -> str:
    """What a ticket is about, as far as whoever asks may read it, and as far as it can be read at all."""
    subject = sealed_words(say) if row.sealed else row.subject
    return "  ".join(filter(None, (say("! damaged"), subject))) if row.damaged else subject


def exam_words(say: Tongue, row: "QueueRow") -> str:
    """The exam: its date, said in full, or its name where the subject does not name it already."""
    try:
        return say("exam {day}", day=deadlines.on(say, date.fromisoformat(row.exam)))
    except ValueError:
        return row.exam if row.exam != row.subject else ""


def clock_line(say: Tongue, charter: Charter, clock: Clock, now: int) -> str:
    """A clock in one line: state, title, due, what ended it."""
    standard = charter.find(clock.standard)
    title = standard.title.say(say.language) if standard else clock.standard
    state = say(deadlines.CLOCK_STATES[clock.state_at(now)])
    due = deadlines.at(say, charter.at(clock.due))
    words = f"{state}: {title}; " + say("due {moment}", moment=due)
    if clock.reason:  # ended without being done
        ended = deadlines.at(say, charter.at(clock.stopped)) if clock.stopped is not None else ""
        words += f", {say(deadlines.REASONS.get(clock.reason, clock.reason))} {ended}".rstrip()
    elif clock.stopped is not None:
        words += ", " + say("done {moment}", moment=deadlines.at(say, charter.at(clock.stopped)))
        words += ", " + say("entered late") if clock.entered_late else ""
    else:
        words += f" ({time_left(say, charter, clock.standard, clock.due, now).text})"
    if clock.house or (standard and standard.house):
        words += " [" + say("house rule") + "]"
    return words


def event_lines(say: Tongue, charter: Charter, events: "Sequence[EventRow]", staff: Mapping[int, str]) -> list[str]:
    """What happened, each in one line: when, who, what, with both values of a correction, and when it was entered."""
    lines, kind = [], ""
    for event in events:
        kind = event.data.get("kind", kind)
        line = event_line(say, charter, event, staff, kind)
        if event.what == "undone":
            of = next(one for one in events if one.step == event.data["step"])
            line += f": {say(EVENTS[of.what])} ({deadlines.at(say, charter.at(of.at))})"
        entered = recorded_at(say, charter, event)
        lines.append(f"{line}  ({entered})" if entered else line)
    return lines


def event_line(say: Tongue, charter: Charter, event: "EventRow", staff: Mapping[int, str], kind: str) -> str:
    """What happened, in one line, as far as the event itself tells it. kind: of the ticket then."""
    what = say("answered in full") if (event.what, kind) == ("answered", "complaint") else say(EVENTS[event.what])
    words = [deadlines.at(say, charter.at(event.at)), staff.get(event.staff, "?"), what]
    return "  ".join([*words, *event_details(say, charter, event, staff)])


def event_details(say: Tongue, charter: Charter, event: "EventRow", staff: Mapping[int, str]) -> list[str]:
    """The rest of an event: values, then words."""
    data, texts = event.data, event.texts
    said = []
    if event.what == "corrected":
        old, new = texts.get("old", data.get("old", "")), texts.get("new", data.get("new", data.get("at", "")))
        if data["field"] == "letter-date":
            old, new = _as_date(say, old), _as_date(say, new)
        field = FIELDS[data["field"]]
        if data["field"] == "customer":
            return [say("the same person as of #{number}", number=data["of"])]
        if data["field"] == "at":
            old, new = (deadlines.at(say, charter.at(int(value))) for value in (old, new))
        elif data["field"] == "channel":
            old, new = say(deadlines.CHANNELS[old]), say(deadlines.CHANNELS[new])
        return [say("{field}: {old} → {new}", field=say(field), old=old or "—", new=new or "—")]
    if data.get("at_once"):
        said.append(say("answered at once"))
    if "to" in data:
        said.append("→ " + staff.get(data["to"], "?"))
    if "for" in data:
        said.append(deadlines.at(say, charter.at(data["for"])))
    if event.what == "converted":
        kind = deadlines.KINDS[data["kind"]]
        said.append("→ " + say(kind))
    for values, name in ((WAYS, "way"), (deadlines.REASONS, "reason"), (OUTCOMES, "outcome"), *_HANDED):
        if name in data:
            said.append(say(values.get(data[name], data[name])))
    if "score" in data:
        said.append(say("{score} of 5", score=data["score"]))
    if "of" in data:
        said.append(f"#{data['of']}")
    if "into" in data:
        said.append(f"→ #{data['into']}")
    said += [f"← #{number}" for number in data.get("numbers", ())]
    if event.what == "exam-moved":
        said.append(moved(say, date.fromisoformat(data["old"]), date.fromisoformat(data["exam"])))
    for standard, old, new in data.get("clocks", ()):
        said.append(clock_moved(say, charter, standard, old, new))
    hidden = ("name", "phone", "email", "subject") if event.what == "received" else ()
    for name, body in texts.items():
        if name == "note":
            said.append(body)
        elif name in FIELDS and (name not in hidden or len(body) > SUBJECT_SHOWN):
            said.append(f"{say(FIELDS[name])}: {_as_date(say, body) if name in _DAYS else body}")
    return said


_DAYS = ("letter-date", "exam-day")


def _as_date(say: Tongue, iso: str) -> str:
    try:
        return deadlines.on(say, date.fromisoformat(iso))
    except ValueError:
        return iso


def moved(say: Tongue, old: date, new: date) -> str:
    """A date and the one that it became."""
    return f"{deadlines.on(say, old)} → {deadlines.on(say, new)}"


def clock_moved(say: Tongue, charter: Charter, standard: str, old: int | None, new: int | None) -> str:
    """A deadline that a changed charter, calendar or exam moved: from when to when. old: None where it lay beyond the calendar."""
    row = charter.find(standard)
    title = row.title.say(say.language) if row else standard
    after = deadlines.at(say, charter.at(new)) if new is not None else say(deadlines.REASONS[RECOUNTED])
    before = deadlines.at(say, charter.at(old)) if old is not None else say("beyond the calendar")
    return f"{title}: {before} → {after}"


def undo_question(say: Tongue, charter: Charter, found: "Undoable") -> str:
    """What undo would reverse, as a question."""
    if found.tickets > 1:
        many = say.n("{n} ticket", "{n} tickets", found.tickets)
        return say("Undo what was recorded together: {tickets}, from #{number} on?", tickets=many, number=found.number)
    done, moment = say(EVENTS.get(found.what, found.what)), deadlines.at(say, charter.at(found.entered))
    return say("Undo on #{number}: {what}, {moment}?", number=found.number, what=done, moment=moment)


def finding_line(say: Tongue, found: "Finding") -> str:
    """What does not hold in a database."""
    message = _FINDINGS[found.what]
    return say(message, number=found.number, event=found.event, detail=sanitize.one_line(found.detail, 200))


def preview_line(say: Tongue, seen: "Preview", now: int, *, applied: bool = False) -> str:
    """What a change would come to, or applied came to, in one line."""
    would = later("{moved} of {running} would move, {missed} of them become missed")
    did = later("In force: {moved} of {running} moved, {missed} of them became missed")
    return say(
        did if applied else would,
        moved=say.n("{n} deadline", "{n} deadlines", len(seen.moves)),
        running=seen.running,
        missed=sum(move.missed(now) for move in seen.moves),
    )


def concerned_lines(say: Tongue, found: "Concerned") -> list[str]:
    """Whom a moved date concerns: letters that are withdrawn, and who was told the old one."""
    said = {
        later("Letters that wait and are withdrawn: {tickets}"): found.letters,
        later("Were told the old date: {tickets}"): found.told,
    }
    return [say(message, tickets=_numbers(numbers)) for message, numbers in said.items() if numbers]


def _numbers(numbers: "Sequence[int]") -> str:
    more = f" … ({len(numbers)})" if len(numbers) > NUMBERS_SHOWN else ""
    return " ".join(f"#{number}" for number in numbers[:NUMBERS_SHOWN]) + more


def move_lines(say: Tongue, charter: Charter, moves: "Sequence[Move]", now: int) -> list[str]:
    """What a change would move, a line for each deadline: those that it makes missed first."""
    rows = sorted(moves, key=lambda move: (not move.missed(now), move.new or 0, move.number))
    lines = []
    for one in rows:
        line = f"#{one.number}  {clock_moved(say, charter, one.standard, one.old, one.new)}"
        lines.append(line + ("  ! " + say("missed by it") if one.missed(now) else ""))
    return lines


def recorded_at(say: Tongue, charter: Charter, event: "EventRow") -> str:
    """When an event was entered, where that was later than it happened; else empty."""
    if event.recorded - event.at < 60:
        return ""
    return say("entered {moment}", moment=deadlines.at(say, charter.at(event.recorded)))
