"""Row 17 of the day: a complaint about a colleague is neither handled nor read by that colleague."""

from collections.abc import Callable

import pytest

from desk.store.commands import corrections, tickets
from desk.store.commands.assignment import take_next
from desk.store.commands.perform import perform
from desk.store.errors import NotFound
from desk.store.errors.people import OwnerComplainedAbout
from desk.store.errors.tickets import NoTicketLeft
from desk.store.queries.board import listed
from desk.store.queries.board_cache import BoardCache
from desk.store.queries.search import search
from desk.store.queries.ticket import ticket
from desk.store.queries.triage import to_triage
from tests.unit.conftest import Command, Desk

ACTS: dict[str, Callable[[Desk, int], object]] = {
    "take": lambda desk, number: tickets.take(desk.store, "Boris", number),
    "hand over to him": lambda desk, number: tickets.hand_over(desk.store, "Anna", number, "Boris"),
    "note": lambda desk, number: tickets.note(desk.store, "Boris", number, "words"),
    "acknowledge": lambda desk, number: tickets.fact(desk.store, "Boris", number, "acknowledged"),
    "close": lambda desk, number: perform(desk.store, "Boris", number, "close", {"reason": "withdrawn", "note": "words"}),
    "read": lambda desk, number: ticket(desk.by("Boris"), number),
}


@pytest.mark.parametrize("about", ["Boris", "борис", "Борис, reception", "BORIS IVANOV"])
@pytest.mark.parametrize("act", ACTS)
def test_that_colleague_can_do_nothing_to_it(desk: Desk, about: str, act: str) -> None:
    """However the name is written; nothing is appended, and a colleague can."""
    number = desk.new("complaint", "in-person", about=about, who="Anna")
    before = desk.everything()
    with pytest.raises(OwnerComplainedAbout if act == "hand over to him" else NotFound):
        ACTS[act](desk, number)
    assert desk.everything() == before
    tickets.take(desk.by("Anna"), "Anna", number)
    assert desk.row(number).owner == "Anna"


def test_it_is_in_none_of_their_lists(desk: Desk) -> None:
    """The board, triage, taking the next, search; everybody else sees it."""
    number = desk.new("complaint", "in-person", about="Борис", name="Гость", who="Anna")
    other = desk.new("complaint", "email", name="Гость", who="Anna")
    seen = {who: [row.id for row in BoardCache().all(desk.by(who)).queues["complaint"]] for who in ("Boris", "Anna")}
    assert seen == {"Boris": [other], "Anna": [number, other]}
    assert [to_triage(desk.by(who)) for who in ("Boris", "Anna")] == [[other], [number, other]]
    assert [hit.row.id for hit in search(desk.by("Boris"), "гость").hits] == [other]
    for who, limit, numbers in (("Boris", 1, [other]), ("Anna", 1, [number]), ("Anna", 2, [number, other])):
        assert [row.id for row in listed(desk.by(who), None, limit)] == numbers
    assert take_next(desk.by("Boris"), "Boris", "complaint") == other
    with pytest.raises(NoTicketLeft):
        take_next(desk.store, "Boris", "complaint")


def test_a_name_put_right_counts(desk: Desk) -> None:
    """Heard wrong, corrected: now it is about Anna, and Boris may."""
    number = desk.new("complaint", "in-person", about="Boris", who="Olga")
    corrections.correct(desk.store, "Olga", number, "about", "Anna")
    tickets.take(desk.store, "Boris", number)
    with pytest.raises(NotFound):
        tickets.note(desk.store, "Anna", number, "words")


def test_what_is_about_nobody_or_no_complaint_is_everybodys(desk: Desk) -> None:
    """A name in an enquiry says nothing."""
    for number in (desk.new("complaint", "email"), desk.new("enquiry", "phone", about="Boris")):
        tickets.take(desk.store, "Boris", number)


def test_the_command_line_says_so_in_one_line(command: Command) -> None:
    """`show` and `do` alike."""
    command("add", "complaint", "--channel", "phone", "--name", "Guest", "--subject", "Rude", "--about", "Boris")
    for words in (["show", "1"], ["do", "1", "take"]):
        done = command(*words, "--as", "Boris")
        assert (done.returncode, done.stderr) == (1, "desk: #1: no such ticket.\n")
    done = command("do", "1", "hand-over", "--to", "Boris", "--as", "Anna")
    assert done.stderr == "desk: #1: the complaint is about Boris: assign it to somebody else.\n"
    assert command("show", "1", "--as", "Anna").returncode == 0
