"""docs/settings.md says what desk/settings.py does: the defaults, the choices, the limits, the variables."""

import dataclasses
import json
import re
from pathlib import Path
from typing import get_type_hints

import msgspec
import pytest

from desk import settings
from desk.i18n import LANGUAGES, wanted_language
from desk.settings import THEMES, Settings, combined
from desk.settings_file import SettingsFile
from tests.forks import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
ROWS = {cells[0].strip("`"): cells[1:] for line in PAGE.splitlines() if (cells := line.strip("| ").split(" | "))[0].startswith("`")}
DEFAULTS = {kind.name: kind.default for kind in dataclasses.fields(Settings)}
STATED = {name: value for name, value in DEFAULTS.items() if value not in (dataclasses.MISSING, settings.MailSettings())}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings and no locale of the person who runs the tests."""
    for name in ("DESK_DATABASE", "DESK_LANG", "DESK_SETTINGS", "DESK_THEME", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))


def default_of(name: str) -> str:
    """What the page says a setting is where nobody says anything."""
    return ROWS[name][-1]


@pytest.mark.parametrize("name", STATED)
def test_a_default_that_the_class_states_is_the_pages(name: str) -> None:
    """As one would write it in desk.toml; and the program comes to it with nothing said, and with an empty file."""
    assert default_of(name) == f"`{json.dumps(STATED[name])}`"
    assert [getattr(combined({}, "en", filed), name) for filed in (None, SettingsFile())] == [STATED[name]] * 2


def test_a_default_that_is_found_out_is_the_pages() -> None:
    """Files in the user's folders, the login name, the locale."""
    found = combined({}, wanted_language(), None)
    assert default_of("database").startswith(f"`{Path(found.database).name}` in ")
    assert default_of("texts").startswith(f"`{found.texts.name}` beside ")
    assert found.texts.parent == settings.settings_path().parent
    assert default_of("language").endswith(f'else `"{found.language}"`')
    assert (default_of("staff"), found.staff) == ("the login name", settings.login_name())
    assert (default_of("keys"), found.keys) == ("none", {})
    assert (default_of("mail").partition(":")[0], found.mail) == ("none", settings.MailSettings())
    assert (default_of("charter").partition(",")[0], found.charter) == ("the one in force at this database", None)


def test_the_page_says_what_a_setting_may_be() -> None:
    """The themes that there are, the languages, the shortest and the longest time until the desk locks."""
    quoted = {name: tuple(re.findall(r'`"(\w+)"`', "".join(ROWS[name][:-1]))) for name in ("theme", "language")}
    assert quoted == {"theme": THEMES, "language": LANGUAGES}
    (limits,) = [
        field
        for field in get_type_hints(SettingsFile, include_extras=True)["lock_after"].__args__
        if hasattr(field, "__metadata__")
    ]
    (meta,) = limits.__metadata__
    assert isinstance(meta, msgspec.Meta)
    assert f"minutes without a key, {meta.ge} to {meta.le}, " in "".join(ROWS["lock_after"])


def test_the_page_names_the_variables_that_are_read() -> None:
    """In the table or below it, as far as they are settings and no clock for tests."""
    source = (ROOT / "desk" / "settings.py").read_text(encoding="utf-8")
    assert [name for name in sorted(set(re.findall(r'"(DESK_\w+)"', source)) - {"DESK_NOW"}) if f"`{name}`" not in PAGE] == []
