"""Customer satisfaction, rated from 1 to 5 (aim.2): a fact beside the promises, which moves no clock."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from peewee import SQL

from desk.actions.rights import Right
from desk.models import Event, Evidence
from desk.store.commands.duties import SATISFACTION, record_evidence
from desk.store.commands.unit_of_work import add_event, changing
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.input import ScoreMissing
from desk.store.event_log import stands
from desk.store.permissions import requires
from desk.store.ticket_state import Act

SCORES = ("1", "2", "3", "4", "5")


@requires(Right.WORK)
def rate(store: Store, who: str, number: int, score: str, note: str = "", *, step: int = 0, seen: int | None = None) -> int:
    """Records a customer's satisfaction rating. Returns the event.

    score: one of SCORES; step: the step that it belongs to. A rating is the month's evidence that satisfaction is measured. Raises
    BadInput, NotFound.
    """
    if score not in SCORES:
        raise ScoreMissing
    with changing(store, number, seen):
        event = add_event(store, who, number, Act.RATED, data={"score": int(score)}, texts={"note": note}, step=step)
        _keep_duty(store, who)
    return event


@requires(Right.WORK)
def rate_all(store: Store, who: str, answers: Sequence[tuple[int, str]]) -> None:
    """Records several ratings at once, each a ticket's number and its score: all or none, undone together."""
    with store.together():
        for number, score in answers:
            rate(store, who, number, score)


@requires(Right.REVIEW)
def ratings(store: Store, since: int, until: int) -> Counter[int]:
    """Counts each score in a period. If a ticket was rated twice, the last rating counts; damaged ones are not counted."""
    last: dict[int, object] = dict(_ratings.rows(store, since=since, until=until))
    return Counter(score for score in last.values() if isinstance(score, int))


def _keep_duty(store: Store, who: str) -> None:
    """Records the evidence once a day, which is enough to show that ratings were collected."""
    if SATISFACTION not in [entry.id for entry in store.charter.file.duty]:
        return
    since, _ = store.charter.calendar.day_of(store.now())
    if not _asked.rows(store, since=since):
        record_evidence(store, who, SATISFACTION)


@Statement
def _asked(_: Dialect) -> Any:
    return Evidence.select(SQL("1")).where(Evidence.duty == SATISFACTION, Evidence.at >= Param("since")).limit(1)


@Statement
def _ratings(dialect: Dialect) -> Any:
    is_one = (Event.what == Act.RATED) & (Event.at >= Param("since")) & (Event.at < Param("until"))
    query = Event.select(Event.ticket, dialect.json_number(Event.data, "score"))
    return query.where(is_one, stands(dialect, Event)).order_by(Event.id)
