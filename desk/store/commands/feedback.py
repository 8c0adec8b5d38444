"""Customer feedback about the centre and its follow-up (commitments.8, `feedback-used`)."""

from typing import Any, NamedTuple

from peewee import JOIN, fn

from desk.actions.rights import Right
from desk.models import Feedback, Staff, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotFound
from desk.store.errors.input import NoteMissing
from desk.store.errors.tickets import FeedbackUnknown
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
from desk.store.statements import insert, is_there, update
from desk.store.validation import check_length, check_moment


class FeedbackEntry(NamedTuple):
    """A piece of feedback. at, done_at: epoch seconds; who, done_by: names; words: the customer's; done: the follow-up, "" if there
    is none yet; said: the published text, "" if none; ticket: the one it came with."""

    id: int
    at: int
    who: str
    ticket: int | None
    words: str
    done: str
    done_at: int | None
    done_by: str
    said: str


@requires(Right.WORK)
def record_feedback(store: Store, who: str, words: str, ticket: int | None = None, at: int | None = None) -> int:
    """Records feedback. Returns its number. Raises BadInput, NotFound, InvalidDateTime."""
    if not words.strip():
        raise NoteMissing
    check_length("words", words)
    moment = store.now() if at is None else at
    check_moment(store, moment)
    with store.transaction():
        if ticket is not None and not is_there(store, Ticket, ticket):
            raise NotFound(ticket)
        staff = staff_id(store, who)
        row = {"at": moment, "recorded": store.now(), "staff": staff, "ticket": ticket, "words": words, "done": "", "said": ""}
        number = insert(store, Feedback, row)
        log_row(store, "feedback", number, staff)
        return number


@requires(Right.WORK)
def use_feedback(store: Store, who: str, number: int, done: str, said: str = "") -> None:
    """Records the follow-up of feedback and what may be published of it. Raises BadInput, NotNow if there is no such feedback."""
    if not done.strip():
        raise NoteMissing
    for words in (done, said):
        check_length("done", words)
    with store.transaction():
        staff = staff_id(store, who)
        values = {"done": done, "said": said, "done_at": store.now(), "done_by": staff}
        if not is_there(store, Feedback, number):
            raise FeedbackUnknown(number)
        update(store, Feedback, values, number)
        log_row(store, "feedback", number, staff, "done", "said", "done_at", "done_by_id")


@requires(Right.LOOK)
def feedback(store: Store) -> list[FeedbackEntry]:
    """All feedback: without follow-up first, each group newest first."""
    return [FeedbackEntry._make(row) for row in _all_feedback.rows(store)]


@requires(Right.REVIEW)
def used_between(store: Store, since: int, until: int) -> list[FeedbackEntry]:
    """The feedback followed up in a period, oldest first."""
    found = _done_between.rows(store, since=since, until=until)
    return [FeedbackEntry._make(row) for row in found]


def _feedback() -> Any:
    by = Staff.alias("d")
    columns = (
        Feedback.id, Feedback.at, Staff.name, Feedback.ticket, Feedback.words, Feedback.done, Feedback.done_at,
        fn.COALESCE(by.name, ""), Feedback.said,
    )  # fmt: skip
    query = Feedback.select(*columns).join_from(Feedback, Staff, on=Feedback.staff == Staff.id)
    return query.join_from(Feedback, by, JOIN.LEFT_OUTER, on=Feedback.done_by == by.id)


@Statement
def _all_feedback(_: Dialect) -> Any:
    return _feedback().order_by(Feedback.done_at.is_null(False), Feedback.id.desc())


@Statement
def _done_between(_: Dialect) -> Any:
    query = _feedback().where(Feedback.done_at >= Param("since"), Feedback.done_at < Param("until"))
    return query.order_by(Feedback.done_at, Feedback.id)
