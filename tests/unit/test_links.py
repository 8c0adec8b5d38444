"""Tickets that stay apart and belong together: linked on both, undone on both, and nothing tells of a complaint."""

import pytest

from desk.store.commands import tickets
from desk.store.commands.merging import link
from desk.store.commands.perform import perform
from desk.store.customers.cards import describe
from desk.store.customers.identity import Card
from desk.store.customers.joining import join
from desk.store.errors import NotFound
from desk.store.errors.input import LinkUnknown, TargetMissing, TicketItself
from desk.store.errors.people import ComplaintSealed
from desk.store.errors.tickets import LinkReveals, LinksInCircle, NothingChanged
from desk.store.maintenance.check import check
from desk.store.queries.customer import customer, customer_of
from desk.store.queries.ticket import ticket
from tests.unit.conftest import Desk
from tests.unit.people import of_vera, seat

pytestmark = pytest.mark.server


def links(desk: Desk, *numbers: int) -> list[dict[int, str]]:
    """The links of each of these tickets."""
    return [dict(ticket(desk.store, number).links) for number in numbers]


def test_both_have_the_link_and_lose_it_together(desk: Desk) -> None:
    """No clock moves; undo takes it from both."""
    first, second = desk.new(), desk.new()
    clocks = desk.rows("SELECT * FROM clock")
    perform(desk.store, "Anna", second, "link", {"of": first, "how": "follows"})
    assert links(desk, first, second) == [{second: "followed"}, {first: "follows"}]
    assert desk.rows("SELECT * FROM clock") == clocks
    assert check(desk.store).findings == ()
    tickets.undo(desk.store, "Anna")
    assert links(desk, first, second) == [{}, {}]


def test_a_link_is_changed_and_ended(desk: Desk) -> None:
    """From either ticket."""
    first, second = desk.new(), desk.new()
    link(desk.store, "Anna", second, first, "follows")
    link(desk.store, "Anna", first, second, "same-cause")
    assert links(desk, first, second) == [{second: "same-cause"}, {first: "same-cause"}]
    link(desk.store, "Boris", first, second, "none")
    assert links(desk, first, second) == [{}, {}]


def test_nothing_follows_from_what_follows_from_it(desk: Desk) -> None:
    """Directly, or by others between them; the same cause may go round."""
    a, b, c = (desk.new() for _ in range(3))
    link(desk.store, "Anna", b, a, "follows")
    link(desk.store, "Anna", c, b, "follows")
    for number, of in ((a, b), (a, c)):
        with pytest.raises(LinksInCircle):
            link(desk.store, "Anna", number, of, "follows")
    link(desk.store, "Anna", a, c)
    assert links(desk, a) == [{b: "followed", c: "same-cause"}]


def test_what_cannot_be_linked(desk: Desk) -> None:
    """Nothing is written."""
    first, second = desk.new(), desk.new()
    link(desk.store, "Anna", first, second)
    before = desk.everything()
    for of, how, error in (
        (None, "follows", TargetMissing),
        (first, "follows", TicketItself),
        (second, "twins", LinkUnknown),
        (second, "same-cause", NothingChanged),
        (99, "follows", NotFound),
    ):
        with pytest.raises(error):
            link(desk.store, "Anna", first, of, how)
    third = desk.new()
    before = desk.everything()
    with pytest.raises(NothingChanged):
        link(desk.store, "Anna", first, third, "none")
    assert desk.everything() == before


def test_a_complaint_is_linked_to_complaints_alone(people: Desk) -> None:
    """Nothing on another ticket tells of it (commitments.9), and who may not read it cannot link it."""
    complaint, enquiry = of_vera(people), 2
    who = seat(people, "complaints")
    other = people.new("complaint", "email", who=who, name="Another", email="a@example.org")
    for number, of in ((complaint, enquiry), (enquiry, complaint)):
        with pytest.raises(LinkReveals):
            link(people.store, who, number, of)
    link(people.store, who, complaint, other)
    assert links(people, complaint) == [{other: "same-cause"}]
    who = seat(people, "reception")
    with pytest.raises(ComplaintSealed):
        link(people.store, who, enquiry, complaint)


def test_a_ticket_that_became_a_complaint_is_not_told_of(people: Desk) -> None:
    """The link stays, for those who may read it."""
    who = seat(people, "supervisor")
    first, second = (people.new(who=who) for _ in range(2))
    link(people.store, who, first, second)
    tickets.to_complaint(people.store, who, second, note="Noise")
    assert links(people, first) == [{second: "same-cause"}]
    seat(people, "reception")
    assert links(people, first) == [{}]


def test_joining_two_customers_joins_what_is_known_of_them(desk: Desk) -> None:
    """Nothing is lost, nothing twice."""
    old, new = desk.new(name="Anna Smith", phone="600-10-20"), desk.new(name="A. Smith", phone="600-10-21")
    describe(desk.store, "Anna", customer_of(desk.store, old), Card("guardian", "Hard of hearing", "Rings late"))
    describe(desk.store, "Anna", customer_of(desk.store, new), Card("", "Under 18", "Rings late"))
    join(desk.store, "Anna", old, new)
    assert customer_of(desk.store, old) == customer_of(desk.store, new)
    card = customer(desk.store, customer_of(desk.store, new)).card
    assert card == Card("guardian", "Under 18; Hard of hearing", "Rings late", 2)
    assert check(desk.store).findings == ()
