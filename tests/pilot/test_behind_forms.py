"""Behind every form and dialog the seconds go on: the first line, and the timers of what is in sight."""

import pytest
from textual.screen import ModalScreen

from desk.actions.registry import ACTIONS
from desk.screens.base import visible_screens
from desk.widgets.message_line import MessageLine
from tests.pilot.conftest import MIDDLE, SMALL, OpenDesk

LATER = "2026-11-03 12:09"


def top(text: str) -> str:
    """The first line of the screen."""
    return text.partition("\n")[0]


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "ru"])  # its words are longer
@pytest.mark.parametrize("size", [SMALL, pytest.param(MIDDLE, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "place", ["complaint", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("phone", "certificate", "registration"))]
)
async def test_no_form_covers_the_first_line_or_the_messages(
    open_a_desk: OpenDesk, numbers: dict[str, int], language: str, size: tuple[int, int], place: str
) -> None:
    """Whatever opens over the board, at the smallest size of a terminal too; its own last line is whole."""
    async with open_a_desk(full=True, language=language, size=size) as desk:
        for command in ACTIONS:
            desk.app.board.go_to_ticket(numbers[place])
            if command.id == "quit" or command not in desk.app.board.available():
                continue
            await desk.app.board.action_command(command.id)
            await desk.settle()
            if isinstance(desk.screen, ModalScreen):
                box = desk.screen.query(".form, .dialog").first().region
                assert box.y >= 1, command.id
                assert desk.screen.content_region.offset == (0, 0), command.id  # else what is behind would be drawn lower
                assert box.bottom <= desk.app.board.query_one(MessageLine).region.y, command.id
                for hints in desk.screen.query(".hints"):
                    assert box.contains_region(hints.region.grow((0, 0, 1, 0))), command.id
            while desk.kind != "Board":
                desk.send("escape")
                await desk.settle()


async def test_the_first_line_and_the_timers_go_on_behind_a_form_and_its_question(
    open_a_desk: OpenDesk, numbers: dict[str, int]
) -> None:
    """What is typed stays, and only what reads differently is drawn."""
    async with open_a_desk(full=True, at="2026-11-03 12:08") as desk:
        await desk.press("c")
        await desk.type("Ива")
        await desk.at(LATER)
        assert "12:09" in str(desk.app.board.top_line.render())
        assert "1h 5m" in desk.line("enquiry", numbers["voicemail"])
        await desk.press("escape")
        assert desk.kind == "Question"
        await desk.at("2026-11-03 12:10")
        assert "12:10" in str(desk.app.board.top_line.render())
        await desk.press("escape")
        assert desk.values()["who"] == "Ива"


async def test_the_clocks_of_a_ticket_go_on_behind_its_form(open_a_desk: OpenDesk, numbers: dict[str, int]) -> None:
    """And the board that it lies over is not painted."""
    async with open_a_desk(full=True, at="2026-11-03 12:08") as desk:
        desk.app.board.go_to_ticket(numbers["voicemail"])
        await desk.press("enter", "n")
        before = str(desk.app.screen_stack[1].query_one("#clocks").render())
        assert [type(screen).__name__ for screen in visible_screens(desk.app.screen_stack)] == ["TicketScreen", "ActForm"]
        await desk.at(LATER)
        assert str(desk.app.screen_stack[1].query_one("#clocks").render()) != before
