"""Two records of one person become one."""

import pytest

from desk.store.commands import corrections, tickets
from desk.store.commands.merging import split
from desk.store.customers.identity import all_known_by, known_by
from desk.store.customers.joining import join, part
from desk.store.errors import BadInput, NotFound
from desk.store.errors.input import TargetMissing, TicketItself
from desk.store.errors.tickets import NothingChanged
from desk.store.maintenance.check import check
from desk.store.queries import ticket
from tests.recordings import Fields
from tests.unit.conftest import Command, Desk, broken_links, wrong_rows
from tests.unit.people import seat

pytestmark = pytest.mark.server

OLD, NEW = "+78122445488", "+79111234567"


def two_records(desk: Desk) -> tuple[int, int, int]:
    """Two tickets under one number, one under another."""
    first, second = desk.new(name="Иванова", phone=OLD), desk.new("complaint", "email", name="Иванова М.", phone=OLD)
    return first, second, desk.new(name="Мария", phone=NEW)


def test_all_tickets_of_one_record_go_over_to_the_other(desk: Desk) -> None:
    """Whichever of them it was said on; that one of them is a complaint, the others do not say."""
    first, second, third = two_records(desk)
    before = {number: desk.clocks(number) for number in (first, second, third)}
    join(desk.store, "Boris", second, third)
    assert {desk.story(number).customer for number in (first, second, third)} == {desk.story(third).customer}
    assert [ticket.ticket(desk.store, number).customer_tickets for number in (third, second)] == [(first,), (third, first)]
    assert {number: desk.clocks(number) for number in (first, second, third)} == before
    assert (broken_links(desk.where), wrong_rows(desk.store), check(desk.store).findings) == ([], [], ())


def test_every_number_and_address_of_both_leads_to_the_one(desk: Desk) -> None:
    """The next call may come from either."""
    first, _, third = two_records(desk)
    join(desk.store, "Boris", first, third)
    assert {desk.known(phone).id for phone in (OLD, NEW)} == {desk.story(third).customer}
    assert desk.story(desk.new(name="", phone=OLD)).customer == desk.story(third).customer


def test_a_person_is_known_by_an_earlier_number_too(desk: Desk) -> None:
    """The last number that somebody gave is not the only one of theirs."""
    first = desk.new(phone=OLD, email="m@example.org")
    second = desk.new(phone=NEW, email="M@example.org")
    assert desk.story(desk.new(name="", phone=OLD)).customer == desk.story(first).customer == desk.story(second).customer


@pytest.mark.in_file
def test_a_person_is_written_only_where_something_is_new(desk: Desk) -> None:
    """A note about them changes no name and no number."""
    number = desk.new(phone="+7 911 123-45-67")
    written: list[str] = []
    desk.store.database.connection().set_trace_callback(written.append)
    tickets.note(desk.store, "Boris", number, "words")
    corrections.correct(desk.store, "Boris", number, "name", "Иванова Анна")
    desk.store.database.connection().set_trace_callback(None)
    assert sum(sql.startswith('UPDATE "customer"') for sql in written) == 1


def test_a_number_that_was_misheard_leads_to_nobody(desk: Desk) -> None:
    """Corrected, it is not theirs any more."""
    number = desk.new(phone=OLD)
    corrections.correct(desk.store, "Anna", number, "phone", NEW)
    assert known_by(desk.store, OLD, "") is None
    assert desk.known(NEW).id == desk.story(number).customer


def test_it_is_one_step_and_one_undo(desk: Desk) -> None:
    """Two people after all; the history shows both."""
    first, second, third = two_records(desk)
    step = join(desk.store, "Boris", first, third)
    assert {row[0] for row in desk.rows("SELECT DISTINCT step FROM event WHERE what = 'corrected'")} == {step}
    tickets.undo(desk.store, "Boris")
    assert desk.story(first).customer == desk.story(second).customer != desk.story(third).customer
    assert desk.known(OLD).id == desk.story(first).customer
    assert wrong_rows(desk.store) == []


def test_what_cannot_be_is_refused_and_changes_nothing(desk: Desk) -> None:
    """Itself, nobody, somebody unknown, whom we know already."""
    first, second, _ = two_records(desk)
    before = desk.everything()
    for other, error in ((first, TicketItself), (None, TargetMissing), (second, NothingChanged)):
        with pytest.raises(error):
            join(desk.store, "Boris", first, other)
    with pytest.raises(NotFound):
        join(desk.store, "Boris", first, 99)
    assert desk.everything() == before


def test_by_a_command_and_in_the_history(command: Command) -> None:
    """`desk do 2 correct --field customer --value 1`."""
    for phone in (OLD, NEW):
        command("add", "enquiry", "--channel", "phone", "--phone", phone, "--subject", "FCE")
    done = command("do", "2", "correct", "--field", "customer", "--value", "1", "--lang", "en")
    assert done.returncode == 0
    assert "same person as on #1" in done.stdout
    refused = command("do", "2", "correct", "--field", "customer", "--value", "Anna")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_of_those_who_share_a_number_whoever_was_named_comes_first(desk: Desk) -> None:
    """Though the other one called later; without a name the newest does."""
    desk.new(name="Иванов Пётр", phone=OLD)
    corrections.correct(desk.store, "Boris", desk.new(name="Смирнова Анна", phone=NEW), "phone", OLD)
    for typed, first in (("Иванов", "Иванов Пётр"), ("", "Смирнова Анна"), ("Орлов", "Смирнова Анна")):
        assert all_known_by(desk.store, OLD, "", typed)[0].name == first


# -- parting -------------------------------------------------------------------------------------------------------------


def test_what_came_over_in_one_join_goes_back_together(desk: Desk) -> None:
    """From any of its tickets, also after later steps; the record that they came to keeps its own."""
    first, second, third = two_records(desk)
    before = [desk.story(number).customer for number in (first, second, third)]
    join(desk.store, "Boris", first, third)
    tickets.note(desk.store, "Boris", second, "слова")
    part(desk.store, "Вера", second, "это мать и дочь")
    assert [desk.story(number).customer for number in (first, second, third)] == before
    assert ticket.ticket(desk.store, second).events[-1].texts == {"note": "это мать и дочь"}
    assert (wrong_rows(desk.store), check(desk.store).findings) == ([], ())
    tickets.undo(desk.store, "Вера")
    assert len({desk.story(number).customer for number in (first, second, third)}) == 1


def test_a_ticket_that_nobody_joined_gets_a_customer_of_its_own(desk: Desk) -> None:
    """Two people share a number: the record has the name and the contacts of who stays, a new call goes by its name."""
    anna = desk.new(name="Иванова Анна", phone=OLD)
    boris = desk.new(name="", phone=OLD)
    corrections.correct(desk.store, "Boris", boris, "name", "Петров Олег")
    part(desk.store, "Boris", boris)
    assert desk.story(anna).customer != desk.story(boris).customer
    assert [person.name for person in all_known_by(desk.store, OLD, "")] == ["Петров Олег", "Иванова Анна"]
    assert desk.story(desk.new(name="Иванова", phone=OLD)).customer == desk.story(anna).customer
    assert desk.story(desk.new(name="Петров", phone=OLD)).customer == desk.story(boris).customer
    assert (wrong_rows(desk.store), check(desk.store).findings) == ([], ())


def test_nobody_is_parted_from_themselves(desk: Desk) -> None:
    """A single ticket has nothing to be parted from, nor has a record that came over whole."""
    with pytest.raises(NothingChanged):
        part(desk.store, "Boris", desk.new())


def test_a_complaint_hidden_from_the_actor_stays_where_it_is(people: Desk) -> None:
    """Moving it would tell of it; its handler parts it."""
    boss = seat(people, "supervisor")
    first = people.new(who=boss, name="Иванова", phone=OLD)
    hidden = people.new("complaint", "email", who=boss, name="Иванова", phone=OLD)
    other = people.new(who=boss, name="Мария", phone=NEW)
    join(people.store, boss, first, other)
    joined = people.story(other).customer
    part(people.store, seat(people, "reception"), first)
    seat(people, "supervisor")
    assert people.story(first).customer != joined
    assert people.story(hidden).customer == joined


# -- two cases of one letter ---------------------------------------------------------------------------------------------


def test_one_letter_becomes_two_cases(desk: Desk) -> None:
    """The same person, receipt and text; each has its own promises, and each leads to the other."""
    given = Fields(name="Иванова", email="a@example.org", body="Верните деньги. И когда FCE?", incoming="17")
    given |= Fields(subject="Когда FCE?", language="en")
    first = desk.new("enquiry", "letter", "2026-11-02 11:00", **given)
    second = split(desk.store, "Boris", first, kind="refund", subject="Верните деньги", note="второй абзац")
    assert (desk.story(second).customer, desk.story(second).received) == (desk.story(first).customer, desk.story(first).received)
    words = {name: desk.story(second).words[name] for name in ("email", "body", "incoming", "subject")}
    assert words == {"email": "a@example.org", "body": given["body"], "incoming": "17", "subject": "Верните деньги"}
    assert desk.story(second).language == "en"
    assert desk.clocks(second) == [("refund-answer", "2026-11-12 18:00", "running")]
    assert [dict(ticket.ticket(desk.store, number).links) for number in (first, second)] == [
        {second: "same-cause"}, {first: "same-cause"},
    ]  # fmt: skip
    assert desk.events(second) == ["received", "noted", "linked"]
    assert check(desk.store).findings == ()


def test_the_second_case_is_the_same_persons_without_a_number(desk: Desk) -> None:
    """A name alone would be a new customer."""
    first = desk.new("enquiry", "in-person", name="Иванова")
    assert desk.story(split(desk.store, "Boris", first, kind="refund", subject="x")).customer == desk.story(first).customer


def test_a_complaint_in_a_letter_is_not_told_of_on_the_other_case(desk: Desk) -> None:
    """commitments.9: no link, and no event on the enquiry."""
    first = desk.new("enquiry", "email")
    events = desk.events(first)
    second = split(desk.store, "Boris", first, kind="complaint", subject="Грубо ответили")
    assert (desk.events(first), desk.events(second)) == (events, ["received"])


@pytest.mark.parametrize(("kind", "subject"), [("refund", " "), ("nothing", "x"), ("results", "x"), ("access", "x")])
def test_a_second_case_that_cannot_be_recorded_leaves_nothing(desk: Desk, kind: str, subject: str) -> None:
    """No subject, no such kind, no topic, no exam: refused whole."""
    first = desk.new("enquiry", "email")
    before = desk.everything()
    with pytest.raises(BadInput):
        split(desk.store, "Boris", first, kind=kind, subject=subject)
    assert desk.everything() == before
