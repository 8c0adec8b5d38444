"""Public holidays of other countries: regions, worked weekends, observed holidays, estimated dates, hours of the eve."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.charter.calendar import DAY_OFF_MOVED, HOLIDAY, WORKING, WORKING_WEEKEND, Day
from desk.charter.charter import pack, unpack
from desk.charter.errors import CharterError
from desk.i18n import translator
from desk.presentation import deadlines
from tests.unit.conftest import Command
from tests.unit.invented import LUNCH, OFFICE, RUSSIAN, moment
from tests.unit.invented import charter as invented

Invent = Callable[..., Charter]


@pytest.fixture
def invent(tmp_path: Path) -> Invent:
    """A charter of another centre, out of its hours, zone, calendar and exceptions."""
    return partial(invented, tmp_path)


def country(code: str, subdivision: str = "", more: str = "") -> str:
    """The calendar of a country, or of a part of it."""
    return f'country = "{code}"\n' + (f'subdivision = "{subdivision}"\n' if subdivision else "") + more


def day(charter: Charter, text: str) -> Day:
    """A day of a charter's calendar."""
    return charter.calendar.day(date.fromisoformat(text))


# -- regions -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "subdivision", "when", "kind"),
    [
        ("CH", "", "2026-04-03", WORKING),
        ("CH", "ZH", "2026-04-03", HOLIDAY),
        ("CH", "Zürich", "2026-04-03", HOLIDAY),  # the library's own other name of it
        ("DE", "BY", "2026-01-06", HOLIDAY),
        ("DE", "BE", "2026-01-06", WORKING),
        ("GB", "SCT", "2026-11-30", HOLIDAY),
        ("GB", "ENG", "2026-11-30", WORKING),
    ],
)
def test_a_region_has_its_own_holidays(invent: Invent, code: str, subdivision: str, when: str, kind: str) -> None:
    """Good Friday in Zurich, Epiphany in Bavaria, Saint Andrew's Day in Scotland."""
    assert day(invent(calendar=country(code, subdivision)), when).kind == kind


def test_a_deadline_in_a_region_is_counted_by_its_holidays(invent: Invent) -> None:
    """Two working days from Thursday before Easter: Good Friday and Easter Monday are none in Zurich."""
    charter = invent(calendar=country("CH", "ZH"), zone="Europe/Zurich", limits=("2 working days",))
    due = charter.deadline("2 working days", charter.at(moment(charter.calendar, "2026-04-02 11:00"))).due
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-04-08 18:00"


@pytest.mark.parametrize(
    ("calendar", "says"),
    [
        (country("CH", "Zurich"), "calendar.subdivision: 'Zurich' is unknown; choose from: AG, AI, "),
        (country("IE", "CO"), "calendar.subdivision: the holidays library has no subdivisions for IE"),
        (country("XX", "ZH"), "calendar.country: 'XX'"),
        (country("RO"), "calendar: the holidays library covers RO from 1997 to "),
    ],
)
def test_what_the_library_does_not_know_is_refused(invent: Invent, calendar: str, says: str) -> None:
    """With those that it knows; a year without holidays would be a guess."""
    with pytest.raises(CharterError) as wrong:
        invent(calendar=calendar, years=(1995, 2027))
    assert says in str(wrong.value)


@pytest.mark.parametrize(("code", "subdivision", "warned"), [("CH", "", True), ("CH", "ZH", False), ("IE", "", False)])
def test_check_warns_where_no_region_is_named(
    command: Command, invent: Invent, tmp_path: Path, code: str, subdivision: str, warned: bool
) -> None:
    """In order all the same; the codes stand in the warning."""
    invent(calendar=country(code, subdivision))
    done = command("charter", "check", str(tmp_path / "charter.toml"))
    assert done.returncode == 0
    assert ("calendar.subdivision" in done.stdout and " ZH" in done.stdout) is warned


# -- worked weekends -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "saturday", "instead_of"),
    [("HU", "2025-05-17", "2025-05-02"), ("CN", "2025-09-28", "2025-10-07"), ("LV", "2025-05-10", "2025-05-02")],
)
def test_a_weekend_that_is_worked_counts(invent: Invent, code: str, saturday: str, instead_of: str) -> None:
    """With the hours of the day that it replaces, which is off; each names the other."""
    charter = invent('friday = ["10:00-15:00"]\ntuesday = ["10:00-15:00"]', calendar=country(code))
    worked, off = day(charter, saturday), day(charter, instead_of)
    assert (worked.kind, worked.working, worked.open) == (WORKING_WEEKEND, True, ((600, 900),))
    assert (off.kind, off.working) == (DAY_OFF_MOVED, False)
    assert (worked.other, off.other) == (off.date, worked.date)
    assert not worked.short  # nothing shortens a day here


# -- observed holidays ---------------------------------------------------------------------------------------------------


def test_an_observed_holiday_is_one_with_its_name(invent: Invent, command: Command, tmp_path: Path) -> None:
    """Independence Day 2026 is a Saturday, and observed on the Friday before: it stands in the calendar of the year."""
    found = day(invent(calendar=country("US", "NY")), "2026-07-03")
    assert (found.kind, found.names) == (HOLIDAY, {"en": "Independence Day (observed)"})
    done = command("--charter", str(tmp_path / "charter.toml"), "calendar", "2026")
    assert "Independence Day (observed)" in done.stdout


def test_in_russia_the_day_off_moves_and_the_holiday_does_not(invent: Invent, command: Command) -> None:
    """Labour Code 112: Monday 9 March 2026 is a day off that was moved; it stands in the calendar with its name."""
    found = day(invent(calendar=RUSSIAN), "2026-03-09")
    assert (found.kind, found.other, set(found.names)) == (DAY_OFF_MOVED, None, {"ru", "en"})
    assert "International Women's Day (observed)" in command("calendar", "2026").stdout


def test_every_day_unlike_a_plain_week_stands_in_the_calendar(invent: Invent) -> None:
    """Whether it has a name or not."""
    for charter in (invent(calendar=RUSSIAN), invent(calendar=country("HU"))):
        named = [item for item in charter.calendar.days if deadlines.is_unusual(item)]
        assert {each.kind for each in charter.calendar.days if each not in named} <= {"working", "weekend"}
        assert all(deadlines.day_note(translator("en"), entry) for entry in named)


# -- estimated dates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "provisional"),
    [
        ("2026-08-20 12:00", False),  # Thursday: due on Sunday 23 August, two days before the Prophet's Birthday
        ("2026-08-23 12:00", True),  # due on the 24th, which it may be
        ("2026-08-24 12:00", True),  # over it
        ("2026-08-27 12:00", False),  # two days after it
    ],
)
def test_an_estimated_holiday_makes_a_deadline_provisional(invent: Invent, start: str, provisional: bool) -> None:
    """The library's own word for it: Islamic dates are known when the moon is seen, a day earlier or later."""
    hours = "\n".join(f'{item} = ["10:00-18:00"]' for item in ("sunday", "monday", "tuesday", "wednesday", "thursday"))
    charter = unpack(*pack(invent(hours, "Africa/Cairo", country("EG"), limits=("1 working day",))))
    assert day(charter, "2026-08-25").estimated
    found = charter.deadline("1 working day", charter.at(moment(charter.calendar, start)))
    assert found.provisional is provisional
    for language in ("ru", "en"):
        said = deadlines.spoken(translator(language), charter, found)
        assert ("Prophet's Birthday (estimated)" in said) is provisional


def test_a_year_with_an_estimated_holiday_is_provisional(invent: Invent, command: Command, tmp_path: Path) -> None:
    """As JSON and in words."""
    invent(zone="Africa/Cairo", calendar=country("EG"))
    given = ("--charter", str(tmp_path / "charter.toml"), "calendar", "2026")
    assert json.loads(command(*given, "--json").stdout)["provisional"] is True
    assert "estimated" in command(*given).stdout


# -- the eve of a holiday ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(60, ((600, 780), (840, 1020))), (240, ((600, 780),)), (300, ((600, 720),)), (420, ())],
)
def test_short_day_minutes_go_over_the_break(invent: Invent, minutes: int, hours: tuple[tuple[int, int], ...]) -> None:
    """Minutes of opening are taken from the end of the day; the break itself is none."""
    charter = invent(LUNCH, calendar=RUSSIAN.replace("60", str(minutes)))
    assert day(charter, "2026-11-03").open == hours


def test_the_eve_of_a_holiday_has_hours_of_its_own(invent: Invent) -> None:
    """On every weekday that is worked; a day off stays one."""
    eve = 'eve = ["09:00-12:00", "12:30-14:00"]'
    charter = invent(f"{OFFICE}\n{eve}", calendar=country("CH", "ZH"))
    found = day(charter, "2026-04-02")
    assert (found.open, found.short) == (((540, 720), (750, 840)), True)
    assert day(charter, "2026-12-24").open == found.open
    assert day(charter, "2027-07-31").open == ()  # a Saturday before the National Day


def test_two_rules_for_the_eve_are_refused(invent: Invent) -> None:
    """Which of them would hold?"""
    with pytest.raises(CharterError, match=r"hours\.eve: .*short_day_minutes"):
        invent(f'{OFFICE}\neve = ["09:00-12:00"]', calendar=RUSSIAN)
