"""A country's production calendar: its public holidays, its moved days off, the weekend days that are worked instead.

The days come from the `holidays` library; what it lacks stands in a file beside the charter (see
`data/ru-production-calendar.toml`): which day each worked weekend day replaced, corrections, how far the decrees go.
"""

import re
from datetime import date
from pathlib import Path

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


def load_production(country: str, path: Path | None, first_year: int, last_year: int) -> Production:
    """The days of a country (a code of the `holidays` library), with the additions of the file if there is one.

    Raises CharterError for a country that the library does not know or a file that does not fit it.
    """
    import holidays  # 0.1 s: only where a calendar is built, never for one that is stored

    years = range(first_year, last_year + 2)  # the holiday after the last day shortens it
    try:
        statutory = holidays.country_holidays(country, years=years, observed=False)
    except NotImplementedError:
        raise ValueError(f"calendar.country: {country!r} is no country that the holidays library knows") from None
    languages = {code[:2]: code for code in statutory.supported_languages or ()}
    observed = holidays.country_holidays(country, years=years, observed=True, language=languages.get("ru"))
    english = holidays.country_holidays(country, years=years, observed=True, language=languages.get("en"))
    added = _read(path, country) if path else None
    moves = [move for decree in added.decree for move in decree.moves] if added else []
    origins: dict[date, date | None] = {move.to: move.from_ for move in moves}
    for correction in added.correction if added else ():
        origins[correction.to] = correction.from_
    days_off = set(observed) | {one.to for one in (added.correction if added else ())}
    moved = {day for day in days_off if day in origins or day not in statutory}
    return Production(
        first_year,
        last_year,
        added.decreed_until if added else last_year,
        {day: {"ru": observed[day], "en": english[day]} for day in sorted(set(observed) - moved)},
        {day: origins.get(day) for day in sorted(moved)},
        {move.from_: move.to for move in moves if move.from_ in statutory.weekend_workdays},
    )


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
    known = {day: date(*map(int, (y, m, d))) for day, name in library.items() for m, d, y in _SUBSTITUTED.findall(name)}
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
