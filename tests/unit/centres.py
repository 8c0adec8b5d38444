"""Seven invented centres and ours, each with every kind of limit: as the desk reads them and as the slow count does."""

from datetime import UTC, date, datetime
from pathlib import Path

from desk.charter import Charter, Deadline
from desk.charter.charter import DATA
from desk.charter.kinds import DEFAULT
from desk.charter.vocabulary import WEEKDAYS
from tests.unit import invented
from tests.unit.slow_count import SlowCentre

STANDARDS = (
    "3 working hours",
    "13 working hours",
    "45 working minutes",
    "1 working minute",
    "2 working days",
    "5 working days",
    "2 days",
    "30 days",
    "2 days, not rolling",
    "9 days, not rolling",
    "48 hours",
    "90 minutes",
    "5 working days before exam",
    "1 working day before exam",
)
DUTIES = (
    "every 2 working hours",
    "every 3 days",
    "every week",
    "every month",
    "every quarter",
    "every opening, within 15 working minutes",
)
LIMITS = (*STANDARDS, *DUTIES)

RUSSIAN = 'country = "RU"\nfile = "ru-production-calendar.toml"\nshort_day_minutes = 90'
ZURICH = 'country = "CH"\nsubdivision = "ZH"'
EVE = 'eve = ["08:00-11:30", "13:00-15:00"]\n'
EXCEPTIONS = "".join(
    invented.exception(*figure)
    for figure in (
        ("2026-06-10",),
        ("2026-06-14", "09:00-15:00"),
        ("2026-06-21", "09:00-15:00", "counts = false"),
        ("2026-06-23", '07:30-08:15", "20:00-24:00'),
    )
)
# name: zone, calendar, hours from Monday to Sunday, days around which starts are picked more often
INVENTED = {
    "lunch": ("Europe/Moscow", RUSSIAN, [["10:00-13:00", "14:00-18:00"]] * 5 + [[], []], ["2026-11-03", "2027-02-20"]),
    "saturday": ("Asia/Yekaterinburg", "", [["09:30-17:45"]] * 5 + [["10:00-14:00"], []], ["2026-06-10", "2026-06-21"]),
    "summer-time": ("Europe/Berlin", "", [["08:00-12:00"]] * 5 + [["20:00-24:00"], ["01:00-04:00"]], ["2026-03-29", "2026-10-25"]),
    # Holidays of a canton, and hours of their own before each.
    "eve": ("Europe/Zurich", ZURICH, [["08:00-12:00", "13:30-17:30"]] * 5 + [["09:00-12:00"], []], ["2026-04-02", "2026-12-24"]),
    # Worked Saturdays that the library alone knows, with the shorter Fridays that some of them replace.
    "budapest": (
        "Europe/Budapest",
        'country = "HU"',
        [["09:00-17:00"]] * 4 + [["09:00-15:00"], [], []],
        ["2025-05-17", "2025-12-13"],
    ),
    # Havana's clocks change at midnight: on one day it is skipped, on another it comes twice.
    "midnight": ("America/Havana", "", [["00:00-02:00", "16:00-24:00"]] * 6 + [["00:30-02:30"]], ["2026-03-08", "2026-11-01"]),
    "always": ("Africa/Cairo", "", [["00:00-24:00"]] * 7, ["2026-04-24", "2026-10-29", "2026-10-30"]),
}
OURS = "lt-pro"
NAMES = (OURS, *INVENTED)

DUTY = f"""
[[duty]]
id = "LIMIT"
clause = "a.1"
limit = "LIMIT"
title = {invented.WORDS}
evidence = {invented.WORDS}
"""


def centre(name: str, folder: Path) -> tuple[Charter, SlowCentre]:
    """A centre as the desk reads it and as the slow count does. folder: an empty one, for its charter file."""
    duties = "".join(DUTY.replace("LIMIT", limit) for limit in DUTIES)
    if name == OURS:
        said = DEFAULT.read_text(encoding="utf-8").partition("[[standard]]")[0]
        said = said.replace("[sections]\n", f"[sections]\na = {invented.WORDS}\n")
        said += "".join(invented.STANDARD.replace("LIMIT", limit) for limit in STANDARDS) + duties
        (folder / "charter.toml").write_text(said, encoding="utf-8")
        found = Charter.load(folder / "charter.toml")
    else:
        zone, calendar, weekly, _ = INVENTED[name]
        hours = "".join(f"{day} = {rows}\n" for day, rows in zip(WEEKDAYS, weekly, strict=True)).replace("'", '"')
        hours += EVE if calendar == ZURICH else ""
        more = duties if calendar else duties + EXCEPTIONS
        found = invented.charter(folder, hours, zone, calendar, more, limits=STANDARDS)
    return found, SlowCentre(folder / "charter.toml", DATA / "ru-production-calendar.toml")


def years(name: str) -> tuple[int, int]:
    """Seconds between which no limit leaves the calendar."""
    first, last = (2015, 2035) if name == OURS else (2025, 2027)
    return epoch(date(first, 2, 1)), epoch(date(last, 6, 1))


def odd_days(name: str) -> list[str]:
    """Days that are unlike others, to start near to."""
    return INVENTED[name][3] if name in INVENTED else ["2026-11-03", "2025-12-30", "2024-11-02", "2027-02-20", "2028-11-04"]


def epoch(day: date) -> int:
    """Midnight of a date in UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def deadline(charter: Charter, limit: str, start: int) -> Deadline:
    """The deadline of a limit; what counts back does so from the local day of the start."""
    if "before" in limit:
        return charter.deadline(limit, None, event=charter.at(start).date())
    return charter.deadline(limit, charter.at(start))
