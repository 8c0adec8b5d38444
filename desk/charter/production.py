"""A country's production calendar: public holidays, moved days off, worked weekend days.

The days come from the `holidays` library, for a subdivision of the country if one is given; what it lacks is in a file beside the
charter (see `data/ru-production-calendar.toml`): decrees, corrections, the last decreed year.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import holidays
import msgspec

from desk.charter.calendar import Production
from desk.charter.errors import N_, CharterError, Problem
from desk.charter.standards import CalendarSource
from desk.charter.toml_reader import UNKNOWN_WORD, convert, located, read_toml

_SUBSTITUTED = re.compile(r"substituted from (\d\d)/(\d\d)/(\d{4})")

_NO_COUNTRY = N_("'{country}' is not a country known to the holidays library")
_NO_SUBDIVISIONS = N_("the holidays library has no subdivisions for {country}")
_NO_SUCH_YEARS = N_("the holidays library covers {country} from {first} to {last}")
_OTHER_YEARS = N_("covers the days off of {first}-{last}, but the charter's calendar covers {from_} to {to}")
_OTHER_COUNTRY = N_("is '{given}', but the charter has '{country}'")


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
    """The calendar of a centre without a country: no holidays, nothing moved."""
    return Production(first_year, last_year, last_year, {}, {}, {})


def load_production(source: CalendarSource, path: Path | None) -> Production:
    """The days of a country and its subdivision, with the additions of the file if there is one.

    source: validated by `check_country`. Raises CharterError for a file that does not fit.
    """
    added = _read(path, source) if path else None
    statutory = _days(source, observed=False)
    languages = {code[:2]: code for code in statutory.supported_languages or ()}
    by_language = {
        language: _days(source, language=languages.get(language))
        for language in ("ru", "en")
        if language == "en" or language in languages
    }
    library = by_language["en"]
    moves = {move.from_: move.to for decree in added.decree for move in decree.moves} if added else {}
    corrections = {correction.to: correction.from_ for correction in added.correction} if added else {}
    # The file takes precedence: for 2016 the library has two origins swapped.
    decreed = {to: origin for origin, to in moves.items()} | corrections
    origins = {day: origin for day, origin in _substituted(library).items() if origin not in moves and day not in decreed} | decreed
    worked = {origin: day for day, origin in origins.items() if origin in statutory.weekend_workdays}
    days_off = set(library) | set(corrections)
    # A production calendar separates moved days off from public holidays; elsewhere a holiday is its observed day.
    moved = {day for day in days_off if day in origins or (added and day not in statutory)}
    names = {day: {language: days[day] for language, days in by_language.items()} for day in sorted(library)}
    return Production(
        source.first_year,
        source.last_year,
        added.decreed_until if added else source.last_year,
        {day: said for day, said in names.items() if day not in moved},
        {day: origins.get(day) for day in sorted(moved)},
        worked,
        {day: names[day] for day in sorted(moved) if day not in origins},
        frozenset(day for day in library if "estimated" in library[day]),
    )


def subdivisions(country: str) -> tuple[str, ...]:
    """The codes of the country's subdivisions with public holidays of their own, from the library."""
    return tuple(holidays.country_holidays(country).subdivisions)


def check_country(source: CalendarSource, *, has_years: bool = True) -> list[Problem]:
    """The problems with the country, the subdivision or the years of a charter: what the holidays library does not know.

    has_years: whether these are years at all.
    """
    try:
        known = holidays.country_holidays(source.country)
    except NotImplementedError:
        return [Problem("calendar.country", _NO_COUNTRY, {"country": source.country})]
    found = []
    codes = [*known.subdivisions, *known.subdivisions_aliases]
    if source.subdivision and not codes:
        found.append(Problem("calendar.subdivision", _NO_SUBDIVISIONS, {"country": source.country}))
    elif source.subdivision and source.subdivision not in codes:
        known_here = {"word": source.subdivision, "known": ", ".join(known.subdivisions)}
        found.append(Problem("calendar.subdivision", UNKNOWN_WORD, known_here))
    if has_years and not known.start_year <= source.first_year <= source.last_year <= known.end_year:
        years = {"country": source.country, "first": known.start_year, "last": known.end_year}
        found.append(Problem("calendar", _NO_SUCH_YEARS, years))
    return found


def _days(source: CalendarSource, *, observed: bool = True, language: str | None = None) -> Any:
    """The library's days, including the year after the last, since its first holiday shortens the day before."""
    years = range(source.first_year, min(source.last_year + 1, holidays.country_holidays(source.country).end_year) + 1)
    return holidays.country_holidays(source.country, source.subdivision or None, years, observed=observed, language=language)


def _substituted(library: Mapping[date, str]) -> dict[date, date]:
    """The moved days off, each with its original date. library: in English, as its names are parsed."""
    return {day: date(int(y), int(m), int(d)) for day, name in library.items() for m, d, y in _SUBSTITUTED.findall(name)}


def disagreements(path: Path) -> list[str]:
    """Unexpected differences between the file and the library, one line each; empty if they agree."""
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


def _read(path: Path, source: CalendarSource | None) -> _File:
    """Reads the file, which must match the country and the years of the charter, if it has any."""
    raw = read_toml(path)
    read = convert(raw, _File, path.name)
    wrong = []
    if source and read.country != source.country:
        wrong.append(Problem("country", _OTHER_COUNTRY, {"given": read.country, "country": source.country}))
    if source and not read.first_year <= source.first_year <= source.last_year <= read.last_year:
        years = {"first": read.first_year, "last": read.last_year, "from_": source.first_year, "to": source.last_year}
        wrong.append(Problem("last_year", _OTHER_YEARS, years))
    if wrong:
        raise CharterError(path.name, located(raw, wrong))
    return read
