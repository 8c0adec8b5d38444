"""The screens at three sizes in both languages, as they were looked at and found good."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.settings import THEMES
from tests.snapshots.conftest import PIN, SIZES, settle

Compare = Callable[..., bool]
PLACES: dict[str, tuple[str, ...]] = {
    "board": (),
    "ticket": ("enter",),
    "form": ("c",),
    "reply": ("o",),
    "explanation": ("x",),
    "registration": ("f5",),
    "merge": ("0",),
    "year": (),
    "change": ("right", "enter", "enter"),
    "customer": ("f12",),
    "today": ("f7",),
    "duties": ("f7", "d"),
    "help": ("f1",),
    "triage": ("f6",),
    "search": ("f8", *"fce"),
    "overview": ("f10",),
}

COMMANDS = {"year": "calendar", "change": "calendar"}  # what has no key is opened first


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_looks_as_before(snap_compare: Compare, app_of: Callable[..., DeskApp], place: str, language: str, size: str) -> None:
    """A change here is looked at before `make snapshots` accepts it."""

    async def go_there(pilot: Pilot[None]) -> None:
        await settle(pilot)
        if place in COMMANDS:
            assert isinstance(pilot.app, DeskApp)
            await pilot.app.board.choose(COMMANDS[place])
            await settle(pilot)
        for key in PLACES[place]:
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(app_of(language), terminal_size=SIZES[size], run_before=go_there)


WITH_PEOPLE: dict[str, tuple[str, ...]] = {
    "locked": (),
    "pin": ("enter", "4", "7"),
    "reception": ("enter", *PIN, "enter", "2"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", WITH_PEOPLE)
def test_people_look_as_before(snap_compare: Compare, app_of: Callable[..., DeskApp], place: str, language: str, size: str) -> None:
    """The lock, the way in, and complaints as reception sees them."""

    async def go_there(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in WITH_PEOPLE[place]:
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(app_of(language, people=True), terminal_size=SIZES[size], run_before=go_there)


@pytest.mark.parametrize("theme", THEMES)
def test_themes_look_as_before(snap_compare: Compare, app_of: Callable[..., DeskApp], theme: str) -> None:
    """The board in each of them."""
    assert snap_compare(app_of("en", theme), terminal_size=SIZES["160x48"], run_before=settle)
