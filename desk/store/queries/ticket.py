"""One whole ticket, and every ticket's clocks, for the ticket screen and `desk show`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from desk.actions.rights import Right
from desk.charter.clocks import KEPT, MISSED, RUNNING, VOID, Clock, Waiting, beyond_calendar, waiting
from desk.models import Clock as ClockRow
from desk.models import Ticket
from desk.store.complaints.corrective_actions import Corrective, corrective_actions_of
from desk.store.customers.identity import CASE, NEAREST, OtherCase, card_of
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotAllowed, NotFound
from desk.store.errors.database import Unreadable
from desk.store.event_log import LATEST, events_of
from desk.store.permissions import requires
from desk.store.queries.board import QueueRow, names, row_of, row_unfiltered
from desk.store.ticket_state import DONE, OPEN, EventRow, TicketState, fold_events
from desk.store.ticket_state import VOID as UNDONE
from desk.store.visibility import check_reads, visible_events, without_hidden


@dataclass(frozen=True)
class TicketView:
    """A whole ticket.

    events: with the names of the actors; waits: the promises that wait for a fact to start; merged: the subject and the text of
    each ticket merged into it, by number; mind, customer_kind: what the customer's card says; links: how each linked ticket that
    the reader may see belongs to it, by number; cases: the customer's other ones, the nearest first; corrective: the
    actions that follow from a complaint.
    """

    row: QueueRow
    story: TicketState
    clocks: tuple[Clock, ...]
    waits: tuple[Waiting, ...]
    events: tuple[EventRow, ...]
    staff: Mapping[int, str]
    cases: tuple[OtherCase, ...]
    merged: Mapping[int, str]
    mind: str
    links: Mapping[int, str]
    customer_kind: str = ""
    corrective: tuple[Corrective, ...] = ()

    @property
    def customer_tickets(self) -> tuple[int, ...]:
        """The numbers of the customer's other cases."""
        return tuple(case.number for case in self.cases)


CLOCK_STATES = (RUNNING, KEPT, MISSED, VOID)


@requires(Right.LOOK)
def clocks_of(store: Store, among: Iterable[int] | None = None) -> dict[int, list[Clock]]:
    """Every ticket's stored clocks, by ticket, in the order of their starts. among: of these tickets; None for all."""
    found: dict[int, list[Clock]] = {}
    rows = _all_clocks.rows(store) if among is None else _clocks_among.rows(store, among=list(among))
    for ticket, *clock_values in rows:
        if _is_sound(clock := _clock(clock_values)):
            found.setdefault(ticket, []).append(clock)
    return found


def clocks_written(store: Store, number: int) -> tuple[Clock, ...]:
    """A ticket's stored clocks, in the order of their starts."""
    return tuple(_clock(clock) for _, *clock in _clocks_of.rows(store, ticket=number))


@requires(Right.LOOK)
def ticket(store: Store, number: int) -> TicketView:
    """A whole ticket with its history. Raises NotFound, also for a complaint about the reader, and NotAllowed for a sealed one."""
    row = row_unfiltered(store, number)
    if row is None:
        raise NotFound(number)
    events = events_of(store, number)
    check_reads(store, number, events)
    story, read = fold_events(events), visible_events(store, events)
    is_sealed = store.charter.kind(row.kind).is_sealed
    if is_sealed and read != events:
        story = _without_others_text(store.acting.login, events, story)
    written = clocks_written(store, number)
    found = tuple(clock for clock in written if _is_sound(clock))
    if len(found) < len(written):
        row = row._replace(damaged=1)
    if not is_sealed and read != events:
        story = _without_complaint(story)
    if len(read) < len(events):  # it was a complaint for a while, which stays hidden
        rules = {clock.standard: store.charter.find(clock.standard) for clock in found}
        found = tuple(clock for clock in found if (rule := rules[clock.standard]) and rule.applies_to(row.kind, row.channel))
    unseen = () if is_sealed else store.charter.sealed_kinds
    others = [OtherCase(*row) for row in _others.rows(store, customer=story.customer, ticket=number, unseen=unseen)]
    waits = (*waiting(store.charter, story.facts), *beyond_calendar(store.charter, story.facts, store.version))
    waits = waits if row.state == OPEN else ()
    seen = {*without_hidden(store, [other.number for other in others])}
    others = [other for other in others if other.number in seen]
    merged, card = _merged(store, story.absorbed), card_of(store, story.customer)
    links = {other: story.links[other] for other in without_hidden(store, list(story.links))}
    corrective = corrective_actions_of(store, number) if is_sealed else ()
    return TicketView(
        row, story, found, waits, tuple(read), names(store), tuple(others), merged, card.mind, links, card.kind, corrective
    )


def _merged(store: Store, numbers: Sequence[int]) -> dict[int, str]:
    """The subject and the text of each of these tickets that can be read."""
    found = {number: story.words for number, story in _whole_stories(store, numbers)}
    return {number: "\n".join(filter(None, (words["subject"], words["body"]))) for number, words in found.items()}


def _whole_stories(store: Store, numbers: Sequence[int]) -> Iterator[tuple[int, TicketState]]:
    """The states of those tickets of which nothing is hidden from the reader or damaged."""
    for number in without_hidden(store, numbers):
        with suppress(Unreadable):
            events = events_of(store, number)
            if visible_events(store, events) == events:
                yield number, fold_events(events)


@requires(Right.LOOK)
def readable_tickets(store: Store, numbers: Iterable[int]) -> dict[int, TicketView]:
    """Those of the tickets that exist and that the current user may read, by number."""
    found = {}
    for number in numbers:
        with suppress(NotFound, NotAllowed):
            found[number] = ticket(store, number)
    return found


def _without_others_text(staff: int, events: Sequence[EventRow], story: TicketState) -> TicketState:
    """A complaint's state without what other people recorded of what is missing and of whom it is about. staff: the reader's id."""
    own = fold_events([events[0], *(event for event in events[1:] if event.staff == staff)])
    words = {**story.words, "about": own.words["about"]}
    return replace(story, missing=None, about=own.about, mentioned=own.mentioned, words=words)


def _without_complaint(story: TicketState) -> TicketState:
    """The state of a ticket that was a complaint before, without what only a complaint has."""
    words = {**story.words, "about": "", "remedy": ""}
    return replace(story, words=words, about=(), mentioned=(), missing=None, category="", severity="", outcome="", cause="")


def _clocks() -> Any:
    columns = [field for name, field in ClockRow._meta.fields.items() if name != "id"]  # in the order of `_clock`
    order = (ClockRow.ticket, ClockRow.start, ClockRow.due, ClockRow.standard)
    return ClockRow.select(*columns).order_by(*order)


_all_clocks = Statement(lambda _: _clocks())
_clocks_of = Statement(lambda _: _clocks().where(ClockRow.ticket == Param("ticket")))
_clocks_among = Statement(lambda dialect: _clocks().where(dialect.among(ClockRow.ticket, Param("among"))))


@Statement
def _others(dialect: Dialect) -> Any:
    """Nothing on a customer's other tickets reveals that they complained (commitments.9)."""
    reveals_none = ~dialect.among(Ticket.kind, Param("unseen"))
    query = Ticket.select(*CASE).where(Ticket.customer == Param("customer"), Ticket.id != Param("ticket"))
    return query.where(Ticket.state != UNDONE, reveals_none).order_by(*NEAREST).limit(9)


@requires(Right.LOOK)
def address_of(store: Store, number: int) -> str:
    """The postal address of a ticket's customer; "" if unknown."""
    check_reads(store, number, events_of(store, number))
    return "".join(address for (address,) in _ADDRESS.rows(store, ticket=number))


_ADDRESS = Statement(lambda _: Ticket.select(Ticket.address).where(Ticket.id == Param("ticket")))


@requires(Right.LOOK)
def last_written(store: Store, view: TicketView) -> str:
    """The customer's newest own text: on the ticket, or on one merged into it; "" if there is none."""
    stories = [view.story, *(story for _number, story in _whole_stories(store, view.story.absorbed))]
    return max(((story.received, story.words["body"]) for story in stories if story.words["body"]), default=(0, ""))[1]


@requires(Right.LOOK)
def followed(store: Store, number: int) -> QueueRow | None:
    """The row of a ticket, or of the one that it was merged into; None if there is no such ticket."""
    row = row_unfiltered(store, number)
    while row is not None and row.state == DONE and (into := fold_events(events_of(store, row.id)).merged_into):
        row = row_unfiltered(store, into)
    return None if row is None else row_of(store, row.id)


def _is_sound(clock: Clock) -> bool:
    """Whether a clock is valid and can be shown: a damaged database may hold anything."""
    moments = (clock.start, clock.due, clock.start if clock.stopped is None else clock.stopped)
    return clock.state in CLOCK_STATES and all(isinstance(moment, int) and 0 <= moment < LATEST for moment in moments)


def _clock(values: list[Any]) -> Clock:
    standard, start, due, state, started_by, stopped, stopped_by, reason, house, judged_by, opened, late = values
    return Clock(standard, start, due, state, started_by, stopped, stopped_by, reason, bool(house), judged_by, opened, bool(late))
