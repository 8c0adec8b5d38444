"""The desk speaks up before it is too late: in words, once, in working time."""

from desk.store.database import Store
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception
from tests.scenarios.reception import Reception


def due_at_closing(store: Store) -> None:
    """A voicemail of two o'clock and an email of Saturday night."""
    ticket(store, "enquiry", "voicemail", "2026-11-03 14:00", name="Карпова")
    ticket(store, "enquiry", "email", "2026-10-31 23:40", name="[b]Ann[/b]")


def warning(desk: Reception, number: int, name: str, standard: str) -> str:
    """The one warning of a ticket's standard."""
    (told,) = (told for told in desk.desk.toasts if f"{desk.words.ref(number)} {name}: {desk.words.standard(standard)}" in told)
    return told


async def test_what_is_due_at_closing_is_warned_of_once_while_something_else_is_typed(reception: OpenReception) -> None:
    async with reception(due_at_closing, at="2026-11-03 14:59:59") as desk:
        await desk.press("c")
        await desk.type("Вера")
        await desk.at("15:00")
        two_hours = warning(desk, 2, "[b]Ann[/b]", "written-reply")
        assert "17:00" in two_hours
        assert desk.desk.values()["who"] == "Вера"
        await desk.press("enter")
        await desk.at("16:00")
        await desk.at("16:00:01")
        an_hour = warning(desk, 1, "Карпова", "voicemail-callback")
        assert "17:00" in an_hour
        assert two_hours.split(":")[0] != an_hour.split(":")[0]
        assert [desk.desk.toasts.count(told) for told in (an_hour, two_hours)] == [1, 0]  # an hour ago it was said


async def test_nothing_warns_over_a_holiday_and_the_opening_says_what_the_day_brings(reception: OpenReception) -> None:
    def before(store: Store) -> None:
        ticket(store, "complaint", "in-person", "2026-11-03 11:30", name="Гость")

    async with reception(before, at="2026-11-03 16:59", language="ru") as desk:
        for moment in ("2026-11-03 17:01", "2026-11-04 12:00", "2026-11-05 09:59:59"):
            await desk.at(moment)
            assert not [told for told in desk.desk.toasts if desk.words.ref(1) in told]
        await desk.at("2026-11-05 10:00")
        assert "18:00" in warning(desk, 1, "Гость", "complaint-acknowledge")
