"""The required data of each kind of event, checked because a damaged or changed database may hold anything."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec

from desk.charter.vocabulary import CHANNELS, FACTS, LANGUAGES, RECEIVED
from desk.store.ticket_state import WORDS, Act

_Kind = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9-]{0,15}\Z")]
_Channel = Annotated[str, msgspec.Meta(pattern=rf"\A({'|'.join(CHANNELS)})\Z")]
# The fields of a ticket that can be corrected besides its texts.
_VALUES = ("at", "channel", "topic", "category", "severity", "language", "customer", "session", "staff")


class _Any(msgspec.Struct):
    """A fact, or an act without values of its own."""

    texts: dict[str, str] = {}
    way: str = ""
    outcome: str = ""
    reason: str = ""
    relation: str = ""
    document: str = ""
    letter: int | None = None


class _Received(_Any, kw_only=True):
    kind: _Kind
    channel: _Channel
    topic: str = ""
    language: str
    customer: int
    batch: int | None = None
    session: int | None = None
    at_once: bool = False
    late: bool = False
    exam: date | None = None
    staff: list[int] = []
    category: str = ""
    severity: str = ""
    proposed: bool = False


class _Given(_Any, kw_only=True):
    to: int


class _Reminded(_Any, kw_only=True):
    moment: int = msgspec.field(name="for")


class _Advised(_Any, kw_only=True):
    questions: list[int]


class _Linked(_Any, kw_only=True):
    of: int
    how: Literal["same-cause", "follows", "followed", "none"]


class _Corrected(_Any, kw_only=True):
    field: str
    of: int | None = None
    at: int | None = None
    old: str | int | list[int] | None = None
    new: str | int | list[int] | None = None


class _Rated(_Any, kw_only=True):
    score: int


class _Undone(_Any, kw_only=True):
    step: int


class _Closed(_Any, kw_only=True):
    of: int | None = None
    answers: dict[str, tuple[int, int]] = {}


class _Merged(_Any, kw_only=True):
    into: int | None = None
    answers: dict[str, tuple[int, int]] = {}


class _Duplicated(_Any, kw_only=True):
    numbers: list[int]


class _Written(_Any, kw_only=True):
    way: Literal["email", "letter"]
    states: str | None = None
    automatic: str = ""
    files: list[int] = []


class _Recalled(_Any, kw_only=True):
    letter: int


class _Converted(_Any, kw_only=True):
    kind: _Kind
    old: _Kind
    topic: str = ""
    staff: list[int] = []


class _Mentioned(_Any, kw_only=True):
    staff: list[int]


class _Caused(_Any, kw_only=True):
    cause: str


class _Told(_Any, kw_only=True):
    version: int


class _Mailed(_Any, kw_only=True):
    mail: int
    automatic: str = ""
    failed: bool = False


class _Attached(_Any, kw_only=True):
    file: int


class _Unsent(_Any, kw_only=True):
    of: int


class _ExamMoved(_Any, kw_only=True):
    exam: date
    old: date
    late: bool = False
    session: int | None = None
    left: bool = False


class _Absorbed(_Any, kw_only=True):
    numbers: list[int]
    starts: dict[str, int] = {}
    staff: list[int] = []


class _Recounted(_Any, kw_only=True):
    clocks: list[tuple[str, int | None, int | None]]


_SHAPES: dict[str, type[_Any]] = {
    RECEIVED: _Received,
    Act.GIVEN: _Given,
    Act.REMINDED: _Reminded,
    Act.ASKED: _Given,
    Act.ADVISED: _Advised,
    Act.LINKED: _Linked,
    Act.CORRECTED: _Corrected,
    Act.RATED: _Rated,
    Act.UNDONE: _Undone,
    Act.CLOSED: _Closed,
    Act.MERGED: _Merged,
    Act.CONVERTED: _Converted,
    Act.EXAM_MOVED: _ExamMoved,
    Act.ABSORBED: _Absorbed,
    Act.RECOUNTED: _Recounted,
    Act.DUPLICATED: _Duplicated,
    Act.WRITTEN: _Written,
    Act.MENTIONED: _Mentioned,
    Act.CAUSED: _Caused,
    Act.TOLD: _Told,
    Act.RECALLED: _Recalled,
    Act.ATTACHED: _Attached,
    Act.MAILED: _Mailed,
    Act.BOUNCED: _Mailed,
    Act.UNSENT: _Unsent,
}
_KNOWN = frozenset((*FACTS, *Act))


class WrongShape(ValueError):
    """An event's data is not JSON, or lacks what its kind of event requires. Its text says what, in English."""


def read_data(what: str, data: object) -> dict[str, Any]:
    """Parses and validates the data of an event. Raises WrongShape."""
    if what not in _KNOWN:
        raise WrongShape("no such event")
    if type(data) is not str:  # a subclass marks text whose bytes could not be decoded
        raise WrongShape("no UTF-8")
    try:
        found = msgspec.json.decode(data)
        shaped = msgspec.convert(found, _SHAPES.get(what, _Any))
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise WrongShape(str(error)) from error
    if isinstance(shaped, _Corrected):
        _check_correction(shaped)
    return dict(found)


def _check_correction(data: _Corrected) -> None:
    if data.field not in WORDS and data.field not in _VALUES:
        raise WrongShape(f"no such field: {data.field[:40]!r}")
    needed = {
        "at": (data.of, data.at, data.old),
        "customer": (data.new,),
        "session": (data.new,),
    }.get(data.field, ())
    if not all(isinstance(value, int) for value in needed):
        raise WrongShape(f"no number: {data.field}")
    if data.field == "channel" and not (data.old in CHANNELS and data.new in CHANNELS):
        raise WrongShape("no such channel")
    if (data.field == "staff") != isinstance(data.new, list) or (data.field == "staff") != isinstance(data.old, list):
        raise WrongShape("no list of people")
    if data.field == "language" and data.new not in LANGUAGES:
        raise WrongShape("no such language")
