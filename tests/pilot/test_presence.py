"""Who else has a ticket open: in its row, in the preview, on its screen and in its form."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desk.services.presence import TYPING, VIEWING
from desk.store.dialects.presence import FilePresence, Here
from tests.pilot.conftest import Desk, OpenDesk, ticket


@contextmanager
def colleague(desk: Desk, *tickets: int, typing: bool = False) -> Iterator[FilePresence]:
    """Vera, at another terminal, with these tickets open."""
    with desk.elsewhere() as store:
        there = FilePresence(store.held)
        there.announce(store, "Vera", tickets, typing=typing)
        yield there


def sign_of(desk: Desk, number: int) -> str:
    """The sign before the timer of a ticket's row."""
    view = desk.queue()
    place = [row.id for row in view.rows].index(number)
    return view.render_line(place).text[1]


async def test_a_row_tells_who_has_the_ticket_open_until_they_leave(open_a_desk: OpenDesk) -> None:
    """A sign in the row, the name in the preview; nothing hinders anybody."""
    async with open_a_desk(lambda store: [ticket(store), ticket(store)]) as desk:
        with colleague(desk, 1) as there, desk.elsewhere() as store:
            await desk.tick()
            assert [sign_of(desk, number) for number in (1, 2)] == [VIEWING, " "]
            assert "Vera" in desk.said("#preview")
            there.announce(store, "Vera", (1,), typing=True)
            await desk.tick()
            assert sign_of(desk, 1) == TYPING
            await desk.press("t")
            assert desk.row.owner == "Anna"
        await desk.tick()
        assert sign_of(desk, 1) == " "
        assert "Vera" not in desk.said("#preview")


@pytest.mark.parametrize("comes_first", [True, False])
async def test_the_ticket_and_its_form_tell_who_else_is_there(open_a_desk: OpenDesk, comes_first: bool) -> None:
    """Whoever came first."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        if not comes_first:
            await desk.press("enter")
            with colleague(desk, 1):
                await desk.tick()
                assert "Vera" in desk.said("#clocks")
            await desk.press("n")
        with colleague(desk, 1, typing=True):
            await desk.tick()
            if comes_first:
                await desk.press("n")
            assert "Vera" in desk.said("#others")
        await desk.tick()
        assert not desk.screen.query_one("#others").display


async def test_what_a_server_tells_of_is_shown_before_the_next_second(open_a_desk: OpenDesk) -> None:
    """The listening thread calls; no second passes here by itself."""
    async with open_a_desk() as desk:
        await desk.tick()
        with desk.elsewhere() as store:
            ticket(store)
        await asyncio.to_thread(desk.app.connections._tell, desk.app._look_soon)
        while not desk.app.open_numbers():
            await desk.pilot.pause()


async def test_what_is_open_here_is_told_to_the_others(open_a_desk: OpenDesk) -> None:
    """The ticket, whether text was typed into its form, and that it was left; nothing while the desk is locked or on the board."""
    async with open_a_desk(lambda store: ticket(store)) as desk:
        with desk.elsewhere() as store:
            there = FilePresence(store.held)
            assert there.others() == ()
            await desk.press("enter")
            await desk.tick()
            assert there.others() == (Here("Anna", (1,)),)
            await desk.press("n")
            await desk.type("Rang")
            await desk.tick()
            assert there.others() == (Here("Anna", (1,), typing=True),)
            desk.app.session.lock()
            await desk.tick()
            assert there.others() == ()
