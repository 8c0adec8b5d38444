"""Parses times as users and scripts enter them. Without an offset, a time is local to the centre; invalid times are rejected."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk.charter.errors import N_, DeskError, in_field

_OFFSET = r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})"
# Two digits between dots are a day and a month wherever they can be: `10.11` is a date, `17.58` can only be a time.
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})(?:\.(?P<year>[0-9]{4}|[0-9]{2}))?\.?(?=$|[ ,T])")
_NAMED = re.compile(
    r"(?P<day>[0-9]{1,2})\s+(?P<name>[^\W\d_]{3,8})\b\.?(?:\s+(?P<year>[0-9]{4})\b(?:\s*(?:года|г\b\.?))?)?(?=$|[ ,])"
)
_WORDED = re.compile(r"(?:(?:во?|on)\s+)?(?P<name>[^\W\d_]{2,20})\b[.,]?(?=$|\s)")
_TIME = re.compile(
    rf"(?P<at>(?:в|at)\s+)?(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-9]{{2}})(?:[:.](?P<second>[0-9]{{2}})(?:[.,][0-9]{{1,6}})?)?)?"
    rf"(?:\s*{_OFFSET})?"
)

# How far in the past a date without a year may be at most; it is the first matching date from then on.
EITHER_WAY = timedelta(182)  # the nearest date
MOSTLY_AHEAD = timedelta(31)  # the next date, except that a day just past is not moved to next year
PAST_ONLY = timedelta(364)  # the most recent date

# Words for a day, as the number of days from today.
_RELATIVE = {
    "позавчера": -2,
    "вчера": -1,
    "yesterday": -1,
    "сегодня": 0,
    "today": 0,
    "завтра": 1,
    "tomorrow": 1,
    "послезавтра": 2,
}
MONTHS = (
    ("января", "январь", "january"),
    ("февраля", "февраль", "february"),
    ("марта", "март", "march"),
    ("апреля", "апрель", "april"),
    ("мая", "май", "may"),
    ("июня", "июнь", "june"),
    ("июля", "июль", "july"),
    ("августа", "август", "august"),
    ("сентября", "сентябрь", "september"),
    ("октября", "октябрь", "october"),
    ("ноября", "ноябрь", "november"),
    ("декабря", "декабрь", "december"),
)
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


class InvalidDateTime(DeskError):
    """An invalid time. text: as typed, or the local time that it resulted in."""

    def __init__(self, text: str | datetime) -> None:
        super().__init__(text=text)
        self.text = text


class MomentUnreadable(InvalidDateTime):
    message = N_("{text}: not a date and time; write 10:14, yesterday 17:58, mon 17:58 or 03.11.2026 10:14")


class TimeMissing(InvalidDateTime):
    message = N_("{text}: a date without a time; write it as {text} 10:00")


class DateUnreadable(InvalidDateTime):
    message = N_("{text}: not a date; write 14.11 or 14.11.2026")


class DayUnknown(InvalidDateTime):
    message = N_("{text}: no such day")


class HourSkipped(InvalidDateTime):
    message = N_("{text}: skipped by the clock change; give the time before or after it")


class HourDoubled(InvalidDateTime):
    message = N_("{text}: occurs twice that day; add the offset, for example +02:00")


class MomentInFuture(InvalidDateTime):
    message = N_("{text} is in the future; only past events can be recorded")


class MomentPast(InvalidDateTime):
    message = N_("{text} is in the past; a reminder must be in the future")


class MomentLongAgo(InvalidDateTime):
    message = N_("{text}: more than a year ago; check the year")


def parse_moment(text: str, zone: ZoneInfo, now: datetime, *, ahead: bool = False) -> datetime:
    """Parses an aware datetime: `10:14` or `17.58` (today), `yesterday 17:58`, `вчера в 17.58`, `mon 17:58`, `в пн в 9`,
    `3.11 10:14`, `03.11.2026 10:14`, `2 ноября в 17:58`, `2 Nov 17:58` or ISO 8601.

    now: the current time, for omitted parts; ahead: the time is in the future: a weekday is the next one instead of the last
    (today counts as both). A date without a year is the nearest one: on 11 January `30.12 17:50` is last December. Only an ISO date
    may lack its time, which is then midnight. Raises InvalidDateTime.
    """
    words, today = text.strip(), now.astimezone(zone).date()
    day, rest = _leading_day(text, words, today, MOSTLY_AHEAD if ahead else EITHER_WAY, ahead=ahead)
    if day is None:
        found = _TIME.fullmatch(words)
        if found is None or found["offset"]:
            raise MomentUnreadable(text)
        return _moment(text, today, found, zone)
    if not rest:
        if not _ISO.fullmatch(words):
            raise TimeMissing(text)
        return _local(text, datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 - given its zone there
    found = _TIME.fullmatch(rest)
    if found is None:
        raise MomentUnreadable(text)
    return _moment(text, day, found, zone)


def _leading_day(text: str, words: str, today: date, back: timedelta, *, ahead: bool) -> tuple[date | None, str]:
    """The day at the beginning, and what follows it; None if there is none. Raises DayUnknown."""
    if (found := _ISO.match(words)) and (rest := words[found.end() :])[:1] in ("", " ", ",", "T"):
        return _date(text, found, int(found["month"]), today, back), rest.lstrip(" ,T")
    if found := _DOTTED.match(words):
        if found.end() == len(words) and _is_clock_alone(found):
            return None, words
        return _date(text, found, int(found["month"]), today, back), words[found.end() :].lstrip(" ,T")
    if (found := _NAMED.match(words)) and (month := _month(found["name"])):
        return _date(text, found, month, today, back), words[found.end() :].lstrip(" ,")
    if (found := _WORDED.match(words)) and (by := _days_from(found["name"], today, ahead=ahead)) is not None:
        rest = words[found.end() :].lstrip(" ,")
        if _weekday(found["name"]) is not None and not _TIME.fullmatch(rest):
            dated, further = _leading_day(text, rest, today, back, ahead=ahead)
            if dated is not None:  # `Sat 31.10 23:40`, as the desk itself shows it
                return dated, further
        return today + timedelta(by), rest
    return None, words


def _is_clock_alone(found: re.Match[str]) -> bool:
    """Whether `17.58` can be a time but no date."""
    day, month = int(found["day"]), int(found["month"])
    is_date = 1 <= day <= 31 and 1 <= month <= 12
    return not is_date and found["year"] is None and len(found["month"]) == 2 and day <= 23 and month <= 59 and found[0][-1] != "."


def _days_from(name: str, today: date, *, ahead: bool) -> int | None:
    """How many days from today a word for a day is; None for any other word."""
    if (by := _RELATIVE.get(name.casefold())) is not None:
        return by
    weekday = _weekday(name)
    if weekday is None:
        return None
    return (weekday - today.weekday()) % 7 if ahead else -((today.weekday() - weekday) % 7)


def _weekday(word: str) -> int | None:
    """The number of a weekday, Monday is 0: `mon`, `Monday`, `пн`, `понедельник`; None for any other word."""
    word = word.casefold()
    return next((number for number, names in enumerate(WEEKDAYS) if word in names[:2] or word.startswith(names[2:])), None)


def _month(word: str) -> int:
    """The number of a month by its name or at least its first three letters; 0 for any other word."""
    word = word.casefold()
    return next((number for number, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names)), 0)


def parse_date(text: str, today: date, back: timedelta = EITHER_WAY) -> date:
    """Parses a date: `14.11.2026`, `14.11`, `14 ноября`, `14 Nov 2026`, `завтра`, `fri` or `2026-11-14`. Raises InvalidDateTime.

    today, back: without a year, the date is the first match from `back` before today on, and a weekday the next one, or the last
    one if only the past is meant.
    """
    day, rest = _leading_day(text, text.strip(), today, back, ahead=back != PAST_ONLY)
    if rest and _WORDED.match(text.strip()):  # `Sat 14.11`: what would be a time after it is a date here
        day, rest = _leading_day(text, rest, today, back, ahead=back != PAST_ONLY)
    if day is None or rest:
        raise DateUnreadable(text)
    return day


def parse_past_date(text: str, today: date) -> date:
    """As `parse_date`, for a past date: without a year, the most recent one. Raises InvalidDateTime for a future date."""
    day = parse_date(text, today, PAST_ONLY)
    if day > today:
        raise MomentInFuture(text)
    return day


def parse_period(first: str, last: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period that has begun: `01.10` is the most recent one, `31.12` the next one after it.

    The first day defaults to the first of this month, the last day to today. Raises InvalidDateTime for the field `first` or
    `last`.
    """
    with in_field("first"):
        begin = parse_date(first, today, PAST_ONLY) if first else today.replace(day=1)
    with in_field("last"):
        return begin, parse_date(last, begin, timedelta(0)) if last else today


def _date(text: str, found: re.Match[str], month: int, today: date, back: timedelta) -> date:
    day, year = int(found["day"]), found["year"]
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
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    if not (parts["minute"] or parts["at"]):  # a number alone is no time
        raise MomentUnreadable(text)
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
