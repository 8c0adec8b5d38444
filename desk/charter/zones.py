"""The bounds of local days and hours in UTC epoch seconds, also on days with clock changes."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

Intervals = tuple[tuple[int, int], ...]  # local minutes from midnight, opening and closing


def midnights(first: int, days: int, zone: ZoneInfo) -> list[int]:
    """The first second of each of so many local days, and of the one after the last.

    The zone is asked once per eight days: if two midnights are exactly eight plain days apart, no clock was changed in between (no
    zone has two changes within a week that cancel each other out).
    """
    found: list[int] = []
    start = midnight(first, zone)
    for begin in range(first, first + days, _SPAN):
        end = min(begin + _SPAN, first + days)
        following = midnight(end, zone)
        if following - start == (end - begin) * 86_400:
            found += range(start, following, 86_400)
        else:
            found += [midnight(ordinal, zone) for ordinal in range(begin, end)]
        start = following
    found.append(start)
    return found


_SPAN = 8  # days


def midnight(ordinal: int, zone: ZoneInfo) -> int:
    """The first second of a local day."""
    return int(datetime.fromordinal(ordinal).replace(tzinfo=zone).timestamp())


def open_seconds(hours: Intervals, begin: int, following: int, zone: ZoneInfo) -> list[tuple[int, int]]:
    """The moments of a day at which the wall clock is within the hours: real seconds, also on a day made longer or shorter by a
    clock change."""
    if following - begin == 86_400:
        return [(begin + opening * 60, begin + closing * 60) for opening, closing in hours]
    change = _clock_change(begin, following, zone)
    # Both halves are compared with the wall clock; a day whose midnight was skipped begins at one o'clock.
    wall = datetime.fromtimestamp(begin, zone)
    begun = wall - datetime.combine(wall, time(), zone)  # difference of two readings of the same wall clock
    first, second = begin - int(begun.total_seconds()), following - 86_400
    before = [(max(first + o * 60, begin), min(first + c * 60, change)) for o, c in hours]
    after = [(max(second + o * 60, change), min(second + c * 60, following)) for o, c in hours]
    joined: list[tuple[int, int]] = []
    for opening, closing in before + after:
        if opening >= closing:
            continue
        if joined and joined[-1][1] == opening:
            joined[-1] = (joined[-1][0], closing)
        else:
            joined.append((opening, closing))
    return joined


def _clock_change(begin: int, following: int, zone: ZoneInfo) -> int:
    """The first second of the day's second offset."""
    offset = datetime.fromtimestamp(begin, zone).utcoffset()
    low, high = begin, following
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
