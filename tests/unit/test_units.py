"""Each unit of the charter file, row by row of the design's table (section 3), and the cases that were counted by hand."""

from datetime import date, datetime, timedelta

import pytest

from desk.charter import Charter
from desk.charter.deadlines import count
from desk.charter.errors import NaiveMoment, NeedsEvent, OutsideCalendar, UnknownStandard
from desk.charter.limits import parse_limit

CHARTER = Charter.load()
SECOND = timedelta(seconds=1)


def moscow(text: str) -> datetime:
    """`2026-11-03 10:14` in the centre's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=CHARTER.zone)


def said(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def by(limit: str, start: str = "", event: str = "") -> str:
    """When a limit that starts then is due."""
    begin = int(moscow(start).timestamp()) if start else 0
    due, _ = count(parse_limit(limit), CHARTER.calendar, begin, date.fromisoformat(event) if event else None)
    return said(CHARTER.at(due))


def due(name: str, start: str = "", exam: str = "", *, late: bool = False) -> str:
    """When a promise of LT-Pro that starts then is due."""
    begin = moscow(start) if start else None
    return said(CHARTER.deadline(name, begin, event=date.fromisoformat(exam) if exam else None, late=late).due)


# -- N working hours, N working minutes (house) --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-09 09:59:59", "2026-11-09 13:00:00"),
        ("2026-11-09 10:00:00", "2026-11-09 13:00:00"),
        ("2026-11-09 10:00:01", "2026-11-09 13:00:01"),
        ("2026-11-09 14:59:59", "2026-11-09 17:59:59"),
        ("2026-11-09 15:00:00", "2026-11-09 18:00:00"),
        ("2026-11-09 15:00:01", "2026-11-10 10:00:01"),
        ("2026-11-09 17:59:59", "2026-11-10 12:59:59"),
        ("2026-11-09 18:00:00", "2026-11-10 13:00:00"),
        ("2026-11-09 18:00:01", "2026-11-10 13:00:00"),
        ("2026-11-08 12:00:00", "2026-11-09 13:00:00"),
    ],
)
def test_working_hours_around_opening_and_closing(start: str, expected: str) -> None:
    """Open time alone counts; a start while closed counts from the opening; what ends with the closing second ends there."""
    assert by("3 working hours", start) == expected


def test_working_minutes_count_open_time() -> None:
    """Ten minutes before closing leave twenty for the next morning."""
    assert by("30 working minutes", "2026-11-09 17:50:00") == "2026-11-10 10:20:00"


def test_working_hours_over_several_days() -> None:
    """A day of LT-Pro has eight open hours, and seventeen are two days and one hour."""
    assert by("17 working hours", "2026-11-09 10:00:00") == "2026-11-11 11:00:00"


def test_working_hours_on_a_short_day_end_an_hour_early() -> None:
    """Labour Code 95: 3 November 2026 closes at 17:00, and Wednesday the 4th is a holiday."""
    assert by("1 working hour", "2026-11-03 16:30") == "2026-11-05 10:30:00"


# -- N working days (Civil Code 191, 194) --------------------------------------------------------------------------------


@pytest.mark.parametrize("hour", ["00:00:00", "09:59:59", "10:00:00", "17:59:59", "18:00:00", "18:00:01", "23:59:59"])
def test_working_days_from_any_hour_of_day_zero(hour: str) -> None:
    """Civil Code 191: the start's day is day zero, whatever the hour; 194: to the closing."""
    assert by("2 working days", f"2026-11-09 {hour}") == "2026-11-11 18:00:00"


def test_working_days_from_a_day_off() -> None:
    """A Saturday is day zero as well: the first working day after it is Monday."""
    assert by("2 working days", "2026-11-07 12:00") == "2026-11-10 18:00:00"


def test_working_days_end_at_a_short_days_closing() -> None:
    """Civil Code 194: due when the office closes, and on a short day that is 17:00."""
    assert by("1 working day", "2026-11-02 12:00") == "2026-11-03 17:00:00"


# -- N days (Civil Code 191, 193) ----------------------------------------------------------------------------------------


def test_days_end_at_closing_of_a_working_day() -> None:
    """Civil Code 191: Monday is day zero, Wednesday the second day."""
    assert by("2 days", "2026-11-09 23:00") == "2026-11-11 18:00:00"


def test_days_roll_forward_from_a_day_off() -> None:
    """Civil Code 193: Saturday rolls to Monday."""
    assert by("2 days", "2026-11-05 12:00") == "2026-11-09 18:00:00"


def test_days_roll_over_a_holiday() -> None:
    """Civil Code 193: 4 November, a Wednesday, rolls to Thursday."""
    assert by("2 days", "2026-11-02 12:00") == "2026-11-05 18:00:00"


def test_days_not_rolling_end_at_the_day_offs_midnight() -> None:
    """Another reading of letters.2: the Saturday's own end."""
    assert by("2 days, not rolling", "2026-11-05 12:00") == "2026-11-08 00:00:00"


def test_days_not_rolling_end_at_closing_of_a_working_day() -> None:
    """Another reading of letters.2: a working day has its closing."""
    assert by("2 days, not rolling", "2026-11-09 12:00") == "2026-11-11 18:00:00"


# -- N hours, N minutes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        ("48 hours", "2026-10-31 23:40:05", "2026-11-02 23:40:05"),
        ("90 minutes", "2026-11-03 16:50:00", "2026-11-03 18:20:00"),
        ("1 minute", "2026-12-31 23:59:30", "2027-01-01 00:00:30"),
    ],
)
def test_plain_time_knows_no_calendar(limit: str, start: str, expected: str) -> None:
    """Plain clock time: nights, Sundays and holidays count."""
    assert by(limit, start) == expected


# -- N working days before EVENT (house) ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "exam", "expected"),
    [
        ("1 working day before exam", "2026-11-12", "2026-11-11 18:00:00"),
        ("1 working day before exam", "2026-11-05", "2026-11-03 17:00:00"),
        ("5 working days before exam", "2026-12-05", "2026-11-30 18:00:00"),
        ("6 working days before exam", "2026-12-05", "2026-11-27 18:00:00"),
    ],
)
def test_working_days_before_do_not_count_the_exams_day(limit: str, exam: str, expected: str) -> None:
    """The exam's day is not counted and may be a day off; due at closing (registration.1 and its other reading)."""
    assert by(limit, event=exam) == expected


# -- every ... (house) ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "done", "expected"),
    [
        ("every 7 days", "2026-11-01 20:00", "2026-11-09 18:00:00"),
        ("every 2 working days", "2026-11-03 10:00", "2026-11-06 18:00:00"),
        ("every 2 working hours", "2026-11-09 16:30", "2026-11-10 10:30:00"),
        ("every week", "2026-11-03 10:00", "2026-11-13 18:00:00"),
        ("every week", "2026-11-08 23:59", "2026-11-13 18:00:00"),
        ("every week", "2026-11-09 00:00", "2026-11-20 18:00:00"),
        ("every month", "2026-11-03 10:00", "2026-12-30 18:00:00"),
        ("every month", "2026-12-31 10:00", "2027-01-29 18:00:00"),
        ("every quarter", "2026-11-03 10:00", "2027-03-31 18:00:00"),
        ("every quarter", "2026-07-01 10:00", "2026-12-30 18:00:00"),
    ],
)
def test_recurring_from_the_last_time(limit: str, done: str, expected: str) -> None:
    """Clauses, 2: counted from the last time; a period is due at closing of its last working day."""
    assert by(limit, done) == expected


def test_a_week_without_a_working_day_is_passed_over() -> None:
    """5-11 January 2026 are days off: nothing can be due at a closing that there is not."""
    assert by("every week", "2025-12-30 12:00") == "2026-01-16 18:00:00"


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("2026-11-03 09:55:00", "2026-11-03 10:15:00"),
        ("2026-11-03 10:00:00", "2026-11-05 10:15:00"),
        ("2026-11-03 10:05:00", "2026-11-05 10:15:00"),
    ],
)
def test_every_opening_within_its_first_minutes(done: str, expected: str) -> None:
    """Clauses, 2: `every opening` is the first 15 working minutes of a working day."""
    assert by("every opening, within 15 working minutes", done) == expected


def test_before_every_exam_day_is_the_working_day_before() -> None:
    """commitments.10: the Friday before a Saturday's exam."""
    assert by("before every exam day", event="2026-11-14") == "2026-11-13 18:00:00"


# -- golden cases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("written-reply", "2025-12-29 10:00", "2026-01-12 18:00:00"),
        ("complaint-answer", "2026-12-02 12:00", "2027-01-11 18:00:00"),
        ("voicemail-callback", "2026-04-30 16:30", "2026-05-04 12:30:00"),
        ("voicemail-callback", "2026-11-03 14:00", "2026-11-03 17:00:00"),
        ("voicemail-callback", "2026-11-06 15:00", "2026-11-06 18:00:00"),
        ("written-reply", "2024-11-01 17:00", "2024-11-05 18:00:00"),
    ],
)
def test_golden(name: str, start: str, expected: str) -> None:
    """Counted by hand over the production calendars of 2024-2027; Saturday 02.11.2024 was worked."""
    assert due(name, start) == expected


def test_golden_confirmation_before_a_saturdays_exam() -> None:
    """registration.1: five working days before Saturday 05.12.2026."""
    assert due("registration-confirm", exam="2026-12-05") == "2026-11-30 18:00:00"


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        pytest.param("voicemail-callback", "2026-11-02 17:58", "2026-11-03 12:58:00", id="2"),
        pytest.param("voicemail-callback", "2026-11-02 21:15", "2026-11-03 13:00:00", id="3"),
        pytest.param("written-reply", "2026-10-31 23:40", "2026-11-03 17:00:00", id="4"),
        pytest.param("complaint-acknowledge", "2026-11-01 20:00", "2026-11-03 17:00:00", id="5-acknowledge"),
        pytest.param("complaint-informed", "2026-11-01 20:00", "2026-11-09 18:00:00", id="5-news"),
        pytest.param("phone-answer", "2026-11-03 10:14", "2026-11-06 18:00:00", id="7"),
        pytest.param("phone-answer", "2026-11-03 10:30", "2026-11-06 18:00:00", id="10"),
        pytest.param("phone-answer", "2026-11-03 10:43", "2026-11-06 18:00:00", id="12"),
        pytest.param("written-reply", "2026-11-03 11:00", "2026-11-06 18:00:00", id="15"),
        pytest.param("complaint-acknowledge", "2026-11-03 11:30", "2026-11-05 18:00:00", id="17-acknowledge"),
        pytest.param("complaint-informed", "2026-11-03 11:30", "2026-11-10 18:00:00", id="17-news"),
        pytest.param("complaint-answer", "2026-11-03 11:35", "2026-12-03 18:00:00", id="18"),
        pytest.param("certificate-notify", "2026-11-03 12:00", "2026-11-11 18:00:00", id="19"),
        pytest.param("fee-notice", "2026-11-03 12:40", "2026-11-05 18:00:00", id="23-fee"),
        pytest.param("voicemail-callback", "2026-11-03 14:00:00", "2026-11-03 17:00:00", id="26"),
        pytest.param("voicemail-callback", "2026-11-03 15:40", "2026-11-05 11:40:00", id="27"),
        pytest.param("complaint-answer", "2026-11-03 16:10", "2026-12-03 18:00:00", id="30"),
    ],
)
def test_row_of_the_day_at_the_desk(name: str, start: str, expected: str) -> None:
    """day.md: Tuesday 3 November 2026, each row with a deadline."""
    assert due(name, start) == expected


@pytest.mark.parametrize(
    ("start", "exam", "expected"),
    [
        pytest.param("2026-11-03 12:30", "2026-11-14", "2026-11-09 18:00:00", id="21"),
        pytest.param("2026-11-03 12:30", "2026-11-12", "2026-11-05 18:00:00", id="22"),
    ],
)
def test_row_of_the_day_at_the_desk_counted_back(start: str, exam: str, expected: str) -> None:
    """day.md, rows 21 and 22: an exam, and its moving."""
    assert due("registration-confirm", start, exam) == expected


# -- late registrations (house) ------------------------------------------------------------------------------------------


def test_past_the_limit_the_house_rule_decides() -> None:
    """registration.1, day.md row 23: past the charter's limit, due the next working day."""
    found = CHARTER.deadline("registration-confirm", moscow("2026-11-03 12:40"), event=date(2026, 11, 10))
    assert (said(found.due), found.house) == ("2026-11-05 18:00:00", True)


def test_late_by_the_sessions_end_is_the_later_of_the_two() -> None:
    """Late though the charter's limit is still to come: the later of the two."""
    assert due("registration-confirm", "2026-11-03 12:40", "2026-11-14", late=True) == "2026-11-09 18:00:00"


@pytest.mark.parametrize(("later", "house"), [(0, False), (1, True)])
def test_a_registration_at_the_limits_very_second_is_in_time(later: int, house: bool) -> None:
    """The limit's own second still keeps it."""
    start = moscow("2026-11-09 18:00:00") + later * SECOND
    found = CHARTER.deadline("registration-confirm", start, event=date(2026, 11, 14))
    assert (found.house, said(found.due)) == (house, "2026-11-10 18:00:00" if house else "2026-11-09 18:00:00")


# -- ledger, provisional -------------------------------------------------------------------------------------------------


def test_the_ledger_says_what_each_day_was() -> None:
    """Design, section 3: each day from start to due, what it was and how much of it counted."""
    found = CHARTER.deadline("phone-answer", moscow("2026-11-03 10:14"))
    rows = [(row.day.date.day, row.day.kind, row.day.short, row.counted) for row in found.ledger]
    assert rows == [(3, "working", True, 0), (4, "holiday", False, 0), (5, "working", False, 1), (6, "working", False, 1)]


def test_the_ledger_of_hours_counts_seconds() -> None:
    """Row 27 of the day: 1:20 on the short Tuesday, nothing on the holiday, 1:40 on Thursday."""
    found = CHARTER.deadline("voicemail-callback", moscow("2026-11-03 15:40"))
    assert [row.counted for row in found.ledger] == [4800, 0, 6000]


@pytest.mark.parametrize(("start", "provisional"), [("2027-12-01 12:00", False), ("2027-12-30 12:00", True)])
def test_past_the_last_decree_a_deadline_is_provisional(start: str, provisional: bool) -> None:
    """From 2028 on only the statutory holidays are known."""
    assert CHARTER.deadline("written-reply", moscow(start)).provisional is provisional


# -- errors --------------------------------------------------------------------------------------------------------------


def test_a_naive_moment_is_refused() -> None:
    """Design, section 3: naive datetimes are refused in Python."""
    with pytest.raises(NaiveMoment):
        CHARTER.deadline("written-reply", datetime(2026, 11, 3, 10, 14))  # noqa: DTZ001 - that is the point


def test_an_unknown_standard_names_the_nearest() -> None:
    """One word off, and the right one is offered."""
    with pytest.raises(UnknownStandard) as caught:
        CHARTER.deadline("writen-reply", moscow("2026-11-03 10:14"))
    assert (caught.value.name, caught.value.nearest) == ("writen-reply", "written-reply")


def test_an_unknown_standard_like_nothing_names_none() -> None:
    """Nothing is guessed."""
    with pytest.raises(UnknownStandard) as caught:
        CHARTER.deadline("щщщ", moscow("2026-11-03 10:14"))
    assert caught.value.nearest is None


@pytest.mark.parametrize("name", ["registration-confirm", "premises-checked"])
def test_a_backward_limit_needs_its_event(name: str) -> None:
    """There is nothing to count back from."""
    with pytest.raises(NeedsEvent):
        CHARTER.deadline(name, moscow("2026-11-03 10:14"))


def test_a_forward_limit_needs_its_start() -> None:
    """There is nothing to count from."""
    with pytest.raises(NeedsEvent):
        CHARTER.deadline("written-reply", None)


@pytest.mark.parametrize("limit", ["3 working hours", "2 working days", "2 days", "48 hours", "every week", "every quarter"])
@pytest.mark.parametrize("start", ["2014-12-31 23:59:59", "2035-12-31 18:00:01", "2036-01-01 00:00:00"])
def test_outside_the_calendar_is_an_error(limit: str, start: str) -> None:
    """Ours spans 2015-2035: a start before it, an end after it, both are errors and never a guess."""
    with pytest.raises(OutsideCalendar) as caught:
        by(limit, start)
    assert (caught.value.first, caught.value.last) == (2015, 2035)


@pytest.mark.parametrize("exam", ["2014-12-31", "2015-01-12", "2036-01-01", "0001-01-01", "9999-12-31"])
def test_an_exam_outside_the_calendar_is_an_error(exam: str) -> None:
    """2015-01-12 is inside, but five working days before it are not."""
    with pytest.raises(OutsideCalendar):
        by("5 working days before exam", event=exam)


def test_the_calendars_own_ends_are_inside() -> None:
    """The first second and the last day of 2015-2035 count."""
    assert by("1 working minute", "2015-01-01 00:00:00") == "2015-01-12 10:01:00"
    assert by("1 working hour", "2035-12-31 16:00:00") == "2035-12-31 17:00:00"
