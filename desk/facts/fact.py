"""What a fact says, how long it is valid, and which version of it counts on a day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from desk.facts import errors
from desk.text.folding import search_key

LONGEST = {"name": 120, "place": 200}  # characters
LONGEST_TEXT = 1_000
Key = tuple[str, date | None, str]


@dataclass(frozen=True, slots=True)
class Content:
    """What a fact says: about an exam, or a short answer.

    name: the exam, or what the answer is about.
    day: of the exam.
    place: where it is held.
    price: as `parse_price` returns it, "" for none.
    late_price: from the day after registration closed.
    opens: the first day of registration.
    closes: the last day of registration.
    documents: what to bring or to send.
    hours: opening hours, as text.
    ru: the answer in Russian.
    en: the answer in English.
    keywords: further words by which it is found.
    since: the first day on which it is valid.
    until: the last one.
    """

    name: str
    day: date | None = None
    place: str = ""
    price: str = ""
    late_price: str = ""
    opens: date | None = None
    closes: date | None = None
    documents: str = ""
    hours: str = ""
    ru: str = ""
    en: str = ""
    keywords: str = ""
    since: date = date.min
    until: date = date.min

    @property
    def key(self) -> Key:
        """What identifies it among other facts: two with the same key at the same time would be two prices."""
        return search_key(self.name), self.day, search_key(self.place)

    def says_as(self, other: "Content") -> bool:
        """Whether a customer hears the same from both."""
        return _told(self) == _told(other)

    def is_stale(self, today: date) -> bool:
        """Whether it should not be told any more: it is no longer valid, or its exam is over."""
        return self.until < today or (self.day is not None and self.day < today)

    def is_about(self, exam: str) -> bool:
        """Whether an exam is meant by it, as people call it: `FCE` is `B2 First (FCE)`."""
        words = search_key(exam).split()
        known = search_key(f"{self.name} {self.keywords}").split()
        return bool(words) and all(word in known for word in words)

    @property
    def answer(self) -> bool:
        """Whether it has a short answer."""
        return bool(self.ru or self.en)


_NOT_TOLD = ("keywords", "since", "until")


def _told(content: Content) -> list[object]:
    return [getattr(content, field.name) for field in fields(Content) if field.name not in _NOT_TOLD]


def checked(content: Content) -> Content:
    """The content without surrounding spaces. Raises WrongFact if it contradicts itself or says nothing."""
    stripped: dict[str, Any] = {name: words.strip() for name, words in asdict(content).items() if isinstance(words, str)}
    content = replace(content, **stripped)
    for name, words in stripped.items():
        if len(words) > (most := LONGEST.get(name, LONGEST_TEXT)):
            raise errors.TooLong(name, words, most)
    if not content.name:
        raise errors.FactNameMissing
    if not any((content.day, content.price, content.opens, content.closes, content.documents, content.hours, content.answer)):
        raise errors.SaysNothing
    if content.late_price and not content.price:
        raise errors.LatePriceAlone
    if content.late_price and not _is_higher(content.late_price, content.price):
        raise errors.LatePriceLower
    for language, other in (("ru", "en"), ("en", "ru")):
        if getattr(content, other) and not getattr(content, language):
            raise errors.AnswerInOneLanguage(language)
    if content.opens and content.closes and content.closes < content.opens:
        raise errors.RegistrationEndsBeforeStart(content.opens, content.closes)
    if content.closes and content.day and content.closes > content.day:
        raise errors.RegistrationAfterExam(content.closes, content.day)
    if content.until == date.min:
        raise errors.EndMissing
    if content.until < content.since:
        raise errors.EndsBeforeStart(content.since, content.until)
    return content


def _is_higher(late: str, price: str) -> bool:
    (late_amount, _, late_currency), (amount, _, currency) = late.partition(" "), price.partition(" ")
    return late_currency == currency and Decimal(late_amount) >= Decimal(amount)


class Version(NamedTuple):
    """A version of a fact.

    id: of the version.
    fact: the id of its first version, which names the fact.
    content: what it says.
    is_withdrawn: from its first day on the fact is no longer told.
    staff: the id of the person who wrote it.
    recorded: when, epoch seconds.
    """

    id: int
    fact: int
    content: Content
    is_withdrawn: bool
    staff: int
    recorded: int

    def repeats(self, content: Content) -> bool:
        """Whether a list says the same again. A list without a first day means the one that is known."""
        same = content if content.since != date.min else replace(content, since=self.content.since)
        return same == self.content and not self.is_withdrawn


class Told(NamedTuple):
    """What a customer was told. version: of the fact, by its id; words: as said, in their language."""

    version: int
    words: str


def valid_on(versions: Sequence[Version], day: date) -> Version | None:
    """The version of one fact that counts on a day: the last written one that has begun; None before the first. versions: in the
    order in which they were written."""
    return next((version for version in reversed(versions) if version.content.since <= day), None)


def overlaps(versions: Sequence[Version], content: Content) -> bool:
    """Whether a fact is told at some time at which the content would be told as well. versions: of another fact with its key."""
    last = versions[-1]
    if last.is_withdrawn:
        return content.since < last.content.since
    return last.content.since <= content.until and content.since <= last.content.until
