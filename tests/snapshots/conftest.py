"""Pictures that do not flicker: clock, zone, size, colours and database are fixed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from desk.actions.rights import RECEPTION, SUPERVISOR
from desk.app import DeskApp
from desk.auth.passwords import hashed
from desk.charter import Charter
from desk.demo import DEMO_DAY, fill
from desk.settings import Settings
from desk.store.commands.people import add_person
from desk.store.opening import open_desk
from desk.store.queries.alerts import record_warned

STAFF = {"ru": "Анна", "en": "Anna"}
PIN = "4711"
PATIENCE = 60.0  # seconds
SIZES = {"80x24": (80, 24), "120x40": (120, 40), "160x48": (160, 48)}


@pytest.fixture(scope="session", autouse=True)
def fixed_colours(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A terminal of a known kind, and nobody's own settings and log."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(tmp_path_factory.mktemp(name))
    os.environ.update({"TZ": "UTC", "COLORTERM": "truecolor", "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"})
    os.environ.pop("NO_COLOR", None)


@pytest.fixture(autouse=True)
def still_cursors(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cursor blinks by the machine's clock: on a busy machine a picture would have it or not."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _: None)


@pytest.fixture(scope="session")
def demo_databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo's day in both languages, filled once; whoever is at the desk has heard what came near, so that no tick warns in the
    middle of a picture."""
    folder, charter, found = tmp_path_factory.mktemp("demo"), Charter.load(), {}
    begin = DEMO_DAY.replace(tzinfo=charter.zone)
    now = int(begin.timestamp())
    for language, name in STAFF.items():
        found[language] = path = folder / f"{language}.db"
        fill(str(path), charter, begin, 1, language)
        store = open_desk(str(path), None, lambda: now, practice=True)
        record_warned(store, name, now)
        store.close()
    return found


@pytest.fixture
def app_of(demo_databases: dict[str, Path], tmp_path: Path) -> Callable[..., DeskApp]:
    """The desk in a language and in a theme, on a copy of the demo's day, its clock standing still. people: logins are on, and
    whoever is at the desk works at reception."""

    def make(language: str, theme: str = "dark", *, people: bool = False) -> DeskApp:
        database = tmp_path / "demo.db"
        shutil.copy(demo_databases[language], database)
        begin = DEMO_DAY.replace(tzinfo=Charter.load().zone).timestamp()
        if people:
            _hire(database, STAFF[language], int(begin))
        return DeskApp(Settings(str(database), None, language, STAFF[language], theme), lambda: begin)

    return make


def _hire(database: Path, name: str, now: int) -> None:
    """A supervisor, and somebody at reception."""
    store = open_desk(str(database), None, lambda: now)
    secret = hashed(PIN)
    store.acting = add_person(store, "Ольга", "Ольга", SUPERVISOR, secret)
    add_person(store, "Ольга", name, RECEPTION, secret)
    store.close()


async def settle(pilot: Pilot[None]) -> None:
    """Waits until the rows are there and drawn, and every key is done with. Raises AssertionError where that does not come."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    begun, rests = monotonic(), False
    while not rests:
        assert monotonic() - begun < PATIENCE, "the app does not come to rest"
        await app.workers.wait_for_complete()
        await pilot.pause()
        rests = app.charter is not None and app.typing.idle and not app.workers._workers
