"""Where the desk stands now: each figure is its tickets."""

from datetime import date

import pytest

from desk.charter.vocabulary import LANGUAGES
from desk.i18n import translator
from desk.presentation.formats import weekday
from desk.presentation.overview import load_lines
from desk.reports.overview import OVERDUE, TODAY, UNCONFIRMED, UNOWNED, WAITING, Overview, overview
from desk.screens.reports.overview import LEFT
from desk.store.commands import tickets
from desk.store.commands.corrections import correct_staff
from desk.store.queries.board import QueueRow, awaited, unconfirmed
from desk.store.queries.board_cache import BoardCache
from tests.unit.conftest import Desk, at
from tests.unit.people import of_vera, seat

pytestmark = pytest.mark.server


def stands(desk: Desk, now: str) -> Overview:
    """The overview of a desk at a moment."""
    desk.at(now)
    rows: list[QueueRow] = [row for found in BoardCache().all(desk.store).queues.values() for row in found]
    return overview(rows, awaited(desk.store), unconfirmed(desk.store), desk.store.charter.calendar, desk.store.now())


def test_what_a_supervisor_asks_at_half_past_four(desk: Desk) -> None:
    """Row 32: overdue, due today, nobody's, waiting, and by person; on the short day before the holiday."""
    voicemail = desk.new("enquiry", "voicemail", "2026-11-02 17:58")
    email = desk.new("enquiry", "email", "2026-10-31 23:40")
    call = desk.new("enquiry", "phone")
    complaint = desk.new("complaint", "email")
    tickets.take(desk.store, "Анна", voicemail)
    tickets.take(desk.store, "Анна", call)
    tickets.take(desk.store, "Борис", email)
    found = stands(desk, "2026-11-03 16:30")
    assert dict(found.now) == {
        OVERDUE: (voicemail,), TODAY: (email,), UNOWNED: (complaint,), WAITING: (complaint,), UNCONFIRMED: (),
    }  # fmt: skip
    assert [(person.name, person.tickets, person.overdue) for person in found.people] == [
        ("Анна", (voicemail, call), (voicemail,)),
        ("Борис", (email,), ()),
    ]
    assert [day.day for day in found.coming] == [3, 5, 6, 9, 10, 11]
    assert [person.coming for person in found.people] == [(0, 0, 1, 0, 0, 0), (1, 0, 0, 0, 0, 0)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_load_is_a_table_of_people_and_days(desk: Desk, language: str) -> None:
    """Each count stands below its heading, whatever the length of the name; what is zero is no figure."""
    numbers = [desk.new("enquiry", "voicemail", "2026-11-02 17:58"), desk.new("enquiry", "phone")]
    for number, name in zip(numbers, ("Ева", "Константин Константинопольский"), strict=True):
        tickets.take(desk.store, name, number)
    found = stands(desk, "2026-11-03 16:30")
    heading, *rows = (line.words for line in load_lines(translator(language), found)[:3])
    friday = weekday(translator(language), date(2026, 11, 6))
    late, due = heading.index("!"), heading.index(friday) + len(friday) - 1
    assert [(row[late], row[due]) for row in rows] == [("1", "·"), ("·", "1")]
    assert {len(line) for line in (heading, *rows)} == {LEFT - 1}  # 1: the scrollbar


def test_complaints_that_may_be_about_a_colleague_are_counted(people: Desk) -> None:
    """As long as nobody has said so, and not for those who may not read them."""
    numbers = [of_vera(people), people.new("complaint", "email", who=seat(people, "complaints"), about="на Бориса")]
    assert stands(people, "2026-11-03 16:30").now[UNCONFIRMED] == (numbers[1],)
    seat(people, "reception")
    assert stands(people, "2026-11-03 16:30").now[UNCONFIRMED] == ()
    correct_staff(people.store, seat(people, "complaints"), numbers[1], staff="Борис")
    assert stands(people, "2026-11-03 16:30").now[UNCONFIRMED] == ()


def test_what_comes_is_said_by_working_day(desk: Desk) -> None:
    """Today and the five after it, the holiday left out; on a day off the five after it."""
    letter = desk.new("enquiry", "email", "2026-10-31 23:40")
    call = desk.new("enquiry", "phone")
    found = stands(desk, "2026-11-03 10:30")
    assert [(day.day, numbers) for day, numbers in found.coming.items()] == [
        (3, (letter,)), (5, ()), (6, (call,)), (9, ()), (10, ()), (11, ()),
    ]  # fmt: skip
    assert [day.day for day in stands(desk, "2026-11-04 10:30").coming] == [5, 6, 9, 10, 11]


def test_the_age_of_what_is_open_is_counted_from_when_it_came(desk: Desk) -> None:
    """Under two days, a week, thirty, and older."""
    moments = ("2026-11-03 10:00", "2026-11-01 11:00", "2026-10-30 10:00", "2026-10-10 10:00", "2026-09-01 10:00")
    numbers = [desk.new("enquiry", "email", moment) for moment in moments]
    assert stands(desk, "2026-11-03 10:30").ages == (tuple(reversed(numbers[:2])), (numbers[2],), (numbers[3],), (numbers[4],))


@pytest.mark.parametrize(("moment", "overdue"), [("2026-11-03 12:58:00", False), ("2026-11-03 12:58:01", True)])
def test_at_its_due_second_nothing_is_overdue(desk: Desk, moment: str, overdue: bool) -> None:
    """As on the board."""
    number = desk.new("enquiry", "voicemail", "2026-11-02 17:58")
    assert (stands(desk, moment).now[OVERDUE] == (number,)) == overdue


def test_a_promise_due_at_closing_belongs_to_that_day(desk: Desk) -> None:
    """And one beyond the five days to none of them."""
    certificate = desk.new("certificate", "letter", exam_name="FCE", candidate="1")
    assert desk.row(certificate).due == at("2026-11-11 18:00")
    assert stands(desk, "2026-11-03 10:30").coming[date(2026, 11, 11)] == (certificate,)
    assert all(certificate not in numbers for numbers in stands(desk, "2026-10-20 10:30").coming.values())
