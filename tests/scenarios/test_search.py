"""F8, from wherever one is: any ticket and any person, by whatever somebody says on the phone."""

from desk.screens.search.screen import SearchLine, SearchScreen
from desk.store.commands import tickets
from desk.store.database import Store
from desk.widgets.queue_view import QueueView
from tests.pilot.conftest import SMALL, ticket
from tests.scenarios.conftest import OpenReception


def a_week(store: Store) -> None:
    """Two questions of one person, one of them answered; a complaint of another; a certificate."""
    tickets.fact(store, "Boris", ticket(store, name="Щербаков Пётр", phone="8 (812) 244-54-88", subject="Адрес"), "answered",
                 texts={"note": "Кожевенная линия, 40"})  # fmt: skip
    ticket(store, name="Щербаков Пётр", phone="244-54-88", subject="Пробный экзамен")
    ticket(store, "complaint", "email", name="Ann Smith", email="ann@example.org", subject="Noise in the room")
    ticket(store, "certificate", "letter", name="Ёлкина Ольга", candidate="0007", subject="B2 First")


async def test_a_number_in_any_format_finds_whose_it_is_and_all_their_tickets(reception: OpenReception) -> None:
    async with reception(a_week) as desk:
        await desk.press("f8")
        await desk.type("+7 (812) 244 54 88")
        desk.sees("Щербаков Пётр")
        await desk.press("enter")
        desk.sees("#1", "#2", "Адрес", "Пробный экзамен")
        desk.sees_not("Noise")
        await desk.press("down", "enter")
        desk.sees_ticket(1, "closed")
        desk.sees("Кожевенная линия, 40")


async def test_a_ticket_is_found_by_what_was_answered_weeks_ago(reception: OpenReception) -> None:
    async with reception(a_week) as desk:
        await desk.at("2026-11-26 12:00")
        await desk.press("f8")
        await desk.type("кожевенная")
        desk.sees("#1", "Кожевенная линия, 40")
        await desk.press("enter")
        desk.sees_ticket(1, "closed")


async def test_a_caller_is_looked_up_in_the_middle_of_a_form_and_the_form_is_as_it_was(reception: OpenReception) -> None:
    async with reception(a_week) as desk:
        await desk.press("c")
        await desk.type("Мать Щербакова 600-10-21")
        await desk.press("f8")
        await desk.type("shcherbakov")
        desk.sees("Щербаков Пётр", "Пробный экзамен")
        await desk.press("escape")
        assert desk.desk.values()["who"] == "Мать Щербакова 600-10-21"
        await desk.press("enter")
        assert desk.rows("SELECT name FROM ticket ORDER BY id DESC LIMIT 1") == [("Мать Щербакова",)]


async def test_a_search_on_the_wrong_layout_finds_all_the_same(reception: OpenReception) -> None:
    async with reception(a_week, language="ru", size=SMALL) as desk:
        for typed, found in (("`krbyf", "Ёлкина Ольга"), ("тщшыу", "Noise in the room")):
            await desk.press("f8")
            await desk.type(typed)
            desk.sees(found)
            await desk.press("escape")
        assert desk.is_on_the_board


async def test_what_is_done_to_a_ticket_that_was_found_shows_in_what_was_found(reception: OpenReception) -> None:
    async with reception(a_week) as desk:
        await desk.press("f8")
        await desk.type("пробный")
        await desk.press("enter")
        await desk.form("a", "да, есть место")
        await desk.press("escape")
        desk.sees(f"{desk.words.ticket_state('closed')} #2")
        assert desk.desk.top(SearchScreen).query_one(SearchLine).value == "пробный"
        await desk.press("escape")
        assert desk.queue("enquiries") == []


async def test_what_nobody_ever_said_is_not_found(reception: OpenReception) -> None:
    async with reception(a_week) as desk:
        await desk.press("f8")
        await desk.type("[b]nobody'); --")
        assert not desk.desk.top(SearchScreen).query_one(QueueView).rows
        await desk.press("enter", "escape")
        assert desk.is_on_the_board


async def test_a_caller_is_known_by_name_in_either_script_and_filled_in_by_one_key(reception: OpenReception) -> None:
    async with reception(a_week) as desk:
        await desk.press("c")
        await desk.type("shcherb")
        desk.sees("Щербаков Пётр", "#2 ", f"{desk.words.ticket_state('open')}, ", ": Пробный экзамен")
        await desk.press("f2")
        assert desk.desk.values()["who"].startswith("Щербаков Пётр")
        await desk.press("enter")
        assert desk.rows("SELECT count(DISTINCT customer_id) FROM ticket WHERE id IN (1, 2, 5)") == [(1,)]


async def test_a_namesake_is_offered_and_nobody_is_forced_to_be_one(reception: OpenReception) -> None:
    async with reception(a_week) as desk:
        await desk.form("c", "Щербаков Пётр 600-10-20", "Другой Щербаков")
        assert desk.rows("SELECT count(DISTINCT customer_id) FROM ticket WHERE id IN (2, 5)") == [(2,)]
