"""The board: what stands where, in whose words, and what the keys that only move do."""

from tests.pilot.conftest import OpenDesk


async def test_an_empty_desk_says_what_to_press(open_a_desk: OpenDesk) -> None:
    """Day one: the first screen names the keys."""
    async with open_a_desk() as desk:
        assert "C writes down a call" in desk.text
        print(desk.text)
