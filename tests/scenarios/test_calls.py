"""Somebody is on the line, or stands at the counter."""

import re

from desk.screens.dialogs.dialog import Dialog
from desk.store.database import Store
from desk.store.errors.input import CustomerMissing
from desk.text.dates import MomentPast
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception
from tests.worded import Worded, charter


def a_caller_we_know(store: Store) -> None:
    """A call of this morning."""
    ticket(store, received="2026-11-03 10:05", name="Ёлкина Ольга", phone="8 (921) 555-12-34", subject="Где устная часть?")


async def test_a_caller_is_told_by_when_in_a_sentence_to_read_out(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.press("c")
        assert charter().file.centre.name.in_language("en") in desk.desk.said(".heading")  # the greeting
        await desk.type("Карпова 600-10-20")
        await desk.type("Spelling on a certificate", into="subject")
        await desk.press("enter")
        desk.desk.told("#1")
        desk.sees("Карпова 600-10-20", "Карпова Spelling on a certificate")
        await desk.press("x")
        desk.explains("phone-answer", "2026-11-03 10:14")
        assert desk.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}


async def test_a_caller_rings_back_and_is_found_by_the_number(reception: OpenReception) -> None:
    def before(store: Store) -> None:
        for name in ("Петров", "Орлов"):
            ticket(store, name=name, phone="8 911 000-00-00")
        a_caller_we_know(store)

    async with reception(before) as desk:
        await desk.press("/")
        await desk.type("555 12-34")
        assert desk.queue("enquiries") == [3]
        await desk.press("enter", "enter")
        desk.sees("Ёлкина Ольга", "Где устная часть?", desk.words.clock("phone-answer", "running"))


async def test_a_question_answered_on_the_spot_is_counted_apart(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.press("c")
        await desk.type("Сидорова")
        await desk.type("When is FCE in December?", into="subject")
        await desk.press("f4")
        desk.desk.told("#1")
        assert re.fullmatch(r"0 +·.* 1", desk.counted("enquiries"))  # what was answered at once is counted aside
        assert (desk.state(1), desk.clocks(1)) == ("closed", {})


async def test_what_was_answered_while_they_waited_is_kept(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.form("c", "Сидорова", "Адрес?", "Кожевенная линия, 40")
        assert (desk.state(1), desk.texts(1, "answer")) == ("closed", ["Кожевенная линия, 40"])
        await desk.press("/")
        await desk.type("1")
        await desk.press("enter")
        desk.sees(f"{desk.words.field('answer')}: Кожевенная линия, 40")


async def test_a_number_we_know_says_who_rings_and_forces_no_name(reception: OpenReception) -> None:
    async with reception(a_caller_we_know) as desk:
        await desk.press("c")
        await desk.type("Дочь Ёлкиной +7 921 5551234")
        desk.sees("Ёлкина Ольга", "#1 ", f"{desk.words.ticket_state('open')}, ", ": Где устная часть?")
        await desk.press("enter")
        assert desk.rows("SELECT name FROM ticket WHERE id = 2") == [("Дочь Ёлкиной",)]
        await desk.press("enter")
        assert "#1" in desk.desk.said("#head")  # what else is hers


async def test_a_number_alone_is_written_down_under_the_name_we_know(reception: OpenReception) -> None:
    async with reception(a_caller_we_know) as desk:
        await desk.form("c", "921 555 12 34", "Ещё вопрос")
        assert desk.rows("SELECT name, phone FROM ticket WHERE id = 2") == [("Ёлкина Ольга", "921 555 12 34")]


async def test_a_call_without_anybody_is_refused_and_the_question_stays(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.form("c", "", "Когда экзамен?")
        desk.desk.refused(CustomerMissing)
        desk.sees("Когда экзамен?")
        assert desk.count("ticket") == 0
        await desk.type("Вера 244-54-88", into="who")
        await desk.press("enter")
        assert desk.rows("SELECT name, subject FROM ticket") == [("Вера", "Когда экзамен?")]


async def test_two_calls_are_written_down_without_waiting_for_the_screen(reception: OpenReception) -> None:
    async with reception(wait=False) as desk:
        desk.hurry("c", "Anna Early 244-54-87", "First")
        await desk.form("c", "Boris Early 244-54-88", "Second")
        assert desk.rows("SELECT name, subject FROM ticket ORDER BY id") == [("Anna Early", "First"), ("Boris Early", "Second")]


async def test_an_english_caller_hears_the_date_in_english(reception: OpenReception) -> None:
    async with reception(a_caller_we_know, language="ru") as desk:
        await desk.press("x")
        desk.explains("phone-answer", "2026-11-03 10:05")
        await desk.press("l")
        desk.explains("phone-answer", "2026-11-03 10:05", language="en")
        await desk.press("c")
        assert desk.clipboard == Worded("en").spoken("phone-answer", "2026-11-03 10:05")


async def test_a_visitor_takes_a_slip_along_in_their_own_language(reception: OpenReception) -> None:
    async with reception(language="ru") as desk:
        await desk.press("w")
        await desk.type("Smith 244-54-88")
        await desk.choose("en", of="language")
        await desk.press("enter")
        slip = desk.desk.top(Dialog).message
        assert Worded("en").spoken("phone-answer", "2026-11-03 10:14").split(". ")[0] in slip
        await desk.press("right", "enter")
        assert desk.is_on_the_board
        assert desk.clipboard == slip


async def test_a_visitor_answered_at_once_needs_no_slip(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.press("w")
        await desk.type("Гость")
        await desk.press("f4")
        assert desk.is_on_the_board
        assert (desk.state(1), desk.count("clock")) == ("closed", 0)


async def test_caps_lock_left_on_is_no_trouble(reception: OpenReception) -> None:
    async with reception() as desk:
        await desk.form("C", "ПЕТРОВА 244-54-88", "FCE")
        await desk.press("T")
        await desk.form("N", "ПЕРЕЗВОНИТ")
        await desk.press("U")
        assert desk.events(1) == ["received", "taken", "noted", "undone"]
        await desk.press("X")
        desk.explains("phone-answer", "2026-11-03 10:14")


async def test_somebody_wants_to_be_rung_after_half_past_four(reception: OpenReception) -> None:
    async with reception(a_caller_we_know) as desk:
        await desk.form("r", "16:30", "после урока")
        desk.done("reminded", 1)
        desk.sees(f"{desk.words.moment('2026-11-03 16:30')} после урока")
        assert desk.clocks(1) == {"phone-answer": ("running", "06.11 18:00:00")}
        await desk.at("16:29:59")
        assert "#1" not in desk.desk.said("#top")
        await desk.at("16:30")
        desk.desk.told("#1", "после урока")
        assert "#1" in desk.desk.said("#top")
        await desk.form("n", "поговорили")
        assert "#1" not in desk.desk.said("#top")


async def test_a_reminder_of_the_past_is_refused_in_words(reception: OpenReception) -> None:
    async with reception(a_caller_we_know) as desk:
        await desk.form("r", "09:00")
        desk.desk.refused(MomentPast)
        await desk.retype("завтра 10:00", into="moment")
        await desk.press("enter")
        assert desk.events(1) == ["received", "reminded"]
