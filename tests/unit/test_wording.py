"""Deadlines, spans and dates in Russian and English (design, section 6)."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.charter import Charter, Deadline
from desk.charter.kinds import DEFAULT
from desk.charter.limits import parse_limit
from desk.charter.standards import OwnException, Words
from desk.i18n import Translator, translator
from desk.presentation import deadlines, formats
from desk.presentation.alerts import notice_lines
from desk.store.queries.alerts import Notice
from desk.widgets.queue_pane import TIMER
from tests.worded import Worded

CHARTER = Charter.load()
RU, EN = translator("ru"), translator("en")


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHARTER.zone)


def deadline(name: str, start: str, exam: str = "") -> Deadline:
    return CHARTER.deadline(name, moscow(start), event=date.fromisoformat(exam) if exam else None)


def spoken(_: Translator, name: str, start: str, exam: str = "") -> str:
    return deadlines.spoken(_, CHARTER, deadline(name, start, exam))


@pytest.mark.parametrize(
    ("due", "russian", "english"),
    [
        ("2026-11-03 11:35", "11:35", "11:35"),
        ("2026-11-04 11:35:59", "завтра 11:35", "tomorrow 11:35"),
        ("2026-11-02 18:00", "вчера 18:00", "yesterday 18:00"),
        ("2026-11-06 18:00", "пт 18:00", "Fri 18:00"),
        ("2026-11-09 18:00", "пн 18:00", "Mon 18:00"),
        ("2026-11-10 18:00", "10 нояб. 18:00", "10 Nov 18:00"),
        ("2026-10-30 18:00", "30 окт. 18:00", "30 Oct 18:00"),
    ],
)
def test_a_due_time_is_as_short_as_the_day_allows(due: str, russian: str, english: str) -> None:
    """Seen on Tuesday 3 November: a weekday is always the next one, and a past day has its date."""
    moment, today = datetime.fromisoformat(due), date(2026, 11, 3)
    assert [formats.due_short(translator, moment, today) for translator in (RU, EN)] == [russian, english]


@pytest.mark.parametrize("_", [RU, EN])
def test_short_dates_are_those_of_babel(_: Translator) -> None:
    """Every day of a year, with its weekday and its month."""
    for place in range(365):
        day = date(2026, 1, 1) + timedelta(place)
        assert formats.on(_, day) == format_date(day, "EEE d MMM y", locale=_.language)
        assert formats.on_short(_, day) == format_date(day, "EEE d MMM", locale=_.language)


@pytest.fixture
def till_midnight(tmp_path: Path) -> Charter:
    """Our charter in a centre that closes at 24:00."""
    path = tmp_path / "late.toml"
    path.write_text(DEFAULT.read_text(encoding="utf-8").replace("10:00-18:00", "16:00-24:00"), encoding="utf-8")
    return Charter.load(path)


# -- plural forms --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "ru", "en"),
    [
        (1, "1 день", "1 day"),
        (2, "2 дня", "2 days"),
        (5, "5 дней", "5 days"),
        (11, "11 дней", "11 days"),
        (14, "14 дней", "14 days"),
        (21, "21 день", "21 days"),
        (22, "22 дня", "22 days"),
        (25, "25 дней", "25 days"),
        (111, "111 дней", "111 days"),
        (121, "121 день", "121 days"),
    ],
)
def test_days_take_the_form_that_the_number_asks_for(number: int, ru: str, en: str) -> None:
    """Babel's plural rules; 21 days are not three weeks."""
    assert formats.limit(RU, parse_limit(f"{number} days")) == ru
    assert formats.limit(EN, parse_limit(f"{number} days")) == en


@pytest.mark.parametrize(
    ("limit", "ru", "en"),
    [
        ("1 working day", "1 рабочий день", "1 working day"),
        ("2 working days", "2 рабочих дня", "2 working days"),
        ("5 working days", "5 рабочих дней", "5 working days"),
        ("21 working days", "21 рабочий день", "21 working days"),
        ("1 working hour", "1 рабочий час", "1 working hour"),
        ("3 working hours", "3 рабочих часа", "3 working hours"),
        ("120 working minutes", "2 рабочих часа", "2 working hours"),
        ("90 working minutes", "90 рабочих минут", "90 working minutes"),
        ("48 hours", "48 часов", "48 hours"),
        ("90 minutes", "1 час 30 минут", "1 hour 30 minutes"),
        ("2 days, not rolling", "2 дня, без переноса", "2 days, not moved to a working day"),
        ("5 working days before exam", "5 рабочих дней до экзамена", "5 working days before the exam"),
        ("1 working day before exam", "1 рабочий день до экзамена", "1 working day before the exam"),
        ("every 2 working hours", "раз в 2 рабочих часа", "every 2 working hours"),
        ("every week", "каждую неделю", "every week"),
        ("every month", "каждый месяц", "every month"),
        ("every quarter", "каждый квартал", "every quarter"),
        ("before every exam day", "перед каждым днём экзамена", "before every exam day"),
        (
            "every opening, within 15 working minutes",
            "при каждом открытии, срок 15 рабочих минут",
            "at every opening, within 15 working minutes",
        ),
    ],
)
def test_every_limit_has_its_words(limit: str, ru: str, en: str) -> None:
    """counting.md: each limit of the table."""
    assert (formats.limit(RU, parse_limit(limit)), formats.limit(EN, parse_limit(limit))) == (ru, en)


@pytest.mark.parametrize(
    ("seconds", "ru", "en"),
    [
        (0, "0 секунд", "0 seconds"),
        (1, "1 секунда", "1 second"),
        (60, "1 минута", "1 minute"),
        (4800, "1 час 20 минут", "1 hour 20 minutes"),
        (6000, "1 час 40 минут", "1 hour 40 minutes"),
        (75_600, "21 час", "21 hours"),
        (3601, "1 час 1 секунда", "1 hour 1 second"),
    ],
)
def test_amounts_of_time(seconds: int, ru: str, en: str) -> None:
    """As a ledger says how much of a day counted."""
    assert (formats.hours_and_minutes(RU, seconds), formats.hours_and_minutes(EN, seconds)) == (ru, en)


# -- the timer -----------------------------------------------------------------------------------------------------------


UNITS_RU = {"d": " д", "h": " ч", "m": " мин", "s": " с"}
SECONDS_ALONE = re.compile(r"^\W?\d+s$")


@pytest.mark.parametrize(
    ("seconds", "en"),
    [
        (0, "0s"),
        (59, "59s"),
        (60, "1m 0s"),
        (3547, "59m 7s"),
        (3599, "59m 59s"),
        (3600, "1h 0m"),
        (18_720, "5h 12m"),
        (18_779, "5h 12m"),
        (86_399, "23h 59m"),
        (86_400, "1d 0h"),
        (191_520, "2d 5h"),
        (-1, "−1s"),
        (-3599, "−59m 59s"),
        (-3600, "−1h 0m"),
        (-191_520, "−2d 5h"),
    ],
)
def test_time_left(seconds: int, en: str) -> None:
    """Always with units, the two largest; no wider than the column."""
    assert formats.span(EN, seconds) == en
    ru = re.sub("[dhms]", lambda unit: UNITS_RU[unit[0]], en)
    assert formats.span(RU, seconds) == (ru + "ек" if SECONDS_ALONE.match(en) else ru)  # `46 с 17:00` would be a time from 17:00
    assert len(formats.span(RU, seconds)) <= TIMER


def test_lateness_is_plain_time_for_all_promises() -> None:
    """Open hours and days in one column cannot be compared, and 40 open hours are no day and 16 hours."""
    due, late = (int(moscow(moment).timestamp()) for moment in ("2026-11-05 15:20", "2026-12-01 12:20"))
    left = {formats.time_left(EN, CHARTER, name, due, late) for name in ("voicemail-callback", "phone-answer")}
    assert [(shown.text, shown.state) for shown in left] == [("−25d 21h", "overdue")]
    assert formats.span(EN, 30 * 3_600, open_time=True) == "30h 0m"


def test_a_warning_of_a_ticket_without_a_name() -> None:
    """As for a complaint that its reader may not read: no gap before the colon."""
    due = int(moscow("2026-11-03 18:00").timestamp())
    notice = Notice(due - 3_600, "hour-left", 9, "phone-answer", due, "")
    (line,) = notice_lines(EN, CHARTER, [notice], due - 3_600)
    assert "#9: " in line


# -- dates and moments ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "on", "short", "spelt"),
    [
        (RU, "вт 3 нояб. 2026", "вт 3 нояб.", "вторник, 3 ноября"),
        (EN, "Tue 3 Nov 2026", "Tue 3 Nov", "Tuesday 3 November"),
    ],
    ids=["ru", "en"],
)
def test_a_date_has_its_weekday(words: Translator, on: str, short: str, spelt: str) -> None:
    """Design, section 6."""
    day = date(2026, 11, 3)
    assert (formats.on(words, day), formats.on_short(words, day), formats.on_long(words, day)) == (on, short, spelt)


def test_a_moment_has_seconds_where_there_are_any() -> None:
    """A closing is 18:00, a message came at 10:14:05."""
    assert formats.at(EN, moscow("2026-11-03 10:14:05")) == "Tue 3 Nov 2026 10:14:05"
    assert formats.at(RU, moscow("2026-11-03 10:14")) == "вт 3 нояб. 2026 10:14"


def test_a_due_moment() -> None:
    """In the centre's own time."""
    assert deadlines.due_at(EN, deadline("phone-answer", "2026-11-03 10:14")) == "Fri 6 Nov 2026 18:00"


def test_a_closing_at_midnight_is_24_00_of_the_day_that_it_ends(till_midnight: Charter) -> None:
    """Nobody calls Friday's closing Saturday 00:00."""
    for name in ("phone-answer", "voicemail-callback"):
        start = "2026-11-09 10:00" if name == "phone-answer" else "2026-11-11 21:00"
        found = till_midnight.deadline(name, moscow(start))
        assert found.due == moscow("2026-11-12 00:00")
        assert deadlines.due_at(EN, found) == "Wed 11 Nov 2026 24:00"
        assert deadlines.spoken(EN, till_midnight, found).split(". ")[0].endswith(" by Wednesday 11 November, 24:00")


@pytest.mark.parametrize(
    ("now", "ru", "en"),
    [
        ("2026-11-03 09:55:00", "закрыто, откроется через 0:05", "closed, opens in 0:05"),
        ("2026-11-03 09:59:59", "закрыто, откроется через 0:01", "closed, opens in 0:01"),
        ("2026-11-03 09:00:00", "закрыто, откроется в 10:00", "closed, opens at 10:00"),
        ("2026-11-03 10:00:00", "открыто до 17:00", "open until 17:00"),
        ("2026-11-03 16:59:59", "открыто до 17:00", "open until 17:00"),
        ("2026-11-03 17:00:00", "закрыто, откроется: чт 5 нояб. 10:00", "closed, opens Thu 5 Nov 10:00"),
    ],
)
def test_the_centres_state(now: str, ru: str, en: str) -> None:
    """day.md rows 1 and 36: on top of the board."""
    moment = int(moscow(now).timestamp())
    assert deadlines.state_of(RU, CHARTER.calendar, moment) == ru
    assert deadlines.state_of(EN, CHARTER.calendar, moment) == en


# -- the deadline in a sentence ------------------------------------------------------------------------------------------


def test_a_deadline_to_read_out() -> None:
    """day.md row 8: when, by which limit, with the reason: day zero and the holiday."""
    assert spoken(EN, "phone-answer", "2026-11-03 10:14") == (
        "You will have our answer by Friday 6 November, 18:00. That is 2 working days. "
        "Tuesday 3 November is not counted: counting starts the next day. "
        "Wednesday 4 November: public holiday (Unity Day)."
    )
    assert spoken(RU, "phone-answer", "2026-11-03 10:14") == (
        "Ответим не позднее пятницы, 6 ноября, 18:00. Срок — 2 рабочих дня. "
        "Вторник, 3 ноября, не считается: отсчёт — со следующего дня. "
        "Среда, 4 ноября: праздник (День народного единства)."
    )


def test_an_hour_limit_names_the_short_day_and_no_day_zero() -> None:
    """day.md row 27: Tuesday closed early, Wednesday was a holiday."""
    assert spoken(EN, "voicemail-callback", "2026-11-03 15:40") == (
        "We will call you back by Thursday 5 November, 11:40. That is 3 working hours. Tuesday 3 November is a short day. "
        "Wednesday 4 November: public holiday (Unity Day)."
    )


def test_a_worked_saturday_says_what_it_replaced() -> None:
    """Order 588n: 2 November 2024 in place of 30 April."""
    assert "Saturday 2 November: working weekend (in place of Tue 30 Apr 2024)." in spoken(EN, "written-reply", "2024-11-01 17:00")


def test_a_confirmation_says_that_the_exams_day_is_not_counted() -> None:
    """registration.1."""
    said = spoken(EN, "registration-confirm", "2026-11-03 12:30", "2026-11-14")
    assert said.startswith("We will confirm your registration by Monday 9 November, 18:00. That is 5 working days before the exam.")
    assert "Saturday 14 November, is not counted." in said


def test_a_late_confirmation_is_not_said_to_be_five_days_before() -> None:
    """registration.1, house: due the next working day, which is not five working days before the exam."""
    for _ in (RU, EN):
        said = spoken(_, "registration-confirm", "2026-11-09 18:00:01", "2026-11-14")
        assert formats.limit(_, CHARTER.limit("registration-confirm")) not in said


def test_the_ledger_of_a_late_confirmation_counts_its_one_day() -> None:
    """registration.1, house: the day it came is day zero, the next working day is the one."""
    found = deadline("registration-confirm", "2026-11-09 18:00:01", "2026-11-14")
    assert [row.counted for row in found.ledger] == [0, 1]


def test_a_provisional_deadline_says_so() -> None:
    """Design, section 3: the decree is not out yet."""
    said = spoken(EN, "written-reply", "2027-12-30 10:00")
    assert said.endswith("Provisional: the decree on days off for 2028 has not been published yet.")


def test_long_holidays_are_cut() -> None:
    """More would not be listened to; the ledger has them all."""
    assert spoken(RU, "complaint-answer", "2026-12-02 12:00").endswith("И другие выходные.")


def test_the_ledger_in_lines() -> None:
    """Each day, what it was, how much of it counted, why."""
    found = deadline("voicemail-callback", "2026-11-03 15:40")
    assert deadlines.ledger_rows(EN, found) == [
        "Tue 3 Nov 2026  short day       1 hour 20 minutes  before a public holiday: Unity Day",
        "Wed 4 Nov 2026  public holiday  -                  Unity Day",
        "Thu 5 Nov 2026  working day     1 hour 40 minutes",
    ]


def test_an_ambiguous_promise_says_how_it_is_read() -> None:
    """letters.2: the ledger names the reading; a late registration the house rule."""
    acknowledge = CHARTER.standard("complaint-acknowledge")
    said = deadlines.reading(EN, acknowledge, deadline("complaint-acknowledge", "2026-11-03 11:30"))
    assert said is not None
    assert said.startswith("Calendar days")
    confirm = CHARTER.standard("registration-confirm")
    late = deadlines.reading(EN, confirm, deadline("registration-confirm", "2026-11-09 18:00:01", "2026-11-14"))
    assert late is not None
    assert late.startswith("Late registration")


@pytest.mark.parametrize(("exam", "at_once"), [("2026-11-04", True), ("2026-11-05", True), ("2026-11-14", False)])
def test_nobody_is_promised_a_day_after_their_exam(exam: str, at_once: bool) -> None:
    """registration.1, house: the person who registers for tomorrow hears that it is done at once."""
    charter = Charter.load()
    start = datetime(2026, 11, 3, 12, 30, tzinfo=charter.zone)
    deadline = charter.deadline("registration-confirm", start, event=date.fromisoformat(exam), late=at_once)
    said = deadlines.spoken(translator("en"), charter, deadline)
    assert said.startswith("The exam comes before that day, so we do it at once.") == at_once


# -- what a customer is told ---------------------------------------------------------------------------------------------


@given(
    start=st.integers(1_767_225_600, 1_800_000_000),
    name=st.sampled_from(["voicemail-callback", "phone-answer", "certificate-notify"]),
)
@settings(derandomize=True, deadline=None, max_examples=200, database=None)
def test_a_customer_is_told_whole_minutes_and_never_too_late(start: int, name: str) -> None:
    """Design, section 3: rounded down to the minute; the second itself stands in the ledger's facts."""
    found = CHARTER.deadline(name, CHARTER.at(start))
    day, time = formats.day_and_time(found.due)
    hours, minutes = map(int, time.split(":"))
    told = datetime(day.year, day.month, day.day, tzinfo=found.due.tzinfo) + timedelta(hours=hours, minutes=minutes)
    assert timedelta(0) <= found.due - told < timedelta(minutes=1)
    for _ in (EN, RU):
        assert re.search(rf"\b{time}\b(?!:)", deadlines.spoken(_, CHARTER, found))


def test_half_a_minute_past_midnight_is_midnight() -> None:
    """24:00 of the day before, which is not too late."""
    late = datetime(2026, 11, 4, 0, 0, 30, tzinfo=CHARTER.zone)
    assert formats.day_and_time(late) == (date(2026, 11, 3), "24:00")


def test_a_letter_names_the_time_of_a_promise_in_hours() -> None:
    """A day alone would be later than what is promised; days end with the closing, and need no time."""
    three_hours = CHARTER.deadline("voicemail-callback", datetime(2026, 11, 5, 10, 0, 40, tzinfo=CHARTER.zone))
    assert deadlines.until_in(EN, three_hours) == "Thursday 5 November 2026, 13:00"
    two_days = CHARTER.deadline("phone-answer", datetime(2026, 11, 5, 10, 0, 40, tzinfo=CHARTER.zone))
    assert deadlines.until_in(EN, two_days) == "Monday 9 November 2026"


def test_a_missed_limit_of_hours_is_late_by_the_clock_where_no_open_hour_has_passed() -> None:
    """A closure that is entered afterwards takes the hours away, and not the lateness: `−0s` would look as if it expired now."""
    closed = CHARTER.with_own((OwnException(date(2026, 11, 3), Words("закрыто", "closed"), []),))
    due = int(datetime(2026, 11, 3, 11, 0, tzinfo=CHARTER.zone).timestamp())
    left = [formats.time_left(EN, charter, "voicemail-callback", due, due + 7_380) for charter in (CHARTER, closed)]
    assert [(shown.text, shown.state) for shown in left] == [("−2h 3m", "overdue")] * 2


@pytest.mark.parametrize(
    ("standard", "delays"), [("phone-answer", True), ("complaint-informed", False), ("complaint-acknowledge", False)]
)
def test_a_holiday_is_a_reason_only_where_it_delays(standard: str, delays: bool) -> None:
    """Working days leave 4 November out; in seven days it counts like any other."""
    assert ("праздник" in Worded("ru").spoken(standard, "2026-11-03 11:30")) is delays
