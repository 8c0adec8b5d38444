"""The ways round a sealed complaint: conversions, merges, numbers, callers, undo. None of them tells more than its pane does."""

from pathlib import Path

import pytest

from desk.auth.passwords import hashed
from desk.store.commands import people as people_commands
from desk.store.commands import tickets
from desk.store.commands.merging import merge
from desk.store.commands.perform import perform
from desk.store.customers import identity as customers
from desk.store.errors import NotFound
from desk.store.queries import board, shifts, ticket
from desk.store.queries.board_cache import BoardCache
from desk.store.queries.search import excerpt, known_as, search
from tests.unit.conftest import Command, Desk
from tests.unit.people import PEOPLE, SECRET, WORDS, of_vera, seat


@pytest.fixture
def number(people: Desk) -> int:
    """Vera's complaint."""
    return of_vera(people)


@pytest.mark.parametrize("how", ["converted", "merged", "corrected"])
def test_what_turns_out_to_be_about_its_owner_is_theirs_no_longer(people: Desk, how: str) -> None:
    """An enquiry made a complaint, one that another is merged into, a name put right: nobody's, and gone for them."""
    who, about = seat(people, "complaints"), PEOPLE["supervisor"]
    if how == "converted":
        number = people.new(who=who, **WORDS)
        give(people, number)
        perform(people.store, who, number, "to-complaint", {"about": about})
    elif how == "merged":
        number = people.new("complaint", "email", who=who, **WORDS)
        give(people, number)
        merge(people.store, who, people.new("complaint", "email", who=who, **WORDS | {"about": about}), number)
    else:
        number = people.new("complaint", "email", who=who, **WORDS)
        give(people, number)
        perform(people.store, who, number, "correct", {"field": "about", "value": about})
    assert people.row(number).owner == ""
    seat(people, "supervisor")
    with pytest.raises(NotFound):
        ticket.ticket(people.store, number)
    with pytest.raises(NotFound):
        perform(people.store, PEOPLE["supervisor"], number, "acknowledged", {"note": "words"})


def give(people: Desk, number: int) -> None:
    """The supervisor takes it."""
    who = seat(people, "supervisor")
    tickets.take(people.store, who, number)
    seat(people, "complaints")


def test_an_enquiry_of_receptions_that_turns_out_a_complaint_goes_back_to_its_queue(people: Desk) -> None:
    """The person who handles none cannot keep it."""
    who = seat(people, "reception")
    number = people.new(who=who)
    tickets.take(people.store, who, number)
    perform(people.store, who, number, "to-complaint", {"about": "Пётр"})
    seat(people, "complaints")
    assert people.row(number).owner == ""


def test_a_role_that_is_taken_away_takes_the_complaints_with_it(people: Desk, number: int) -> None:
    """They go back to their queue; what else was taken stays."""
    other = people.new(who=seat(people, "complaints"))
    tickets.take(people.store, PEOPLE["complaints"], other)
    who = seat(people, "supervisor")
    people_commands.set_role(people.store, who, PEOPLE["complaints"], "reception")
    assert [people.row(item).owner for item in (number, other)] == ["", PEOPLE["complaints"]]
    people_commands.set_role(people.store, who, PEOPLE["complaints"], "read-only")
    assert people.row(other).owner == ""


def test_what_was_taken_for_a_complaint_says_nothing_of_it_afterwards(people: Desk) -> None:
    """Made a complaint and an enquiry again: reception reads the enquiry, not what was written meanwhile."""
    number = people.new(who=seat(people, "reception"), **WORDS)
    who = seat(people, "complaints")
    perform(people.store, who, number, "to-complaint", {"about": "Глеб", "note": "жалуется"})
    perform(people.store, who, number, "note", {"note": "внутреннее"})
    perform(people.store, who, number, "to-enquiry", {"note": "ошиблись"})
    perform(people.store, who, number, "note", {"note": "перезвонить"})

    def read(role: str) -> str:
        seat(people, role)
        said = " ".join(" ".join(event.texts.values()) for event in ticket.ticket(people.store, number).events)
        return said + str([excerpt(people.store, number, word) for word in ("внутреннее", "Глеб")])

    assert "внутреннее" in read("complaints")
    assert "перезвонить" in read("reception")
    for role in ("reception", "read-only"):
        assert [word for word in ("Глеб", "жалуется", "внутреннее", "ошиблись") if word in read(role)] == []
    seat(people, "complaints")
    tickets.undo(people.store, who)


def test_whoever_took_it_in_reads_what_they_wrote_and_no_more(people: Desk) -> None:
    """What the handler notes is the handler's."""
    mine = people.new("complaint", "email", who=seat(people, "reception"), **WORDS)
    who = seat(people, "complaints")
    perform(people.store, who, mine, "note", {"note": "внутреннее"})
    perform(people.store, who, mine, "missing", {"note": "паспорт"})
    seat(people, "reception")
    view = ticket.ticket(people.store, mine)
    assert WORDS["body"] in view.story.words["body"]
    assert (view.story.missing, [event.texts.get("note", "") for event in view.events]) == (None, ["", "", ""])
    assert excerpt(people.store, mine, "внутреннее") is None
    assert excerpt(people.store, mine, "ребёнка") is not None


def test_a_merged_complaint_is_quoted_to_nobody_it_is_about(people: Desk) -> None:
    """The form of a reply quotes the newest text of the customer, of what was merged as well."""
    who = seat(people, "complaints")
    number = people.new("complaint", "email", who=who, received="2026-11-02 12:00", **WORDS)
    merge(people.store, who, people.new("complaint", "email", who=who, **WORDS | {"about": PEOPLE["supervisor"]}), number)
    assert people.row(number).id == number
    seat(people, "supervisor")
    assert ticket.followed(people.store, number) is None


def test_nobody_learns_of_a_complaint_about_them(people: Desk) -> None:
    """By its number, its reminders, what a colleague did, a search for the person who complained: as if it were not there."""
    who = seat(people, "complaints")
    number = people.new("complaint", "email", who=who, **WORDS | {"about": PEOPLE["supervisor"]})
    people.new(who=who, **WORDS)
    tickets.remind(people.store, who, number, people.clock[0] + 600, "позвонить")
    people.clock[0] += 3_600
    seat(people, "supervisor")
    store = people.store
    for call in (ticket.ticket, ticket.address_of):
        with pytest.raises(NotFound):
            call(store, number)
    assert (board.row_of(store, number), ticket.followed(store, number)) == (None, None)
    assert number not in [row.ticket for row in board.reminders(store)]
    assert number not in [row.ticket for row in shifts.shift(store, PEOPLE["supervisor"]).happened]
    reading = BoardCache()
    reading.all(store)
    assert number not in [notice.ticket for notice in reading.beside(store).notices]
    assert [(person.tickets, person.open) for person in search(store, SECRET).people] == [(1, 1)]


def test_reception_learns_of_none_about_themselves_either(people: Desk) -> None:
    """A number that is in no pane, and says that it is a complaint, would tell them."""
    seat(people, "complaints")
    number = people.new("complaint", "email", who=PEOPLE["complaints"], **WORDS | {"about": "на Бориса"})
    who = seat(people, "reception")
    for call in (lambda: ticket.ticket(people.store, number), lambda: tickets.note(people.store, who, number, "words")):
        with pytest.raises(NotFound):
            call()
    assert [row.id for row in BoardCache().all(people.store).queues["complaint"]] == []


def test_a_number_that_only_a_complaint_has_is_nobodys(people: Desk) -> None:
    """A new call from it offers no name to the person who may not read that complaint."""
    people.new("complaint", "email", who=seat(people, "complaints"), **WORDS | {"email": "nina@example.org"})
    assert [a.name for a in known_as(people.store, "", WORDS["phone"], "")] == [WORDS["name"]]
    seat(people, "reception")
    for phone, email in ((WORDS["phone"], ""), ("", "nina@example.org")):
        assert known_as(people.store, "", phone, email) == ()
        assert customers.known_by(people.store, phone, email) is None


@pytest.mark.usefixtures("number")
def test_whoever_owns_the_machine_keeps_it_in_order_without_a_pin(people: Desk, command: Command, tmp_path: Path) -> None:
    """With people and tickets there: checked, copied, put back."""
    people.store.close()
    assert command("check").returncode == 0
    assert command("backup", "copy.db").returncode == 0
    assert command("restore", "copy.db", db=tmp_path / "other.db").returncode == 0


def test_who_writes_down_a_complaint_about_themselves_is_not_told_that_it_failed(people: Desk, command: Command) -> None:
    """It is recorded, and theirs no more."""
    seat(people, "supervisor")
    people_commands.set_secret(people.store, PEOPLE["supervisor"], PEOPLE["reception"], hashed("4711"))
    people.store.close()
    words = ["complaint", "--channel", "phone", "--name", "Guest", "--subject", "Rude", "--about", "на Бориса"]
    done = command("add", *words, "--as", PEOPLE["reception"], DESK_PIN="4711")
    assert (done.returncode, done.stdout, done.stderr) == (0, "#1: done. You no longer have access to this ticket.\n", "")


def test_an_undone_conversion_and_merge_say_nothing_either(people: Desk) -> None:
    """A note of that time, the number that was merged, the words found by a search."""
    who = seat(people, "complaints")
    number = people.new(who=who, **WORDS)
    perform(people.store, who, number, "to-complaint", {"about": PEOPLE["reception"]})
    perform(people.store, who, number, "note", {"note": "росомаха"})
    tickets.undo(people.store, who)
    tickets.undo(people.store, who)
    first = people.new("complaint", "email", who=who, name="Гость", subject="Шум")
    merge(people.store, who, people.new("complaint", "email", who=who, **WORDS | {"about": PEOPLE["supervisor"]}), first)
    tickets.undo(people.store, who)
    seat(people, "reception")
    view = ticket.ticket(people.store, number)
    assert [event.what for event in view.events] == ["received"]
    assert {clock.standard for clock in view.clocks} == {"phone-answer"}
    assert search(people.store, "росомаха").hits == ()
    seat(people, "supervisor")
    (merged,) = [event for event in ticket.ticket(people.store, first).events if event.what == "absorbed"]
    assert (merged.texts, merged.data["numbers"]) == ({}, [])


def test_what_is_kept_is_reached_by_no_detour(people: Desk) -> None:
    """A duplicate of it, the same person as its, its phone, the count of what waits, an undo that comes to it."""
    who = seat(people, "complaints")
    hidden = people.new("complaint", "email", who=who, received="2026-10-12 12:00", **WORDS | {"about": PEOPLE["supervisor"]})
    boss = seat(people, "supervisor")
    mine, other = (people.new(who=boss, name="Нина", phone=phone) for phone in ("", "+7 812 300-40-50"))
    with pytest.raises(NotFound):
        tickets.close(people.store, boss, mine, "duplicate", of=hidden)
    assert board.count_beside(people.store).awaited["complaint"] == 0
    assert known_as(people.store, "", WORDS["phone"], "") == ()
    about_me = people.new("complaint", "email", who=boss, **WORDS | {"about": PEOPLE["supervisor"]})
    assert tickets.to_undo(people.store, boss).number == other
    assert about_me == other + 1
