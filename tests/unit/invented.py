"""Charters of other centres, made up for a test out of hours, a zone, days off and limits."""

from datetime import datetime
from pathlib import Path

from desk.charter import Calendar, Charter

WORDS = '{ ru = "а", en = "a" }'
HEAD = f"""
format = 1
[centre]
name = {WORDS}
zone = "ZONE"
greeting = {WORDS}
[calendar]
first_year = FIRST
last_year = LAST
CALENDAR
[hours]
HOURS
[sections]
a = {WORDS}
"""
STANDARD = f"""
[[standard]]
id = "LIMIT"
clause = "a.1"
limit = "LIMIT"
title = {WORDS}
promise = {WORDS}
[[standard.applies]]
kinds = ["registration"]
starts = ["received"]
stops = ["confirmed"]
"""
RUSSIAN = 'country = "RU"\nfile = "ru-production-calendar.toml"\nshort_day_minutes = 60'
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
OFFICE = "\n".join(f'{day} = ["10:00-18:00"]' for day in WEEKDAYS)
LUNCH = "\n".join(f'{day} = ["10:00-13:00", "14:00-18:00"]' for day in WEEKDAYS)
ALWAYS = "\n".join(f'{day} = ["00:00-24:00"]' for day in (*WEEKDAYS, "saturday", "sunday"))


def charter(
    folder: Path,
    hours: str = OFFICE,
    zone: str = "Europe/Moscow",
    calendar: str = "",
    more: str = "",
    *,
    years: tuple[int, int] = (2025, 2027),
    limits: tuple[str, ...] = ("3 working hours",),
) -> Charter:
    """A charter with one standard for each limit, named by it. more: further tables of the file; years: first and last."""
    said = HEAD.replace("HOURS", hours).replace("ZONE", zone).replace("CALENDAR", calendar)
    said = said.replace("FIRST", str(years[0])).replace("LAST", str(years[1]))
    path = folder / "charter.toml"
    path.write_text(said + "".join(STANDARD.replace("LIMIT", limit) for limit in limits) + more, encoding="utf-8")
    return Charter.load(path)


def exception(day: str, hours: str = "", more: str = "", note: str = "x") -> str:
    """An exception of the centre's own."""
    said = f'open = ["{hours}"]' if hours else ""
    return f'[[exception]]\ndate = {day}\n{said}\n{more}\nnote = {{ ru = "{note}", en = "{note}" }}\n'


def moment(calendar: Calendar, text: str) -> int:
    """A local moment as epoch seconds; `+01:00` tells the doubled hour's two apart."""
    found = datetime.fromisoformat(text)
    return int((found if found.tzinfo else found.replace(tzinfo=calendar.zone)).timestamp())
