"""Found again: by words of either script, by a number, on whichever layout; and what can be done, by name."""

from desk.screens.dialogs.chooser import Chooser
from desk.screens.forms.action_form import ActForm
from desk.screens.reports.calendar import Year
from desk.store.commands import tickets
from desk.store.database import Store
from tests.layouts import on_layout
from tests.pilot.conftest import SMALL, ticket
from tests.scenarios.conftest import OpenReception


def a_morning(store: Store) -> None:
    """Three calls, the last one answered."""
    ticket(store, name="Щербакова Ёлка", phone="8 (921) 555-12-34", subject="Пробный экзамен")
    ticket(store, name="Ivanov John", phone="244-54-88", subject="Results")
    tickets.fact(store, "Boris", ticket(store, name="Орлов", subject="Адрес"), "answered")


async def test_a_surname_is_found_in_either_script(reception: OpenReception) -> None:
    async with reception(a_morning) as desk:
        for typed, found in (("иванов", [2]), ("shcherbakova", [1]), ("елка", [1]), ("щербакова пробный", [1])):
            await desk.press("/")
            await desk.type(typed)
            assert desk.queue("enquiries") == found
            await desk.press("escape")
        assert desk.queue("enquiries") == [1, 2]


async def test_a_surname_typed_on_the_wrong_layout_is_found(reception: OpenReception) -> None:
    async with reception(a_morning) as desk:
        for typed, found in (("ghj,ysq", [1]), ("oth,frjdf", [1]), ("шмфтщм", [2])):
            await desk.press("/")
            await desk.type(typed)
            assert desk.queue("enquiries") == found
            await desk.press("escape")


async def test_a_filter_is_kept_by_enter_and_dropped_by_escape(reception: OpenReception) -> None:
    async with reception(a_morning) as desk:
        await desk.press("/")
        await desk.type("results")
        assert desk.counted("enquiries") == "1/2 /results"
        await desk.press("enter", "t")
        assert desk.events(2) == ["received", "taken"]
        assert desk.queue("enquiries") == [2]
        await desk.press("escape")
        assert desk.queue("enquiries") == [1, 2]


async def test_command_letters_are_text_while_a_filter_is_typed(reception: OpenReception) -> None:
    async with reception(a_morning) as desk:
        await desk.press("/", "q", "c", "d", "u")
        assert desk.queue("enquiries") == []
        await desk.press("escape")
        assert desk.is_on_the_board
        assert desk.count("event") == 4


async def test_a_number_that_nobody_has_is_said(reception: OpenReception) -> None:
    async with reception(a_morning, language="ru") as desk:
        await desk.press("/")
        await desk.type("77")
        await desk.press("enter")
        desk.desk.told("77")
        await desk.press("escape")
        assert desk.queue("enquiries") == [1, 2]


async def test_a_closed_ticket_opens_by_its_number_alone(reception: OpenReception) -> None:
    async with reception(a_morning) as desk:
        await desk.press("/")
        await desk.type("3")
        await desk.press("enter")
        desk.sees_ticket(3, "closed")
        desk.sees("Орлов", desk.words.clock("phone-answer", "kept"))
        await desk.press("escape")
        assert desk.queue("enquiries") == [1, 2]


async def test_all_that_can_be_done_to_a_ticket_is_listed_and_done(reception: OpenReception) -> None:
    async with reception(a_morning) as desk:
        await desk.press("f2")
        offered = {option.value for option in desk.desk.top(Chooser).options}
        assert {"hand-over", "close"} <= offered
        assert not {"acknowledged", "reopen"} & offered
        await desk.type(desk.words.title("remind")[:6])
        await desk.press("enter")
        form = desk.desk.top(ActForm)
        assert (form.command_id, form.row.id) == ("remind", 1)


async def test_every_command_has_a_name_in_the_users_language(reception: OpenReception) -> None:
    async with reception(a_morning, language="ru") as desk:
        await desk.press("ctrl+p")
        await desk.type(desk.words.title("calendar").lower()[:12])
        await desk.press("enter")
        desk.desk.top(Year)
        desk.sees("2026", "247")


async def test_the_keys_are_listed_on_the_layout_in_use_even_on_a_small_screen(reception: OpenReception) -> None:
    async with reception(a_morning, size=SMALL, language="ru") as desk:
        await desk.press("?")
        desk.sees(f"С {desk.words.title('new-call')}")
        await desk.press("end")
        desk.sees(f"Й {desk.words.title('quit')}")
        await desk.press("escape", "c", "escape", "f1")
        letter = on_layout("c", desk.layout)
        desk.sees(f"{letter.upper()} {desk.words.title('new-call')}")
