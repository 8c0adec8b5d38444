"""Who comes and who goes."""

from desk.store.commands import tickets
from desk.store.database import Store
from tests.pilot.conftest import ticket
from tests.scenarios.conftest import OpenReception


def anna_has_two(store: Store) -> None:
    """Anna's: a voicemail due today and a call due on Friday; Boris was here in the morning."""
    ticket(store, "enquiry", "voicemail", name="Карпова")
    ticket(store, "enquiry", "phone", name="Smith")
    for number in (1, 2):
        tickets.take(store, "Anna", number)


async def test_who_leaves_gives_back_what_cannot_wait(reception: OpenReception) -> None:
    async with reception(anna_has_two) as desk:
        await desk.press("s")
        await desk.type("boris")
        await desk.press("enter")
        desk.sees("Is Anna away", "1 ticket (#1)")
        await desk.press("right", "enter", "escape")
        assert [desk.owner(number) for number in (1, 2)] == ["", "Anna"]
        desk.sees("Boris, logins off")
        await desk.press("f4")
        assert desk.owner(1) == "Boris"


async def test_somebody_who_is_ill_is_away_without_being_here(reception: OpenReception) -> None:
    async with reception(anna_has_two) as desk:
        await desk.press("s")
        await desk.type("Ольга")
        await desk.press("enter", "enter", "escape")  # nobody leaves: a change of chairs
        await desk.press("ctrl+p")
        await desk.type("away")
        await desk.press("enter")
        desk.sees("Who is away?")
        await desk.type("anna")
        await desk.press("enter")
        desk.sees("#1")
        await desk.press("right", "enter")
        assert [desk.owner(number) for number in (1, 2)] == ["", "Anna"]


async def test_who_comes_back_reads_what_happened_and_prints_what_is_due(reception: OpenReception) -> None:
    async with reception(anna_has_two) as desk:
        await desk.at("16:00")
        desk.meanwhile(tickets.fact, "Boris", 1, "tried")
        await desk.press("s", "enter")
        desk.sees("Anna is at the desk", "Карпова", "Boris")
        await desk.press("c")
        assert "#2" in desk.clipboard
