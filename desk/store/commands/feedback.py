"""Customer feedback about the centre and its follow-up (commitments.8, `feedback-used`)."""

from typing import NamedTuple

from desk.actions.rights import Right
from desk.models import Feedback, Ticket
from desk.store.database import Store
from desk.store.errors import NotFound
from desk.store.errors.input import NoteMissing
from desk.store.errors.tickets import FeedbackUnknown
from desk.store.permissions import requires
from desk.store.row_log import log_row
from desk.store.staff import staff_id
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
        if ticket is not None and not Ticket.select().where(Ticket.id == ticket).exists():
            raise NotFound(ticket)
        staff = staff_id(store, who)
        row = {"at": moment, "recorded": store.now(), "staff": staff, "ticket": ticket, "words": words, "done": "", "said": ""}
        number = int(Feedback.insert(row).execute())
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
        if not Feedback.update(values).where(Feedback.id == number).execute():
            raise FeedbackUnknown(number)
        log_row(store, "feedback", number, staff, "done", "said", "done_at", "done_by_id")


@requires(Right.LOOK)
def feedback(store: Store) -> list[FeedbackEntry]:
    """All feedback: without follow-up first, each group newest first."""
    return [FeedbackEntry._make(row) for row in store.rows(_FEEDBACK + "ORDER BY f.done_at IS NOT NULL, f.id DESC")]


@requires(Right.REVIEW)
def used_between(store: Store, since: int, until: int) -> list[FeedbackEntry]:
    """The feedback followed up in a period, oldest first."""
    found = store.rows(_FEEDBACK + "WHERE f.done_at >= ? AND f.done_at < ? ORDER BY f.done_at, f.id", since, until)
    return [FeedbackEntry._make(row) for row in found]


_FEEDBACK = """SELECT f.id, f.at, s.name, f.ticket_id, f.words, f.done, f.done_at, COALESCE(d.name, ''), f.said
               FROM feedback AS f JOIN staff AS s ON s.id = f.staff_id LEFT JOIN staff AS d ON d.id = f.done_by_id """
