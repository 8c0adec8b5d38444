"""Facts in the store: their versions, who was told which, and what registrations take from them."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.facts.errors import EndsBeforeStart, TooLong
from desk.facts.fact import Told
from desk.store.commands import tickets
from desk.store.commands.perform import perform, reply
from desk.store.commands.sessions import open_session, session
from desk.store.errors.input import FactTwice, FactUnchanged
from desk.store.errors.people import RightMissing
from desk.store.errors.tickets import FactChanged, FactUnknown
from desk.store.event_log import events_of
from desk.store.facts.telling import told_outdated
from desk.store.facts.versions import best_facts, exam_fact, fact_versions, facts, save_fact, save_facts, withdraw_fact
from desk.store.maintenance.check import check
from tests.facts import FCE, PARKING, exam
from tests.unit.conftest import Desk
from tests.unit.people import seat

pytestmark = pytest.mark.server

DAY = date(2026, 11, 3)


def fees(desk: Desk, number: int) -> list[str]:
    """The fees that are known of a registration."""
    return [event.texts.get("note", "") for event in events_of(desk.store, number) if event.what == "fee-known"]


def test_a_change_is_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    """The log proves each."""
    first = save_fact(desk.store, "Anna", FCE)
    second = save_fact(desk.store, "Boris", exam(price="15000 RUB", since=DAY + timedelta(1)), first, first)
    versions = fact_versions(desk.store, first)
    assert [(version.id, version.content.price) for version in versions] == [(first, "14500 RUB"), (second, "15000 RUB")]
    (row,) = facts(desk.store)
    assert (row.version.id, row.coming and row.coming.id, row.newest) == (first, second, second)
    assert check(desk.store).findings == ()
    desk.at("2026-11-04 00:00")
    (row,) = facts(desk.store)
    assert (row.version.id, row.coming) == (second, None)
    desk.store.rows("UPDATE fact_version SET price = '1 RUB' WHERE id = 1")
    assert [finding.what for finding in check(desk.store).findings] == ["logged-row"]


def test_a_change_of_an_outdated_version_is_refused(desk: Desk) -> None:
    """Somebody else wrote one meanwhile; nothing is lost."""
    fact = save_fact(desk.store, "Anna", FCE)
    save_fact(desk.store, "Boris", exam(price="15000 RUB"), fact, fact)
    before = desk.everything()
    with pytest.raises(FactChanged):
        save_fact(desk.store, "Anna", exam(price="16000 RUB"), fact, fact)
    with pytest.raises(FactChanged):
        withdraw_fact(desk.store, "Anna", fact, fact)
    with pytest.raises(FactUnknown):
        save_fact(desk.store, "Anna", PARKING, 77)
    with pytest.raises(FactUnchanged):
        save_fact(desk.store, "Anna", exam(price="15000 RUB"), fact)
    assert desk.everything() == before


def test_two_prices_at_once_are_refused(desk: Desk) -> None:
    """Of the same exam, day and place, written in another way; at another place, or afterwards, it is another fact."""
    fact = save_fact(desk.store, "Anna", FCE)
    with pytest.raises(FactTwice):
        save_fact(desk.store, "Anna", exam(name="b2 first — FCE", place="НЕВСКИЙ 1", price="1 RUB"))
    save_fact(desk.store, "Anna", exam(place="Лиговский, 2"))
    withdraw_fact(desk.store, "Anna", fact)
    save_fact(desk.store, "Anna", exam(since=DAY))
    with pytest.raises(EndsBeforeStart):  # of several, the others are not written either
        save_facts(desk.store, "Anna", [PARKING, exam(day=None, until=date(2026, 1, 1))])
    assert {row.version.content.name for row in facts(desk.store)} == {"B2 First (FCE)"}
    assert best_facts(desk.store, "парковка") == []
    parking = save_fact(desk.store, "Anna", PARKING)
    assert best_facts(desk.store, "парковка") == fact_versions(desk.store, parking)


@pytest.mark.parametrize(
    ("content", "error"),
    [(exam(until=date(2026, 1, 1)), EndsBeforeStart), (exam(documents="x" * 1_001), TooLong)],
)
def test_a_wrong_fact_is_not_written(desk: Desk, content: object, error: type[Exception]) -> None:
    """As a property of the pure part; here that nothing is left."""
    before = desk.everything()
    with pytest.raises(error):
        save_fact(desk.store, "Anna", content)  # type: ignore[arg-type] # of Content
    assert desk.everything() == before


@pytest.mark.parametrize(("role", "may"), [("supervisor", True), ("reception", False), ("complaints", False), ("read-only", False)])
def test_only_a_supervisor_keeps_facts_and_everybody_reads_them(people: Desk, role: str, may: bool) -> None:
    """At the function, whoever calls it."""
    who = seat(people, role)
    with nullcontext() if may else pytest.raises(RightMissing):
        save_fact(people.store, who, FCE)
    assert len(facts(people.store)) == may


def test_who_was_told_the_old_version_is_listed_until_they_are_told_the_new_one(desk: Desk) -> None:
    """On the phone, in a reply, at once; not those who were told something else, or whose ticket was undone."""
    fact = save_fact(desk.store, "Anna", FCE)
    told = (Told(fact, "B2 First (FCE): 14 500 ₽."),)
    asked = desk.new()
    perform(desk.store, "Anna", asked, "answered", {"note": "Сказала"}, told=told)
    at_once = desk.new(at_once=True, answer="14 500", told=told)
    undone = desk.new(at_once=True, answer="14 500", told=told)
    tickets.undo(desk.store, "Boris", undone)
    written = desk.new(channel="email", email="a@example.org")
    reply(desk.store, "Anna", written, "answered", {"note": "14 500", "way": "email"}, told=told)
    desk.new(at_once=True, answer="Нет")
    assert told_outdated(desk.store, fact) == []
    changed = save_fact(desk.store, "Anna", exam(price="15000 RUB", since=DAY + timedelta(1)), fact)
    assert told_outdated(desk.store, fact) == [written, at_once, asked]
    new = desk.new(at_once=True, answer="15 000", told=(Told(changed, "15 000 ₽"),))
    perform(desk.store, "Anna", at_once, "reopen", {})
    perform(desk.store, "Anna", at_once, "answered", {"note": "Перезвонила"}, told=(Told(changed, "15 000 ₽"),))
    assert told_outdated(desk.store, fact) == [written, asked]
    save_fact(desk.store, "Anna", replace(FCE, keywords="первый", since=DAY + timedelta(2)), fact)  # says what the first one said
    assert told_outdated(desk.store, fact) == [at_once, new]
    event = next(event for event in events_of(desk.store, asked) if event.what == "told")
    assert (event.data["version"], event.texts["note"]) == (fact, told[0].words)
    assert check(desk.store).findings == ()


def test_a_version_that_does_not_exist_was_told_to_nobody(desk: Desk) -> None:
    """The whole ticket is refused."""
    before = desk.everything()
    with pytest.raises(FactUnknown):
        desk.new(at_once=True, answer="x", told=(Told(5, "x"),))
    assert desk.everything() == before


def test_once_the_exam_is_over_nobody_has_to_be_told(desk: Desk) -> None:
    """Except that the fact was withdrawn."""
    fact = save_fact(desk.store, "Anna", exam(day=DAY, closes=None, opens=None, until=DAY))
    number = desk.new(at_once=True, answer="14 500", told=(Told(fact, "14 500"),))
    withdraw_fact(desk.store, "Anna", fact)
    assert told_outdated(desk.store, fact) == [number]
    save_fact(desk.store, "Anna", exam(day=DAY, closes=None, opens=None, until=DAY, price="1 RUB"), fact)
    assert told_outdated(desk.store, fact) == [number]
    desk.at("2026-11-05 10:00")
    assert told_outdated(desk.store, fact) == []


def test_a_late_registration_takes_its_fee_from_the_facts(desk: Desk) -> None:
    """Row 48: no fee was typed, and its clock runs; one in time has none (commitments.13)."""
    save_fact(desk.store, "Anna", FCE)
    desk.at("2026-11-20 17:00")
    in_time = desk.new("registration", "email", subject="FCE", exam=FCE.day)
    desk.at("2026-11-21 10:00")
    late = desk.new("registration", "email", subject="FCE", exam=FCE.day, language="en")
    assert "fee-notice" not in [standard for standard, *_ in desk.clocks(in_time)]
    assert ("fee-notice", "2026-11-23 18:00", "running") in desk.clocks(late)
    typed = desk.new("registration", "email", subject="FCE", exam=FCE.day, fee="100 ₽")
    assert [fees(desk, number) for number in (in_time, late, typed)] == [[], ["16,000\N{NO-BREAK SPACE}₽"], ["100 ₽"]]


def test_a_session_takes_its_end_of_registration_from_the_facts(desk: Desk) -> None:
    """Whichever is written first; one that somebody gave it stays."""
    assert FCE.day
    before = open_session(desk.store, "Anna", "FCE", FCE.day, "Невский 1")
    own = open_session(desk.store, "Anna", "FCE", FCE.day, "Лиговский, 2", date(2026, 11, 30))
    fact = save_fact(desk.store, "Anna", FCE)
    assert session(desk.store, before).ends == "2026-11-20"
    save_fact(desk.store, "Anna", exam(closes=date(2026, 11, 25)), fact)
    assert (session(desk.store, before).ends, session(desk.store, own).ends) == ("2026-11-25", "2026-11-30")
    found = exam_fact(desk.store, "FCE", FCE.day)
    assert found
    assert found.fact == fact
    save_fact(desk.store, "Anna", exam(name="C1 Advanced (CAE)"))
    after = open_session(desk.store, "Anna", "CAE", FCE.day, "Невский, 1")
    assert session(desk.store, after).ends == "2026-11-20"
    assert check(desk.store).findings == ()
