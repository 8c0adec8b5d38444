"""Validation of all input to the store, before anything is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desk.actions.rights import Right
from desk.store.database import Store
from desk.store.errors.input import ExamOver, FieldTooLong, TooManySigns
from desk.store.errors.tickets import KindMissing
from desk.store.permissions import requires
from desk.text.dates import MomentInFuture, MomentLongAgo

TEXT_LIMIT = 100_000
NAME_LIMIT = 1_000  # for short columns: a name, a number, an address
SHORT = frozenset({"name", "phone", "email", "candidate", "incoming", "exam", "exam_name", "to", "taker", "place", "address"})
YEAR = 366 * 86_400
CLOCK_SLACK = 60  # the clocks of two machines may differ by that much


@requires(Right.ANYBODY)
def check_moment(store: Store, moment: int) -> None:
    """Refuses a moment in the future or more than a year back. Raises InvalidDateTime."""
    now = store.now()
    if moment > now + CLOCK_SLACK:
        raise MomentInFuture(store.charter.at(moment))
    if moment < now - YEAR:
        raise MomentLongAgo(store.charter.at(moment))


@requires(Right.ANYBODY)
def kind_using(store: Store, capability: str) -> str:
    """The kind of ticket with a capability, for a list that is imported. Raises KindMissing."""
    kinds = store.charter.using(capability)
    if not kinds:
        raise KindMissing(capability)
    return kinds[0]


def check_length(field: str, words: str) -> None:
    """Refuses a text that is too long. Raises BadInput."""
    limit = NAME_LIMIT if field in SHORT else TEXT_LIMIT
    if len(words) > limit:
        raise FieldTooLong(field, limit)


def as_short(field: str, words: str, most: int) -> str:
    """The letters and digits of a text, limited in number: no more of a document is stored. Raises BadInput."""
    signs = "".join(sign for sign in words if sign.isalnum())
    if len(signs) > most:
        raise TooManySigns(field, most)
    return signs


def check_exam(store: Store, exam: date, received: int) -> None:
    """Refuses an exam that was over before its registration was received. Raises BadInput."""
    if exam < store.charter.at(received).date():
        raise ExamOver(exam)


def only_set(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leaves out empty fields: the chain holds none."""
    return {name: value for name, value in values.items() if value not in (None, False, "")}
