"""Warnings: when the desk speaks up about a deadline, out of the charter's hours alone; each person hears each once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.charter import Charter
from desk.charter.alerts import HOUR_LEFT, signals
from desk.charter.clocks import RUNNING
from desk.store.commands import tickets
from desk.store.queries.alerts import notices, record_warned, warned_until
from tests.unit.conftest import Desk, at, said

CHARTER = Charter.load()


def warned(standard: str, start: str) -> list[tuple[str, str]]:
    """The moments and what is said at them."""
    begin = at(start)
    due = CHARTER.deadline(standard, CHARTER.at(begin)).due_at
    return [(said(signal.at), signal.what) for signal in signals(CHARTER, standard, begin, due)]


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("2026-11-02 17:58", "2026-11-03 11:58"),
        ("2026-11-03 14:00", "2026-11-03 16:00"),
        ("2026-11-03 15:40", "2026-11-05 10:40"),
        ("2026-11-03 15:00", "2026-11-05 10:00"),
        ("2026-11-02 21:15", "2026-11-03 12:00"),
    ],
)
def test_an_hour_of_open_time_left_on_a_promise_of_hours(start: str, moment: str) -> None:
    """Never while closed: where the hour begins at the closing, at the next opening."""
    assert warned("voicemail-callback", start) == [(moment, "hour-left")]


def test_the_last_day_s_opening_and_two_hours_before_its_end() -> None:
    """Of a promise of days; the short day closes an hour earlier."""
    assert warned("phone-answer", "2026-11-03 10:14") == [
        ("2026-11-06 10:00", "last-day"), ("2026-11-06 16:00", "before-closing"),
    ]  # fmt: skip
    assert warned("written-reply", "2026-10-31 23:40") == [
        ("2026-11-03 10:00", "last-day"), ("2026-11-03 15:00", "before-closing"),
    ]  # fmt: skip


def test_a_promise_counted_back_warns_on_its_own_last_day() -> None:
    """Not on the exam's."""
    deadline = CHARTER.deadline("registration-confirm", None, event=date(2026, 11, 14))
    found = signals(CHARTER, "registration-confirm", at("2026-11-03 12:30"), deadline.due_at)
    assert [said(entry.at) for entry in found] == ["2026-11-09 10:00", "2026-11-09 16:00"]


def test_what_begins_on_its_last_day_is_not_warned_of_backwards() -> None:
    """A fee of one working day told at noon of that day has no opening left."""
    due = at("2026-11-05 18:00")
    assert [said(signal.at) for signal in signals(CHARTER, "fee-notice", at("2026-11-05 12:00"), due)] == ["2026-11-05 16:00"]
    assert signals(CHARTER, "fee-notice", at("2026-11-05 17:00"), due) == ()


@given(st.sampled_from(["voicemail-callback", "phone-answer", "complaint-acknowledge"]), st.integers(0, 700 * 86_400))
def test_every_warning_lies_in_working_time_between_start_and_due(standard: str, after: int) -> None:
    """Never at night, whatever the moment."""
    start = at("2025-01-10 00:00") + after
    due = CHARTER.deadline(standard, CHARTER.at(start)).due_at
    found = signals(CHARTER, standard, start, due)
    assert all(start < item.at < due and CHARTER.calendar.counts(item.at) for item in found)
    assert list(found) == sorted(found)
    for entry in found:
        if entry.what == HOUR_LEFT:
            assert CHARTER.calendar.open_between(entry.at, due) == 3600


@given(st.integers(0, 700 * 86_400), st.integers(1, 100 * 3600))
def test_open_time_left_is_the_other_way_round(after: int, seconds: int) -> None:
    """That much is left at that moment, and one second less at the next."""
    calendar, end = CHARTER.calendar, at("2025-03-01 00:00") + after
    moment = calendar.left_open(end, seconds)
    assert calendar.open_between(moment, end) == seconds
    assert calendar.counts(moment)
    assert calendar.open_between(moment + 1, end) == seconds - 1


# -- of tickets --------------------------------------------------------------------------------------------------------------


def test_the_running_clocks_of_today_and_the_next_working_day_are_watched(desk: Desk) -> None:
    """Every clock of a ticket, none of them twice; what is stopped or overdue is over."""
    call = desk.new("enquiry", "voicemail", "2026-11-02 17:58", name="", phone="244-54-88")
    mail = desk.new("enquiry", "email", "2026-10-31 23:40")
    late = desk.new("enquiry", "phone", "2026-10-26 12:00")
    desk.new("enquiry", "phone")  # due on Friday: not yet
    assert [(said(notice.at), notice.ticket, notice.name) for notice in notices(desk.store)] == [
        ("2026-11-03 10:00", mail, "Иванова Мария"),
        ("2026-11-03 11:58", call, "244-54-88"),
        ("2026-11-03 15:00", mail, "Иванова Мария"),
    ]
    assert late not in [notice.ticket for notice in notices(desk.store)]
    tickets.fact(desk.store, "Boris", mail, "answered")
    assert [notice.ticket for notice in notices(desk.store)] == [call]
    assert all(clock[2] != RUNNING for clock in desk.clocks(mail))


def test_each_person_hears_each_warning_once(desk: Desk) -> None:
    """Until when is kept for each of them; yesterday's are over."""
    assert said(warned_until(desk.store, "Anna")) == "2026-11-03 00:00"
    record_warned(desk.store, "Anna", at("2026-11-03 12:00"))
    record_warned(desk.store, "Anna", at("2026-11-03 13:00"))
    assert said(warned_until(desk.store, "Anna")) == "2026-11-03 13:00"
    assert said(warned_until(desk.store, "Boris")) == "2026-11-03 00:00"
    desk.at("2026-11-05 10:00")
    assert said(warned_until(desk.store, "Anna")) == "2026-11-05 00:00"
