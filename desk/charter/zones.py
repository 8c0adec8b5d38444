"""Where local days and hours begin and end in UTC epoch seconds, also on the days on which clocks are changed."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

Intervals = tuple[tuple[int, int], ...]  # local minutes from midnight, opening and closing


def midnights(first: int, days: int, zone: ZoneInfo) -> list[int]:
    """The first second of each of so many local days, and of the one after the last.

    The zone is asked once for eight days: between two midnights as far apart as eight plain days no clock was changed (two
    changes that cancel each other out within a week are in no zone).
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
    """The moments of a day at which the wall clock is within the hours: real seconds, also on a day that a clock change
    makes longer or shorter."""
    if following - begin == 86_400:
        return [(begin + opening * 60, begin + closing * 60) for opening, closing in hours]
    change = _clock_change(begin, following, zone)
    # Both halves are laid against the wall clock; a day whose midnight was skipped begins at one o'clock.
    wall = datetime.fromtimestamp(begin, zone)
    begun = wall - datetime.combine(wall, time(), zone)  # between two readings of one wall clock
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
