"""What all commands on a ticket share: the transaction, the version check, and the event with the clocks that follow."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import JOIN, fn

from desk.models import Event, Staff, Ticket
from desk.store.addresses import EMAIL
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotFound, Stale
from desk.store.errors.complaints import AnswerPending, NotAnswered
from desk.store.errors.tickets import AddressMissing, BeforeReceipt, BeforeStart, TicketClosed, TicketMerged, TicketVoid
from desk.store.event_log import append, events_of
from desk.store.projections import derive
from desk.store.staff import find_mentions, mentioned_staff, staff_id
from desk.store.statements import read
from desk.store.ticket_state import DONE, OBJECTED, Act, EventRow, TicketState, fold_events
from desk.store.validation import check_length, check_moment, only_set
from desk.store.visibility import check_acts, check_reads, may_have
from desk.text.addresses import is_address

# Acts that may make a ticket a complaint, change whom it is about or bar its handler: its owner may no longer have it.
_MAY_NAME = (Act.CONVERTED, Act.ABSORBED, Act.CORRECTED, OBJECTED)


@contextmanager
def changing(store: Store, number: int, seen: int | None) -> Iterator[list[EventRow]]:
    """The transaction of one act on one ticket. Refuses an act based on a stale version."""
    with store.transaction():
        events = events_of(store, number)
        if not events:
            raise NotFound(number)
        check_reads(store, number, events)
        if seen is not None and events[-1].id != seen:
            raise Stale(number, _since.rows(store, ticket=number, seen=seen))
        yield events


@Statement
def _since(_: Dialect) -> Any:
    """What was done to a ticket after a version: act, name, when it was entered."""
    query = Event.select(Event.what, fn.COALESCE(Staff.name, ""), Event.recorded).join(Staff, JOIN.LEFT_OUTER)
    return query.where(Event.ticket == Param("ticket"), Event.id > Param("seen")).order_by(Event.id)


def add_event(
    store: Store,
    who: str,
    number: int,
    what: str,
    *,
    at: int | None = None,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    step: int = 0,
) -> int:
    """Appends one event to the ticket and updates the rows that follow from it. at: None for now. Returns its id."""
    staff = staff_id(store, who)  # first: a new person is looked for in the words of complaints
    if what != Act.RETURNED:  # returning a ticket does not count as handling it
        check_acts(store, number, who, what)
    words = dict(texts or {})
    for name, body in words.items():
        check_length(name, body)
    held = dict(data or {})
    event = append(store, number, what, at=at, staff=staff, data=only_set(held), texts=words, step=step)
    story, _ = derive(store, number)
    if "about" in words or held.get("field") == "about":
        found = find_mentions(store, story, mentioned_staff(store, story.words["about"]))
        if set(found) != set(story.mentioned):
            mentioned = {"staff": list(found)}
            append(store, number, Act.MENTIONED, at=at, staff=staff, data=mentioned, texts={}, step=step or event)
            story, _ = derive(store, number)
    if what in _MAY_NAME and story.owner and not may_have(store, story, number):
        add_event(store, who, number, Act.RETURNED, step=step or event)
    return event


def must_be_open(store: Store, events: list[EventRow], number: int) -> TicketState:
    """The state of a ticket that must be open. Raises NotNow."""
    story = must_stand(events, number)
    if read(store, Ticket, ("state",), number) == (DONE,):
        raise TicketClosed(number)
    return story


def must_stand(events: list[EventRow], number: int) -> TicketState:
    """The state of a ticket that must be neither merged nor undone. Raises NotNow."""
    story = fold_events(events)
    if story.merged_into:
        raise TicketMerged(number, story.merged_into)
    if story.undone:
        raise TicketVoid(number)
    return story


def check_answered(number: int, story: TicketState, what: str, moment: int) -> None:
    """Refuses to go on from the answer to a complaint that has none, or none since the customer objected or it was passed on, or
    at a moment before it. what: the fact that follows. Raises NotAnswered, AnswerPending, BeforeStart."""
    facts = [fact.what for fact in story.facts]
    answered = last_place(facts, "answered")
    if answered < 0:
        raise NotAnswered(number)
    if answered < max(last_place(facts, OBJECTED), last_place(facts, Act.PASSED_ON)):
        raise AnswerPending(number)
    if moment < story.facts[answered].at:
        raise BeforeStart(number, what)


def last_place(facts: Sequence[str], what: str) -> int:
    """The place of the last fact of a kind; -1 for none."""
    return max((place for place, fact in enumerate(facts) if fact == what), default=-1)


def check_way(number: int, story: TicketState, way: str) -> None:
    """Refuses to state that somebody was told by email if the ticket has no email address. Raises NotNow."""
    if way == EMAIL and not is_address(story.words["email"]):
        raise AddressMissing(number)


def when(store: Store, number: int, received: int, at: int | None) -> int | None:
    """The given moment of a fact, None for now. Raises InvalidDateTime, NotNow if it lies before the receipt."""
    if at is None:
        return received if received > store.now() else None
    check_moment(store, at)
    if at < received:
        raise BeforeReceipt(number)
    return at
