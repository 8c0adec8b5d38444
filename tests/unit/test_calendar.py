"""When the centre is open and which days count: three layers, later ones win (design, section 3)."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from desk.charter import Calendar, Charter
from desk.charter.calendar import DAY_KINDS
from desk.charter.charter import DATA
from desk.charter.errors import OutsideCalendar
from desk.charter.production import disagreements
from tests.unit.invented import ALWAYS, LUNCH, OFFICE, RUSSIAN, exception, moment
from tests.unit.invented import charter as invented

CHARTER = Charter.load()
CALENDAR = CHARTER.calendar
PRODUCTION = DATA / "ru-production-calendar.toml"

Invent = Callable[..., Charter]


@pytest.fixture
def invent(tmp_path: Path) -> Invent:
    """A charter of another centre, out of its hours, zone, calendar and exceptions."""
    return partial(invented, tmp_path)


def open_seconds(calendar: Calendar, day: str) -> int:
    ordinal = date.fromisoformat(day).toordinal()
    return calendar.open_between(calendar.midnight(ordinal), calendar.midnight(ordinal + 1))


def hours_of(day: str, calendar: Calendar = CALENDAR) -> list[str]:
    found = calendar.day(date.fromisoformat(day)).open
    return [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in found]


# -- Russia --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2015, 2028))
def test_working_days_of_a_year(year: int) -> None:
    """The published production calendars: 247, but 248 in 2020 and 2024."""
    assert sum(day.working for day in CALENDAR.year(year)) == (248 if year in (2020, 2024) else 247)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2018, "22.02 07.03 28.04 08.05 09.06 29.12"),
        (2020, "30.04 08.05 11.06 03.11 31.12"),
        (2021, "20.02 30.04 11.06 03.11"),
        (2024, "22.02 07.03 08.05 11.06 02.11"),
        (2025, "07.03 30.04 11.06 01.11"),
        (2026, "30.04 08.05 11.06 03.11"),
        (2027, "20.02 30.04 11.06 03.11"),
    ],
)
def test_short_days_of_a_year(year: int, days: str) -> None:
    """Labour Code 95; a worked Saturday takes the length of the day it replaced (Order 588n)."""
    assert " ".join(day.date.strftime("%d.%m") for day in CALENDAR.year(year) if day.short) == days


def test_a_short_day_closes_an_hour_early() -> None:
    """Labour Code 95: 3 November 2026 closes at 17:00."""
    assert hours_of("2026-11-03") == ["10:00-17:00"]


@pytest.mark.parametrize("day", ["2026-12-30", "2024-04-27", "2024-12-28", "2025-12-30", "2026-11-05", "2027-12-30"])
def test_a_day_that_looks_short_is_full(day: str) -> None:
    """A moved day off is no public holiday: the day before one is full."""
    assert hours_of(day) == ["10:00-18:00"]


@pytest.mark.parametrize(("day", "replaced"), [("2025-11-01", "2025-11-03"), ("2027-02-20", "2027-02-22")])
def test_a_worked_saturday_takes_the_hours_and_length_of_its_monday(day: str, replaced: str) -> None:
    """Order 588n of 13.08.2009."""
    found = CALENDAR.day(date.fromisoformat(day))
    assert (found.kind, found.short, str(found.other), found.working) == ("working_weekend", True, replaced, True)
    assert hours_of(day) == ["10:00-17:00"]


@pytest.mark.parametrize(
    ("day", "kind", "other"),
    [
        ("2026-11-02", "working", None),
        ("2026-11-07", "weekend", None),
        ("2026-11-04", "holiday", None),
        ("2026-01-09", "day_off_moved", "2026-01-03"),
        ("2026-12-31", "day_off_moved", "2026-01-04"),
        ("2024-11-02", "working_weekend", "2024-04-30"),
        ("2024-04-30", "day_off_moved", "2024-11-02"),
        ("2028-11-04", "holiday", None),
        ("2028-11-06", "day_off_moved", "2028-11-04"),
    ],
)
def test_what_a_day_is(day: str, kind: str, other: str | None) -> None:
    """Decrees 1314 and 1466; Labour Code 112 moves Saturday 04.11.2028 to Monday."""
    found = CALENDAR.day(date.fromisoformat(day))
    assert (found.kind, str(found.other) if found.other else None) == (kind, other)


@pytest.mark.parametrize("year", range(2028, 2036))
def test_no_holiday_is_lost_to_a_weekend(year: int) -> None:
    """Labour Code 112: outside New Year's days each holiday on a day off gives another day off, known to the calendar."""
    on_weekends = [
        day.date for day in CALENDAR.year(year) if day.kind == "holiday" and day.date.weekday() > 4 and day.date.month > 1
    ]
    assert [day.other for day in CALENDAR.year(year) if day.kind == "day_off_moved"] == on_weekends


@pytest.mark.parametrize("day", ["2020-04-06", "2020-06-24", "2020-07-01", "2021-05-04", "2021-11-01", "2021-11-03"])
def test_days_that_a_president_called_non_working_count(day: str) -> None:
    """They moved no terms."""
    assert CALENDAR.day(date.fromisoformat(day)).working


def test_a_holiday_has_its_name_in_both_languages() -> None:
    """Labour Code 112."""
    assert CALENDAR.day(date(2026, 11, 4)).names == {"ru": "День народного единства", "en": "Unity Day"}


def test_a_short_day_names_the_holiday_that_shortens_it() -> None:
    """Labour Code 95."""
    assert CALENDAR.day(date(2026, 11, 3)).names["ru"] == "День народного единства"


def test_the_calendars_last_day_knows_the_holiday_after_it() -> None:
    """Labour Code 95: 1 January 2036 shortens Monday 31.12.2035, though the calendar ends there."""
    assert hours_of("2035-12-31") == ["10:00-17:00"]


def test_every_day_of_the_span_is_there_once() -> None:
    """2015-2035, every kind a known one."""
    assert [day.date for day in CALENDAR.days] == [date(2015, 1, 1) + timedelta(n) for n in range(7670)]
    assert CALENDAR.days[-1].date == date(2035, 12, 31)
    assert {day.kind for day in CALENDAR.days} <= set(DAY_KINDS)


def test_decrees_are_known_until_2027() -> None:
    """From 2028 on only the statutory days are known, and what is counted there is provisional."""
    assert CALENDAR.decreed_until == 2027


def test_a_year_outside_is_an_error() -> None:
    """Never a guess."""
    for year in (2014, 2036):
        with pytest.raises(OutsideCalendar):
            CALENDAR.year(year)
        with pytest.raises(OutsideCalendar):
            CALENDAR.day(date(year, 6, 1))


# -- the file against the library ----------------------------------------------------------------------------------------


def test_our_file_and_the_library_agree() -> None:
    """Design, section 3: a test fails where the two disagree unasked."""
    assert disagreements(PRODUCTION) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("to = 2026-12-31", "to = 2026-12-30", id="another day off"),
        pytest.param("from = 2025-11-01", "from = 2025-11-08", id="another worked Saturday"),
        pytest.param("  { from = 2024-12-28, to = 2024-12-30 },\n", "", id="a worked Saturday left out"),
        pytest.param("{ from = 2026-01-03, to = 2026-01-09 }, ", "", id="a moved day off left out"),
        pytest.param("{ from = 2026-01-04", "{ from = 2026-01-05", id="moved from another day"),
        pytest.param("to = 2028-11-06", "to = 2027-11-05", id="a correction that is needed no longer"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_broken_copy_disagrees(right: str, wrong: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One date of the file changed, and it is said, whatever language the library takes from the environment."""
    monkeypatch.setenv("LANGUAGE", language)
    said = PRODUCTION.read_text(encoding="utf-8")
    assert said.count(right) == 1
    copy = tmp_path / "production.toml"
    copy.write_text(said.replace(right, wrong), encoding="utf-8")
    assert disagreements(copy)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("to = 2026-12-31", "to = 2026-03-08", "2026-03-08: moved to a weekend"),
        ("to = 2026-12-31", "to = 2026-12-30", "2026-12-30: the file moves a day off here, the library knows none"),
        ("to = 2026-12-31", "to = 2026-12-30", "2026-12-31: moved here by the library alone"),
        ("from = 2025-11-01", "from = 2025-11-08", "2025-11-01: worked by only one of the two"),
        ("from = 2025-11-01", "from = 2025-11-08", "2025-11-08: a day off is moved from here by only one of the two"),
        ("to = 2028-11-06", "to = 2027-11-05", "2027-11-05: the correction is needed no longer"),
    ],
)
def test_each_disagreement_is_named_by_its_day(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    """And nothing is said of the days that agree."""
    copy = tmp_path / "production.toml"
    copy.write_text(PRODUCTION.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    found = disagreements(copy)
    assert said in found
    years = {right[-10:-6], wrong[-10:-6]}
    assert {entry[:4] for entry in found} <= years


# -- the centre's own hours and exceptions -------------------------------------------------------------------------------


def test_a_centre_without_a_country_has_no_holidays(invent: Invent) -> None:
    """Weekly hours alone decide; nothing there is provisional within its span."""
    calendar = invent().calendar
    assert sum(day.working for day in calendar.year(2026)) == 261
    assert calendar.decreed_until == 2027


def test_closed_for_stocktaking(invent: Invent) -> None:
    """Our own exception wins over a working day."""
    calendar = invent(calendar=RUSSIAN, more=exception("2026-11-06")).calendar
    found = calendar.day(date(2026, 11, 6))
    assert (found.kind, found.working, found.names) == ("closed", False, {"ru": "x", "en": "x"})
    assert calendar.closing_after(date(2026, 11, 5).toordinal(), 1)[0] == date(2026, 11, 9).toordinal()


@pytest.mark.parametrize(("more", "counts"), [("", True), ("counts = false", False)])
def test_an_open_saturday_counts_or_does_not(invent: Invent, more: str, counts: bool) -> None:
    """An exam Saturday is open either way; promises count its hours and itself only where the flag says so."""
    calendar = invent(more=exception("2026-12-05", "09:00-15:00", more)).calendar
    noon = moment(calendar, "2026-12-05 12:00")
    assert calendar.is_open(noon)
    assert calendar.counts(noon) is counts
    assert open_seconds(calendar, "2026-12-05") == (6 * 3600 if counts else 0)
    assert calendar.closing_after(date(2026, 12, 4).toordinal(), 1)[0] == date(2026, 12, 5 if counts else 7).toordinal()


def test_an_exception_wins_over_a_holiday(invent: Invent) -> None:
    """Later layers win: open on 4 November with our own hours."""
    calendar = invent(calendar=RUSSIAN, more=exception("2026-11-04", "12:00-14:00")).calendar
    assert hours_of("2026-11-04", calendar) == ["12:00-14:00"]
    assert calendar.day(date(2026, 11, 4)).working


def test_own_hours_are_not_shortened(invent: Invent) -> None:
    """What we give for a day before a holiday is what we mean."""
    calendar = invent(calendar=RUSSIAN, more=exception("2026-11-03", "10:00-18:00")).calendar
    assert (hours_of("2026-11-03", calendar), calendar.day(date(2026, 11, 3)).short) == (["10:00-18:00"], False)


def test_lunch_is_closed_and_counts_nothing(invent: Invent) -> None:
    """Several rows of hours make a break; the end of one is no opening."""
    calendar = invent(LUNCH).calendar
    noon = moment(calendar, "2026-11-03 12:00")
    assert not calendar.is_open(moment(calendar, "2026-11-03 13:00"))
    assert calendar.is_open(moment(calendar, "2026-11-03 12:59:59"))
    assert calendar.add_open(noon, 3600) == moment(calendar, "2026-11-03 13:00")
    assert calendar.add_open(noon, 3601) == moment(calendar, "2026-11-03 14:00:01")
    assert calendar.next_change(noon) == moment(calendar, "2026-11-03 13:00")
    assert calendar.next_change(noon + 3600) == moment(calendar, "2026-11-03 14:00")
    assert calendar.next_opening(noon) == moment(calendar, "2026-11-04 10:00")


@pytest.mark.parametrize(
    ("minutes", "left"), [(60, ["10:00-13:00", "14:00-17:00"]), (240, ["10:00-13:00"]), (270, ["10:00-12:30"]), (0, None)]
)
def test_a_short_day_takes_from_its_end_across_lunch(invent: Invent, minutes: int, left: list[str] | None) -> None:
    """Labour Code 95: the working time is shorter, not the afternoon alone."""
    calendar = invent(LUNCH, calendar=RUSSIAN.replace("60", str(minutes))).calendar
    assert hours_of("2026-11-03", calendar) == (left or ["10:00-13:00", "14:00-18:00"])
    assert calendar.day(date(2026, 11, 3)).short is (left is not None)


# -- summer time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_hours_are_real_open_seconds(invent: Invent, day: str, hours: int) -> None:
    """Open round the clock, a day has the hours that it has."""
    assert open_seconds(invent(ALWAYS, "Europe/Berlin").calendar, day) == hours * 3600


@pytest.mark.parametrize(
    ("hours", "spring", "autumn"),
    [
        ("01:00-04:00", 2 * 3600, 4 * 3600),
        ("02:00-03:00", 0, 2 * 3600),
        ("02:30-03:30", 1800, 5400),
        ("02:15-02:45", 0, 3600),
        ("10:00-18:00", 8 * 3600, 8 * 3600),
    ],
)
def test_what_counts_is_the_time_while_the_wall_clock_reads_open(invent: Invent, hours: str, spring: int, autumn: int) -> None:
    """counting.md: the skipped hour is not there, the doubled one is there twice."""
    calendar = invent(f'{OFFICE}\nsunday = ["{hours}"]', "Europe/Berlin").calendar
    assert (open_seconds(calendar, "2026-03-29"), open_seconds(calendar, "2026-10-25")) == (spring, autumn)


def test_counting_over_the_night_of_a_clock_change(invent: Invent) -> None:
    """Three open hours from Saturday 23:00 end at 03:00 in spring, at 01:00 of the second time in autumn."""
    calendar = invent(ALWAYS, "Europe/Berlin").calendar
    spring = calendar.add_open(moment(calendar, "2026-03-28 23:00"), 3 * 3600)
    autumn = calendar.add_open(moment(calendar, "2026-10-24 23:00"), 4 * 3600)
    assert spring == moment(calendar, "2026-03-29T03:00:00+02:00")
    assert autumn == moment(calendar, "2026-10-25T02:00:00+01:00")


# -- versions ------------------------------------------------------------------------------------------------------------


def test_wording_does_not_change_a_years_hash(invent: Invent) -> None:
    """Design, section 3: a hash over what is counted, not over wording."""
    one = invent(more=exception("2026-11-06", note="ревизия")).calendar
    other = invent(more=exception("2026-11-06", note="учёт")).calendar
    assert one.year_version(2026) == other.year_version(2026)


@pytest.mark.parametrize(
    "change",
    [
        exception("2026-11-06"),
        exception("2026-11-06", "10:00-17:59"),
        exception("2026-11-07", "10:00-18:00"),
        exception("2026-11-07", "10:00-18:00", "counts = false"),
    ],
)
def test_a_day_changes_its_own_years_hash_alone(invent: Invent, change: str) -> None:
    """The calendar is versioned a year at a time, over its days."""
    plain, changed = invent().calendar, invent(more=change).calendar
    differ = [year for year in (2025, 2026, 2027) if plain.year_version(year) != changed.year_version(year)]
    assert differ == [2026]


def test_a_version_names_each_year_counted_over() -> None:
    """A deadline over New Year names both years."""
    found = CALENDAR.version(date(2026, 12, 29), date(2027, 1, 11))
    assert found == f"2026:{CALENDAR.year_version(2026)}+2027:{CALENDAR.year_version(2027)}"
    assert re.fullmatch(r"\d{4}:[0-9a-f]{12}\+\d{4}:[0-9a-f]{12}", found)
