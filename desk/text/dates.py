"""Parses times as users and scripts enter them. Without an offset, a time is local to the centre; invalid times are rejected."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk.charter.errors import N_, DeskError

_DATE = r"(?:(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<d2>\d\d?)\.(?P<m2>\d\d?)(?:\.(?P<y2>\d{4}|\d\d))?\.?)"
_TIME = r"(?P<h>\d\d?):(?P<mi>\d\d)(?::(?P<s>\d\d)(?:[.,]\d{1,6})?)?"
_OFFSET = r"(?P<offset>Z|[+-]\d\d:?\d\d)"
_MOMENT = re.compile(rf"{_DATE}(?:[T ,]+{_TIME}\s*{_OFFSET}?)?", re.ASCII)
_TIME_ONLY = re.compile(_TIME, re.ASCII)
_DATE_ONLY = re.compile(_DATE, re.ASCII)

# How far in the past a date without a year may be at most; it is the first matching date from then on.
EITHER_WAY = timedelta(182)  # the nearest date
MOSTLY_AHEAD = timedelta(31)  # the next date, except that a day just past is not moved to next year
PAST_ONLY = timedelta(364)  # the most recent date

YESTERDAY = ("yesterday", "вчера")
TODAY = ("today", "сегодня")
TOMORROW = ("tomorrow", "завтра")
# Each by its short name, and by the stem of its long name common to all grammatical cases.
WEEKDAYS = (
    ("mon", "пн", "monday", "понедельник"),
    ("tue", "вт", "tuesday", "вторник"),
    ("wed", "ср", "wednesday", "среда", "среду", "среды", "среде"),
    ("thu", "чт", "thursday", "четверг"),
    ("fri", "пт", "friday", "пятниц"),
    ("sat", "сб", "saturday", "суббот"),
    ("sun", "вс", "sunday", "воскресень"),
)
_WORD = re.compile(r"([^\W\d_]+)[.,]?\s+(.*)", re.DOTALL)


class InvalidDateTime(DeskError):
    """An invalid time. text: as typed, or the local time that it resulted in."""

    def __init__(self, text: str | datetime) -> None:
        super().__init__(text=text)
        self.text = text


class MomentUnreadable(InvalidDateTime):
    message = N_("{text}: not a date and time; write 10:14, yesterday 17:58, mon 17:58 or 03.11.2026 10:14")


class DateUnreadable(InvalidDateTime):
    message = N_("{text}: not a date; write 14.11 or 14.11.2026")


class DayUnknown(InvalidDateTime):
    message = N_("{text}: no such day")


class HourSkipped(InvalidDateTime):
    message = N_("{text}: skipped by the clock change; give the time before or after it")


class HourDoubled(InvalidDateTime):
    message = N_("{text}: occurs twice that day; add the offset, for example +02:00")


class MomentInFuture(InvalidDateTime):
    message = N_("{text}: is in the future; only past events can be recorded")


class MomentPast(InvalidDateTime):
    message = N_("{text}: is in the past; a reminder must be in the future")


class MomentLongAgo(InvalidDateTime):
    message = N_("{text}: more than a year ago; check the year")


def parse_moment(text: str, zone: ZoneInfo, now: datetime, *, ahead: bool = False) -> datetime:
    """Parses an aware datetime: `03.11.2026 10:14`, `3.11 10:14`, `10:14` (today), `yesterday 17:58`, `вчера 17:58`, `mon 17:58`,
    `пн 17:58` or ISO 8601.

    now: the current time, for omitted parts; ahead: the time is in the future: a weekday is the next one instead of the last
    (today counts as both). A date without a year is the nearest one: on 11 January `30.12 17:50` is last December. A date without
    a time is midnight. Raises InvalidDateTime.
    """
    words = text.strip()
    today = now.astimezone(zone).date()
    for names, day in ((TODAY, today), (YESTERDAY, today - timedelta(1)), (TOMORROW, today + timedelta(1))):
        for name in names:
            if words.casefold().startswith(name):
                words = f"{day.isoformat()} {words[len(name) :].strip()}".strip()
    if (found := _WORD.fullmatch(words)) and (weekday := _weekday(found[1])) is not None:
        by = (weekday - today.weekday()) % 7 if ahead else -((today.weekday() - weekday) % 7)
        words = f"{(today + timedelta(by)).isoformat()} {found[2]}"
    if found := _TIME_ONLY.fullmatch(words):
        return _moment(text, today, found, zone)
    found = _MOMENT.fullmatch(words)
    if not found:
        raise MomentUnreadable(text)
    return _moment(text, _date(text, found, today, MOSTLY_AHEAD if ahead else EITHER_WAY), found, zone)


def _weekday(word: str) -> int | None:
    """The number of a weekday, Monday is 0: `mon`, `Monday`, `пн`, `понедельник`; None for any other word."""
    word = word.casefold()
    return next((number for number, names in enumerate(WEEKDAYS) if word in names[:2] or word.startswith(names[2:])), None)


def parse_date(text: str, today: date, back: timedelta = EITHER_WAY) -> date:
    """Parses a date: `14.11.2026`, `14.11` or `2026-11-14`. Raises InvalidDateTime.

    today, back: without a year, the date is the first match from `back` before today on.
    """
    found = _DATE_ONLY.fullmatch(text.strip())
    if not found:
        raise DateUnreadable(text)
    return _date(text, found, today, back)


def parse_past_date(text: str, today: date) -> date:
    """As `parse_date`, for a past date: without a year, the most recent one. Raises InvalidDateTime for a future date."""
    day = parse_date(text, today, PAST_ONLY)
    if day > today:
        raise MomentInFuture(text)
    return day


def parse_period(first: str, last: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period that has begun: `01.10` is the most recent one, `31.12` the next one after it.

    The first day defaults to the first of this month, the last day to today. Raises InvalidDateTime.
    """
    begin = parse_date(first, today, PAST_ONLY) if first else today.replace(day=1)
    return begin, parse_date(last, begin, timedelta(0)) if last else today


def _date(text: str, found: re.Match[str], today: date, back: timedelta) -> date:
    month, day, year = int(found["m"] or found["m2"]), int(found["d"] or found["d2"]), found["y"] or found["y2"]
    if year:
        days = [_day(int(year) + (2000 if len(year) == 2 else 0), month, day)]
    else:
        near = (_day(today.year + by, month, day) for by in (-1, 0, 1))
        days = [guess for guess in near if guess and timedelta(0) <= guess - (today - back) <= timedelta(366)]
    if not days or days[0] is None:
        raise DayUnknown(text)
    return days[0]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(text: str, day: date, found: re.Match[str], zone: ZoneInfo) -> datetime:
    parts = found.groupdict()
    hour, minute, second = (int(parts[name] or 0) for name in ("h", "mi", "s"))
    if hour > 23 or minute > 59 or second > 59:
        raise MomentUnreadable(text)
    if parts.get("offset"):
        try:
            return datetime.fromisoformat(f"{day}T{hour:02}:{minute:02}:{second:02}{parts['offset']}").astimezone(zone)
        except (ValueError, OverflowError):
            raise MomentUnreadable(text) from None
    return _local(text, datetime(day.year, day.month, day.day, hour, minute, second), zone)  # noqa: DTZ001 - given its zone below


def _local(text: str, naive: datetime, zone: ZoneInfo) -> datetime:
    import pendulum.tz.exceptions  # 40 ms, and only needed when a user types a time

    try:
        pendulum.timezone(zone.key).convert(naive, raise_on_unknown_times=True)
    except pendulum.tz.exceptions.NonExistingTime:
        raise HourSkipped(text) from None
    except pendulum.tz.exceptions.AmbiguousTime:
        raise HourDoubled(text) from None
    return naive.replace(tzinfo=zone)
