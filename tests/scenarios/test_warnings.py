"""The desk speaks up before it is too late: in words, once, in working time."""

from desk.store.database import Store
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception


def due_at_closing(store: Store) -> None:
    """A voicemail of two o'clock and an email of Saturday night."""
    ticket(store, "enquiry", "voicemail", "2026-11-03 14:00", name="Карпова")
    ticket(store, "enquiry", "email", "2026-10-31 23:40", name="[b]Ann[/b]")


async def test_what_is_due_at_closing_is_warned_of_once_while_something_else_is_typed(reception: OpenReception) -> None:
    async with reception(due_at_closing, at="2026-11-03 14:59:59") as desk:
        await desk.press("c")
        await desk.type("Вера")
        await desk.at("15:00")
        desk.sees("2 hours left: #2 [b]Ann[/b]: Reply in writing, by 17:00", "Name or number Вера")
        await desk.press("enter")
        await desk.at("16:00")
        await desk.at("16:00:01")
        assert desk.screen.count("1 hour left: #1 Карпова: Call back, by 17:00") == 1
        assert desk.screen.count("2 hours left") == 1


async def test_nothing_warns_over_a_holiday_and_the_opening_says_what_the_day_brings(reception: OpenReception) -> None:
    def before(store: Store) -> None:
        ticket(store, "complaint", "in-person", "2026-11-03 11:30", name="Гость")

    async with reception(before, at="2026-11-03 16:59", language="ru") as desk:
        for moment in ("2026-11-03 17:01", "2026-11-04 12:00", "2026-11-05 09:59:59"):
            await desk.at(moment)
            desk.sees_not("Срок сегодня", "Остал")
        await desk.at("2026-11-05 10:00")
        desk.sees("Срок сегодня: #1 Гость: Подтвердить получение жалобы, до 18:00")
