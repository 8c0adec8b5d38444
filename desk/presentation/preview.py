"""The preview of a ticket below the queues: the person, the question, the clocks, what is missing, the last events."""

import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.charter import Charter
from desk.charter.clocks import RUNNING, Clock
from desk.i18n import Translator
from desk.presentation import formats, people, terms, tickets
from desk.text import sanitize

if TYPE_CHECKING:
    from desk.store.dialects.presence import Here
    from desk.store.queries.board import QueueRow, ReminderRow
    from desk.store.queries.ticket import TicketView

LONGEST = 600  # characters of a line
MOST_CLOCKS, MOST_WAITS, MOST_EVENTS = 3, 2, 4  # lines
BAR = 10  # cells


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line of the preview.

    text: plain, sanitised.
    state: of a clock, as in `formats.STATES`; "" on other lines.
    """

    text: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Previewed:
    """What is known of the ticket under the cursor.

    row: from its queue.
    view: the whole ticket, once it was read; None before, and for a sealed complaint.
    reminders: the current user's reminders on it.
    open_tickets: the numbers of all open tickets, to tell the customer's open ones.
    others: the other desks that have it open.
    """

    row: "QueueRow"
    view: "TicketView | None"
    reminders: "Sequence[ReminderRow]"
    open_tickets: Collection[int]
    others: "Sequence[Here]" = ()


def preview_lines(_: Translator, charter: Charter, known: Previewed, now: int, width: int, height: int) -> list[PreviewLine]:
    """At most `height` lines; the question gets the lines that the others leave. now: epoch seconds; width: in cells."""
    clocks = _clock_lines(_, charter, known, now)[:MOST_CLOCKS]
    waits = [PreviewLine(_short(line)) for line in _waiting(_, charter, known)][:MOST_WAITS]
    events = [PreviewLine(_short(line)) for line in _last_events(_, charter, known)]
    first = [PreviewLine(_short(_person(_, charter, known, now)))]
    if known.view is not None and known.view.mind:
        first.append(PreviewLine(_short(people.mind_line(known.view.mind))))
    rest = height - len(first) - len(clocks) - len(waits)
    question = [PreviewLine(line) for line in _question(_, known, width)]
    room = max(1, rest - min(len(events), 2))
    if len(question) > room:
        question = [*question[: room - 1], PreviewLine(f"{question[room - 1].text[: max(1, width - 2)]} …")]
    shown = max(0, rest - len(question))
    lines = [*first, *question, *clocks, *waits, *(events[-shown:] if shown else ())]
    return lines[:height]


def used(charter: Charter, clock: Clock, now: int) -> float:
    """The part of a clock's time that is used up, 0 to 1; open time for a standard that counts it."""
    if charter.limit(clock.standard).counts_open_time:
        whole = charter.calendar.open_between(clock.start, clock.due)
        passed = charter.calendar.open_between(clock.start, min(max(now, clock.start), clock.due))
    else:
        whole, passed = clock.due - clock.start, now - clock.start
    return 1.0 if whole <= 0 else min(1.0, max(0.0, passed / whole))


def bar(_: Translator, part: float) -> str:
    """How much is used up, as a bar with its percentage, rounded down: `██████░░░░ 62%`."""
    percent = int(part * 100)
    full = percent * BAR // 100
    return "█" * full + "░" * (BAR - full) + "\N{NO-BREAK SPACE}" + formats.percentage(_, str(percent))


def running_line(_: Translator, charter: Charter, clock: Clock, now: int) -> PreviewLine:
    """A running clock: what is promised, by when, the remaining time, and how much of it is used up."""
    left = formats.time_left(_, charter, clock.standard, clock.due, now)
    return PreviewLine(
        f"{_promise(_, charter, clock.standard, clock.due, now)}  {left.text}  {bar(_, used(charter, clock, now))}", left.state
    )


def _short(text: str) -> str:
    return sanitize.one_line(text, LONGEST)


def _person(_: Translator, charter: Charter, known: Previewed, now: int) -> str:
    row, view = known.row, known.view
    number = terms.ticket_ref(_, row.id)
    others = people.presence_words(_, known.others)
    if row.sealed:
        return f"{number}  {tickets.sealed_words(_)}"
    says_nothing = charter.kind(row.kind).in_batches or not row.channel
    channel = "" if says_nothing else _(terms.CHANNELS[row.channel])
    owner = _("owner: {name}", name=row.owner) if row.owner else _("unassigned")
    kind = charter.kind(row.kind)
    named = "" if kind.pane else kind.title.in_language(_.language)
    email = tickets.email_words(_, row, is_unreachable=view is not None and view.story.unreachable)
    parts = [number, named, others, channel, row.name, row.phone, email, owner]
    also = [case for case in view.cases if case.number in known.open_tickets] if view else []
    if also:
        cases = "  ·  ".join(tickets.case_words(_, charter, case, now) for case in also)
        parts.append(_("also open: {cases}", cases=cases))
    if row.damaged:
        parts.insert(1, _("some data cannot be read: run `desk check`"))
    return "  ".join(filter(None, parts))


def _question(_: Translator, known: Previewed, width: int) -> list[str]:
    """The subject with the exam, then the customer's own text, wrapped."""
    row, view = known.row, known.view
    if row.sealed:
        return []
    body = view.story.words["body"] if view else ""
    parts = [tickets.exam_words(_, row), tickets.about_words(_, row), body if body != row.subject else ""]
    lines = []
    for part in (_short("  ".join(filter(None, parts[:2]))), sanitize.one_line(parts[2], LONGEST)):
        lines += textwrap.wrap(part, max(10, width))
    return lines


def _clock_lines(_: Translator, charter: Charter, known: Previewed, now: int) -> list[PreviewLine]:
    """The running clocks, the nearest first; before the ticket was read, the nearest alone."""
    row, view = known.row, known.view
    if view is not None:
        running = sorted((clock for clock in view.clocks if clock.state == RUNNING), key=lambda clock: clock.due)
        lines = [running_line(_, charter, clock, now) for clock in running if charter.find(clock.standard)]
    elif row.due is not None:
        left = formats.time_left(_, charter, row.standard, row.due, now)
        lines = [PreviewLine(f"{_promise(_, charter, row.standard, row.due, now)}  {left.text}", left.state)]
    else:
        lines = []
    if row.due is not None and _exam_first(charter, row):
        lines.insert(0, PreviewLine(_("! exam before the deadline: confirm now")))
    return lines


def _promise(_: Translator, charter: Charter, standard: str, due: int, now: int) -> str:
    title = charter.standard(standard).title.in_language(_.language)
    words = f"{title}: {formats.due_short(_, charter.at(due), charter.at(now).date())}"
    return f"{_(formats.STATES[formats.OVERDUE])}  {words}" if now > due else words


def _waiting(_: Translator, charter: Charter, known: Previewed) -> Iterator[str]:
    """The reminders, a kind that is only proposed, then what promises wait for."""
    for reminder in known.reminders:
        yield tickets.reminder_line(_, charter, reminder)
    if known.view is not None:
        if known.view.story.proposed:
            yield _("? the kind is only proposed: confirm it, or change it")
        for wait in known.view.waits:
            yield tickets.waiting_line(_, charter, wait, known.view.story.missing)


def _last_events(_: Translator, charter: Charter, known: Previewed) -> list[str]:
    view = known.view
    if view is None:
        return []
    return tickets.event_lines(_, charter, view.events, view.staff, merged={})[-MOST_EVENTS:]


def _exam_first(charter: Charter, row: "QueueRow") -> bool:
    """Whether the exam of a late registration comes before its confirmation is due, by the house rule."""
    if not charter.kind(row.kind).has_exam or row.due is None:
        return False
    return row.exam <= charter.at(row.due).date().isoformat()
