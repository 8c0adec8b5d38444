"""Hours and their edges: what rows of hours come to, what an exception makes of a day, where the calendar ends."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.charter.calendar import CLOSED, DAY_OFF_MOVED, HOLIDAY, WEEKEND, WORKING, WORKING_WEEKEND, Day
from desk.charter.errors import CharterError, OutsideCalendar
from tests.unit.invented import ALWAYS, RUSSIAN, exception, moment
from tests.unit.invented import charter as invented

Invent = Callable[..., Charter]
HOUR = 3_600
LAST_SECOND = "2027-12-31 23:59:59"


@pytest.fixture
def invent(tmp_path: Path) -> Invent:
    """A charter of another centre."""
    return partial(invented, tmp_path)


def monday(*rows: str) -> str:
    """The hours of a centre that is open on Mondays."""
    return f"monday = {list(rows)!r}".replace("'", '"')


# -- rows of hours ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("10:00-18:00",), ((600, 1080),)),
        (("00:00-24:00",), ((0, 1440),)),
        (("09:05-09:59",), ((545, 599),)),
        (("10:00-13:00", "14:00-18:00"), ((600, 780), (840, 1080))),
        (("10:00-13:00", "13:00-18:00"), ((600, 1080),)),
        (("08:00-09:00", "10:00-13:00", "13:00-18:00"), ((480, 540), (600, 1080))),
        (("08:00-09:00", "09:00-10:00", "10:00-11:00", "12:00-13:00"), ((480, 660), (720, 780))),
        (("10:00-13:00", "13:01-18:00"), ((600, 780), (781, 1080))),
    ],
)
def test_rows_of_hours_that_meet_are_one(invent: Invent, rows: tuple[str, ...], expected: tuple[tuple[int, int], ...]) -> None:
    """Minutes of the day; a break is what lies between two rows, and only that."""
    assert invent(monday(*rows)).calendar.day(date(2026, 11, 9)).open == expected


@pytest.mark.parametrize(
    "rows",
    [
        ("10:60-18:00",),
        ("10:00-17:60",),
        ("10:00-24:01",),
        ("18:00-10:00",),
        ("10:00-10:00",),
        ("10:00-13:00", "12:59-18:00"),
        ("14:00-18:00", "10:00-13:00"),
        ("08:00-09:00", "10:00-13:00", "09:30-18:00"),
        ("ten to six",),
    ],
)
def test_hours_that_are_none_are_refused(invent: Invent, rows: tuple[str, ...]) -> None:
    """Past midnight, backwards, empty, overlapping, out of order."""
    with pytest.raises(CharterError, match=r"hours\.monday"):
        invent(monday(*rows))


@pytest.mark.parametrize(
    ("years", "taken"),
    [
        ((1990, 1991), True),
        ((2099, 2100), True),
        ((2026, 2026), True),
        ((1989, 1991), False),
        ((2099, 2101), False),
        ((2027, 2026), False),
    ],
)
def test_a_calendar_goes_from_1990_to_2100(invent: Invent, years: tuple[int, int], taken: bool) -> None:
    """The first year not after the last; one year is enough."""
    if taken:
        calendar = invent(years=years).calendar
        assert (calendar.first_year, calendar.last_year) == years
        assert (calendar.days[0].date, calendar.days[-1].date) == (date(years[0], 1, 1), date(years[1], 12, 31))
        return
    with pytest.raises(CharterError, match="from 1990 to 2100"):
        invent(years=years)


@pytest.mark.parametrize(("minutes", "taken"), [(0, True), (1439, True), (1440, False), (-1, False)])
def test_a_short_day_is_shorter_by_less_than_a_day(invent: Invent, minutes: int, taken: bool) -> None:
    """The person who closes 24 hours early is closed that day."""
    said = f"short_day_minutes = {minutes}"
    if taken:
        assert invent(calendar=said).calendar.day(date(2026, 11, 9)).working
        return
    with pytest.raises(CharterError, match="from 0 to 1439"):
        invent(calendar=said)


# -- what a day is ---------------------------------------------------------------------------------------------------------

OPEN_AT_NOON = ((720, 840),)
NOTE = {"ru": "x", "en": "x"}


@pytest.mark.parametrize(
    ("day", "hours", "expected"),
    [
        ("2026-11-05", "12:00-14:00", Day(date(2026, 11, 5), WORKING, OPEN_AT_NOON, False, True, None, NOTE)),
        ("2026-11-07", "12:00-14:00", Day(date(2026, 11, 7), WORKING_WEEKEND, OPEN_AT_NOON, False, True, None, NOTE)),
        ("2026-11-04", "12:00-14:00", Day(date(2026, 11, 4), WORKING_WEEKEND, OPEN_AT_NOON, False, True, None, NOTE)),
        ("2026-11-05", "", Day(date(2026, 11, 5), CLOSED, (), False, True, None, NOTE)),
    ],
)
def test_what_an_exception_makes_of_a_day(invent: Invent, day: str, hours: str, expected: Day) -> None:
    """Other hours on a working day leave it one; a day off that is open is worked; nothing else of the day is kept."""
    found = invent(calendar=RUSSIAN, more=exception(day, hours)).calendar.day(date.fromisoformat(day))
    assert found == expected


def test_what_days_off_are(invent: Invent) -> None:
    """A weekend, a holiday, a day off that was moved: closed, of full length, theirs by the calendar and not by us."""
    calendar = invent(calendar=RUSSIAN).calendar
    assert calendar.day(date(2026, 11, 7)) == Day(date(2026, 11, 7), WEEKEND, (), False, True, None, {})
    holiday = calendar.day(date(2026, 11, 4))
    assert holiday == Day(date(2026, 11, 4), HOLIDAY, (), False, True, None, holiday.names)
    moved = calendar.day(date(2026, 12, 31))
    assert moved == Day(date(2026, 12, 31), DAY_OFF_MOVED, (), False, True, date(2026, 1, 4), {})


def test_an_exception_beside_the_calendar_is_refused(invent: Invent) -> None:
    """The first and the last day of its years are inside."""
    for day in ("2025-01-01", "2027-12-31"):
        assert invent(more=exception(day)).calendar.day(date.fromisoformat(day)).kind == CLOSED
    for day in ("2024-12-31", "2028-01-01"):
        with pytest.raises(CharterError, match="outside the calendar of 2025-2027"):
            invent(more=exception(day))


# -- a day that a clock change makes shorter ---------------------------------------------------------------------------------


def test_a_day_whose_midnight_is_skipped_begins_at_one(invent: Invent) -> None:
    """Havana, 8 March 2026: from 00:30 to 05:00 there are four hours, and the wall clock reads what it reads."""
    calendar = invent('sunday = ["00:30-05:00", "06:15-07:00"]', zone="America/Havana").calendar
    assert calendar.next_change(moment(calendar, "2026-03-07 12:00")) == moment(calendar, "2026-03-08 01:00")
    assert calendar.is_open(moment(calendar, "2026-03-08 01:00"))
    assert calendar.is_open(moment(calendar, "2026-03-08 04:59:59"))
    assert not calendar.is_open(moment(calendar, "2026-03-08 05:00"))
    assert not calendar.is_open(moment(calendar, "2026-03-08 06:14:59"))
    begin, end = moment(calendar, "2026-03-08 01:00"), moment(calendar, "2026-03-08 23:00")
    assert calendar.open_between(begin, end) == 4 * HOUR + 45 * 60


def test_hours_across_a_clock_change_stay_one(invent: Invent) -> None:
    """Berlin, the night of 29 March 2026: open all night, the doors do not close at two o'clock."""
    calendar = invent('sunday = ["00:15-06:00", "07:00-08:00"]', zone="Europe/Berlin").calendar
    assert calendar.next_change(moment(calendar, "2026-03-29 00:15")) == moment(calendar, "2026-03-29 06:00")
    assert (
        calendar.open_between(moment(calendar, "2026-03-29 00:15"), moment(calendar, "2026-03-29 12:00"))
        == 5 * HOUR - 15 * 60 + HOUR
    )
    # In autumn the hour comes twice, and counts twice.
    assert (
        calendar.open_between(moment(calendar, "2026-10-25 00:15"), moment(calendar, "2026-10-25 12:00"))
        == 7 * HOUR - 15 * 60 + HOUR
    )


# -- the calendar's ends -----------------------------------------------------------------------------------------------------


def test_before_the_first_opening_nothing_is_open_and_nothing_counted(invent: Invent) -> None:
    """New Year's night of the first year: 2025 begins on a Wednesday."""
    calendar = invent().calendar
    first = moment(calendar, "2025-01-01 00:00")
    assert not calendar.is_open(first)
    assert not calendar.counts(first)
    assert calendar.open_between(first, first + 9 * HOUR) == 0
    assert calendar.open_between(first, first + 11 * HOUR) == HOUR
    assert calendar.add_open(first, 1) == first + 10 * HOUR + 1
    assert calendar.next_change(first) == calendar.next_opening(first) == first + 10 * HOUR


def test_past_the_last_closing_every_question_is_outside(invent: Invent) -> None:
    """The last opening of 2027 is on Friday 31 December; what would lie behind its closing is refused and not guessed."""
    calendar = invent().calendar
    closing = moment(calendar, "2027-12-31 18:00")
    assert calendar.add_open(closing - 10, 10) == closing
    assert calendar.next_change(closing - 1) == closing
    last = calendar.day(date(2027, 12, 31)).date.toordinal()
    assert calendar.closing_from(last) == (last, closing)
    assert calendar.closing_after(last - 1, 1) == (last, closing)
    for ask in (
        lambda: calendar.add_open(closing - 10, 11),
        lambda: calendar.add_open(closing, 1),
        lambda: calendar.add_open(moment(calendar, LAST_SECOND) + 1, 1),
        lambda: calendar.next_change(closing),
        lambda: calendar.next_opening(closing - 1),
        lambda: calendar.closing_after(last, 1),
        lambda: calendar.day(date(2028, 1, 1)),
        lambda: calendar.ordinal(moment(calendar, LAST_SECOND) + 1),
        lambda: calendar.ordinal(moment(calendar, "2025-01-01 00:00") - 1),
        lambda: calendar.add_open(moment(calendar, "2025-01-01 00:00") - 1, 1),
        lambda: calendar.closing_before(calendar.day(date(2025, 1, 1)).date.toordinal(), 1),
    ):
        with pytest.raises(OutsideCalendar, match="2025"):
            ask()


def test_a_centre_open_round_the_clock_counts_at_once(invent: Invent) -> None:
    """From the first second to the last."""
    calendar = invent(ALWAYS).calendar
    first, last = moment(calendar, "2025-01-01 00:00"), moment(calendar, LAST_SECOND)
    assert calendar.is_open(first)
    assert calendar.counts(first)
    assert calendar.add_open(first, 1) == first + 1
    assert calendar.is_open(last)
    assert calendar.open_between(first, last) == last - first
    assert calendar.add_open(last, 1) == last + 1


def test_open_time_between_two_moments_is_signed(invent: Invent) -> None:
    """Backwards it is negative: an overdue clock counts on."""
    calendar = invent().calendar
    one, other = moment(calendar, "2026-11-09 17:00"), moment(calendar, "2026-11-10 11:30")
    assert calendar.open_between(one, other) == HOUR + HOUR + HOUR // 2
    assert calendar.open_between(other, one) == -(2 * HOUR + HOUR // 2)
