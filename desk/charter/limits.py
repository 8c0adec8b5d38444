"""The limit of a standard: an amount of time and how it is counted, parsed from the words of the charter file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from desk.charter.errors import N_, WrongValue

_SECONDS = {"minute": 60, "hour": 3600}
_MOST = {"minute": 60 * 24 * 366, "hour": 24 * 366, "day": 3660}

_PLAIN = re.compile(
    r"(?P<every>every )?(?P<count>\d+) (?P<working>working )?(?P<unit>minute|hour|day)s?(?: before (?P<event>exam))?"
)
_PERIOD = re.compile(r"every (week|month|quarter)")
_OPENING = re.compile(r"every opening, within (\d+) working (minute|hour)s?")
_EVENT_DAY = re.compile(r"before every (exam) day")

_NO_LIMIT = N_(
    "'{limit}' is not a limit: write for example '2 working days', '3 working hours', '30 days', '5 "
    "working days before exam', 'every week'"
)
_OUT_OF_RANGE = N_("'{limit}' is not a limit: the number must be from 1 to {most}")


class Unit(StrEnum):
    """How a limit is counted; the rules are in `docs/counting.md`."""

    WORKING_TIME = "working hours"
    WORKING_DAYS = "working days"
    DAYS = "days"
    TIME = "hours"
    WORKING_DAYS_BEFORE = "working days before"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Limit:
    """A parsed limit.

    text: the words it was read from; amount: seconds for times, days for days, 1 for a period; event: what a backward limit counts
    from ("exam"); recurring: counted again from each time it was done; rolls: whether a due day that is not a working day moves to
    the next one (calendar days only).
    """

    text: str
    unit: Unit
    amount: int
    event: str | None = None
    recurring: bool = False
    rolls: bool = True

    @property
    def counts_open_time(self) -> bool:
        """Whether the clock stops while the centre is closed."""
        return self.unit in (Unit.WORKING_TIME, Unit.OPENING)


@cache
def parse_limit(text: str) -> Limit:
    """Parses a limit such as `2 working days`, `3 working hours`, `30 days`, `5 working days before exam`, `every week`.

    Raises WrongValue if the words are not a limit, or if the number is zero or beyond ten years.
    """
    rolls = not text.endswith(", not rolling")
    words = text.removesuffix(", not rolling")
    if found := _PERIOD.fullmatch(words):
        return Limit(text, Unit(found[1]), 1, recurring=True)
    if found := _OPENING.fullmatch(words):
        return Limit(text, Unit.OPENING, _amount(found[1], found[2], text) * _SECONDS[found[2]], recurring=True)
    if found := _EVENT_DAY.fullmatch(words):
        return Limit(text, Unit.WORKING_DAYS_BEFORE, 1, event=found[1], recurring=True)
    found = _PLAIN.fullmatch(words)
    backwards_by_time = found and found["event"] and (found["unit"] != "day" or not found["working"])
    rolls_nowhere = found and not rolls and (found["unit"] != "day" or found["working"])
    if not found or backwards_by_time or rolls_nowhere:
        raise WrongValue(_NO_LIMIT, limit=text)
    unit, recurring, working = found["unit"], bool(found["every"]), bool(found["working"])
    count = _amount(found["count"], unit, text)
    if found["event"]:
        return Limit(text, Unit.WORKING_DAYS_BEFORE, count, event=found["event"], recurring=recurring)
    if unit == "day":
        return Limit(text, Unit.WORKING_DAYS if working else Unit.DAYS, count, recurring=recurring, rolls=rolls)
    return Limit(text, Unit.WORKING_TIME if working else Unit.TIME, count * _SECONDS[unit], recurring=recurring, rolls=rolls)


def _amount(digits: str, unit: str, text: str) -> int:
    count = int(digits)
    if not 1 <= count <= _MOST[unit]:
        raise WrongValue(_OUT_OF_RANGE, limit=text, most=_MOST[unit])
    return count
