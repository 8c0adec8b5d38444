"""A key that does nothing says why; `y` copies; the letters are those of the layout in use."""

import pytest
from textual.geometry import Offset

from desk.screens.dialogs.chooser import Chooser
from desk.screens.ticket.screen import TicketScreen
from desk.store.database import Store
from desk.store.errors.tickets import NobodyHasIt, NothingToUndo
from desk.widgets.key_bar import KeyBar
from tests.pilot.conftest import MIDDLE, Desk, OpenDesk, ticket


def bar(desk: Desk) -> str:
    """The key bar."""
    return str(desk.screen.query_one(KeyBar).render())


def a_call_and_a_complaint(store: Store) -> None:
    """One of each."""
    ticket(store, name="Ann", phone="8 911 000-00-01", email="ann@example.org")
    ticket(store, "complaint", "email", name="Lena")


@pytest.mark.parametrize("key", ["7", "8", "6", "k", "л", "i"])
async def test_a_key_that_does_nothing_says_why(open_a_desk: OpenDesk, key: str) -> None:
    """On an enquiry: what belongs to other kinds of tickets; nothing is done."""
    async with open_a_desk(a_call_and_a_complaint) as desk:
        await desk.press(key)
        assert len(desk.toasts) == 1
        assert desk.kind == "Board"
        assert desk.last_event() == "received"


async def test_each_reason_has_its_own_words(open_a_desk: OpenDesk) -> None:
    """Another kind, no ticket, marks, no such key."""
    async with open_a_desk() as desk:
        said = []
        for key in ("t", "ё", "="):
            desk.app.clear_notices()
            await desk.press(key)
            while desk.kind != "Board":
                await desk.press("escape")
            said += desk.toasts
        assert said == [
            "Take: there is no ticket here.",
            "This key does nothing here. F1 shows the keys.",
            "Mark the range from the last mark: only while tickets are marked.",
        ]
    async with open_a_desk(a_call_and_a_complaint) as desk:
        await desk.press("k")
        assert desk.toasts == ["Mark acknowledged: not for this kind of ticket."]
        await desk.press("2", "y", "escape", "5", "escape")
        await desk.press("1", "enter", "space")
        assert desk.toasts == ["This key does nothing here. F1 shows the keys."]


@pytest.mark.parametrize("places", [(), ("enter",)])
async def test_y_copies_the_phone_first(open_a_desk: OpenDesk, places: tuple[str, ...]) -> None:
    """From the board and from the ticket; arrows choose the address or the number."""
    async with open_a_desk(a_call_and_a_complaint) as desk:
        await desk.press(*places, "y", "enter")
        assert desk.app.clipboard == "8 911 000-00-01"
        await desk.press("н", "down", "enter")
        assert desk.app.clipboard == "ann@example.org"
        await desk.press("y", "up", "enter")
        assert desk.app.clipboard in ("1", "ann@example.org", "8 911 000-00-01")


async def test_the_key_bar_has_the_letters_of_the_layout_in_use(open_a_desk: OpenDesk) -> None:
    """From the first letter that is pressed on it, wherever that was; digits tell nothing."""
    async with open_a_desk(a_call_and_a_complaint, size=MIDDLE) as desk:
        assert " C  Call " in bar(desk)
        await desk.press("2", "1", "с")
        await desk.press("escape")
        assert " С  Call " in bar(desk)
        await desk.press("c", "escape")
        assert " C  Call " in bar(desk)


async def test_the_palette_says_that_nothing_is_found(open_a_desk: OpenDesk) -> None:
    """And stays open; Backspace brings the entries back."""
    async with open_a_desk() as desk:
        await desk.press("ctrl+p")
        shown = []
        for text in ("", "zzzz", ""):
            await desk.press("ctrl+u")
            await desk.type(text)
            shown.append(desk.top(Chooser).query_one("#nothing").display)
        assert shown == [False, True, False]


async def test_after_a_merge_the_cursor_is_on_what_it_became(open_a_desk: OpenDesk) -> None:
    """On the board and on the ticket's own screen: the next key acts on no stranger's ticket."""

    def three(store: Store) -> None:
        for name in ("Ann", "Boris", "Ann"):
            ticket(store, name=name, phone="8 911 000-00-01" if name == "Ann" else "8 911 000-00-02")

    async with open_a_desk(three) as desk:
        desk.app.board.go_to_ticket(3)
        await desk.press("enter", "0")
        await desk.fill(of="1")
        await desk.press("enter", "right", "enter")
        assert desk.top(TicketScreen).number == 1
        await desk.press("escape")
        assert desk.row.id == 1


async def test_the_terminals_own_cursor_follows_the_row_and_the_field(open_a_desk: OpenDesk) -> None:
    """For screen readers and braille displays."""

    def three(store: Store) -> None:
        for name in ("Ann", "Boris", "Vera"):
            ticket(store, name=name)

    async with open_a_desk(three) as desk:
        assert desk.text
        first = desk.app.cursor_position
        await desk.press("down")
        assert desk.text
        assert desk.app.cursor_position == first + Offset(0, 1)
        for keys in (("c",), ("down",), ("down", "down"), ("escape", "o"), ("tab",)):
            await desk.press(*keys)
            assert desk.text
            assert desk.focused.region.contains_point(desk.app.cursor_position)


@pytest.mark.parametrize(("kind", "key", "told"), [("phone", "5", "now a complaint"), ("complaint", "5", "now an enquiry")])
async def test_a_change_of_kind_says_what_it_is_now(open_a_desk: OpenDesk, kind: str, key: str, told: str) -> None:
    """Both changes are the same event."""

    def one(store: Store) -> None:
        ticket(store, *(("complaint", "email") if kind == "complaint" else ()))

    async with open_a_desk(one) as desk:
        desk.app.board.go_to_ticket(1)
        await desk.press(key, "enter")
        assert desk.toasts == [f"#1: {told}"]


async def test_a_ticket_that_nobody_has_is_not_returned(open_a_desk: OpenDesk) -> None:
    """The history would tell of something that did not happen."""
    async with open_a_desk(a_call_and_a_complaint) as desk:
        await desk.press("b")
        desk.refused(NobodyHasIt)
        assert desk.last_event() == "received"


async def test_nothing_to_undo_is_said_and_no_key_is_swallowed(open_a_desk: OpenDesk) -> None:
    """On the message line: a dialog would take what is typed next."""
    async with open_a_desk() as desk:
        await desk.press("u")
        desk.refused(NothingToUndo)
        assert (desk.kind, len(desk.toasts)) == ("Board", 1)
        await desk.press("c")
        await desk.type("Ann")
        assert desk.values()["who"] == "Ann"


async def test_undo_after_a_duty_means_no_older_step(open_a_desk: OpenDesk) -> None:
    """It says that a duty cannot be undone; pressed again it is about the last step on a ticket, until there is a newer one."""
    async with open_a_desk(a_call_and_a_complaint) as desk:
        await desk.press("t")
        desk.clock.set("2026-11-03 10:15")
        await desk.press("f7", "d", "right", "enter")
        while desk.kind != "Board":
            await desk.press("escape")
        await desk.press("u")
        assert (desk.kind, desk.last_event()) == ("Board", "taken")
        assert desk.toasts == [desk.told("U")]
        await desk.press("u")
        assert desk.last_event() == "undone"


async def test_a_newer_step_is_undone_at_once_after_a_duty(open_a_desk: OpenDesk) -> None:
    """Whatever it was, also one without a form."""
    async with open_a_desk(a_call_and_a_complaint) as desk:
        await desk.press("f7", "d", "right", "enter")
        while desk.kind != "Board":
            await desk.press("escape")
        desk.clock.set("2026-11-03 10:15")
        await desk.press("f4")
        assert desk.last_event() == "taken"
        await desk.press("u")
        assert desk.last_event() == "undone"
