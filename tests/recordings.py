"""What a test may say of a ticket that comes in."""

from datetime import date
from typing import Literal, TypedDict

from desk.facts.fact import Told

Word = Literal["name", "phone", "email", "subject", "body", "about", "remedy", "incoming", "candidate"]


class Fields(TypedDict, total=False):
    """The fields of `Recording` besides kind, channel and receipt; what is not given is as there."""

    name: str
    phone: str
    email: str
    subject: str
    body: str
    at_once: bool
    answer: str
    language: str | None
    letter_date: str
    incoming: str
    exam: date | None
    topic: str
    exam_name: str
    fee: str
    late: bool
    about: str
    staff: str
    remedy: str
    category: str
    severity: str
    candidate: str
    exam_day: str
    document: str
    address: str
    session: int | None
    told: tuple[Told, ...]


def worded(field: Word, words: str) -> Fields:
    """These words in one field."""
    given = Fields()
    given[field] = words
    return given
