"""The ledger: each day between start and due with what it counted, for every unit; the same that the due moment came from."""

from datetime import date
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.charter.deadlines import Deadline, count
from desk.charter.limits import parse_limit
from tests.unit.conftest import at
from tests.unit.invented import charter as invented

CHARTER = Charter.load()
HOUR = 3_600


def counted(limit: str, start: str, exam: str = "") -> list[tuple[str, int]]:
    """What each day counted, by `MM-DD`."""
    return [(f"{row.day.date:%m-%d}", row.counted) for row in deadline(limit, start, exam).ledger]


def deadline(limit: str, start: str, exam: str = "") -> Deadline:
    """A limit from a start in Moscow."""
    event, rule = date.fromisoformat(exam) if exam else None, parse_limit(limit)
    due, closes = count(rule, CHARTER.calendar, at(start), event)
    return Deadline("x", rule, CHARTER.at(at(start)), event, due, closes, False, CHARTER.calendar)


def test_working_days_count_each_open_day_after_day_zero() -> None:
    """3 November 2026 is short, the 4th a holiday."""
    assert counted("2 working days", "2026-11-03 10:14") == [("11-03", 0), ("11-04", 0), ("11-05", 1), ("11-06", 1)]


def test_days_count_until_the_limit_and_what_they_roll_over_counts_nothing() -> None:
    """From Thursday two days end on Saturday; Monday is where it rolls to."""
    assert counted("2 days", "2026-11-05 10:14") == [("11-05", 0), ("11-06", 1), ("11-07", 1), ("11-08", 0), ("11-09", 0)]
    assert counted("2 days, not rolling", "2026-11-05 10:14") == [("11-05", 0), ("11-06", 1), ("11-07", 1)]


def test_working_hours_count_open_seconds() -> None:
    """The last three minutes of a Friday, nothing over the weekend, the rest on Monday."""
    assert counted("3 working hours", "2026-11-06 17:57") == [("11-06", 180), ("11-07", 0), ("11-08", 0), ("11-09", 3 * HOUR - 180)]
    assert counted("3 working hours", "2026-11-09 19:00") == [("11-09", 0), ("11-10", 3 * HOUR)]


def test_plain_hours_count_the_night_too() -> None:
    """48 hours on end over a weekend."""
    rows = counted("48 hours", "2026-11-06 20:00")
    assert rows == [("11-06", 4 * HOUR), ("11-07", 24 * HOUR), ("11-08", 20 * HOUR)]


def test_an_opening_counts_from_the_next_opening_on() -> None:
    """What is left of today counts nothing."""
    assert counted("every opening, within 15 working minutes", "2026-11-06 12:00") == [
        ("11-06", 0), ("11-07", 0), ("11-08", 0), ("11-09", 900),
    ]  # fmt: skip


def test_backwards_every_day_counts_but_the_exams_own() -> None:
    """Saturday 14 November: from the due Monday to the Friday before."""
    rows = counted("5 working days before exam", "2026-11-03 10:14", "2026-11-14")
    assert rows == [("11-09", 1), ("11-10", 1), ("11-11", 1), ("11-12", 1), ("11-13", 1), ("11-14", 0)]
    # On a Monday the day of the exam would be a working day itself.
    rows = counted("2 working days before exam", "2026-11-03 10:14", "2026-11-16")
    assert rows == [("11-12", 1), ("11-13", 1), ("11-14", 0), ("11-15", 0), ("11-16", 0)]


def test_a_late_registrations_house_rule_counts_forwards() -> None:
    """registration.1, house: the day it came is day zero, a weekend counts nothing, the exam's day is beyond."""
    found = CHARTER.deadline("registration-confirm", CHARTER.at(at("2026-11-13 10:00")), event=date(2026, 11, 17))
    assert found.house
    assert not CHARTER.deadline("phone-answer", CHARTER.at(at("2026-11-13 10:00"))).house
    assert [(f"{row.day.date:%m-%d}", row.counted) for row in found.ledger] == [
        ("11-13", 0),
        ("11-14", 0),
        ("11-15", 0),
        ("11-16", 1),
    ]


@pytest.mark.parametrize("limit", ["2 working days", "30 days", "3 working hours", "48 hours", "every week"])
@pytest.mark.parametrize("start", ["2026-11-03 10:14", "2026-12-29 18:00", "2026-05-01 00:00", "2024-11-01 17:00"])
def test_the_ledger_adds_up_to_the_limit(limit: str, start: str) -> None:
    """From the start's own day to the due one, no day left out."""
    found = deadline(limit, start)
    days = [row.day.date for row in found.ledger]
    assert (days[0], days[-1]) == (found.start.date() if found.start else None, date.fromordinal(found.due_day))
    assert len(days) == (days[-1] - days[0]).days + 1
    if limit != "every week":
        assert sum(row.counted for row in found.ledger) == parse_limit(limit).amount


@pytest.mark.parametrize(
    ("limit", "start", "day"),
    [
        ("3 working hours", "2026-11-06 15:00", date(2026, 11, 6)),  # due at the closing second
        ("3 working hours", "2026-11-06 15:01", date(2026, 11, 9)),
        ("24 hours", "2026-11-06 00:00", date(2026, 11, 7)),  # midnight of plain time begins a day
        ("24 hours", "2026-11-06 12:00", date(2026, 11, 7)),
        ("2 days, not rolling", "2026-11-05 12:00", date(2026, 11, 7)),  # the end of a Saturday, not the Sunday
    ],
)
def test_the_day_that_a_due_moment_belongs_to(limit: str, start: str, day: date) -> None:
    """A closing at midnight belongs to the day that it ends."""
    assert date.fromordinal(deadline(limit, start).due_day) == day


@pytest.mark.parametrize(
    ("start", "provisional"),
    [("2026-11-03 10:00", False), ("2027-12-27 10:00", False), ("2027-12-30 10:00", True), ("2030-01-10 10:00", True)],
)
def test_only_what_ends_past_the_last_decree_is_provisional(start: str, provisional: bool) -> None:
    """The decree for 2027 is out."""
    assert deadline("2 working days", start).provisional is provisional


def test_a_closing_at_midnight_belongs_to_the_day_that_it_ends(tmp_path: Path) -> None:
    """Friday's closing is not called Saturday, whatever the limit is counted in; plain time that ends then begins Saturday."""
    found = invented(tmp_path, 'friday = ["10:00-24:00"]', limits=("3 working hours", "1 working day", "3 hours"))
    friday, saturday = date(2026, 11, 6), date(2026, 11, 7)
    for limit, day in (("3 working hours", friday), ("1 working day", date(2026, 11, 13)), ("3 hours", saturday)):
        due = found.deadline(limit, found.at(at("2026-11-06 21:00")))
        assert date.fromordinal(due.due_day) == day
        assert due.due.strftime("%H:%M") == "00:00"
