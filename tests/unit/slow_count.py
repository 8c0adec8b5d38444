"""The same promises counted slowly: an independent program that walks forward minute by minute and day by day.

It reads the charter file and the decrees by its own simple means and shares nothing with `desk`: no look-up, no running sum, no
holidays library. Public holidays and their moving stand here as Labour Code 112 has them, without corrections, and those of
two other places as their laws count them from Easter. Hours and clock
changes are whole minutes, so within a minute the centre is either open or not.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MINUTE, DAY = 60, timedelta(1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOLIDAYS = {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}

# Other countries: fixed holidays, those that lie so many days after Easter, weekend days that are worked and the day off instead.
# The canton of Zurich, and Hungary as its decrees move days in 2025 and 2026 (Christmas Eve is a holiday from 2026 on).
Place = tuple[set[tuple[int, int]], tuple[int, ...], dict[date, date]]
NONE: Place = (set(), (), {})
OTHERS: dict[str | None, Place] = {
    "ZH": ({(1, 1), (5, 1), (8, 1), (12, 25), (12, 26)}, (-2, 1, 39, 50), {}),
    "HU": (
        {(1, 1), (3, 15), (5, 1), (8, 20), (10, 23), (11, 1), (12, 24), (12, 25), (12, 26)},
        (-2, 0, 1, 49, 50),
        {
            date(2025, 5, 17): date(2025, 5, 2), date(2025, 10, 18): date(2025, 10, 24), date(2025, 12, 13): date(2025, 12, 24),
            date(2026, 1, 10): date(2026, 1, 2), date(2026, 8, 8): date(2026, 8, 21),
        },
    ),
}  # fmt: skip


class SlowCentre:
    """A centre as its charter file says it is."""

    def __init__(self, charter: Path, production: Path) -> None:
        said = tomllib.loads(charter.read_text(encoding="utf-8"))
        self.zone = ZoneInfo(said["centre"]["zone"])
        self.weekly = [said["hours"].get(day, []) for day in WEEKDAYS]
        self.shorter = said["calendar"].get("short_day_minutes", 0)
        self.eve = said["hours"].get("eve", [])
        self.exceptions: dict[date, Any] = {item["date"]: item for item in said.get("exception", [])}
        self.russian = said["calendar"].get("country") == "RU"
        place = said["calendar"].get("subdivision") or said["calendar"].get("country")
        self.fixed, self.from_easter, others_moves = OTHERS.get(place, NONE)
        self.moves = others_moves
        if self.russian:
            added = tomllib.loads(production.read_text(encoding="utf-8"))
            self.moves = {move["from"]: move["to"] for decree in added["decree"] for move in decree["moves"]}
        self.days_off = set(self.moves.values())
        self.known_hours: dict[date, list[tuple[int, int]]] = {}
        self.known_spans: dict[date, list[int]] = {}

    # -- days

    def holiday(self, day: date) -> bool:
        if self.russian:
            return (day.month, day.day) in HOLIDAYS
        if (day.month, day.day) in self.fixed:
            return day not in self.moves.values()
        return (day - easter(day.year)).days in self.from_easter

    def moved_by_law(self, day: date) -> bool:
        """Labour Code 112: a holiday on a weekend, New Year's apart, moves that day off to the next working day."""
        before = day - DAY
        while before.weekday() > 4 or self.holiday(before):
            if self.holiday(before) and before.weekday() > 4 and before.month > 1 and before not in self.moves:
                return self.russian and day.weekday() <= 4
            before -= DAY
        return False

    def hours(self, day: date) -> list[tuple[int, int]]:
        """The counted hours of a date, in minutes of its wall clock."""
        if day not in self.known_hours:
            self.known_hours[day] = self._hours(day)
        return self.known_hours[day]

    def _hours(self, day: date) -> list[tuple[int, int]]:
        if own := self.exceptions.get(day):
            return read_hours(own.get("open", [])) if own.get("counts", True) else []
        like = day  # the day whose hours and length this one has
        if day in self.moves and not self.holiday(day):
            like = self.moves[day]
        elif self.holiday(day) or day in self.days_off or self.moved_by_law(day):
            return []
        hours = read_hours(self.weekly[like.weekday()])
        if hours and self.eve and self.holiday(like + DAY):
            return read_hours(self.eve)
        if self.holiday(like + DAY):
            for _ in range(self.shorter):
                hours = without_last_minute(hours)
        return hours

    def open_minutes(self, day: date) -> list[int]:
        """The epoch seconds at which the open minutes of a date begin: the wall clock shows that date and an open hour."""
        if day not in self.known_spans:
            found = []
            if hours := self.hours(day):
                first = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - 15 * 3600
                for moment in range(first, first + 54 * 3600, MINUTE):
                    wall = datetime.fromtimestamp(moment, self.zone)
                    if wall.date() == day and any(a <= wall.hour * 60 + wall.minute < b for a, b in hours):
                        found.append(moment)
            self.known_spans[day] = found
        return self.known_spans[day]

    def working(self, day: date) -> bool:
        return bool(self.open_minutes(day))

    def closing(self, day: date) -> int:
        return self.open_minutes(day)[-1] + MINUTE

    def end_of(self, day: date) -> int:
        """The first second of the next date."""
        moment = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - 15 * 3600
        while datetime.fromtimestamp(moment, self.zone).date() <= day:
            moment += MINUTE
        return moment

    def date_of(self, moment: int) -> date:
        return datetime.fromtimestamp(moment, self.zone).date()

    # -- limits

    def due(self, limit: str, start: int, exam: date | None = None) -> int:
        """The due second of a limit, read word by word."""
        words = limit.removeprefix("every ").split()
        if words[0] in ("week", "month", "quarter"):
            return self.end_of_period(words[0], start)
        if limit.startswith("every opening"):
            return self.walk(self.opening_after(start), int(words[2]) * MINUTE)
        count, unit = int(words[0]), limit.removeprefix("every ").partition(" ")[2]
        if unit.endswith("before exam"):
            assert exam is not None
            return self.step(exam, count, -DAY)
        if unit.startswith("working day"):
            return self.step(self.date_of(start), count, DAY)
        if unit.startswith("day"):
            return self.calendar_days(self.date_of(start) + count * DAY, "not rolling" not in unit)
        seconds = count * (3600 if "hour" in unit else MINUTE)
        return self.walk(start, seconds) if unit.startswith("working") else start + seconds

    def walk(self, start: int, left: int) -> int:
        """So much open time from the start, a minute at a time."""
        for minute in self.minutes_from(start):
            begin = max(start, minute)
            if left <= minute + MINUTE - begin:
                return begin + left
            left -= minute + MINUTE - begin
        raise AssertionError("there is always another minute")

    def minutes_from(self, start: int) -> Iterator[int]:
        day = self.date_of(start)
        while True:
            yield from (minute for minute in self.open_minutes(day) if minute + MINUTE > start)
            day += DAY

    def step(self, day: date, count: int, by: timedelta) -> int:
        """Closing of the count-th working day after or before a day."""
        while count:
            day += by
            count -= self.working(day)
        return self.closing(day)

    def calendar_days(self, day: date, rolls: bool) -> int:
        if not rolls and not self.working(day):
            return self.end_of(day)
        while not self.working(day):
            day += DAY
        return self.closing(day)

    def opening_after(self, start: int) -> int:
        day = self.date_of(start)
        while not self.working(day) or self.open_minutes(day)[0] <= start:
            day += DAY
        return self.open_minutes(day)[0]

    def end_of_period(self, period: str, start: int) -> int:
        """Closing of the last working day of the first later period that has one."""
        own = last = None
        day = self.date_of(start)
        while True:
            key = day.isocalendar()[:2] if period == "week" else (day.year, (day.month - 1) // (1 if period == "month" else 3))
            own = own or key
            if last and last[0] != key:
                return self.closing(last[1])
            if key != own and self.working(day):
                last = (key, day)
            day += DAY


def easter(year: int) -> date:
    """Easter Sunday: the first Sunday after the full moon that the church's tables give (Meeus, Astronomical Algorithms, 8)."""
    century, of_century = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    month = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * month + 114, 31)
    return date(year, month, day + 1)


def read_hours(rows: list[str]) -> list[tuple[int, int]]:
    """`10:00-13:00` as minutes of the day."""
    found = []
    for row in rows:
        opening, closing = (int(part[:2]) * 60 + int(part[3:]) for part in row.split("-"))
        found.append((opening, closing))
    return found


def without_last_minute(hours: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One minute less at the end of the day."""
    if not hours:
        return []
    *before, (opening, closing) = hours
    return [*before, (opening, closing - 1)] if closing - 1 > opening else before
