"""How the complaints of a period went: the basis of their figures (ISO 10002, 8.2)."""

from collections import defaultdict
from typing import Any, NamedTuple

from peewee import SQL, fn

from desk.actions.rights import Right
from desk.models import Event, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import events_of, stands
from desk.store.permissions import requires
from desk.store.ticket_state import ACCEPTED, OBJECTED, USED_UP, VOID, Act, TicketState, fold_events

AGAIN = 365 * 86_400  # seconds within which another complaint of the same customer is a repeated one (house)
FIRST, SECOND, CAMBRIDGE = STAGES = ("first", "second", "cambridge")


class Course(NamedTuple):
    """How a complaint went so far; each value is "" while nobody has said it.

    category, cause: entries of the centre's lists.
    severity, outcome: of SEVERITIES and OUTCOMES.
    stage: the last one that it reached, of STAGES.
    end: ACCEPTED, USED_UP, or the reason for which it was closed.
    is_repeated: whether the same customer had complained in the year before.
    """

    category: str
    severity: str
    cause: str
    outcome: str
    stage: str
    end: str
    is_repeated: bool


class FirstContact(NamedTuple):
    """Questions by phone and in person. answered: those answered at once and not reopened; asked: all of them."""

    answered: int
    asked: int


@requires(Right.REVIEW)
def courses(store: Store, since: int, until: int) -> list[Course]:
    """The complaints received in a period, without those merged into others.

    since, until: epoch seconds, the end not included.
    """
    kinds = [kind.id for kind in store.charter.kinds.values() if kind.is_sealed and not kind.is_internal]
    received = _received.rows(store, kinds=kinds, since=since - AGAIN, until=until)
    by_customer = defaultdict[int, list[int]](list)
    for _, customer, at in received:
        by_customer[customer].append(at)
    here = [(number, customer, at) for number, customer, at in received if at >= since]
    return [
        _course(fold_events(events_of(store, number)), any(at - AGAIN <= other < at for other in by_customer[customer]))
        for number, customer, at in here
    ]


def _course(story: TicketState, is_repeated: bool) -> Course:
    facts = [fact.what for fact in story.facts]
    stage = CAMBRIDGE if Act.PASSED_ON in facts else SECOND if OBJECTED in facts else FIRST
    ends = [fact.what for fact in story.facts if fact.what in (ACCEPTED, USED_UP, OBJECTED)]
    end = ends[-1] if ends and ends[-1] != OBJECTED else ""
    if story.ended:
        closed = next(fact for fact in reversed(story.facts) if fact.what == Act.CLOSED)
        end = end or closed.reason or ""
    return Course(story.category, story.severity, story.cause, story.outcome, stage, end, is_repeated)


@requires(Right.REVIEW)
def arrivals(store: Store, since: int, until: int) -> dict[tuple[int, int], int]:
    """Counts what came in during a period by weekday (0: Monday) and hour, in the centre's time, without what arrives in boxes.

    since, until: epoch seconds, the end not included.
    """
    kinds = [kind.id for kind in store.charter.kinds.values() if not kind.in_batches]
    found = defaultdict[tuple[int, int], int](int)
    for quarter, count in _arrivals.rows(store, kinds=kinds, since=since, until=until):
        moment = store.charter.at(quarter * _QUARTER)
        found[moment.weekday(), moment.hour] += count
    return dict(found)


@requires(Right.REVIEW)
def first_contact(store: Store, since: int, until: int) -> FirstContact:
    """Counts the questions by phone and in person of a period, and how many of them were answered at once and for good."""
    kinds = [kind.id for kind in store.charter.kinds.values() if {"call", "walk-in"} & {*kind.forms}]
    asked: dict[bool, int] = {bool(at_once): count for at_once, count in _asked.rows(store, kinds=kinds, since=since, until=until)}
    return FirstContact(asked.get(True, 0), sum(asked.values()))


_QUARTER = 900  # seconds: every zone's hours begin with one


def _in_period(dialect: Dialect) -> Any:
    in_time = (Ticket.received >= Param("since")) & (Ticket.received < Param("until"))
    return in_time & (Ticket.state != VOID) & dialect.among(Ticket.kind, Param("kinds"))


@Statement
def _received(dialect: Dialect) -> Any:
    merged = Event.select(SQL("1")).where(Event.ticket == Ticket.id, Event.what == Act.MERGED, stands(dialect, Event))
    query = Ticket.select(Ticket.id, Ticket.customer, Ticket.received).where(_in_period(dialect), ~fn.EXISTS(merged))
    return query.order_by(Ticket.id)


@Statement
def _arrivals(dialect: Dialect) -> Any:
    quarter = Ticket.received / _QUARTER
    return Ticket.select(quarter, fn.COUNT(SQL("*"))).where(_in_period(dialect)).group_by(quarter)


@Statement
def _asked(dialect: Dialect) -> Any:
    reopened = Event.select(SQL("1")).where(Event.ticket == Ticket.id, Event.what == Act.REOPENED, stands(dialect, Event))
    answered = Ticket.at_once & ~fn.EXISTS(reopened)
    query = Ticket.select(answered, fn.COUNT(SQL("*"))).where(_in_period(dialect), Ticket.channel.in_(("phone", "in-person")))
    return query.group_by(answered)
