"""Everything that changes something. One function = one transaction = events and the clocks that follow from them.

Each takes the store, who acts, and `seen`: the version of the ticket that the person was looking at (None for a script), so
that a change made on a stale version is refused.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from desk.charter.vocabulary import CHANNELS, LANGUAGES, RECEIVED
from desk.models import Event, Ticket
from desk.moments import PAST, NotAMoment
from desk.store.chain import append
from desk.store.checks import (
    BEFORE_RECEIPT,
    ITSELF,
    NEEDS_MOMENT,
    NEEDS_NAME,
    NEEDS_NOTE,
    NEEDS_NUMBER,
    NEEDS_REASON,
    NOBODY,
    NOT_CLOSED,
    NOT_FOR_THIS,
    NOT_OPEN,
    NOTHING_NEW,
    NOTHING_TO_UNDO,
    OTHERS_ACTED,
    SAME_KIND,
    TEXT_LIMIT,
    TOO_LONG,
    UNKNOWN_FIELD,
    UNKNOWN_KIND,
    as_typed,
    check_moment,
    only_set,
)
from desk.store.customers import staff_id
from desk.store.database import Store
from desk.store.derive import derive, events_of
from desk.store.errors import BadInput, NotFound, NotNow, Stale
from desk.store.story import DONE, FINAL, OPEN, VOID, WORDS, Act, EventRow, Story, last_step, tell

CLOSE_REASONS = ("withdrawn", "duplicate", "unreachable", "not-ours", "mistake")


def fact(
    store: Store,
    who: str,
    number: int,
    what: str,
    *,
    at: int | None = None,
    texts: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> int:
    """States a fact of the charter: called back, tried, answered, acknowledged, informed ... Returns its step.

    texts: words that belong to it (`note`, `number`, `topic` ...); data: values (`way`, `outcome`).
    Raises NotNow where the fact means nothing for such a ticket.
    """
    with _changing(store, number, seen) as events:
        story = _must_be_open(events, number)
        if what not in facts_for(store, story.kind, story.channel):
            raise NotNow(NOT_FOR_THIS, number)
        return _append(store, who, number, what, at=_when(store, number, story.received, at), data=data, texts=texts)


def facts_for(store: Store, kind: str, channel: str) -> tuple[str, ...]:
    """The facts that mean something for such a ticket: those that the charter names for it, and those that end it."""
    names: dict[str, None] = {}
    for standard in store.charter.standards:
        if rule := standard.applies_to(kind, channel):
            names.update(dict.fromkeys((*rule.stops, *rule.starts)))
    names.update(dict.fromkeys(FINAL[kind]))
    return tuple(name for name in names if name != RECEIVED)


def note(store: Store, who: str, number: int, text: str, *, seen: int | None = None) -> int:
    """A note. It moves no clock: asking or telling something is no answer."""
    if not text.strip():
        raise BadInput(NEEDS_NOTE)
    with _changing(store, number, seen):
        return _append(store, who, number, Act.NOTED, texts={"note": text})


def missing(store: Store, who: str, number: int, text: str, *, seen: int | None = None) -> int:
    """What a complaint still waits for, in words."""
    if not text.strip():
        raise BadInput(NEEDS_NOTE)
    with _changing(store, number, seen) as events:
        if _must_be_open(events, number).kind != "complaint":
            raise NotNow(NOT_FOR_THIS, number)
        return _append(store, who, number, Act.MISSING, texts={"note": text})


def passed_on(store: Store, who: str, number: int, text: str, *, seen: int | None = None) -> int:
    """A complaint passed on to the examination board. Our own clocks run on."""
    with _changing(store, number, seen) as events:
        if _must_be_open(events, number).kind != "complaint":
            raise NotNow(NOT_FOR_THIS, number)
        return _append(store, who, number, Act.PASSED_ON, texts={"note": text})


def correct(store: Store, who: str, number: int, field: str, new: str | int, *, seen: int | None = None) -> int:
    """Corrects one field; both values stay in the history.

    field: a word field of the story, `language`, `channel`, or `received` (epoch seconds). Only a corrected channel or receipt
    moves clocks.
    """
    with _changing(store, number, seen) as events:
        story = tell(events)
        if field in WORDS:
            old = story.words[field]
            if old == str(new):
                raise NotNow(NOTHING_NEW, number)
            if len(str(new)) > TEXT_LIMIT:
                raise BadInput(TOO_LONG, field)
            words = {**story.words, field: str(new)}
            if not (words["name"].strip() or words["phone"].strip() or words["email"].strip()):
                raise BadInput(NOBODY)
            return _append(store, who, number, Act.CORRECTED, data={"field": field}, texts={"old": old, "new": str(new)})
        if field == "received":
            if not isinstance(new, int):
                raise BadInput(NEEDS_MOMENT)
            return _correct_receipt(store, who, number, events, new)
        if new not in {"language": LANGUAGES, "channel": CHANNELS}.get(field, ()):
            raise BadInput(UNKNOWN_FIELD, field, str(new))
        if new == getattr(story, field):
            raise NotNow(NOTHING_NEW, number)
        data = {"field": field, "old": getattr(story, field), "new": new}
        return _append(store, who, number, Act.CORRECTED, data=data)


def _correct_receipt(store: Store, who: str, number: int, events: list[EventRow], new: int) -> int:
    check_moment(store, new)
    story = tell(events)
    if new == story.received:
        raise NotNow(NOTHING_NEW, number)
    if any(later.at < new for later in story.facts[1:]):
        raise NotNow(BEFORE_RECEIPT, number)
    data = {"field": "at", "of": events[0].id, "old": story.received, "at": new}
    return _append(store, who, number, Act.CORRECTED, data=data)


def take(store: Store, who: str, number: int, *, seen: int | None = None) -> int:
    """Makes whoever acts the owner."""
    with _changing(store, number, seen) as events:
        _must_be_open(events, number)
        return _append(store, who, number, Act.TAKEN)


def hand_over(store: Store, who: str, number: int, to: str, *, seen: int | None = None) -> int:
    """Makes a colleague the owner. No clock waits for a person: none moves."""
    if not to.strip():
        raise BadInput(NEEDS_NAME)
    with _changing(store, number, seen) as events:
        _must_be_open(events, number)
        return _append(store, who, number, Act.GIVEN, data={"to": staff_id(to.strip())})


def hand_back(store: Store, who: str, number: int, *, seen: int | None = None) -> int:
    """Gives the ticket back to its queue."""
    with _changing(store, number, seen) as events:
        _must_be_open(events, number)
        return _append(store, who, number, Act.RETURNED)


def remind(store: Store, who: str, number: int, moment: int | None, text: str = "", *, seen: int | None = None) -> int:
    """A personal moment beside the clocks. It moves none. Raises NotAMoment for one that is past, OutsideCalendar."""
    if moment is None:
        raise BadInput(NEEDS_MOMENT)
    store.charter.calendar.ordinal(moment)
    if moment <= store.now():
        raise NotAMoment(as_typed(store, moment), PAST)
    with _changing(store, number, seen) as events:
        _must_be_open(events, number)
        return _append(store, who, number, Act.REMINDED, data={"for": moment}, texts={"note": text})


def close(
    store: Store,
    who: str,
    number: int,
    reason: str | None = None,
    *,
    of: int | None = None,
    text: str = "",
    seen: int | None = None,
) -> int:
    """Closes a ticket by hand. With a clock running a reason is needed, and the clock is void with it."""
    with _changing(store, number, seen) as events:
        _must_be_open(events, number)
        if reason not in (None, *CLOSE_REASONS):
            raise BadInput(NEEDS_REASON, "reason", str(reason))
        if reason is None and Ticket.get_by_id(number).next_due is not None:
            raise NotNow(NEEDS_REASON, number)
        if reason == "duplicate":
            _must_be_another(number, of)
        return _append(store, who, number, Act.CLOSED, data=only_set({"reason": reason, "of": of}), texts={"note": text})


def _must_be_another(number: int, of: int | None) -> None:
    if of is None:
        raise BadInput(NEEDS_NUMBER)
    if of == number:
        raise BadInput(ITSELF)
    if not Ticket.select().where(Ticket.id == of, Ticket.state != VOID).exists():
        raise NotFound(of)


def reopen(store: Store, who: str, number: int, text: str = "", *, seen: int | None = None) -> int:
    """Opens a closed ticket again: old verdicts stay, the standard of its kind and channel starts anew."""
    with _changing(store, number, seen):
        if Ticket.get_by_id(number).state != DONE:
            raise NotNow(NOT_CLOSED, number)
        return _append(store, who, number, Act.REOPENED, texts={"note": text})


def convert(
    store: Store, who: str, number: int, kind: str, texts: Mapping[str, str] | None = None, *, seen: int | None = None
) -> int:
    """Changes the kind: clocks that do not apply are void with that reason, the others start from their own facts."""
    with _changing(store, number, seen) as events:
        story = _must_be_open(events, number)
        if kind not in ("enquiry", "complaint"):
            raise BadInput(UNKNOWN_KIND, "kind", kind)
        if story.kind == kind or story.kind not in ("enquiry", "complaint"):
            raise NotNow(SAME_KIND, number)
        return _append(store, who, number, Act.CONVERTED, data={"kind": kind, "old": story.kind}, texts=texts)


def undo(store: Store, who: str, number: int | None = None) -> tuple[int, str]:
    """Reverses the person's last step by an event of its own. Returns the ticket and what was undone.

    number: only a step on this ticket. Raises NotNow where there is nothing, or somebody else acted on it since.
    """
    with store.transaction():
        staff = staff_id(who)
        step, what, first, tickets = _last_step_of(store, staff, number)
        undone = 0
        for ticket in tickets:
            mine = last_step(events_of(store, ticket))
            if mine is None or mine.step != step:
                raise NotNow(OTHERS_ACTED, ticket)
            event = append(store, ticket, Act.UNDONE, at=store.now(), staff=staff, data={"step": step}, texts={}, step=undone)
            undone = undone or event
            derive(store, ticket)
    return first, what


def to_undo(store: Store, who: str) -> tuple[int, str, int]:
    """What undo would reverse: the ticket, what was done, on how many tickets. Raises NotNow where there is nothing."""
    with store.transaction():
        _, what, first, tickets = _last_step_of(store, staff_id(who), None)
    return first, what, len(tickets)


def _last_step_of(store: Store, staff: int, number: int | None) -> tuple[int, str, int, list[int]]:
    found = store.rows(_LAST_STEP, staff, number, number, staff)
    if not found:
        raise NotNow(NOTHING_TO_UNDO, number)
    step, what, first = found[0]
    return step, what, first, [ticket for (ticket,) in store.rows("SELECT DISTINCT ticket_id FROM event WHERE step = ?", step)]


_LAST_STEP = """
    SELECT e.step, e.what, e.ticket_id FROM event AS e
    WHERE e.staff_id = ? AND e.id = e.step AND e.what <> 'undone' AND (? IS NULL OR e.ticket_id = ?)
      AND NOT EXISTS (SELECT 1 FROM event AS u WHERE u.what = 'undone' AND u.ticket_id = e.ticket_id
                      AND u.staff_id = ? AND json_extract(u.data, '$.step') = e.step)
    ORDER BY e.id DESC LIMIT 1"""


@contextmanager
def _changing(store: Store, number: int, seen: int | None) -> Iterator[list[EventRow]]:
    """The transaction of one act on one ticket. Refuses what was decided on a stale version."""
    with store.transaction():
        events = events_of(store, number)
        if not events:
            raise NotFound(number)
        if seen is not None and events[-1].id != seen:
            raise Stale(number, _since(number, seen))
        yield events


def _since(number: int, seen: int) -> list[tuple[str, str, int]]:
    newer = Event.select().where((Event.ticket == number) & (Event.id > seen)).order_by(Event.id)
    return [(event.what, event.staff.name, event.recorded) for event in newer]


def _append(
    store: Store,
    who: str,
    number: int,
    what: str,
    *,
    at: int | None = None,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
) -> int:
    words = dict(texts or {})
    if too_long := next((name for name, body in words.items() if len(body) > TEXT_LIMIT), None):
        raise BadInput(TOO_LONG, too_long)
    moment = store.now() if at is None else at
    event = append(store, number, what, at=moment, staff=staff_id(who), data=only_set(dict(data or {})), texts=words)
    derive(store, number)
    return event


def _must_be_open(events: list[EventRow], number: int) -> Story:
    state = Ticket.get_by_id(number).state
    if state != OPEN:
        raise NotNow(NOT_OPEN if state == DONE else VOID, number)
    return tell(events)


def _when(store: Store, number: int, received: int, at: int | None) -> int:
    if at is None:
        return max(store.now(), received)
    check_moment(store, at)
    if at < received:
        raise NotNow(BEFORE_RECEIPT, number)
    return at
