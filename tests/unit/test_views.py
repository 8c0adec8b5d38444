"""Saved filters: kept by name, filled from the queues, forgotten without a trace in the tickets."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.assignment import take_first
from desk.store.commands.saved_views import drop_view, filled, save_view
from desk.store.errors import BadInput
from desk.store.errors.input import FilterMissing, NameMissing, ViewExists
from desk.store.errors.tickets import NoTicketLeft
from desk.store.queries.board import queues
from tests.unit.conftest import Desk

pytestmark = pytest.mark.server


def held(desk: Desk) -> dict[str, list[int]]:
    """Each view's name with the numbers in it."""
    return {view.name: [row.id for row in rows] for view, rows in filled(desk.store, queues(desk.store), {})}


def test_a_view_spans_the_kinds_the_nearest_deadline_first(desk: Desk) -> None:
    """What has no clock stands last, as in a queue; a closed one stands nowhere."""
    desk.new("enquiry", "phone", subject="FCE")
    desk.new("complaint", "email", subject="FCE")
    desk.new("enquiry", "voicemail", subject="FCE")
    told = desk.new("certificate", "letter", subject="FCE")
    desk.fact(told, "informed")
    desk.fact(desk.new(subject="FCE"), "answered")
    desk.new(subject="CAE")
    save_view(desk.store, "Boris", "First", "fce")
    dues = [desk.row(number).due or 0 for number in (3, 2, 1)]
    assert all(dues)
    assert dues == sorted(dues)
    assert held(desk) == {"First": [3, 2, 1, told]}


def test_an_owner_is_asked_for_by_name_and_nobody_by_none(desk: Desk) -> None:
    """`@` and the beginning of a name."""
    tickets.take(desk.store, "Anna", desk.new())
    tickets.take(desk.store, "Boris", desk.new())
    desk.new()
    save_view(desk.store, "Boris", "hers", "@anna")
    save_view(desk.store, "Boris", "nobody's", "@")
    assert held(desk) == {"hers": [1], "nobody's": [3]}


def test_a_view_is_forgotten_and_nothing_else(desk: Desk) -> None:
    """No event of a ticket says anything of it; the log does."""
    desk.new()
    apart = ("staff", "event", "text", "head")
    before = {name: rows for name, rows in desk.everything().items() if name not in apart}
    drop_view(desk.store, "Boris", save_view(desk.store, "Boris", "mine", "@boris"))
    assert {name: rows for name, rows in desk.everything().items() if name not in apart} == before
    assert desk.rows("SELECT COUNT(*) FROM event WHERE what = 'view'") == [(2,)]


def test_the_others_stay(desk: Desk) -> None:
    """Deleting one saves those before and after it."""
    first, second, third = (save_view(desk.store, "Boris", name, "@boris") for name in ("a", "b", "c"))
    drop_view(desk.store, "Boris", second)
    assert desk.rows("SELECT id FROM view ORDER BY id") == [(first,), (third,)]


@pytest.mark.parametrize(
    ("name", "words", "error"),
    [("", "fce", NameMissing), ("  ", "fce", NameMissing), ("A", " ", FilterMissing), ("Taken", "x", ViewExists)],
)
def test_what_cannot_be_kept_says_why(desk: Desk, name: str, words: str, error: type[BadInput]) -> None:
    """And what is there stays."""
    save_view(desk.store, "Boris", "Taken", "fce")
    with pytest.raises(error):
        save_view(desk.store, "Boris", name, words)
    assert list(held(desk)) == ["Taken"]


def test_the_first_of_a_view_is_never_taken_twice(desk: Desk) -> None:
    """In the order that is given; what a colleague took or closed meanwhile is passed over."""
    numbers = [desk.new() for _ in range(4)]
    tickets.take(desk.store, "Anna", numbers[3])
    desk.fact(numbers[2], "answered")
    shown = [numbers[3], numbers[2], numbers[1], numbers[0]]
    assert [take_first(desk.store, "Boris", shown) for _ in range(2)] == [numbers[1], numbers[0]]
    with pytest.raises(NoTicketLeft):
        take_first(desk.store, "Boris", shown)
