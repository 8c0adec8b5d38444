"""A change at the desk: what happened meanwhile, what cannot wait and goes back to the queue."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.assignment import return_tickets
from desk.store.queries.alerts import next_closing
from desk.store.queries.shifts import cannot_wait, shift
from tests.unit.conftest import ENGLISH, RUSSIAN, Command, Desk, said
from tests.worded import Worded


def test_an_owner_who_is_away_gives_back_what_is_due(desk: Desk) -> None:
    """calls.2: another competent colleague answers within the same limit. What can wait stays; no clock moves; one undo."""
    soon, overdue, friday, boris = (
        desk.new("enquiry", "email", "2026-11-02 23:40"), desk.new("enquiry", "phone", "2026-10-28 12:00"),
        desk.new("enquiry", "phone"), desk.new("enquiry", "email", "2026-11-02 23:40"),
    )  # fmt: skip
    for number in (soon, overdue, friday):
        tickets.take(desk.store, "Anna", number)
    tickets.take(desk.store, "Boris", boris)
    before = {number: desk.clocks(number) for number in (soon, overdue, friday)}
    assert said(next_closing(desk.store)) == "2026-11-05 18:00"
    assert return_tickets(desk.store, "Boris", "Anna") == [overdue, soon]
    assert [desk.row(number).owner for number in (soon, overdue, friday, boris)] == ["", "", "Anna", "Boris"]
    assert {number: desk.clocks(number) for number in before} == before
    assert cannot_wait(desk.store, "Anna") == return_tickets(desk.store, "Boris", "Anna") == []
    tickets.undo(desk.store, "Boris")
    assert [desk.row(number).owner for number in (soon, overdue)] == ["Anna", "Anna"]


def test_what_happened_since_one_left(desk: Desk) -> None:
    """Others' acts after one's own last one; a pause of less than half an hour is no leaving."""
    desk.at("2026-11-03 10:30")
    first = desk.new(who="Boris")
    desk.at("2026-11-03 12:00")
    tickets.take(desk.store, "Anna", first)
    second = desk.new(who="Anna", name="Карпова")
    desk.at("2026-11-03 16:50")
    found = shift(desk.store, "Boris")
    assert said(found.since or 0) == "2026-11-03 10:30"
    assert [(event.ticket, event.what, event.who, event.name) for event in found.happened] == [
        (second, "received", "Anna", "Карпова"), (first, "taken", "Anna", "Иванова Мария"),
    ]  # fmt: skip
    tickets.note(desk.store, "Boris", first, "back again")
    assert said(shift(desk.store, "Boris").since or 0) == "2026-11-03 10:30"
    assert (shift(desk.store, "Вера").since, shift(desk.store, "Вера").happened) == (None, ())


def test_what_is_due_what_is_ones_own_and_what_was_promised(desk: Desk) -> None:
    """The person who owns it: it cannot wait. One's own stands apart; reminders of everybody are promises."""
    due = desk.new("enquiry", "email", "2026-11-02 23:40")
    mine = desk.new("enquiry", "phone")
    tickets.take(desk.store, "Boris", mine)
    tickets.remind(desk.store, "Anna", mine, desk.store.now() + 3600, "ring after 11")
    found = shift(desk.store, "Boris")
    assert [row.id for row in found.due] == [due]
    assert [row.id for row in found.mine] == [mine]
    assert [(reminder.staff, reminder.note) for reminder in found.reminders] == [("Anna", "ring after 11")]


@pytest.mark.parametrize("lang", [ENGLISH, RUSSIAN])
def test_a_list_for_paper_says_whom_to_reach_and_by_when(desk: Desk, command: Command, lang: str) -> None:
    """For the day the power fails: overdue in a word and with a sign, the nearest first, one ticket a line."""
    desk.new("enquiry", "email", "2026-11-02 23:40", name="Карпова", email="k@example.org", subject="FCE\nв мае")
    desk.new("enquiry", "phone", "2026-10-28 12:00", name="Smith", phone="244-54-88")
    desk.new("enquiry", "phone", name="Friday")
    lines = command("list", "--due", lang=lang).stdout.splitlines()
    assert len(lines) == 2
    assert ("! overdue: " if lang == ENGLISH else "! просрочено: ") in lines[0]
    assert "244-54-88" in lines[0]
    assert "k@example.org" in lines[1]
    assert "18:00" in lines[1]
    assert command("list", "--due", "complaint", lang=lang).stdout.splitlines() == [{ENGLISH: "none", RUSSIAN: "ничего"}[lang]]
    assert [
        splitline.count('"number"') for splitline in command("list", "--due", "--json").stdout.splitlines() if "number" in splitline
    ] == [1, 1]


def test_the_commands_of_a_change(desk: Desk, command: Command) -> None:
    """`desk shift` reads out, `desk away` gives back."""
    number = desk.new("enquiry", "email", "2026-11-02 23:40", who="Anna")
    tickets.take(desk.store, "Anna", number)
    told = command("shift", "--as", "Boris").stdout
    assert Worded("en").moment("2026-11-05 18:00") in told
    assert f"#{number}" in told
    assert command("away", "Anna", "--as", "Boris").stdout.split()[-1] == f"#{number}"
    assert "#" not in command("away", "Anna", "--as", "Boris").stdout
