"""Taking the next one: the most urgent that nobody has, never one twice."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.assignment import take_next
from desk.store.errors.tickets import NoTicketLeft
from tests.unit.conftest import Desk

pytestmark = pytest.mark.server


def test_the_most_urgent_that_nobody_has_is_next(desk: Desk) -> None:
    """Row 11: by its nearest clock and not by its number; what somebody has stays theirs, another queue's is not looked at."""
    later = desk.new("enquiry", "phone")
    urgent = desk.new("enquiry", "voicemail")
    taken = desk.new("enquiry", "voicemail", "2026-11-03 10:00")
    desk.new("complaint", "email")
    tickets.take(desk.store, "Anna", taken)
    assert [take_next(desk.store, "Boris", "enquiry") for _ in range(2)] == [urgent, later]
    assert [desk.row(number).owner for number in (taken, urgent, later)] == ["Anna", "Boris", "Boris"]
    assert desk.events(urgent) == ["received", "taken"]


def test_what_has_no_clock_comes_last_the_oldest_first(desk: Desk) -> None:
    """As the queue stands."""
    told = [desk.new("certificate", "letter", received) for received in ("2026-11-03 09:00", "2026-11-02 09:00")]
    for number in told:
        desk.fact(number, "informed")
    running = desk.new("certificate", "letter")
    assert [take_next(desk.store, "Boris", "certificate") for _ in range(3)] == [running, told[1], told[0]]


def test_when_everybody_is_spoken_for_that_is_said(desk: Desk) -> None:
    """Closed ones are nobody's business; nothing is written."""
    number = desk.new()
    desk.fact(number, "answered")
    before = desk.everything()
    with pytest.raises(NoTicketLeft):
        take_next(desk.store, "Boris", "enquiry")
    assert desk.everything() == before


def test_it_is_undone_like_any_other_step(desk: Desk) -> None:
    """The ticket is nobody's again, and next once more."""
    number = desk.new()
    take_next(desk.store, "Boris", "enquiry")
    assert tickets.undo(desk.store, "Boris") == (number, "taken")
    assert take_next(desk.store, "Anna", "enquiry") == number
