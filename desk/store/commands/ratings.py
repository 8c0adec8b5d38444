"""Customer satisfaction (aim.2): asked by the charter's rule, rated from 1 to 5. Facts beside the promises, which move no clock."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import SQL, fn

from desk.actions.rights import Right
from desk.models import Event, Evidence, Head, Ticket
from desk.store.commands.duties import SATISFACTION, record_evidence
from desk.store.commands.unit_of_work import add_event, changing
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import ScoreMissing
from desk.store.errors.tickets import AskedAlready, NotAnsweredYet
from desk.store.event_log import events_of, stands
from desk.store.permissions import requires
from desk.store.ticket_state import Act, TicketState, fold_events
from desk.store.validation import check_length

SCORES = ("1", "2", "3", "4", "5")
ONCE_IN = 30 * 86_400  # seconds in which nobody is asked twice (house)
LOOKED_AT = 50_000  # events: closings before them count no more, so that the rule costs the same on a desk of any age


class Rating(NamedTuple):
    """An answer to the question how satisfied a customer is. score: one of SCORES; comment: their words beside it."""

    number: int
    score: str
    comment: str = ""


class Response(NamedTuple):
    """How many customers were asked, by their tickets, and how many of them answered."""

    asked: int
    answered: int


@requires(Right.WORK)
def rate(store: Store, who: str, number: int, score: str, note: str = "", *, step: int = 0, seen: int | None = None) -> int:
    """Records a customer's satisfaction rating. Returns the event.

    score: one of SCORES; note: their comment; step: the step that it belongs to. A rating is the month's evidence that satisfaction
    is measured. Raises BadInput, NotFound.
    """
    if score not in SCORES:
        raise ScoreMissing
    check_length("note", note)
    with changing(store, number, seen):
        event = add_event(store, who, number, Act.RATED, data={"score": int(score)}, texts={"note": note}, step=step)
        _keep_duty(store, who)
    return event


@requires(Right.WORK)
def rate_all(store: Store, who: str, answers: Sequence[Rating]) -> None:
    """Records several ratings at once: all or none, undone together."""
    with store.together():
        for answer in answers:
            rate(store, who, answer.number, answer.score, answer.comment)


@requires(Right.WORK)
def record_asked(store: Store, who: str, number: int, step: int, note: str = "") -> None:
    """Records, as part of a step, that the customer was asked how satisfied they are. Must run inside a transaction.

    note: what they said instead of a score. Raises AskedAlready if they were asked within ONCE_IN, by whichever of their tickets,
    NotAnsweredYet before the ticket has been answered.
    """
    story = fold_events(events_of(store, number))
    if asked := _asked_lately(store, story.customer):
        raise AskedAlready(number, store.charter.at(asked).date())
    if not _is_answered(store, story):
        raise NotAnsweredYet(number)
    add_event(store, who, number, Act.RATING_ASKED, texts={"note": note}, step=step)


@requires(Right.WORK)
def record_answer(store: Store, who: str, number: int, score: str, note: str, step: int) -> None:
    """Records the score that a customer gave when they were asked with the answer, as part of a step. Must run inside a
    transaction. Raises as `rate` does."""
    if can_be_asked(store, number):
        record_asked(store, who, number, step)
    rate(store, who, number, score, note, step=step)


@requires(Right.LOOK)
def can_be_asked(store: Store, number: int) -> bool:
    """Whether `record_asked` would accept a ticket."""
    story = fold_events(events_of(store, number))
    return _is_answered(store, story) and not _asked_lately(store, story.customer)


def _is_answered(store: Store, story: TicketState) -> bool:
    return story.is_finished(store.charter.kind(story.kind).final)


@requires(Right.LOOK)
def is_to_ask(store: Store, number: int) -> bool:
    """Whether the customer of a ticket is to be asked with its answer: at every so many closings of its kind, as the charter says,
    unless they were asked within ONCE_IN."""
    story = fold_events(events_of(store, number))
    kind = store.charter.kind(story.kind)
    if not kind.asks or _asked_lately(store, story.customer):
        return False
    ((last,),), ((newest,),) = _asked_last_of.rows(store, kind=kind.id), _NEWEST.rows(store)
    after = max(last or 0, newest - LOOKED_AT)
    return len(_closings.rows(store, kind=kind.id, final=kind.final, after=after, most=kind.asks - 1)) >= kind.asks - 1


def _asked_lately(store: Store, customer: int) -> int | None:
    """When a customer was asked last, if that was within ONCE_IN; epoch seconds."""
    found = _last_asked.rows(store, customer=customer, since=store.now() - ONCE_IN)
    return int(found[0][0]) if found else None


@requires(Right.REVIEW)
def ratings(store: Store, since: int, until: int) -> Counter[int]:
    """Counts each score in a period. If a ticket was rated twice, the last rating counts; damaged ones are not counted."""
    last: dict[int, object] = dict(_ratings.rows(store, since=since, until=until))
    return Counter(score for score in last.values() if isinstance(score, int))


@requires(Right.REVIEW)
def response(store: Store, since: int, until: int) -> Response:
    """Counts the tickets on which customers were asked in a period, and those of them that were rated by now. A score that nobody
    asked for is no answer."""
    found = [bool(is_rated) for _, is_rated in _asked_between.rows(store, since=since, until=until)]
    return Response(len(found), sum(found))


def _keep_duty(store: Store, who: str) -> None:
    """Records the evidence once a day, which is enough to show that ratings were collected."""
    if SATISFACTION not in [entry.id for entry in store.charter.file.duty]:
        return
    since, _ = store.charter.calendar.day_of(store.now())
    if not _measured.rows(store, since=since):
        record_evidence(store, who, SATISFACTION)


@Statement
def _measured(_: Dialect) -> Any:
    return Evidence.select(SQL("1")).where(Evidence.duty == SATISFACTION, Evidence.at >= Param("since")).limit(1)


@Statement
def _last_asked(dialect: Dialect) -> Any:
    asked = Event.what.in_((Act.RATING_ASKED, Act.RATED))
    is_one = asked & (Event.at >= Param("since")) & (Ticket.customer == Param("customer"))
    query = Event.select(Event.at).join(Ticket).where(is_one, stands(dialect, Event))
    return query.order_by(Event.at.desc()).limit(1)


@Statement
def _asked_last_of(dialect: Dialect) -> Any:
    query = Event.select(fn.MAX(Event.id)).join(Ticket)
    return query.where(Event.what == Act.RATING_ASKED, Ticket.kind == Param("kind"), stands(dialect, Event))


_NEWEST = Statement(lambda _: Head.select(Head.event))


@Statement
def _closings(dialect: Dialect) -> Any:
    is_closing = dialect.among(Event.what, Param("final")) & (Ticket.kind == Param("kind"))
    query = Event.select(Event.id).join(Ticket).where(is_closing, Event.id > Param("after"))
    return query.limit(Param("most"))


@Statement
def _asked_between(dialect: Dialect) -> Any:
    """The tickets on which somebody was asked, and whether each was rated."""
    is_one = (Event.what == Act.RATING_ASKED) & (Event.at >= Param("since")) & (Event.at < Param("until"))
    is_rated = _has(dialect, Act.RATED)
    return Event.select(Event.ticket, is_rated).where(is_one, stands(dialect, Event)).group_by(Event.ticket)


def _has(dialect: Dialect, what: str) -> Any:
    """Whether the ticket of an event has a standing event of a kind."""
    other = Event.alias("o")
    return fn.EXISTS(other.select(SQL("1")).where(other.ticket == Event.ticket, other.what == what, stands(dialect, other)))


@Statement
def _ratings(dialect: Dialect) -> Any:
    is_one = (Event.what == Act.RATED) & (Event.at >= Param("since")) & (Event.at < Param("until"))
    query = Event.select(Event.ticket, dialect.json_number(Event.data, "score"))
    return query.where(is_one, stands(dialect, Event)).order_by(Event.id)
