"""Opening hours and time zones in the notation of a charter file."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from desk.charter.errors import N_, WrongValue
from desk.charter.zones import Intervals

_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def read_hours(rows: Sequence[str]) -> Intervals:
    """Parses rows such as `10:00-13:00` into minutes from midnight, opening and closing. Raises WrongValue."""
    intervals: list[tuple[int, int]] = []
    for row in rows:
        found = _HOURS.fullmatch(row)
        if not found:
            raise WrongValue(N_("'{hours}' is not a time range: write for example '10:00-18:00'"), hours=row)
        opening, closing = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
        if int(found[2]) > 59 or int(found[4]) > 59 or closing > 24 * 60:
            raise WrongValue(N_("'{hours}': times go up to 24:00, minutes up to 59"), hours=row)
        if opening >= closing:
            raise WrongValue(N_("'{hours}': opening must be before closing"), hours=row)
        if intervals and opening < intervals[-1][1]:
            raise WrongValue(N_("'{hours}' overlaps the previous range or is out of order"), hours=row)
        if intervals and opening == intervals[-1][1]:
            intervals[-1] = (intervals[-1][0], closing)
        else:
            intervals.append((opening, closing))
    return tuple(intervals)


def read_zone(name: str) -> ZoneInfo:
    """The time zone with this name. Raises WrongValue."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise WrongValue(N_("'{zone}' is not a time zone: write for example 'Europe/Moscow'"), zone=name) from None
