"""What every act on a ticket shares: its transaction, its version, its event with the clocks that follow."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from desk.models import Event, Ticket
from desk.store.addresses import EMAIL, is_address
from desk.store.database import Store
from desk.store.errors import NotFound, Stale
from desk.store.errors.tickets import AddressMissing, BeforeReceipt, TicketClosed, TicketMerged, TicketVoid
from desk.store.event_log import append, events_of
from desk.store.projections import derive
from desk.store.staff import find_mentions, mentioned_staff, staff_id
from desk.store.ticket_state import DONE, OPEN, Act, EventRow, TicketState, fold_events
from desk.store.validation import check_length, check_moment, only_set
from desk.store.visibility import check_acts, check_reads, may_have

# What may make a complaint of a ticket, or say whom it is about: its owner may be one who cannot have it any more.
_MAY_NAME = (Act.CONVERTED, Act.ABSORBED, Act.CORRECTED)


@contextmanager
def changing(store: Store, number: int, seen: int | None) -> Iterator[list[EventRow]]:
    """The transaction of one act on one ticket. Refuses what was decided on a stale version."""
    with store.transaction():
        events = events_of(store, number)
        if not events:
            raise NotFound(number)
        check_reads(store, number, events)
        if seen is not None and events[-1].id != seen:
            raise Stale(number, _since(number, seen))
        yield events


def _since(number: int, seen: int) -> list[tuple[str, str, int]]:
    newer = Event.select().where((Event.ticket == number) & (Event.id > seen)).order_by(Event.id)
    return [(event.what, event.staff.name if event.staff else "", event.recorded) for event in newer]


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
    """One event on the ticket, with the rows that follow from it. at: now where nothing is said. Returns its id."""
    staff = staff_id(store, who)  # first: whom a complaint mentions is looked for when somebody is new
    if what != Act.RETURNED:  # giving back is no handling
        check_acts(store, number, who, what)
    words = dict(texts or {})
    for name, body in words.items():
        check_length(name, body)
    held = dict(data or {})
    event = append(store, number, what, at=at, staff=staff, data=only_set(held), texts=words, step=step)
    story, _ = derive(store, number)
    if "about" in words or held.get("field") == "about":
        found = find_mentions(story, mentioned_staff(store, story.words["about"]))
        if set(found) != set(story.mentioned):
            mentioned = {"staff": list(found)}
            append(store, number, Act.MENTIONED, at=at, staff=staff, data=mentioned, texts={}, step=step or event)
            story, _ = derive(store, number)
    if what in _MAY_NAME and story.owner and not may_have(store, story, number):
        add_event(store, who, number, Act.RETURNED, step=step or event)
    return event


def must_be_open(events: list[EventRow], number: int) -> TicketState:
    """The story of a ticket that is open. Raises NotNow."""
    state = Ticket.get_by_id(number).state
    story = fold_events(events)
    if story.merged_into:
        raise TicketMerged(number, story.merged_into)
    if state != OPEN:
        raise (TicketClosed if state == DONE else TicketVoid)(number)
    return story


def check_way(number: int, story: TicketState, way: str) -> None:
    """Refuses to state that somebody was told by email where the ticket has no address. Raises NotNow."""
    if way == EMAIL and not is_address(story.words["email"]):
        raise AddressMissing(number)


def when(store: Store, number: int, received: int, at: int | None) -> int | None:
    """The moment of a fact that was given, None for now. Raises InvalidDateTime, NotNow before the receipt."""
    if at is None:
        return received if received > store.now() else None
    check_moment(store, at)
    if at < received:
        raise BeforeReceipt(number)
    return at
