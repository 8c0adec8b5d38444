"""Several tickets in one step: all of them or none, and one undo."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.perform import perform, perform_together
from desk.store.errors import Stale
from desk.store.errors.tickets import OthersActed, TicketClosed
from desk.store.queries.ticket import ticket
from tests.unit.conftest import Desk, broken_links, wrong_rows

pytestmark = pytest.mark.server


def twelve(desk: Desk) -> list[tuple[int, int]]:
    """Certificates that came together, as somebody sees them."""
    numbers = [desk.new("certificate", "letter") for _ in range(12)]
    return [(number, desk.row(number).version) for number in numbers]


def test_twelve_are_told_in_one_step_and_one_undo_takes_all_back(desk: Desk) -> None:
    """Row 20: twelve kept; undone as they were done."""
    seen, told = twelve(desk), list[int]()
    perform_together(desk.store, "Boris", seen, "informed", {"way": "phone", "note": "rung"}, told.append)
    assert told == list(range(1, 13))
    assert desk.store.rows("SELECT DISTINCT state FROM clock") == [("kept",)]
    assert len(desk.store.rows("SELECT DISTINCT step FROM event WHERE what = 'informed'")) == 1
    found = tickets.to_undo(desk.store, "Boris")
    assert (found.number, found.what, found.tickets) == (seen[0][0], "informed", 12)
    assert tickets.undo(desk.store, "Boris") == (seen[0][0], "informed")
    assert desk.store.rows("SELECT DISTINCT state FROM clock") == [("running",)]
    assert (broken_links(desk.where), wrong_rows(desk.store)) == ([], [])


@pytest.mark.parametrize("spoiled", [0, 5, 11])
def test_where_one_refuses_nothing_is_done(desk: Desk, spoiled: int) -> None:
    """Somebody changed it in between, or it was closed: it is named, and the others are as they were."""
    seen = twelve(desk)
    number = seen[spoiled][0]
    tickets.note(desk.store, "Anna", number, "already rung")
    before = desk.everything()
    with pytest.raises(Stale) as stale:
        perform_together(desk.store, "Boris", seen, "informed", {"way": "phone"}, lambda _: None)
    assert stale.value.number == number
    tickets.close(desk.store, "Anna", number, "withdrawn")
    seen[spoiled] = (number, desk.row(number).version)
    with pytest.raises(TicketClosed):
        perform_together(desk.store, "Boris", seen, "informed", {"way": "phone"}, lambda _: None)
    assert desk.store.rows("SELECT count(*) FROM event WHERE what = 'informed'") == [(0,)]
    assert before


def test_what_comes_after_is_a_step_of_its_own(desk: Desk) -> None:
    """The next act, and the next that are done together, each have their own undo; so has one that follows a refusal."""
    seen = twelve(desk)
    perform_together(desk.store, "Boris", seen[:2], "take", {}, lambda _: None)
    perform(desk.store, "Boris", seen[2][0], "take", {})
    again = [(number, ticket(desk.store, number).row.version) for number, _ in seen[:2]]
    with pytest.raises(Stale):
        perform_together(desk.store, "Boris", [*again, (seen[2][0], 1)], "note", {"note": "x"}, lambda _: None)
    perform(desk.store, "Boris", seen[3][0], "take", {})
    assert [tickets.undo(desk.store, "Boris")[0] for _ in range(3)] == [seen[3][0], seen[2][0], seen[0][0]]
    assert desk.store.rows("SELECT count(*) FROM ticket WHERE owner_id IS NOT NULL") == [(0,)]


def test_an_undo_of_many_is_refused_where_somebody_built_on_one(desk: Desk) -> None:
    """All or none, here as well."""
    seen = twelve(desk)
    perform_together(desk.store, "Boris", seen, "informed", {"way": "phone"}, lambda _: None)
    tickets.note(desk.store, "Anna", seen[7][0], "was not at home")
    with pytest.raises(OthersActed):
        tickets.undo(desk.store, "Boris")
    assert desk.store.rows("SELECT count(*) FROM event WHERE what = 'undone'") == [(0,)]
