"""Preparation centres and schools: contacts and candidates under one name, their tickets, their letters (commitments.7)."""

import pytest

from desk.i18n import translator
from desk.outgoing.fact_words import dates_words
from desk.outgoing.mass_letters import write_to
from desk.outgoing.replies import cases, filled
from desk.outgoing.texts import CENTRE, built_in, find
from desk.store.commands import tickets
from desk.store.commands.outbox import exported
from desk.store.commands.perform import reply
from desk.store.commands.saved_views import filled as filled_views
from desk.store.commands.saved_views import save_view
from desk.store.customers.cards import describe
from desk.store.customers.identity import Card, card_of
from desk.store.customers.joining import join
from desk.store.customers.organisations import (
    Known,
    members,
    organisation_of,
    organisations,
    sent_to,
    tickets_of,
    words_of_tickets,
)
from desk.store.errors.input import OrganisationKindMissing, OrganisationUnknown
from desk.store.errors.people import CardChanged
from desk.store.facts.versions import save_fact
from desk.store.maintenance.check import check
from desk.store.queries.board import queues
from desk.store.queries.customer import customer, customer_of
from desk.store.queries.ticket import ticket
from tests.facts import FCE, PARKING, exam
from tests.unit.conftest import Desk
from tests.unit.people import seat

pytestmark = pytest.mark.server

SPEAKS, CANDIDATE = Card("preparation-centre"), Card("candidate")


def version(desk: Desk, number: int) -> int:
    """The version of a ticket."""
    return ticket(desk.store, number).row.version


def belongs(desk: Desk, number: int, card: Card, organisation: str) -> int:
    """The card of a ticket's customer, with their organisation. Returns the customer."""
    who = customer_of(desk.store, number)
    describe(desk.store, "Anna", who, card._replace(version=card_of(desk.store, who).version), organisation)
    return who


def centre(desk: Desk) -> tuple[int, int, int]:
    """Two contacts of a preparation centre and a candidate of it: their tickets."""
    first = desk.new(channel="email", name="Ольга", email="olga@globus.example", subject="Даты")
    second = desk.new(name="Пётр", phone="244-54-80", subject="Группа")
    candidate = desk.new(name="Вера", phone="244-54-81", subject="FCE")
    belongs(desk, first, SPEAKS, "Глобус")
    belongs(desk, second, SPEAKS, " глобус ")
    belongs(desk, candidate, CANDIDATE, "Globus")
    return first, second, candidate


def test_contacts_and_candidates_stand_under_one_organisation(desk: Desk) -> None:
    """Known by its name however it is written; the log proves who belongs to it."""
    first, second, candidate = centre(desk)
    assert organisations(desk.store) == [Known(1, "Глобус", "preparation-centre")]
    assert [(member.name, member.is_contact) for member in members(desk.store, 1)] == [
        ("Ольга", True),
        ("Пётр", True),
        ("Вера", False),
    ]
    assert sorted(tickets_of(desk.store, 1)) == [first, second, candidate]
    assert customer(desk.store, customer_of(desk.store, candidate)).organisation.name == "Глобус"
    assert check(desk.store).findings == ()
    desk.store.rows("UPDATE membership SET organisation_id = organisation_id WHERE customer_id = 1")
    assert check(desk.store).findings == ()
    desk.store.rows("DELETE FROM membership WHERE customer_id = 1")
    assert [finding.what for finding in check(desk.store).findings] == ["logged-row"]


def test_only_somebody_who_speaks_for_it_makes_it_known(desk: Desk) -> None:
    """A mistyped name makes no second one; nothing of the card is written then."""
    number = desk.new()
    before = desk.everything()
    with pytest.raises(OrganisationUnknown):
        belongs(desk, number, CANDIDATE, "Глобсу")
    with pytest.raises(OrganisationKindMissing):
        belongs(desk, number, Card(), "Глобус")
    assert desk.everything() == before
    belongs(desk, number, Card("school"), "Школа 7")
    assert organisations(desk.store) == [Known(1, "Школа 7", "school")]


def test_a_card_can_take_somebody_out_again(desk: Desk) -> None:
    """And to another one; a change of the card meanwhile is refused."""
    first, second, _ = centre(desk)
    who = belongs(desk, second, SPEAKS, "Лингва")
    assert organisation_of(desk.store, who).name == "Лингва"
    version = card_of(desk.store, who).version
    belongs(desk, second, SPEAKS, "")
    assert organisation_of(desk.store, who) == Known()
    with pytest.raises(CardChanged):
        describe(desk.store, "Boris", who, SPEAKS._replace(version=version), "Глобус")
    belongs(desk, first, SPEAKS, "глобус")  # nothing new
    assert check(desk.store).findings == ()


def test_joining_customers_keeps_the_organisation(desk: Desk) -> None:
    """Of whoever has one."""
    first, *_ = centre(desk)
    other = desk.new(name="Ольга Петровна", phone="244-54-99")
    join(desk.store, "Anna", first, other)
    assert organisation_of(desk.store, customer_of(desk.store, other)).name == "Глобус"
    assert check(desk.store).findings == ()


def test_a_filter_and_a_saved_view_find_their_tickets(desk: Desk) -> None:
    """By the name and by what they are, in both languages; who has no organisation by their card alone."""
    centre(desk)
    alone = desk.new(name="Ирина", phone="244-54-70")
    belongs(desk, alone, Card("school"), "")
    desk.new(name="Павел", phone="244-54-71")
    save_view(desk.store, "Anna", "Глобус", "globus")
    save_view(desk.store, "Anna", "Центры", "подготовительный")
    save_view(desk.store, "Anna", "Школы", "school")
    words = words_of_tickets(desk.store)
    found = {view.name: sorted(row.id for row in rows) for view, rows in filled_views(desk.store, queues(desk.store), words)}
    assert found == {"Глобус": [1, 2, 3], "Центры": [1, 2, 3], "Школы": [alone]}


def test_what_they_were_sent_is_listed(desk: Desk) -> None:
    """Replies and letters that have left, with their words; not what waits, was undone, or stands on a complaint hidden from the
    reader."""
    save_fact(desk.store, "Anna", FCE)
    first, second, candidate = centre(desk)
    reply(desk.store, "Anna", first, "answered", {"note": "Даты", "way": "email"})
    tickets.fact(desk.store, "Anna", second, "answered", data={"way": "phone"})
    written = desk.new(channel="email", name="Ольга", email="olga@globus.example")
    write_to(desk.store, "Anna", [(written, version(desk, written))], find(built_in(), "exam-dates"))
    assert [sent.words for sent in sent_to(desk.store, 1)] == ["Даты"]
    exported(desk.store, "Anna", [event for (event,) in desk.rows("SELECT event_id FROM outbox")])
    (letter, answer) = sent_to(desk.store, 1)
    assert (letter.ticket, letter.way, answer.words) == (written, "email", "Даты")
    assert "B2 First (FCE)" in letter.words
    tickets.undo(desk.store, "Anna", first)
    assert [sent.ticket for sent in sent_to(desk.store, 1)] == [written]
    assert candidate in tickets_of(desk.store, 1)


def test_a_preparation_centre_has_a_text_of_its_own(desk: Desk) -> None:
    """Row 47: all announced exams, in their language; who was told which version is recorded."""
    for content in (PARKING, exam(name="C1 Advanced (CAE)", place="Зал 2"), FCE):
        save_fact(desk.store, "Anna", content)
    first, _, candidate = centre(desk)
    assert CENTRE in cases(ticket(desk.store, first), desk.store.now())
    assert CENTRE not in cases(ticket(desk.store, candidate), desk.store.now())
    text, english = find(built_in(), "exam-dates"), translator("en")
    dates = dates_words(english, [FCE, PARKING])
    said = filled(english, desk.store.charter, ticket(desk.store, first), text, "Anna", desk.store.now(), dates=dates).text
    assert "• B2 First (FCE): Saturday 12 December 2026" in said
    assert "car park" not in said
    nothing = filled(english, desk.store.charter, ticket(desk.store, first), text, "Anna", desk.store.now()).text
    assert "no exams are announced" in nothing
    write_to(desk.store, "Anna", [(first, version(desk, first))], text)
    told = desk.rows("SELECT data FROM event WHERE what = 'told'")
    assert len(told) == 2


@pytest.mark.parametrize(("role", "seen"), [("complaints", 2), ("reception", 1)])
def test_a_complaint_of_theirs_is_neither_shown_nor_counted_to_whoever_may_not_read_it(people: Desk, role: str, seen: int) -> None:
    """Nor is a contact who is known by it alone."""
    who = seat(people, "complaints")
    enquiry = people.new(who=who, name="Ольга", phone="244-54-80")
    complaint = people.new("complaint", "email", who=who, name="Пётр", email="petr@globus.example")
    for number in (enquiry, complaint):
        owner = customer_of(people.store, number)
        describe(people.store, who, owner, SPEAKS, "Глобус")
    seat(people, role)
    assert (len(tickets_of(people.store, 1)), len(members(people.store, 1))) == (seen, seen)
