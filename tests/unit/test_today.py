"""What the day brings: exams, boxes that are expected, what is due, reminders, notes; on the screen and on paper."""

import json
from datetime import date, timedelta

import pytest

from desk.store.commands import tickets
from desk.store.commands.bulk_recording import record_batch
from desk.store.commands.sessions import open_session
from desk.store.queries.today import today
from desk.store.shift_notes import leave_note
from desk.store.staff import staff_id
from tests.unit.conftest import Command, Desk, at
from tests.unit.people import seat

pytestmark = pytest.mark.server

SATURDAY = "2026-11-14 10:30"


def test_the_exams_of_the_day_with_their_places(desk: Desk) -> None:
    """Each place with its candidates; who is registered for none of them as well; before it the next ones."""
    open_session(desk.store, "Anna", "FCE", date(2026, 11, 14), "Невский, 1")
    open_session(desk.store, "Anna", "FCE", date(2026, 11, 14), "Лиговский, 2")
    open_session(desk.store, "Anna", "CAE", date(2026, 12, 5))
    for session, exam in ((1, date(2026, 11, 14)), (1, date(2026, 11, 14)), (2, date(2026, 11, 14)), (3, date(2026, 12, 5))):
        desk.new("registration", "email", subject="FCE", exam=exam, session=session)
    desk.new("registration", "email", subject="KET", exam=date(2026, 11, 14))
    found = today(desk.store)
    assert (found.exams, {exam.day for exam in found.coming}) == ((), {"2026-11-14"})
    desk.at(SATURDAY)
    found = today(desk.store)
    assert sorted((exam.exam, exam.place, exam.candidates) for exam in found.exams) == [
        ("FCE", "Лиговский, 2", 1),
        ("FCE", "Невский, 1", 2),
        ("KET", "", 1),
    ]
    assert found.coming == ()


def test_a_box_is_expected_four_weeks_after_an_exam_until_it_comes(desk: Desk) -> None:
    """Not of an exam that nobody sat, nor for ever."""
    day = date(2026, 11, 14)
    open_session(desk.store, "Anna", "FCE", day)
    open_session(desk.store, "Anna", "CAE", day)
    desk.new("registration", "email", subject="FCE", exam=day, session=1)
    for later, expected in ((27, []), (28, ["FCE"]), (182, ["FCE"]), (183, [])):
        desk.at(f"{day + timedelta(later)} 11:00")
        assert [exam.exam for exam in today(desk.store).boxes] == expected
    desk.at("2026-12-14 11:00")
    with desk.store.transaction():
        record_batch(desk.store, staff_id(desk.store, "Anna"), "certificate", desk.store.now(), exam="FCE", day=day.isoformat())
    assert today(desk.store).boxes == ()


def test_notes_reminders_duties_and_what_is_due_stand_together(desk: Desk) -> None:
    """Reminders of the day alone; what is due tomorrow is not."""
    leave_note(desk.store, "Boris", "Room 3")
    first, second = desk.new(channel="voicemail"), desk.new()
    tickets.remind(desk.store, "Boris", first, at("2026-11-03 15:00"), "ring")
    tickets.remind(desk.store, "Boris", second, at("2026-11-05 15:00"), "later")
    found = today(desk.store)
    assert [row.id for row in found.due] == [first]
    assert [row.note for row in found.reminders] == ["ring"]
    assert [note.words for note in found.notes] == ["Room 3"]
    assert "mailbox-checked" in [standing.duty for standing in found.duties]


def test_a_complaint_that_may_not_be_read_is_no_part_of_the_day(people: Desk) -> None:
    """Neither its words nor its reminder."""
    who = seat(people, "complaints")
    number = people.new("complaint", "voicemail", who=who, name="Skvortsova", subject="They shouted")
    tickets.remind(people.store, who, number, people.store.now() + 60, "ring Skvortsova")
    assert len(today(people.store).reminders) == 1
    seat(people, "reception")
    found = today(people.store)
    assert found.reminders == ()
    assert all("Skvortsova" not in (row.name, row.subject) for row in found.due)


@pytest.mark.in_file
def test_the_page_on_paper(desk: Desk, command: Command) -> None:
    """`desk morning`, as lines and as JSON."""
    open_session(desk.store, "Anna", "FCE", date(2026, 11, 3), "Невский, 1")
    leave_note(desk.store, "Anna", "Room 3")
    shown = command("morning", db=desk.path).stdout
    assert "FCE  Невский, 1" in shown
    assert "Room 3" in shown
    found = json.loads(command("morning", "--json", db=desk.path).stdout)
    assert [exam["place"] for exam in found["exams"]] == ["Невский, 1"]
    assert found["notes"][0]["words"] == "Room 3"
