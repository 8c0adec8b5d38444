"""The morning's heap, gone through one by one."""

from desk.store.commands import tickets
from desk.store.database import Store
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception


def a_heap(store: Store) -> None:
    """Two letters of one person about one thing, a call, a question that is a complaint; Boris has one already."""
    ticket(store, "enquiry", "email", "2026-11-02 10:00", name="Карпова", email="k@example.org", subject="Результаты")
    ticket(store, "enquiry", "email", "2026-11-02 11:00", name="Карпова", email="k@example.org", subject="Опять результаты")
    ticket(store, "enquiry", "phone", name="Smith", subject="FCE, when?")
    ticket(store, "enquiry", "in-person", name="Гость", subject="Шумно было")
    tickets.take(store, "Boris", ticket(store, name="Орлов"))


async def test_a_heap_is_gone_through_with_a_key_each(reception: OpenReception) -> None:
    async with reception(a_heap) as desk:
        await desk.press("f6")
        desk.decides(1, of=4)
        assert "#2 Опять результаты" in desk.desk.said("#left")
        await desk.press("0", "enter")
        desk.desk.asked("#1", "#2")
        await desk.press("right", "enter")
        desk.decides(2, of=3)
        await desk.press("t")
        desk.decides(3, of=2)
        await desk.form("a", "12 December")
        desk.decides(4, of=1)
        await desk.form("5")
        assert desk.is_on_the_board
    assert [desk.owner(number) for number in (2, 5)] == ["Anna", "Boris"]
    assert [desk.state(number) for number in (1, 2, 3)] == ["closed", "open", "closed"]
    assert desk.rows("SELECT kind FROM ticket WHERE id = 4") == [("complaint",)]


async def test_what_is_left_for_later_comes_again_the_next_time(reception: OpenReception) -> None:
    async with reception(a_heap) as desk:
        await desk.press("f6", "space", "space", "t", "space")
        desk.desk.told("3")
        assert desk.is_on_the_board
        await desk.press("f6")
        desk.decides(1, of=3)


async def test_a_wrong_decision_is_undone_and_decided_again(reception: OpenReception) -> None:
    async with reception(a_heap) as desk:
        await desk.press("f6")
        await desk.form("h", "Boris")
        desk.decides(2, of=3)
        await desk.press("u")
        desk.decides(1, of=4)
        await desk.press("t")
        assert [desk.owner(number) for number in (1, 2)] == ["Anna", ""]


async def test_a_caller_is_written_down_in_the_middle_of_triage(reception: OpenReception) -> None:
    async with reception(a_heap) as desk:
        await desk.press("f6", "space", "escape")
        await desk.form("c", "Вера 244-54-88", "Адрес")
        desk.desk.told("#6")
        await desk.press("f6")
        desk.decides(1, of=5)
