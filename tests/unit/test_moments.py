"""Moments as people type and pass them: what is accepted, and why the rest is refused (design, section 3)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.text.dates import (
    EITHER_WAY,
    MOSTLY_AHEAD,
    PAST_ONLY,
    DateUnreadable,
    DayUnknown,
    HourDoubled,
    HourSkipped,
    InvalidDateTime,
    MomentInFuture,
    MomentUnreadable,
    TimeMissing,
    parse_date,
    parse_moment,
    parse_past_date,
    parse_period,
)

MOSCOW, BERLIN, HAVANA = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/Havana")
NOW = datetime(2026, 11, 3, 10, 14, 30, tzinfo=MOSCOW)


def read(text: str, zone: ZoneInfo = MOSCOW, now: datetime = NOW) -> str:
    """What a text says, with its offset."""
    found = parse_moment(text, zone, now)
    assert found.tzinfo is zone
    return found.isoformat()


def refused(text: str, zone: ZoneInfo = MOSCOW) -> type[InvalidDateTime]:
    """Why a text is no moment."""
    with pytest.raises(InvalidDateTime) as caught:
        parse_moment(text, zone, NOW)
    assert caught.value.text == text
    return type(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "03.11.2026 10:14",
        "3.11.2026 10:14",
        "3.11.26 10:14",
        "3.11 10:14",
        "3.11. 10:14",
        "03.11.2026, 10:14",
        "  03.11.2026   10:14  ",
        "10:14",
        "10:14:00",
        "today 10:14",
        "Today 10:14",
        "сегодня 10:14",
        "СЕГОДНЯ 10:14",
        "2026-11-03 10:14",
        "2026-11-3 10:14",
        "2026-11-03T10:14",
        "2026-11-03T10:14:00",
        "2026-11-03T10:14:00.000",
        "2026-11-03T10:14+03:00",
        "2026-11-03T10:14+0300",
        "2026-11-03T07:14Z",
        "2026-11-03T07:14:00.123456Z",
        "2026-11-03T12:14:00 +05:00",
        "03.11.2026 10:14 +03:00",
    ],
)
def test_ways_to_type_a_moment(text: str) -> None:
    """What has no offset is the centre's local time."""
    assert read(text) == "2026-11-03T10:14:00+03:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("вчера 17:58", "2026-11-02T17:58:00+03:00"),
        ("yesterday 17:58", "2026-11-02T17:58:00+03:00"),
        ("2026-11-03", "2026-11-03T00:00:00+03:00"),
        ("10:14:05", "2026-11-03T10:14:05+03:00"),
        ("0:00", "2026-11-03T00:00:00+03:00"),
        ("23:59:59", "2026-11-03T23:59:59+03:00"),
        ("29.02.2024 12:00", "2024-02-29T12:00:00+03:00"),
        ("31.12 23:59", "2026-12-31T23:59:00+03:00"),
    ],
)
def test_what_is_left_out_is_the_present(text: str, expected: str) -> None:
    """The year, the day; an ISO date without a time, as scripts pass it, is midnight."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "вчера 17.58",
        "вчера в 17:58",
        "Вчера, в 17.58",
        "yesterday at 17:58",
        "2 ноября 17:58",
        "2 нояб. в 17.58",
        "2 ноября, 17:58",
        "2 ноября 2026 в 17:58",
        "2 ноября 2026 г. в 17:58",
        "2 ноября 2026 года 17:58",
        "2 Nov 17:58",
        "02 November at 17:58",
        "2.11 в 17.58",
        "02.11.2026 17.58",
        "пн 17.58",
        "в пн в 17:58",
        "в понедельник 17.58",
        "on Monday at 17:58",
    ],
)
def test_a_moment_as_it_is_said(text: str) -> None:
    """With a dot in the time, with prepositions, with the month by its name."""
    assert read(text) == "2026-11-02T17:58:00+03:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17.58", "2026-11-03T17:58:00+03:00"),
        ("9.30", "2026-11-03T09:30:00+03:00"),
        ("в 9", "2026-11-03T09:00:00+03:00"),
        ("at 9", "2026-11-03T09:00:00+03:00"),
        ("14.11 в 9", "2026-11-14T09:00:00+03:00"),
        ("позавчера 10:00", "2026-11-01T10:00:00+03:00"),
        ("послезавтра в 10", "2026-11-05T10:00:00+03:00"),
        ("во вторник в 9.05", "2026-11-03T09:05:00+03:00"),
        ("5 мая 10:00", "2026-05-05T10:00:00+03:00"),
        ("5 сент 10:00", "2026-09-05T10:00:00+03:00"),
    ],
)
def test_two_numbers_with_a_dot_are_a_time_where_they_are_no_date(text: str, expected: str) -> None:
    """There is no 58th month; an hour alone needs its preposition."""
    assert read(text) == expected


@pytest.mark.parametrize("text", ["10.11", "03.11.2026", "today", "вчера", "пн", "2 ноября", "9.05", "в среду"])
def test_a_date_alone_is_asked_for_its_time(text: str) -> None:
    """Midnight would be a guess."""
    assert refused(text) is TimeMissing


@pytest.mark.parametrize(
    ("today", "text", "nearest", "to_come"),
    [
        ("2027-01-11", "30.12 17:50", "2026-12-30", "2026-12-30"),  # refused as past, not a year ahead
        ("2026-12-28", "11.01 10:00", "2027-01-11", "2027-01-11"),
        ("2026-11-03", "02.11 10:00", "2026-11-02", "2026-11-02"),
        ("2026-11-03", "14.06 10:00", "2026-06-14", "2027-06-14"),
        ("2027-01-11", "29.02 10:00", None, None),
        ("2027-12-28", "29.02 10:00", "2028-02-29", "2028-02-29"),
    ],
)
def test_a_date_without_a_year_is_of_the_year_that_is_near(today: str, text: str, nearest: str | None, to_come: str | None) -> None:
    """Around the new year the year of today is the wrong one; what is to come may be most of a year away."""
    now = datetime.fromisoformat(f"{today} 12:00").replace(tzinfo=MOSCOW)
    for ahead, expected in ((False, nearest), (True, to_come)):
        if expected is None:
            with pytest.raises(InvalidDateTime) as caught:
                parse_moment(text, MOSCOW, now, ahead=ahead)
            assert type(caught.value) is DayUnknown
        else:
            assert str(parse_moment(text, MOSCOW, now, ahead=ahead).date()) == expected
            assert str(parse_date(text[:5], now.date(), MOSTLY_AHEAD if ahead else EITHER_WAY)) == expected


@given(today=st.dates(date(2000, 1, 1), date(2090, 1, 1)), typed=st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_every_day_of_a_year_is_one_day(today: date, typed: date) -> None:
    """Whatever is meant, a day without a year is some day, and the nearest is half a year away at most."""
    text = f"{typed:%d.%m}"
    for back in (EITHER_WAY, MOSTLY_AHEAD, PAST_ONLY):
        try:
            found = parse_date(text, today, back)
        except InvalidDateTime:
            assert text == "29.02"
            continue
        assert (found.day, found.month) == (typed.day, typed.month)
        assert today - back <= found <= today - back + timedelta(366)


def test_a_period_without_years_has_begun_and_ends_after_its_beginning() -> None:
    """On 11 January the last quarter is the one before; on 28 December the year began in January and ends in three days."""
    assert parse_period("01.10", "31.12", date(2027, 1, 11)) == (date(2026, 10, 1), date(2026, 12, 31))
    assert parse_period("01.01", "31.12", date(2026, 12, 28)) == (date(2026, 1, 1), date(2026, 12, 31))
    assert parse_period("", "", date(2026, 12, 28)) == (date(2026, 12, 1), date(2026, 12, 28))
    assert parse_period("01.10.2025", "31.12.2025", date(2027, 1, 11)) == (date(2025, 10, 1), date(2025, 12, 31))


def test_what_has_been_is_no_date_to_come() -> None:
    """Without a year it is the last one; with one it is refused."""
    assert parse_past_date("30.12", date(2027, 1, 11)) == date(2026, 12, 30)
    assert parse_past_date("11.01", date(2026, 12, 28)) == date(2026, 1, 11)
    with pytest.raises(MomentInFuture):
        parse_past_date("11.01.2027", date(2026, 12, 28))


def test_yesterday_is_the_centres_yesterday() -> None:
    """At 21:30 UTC it is already tomorrow in Moscow."""
    assert read("yesterday 17:58", now=datetime(2026, 11, 2, 21, 30, tzinfo=UTC)) == "2026-11-02T17:58:00+03:00"


@pytest.mark.parametrize(
    "text",
    [
        "32.05.2026",
        "32.05.2026 10:00",
        "31.11 10:00",
        "29.02 10:00",
        "0.11 10:00",
        "24.13",
        "31 ноября в 10:00",
        "2026-02-30T10:00",
        "0000-01-01",
    ],
)
def test_no_such_day(text: str) -> None:
    """32 May is refused, not moved to June."""
    assert refused(text) is DayUnknown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n",
        "10",
        "2026",
        "24:00",
        "10:60",
        "10:14:60",
        "-1:00",
        "yesterday yesterday",
        "todayish 10:00",
        "03.11.2026 10",
        "03/11/2026 10:14",
        "11-03-2026 10:14",
        "03.11.202 10:14",
        "20260-11-03",
        "2026-11-03T10:14+25:00",
        "2026-11-03T10:14+3",
        "2026-11-03T10:14 MSK",
        "10:14+03:00",
        "٠٣.١١.٢٠٢٦ ١٠:١٤",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "10:14\x00",
        "\x1b[31m10:14",
    ],
)
def test_what_says_no_moment(text: str) -> None:
    """Never a guess."""
    assert refused(text) is MomentUnreadable


LONG = ["1" * 100_000, " " * 100_000, "03.11.2026 " + " " * 100_000 + "x", "yesterday" * 12_000, "1." * 50_000]


@pytest.mark.parametrize("text", LONG, ids=["digits", "spaces", "spaces after a date", "words", "dots"])
def test_a_hundred_kilobytes_say_no_moment(text: str) -> None:
    """Whatever was pasted is refused."""
    assert refused(text) is MomentUnreadable


@pytest.mark.parametrize("text", ["0001-01-01", "0001-01-01T00:00Z", "1900-01-01 12:00", "31.12.9999 23:59", "9999-12-31T23:59Z"])
@pytest.mark.parametrize("zone", [MOSCOW, BERLIN, HAVANA], ids=str)
def test_the_far_past_and_future_are_moments_or_refused(text: str, zone: ZoneInfo) -> None:
    """Whether they make sense is for the calendar to say; nothing else is raised here."""
    assert moment_or_reason(text, zone) in (zone, MomentUnreadable)


@settings(derandomize=True, deadline=None, database=None)
@given(st.one_of(st.text(max_size=30), st.text("0123456789.:-+TZ ,", max_size=30)))
def test_any_text_is_a_moment_or_is_refused(text: str) -> None:
    """No other error, whatever is typed."""
    for zone in (MOSCOW, BERLIN):
        assert moment_or_reason(text, zone) in (zone, MomentUnreadable, TimeMissing, DayUnknown, HourSkipped, HourDoubled)


def moment_or_reason(text: str, zone: ZoneInfo) -> object:
    """The zone of the moment, or why it is none."""
    try:
        return parse_moment(text, zone, NOW).tzinfo
    except InvalidDateTime as error:
        return type(error)


# -- summer time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["29.03.2026 02:00", "29.03.2026 02:30", "2026-03-29T02:59:59"])
def test_a_skipped_hour_is_refused(text: str) -> None:
    """Design, section 3: one that does not exist is refused, where pendulum would shift it silently."""
    assert refused(text, BERLIN) is HourSkipped


@pytest.mark.parametrize("text", ["25.10.2026 02:00", "25.10.2026 02:30", "2026-10-25T02:59:59"])
def test_a_doubled_hour_is_refused(text: str) -> None:
    """Design, section 3: one that exists twice is refused."""
    assert refused(text, BERLIN) is HourDoubled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29.03.2026 01:59:59", "2026-03-29T01:59:59+01:00"),
        ("29.03.2026 03:00", "2026-03-29T03:00:00+02:00"),
        ("25.10.2026 01:59:59", "2026-10-25T01:59:59+02:00"),
        ("25.10.2026 03:00", "2026-10-25T03:00:00+01:00"),
        ("25.10.2026 02:30 +02:00", "2026-10-25T02:30:00+02:00"),
        ("25.10.2026 02:30 +01:00", "2026-10-25T02:30:00+01:00"),
        ("2026-03-29T02:30+01:00", "2026-03-29T03:30:00+02:00"),
    ],
)
def test_beside_a_clock_change_and_with_an_offset_it_is_definite(text: str, expected: str) -> None:
    """An offset says which of the two it is."""
    assert read(text, BERLIN) == expected


def test_a_date_whose_midnight_is_skipped_is_refused() -> None:
    """In Havana 8 March 2026 begins at one o'clock."""
    assert refused("2026-03-08", HAVANA) is HourSkipped


def test_moscow_has_no_doubled_hour_since_2014() -> None:
    """26.10.2014 was the last; what we count is later."""
    assert refused("26.10.2014 01:30") is HourDoubled
    assert read("25.10.2026 02:30") == "2026-10-25T02:30:00+03:00"


# -- weekdays: 3 November 2026 is a Tuesday ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "last", "ahead"),
    [
        ("mon 17:58", "2026-11-02", "2026-11-09"),
        ("Monday 17:58", "2026-11-02", "2026-11-09"),
        ("пн 17:58", "2026-11-02", "2026-11-09"),
        ("Понедельник, 17:58", "2026-11-02", "2026-11-09"),
        ("tue 17:58", "2026-11-03", "2026-11-03"),
        ("вт. 17:58", "2026-11-03", "2026-11-03"),
        ("среду 17:58", "2026-10-28", "2026-11-04"),
        ("воскресенье 17:58", "2026-11-01", "2026-11-08"),
        ("sun 17:58", "2026-11-01", "2026-11-08"),
        ("tomorrow 17:58", "2026-11-04", "2026-11-04"),
        ("завтра 17:58", "2026-11-04", "2026-11-04"),
    ],
)
def test_a_weekday_is_the_last_one_or_for_a_reminder_the_next(text: str, last: str, ahead: str) -> None:
    """A message left on Friday was left last Friday; a reminder for Friday rings this coming one."""
    assert read(text) == f"{last}T17:58:00+03:00"
    assert parse_moment(text, MOSCOW, NOW, ahead=True).isoformat() == f"{ahead}T17:58:00+03:00"


@pytest.mark.parametrize("text", ["sunset 10:00", "monster 10:00", "среднее 10:00", "mo 10:00", "п 10:00"])
def test_a_word_that_is_no_weekday_is_refused(text: str) -> None:
    """Never a guess."""
    assert refused(text) is MomentUnreadable


# -- dates ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["14.11.2026", "14.11", "14.11.", "14.11.26", "2026-11-14", " 14.11.2026 ", "14 ноября", "14 нояб. 2026", "14 Nov"]
)
def test_ways_to_type_a_date(text: str) -> None:
    """An exam's date; the year may be left out."""
    assert parse_date(text, date(2026, 11, 3)) == date(2026, 11, 14)


def test_a_date_may_be_a_word() -> None:
    """Relative to today; a weekday is the next one, or the last one where only the past is meant."""
    today = date(2026, 11, 3)
    assert [parse_date(text, today) for text in ("завтра", "вчера", "пт")] == [date(2026, 11, day) for day in (4, 2, 6)]
    assert parse_past_date("пт", today) == date(2026, 10, 30)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("31.11", DayUnknown),
        ("29.02.2026", DayUnknown),
        ("", DateUnreadable),
        ("14.11.2026 10:00", DateUnreadable),
        ("x", DateUnreadable),
    ],
)
def test_what_says_no_date(text: str, error: type[InvalidDateTime]) -> None:
    """Never a guess."""
    with pytest.raises(InvalidDateTime) as caught:
        parse_date(text, date(2026, 11, 3))
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        ("2026-11-03", "03.10 10:00", "2026-10-03"),
        ("2026-11-03", "02.10 10:00", "2027-10-02"),
        ("2026-11-03", "04.11 10:00", "2026-11-04"),
    ],
)
def test_of_what_is_to_come_a_day_without_a_year_may_be_a_month_over(today: str, text: str, day: str) -> None:
    """31 days back it is still the one that is just over, a day more and it is next year's."""
    now = datetime.fromisoformat(f"{today}T12:00:00+03:00")
    assert parse_moment(text, MOSCOW, now, ahead=True).date().isoformat() == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("сб 31.10 23.40", "2026-10-31 23:40"),
        ("сб 31 окт. 2026 23:40", "2026-10-31 23:40"),
        ("Sat 31 Oct 2026 23:40", "2026-10-31 23:40"),
        ("пн 2.11 10:00", "2026-11-02 10:00"),
        ("пн 10.11", "2026-11-02 10:11"),
    ],
)
def test_a_moment_is_read_as_the_desk_shows_it(typed: str, said: str) -> None:
    """With its weekday and its date; a weekday and what can be a time is a time."""
    now = datetime(2026, 11, 3, 10, 14, tzinfo=MOSCOW)
    assert f"{parse_moment(typed, MOSCOW, now):%Y-%m-%d %H:%M}" == said


@pytest.mark.parametrize("typed", ["сб 14.11", "сб 14.11.2026", "Sat 14 Nov 2026", "суббота, 14 ноября"])
def test_a_date_is_read_with_its_weekday(typed: str) -> None:
    """As a caller says it."""
    assert parse_date(typed, date(2026, 11, 3)) == date(2026, 11, 14)
