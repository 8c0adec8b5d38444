"""The board of another centre: its hours, its promises and its words, out of its charter file alone."""

from pathlib import Path

import pytest

from desk.store.opening import open_desk
from tests.looks import look
from tests.pilot.conftest import Clock, OpenDesk

COUNCIL = Path(__file__).parents[2] / "docs" / "examples" / "irish-council.toml"
TUESDAY = "2026-11-10 12:30"  # in Moscow: half past nine in Dublin


@pytest.mark.parametrize(
    ("language", "greeting", "told"),
    [
        ("en", "County Council, Anna speaking.", "We will ring you back by Tuesday 10 November, 14:30."),
        ("ru", "Совет графства, Anna.", "Перезвоним до вторника, 10 ноября, 14:30."),
    ],
)
async def test_a_council_works_with_its_own_charter(
    open_a_desk: OpenDesk, tmp_path: Path, language: str, greeting: str, told: str
) -> None:
    """Recorded, counted across its lunch break, explained, kept; the calendar knows its holidays."""
    clock, path = Clock(TUESDAY), tmp_path / "council.db"
    open_desk(str(path), COUNCIL, lambda: int(clock()), practice=True).close()
    async with open_a_desk(database=str(path), at=TUESDAY, language=language) as desk:
        assert "13:00" in desk.text  # open until the lunch break
        await desk.press("c")
        assert greeting in desk.text
        await desk.fill(who="Aoife 244-54-88", subject="Bins")
        await desk.press("enter", "x")
        assert desk.said("#sentence").startswith(told)
        await desk.press("escape")
        await desk.run("calendar")
        assert "2026" in desk.said("#year")
        await desk.press("escape", "d")
        await desk.press("enter")
        assert look(path, "SELECT standard, state FROM clock") == [("call-back", "kept")]
