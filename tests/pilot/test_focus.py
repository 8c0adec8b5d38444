"""The focus: a key is answered whatever took the focus away, and no wait for an answer goes on without end."""

from collections.abc import Callable

import pytest
from textual import events
from textual.screen import Screen

from desk.screens.forms.base import FormScreen
from desk.services import type_ahead
from tests.pilot.conftest import Desk, OpenDesk
from tests.pilot.half_typed import two_calls


def lose_terminal_focus(desk: Desk) -> None:
    """As a terminal reports it: `ESC[O`."""
    desk.report(events.AppBlur())


def click_outside(desk: Desk) -> None:
    """A click below the last line, as a terminal reports it that was just made smaller."""
    width, height = desk.app.size
    click(desk, width + 5, height + 5)


def click(desk: Desk, x: int, y: int) -> None:
    """A click at this cell."""
    for kind in (events.MouseDown, events.MouseUp):
        desk.report(kind(None, x, y, 0, 0, 1, False, False, False, x, y))


LOSSES = {"terminal": lose_terminal_focus, "click": click_outside}


@pytest.mark.row(61)
@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
async def test_keys_go_where_they_went_before_the_focus_was_lost(open_a_desk: OpenDesk, lose: Callable[[Desk], None]) -> None:
    """On the board they move in the pane that was worked in, in a form they go into the field that had the focus."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("2")
        lose(desk)
        await desk.press("1", "down", "2")
        assert desk.app.board.here == "complaint"
        await desk.press("c")
        await desk.type("Ива")
        await desk.press("tab")
        await desk.type("Когда ")
        lose(desk)
        await desk.type("FCE?")
        assert (desk.values()["who"], desk.values()["subject"]) == ("Ива", "Когда FCE?")


async def test_the_pane_that_was_worked_in_keeps_its_focus_behind_a_dialog(open_a_desk: OpenDesk) -> None:
    """The terminal lost the focus on the board, and an error was shown meanwhile: the next key acts on the same pane."""
    async with open_a_desk(full=True) as desk:
        await desk.press("2", "down")
        lose_terminal_focus(desk)
        await desk.settle()
        desk.app.show_error(OSError("no answer"))
        await desk.press("escape", "down")
        assert desk.app.board.here == "complaint"


async def test_a_form_that_nothing_has_the_focus_in_gives_it_to_its_first_field(open_a_desk: OpenDesk) -> None:
    """Whatever took it away."""
    async with open_a_desk() as desk:
        await desk.press("c")
        desk.screen.set_focus(None)
        await desk.type("Анна")
        assert desk.app.focused is desk.screen.focus_chain[0]


async def test_no_key_waits_longer_than_its_time_for_a_screen(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that never gets ready can still be left."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("c")
        desk.top(FormScreen).draft.is_ready = False
        monkeypatch.setattr(type_ahead, "LONGEST", 0.0)
        desk.send(*"tz", "escape")
        await desk.settle()
        assert (desk.kind, desk.last_event()) == ("Board", "received")


async def test_screens_without_fields_take_keys(open_a_desk: OpenDesk) -> None:
    """A screen that can have no focus at all holds no key."""
    async with open_a_desk() as desk:
        pressed: list[str] = []

        class Bare(Screen[None]):
            def on_key(self, event: events.Key) -> None:
                pressed.append(event.key)

        desk.app.push_screen(Bare())
        await desk.press("x")
        assert pressed == ["x"]


async def test_a_click_on_what_is_just_being_removed_does_nothing(open_a_desk: OpenDesk) -> None:
    """It is still drawn, and hangs nowhere any more: Textual looks for what it hangs in."""
    async with open_a_desk() as desk:
        await desk.press("c")
        hints = desk.screen.query_one(".hints")
        x, y = hints.region.offset
        parent = hints.parent
        assert parent
        hints._detach()
        await desk.app.on_event(events.MouseDown(None, x, y, 0, 0, 1, False, False, False, x, y))
        hints._attach(parent)
        await desk.type("Анна")
        assert desk.values()["who"] == "Анна"
