"""How long something took, each limit in its own unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.charter import Charter
from desk.charter.deadlines import count
from desk.charter.limits import parse_limit
from desk.charter.measure import in_days, taken
from tests.unit.conftest import at

CHARTER = Charter.load()


@pytest.mark.parametrize(
    ("limit", "start", "stopped", "took"),
    [
        ("3 working hours", "2026-11-02 17:58", "2026-11-03 10:43", 45 * 60),  # two minutes of Monday, 43 of Tuesday
        ("3 working hours", "2026-11-03 12:00", "2026-11-03 12:00", 0),
        ("48 hours", "2026-10-31 23:40", "2026-11-02 23:40", 48 * 3600),
        ("2 working days", "2026-11-03 10:14", "2026-11-03 16:00", 0),
        ("2 working days", "2026-11-03 10:14", "2026-11-05 10:00", 1),  # the 4th is a holiday
        ("2 working days", "2026-11-03 10:14", "2026-11-06 18:00", 2),
        ("30 days", "2026-11-03 16:10", "2026-12-03 18:00", 30),
    ],
)
def test_a_time_is_said_in_the_unit_of_its_limit(limit: str, start: str, stopped: str, took: int) -> None:
    """Open seconds, plain seconds, working days, calendar days; the start's day is day zero."""
    begin, end = at(start), at(stopped)
    assert taken(parse_limit(limit), CHARTER.calendar, begin, end, end) == took


@pytest.mark.parametrize(
    ("stopped", "before"), [("2026-11-09 18:00", 5), ("2026-11-03 10:00", 8), ("2026-11-10 10:00", 4), ("2026-11-14 10:00", 1)]
)
def test_what_counts_back_is_said_in_working_days_before_the_exam(stopped: str, before: int) -> None:
    """registration.1: the exam of Saturday the 14th is to be confirmed by Monday the 9th, five working days before it."""
    limit = parse_limit("5 working days before exam")
    assert taken(limit, CHARTER.calendar, at("2026-11-03 12:30"), at("2026-11-09 18:00"), at(stopped)) == before
    assert in_days(limit)


@given(minutes=st.integers(0, 60 * 24 * 1500), days=st.integers(1, 40))
def test_what_is_done_at_the_due_second_took_the_whole_limit(minutes: int, days: int) -> None:
    """No more and no less, in working days as in open time."""
    start = at("2022-01-10 00:00") + minutes * 60
    for words in (f"{days} working days", f"{days} working hours", f"{days} hours"):
        limit = parse_limit(words)
        due, _ = count(limit, CHARTER.calendar, start)
        assert taken(limit, CHARTER.calendar, start, due, due) == limit.amount
