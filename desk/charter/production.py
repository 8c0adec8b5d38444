"""A country's production calendar: its public holidays, its moved days off, the weekend days that are worked instead.

The days come from the `holidays` library, for a subdivision of the country where one is named; what it lacks stands in a file
beside the charter (see `data/ru-production-calendar.toml`): decrees, corrections, how far the decrees go.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from desk.charter.calendar import Production
from desk.charter.errors import CharterError
from desk.charter.strict import convert, read_toml

_SUBSTITUTED = re.compile(r"substituted from (\d\d)/(\d\d)/(\d{4})")


class _Move(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    from_: date
    to: date


class _Decree(msgspec.Struct, frozen=True):
    year: int
    moves: list[_Move]
    act: str = ""
    signed: date | None = None


class _Correction(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    from_: date
    to: date
    source: str


class _File(msgspec.Struct, frozen=True):
    country: str
    first_year: int
    last_year: int
    decreed_until: int
    decree: list[_Decree] = []
    correction: list[_Correction] = []


def no_production(first_year: int, last_year: int) -> Production:
    """The calendar of a centre that names no country: no holidays, nothing moved."""
    return Production(first_year, last_year, last_year, {}, {}, {})


def load_production(country: str, subdivision: str, path: Path | None, first_year: int, last_year: int) -> Production:
    """The days of a country (a code of the `holidays` library), with the additions of the file if there is one.

    subdivision: a canton, a state or the like, "" for what holds in the whole country. Raises CharterError for a file that does
    not fit, ValueError (path and reason) for a country, a subdivision or years that the library does not know.
    """
    known = _calendar_of(country, subdivision, first_year, last_year)
    years = range(first_year, min(last_year + 1, known.end_year) + 1)  # the holiday after the last day shortens it
    statutory = _days(country, subdivision, years, observed=False)
    languages = {code[:2]: code for code in statutory.supported_languages or ()}
    by_language = {
        language: _days(country, subdivision, years, language=languages.get(language))
        for language in ("ru", "en")
        if language == "en" or language in languages
    }
    library = by_language["en"]
    added = _read(path, country) if path else None
    moves = {move.from_: move.to for decree in added.decree for move in decree.moves} if added else {}
    corrections = {one.to: one.from_ for one in added.correction} if added else {}
    # What the file says wins: for 2016 the library has two origins swapped.
    decreed = {to: origin for origin, to in moves.items()} | corrections
    origins = {day: origin for day, origin in _substituted(library).items() if origin not in moves and day not in decreed} | decreed
    worked = {origin: day for day, origin in origins.items() if origin in statutory.weekend_workdays}
    days_off = set(library) | set(corrections)
    # A production calendar tells moved days off from public holidays; elsewhere a holiday is one on the day that it is observed on.
    moved = {day for day in days_off if day in origins or (added and day not in statutory)}
    names = {day: {language: days[day] for language, days in by_language.items()} for day in sorted(library)}
    return Production(
        first_year,
        last_year,
        added.decreed_until if added else last_year,
        {day: said for day, said in names.items() if day not in moved},
        {day: origins.get(day) for day in sorted(moved)},
        worked,
        {day: names[day] for day in sorted(moved) if day not in origins},
        frozenset(day for day in library if "estimated" in library[day]),
    )


def subdivisions(country: str) -> tuple[str, ...]:
    """The codes of the country's parts with public holidays of their own, as the library has them."""
    import holidays

    return tuple(holidays.country_holidays(country).subdivisions)


def _calendar_of(country: str, subdivision: str, first_year: int, last_year: int) -> Any:
    """The library's calendar, which knows what is asked of it, or ValueError."""
    import holidays  # 0.1 s: only where a calendar is built, never for one that is stored

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        raise ValueError(f"calendar.country: {country!r} is no country that the holidays library knows") from None
    codes = [*known.subdivisions, *known.subdivisions_aliases]
    if subdivision and not codes:
        raise ValueError(f"calendar.subdivision: the holidays library knows no subdivisions of {country}")
    if subdivision and subdivision not in codes:
        raise ValueError(f"calendar.subdivision: {subdivision!r} is unknown; known here: {', '.join(known.subdivisions)}")
    if first_year < known.start_year or last_year > known.end_year:
        raise ValueError(f"calendar: the holidays library knows {country} from {known.start_year} to {known.end_year}")
    return known


def _days(country: str, subdivision: str, years: range, *, observed: bool = True, language: str | None = None) -> Any:
    import holidays

    return holidays.country_holidays(country, subdiv=subdivision or None, years=years, observed=observed, language=language)


def _substituted(library: Mapping[date, str]) -> dict[date, date]:
    """The days off that were moved, each with the day it was moved from. library: in English, as its names are parsed."""
    return {day: date(int(y), int(m), int(d)) for day, name in library.items() for m, d, y in _SUBSTITUTED.findall(name)}


def disagreements(path: Path) -> list[str]:
    """Where the file and the library differ unasked, one line each; empty when they agree."""
    import holidays

    added = _read(path, None)
    years = range(added.first_year, added.decreed_until + 1)
    plain = holidays.country_holidays(added.country, years=years, observed=False)
    library = holidays.country_holidays(added.country, years=years, observed=True, language="en_US")
    weekend = library.weekend
    moves = {move.to: move.from_ for decree in added.decree for move in decree.moves}
    said = [f"{day}: the file moves a day off here, the library knows none" for day in moves if day not in library]
    worked = {origin for origin in moves.values() if origin not in plain}
    said += [f"{day}: worked by only one of the two" for day in sorted(worked ^ set(library.weekend_workdays))]
    for day in plain:
        if day.year <= added.decreed_until and day in moves and day.weekday() in weekend:
            said.append(f"{day}: moved to a weekend")
    # As sets: for 2016 the library has the two origins of 7 March and 3 May swapped (decree 1017 has them as the file does).
    known = _substituted(library)
    said += [f"{day}: moved here by the library alone" for day in sorted(known.keys() - moves.keys())]
    said += [
        f"{day}: a day off is moved from here by only one of the two" for day in sorted(set(known.values()) ^ set(moves.values()))
    ]
    moved_by_library = {day for day in library if "substituted" in library[day] or day not in plain}
    said += [
        f"{correction.to}: the correction is needed no longer"
        for correction in added.correction
        if correction.to in moved_by_library
    ]
    return said


def _read(path: Path, country: str | None) -> _File:
    read = convert(read_toml(path), _File, path.name)
    if country is not None and read.country != country:
        raise CharterError(f"{path.name}: country: is {read.country!r}, the charter says {country!r}")
    return read
