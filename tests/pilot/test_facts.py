"""Facts on the screens: offered while somebody types, told by one key, kept by the supervisor, and who was told otherwise."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from desk.facts.errors import EndsBeforeStart, PriceUnreadable
from desk.i18n import translator
from desk.outgoing.fact_words import fact_words
from desk.screens.facts.screen import FactsScreen
from desk.screens.forms.reply_form import ReplyForm
from desk.screens.groups.screen import GroupScreen
from desk.store.database import Store
from desk.store.errors.input import FactTwice
from desk.store.errors.tickets import FactChanged
from desk.store.facts.versions import save_fact
from desk.widgets.fields import Lines
from tests.facts import FCE, PARKING, exam
from tests.pilot.conftest import Desk, OpenDesk, ticket
from tests.pilot.people import hire, log_in

SAID = {language: fact_words(translator(language), FCE) for language in ("ru", "en")}
TOLD = "SELECT json_extract(data, '$.version') FROM event WHERE what = 'told' ORDER BY id"


def facts(store: Store) -> None:
    """An exam, another one, and a short answer."""
    save_fact(store, "Anna", FCE)
    save_fact(store, "Anna", exam(name="C1 Advanced (CAE)", price="15500 RUB"))
    save_fact(store, "Anna", PARKING)


def offered(desk: Desk) -> list[str]:
    """The lines of the offered facts."""
    return desk.said("#facts").splitlines() if desk.screen.query("#facts") else []


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    "question", ["сколько стоит FCE в декабре", "how much is FCE", "crjkmrj cnjbn FCE"], ids=["ru", "en", "layout"]
)
async def test_the_fact_is_told_by_one_key_beyond_what_is_typed(open_a_desk: OpenDesk, language: str, question: str) -> None:
    """Row 45: it stands below the fields as soon as the question is typed, and the history says which version was told."""
    async with open_a_desk(facts, language=language) as desk:
        await desk.press("c")
        assert offered(desk) == []
        await desk.type("Петрова 244-54-88")
        await desk.press("down")
        await desk.type(question)
        assert "B2 First" in offered(desk)[0]
        await desk.press("f3")
        assert desk.values()["answer"] == SAID["ru"]  # the centre's language, since nobody said another one
        assert SAID["ru"] in desk.said("#facts")  # whole, to read it out
        await desk.press("enter")
        assert desk.rows(TOLD) == [(1,)]
        assert desk.texts("note") == [SAID["ru"]]
        assert desk.rows("SELECT state, at_once FROM ticket") == [("closed", 1)]


async def test_two_facts_are_told_in_the_customers_language(open_a_desk: OpenDesk) -> None:
    """One after the other; a fourth key tells none."""
    async with open_a_desk(facts) as desk:
        await desk.press("w")
        await desk.fill(who="Ann", subject="FCE, CAE")
        await desk.press("down", "down", "right")  # English
        assert desk.values()["language"] == "en"
        first, second = offered(desk)[:2]
        assert {first[4:14], second[4:14]} == {"B2 First (", "C1 Advance"}
        await desk.press("f3", "f5")
        assert "C1 Advanced (CAE): Saturday 12 December 2026" in desk.values()["answer"]
        assert SAID["en"] in desk.values()["answer"]
        before = desk.values()
        await desk.press("f6")
        assert (desk.values(), bool(desk.toasts)) == (before, True)
        await desk.press("f4")
        assert sorted(desk.rows(TOLD)) == [(1,), (2,)]


async def test_what_was_taken_out_of_the_answer_was_not_told(open_a_desk: OpenDesk) -> None:
    """What was added to it does not matter."""
    async with open_a_desk(facts) as desk:
        await desk.press("c")
        await desk.fill(who="Ann", subject="FCE CAE")
        await desk.press("f3", "f5")
        desk.field("answer").value = f"Сказала: {SAID['ru']} Завтра перезвонит."
        await desk.settle()
        await desk.press("f4")
        assert desk.rows(TOLD) == [(1,)]


async def test_a_fact_in_a_restored_draft_was_told_all_the_same(open_a_desk: OpenDesk) -> None:
    """The draft holds the words alone; they say which fact it was."""
    async with open_a_desk(facts) as desk:
        await desk.press("c")
        await desk.fill(who="Ann", subject="FCE")
        await desk.press("f3", "escape", "right", "right", "enter")  # kept as a draft
        assert desk.kind == "Board"
        await desk.press("c")
        assert desk.values()["answer"] == SAID["ru"]
        await desk.press("f4")
        assert desk.rows(TOLD) == [(1,)]


async def test_a_reply_begins_with_what_the_customer_asked(open_a_desk: OpenDesk) -> None:
    """Their words find the facts; a line of one's own finds others; the fact goes where the cursor stands."""
    async with open_a_desk(facts, lambda store: ticket(store, "enquiry", "email", subject="FCE", body="Where can I park?")) as desk:
        await desk.press("o")
        assert {line[4:10] for line in offered(desk)} >= {"B2 Fir", "Парков"}
        await desk.type("cae")
        assert "C1 Advanced" in offered(desk)[0]
        desk.screen.query_one("#text", Lines).put("FCE\n")
        await desk.settle()
        await desk.press("f3")
        assert SAID["ru"] in desk.values()["text"]
        await desk.press("ctrl+s")
        assert desk.rows(TOLD) == [(1,)]
        assert desk.rows("SELECT state FROM clock") == [("kept",)]


async def test_a_fact_chosen_in_the_form_for_an_email_goes_into_the_reply(open_a_desk: OpenDesk) -> None:
    """Which opens once the ticket is recorded; nothing was told before it is sent off."""
    async with open_a_desk(facts) as desk:
        await desk.press("e")
        await desk.fill(who="ann@example.org", subject="FCE", body="How much is it?")
        await desk.press("f3", "ctrl+s")
        assert SAID["ru"] in desk.top(ReplyForm).value("text")
        assert desk.rows(TOLD) == []
        await desk.press("ctrl+s")
        assert desk.rows(TOLD) == [(1,)]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_call_back_is_answered_from_what_was_asked(open_a_desk: OpenDesk, language: str) -> None:
    """Two keys: the question finds the facts before a word is typed, and the answer is in the customer's language."""
    calls = partial(ticket, channel="voicemail", subject="FCE", language="en", phone="244-54-88")
    async with open_a_desk(facts, calls, language=language) as desk:
        await desk.press("a", "f3")
        assert desk.kind == "ActForm"
        assert desk.values()["note"] == SAID["en"]
        await desk.type(" cae")
        assert "C1 Advanced" in offered(desk)[0]  # one's own words go before the question, the words of a fact do not
        await desk.press("enter")
        assert desk.rows(TOLD) == [(1,)]
        assert desk.rows("SELECT state FROM clock") == [("kept",)]


async def test_several_are_answered_without_facts(open_a_desk: OpenDesk) -> None:
    """Their questions differ; so do the answers that are not about facts."""
    async with open_a_desk(facts, lambda store: (ticket(store, subject="FCE"), ticket(store, subject="FCE"))) as desk:
        await desk.press("space", "down", "space", "a")
        assert (desk.kind, offered(desk)) == ("ActForm", [])


async def test_a_stale_fact_is_marked(open_a_desk: OpenDesk) -> None:
    """And stands last."""
    async with open_a_desk(facts, at="2026-12-14 10:30") as desk:
        await desk.press("c")
        await desk.fill(subject="машина FCE")
        assert ["!" in line for line in offered(desk)] == [False, True, True][: len(offered(desk))]


async def test_a_complaint_offers_nothing(open_a_desk: OpenDesk) -> None:
    """It is no question; the keys do nothing there, and the help does not name them."""
    async with open_a_desk(facts) as desk:
        await desk.press("p")
        await desk.fill(subject="FCE")
        await desk.press("f3")
        assert (desk.kind, offered(desk)) == ("RecordForm", [])


# -- keeping them ------------------------------------------------------------------------------------------------------------


async def fill_in(desk: Desk, **values: str) -> None:
    """Fields of the form, in place of what stands there."""
    for name, value in values.items():
        desk.field(name.replace("_", "-")).value = value
    await desk.settle()


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_changed_price_lists_who_was_told_the_old_one_and_writes_to_them(open_a_desk: OpenDesk, language: str) -> None:
    """Row 46: from tomorrow; each gets the new one once, in their language, on a closed ticket as well."""
    async with open_a_desk(facts, lambda store: ticket(store, email="ann@example.org"), language=language) as desk:
        await desk.press("o")
        await desk.press("f3", "ctrl+s")
        await desk.run("facts")
        assert desk.kind == "FactsScreen"
        await desk.type("fce")
        await desk.press("enter")
        await fill_in(desk, price="15 000", since="04.11.2026")
        await desk.press("enter")
        assert [row.id for row in desk.top(GroupScreen).pane.view.rows] == [1]
        assert "15" in desk.said("#group")
        await desk.press("w")
        assert desk.kind == "LettersForm"
        assert "15\N{NO-BREAK SPACE}000" in desk.said("#aside")
        await desk.press("enter")
        assert desk.count("outbox") == 1
        assert desk.rows(TOLD) == [(1,), (4,)]
        await desk.press("escape", "f6")
        assert desk.kind == "FactsScreen"  # nobody is left
        assert desk.rows("SELECT fact, price, since FROM fact_version WHERE id = 4") == [(1, "15000 RUB", "2026-11-04")]


async def test_a_new_fact_is_written_and_found(open_a_desk: OpenDesk) -> None:
    """By keys alone; what contradicts itself is refused at its field."""
    async with open_a_desk() as desk:
        await desk.run("facts")
        await desk.press("f3")
        await desk.type("B2 First")
        for field, value, error in (
            ("price", "14500/15000", PriceUnreadable),
            ("until", "01.11.2026", EndsBeforeStart),
        ):
            await fill_in(desk, **{field: value})
            await desk.press("enter")
            desk.refused(error)
            assert desk.focused.id == field
            await fill_in(desk, price="14500", until="12.12.2026")
        await fill_in(desk, day="12.12.2026")
        await desk.press("enter")
        assert desk.kind == "FactsScreen"
        assert "14,500" in desk.said("#whole")
        await desk.press("f3")
        await fill_in(desk, name="b2 first", day="12.12.2026", price="1", until="12.12.2026")
        await desk.press("enter")
        desk.refused(FactTwice)
        assert desk.count("fact_version") == 1


async def test_a_fact_changed_elsewhere_is_shown_before_it_is_changed_again(open_a_desk: OpenDesk) -> None:
    """What was typed stays, and the second Enter saves it."""
    async with open_a_desk(facts) as desk:
        await desk.run("facts")
        await desk.press("enter")
        await fill_in(desk, price="15 000")
        with desk.elsewhere() as store:
            save_fact(store, "Boris", exam(price="14900 RUB"), 1)
        await desk.press("enter")
        desk.refused(FactChanged)
        assert "14\N{NO-BREAK SPACE}900" in desk.said("#aside")
        await desk.press("enter")
        assert desk.rows("SELECT price FROM fact_version WHERE fact = 1 ORDER BY id")[-1] == ("15000 RUB",)


async def test_withdrawing_asks_first(open_a_desk: OpenDesk) -> None:
    """No is in front; withdrawn, it is not offered any more."""
    async with open_a_desk(facts) as desk:
        await desk.run("facts")
        await desk.type("парковка")
        await desk.press("f9", "enter")
        assert desk.count("fact_version") == 3
        await desk.press("f9", "left", "enter")
        assert desk.count("fact_version") == 4
        await desk.press("escape", "c")
        await desk.fill(subject="парковка")
        assert offered(desk) == []


async def test_whoever_is_no_supervisor_reads_the_facts_and_changes_none(open_a_desk: OpenDesk) -> None:
    """Said on the spot."""
    async with open_a_desk(facts, hire) as desk:
        await log_in(desk, "Anna")
        await desk.run("facts")
        for key in ("enter", "f3", "f9"):
            await desk.press(key)
            assert desk.kind == "FactsScreen"
            assert desk.said("#wrong")
        assert "B2 First" in desk.said("#whole")


async def test_what_a_stranger_typed_is_shown_as_it_is(open_a_desk: OpenDesk) -> None:
    """Markup and escapes do nothing."""
    hostile = replace(PARKING, name="[b]Парковка[/b]\x1b[31m", ru="[red]Нет\x1b[2J", en="[red]No")
    async with open_a_desk(lambda store: save_fact(store, "Anna", hostile)) as desk:
        await desk.press("c")
        await desk.fill(who="Ann", subject="парковка")
        assert "[b]Парковка[/b]" in offered(desk)[0]
        assert "\x1b" not in desk.text
        await desk.press("f3", "f4")
        await desk.run("facts")
        assert "[red]" in desk.said("#whole")
        assert "\x1b" not in desk.text


async def test_a_warning_comes_with_a_registration_that_closes_early(open_a_desk: OpenDesk) -> None:
    """Against its sister session (commitments.11)."""
    sister = exam(day=date(2027, 3, 6), closes=date(2027, 2, 20), until=date(2027, 3, 6))
    async with open_a_desk(lambda store: save_fact(store, "Anna", sister)) as desk:
        await desk.run("facts")
        await desk.press("f3")
        await fill_in(desk, name=FCE.name, day="12.12.2026", price="1", closes="20.11.2026", until="12.12.2026")
        await desk.press("enter")
        assert "8" in desk.toasts[-1]
        assert isinstance(desk.screen, FactsScreen)
