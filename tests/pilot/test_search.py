"""Search everywhere: found while it is typed, from any screen, with nothing typed there lost."""

from collections.abc import Callable
from threading import Event

import pytest

from desk.screens.forms.base import FormScreen
from desk.screens.groups.screen import GroupScreen
from desk.screens.ticket.screen import TicketScreen
from desk.store.commands import tickets
from desk.store.database import Store
from desk.store.opening import open_for_search
from desk.widgets.queue_view import QueueView
from tests.pilot.conftest import PATIENCE, SMALL, Desk, OpenDesk, ticket


def some(store: Store) -> None:
    """Two tickets of one person, one of them closed; another's, with a note."""
    ticket(store, name="Карпова Ольга", phone="244-54-88", subject="Спутали фамилию")
    ticket(store, name="Карпова Ольга", phone="244-54-88", subject="Когда FCE?")
    ticket(store, name="Smith", phone="600-10-20", subject="Room was noisy")
    tickets.close(store, "Boris", 1, "mistake")
    tickets.note(store, "Boris", 3, "просила перезвонить вечером")


def results(desk: Desk) -> list[int]:
    """What the list shows: tickets by number, people below zero."""
    return [row.id for row in desk.screen.query_one("#results", QueueView).rows]


def typed(desk: Desk) -> dict[str, str]:
    """What stands in the fields, where the screen on top is a form."""
    return desk.values() if isinstance(desk.screen, FormScreen) else {}


@pytest.mark.parametrize("wanted", ["karpova", "rfhgjdf", "карп ольг", "244-54"])
async def test_it_is_found_while_it_is_typed(open_a_desk: OpenDesk, wanted: str) -> None:
    """The person first, then the open ticket, then the closed one."""
    async with open_a_desk(some) as desk:
        await desk.press("f8")
        await desk.type(wanted)
        assert results(desk) == [-1, 2, 1]
        assert "done" in desk.text


async def test_enter_opens_the_ticket_and_escape_goes_back_to_what_was_found(open_a_desk: OpenDesk) -> None:
    """One key, typing, one key; what is done to the ticket shows when one comes back."""
    async with open_a_desk(some) as desk:
        await desk.press("f8")
        desk.send(*"noisy", "enter")
        await desk.settle()
        assert desk.top(TicketScreen).number == 3
        await desk.press("t", "escape")
        assert (desk.kind, results(desk)) == ("SearchScreen", [3])
        assert desk.screen.query_one("#results", QueueView).rows[0].ticket.owner == "Anna"
        await desk.press("escape")
        assert desk.kind == "Board"


async def test_a_persons_tickets_are_one_key_away_and_back(open_a_desk: OpenDesk) -> None:
    """Enter on the person shows all of theirs."""
    async with open_a_desk(some) as desk:
        await desk.press("f8")
        await desk.type("karpova")
        await desk.press("enter")
        assert sorted(row.id for row in desk.top(GroupScreen).pane.view.rows) == [1, 2]
        await desk.press("escape")
        assert results(desk) == [-1, 2, 1]
        await desk.press("down", "down", "enter")
        assert desk.top(TicketScreen).number == 1


async def test_the_line_says_where_the_words_stand(open_a_desk: OpenDesk) -> None:
    """A note's words, when it was found by them."""
    async with open_a_desk(some) as desk:
        await desk.press("f8")
        await desk.type("вечером")
        assert "note: просила перезвонить вечером" in desk.said("#found")
        await desk.press(*["backspace"] * 7)
        await desk.type("smith")
        assert "found by: contact" in desk.said("#found")


@pytest.mark.parametrize("opens", [["c"], ["n"], ["f1"], ["f2"], ["enter"], ["x"], ["f7"], ["f12"], ["p"], ["/"], ["ctrl+p"]])
async def test_it_opens_over_every_screen_and_leaves_it_as_it_was(open_a_desk: OpenDesk, opens: list[str]) -> None:
    """The caller asks about another ticket in the middle of anything."""
    async with open_a_desk(some) as desk:
        await desk.press(*opens)
        kind, values = desk.kind, typed(desk)
        await desk.press("f8")
        assert desk.kind == "SearchScreen"
        await desk.type("noisy")
        await desk.press("f8", "escape")
        assert desk.kind == kind
        assert typed(desk) == values


async def test_what_is_typed_in_a_form_is_there_after_a_search(open_a_desk: OpenDesk) -> None:
    """Search, open the ticket, come back: the form goes on."""
    async with open_a_desk(some) as desk:
        await desk.press("c")
        await desk.type("Новый")
        await desk.press("f8")
        await desk.type("noisy")
        await desk.press("enter", "escape", "escape")
        assert (desk.kind, desk.values()["who"]) == ("RecordForm", "Новый")


async def test_nothing_found_is_said_and_signs_are_harmless(open_a_desk: OpenDesk) -> None:
    """Brackets, quotes and the words of a query language."""
    async with open_a_desk(some) as desk:
        await desk.press("f8")
        assert "either script" in desk.text
        await desk.type('[b]" OR *')
        assert results(desk) == []
        assert "Nothing found" in desk.text
        await desk.press("enter")
        assert desk.kind == "SearchScreen"


async def test_a_slow_search_shows_only_what_was_typed_last(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are taken while it looks; what was overtaken is never shown; Enter waits for the last."""
    release = Event()

    def slow(url: str, now: Callable[[], int]) -> Store:
        assert release.wait(PATIENCE)
        return open_for_search(url, now)

    async with open_a_desk(some) as desk:
        monkeypatch.setattr("desk.store.opening.open_for_search", slow)
        desk.send("f8", *"kar")
        for _ in range(5):
            await desk.pilot._wait_for_screen()
        assert results(desk) == []
        desk.send(*["backspace"] * 3, *"smith", "enter")
        release.set()
        await desk.settle()
        assert desk.top(TicketScreen).number == 3


async def test_a_search_that_fails_says_so_in_one_line(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the screen lives on."""
    from desk.store.errors.database import DatabaseBusy

    def broken(*_: object) -> Store:
        raise DatabaseBusy("desk.db")

    async with open_a_desk(some) as desk:
        monkeypatch.setattr("desk.screens.search.screen.search", broken)
        await desk.press("f8")
        await desk.type("k")
        assert desk.kind == "Dialog"
        assert "busy" in desk.text
        monkeypatch.undo()
        await desk.press("enter")
        await desk.type("arp")
        assert results(desk) == [-1, 2, 1]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_it_is_usable_at_80_by_24(open_a_desk: OpenDesk, language: str) -> None:
    """Number, kind, who and about what in one line."""
    async with open_a_desk(some, language=language, size=SMALL) as desk:
        await desk.press("f8")
        await desk.type("карпова")
        (line,) = [line for line in desk.text.splitlines() if f"{desk.words.ref(2)} " in line]
        assert "Карпова Ольга" in line
        assert "Когда FCE?" in line
