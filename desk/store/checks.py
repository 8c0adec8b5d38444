"""What is asked of anything that goes into the store, before anything is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.errors import BadInput
from desk.store.permissions import requires
from desk.text.dates import FUTURE, LONG_AGO, InvalidDateTime

# Reasons of refusals; the words for the eye are in presentation/errors.py.
NOBODY, TOO_LONG, UNKNOWN_KIND, UNKNOWN_CHANNEL, UNKNOWN_FIELD = "nobody", "too-long", "kind", "channel", "field"
NOT_OPEN, NOT_CLOSED, NOT_FOR_THIS, NEEDS_REASON, NOTHING_TO_UNDO = (
    "not-open",
    "not-closed",
    "not-for-this",
    "reason",
    "nothing",
)
OTHERS_ACTED, BEFORE_RECEIPT, SAME_KIND = "others-acted", "before-receipt", "same-kind"
NOTHING_NEW, ITSELF = "nothing-new", "itself"
BEFORE_START, MERGED_AWAY, OTHER_KIND, NO_EXAM = "before-start", "merged-away", "other-kind", "no-exam"
NO_HOURS, NOT_A_DUTY, EXAM_OVER, NONE_LEFT = "hours", "no-duty", "exam-over", "none-left"
APPLIED_ALREADY, CHANGED_SINCE = "applied-already", "changed-since"
NEEDS_NOTE, NEEDS_MOMENT, NEEDS_NAME, NEEDS_NUMBER, NEEDS_FILE = (
    "needs-note",
    "needs-moment",
    "needs-name",
    "needs-number",
    "needs-file",
)
GONE_ALREADY, NEEDS_AUTHORITY, NEEDS_TAKER, NEEDS_SIGNS = "gone-already", "needs-authority", "needs-taker", "needs-signs"
NEEDS_DOCUMENT, UNKNOWN_DOCUMENT, UNKNOWN_RELATION, TOO_MANY_SIGNS = (
    "needs-document",
    "no-document",
    "no-relation",
    "too-many-signs",
)
NO_GROUP, NO_BOX, SENT_ALREADY = "no-group", "no-box", "sent-already"
NEEDS_EXAM_NAME, NO_SUCH_SESSION, SESSION_THERE, ENDS_AFTER = "needs-exam-name", "no-session", "session-there", "ends-after"
NEEDS_SCORE, NO_SUCH_FEEDBACK = "needs-score", "no-feedback"
HAS_CANDIDATES, PAST_DAY, PERIOD_ENDS = "has-candidates", "past-day", "period-ends"
WHOLE_PERIODS, NOT_OVER, BEFORE_DESK, NO_PAGE_THERE = "whole-periods", "not-over", "before-desk", "no-page-there"
NEEDS_CHECKED, NEEDS_ANSWERS, NEEDS_PAGE, NEEDS_VENUE, NO_VENUE = (
    "needs-checked",
    "needs-answers",
    "needs-page",
    "needs-venue",
    "no-venue",
)
NEEDS_ADDRESS, REAL_TIME = "needs-address", "real-time"
NO_ANCHOR = "no-anchor"
NEEDS_WORDS, TAKEN_NAME = "needs-words", "taken-name"
NO_SUCH_STAFF, SEVERAL_MEANT, NO_SUCH_REASON = "no-such-staff", "several-meant", "no-such-reason"
NEEDS_TARGET, NEEDS_DATE, NEEDS_EXAM, NEEDS_REPLY = "needs-target", "needs-date", "needs-exam", "needs-reply"

TEXT_LIMIT = 100_000
NAME_LIMIT = 1_000  # what stands in a column: who, a number, an address
SHORT = frozenset({"name", "phone", "email", "candidate", "incoming", "exam_name", "to", "taker", "place", "address"})
YEAR = 366 * 86_400
CLOCK_SLACK = 60  # two machines of one desk may differ by that much


@requires(Right.ANYBODY)
def check_moment(store: Store, moment: int) -> None:
    """Refuses what lies in the future or more than a year back. Raises InvalidDateTime."""
    now = store.now()
    if moment > now + CLOCK_SLACK:
        raise InvalidDateTime(as_typed(store, moment), FUTURE)
    if moment < now - YEAR:
        raise InvalidDateTime(as_typed(store, moment), LONG_AGO)


def check_length(field: str, words: str) -> None:
    """Refuses what is longer than anybody means. Raises BadInput."""
    limit = NAME_LIMIT if field in SHORT else TEXT_LIMIT
    if len(words) > limit:
        raise BadInput(TOO_LONG, field, str(limit))


def as_short(field: str, words: str, most: int) -> str:
    """The letters and digits of what may have at most so many: more of a document is not kept. Raises BadInput."""
    signs = "".join(sign for sign in words if sign.isalnum())
    if len(signs) > most:
        raise BadInput(TOO_MANY_SIGNS, field, str(most))
    return signs


def check_exam(store: Store, exam: date, received: int) -> None:
    """Refuses an exam that was over before its registration came. Raises BadInput."""
    if exam < store.charter.at(received).date():
        raise BadInput(EXAM_OVER, text=f"{exam:%d.%m.%Y}")


def as_typed(store: Store, moment: int) -> str:
    """A moment the way that people type it at the centre."""
    return f"{store.charter.at(moment):%d.%m.%Y %H:%M}"


def only_set(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what says something: the chain holds no empty fields."""
    return {name: value for name, value in values.items() if value not in (None, False, "")}
