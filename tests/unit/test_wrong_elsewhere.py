"""What other helpdesks got wrong, one test each, named after what went wrong there. Here: the counting.

Whole tickets stand in `test_wrong_elsewhere_on_tickets.py`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.charter import Calendar, Charter
from desk.charter.calendar import Production, WeeklyHours, build_days
from desk.charter.errors import CharterError, OutsideCalendar
from desk.charter.standards import OwnException, Words
from tests.unit.invented import ALWAYS, LUNCH, exception, moment
from tests.unit.invented import charter as invented

OURS = Charter.load()
CALLBACK, REPLY = "voicemail-callback", "phone-answer"

Invent = Callable[..., Charter]


@pytest.fixture
def invent(tmp_path: Path) -> Invent:
    """A charter of another centre, out of its hours, zone, calendar and exceptions."""
    return partial(invented, tmp_path)


def due(charter: Charter, name: str, start: str) -> str:
    """The due moment on the centre's wall clock."""
    found = charter.deadline(name, charter.at(moment(charter.calendar, start))).due
    return f"{found:%Y-%m-%d %H:%M:%S}"


def hours_between(charter: Charter, start: str, end: str) -> float:
    """Real open hours."""
    calendar = charter.calendar
    return calendar.open_between(moment(calendar, start), moment(calendar, end)) / 3600


def test_minute_lost_at_midnight(invent: Invent) -> None:
    """A day that closes at 24:00 and opens at 00:00 is one open stretch: to the second, in both directions."""
    charter = invent(ALWAYS, limits=("10 working minutes", "24 working hours"))
    assert due(charter, "10 working minutes", "2026-11-03 23:55:00") == "2026-11-04 00:05:00"
    assert due(charter, "10 working minutes", "2026-11-03 23:50:00") == "2026-11-04 00:00:00"
    assert due(charter, "24 working hours", "2026-11-03 10:00:01") == "2026-11-04 10:00:01"
    assert hours_between(charter, "2026-11-03 00:00", "2026-11-10 00:00") == 7 * 24


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        (CALLBACK, "2026-11-06 21:15", "2026-11-09 13:00:00"),  # Friday evening: three hours from Monday's opening
        (CALLBACK, "2026-11-03 17:00", "2026-11-05 13:00:00"),  # the closing second of a short day, then a holiday
        (CALLBACK, "2026-11-03 06:00", "2026-11-03 13:00:00"),  # before the opening
        ("written-reply", "2026-10-31 23:40", "2026-11-03 17:00:00"),  # a Saturday is day zero: Monday is the first day
    ],
)
def test_received_out_of_hours_gives_a_zero_or_a_days_response(name: str, start: str, expected: str) -> None:
    """Elsewhere the night counted nothing or a whole day; here the clock begins with the next opening, day zero is the own day."""
    assert due(OURS, name, start) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-03 12:00", "2026-11-03 16:00:00"),  # over lunch
        ("2026-11-03 10:00", "2026-11-03 13:00:00"),  # ends with the closing before lunch, not with the opening after it
        ("2026-11-03 13:30", "2026-11-03 17:00:00"),  # in the lunch break
        ("2026-11-03 13:00", "2026-11-03 17:00:00"),  # at its first second
        ("2026-11-03 17:00", "2026-11-04 12:00:00"),  # over the night
    ],
)
def test_split_opening_hours(invent: Invent, start: str, expected: str) -> None:
    """Elsewhere lunch counted, or a day had one opening only."""
    assert due(invent(LUNCH), "3 working hours", start) == expected


def test_two_exceptions_on_one_date(invent: Invent) -> None:
    """In one file they are refused; one that was added at the desk wins over the file's, whichever came first."""
    with pytest.raises(CharterError, match="duplicate date 2026-11-06"):
        invent(more=exception("2026-11-06") + exception("2026-11-06", "12:00-14:00"))
    charter = invent(more=exception("2026-11-06"))
    opened = OwnException(date(2026, 11, 6), Words("а", "a"), ["12:00-14:00"])
    assert due(charter, "3 working hours", "2026-11-05 17:00") == "2026-11-09 12:00:00"
    assert due(charter.with_own((opened,)), "3 working hours", "2026-11-05 17:00") == "2026-11-06 14:00:00"


def test_a_year_crossing_holiday() -> None:
    """Elsewhere the holiday ended with the year. Two working days from Tuesday: 30 December, then 12 January."""
    assert due(OURS, "written-reply", "2025-12-29 10:00") == "2026-01-12 18:00:00"
    ledger = OURS.deadline("written-reply", OURS.at(moment(OURS.calendar, "2025-12-29 10:00"))).ledger
    assert [row.day.date for row in ledger if row.counted] == [date(2025, 12, 30), date(2026, 1, 12)]


@pytest.mark.parametrize(("year", "day", "works"), [(2026, "2026-12-26", True), (2027, "2027-01-11", False)])
def test_a_moved_day_from_another_year(year: int, day: str, works: bool) -> None:
    """Saturday 26 December worked for Monday 11 January: known to either year's calendar alone, with the Monday's hours."""
    saturday, monday = date(2026, 12, 26), date(2027, 1, 11)
    production = Production(year, year, year, {}, {monday: saturday}, {saturday: monday})
    weekly = [((600, 900),), *[((600, 1080),)] * 4, (), ()]
    calendar = Calendar(build_days(WeeklyHours(weekly, 60), production), ZoneInfo("Europe/Moscow"), year)
    found = calendar.day(date.fromisoformat(day))
    assert (found.working, found.open) == (works, ((600, 900),) if works else ())
    assert found.other == (monday if works else saturday)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-03 15:40", "2026-11-05 11:40:00"),  # the day before a public holiday closes at 17:00
        ("2025-11-01 15:40", "2025-11-05 11:40:00"),  # a worked Saturday that took the length of the day it replaced
        ("2024-04-27 15:40", "2024-05-02 10:40:00"),  # and one that replaced a full day: closes at 18:00
        ("2026-12-30 15:40", "2027-01-11 10:40:00"),  # before a moved day off, which is no holiday
    ],
)
def test_a_days_length_changed_by_a_rule_in_force(start: str, expected: str) -> None:
    """Labour Code 95, Order 588n: three working hours end when the wall clock of that very day says so."""
    assert due(OURS, CALLBACK, start) == expected


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        # Moscow went to summer time for good on 27 March 2011, and back by an hour on 26 October 2014
        ("Europe/Moscow", "2010-03-27 20:00:00", "2010-03-28 09:00:00+04:00"),
        ("Europe/Moscow", "2010-10-30 20:00:00", "2010-10-31 07:00:00+03:00"),
        ("Europe/Moscow", "2011-03-26 20:00:00", "2011-03-27 09:00:00+04:00"),
        ("Europe/Moscow", "2011-10-29 20:00:00", "2011-10-30 08:00:00+04:00"),
        ("Europe/Moscow", "2014-10-25 20:00:00", "2014-10-26 07:00:00+03:00"),
        # summer time both ways
        ("Europe/Berlin", "2014-03-29 20:00:00", "2014-03-30 09:00:00+02:00"),
        ("Europe/Berlin", "2014-10-25 20:00:00", "2014-10-26 07:00:00+01:00"),
    ],
)
def test_a_zone_that_changed_its_offset(invent: Invent, zone: str, start: str, expected: str) -> None:
    """Twelve open hours are twelve real hours, also in a night of eleven or thirteen hours on the wall clock."""
    charter = invent(ALWAYS, zone, years=(2010, 2014), limits=("12 working hours", "1 working day"))
    assert str(charter.deadline("12 working hours", charter.at(moment(charter.calendar, start))).due) == expected
    # whole days keep their wall clock whatever the offset
    assert due(charter, "1 working day", start).endswith("00:00:00")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("09:59:59", "2026-11-05 13:00:00"),
        ("10:00:00", "2026-11-05 13:00:00"),
        ("10:00:01", "2026-11-05 13:00:01"),
        ("17:59:59", "2026-11-06 12:59:59"),
        ("18:00:00", "2026-11-06 13:00:00"),
        ("18:00:01", "2026-11-06 13:00:00"),
        ("15:00:00", "2026-11-05 18:00:00"),  # ends with the closing second: that closing
        ("15:00:01", "2026-11-06 10:00:01"),
    ],
)
def test_receipt_at_one_second_before_and_after_opening_and_closing(start: str, expected: str) -> None:
    """Thursday 5 November, open 10:00-18:00: the opening second is open, the closing second is closed."""
    assert due(OURS, CALLBACK, f"2026-11-05 {start}") == expected


def test_a_closed_week(invent: Invent) -> None:
    """Elsewhere a search gave up after seven days."""
    closed = "".join(exception(f"2026-11-{day:02}") for day in range(9, 14))
    charter = invent(more=closed, limits=("3 working hours", "1 working day", "2 days", "5 working days before exam"))
    assert due(charter, "3 working hours", "2026-11-06 17:00") == "2026-11-16 12:00:00"
    assert due(charter, "1 working day", "2026-11-06 12:00") == "2026-11-16 18:00:00"
    assert due(charter, "2 days", "2026-11-08 12:00") == "2026-11-16 18:00:00"
    back = charter.deadline("5 working days before exam", None, event=date(2026, 11, 17)).due
    assert f"{back:%Y-%m-%d %H:%M}" == "2026-11-03 18:00"


def test_a_clock_longer_than_a_year(invent: Invent) -> None:
    """Elsewhere the ledger or the search ended with the year."""
    charter = invent(limits=("400 working days", "4000 working hours", "500 days"))
    assert due(charter, "400 working days", "2025-06-02 12:00") == "2026-12-14 18:00:00"
    assert due(charter, "4000 working hours", "2025-06-02 10:00") == "2027-04-30 18:00:00"
    assert due(charter, "500 days", "2025-06-02 12:00") == "2026-10-15 18:00:00"
    ledger = charter.deadline("400 working days", charter.at(moment(charter.calendar, "2025-06-02 12:00"))).ledger
    assert sum(row.counted for row in ledger) == 400


def test_no_open_hours_at_all(invent: Invent) -> None:
    """Elsewhere the counting hung with the first ticket; here the file is refused."""
    with pytest.raises(CharterError, match="hours: the centre is never open"):
        invent(hours="")


def test_an_endless_loop_on_an_empty_calendar(invent: Invent) -> None:
    """Weekly hours, and every one of those days closed: each kind of limit says at once that the calendar ends."""
    sundays = (date(2025, 1, 5) + timedelta(days) for days in range(0, 3 * 366, 7))
    closed = "".join(exception(str(day)) for day in sundays if day.year < 2028)
    limits = ("3 working hours", "1 working day", "30 days", "1 working day before exam")
    charter = invent('sunday = ["10:00-18:00"]', more=closed, limits=limits)
    assert not any(day.working for day in charter.calendar.days)
    for limit in limits[:3]:
        with pytest.raises(OutsideCalendar):
            due(charter, limit, "2026-06-01 12:00")
    with pytest.raises(OutsideCalendar):
        charter.deadline(limits[3], None, event=date(2026, 6, 1))
    with pytest.raises(OutsideCalendar):
        charter.calendar.next_opening(moment(charter.calendar, "2026-06-01 12:00"))


@pytest.mark.parametrize("name", ["voicemail-callback", "phone-answer", "complaint-answer", "certificate-notify"])
def test_a_deadline_beyond_the_calendar(name: str) -> None:
    """Elsewhere the last known day was taken, or no holiday at all after it. An error, never a guess."""
    last = OURS.calendar.last_year
    with pytest.raises(OutsideCalendar) as beyond:
        due(OURS, name, f"{last}-12-31 23:00")
    assert (beyond.value.first, beyond.value.last) == (2015, last)
    with pytest.raises(OutsideCalendar):
        due(OURS, name, f"{last + 1}-03-01 12:00")


@settings(derandomize=True, deadline=None, max_examples=300, database=None)
@given(
    start=st.integers(1_767_225_600, 1_800_000_000),
    later=st.integers(0, 14 * 86_400),
    name=st.sampled_from([standard.id for standard in OURS.standards if "before" not in standard.limit]),
)
def test_later_arrival_earlier_deadline(start: int, later: int, name: str) -> None:
    """Must never be: the person who comes later cannot overtake."""
    early, late = (OURS.deadline(name, OURS.at(item)).due_at for item in (start, start + later))
    assert early <= late
