"""day.md by keys, Monday 9 November: rows 44 to 46, 48 and 51 to 54, the person on the line, facts, further kinds of cases."""

from contextlib import closing

import pytest

from desk.facts.fact import Content
from desk.outgoing.texts import built_in, find
from desk.store.facts.versions import save_fact
from desk.store.opening import open_desk
from tests.facts import FCE, exam
from tests.terminal.conftest import Day
from tests.terminal.terminal import Terminal
from tests.worded import charter, moscow

TEXT = find(built_in(), "exam-dates")


def with_facts(day: Day, *contents: Content) -> None:
    """A desk whose supervisor wrote these facts in the morning."""
    morning = int(moscow("2026-11-09 09:50").timestamp())
    with closing(open_desk(str(day.database), None, lambda: morning, practice=True)) as store:
        for content in contents:
            save_fact(store, "Olga", content)


def new_case(day: Day, desk: Terminal, kind: str) -> None:
    """Ctrl+N, then the kind by its name."""
    desk.press("ctrl+n")
    title = charter().kind(kind).title.in_language(day.language)
    desk.sees(title)
    desk.type(title)
    desk.press("enter")
    desk.matches(rf": {title}")


@pytest.mark.row(44)
def test_the_callers_cases_stand_in_the_form(day: Day) -> None:
    """Row 44: three open cases of one number, before a word of the question is typed; one key shows all of them."""
    with day.at("2026-11-09 10:20") as desk:
        for subject in ("FCE", "CAE", "Spelling"):
            desk.form("c", "Карпенко 244-54-93", subject)
        desk.sees(*(day.words.ref(number) for number in (1, 2, 3)))
        desk.press("c")
        desk.type("244-54-93")
        desk.sees(*(f"{day.words.ref(number)} " for number in (1, 2, 3)), "Карпенко")
        desk.press("f12")
        desk.sees("CAE", "Spelling")
        desk.press("escape", "f2")
        desk.sees("Карпенко 244-54-93")
        desk.press("escape", "right", "enter")
        desk.leave()


@pytest.mark.row(45)
def test_a_fact_is_told_by_one_key(day: Day) -> None:
    """Row 45: two keys beyond what is typed bring the caller's case and three facts; which version was told is in the history."""
    with_facts(day, FCE, exam(day=FCE.day and FCE.day.replace(month=12, day=19)), exam(name="C1 Advanced (CAE)"))
    with day.at("2026-11-09 10:21") as desk:
        desk.form("c", "Ann 244-54-88", "Spelling")
        desk.sees(day.words.ref(1))
        desk.press("c")
        desk.type("244-54-88")
        desk.press("tab")
        desk.type("when is FCE in December, and how much?")
        desk.sees(f"{day.words.ref(1)} ", "F3 B2 First (FCE)", "F5 B2 First (FCE)", "F6 C1 Advanced")
        desk.press("escape", "right", "enter")
        desk.misses("F5 B2 First")
        desk.press("c")
        desk.type("Ann")
        desk.press("tab")
        desk.type("FCE in December")
        desk.press("f3")  # in one breath with the question
        desk.sees("14 500 ₽, ")
        desk.press("f4")
        desk.until(lambda _: day.rows("SELECT count(*) FROM ticket") == [(2,)], "the call")
        desk.leave()
    assert day.events(2) == ["received", "told"]
    assert day.rows("SELECT json_extract(data, '$.version') FROM event WHERE what = 'told'") == [(1,)]
    assert day.state(2) == "closed"


@pytest.mark.row(46)
def test_who_was_told_the_old_price_is_written_to(day: Day) -> None:
    """Row 46: it changes from tomorrow; they are listed at once, and a letter waits for each."""
    with_facts(day, FCE)
    with day.at("2026-11-09 11:00", staff="Olga") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 11:00"))
        desk.form("e", "ann@example.org", "", "FCE")
        desk.sees(day.words.ref(1))
        desk.press("o")
        desk.sees("F3 B2 First")
        desk.press("f3", "f10")
        desk.until(lambda _: "told" in day.events(1), "the reply")
        desk.press("ctrl+p")
        desk.type(day.words.title("facts"))
        desk.press("enter", "enter")  # the list, the only fact of it
        desk.press("tab", "tab", "tab", "home", *["delete"] * 8)
        desk.type("15000")
        desk.press(*["tab"] * 9)
        desk.type("10.11.2026")
        desk.press("enter")
        desk.sees("15 000 ₽" if day.language == "ru" else "15,000 ₽", day.words.ref(1))
        desk.press("w")
        desk.sees("‹ ")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT count(*) FROM outbox") == [(1,)], "the letter")
        desk.press("ctrl+q")
        desk.ended()
    assert "С 10 ноября 2026" in day.texts(1, "note")[-2]
    assert day.rows("SELECT price, since FROM fact_version ORDER BY id DESC LIMIT 1") == [("15000 RUB", "2026-11-10")]


@pytest.mark.row(47)
def test_a_preparation_centre_asks_for_all_dates(day: Day) -> None:
    """Row 47: its own kind of customer, its contact, its text; counted apart."""
    with_facts(day, FCE, exam(name="C1 Advanced (CAE)"))
    with day.at("2026-11-09 11:10", staff="Olga") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 11:10"))
        desk.form("e", "Vera vera@globus.example", "", "All dates")
        desk.sees(day.words.ref(1))
        desk.press("f12", "e")
        desk.press("tab", "right", "right", "right", "right", "tab")
        desk.type("Globus")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT name, kind FROM organisation") == [("Globus", "preparation-centre")], "the card")
        desk.press("o")
        desk.sees("F3 ")
        desk.press("f2")
        desk.type(TEXT.title.in_language(day.language)[:20])
        desk.press("enter")
        desk.sees("• B2 First", "• C1 Advanced")
        desk.press("f10")
        desk.until(lambda _: day.events(1).count("told") == 2, "the reply")
        desk.press("ctrl+p")
        desk.type(day.words.title("organisations"))
        desk.press("enter", "enter")
        desk.sees("vera@globus.example", "Globus")
        desk.press("p")
        desk.sees("B2 First")
        desk.press("ctrl+q")
        desk.ended()
    assert day.state(1) == "closed"


@pytest.mark.row(48)
def test_a_late_registration_knows_its_fee(day: Day) -> None:
    """Row 48 with facts: nobody says that it is late, or what it costs; the letter names the late price."""
    late = exam(day=moscow("2026-12-05 10:00").date(), closes=moscow("2026-11-06 10:00").date())
    with_facts(day, late)
    with day.at("2026-11-09 11:30") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 11:30"))
        desk.press("f5")
        desk.type("Oleg oleg@example.org")
        desk.press("tab", "tab", "tab")
        desk.type("05.12")
        desk.press("tab")
        desk.type("FCE")
        desk.press("enter")
        desk.until(lambda _: day.rows("SELECT count(*) FROM ticket") == [(1,)], "the registration")
        desk.sees(day.words.ref(1))
        desk.press("enter")
        assert day.clocks(1)["fee-notice"] == ("running", "10.11 18:00:00")
        desk.press("o")
        desk.sees("16 000 ₽")
        desk.press("f10")
        desk.until(lambda _: "fee-told" in day.events(1), "the letter")
        desk.leave()


@pytest.mark.row(51)
def test_an_enquiry_on_results(day: Day) -> None:
    """Row 51: five working days from its receipt with consent and fee."""
    with day.at("2026-11-09 13:00") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 13:00"))
        new_case(day, desk, "results")
        desk.type("Карпенко 244-54-93")
        desk.press("tab", "tab", "tab", "right", "tab")
        desk.type("B2 First")
        desk.press("tab", "tab", "tab", "right", "f10")
        desk.until(lambda _: bool(day.clocks(1)), "the case")
        assert day.clocks(1) == {"results-stage-1": ("running", "16.11 18:00:00")}
        desk.sees("LT-Pro. ")  # the slip
        desk.press("enter")
        desk.misses("LT-Pro. ")
        desk.leave()


@pytest.mark.row(52)
def test_the_second_stage_of_a_complaint(day: Day) -> None:
    """Row 52: the first handler cannot take it; it has a clock of its own."""
    with day.at("2026-11-09 13:50", staff="Boris") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 13:50"))
        desk.form("p", "Карпенко 244-54-93", "", "", "Noise")
        desk.press("escape")
        desk.sees(day.words.ref(1))
        desk.press("2")
        desk.form("k", "", "told")
        desk.press("f10")
        desk.until(lambda _: "acknowledged" in day.events(1), "the acknowledgement")
        desk.press("6", "enter")
        desk.until(lambda _: "completed" in day.events(1), "the information to be complete")
        desk.press("a")
        desk.type("No.")
        desk.press("enter")
        desk.until(lambda _: "answered" in day.events(1), "the answer")
        desk.leave()
    with day.at("2026-11-09 14:00", staff="Boris") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 14:00"))
        desk.press("2", "enter", "f2")
        desk.type(day.words.title("objected"))
        desk.press("enter")
        desk.type("Objects")
        desk.press("enter")
        desk.until(lambda _: "objected" in day.events(1), "the second stage")
        assert day.clocks(1)["complaint-second-answer"][0] == "running"
        desk.press("t")
        desk.sees("Esc", "Boris")
        assert day.owner(1) == ""
        desk.press("ctrl+q")
        desk.ended()


@pytest.mark.row(53)
def test_a_data_request(day: Day) -> None:
    """Row 53: ten working days."""
    with day.at("2026-11-09 14:30") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 14:30"))
        new_case(day, desk, "data-request")
        desk.type("Карпенко 244-54-93")
        desk.press("tab", "tab", "tab")
        desk.type("Which data?")
        desk.press("f10")
        desk.until(lambda _: bool(day.clocks(1)), "the case")
        assert day.clocks(1)["data-request-answer"] == ("running", "23.11 18:00:00")
        desk.sees("LT-Pro. ")  # the slip
        desk.press("enter")
        desk.misses("LT-Pro. ")
        desk.leave()


@pytest.mark.row(54)
def test_a_data_breach(day: Day) -> None:
    """Row 54: plain hours from the moment at which it was known."""
    with day.at("2026-11-09 15:00") as desk:
        desk.sees(day.words.state_of_centre("2026-11-09 15:00"))
        new_case(day, desk, "data-breach")
        desk.type("List of candidates")
        desk.press("tab", "tab")
        desk.type("14:50")
        desk.press("tab")
        desk.type("A list was lost")
        desk.press("f10")
        desk.until(lambda _: bool(day.clocks(1)), "the case")
        desk.leave()
    assert {due for _, due in day.clocks(1).values()} == {"10.11 14:50:00", "12.11 14:50:00"}
