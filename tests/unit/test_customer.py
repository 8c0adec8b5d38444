"""A customer whole: their cases in order, how to reach them, and the card that staff keep of them."""

import pytest

from desk.store.commands import tickets
from desk.store.customers.cards import describe
from desk.store.customers.identity import Card, known_by
from desk.store.errors.input import CustomerKindUnknown, FieldTooLong
from desk.store.errors.people import CardChanged, ComplaintSealed, CustomerUnknown
from desk.store.maintenance.check import check
from desk.store.queries.customer import MOST, customer, customer_of
from desk.store.queries.ticket import ticket
from tests.unit.conftest import Desk
from tests.unit.people import WORDS, of_vera, seat

pytestmark = pytest.mark.server

PHONE = "+7 921 555-12-34"
CARD = Card("guardian", "Hard of hearing", "Rings in the evening")


def test_cases_stand_by_their_deadlines_then_the_newest(desk: Desk) -> None:
    """Open before closed; an undone one is none."""
    closed = [desk.new(phone=PHONE, received="2026-11-03 09:00") for _ in range(2)]
    for number in closed:
        tickets.close(desk.store, "Boris", number, "mistake")
    later = desk.new(phone=PHONE)
    urgent = desk.new("enquiry", "voicemail", phone=PHONE)
    desk.new(phone=PHONE)
    tickets.undo(desk.store, "Boris")
    desk.new(phone="+7 921 000-00-00", name="Somebody else")
    found = customer(desk.store, customer_of(desk.store, later))
    assert [row.id for row in found.rows] == [urgent, later, *reversed(closed)]
    assert found.tickets == 4


def test_every_number_and_address_is_there_once_the_latest_first(desk: Desk) -> None:
    """As they were typed; the language is that of the latest case."""
    first = desk.new(phone=PHONE, email="old@example.org", language="ru")
    desk.new(phone=PHONE, email="new@example.org", address="Mayakovskogo 1", language="en")
    desk.new(phone=f"{PHONE}, 244-54-88", email="old@example.org", language="en")
    found = customer(desk.store, customer_of(desk.store, first))
    desk.new(phone="8 921 555 12 34", name="Иванова Мария")
    assert found.phones == (f"{PHONE}, 244-54-88", PHONE)
    assert customer(desk.store, found.id).phones == ("8 921 555 12 34", f"{PHONE}, 244-54-88")  # the same number, as typed last
    assert found.emails == ("old@example.org", "new@example.org")
    assert (found.addresses, found.language) == (("Mayakovskogo 1",), "en")


def test_of_very_many_cases_the_nearest_are_listed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are counted."""
    assert MOST >= 100
    monkeypatch.setattr("desk.store.queries.customer.MOST", 2)
    numbers = [desk.new(phone=PHONE) for _ in range(3)]
    found = customer(desk.store, customer_of(desk.store, numbers[0]))
    assert ([row.id for row in found.rows], found.tickets) == ([3, 2], 3)


def test_a_card_is_kept_and_logged(desk: Desk) -> None:
    """It stands on the customer, on each ticket and for the next caller; the log proves it."""
    number = desk.new(phone=PHONE)
    who = customer_of(desk.store, number)
    assert customer(desk.store, who).card == Card()
    describe(desk.store, "Anna", who, CARD)
    changed = CARD._replace(note="Moved", version=1)
    describe(desk.store, "Boris", who, changed)
    assert customer(desk.store, who).card == changed._replace(version=2)
    assert ticket(desk.store, number).mind == "Hard of hearing"
    known = known_by(desk.store, PHONE, "")
    assert known
    assert known.mind == "Hard of hearing"
    assert check(desk.store).findings == ()
    desk.store.rows("UPDATE customer_card SET mind = 'Nothing'")
    assert [finding.what for finding in check(desk.store).findings] == ["logged-row"]


def test_a_card_that_was_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    """Nor is anything written that is there already."""
    who = customer_of(desk.store, desk.new())
    describe(desk.store, "Anna", who, CARD)
    before = desk.everything()
    with pytest.raises(CardChanged):
        describe(desk.store, "Boris", who, Card("school"))
    describe(desk.store, "Boris", who, CARD._replace(version=1))
    assert desk.everything() == before


@pytest.mark.parametrize(
    ("card", "error"),
    [(Card("friend"), CustomerKindUnknown), (Card(mind="x" * 201), FieldTooLong), (Card(note="x" * 100_001), FieldTooLong)],
)
def test_what_no_card_can_hold_is_refused(desk: Desk, card: Card, error: type[Exception]) -> None:
    """Nothing is written."""
    who = customer_of(desk.store, desk.new())
    before = desk.everything()
    with pytest.raises(error):
        describe(desk.store, "Anna", who, card)
    assert desk.everything() == before


def test_nobody_is_no_customer(desk: Desk) -> None:
    """A number that nobody has."""
    for asked in (lambda: customer(desk.store, 99), lambda: describe(desk.store, "Anna", 99, CARD)):
        with pytest.raises(CustomerUnknown):
            asked()


def test_hidden_complaints_are_neither_shown_nor_counted(people: Desk) -> None:
    """Not the name and number that only they carry either (commitments.9)."""
    complaint = of_vera(people)
    seat(people, "complaints")
    who = customer_of(people.store, complaint)
    assert customer(people.store, who).tickets == 2
    seat(people, "reception")
    found = customer(people.store, who)
    assert (found.tickets, [row.kind for row in found.rows], found.emails) == (1, ["enquiry"], ())
    assert WORDS["name"] not in repr(found)
    with pytest.raises(ComplaintSealed):
        customer_of(people.store, complaint)


def test_what_a_hidden_complaint_joined_tells_nothing_by_its_gaps(people: Desk) -> None:
    """The name is that of a ticket that can be seen, though the newest has none."""
    who = seat(people, "complaints")
    people.new("complaint", "email", who=who, name="Olga Secretova", phone=PHONE, email="o@example.org")
    named = people.new(who=who, name="Olga", phone=PHONE)
    people.new("enquiry", "email", who=who, name="", email="o@example.org")
    seat(people, "reception")
    found = customer(people.store, customer_of(people.store, named))
    assert (found.name, found.phones) == ("Olga", (PHONE,))


def test_who_has_hidden_complaints_alone_is_unknown(people: Desk) -> None:
    """To read, and to describe."""
    name = seat(people, "complaints")
    who = customer_of(people.store, people.new("complaint", "email", who=name, name="Alone", email="alone@example.org"))
    name = seat(people, "reception")
    for asked in (lambda: customer(people.store, who), lambda: describe(people.store, name, who, CARD)):
        with pytest.raises(CustomerUnknown):
            asked()
