"""How the complaints of a period went: the basis of their figures (ISO 10002, 8.2)."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import SQL, fn

from desk.actions.rights import Right
from desk.models import Event, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.ticket_state import ACCEPTED, DONE, OBJECTED, OPEN, USED_UP, Act

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
    received = _received.rows(store, kinds=kinds, since=since, until=until)
    customers = {customer for _, customer, _ in received}
    by_customer = defaultdict[int, list[int]](list)
    for customer, at in _by_customer.rows(store, kinds=kinds, since=since - AGAIN, until=until, customers=customers):
        by_customer[customer].append(at)
    told = defaultdict[int, list[tuple[str, int, str]]](list)
    for ticket, what, step, data in _told.rows(store, kinds=kinds, since=since, until=until):
        told[ticket].append((what, step, data))
    return [
        _course(told[number], is_repeated=any(at - AGAIN <= other < at for other in by_customer[customer]))
        for number, customer, at in received
    ]


def _course(events: Sequence[tuple[str, int, str]], *, is_repeated: bool) -> Course:
    """Folds only what is counted: whole tickets, with their clocks, would take a year's report ten times as long.

    events: act, step and data of each, in the order in which they were entered; a damaged one says nothing.
    """
    read = [(what, step, _values(data)) for what, step, data in events]
    undone = {data.get("step") for what, _, data in read if what == Act.UNDONE}
    said, stage, end = {"category": "", "severity": "", "cause": "", "outcome": ""}, FIRST, ""
    for what, step, data in read:
        if step in undone or what == Act.UNDONE:
            continue
        if what == Act.CORRECTED and data.get("field") in said:
            said[data["field"]] = str(data.get("new", ""))
        elif what in (Act.RECEIVED, Act.CAUSED, "answered"):
            said |= {name: str(data.get(name, "")) for name in _SAID[what]}
        elif what == Act.PASSED_ON:
            stage = CAMBRIDGE
        elif what == OBJECTED:
            stage, end = max(stage, SECOND, key=STAGES.index), ""
        elif what in (ACCEPTED, USED_UP):
            end = what
        elif what == Act.CLOSED:
            end = end or str(data.get("reason", ""))
        elif what == Act.REOPENED:
            end = ""
    return Course(said["category"], said["severity"], said["cause"], said["outcome"], stage, end, is_repeated)


def _values(data: object) -> dict[str, Any]:
    try:
        found = json.loads(str(data))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


# What each event says of a complaint.
_SAID = {Act.RECEIVED: ("category", "severity"), Act.CAUSED: ("cause",), "answered": ("outcome",)}
_COUNTED = (*_SAID, Act.CORRECTED, Act.PASSED_ON, OBJECTED, ACCEPTED, USED_UP, Act.CLOSED, Act.REOPENED, Act.UNDONE)


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
    is_no_mistake = Ticket.state.in_((OPEN, DONE))  # by equality, as the index has it
    return is_no_mistake & dialect.among(Ticket.kind, Param("kinds")) & in_time


def _is_own(dialect: Dialect) -> Any:
    """Whether a ticket was not merged into another."""
    merged = Event.select(SQL("1")).where(Event.ticket == Ticket.id, Event.what == Act.MERGED, stands(dialect, Event))
    return ~fn.EXISTS(merged)


@Statement
def _received(dialect: Dialect) -> Any:
    query = Ticket.select(Ticket.id, Ticket.customer, Ticket.received)
    return query.where(_in_period(dialect), _is_own(dialect)).order_by(Ticket.id)


@Statement
def _by_customer(dialect: Dialect) -> Any:
    theirs = dialect.among(Ticket.customer, Param("customers"))
    return Ticket.select(Ticket.customer, Ticket.received).where(_in_period(dialect), theirs, _is_own(dialect))


@Statement
def _told(dialect: Dialect) -> Any:
    query = Event.select(Event.ticket, Event.what, Event.step, Event.data).join(Ticket)
    return query.where(_in_period(dialect), Event.what.in_(_COUNTED)).order_by(Event.ticket, Event.id)


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
