"""A line of a list -> a candidate, or why it cannot be taken."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from desk.intake.columns import Headed
from desk.intake.table import Line
from desk.text import search_key
from desk.tongue import LANGUAGES

MOST_CELL = 1_000
NO_CANDIDATE, TWICE, WRONG_CELLS, LONG_CELL, BAD_EMAIL = "no-candidate", "twice", "cells", "long-cell", "bad-email"
NO_VALUE, LOST_DIGITS, BAD_DAY, NO_NAME = "no-value", "lost-digits", "bad-day", "no-name"

# Days as a spreadsheet counts them, from 30.12.1899 on; other numbers in a column of dates are no dates.
_EPOCH, _SERIALS = date(1899, 12, 30), range(36_526, 55_154)  # 2000 to 2050
_DAY = re.compile(
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2})(?:[T ].*)?"
)
_WORDED = re.compile(r"(?P<d>\d{1,2})[\s-]+(?P<month>[^\W\d]+)\.?[\s-]+(?P<y>\d{4})(?:\s*(?:г|года?)?\.?)?")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_LANGUAGES = {
    "русский": "ru",
    "russian": "ru",
    "rus": "ru",
    "рус": "ru",
    "английский": "en",
    "english": "en",
    "eng": "en",
    "англ": "en",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of a list. line: its number in the file, that of the first line being 1; day: of the exam, registered: when they
    registered, both ISO 8601 or ""; address: where one writes to on paper; document: the name as in the travel document, where the
    list has another one beside it."""

    line: int
    name: str
    email: str
    phone: str
    exam: str
    candidate: str
    day: str = ""
    place: str = ""
    document: str = ""
    address: str = ""
    language: str = ""
    registered: str = ""
    fee: str = ""
    centre: str = ""


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line that cannot be taken, and why (one of the reasons above)."""

    line: int
    reason: str
    detail: str


def candidates(
    list_: Headed, needed: Sequence[str], key: Callable[[Candidate], tuple[str, ...]]
) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    """The lines of a list, and those that are wrong. needed: as for `columns.head`; key: what no two lines may have in common."""
    good: list[Candidate] = []
    wrong: list[WrongLine] = []
    seen: dict[tuple[str, ...], int] = {}
    for line in list_.lines:
        found = _candidate(line, list_, numbered="candidate" in needed)
        if isinstance(found, Candidate):
            if (place := key(found)) in seen:
                found = WrongLine(line.number, TWICE, str(seen[place]))
            seen.setdefault(place, line.number)
        if isinstance(found, WrongLine):
            wrong.append(found)
        else:
            good.append(found)
    return tuple(good), tuple(wrong)


def bare_number(candidate: str) -> str:
    """A candidate's number as it is compared: a spreadsheet may have taken its zeros away."""
    return candidate.casefold().lstrip("0")


def list_day(words: str) -> date | None:
    """A day as lists have it: 14.11.2026, 14/11/26, 2026-11-14, 14 ноября 2026, 14-Nov-2026, or a spreadsheet's number of days.

    None for anything else: of 11/14/2026 nobody knows whether the month or the day stands first, and it has no such day.
    """
    words = words.strip()
    if words.isascii() and words.isdecimal() and int(words) in _SERIALS:
        return _EPOCH + timedelta(days=int(words))
    try:
        if found := _DAY.fullmatch(words):
            year = found["y"] or found["y2"]
            return date(int(year) + (2000 if len(year) == 2 else 0), int(found["m"] or found["m2"]), int(found["d"] or found["d2"]))
        if found := _WORDED.fullmatch(words):
            return date(int(found["y"]), _months()[found["month"].casefold().replace("ё", "е")], int(found["d"]))
    except (ValueError, KeyError):
        return None
    return None


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    return {
        name.casefold().rstrip(".").replace("ё", "е"): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }


def _candidate(line: Line, of: Headed, *, numbered: bool) -> Candidate | WrongLine:
    cells = line.cells
    if of.width and len(cells) != of.width:
        return WrongLine(line.number, WRONG_CELLS, f"{len(cells)}/{of.width}")
    if any(place in line.unread for place in of.columns.values()):
        return WrongLine(line.number, NO_VALUE, "")
    values = {field: cells[place].strip() if place < len(cells) else "" for field, place in of.columns.items()}
    if any(len(value) > MOST_CELL for value in values.values()):
        return WrongLine(line.number, LONG_CELL, "")
    name = _name(values)
    if not name or (numbered and not values["candidate"]):
        return WrongLine(line.number, NO_CANDIDATE if numbered else NO_NAME, name or values.get("candidate", ""))
    for field in ("phone", "candidate"):
        if _SCIENTIFIC.fullmatch(values.get(field, "")):
            return WrongLine(line.number, LOST_DIGITS, values[field])
    email = values.get("email", "")
    if email and (email.count("@") != 1 or " " in email or email.startswith("@") or email.endswith("@")):
        return WrongLine(line.number, BAD_EMAIL, email)
    days = {field: list_day(values[field]) for field in ("day", "registered") if values.get(field)}
    if None in days.values():
        return WrongLine(line.number, BAD_DAY, next(values[field] for field, day in days.items() if day is None))
    return Candidate(
        line.number,
        name,
        email,
        values.get("phone", ""),
        values.get("exam", ""),
        values.get("candidate", ""),
        day=_iso(days.get("day")),
        place=values.get("place", ""),
        document=values.get("document", ""),
        address=values.get("address", ""),
        language=_language(values.get("language", "")),
        registered=_iso(days.get("registered")),
        fee=values.get("fee", ""),
        centre=values.get("centre", ""),
    )


def _name(values: dict[str, str]) -> str:
    parts = [values[field] for field in ("surname", "first", "middle") if values.get(field)]
    return values.get("name") or " ".join(parts) or values.get("document", "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@lru_cache(64)
def _language(words: str) -> str:
    known = {search_key(name): language for name, language in (*_LANGUAGES.items(), *((one, one) for one in LANGUAGES))}
    return known.get(search_key(words), "")
