"""A line of a list -> a candidate, or the reason why it is rejected."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache, lru_cache

from babel.dates import get_month_names

from desk.charter.vocabulary import LANGUAGES
from desk.intake.columns import Headed
from desk.intake.table import STRAY_BYTE, Line
from desk.text.folding import search_key
from desk.text.names import is_one_name
from desk.text.sanitize import bare

MOST_CELL = 1_000
_MONTHS = 12
NO_CANDIDATE, TWICE, WRONG_CELLS, LONG_CELL, BAD_EMAIL = "no-candidate", "twice", "cells", "long-cell", "bad-email"
NO_VALUE, LOST_DIGITS, BAD_DAY, NO_NAME = "no-value", "lost-digits", "bad-day", "no-name"
NO_LETTERS, NO_NUMBER, MONTH_FIRST = "no-letters", "no-number", "month-first"

# Spreadsheet serial dates, counted from 30.12.1899; other numbers in a date column are not dates.
_EPOCH, _SERIALS = date(1899, 12, 30), range(36_526, 55_154)  # 2000 to 2050
# Timestamps of web forms have a time after the date, with or without an offset.
_TIME = r"""(?:(?:T|,?\s+)(?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)(?:[.,]\d+)?(?:\s*(?P<half>[ap])\.?m\.?)?
            (?P<offset>Z|[+-]\d{2}:?\d{2})?)?"""
_DAY = re.compile(
    r"(?:(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4}|\d{2})|(?P<y2>\d{4})-(?P<m2>\d{1,2})-(?P<d2>\d{1,2}))" + _TIME,
    re.VERBOSE | re.IGNORECASE,
)
_WORDED = re.compile(
    r"(?P<d>\d{1,2})[\s-]+(?P<month>[^\W\d]+)\.?[\s-]+(?P<y>\d{4})(?:\s*(?:г|года?)?\.?)?" + _TIME, re.VERBOSE | re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?:\D.*)?")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_FLOAT = re.compile(r"(\+?\d+)[.,]0")  # an integer exported as a float
_AS_TEXT = re.compile(r"^['’](?=[\d=+@-])")  # prefix that makes a spreadsheet treat a cell as text, also in our exports
_COUNTED_TEXT = re.compile(r'="(.*)"')  # how web pages make a spreadsheet treat a cell as text
_ERRORS = re.compile(r"#(?:[A-ZА-Я]+[/!?]?[A-ZА-Я0-9]*[!?]?)")  # spreadsheet errors: #N/A, #REF!, #ИМЯ?, #ДЕЛ/0!
_NOTHING = frozenset({"nan", "NaN", "NaT", "None", "NULL", "null", "<NA>", "N/A", "n/a"})  # how programs write missing values
_TOTAL = re.compile(r"(?:итого|всего|total|grand total|count)\b[\s:.\d]*", re.IGNORECASE)
_NUMBERS = ("candidate", "phone", "centre")
_LETTER = re.compile(r"[^\W\d_]")
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}\W+[^\W\d_]{2,}")
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


SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of a list.

    line: its number in the file, the first line being 1. day, registered: the date of the exam, and when they registered, with the
    time if the list has one; both ISO 8601 or "". address: the postal address. document: the name as in the travel document, if the
    list has another one beside it. mark: the line's mark as in `table.py`, or SHARED if a line above has the same number with
    another name.
    """

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
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A rejected line with its reason (one of the above)."""

    line: int
    reason: str
    detail: str


def candidates(
    list_: Headed, needed: Sequence[str], key: Callable[[Candidate], tuple[str, ...]]
) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    """The candidates of a list, and the rejected lines. needed: as for `columns.head`; key: what no two lines may have in
    common."""
    good: list[Candidate] = []
    wrong: list[WrongLine] = []
    seen: dict[tuple[str, ...], list[Candidate]] = {}
    ambiguous = _month_first(list_)
    # Visible lines come first: a line that was struck out does not make its replacement a duplicate.
    for line in sorted(list_.lines, key=lambda line: bool(line.mark)):
        found = _candidate(line, list_, ambiguous, numbered="candidate" in needed)
        if isinstance(found, Candidate):
            before = seen.setdefault(key(found), [])
            same = next((other for other in before if found.mark or is_one_name(found.name, other.name)), None)
            if same:
                found = WrongLine(line.number, TWICE, str(same.line))
            else:
                found = replace(found, mark=SHARED) if before else found
                before.append(found)
        if isinstance(found, WrongLine):
            wrong.append(found)
        else:
            good.append(found)
    return tuple(sorted(good, key=lambda person: person.line)), tuple(sorted(wrong, key=lambda refused: refused.line))


def _month_first(list_: Headed) -> frozenset[str]:
    """The date columns in which some value shows that the month comes first: there 11/05/2026 is not a day of May."""
    found = set()
    for field in {"day", "registered"} & set(list_.columns):
        place = list_.columns[field]
        days = (_MONTH_FIRST.fullmatch(line.cells[place].strip()) for line in list_.lines if place < len(line.cells))
        if any(day and int(day[1]) <= _MONTHS < int(day[2]) for day in days):
            found.add(field)
    return frozenset(found)


def bare_number(candidate: str) -> str:
    """A candidate's number for comparison: a spreadsheet may have dropped its leading zeros."""
    return candidate.casefold().lstrip("0")


def list_day(words: str) -> date | None:
    """Parses a date of a list: 14.11.2026, 14/11/26, 2026-11-14, 14 ноября 2026, 14-Nov-2026, or a spreadsheet serial date; a time
    after it is ignored.

    None for anything else: 11/14/2026 has no valid date if the day comes first.
    """
    found = list_moment(words)
    return date.fromisoformat(found[:10]) if found else None


def list_moment(words: str) -> str:
    """Parses a date as `list_day` does, with the time after it if there is one, into ISO 8601: 20.11.2026 14:22 is
    2026-11-20T14:22. "" for anything else."""
    words = whole(words.strip())
    if words.isascii() and words.isdecimal() and int(words) in _SERIALS:
        return (_EPOCH + timedelta(days=int(words))).isoformat()
    try:
        if found := _DAY.fullmatch(words):
            year = found["y"] or found["y2"]
            day = date(int(year) + (2000 if len(year) == 2 else 0), int(found["m"] or found["m2"]), int(found["d"] or found["d2"]))
        elif found := _WORDED.fullmatch(words):
            day = date(int(found["y"]), _months()[found["month"].casefold().replace("ё", "е")], int(found["d"]))
        else:
            return ""
        return day.isoformat() + _time_of(found)
    except (ValueError, KeyError):
        return ""


def _time_of(found: re.Match[str]) -> str:
    """The time after a date, in ISO 8601. Raises ValueError."""
    if not found["time"]:
        return ""
    hour, minute, *second = map(int, re.split("[:.]", found["time"]))
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].lower() == "p")
    offset = (found["offset"] or "").upper().replace("Z", "+00:00")
    return f"T{time(hour, minute, second[0] if second else 0).isoformat()}{offset}"


@cache
def _months() -> dict[str, int]:
    return {
        name.casefold().rstrip(".").replace("ё", "е"): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }


def _candidate(line: Line, of: Headed, month_first: frozenset[str], *, numbered: bool) -> Candidate | WrongLine:
    cells = line.cells
    if line.stray:
        return WrongLine(line.number, STRAY_BYTE, line.stray)
    if of.width and len(cells) > of.width:  # with fewer, the rest is empty: Excel leaves out empty cells at the end
        return WrongLine(line.number, WRONG_CELLS, f"{len(cells)}/{of.width}")
    if any(place in line.unread for place in of.columns.values()):
        return WrongLine(line.number, NO_VALUE, "")
    values = {field: _clean(field, cells[place]) if place < len(cells) else "" for field, place in of.columns.items()}
    name = _name(values)
    if reason := _wrong(values, name, month_first, numbered=numbered):
        return WrongLine(line.number, *reason)
    moments = {field: list_moment(values.get(field, "")) for field in ("day", "registered")}
    return Candidate(
        line.number,
        name,
        values.get("email", ""),
        values.get("phone", ""),
        values.get("exam", ""),
        values.get("candidate", ""),
        day=moments["day"][:10],
        place=values.get("place", ""),
        document=values.get("document", ""),
        address=values.get("address", ""),
        language=_language(values.get("language", "")),
        registered=moments["registered"],
        fee=values.get("fee", ""),
        centre=values.get("centre", ""),
        mark=line.mark,
    )


def _wrong(values: Mapping[str, str], name: str, month_first: frozenset[str], *, numbered: bool) -> tuple[str, str] | None:
    """The reason why these cells are rejected, with the offending value; None if nothing is wrong."""
    number, email = values.get("candidate", ""), values.get("email", "")
    if any(len(value) > MOST_CELL for value in values.values()):
        return LONG_CELL, ""
    if not name or (numbered and not number):
        return NO_CANDIDATE if numbered else NO_NAME, name or number
    if not _LETTER.search(name) or _TOTAL.fullmatch(name):
        return NO_LETTERS, name
    if any(_ERRORS.fullmatch(value) for value in values.values()):
        return NO_VALUE, ""
    if _TWO_WORDS.search(number):
        return NO_NUMBER, number
    if lost := next((values[field] for field in _NUMBERS if _SCIENTIFIC.fullmatch(values.get(field, ""))), ""):
        return LOST_DIGITS, lost
    if email and (email.count("@") != 1 or " " in email or email.startswith("@") or email.endswith("@")):
        return BAD_EMAIL, email
    for field in ("day", "registered"):
        day = values.get(field, "")
        if day and not list_moment(day):
            return BAD_DAY, day
        if field in month_first and _MONTH_FIRST.fullmatch(day):
            return MONTH_FIRST, day
    return None


def _clean(field: str, cell: str) -> str:
    """A cell without the artefacts of spreadsheets and other programs."""
    cell = _AS_TEXT.sub("", bare(cell))
    if found := _COUNTED_TEXT.fullmatch(cell):
        cell = found[1]
    if cell in _NOTHING:
        return ""
    return whole(cell) if field in _NUMBERS else cell


def whole(number: str) -> str:
    """An integer without the `.0` of a float; anything else unchanged."""
    found = _FLOAT.fullmatch(number)
    return found[1] if found else number


def _name(values: dict[str, str]) -> str:
    parts = [values[field] for field in ("surname", "first", "middle") if values.get(field)]
    return values.get("name") or " ".join(parts) or values.get("document", "")


@lru_cache(64)
def _language(words: str) -> str:
    known = {search_key(name): language for name, language in (*_LANGUAGES.items(), *((code, code) for code in LANGUAGES))}
    return known.get(search_key(words), "")
