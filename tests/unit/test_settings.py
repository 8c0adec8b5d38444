"""desk.toml, environment and options: which wins, and what a wrong one is told."""

import dataclasses
import getpass
import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desk.charter.errors import CharterError
from desk.settings import (
    SettingNoMoment,
    Settings,
    SettingUnknown,
    clock,
    combined,
    practice_clock,
    read_settings,
    settings_path,
)
from desk.settings_file import SettingsFile
from tests.forks import ROOT
from tests.unit.conftest import ENGLISH, RUSSIAN, Command

Written = Callable[[str], Path]
PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of the person who runs the tests."""
    for name in ("DESK_DATABASE", "DESK_LANG", "DESK_SETTINGS", "DESK_THEME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Written:
    """Writes a desk.toml and points DESK_SETTINGS at it."""

    def write(toml: str) -> Path:
        path = tmp_path / "set" / "desk.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(toml, encoding="utf-8")
        monkeypatch.setenv("DESK_SETTINGS", str(path))
        return path

    return write


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    """And none is made."""
    settings = combined({}, "en", read_settings())
    assert (settings.theme, settings.bell, settings.keys, settings.charter) == ("dark", True, {}, None)
    assert settings.texts == tmp_path / "charter-desk" / "texts"
    assert settings.database == str(tmp_path / "charter-desk" / "desk.db")
    assert list(tmp_path.iterdir()) == []


def test_a_default_stands_in_one_place() -> None:
    """Settings has it; the file says nothing of its own, and the page repeats what the program does."""
    nothing: dict[str, Any] = dict.fromkeys(("bell", "mouse", "lock_after", "theme", "staff", "texts"))
    assert SettingsFile() == SettingsFile(**nothing, keys={})
    assert combined({}, "en", SettingsFile()).lock_after == Settings.lock_after
    assert f"| `{Settings.lock_after}` |" in next(line for line in PAGE.splitlines() if line.startswith("| `lock_after`"))
    assert f"`{str(Settings.bell).lower()}` |" in next(line for line in PAGE.splitlines() if line.startswith("| `bell`"))


@pytest.mark.parametrize(("minutes", "is_taken"), [(0, False), (1, True), (480, True), (481, False)])
def test_a_desk_locks_after_a_minute_at_least_and_within_a_shift(written: Written, minutes: int, is_taken: bool) -> None:
    """Nothing beyond either end is taken for something near it."""
    written(f"lock_after = {minutes}")
    if is_taken:
        assert combined({}, "en", read_settings()).lock_after == minutes
        return
    with pytest.raises(CharterError) as wrong:
        read_settings()
    assert [problem.path for problem in wrong.value.problems] == ["lock_after"]


def test_who_acts_is_one_line_of_sixty_signs(written: Written) -> None:
    """However long a name is given, and whoever gives it."""
    written(f'staff = "{"а" * 70}"')
    assert combined({}, "en", read_settings()).staff == "а" * 59 + "…"
    assert combined({"as_name": "б" * 60}, "en", None).staff == "б" * 60


@pytest.mark.parametrize("error", [KeyError, OSError])
def test_who_acts_where_the_machine_knows_nobody(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    """A container has users without a name."""

    def nobody() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert combined({}, "en", None).staff == "reception"


# -- the clock ---------------------------------------------------------------------------------------------------------


def test_the_clock_is_the_machines_where_none_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no practice."""
    monkeypatch.delenv("DESK_NOW", raising=False)
    assert (clock(), practice_clock()) == (time.time, False)


def test_a_clock_that_was_set_runs_on_at_its_own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the moment that it was set to, by the seconds that pass, whatever the machine's clock says."""
    passed = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: passed[0])
    monkeypatch.setenv("DESK_NOW", "2026-11-03T10:14:00+03:00")
    read, begin = clock(), datetime.fromisoformat("2026-11-03T10:14:00+03:00").timestamp()
    assert (read(), practice_clock()) == (begin, True)
    passed[0] += 90.5
    assert read() == begin + 90.5


@pytest.mark.parametrize("moment", ["soon", "2026-11-03T10:14:00", "2026-13-03T10:14:00+03:00"])
def test_a_clock_that_cannot_be_set_is_refused(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """A word, a moment of no offset, a month that there is not."""
    monkeypatch.setenv("DESK_NOW", moment)
    with pytest.raises(SettingNoMoment) as wrong:
        clock()
    assert (wrong.value.values["name"], wrong.value.values["text"]) == ("DESK_NOW", moment)


def test_the_file_is_looked_for_where_settings_live(tmp_path: Path) -> None:
    """platformdirs' folder for settings, where DESK_SETTINGS names none."""
    assert settings_path() == tmp_path / "charter-desk" / "desk.toml"
    settings_path().parent.mkdir()
    settings_path().write_text("bell = false\n", encoding="utf-8")
    assert (combined({}, "en", read_settings()).bell, combined({}, "en", read_settings()).mouse) == (False, True)
    settings_path().write_text("mouse = false\n", encoding="utf-8")
    assert (combined({}, "en", read_settings()).bell, combined({}, "en", read_settings()).mouse) == (True, False)


def test_every_setting_of_the_file_counts(written: Written) -> None:
    """Paths are taken from the file's folder, one key is as good as a list of one."""
    folder = written(
        'database = "a/desk.db"\ncharter = "c.toml"\nlanguage = "ru"\nstaff = "Анна"\ntheme = "light"\nbell = false\n'
        'mouse = false\nlock_after = 5\ntexts = "ours"\n[keys]\nnote = "ctrl+n"\nslip = []\n'
    ).parent
    filed = read_settings()
    assert filed
    assert filed.language == "ru"
    database, keys = str(folder / "a" / "desk.db"), {"note": ("ctrl+n",), "slip": ()}
    expected = Settings(database, folder / "c.toml", "ru", "Анна", "light", False, False, 5, folder / "ours", keys)
    assert combined({}, "ru", filed) == expected


@pytest.mark.parametrize(
    ("named", "comes_to"),
    [("/srv/desk.db", "/srv/desk.db"), ("sqlite:///desk.db", "sqlite:///{folder}/desk.db"), ("~/desk.db", "{home}/desk.db"),
     ("postgresql://host/desk", "postgresql://host/desk")],
)  # fmt: skip
def test_a_database_is_named_as_a_path_or_a_url(written: Written, tmp_path: Path, named: str, comes_to: str) -> None:
    """Only a path can be relative to the file."""
    folder = written(f'database = "{named}"').parent
    assert combined({}, "en", read_settings()).database == comes_to.format(folder=folder, home=tmp_path)


def test_an_option_wins_over_the_environment_and_that_over_the_file(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the file over the default."""
    written('database = "filed.db"\ntheme = "light"\nstaff = "Filed"')
    filed = read_settings()
    assert combined({}, "en", filed).theme == "light"
    monkeypatch.setenv("DESK_THEME", "contrast")
    monkeypatch.setenv("DESK_DATABASE", "environment.db")
    settings = combined({}, "en", filed)
    assert (settings.theme, settings.database, settings.staff) == ("contrast", "environment.db", "Filed")
    settings = combined({"theme": "16", "db": "option.db", "as_name": "Option"}, "en", filed)
    assert (settings.theme, settings.database, settings.staff) == ("16", "option.db", "Option")


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('thme = "dark"', "thme: unknown key; did you mean 'theme'?"),
        ("bell = 1", "bell: must be true or false, without quotes"),
        ('theme = "pink"', "theme: must be one of: dark, light, contrast, 16"),
        ('staff = ""', "staff: must not be empty"),
        ("[keys]\nnote = 1", "keys.note: a key or a list of keys, each in quotes"),
        ('[keys]\nnote = ["n", 1]', "keys.note: a key or a list of keys, each in quotes"),
        ("bell = ", "is not valid TOML from here on"),
    ],
)
def test_a_wrong_file_is_refused_with_its_path_and_key(written: Written, toml: str, says: str) -> None:
    """The first thing that is wrong, in one line."""
    path = written(toml)
    with pytest.raises(CharterError) as wrong:
        read_settings()
    assert str(wrong.value).startswith(f"{path}:{toml.count(chr(10)) + 1}: {says}")


def test_everything_that_is_wrong_is_listed(written: Written, command: Command) -> None:
    """Types, choices and keys alike, each with its line; beside the other findings of doctor it is one of them."""
    path = written('bell = 1\ntheme = "x"\nlock_after = 900\n[keys]\nnote = 1\nslip = "f5"\n')
    with pytest.raises(CharterError) as wrong:
        read_settings()
    assert [(problem.line, problem.path) for problem in wrong.value.problems] == [
        (1, "bell"),
        (2, "theme"),
        (3, "lock_after"),
        (5, "keys.note"),
    ]
    (said,) = [line for line in command("doctor", DESK_SETTINGS=str(path)).stdout.splitlines() if "desk.toml: " in line]
    assert said.count(str(path)) == 4


def test_a_file_that_was_named_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A mistyped DESK_SETTINGS is no desk without settings."""
    monkeypatch.setenv("DESK_SETTINGS", str(tmp_path / "none.toml"))
    with pytest.raises(CharterError, match=r"none\.toml: cannot be read"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value", "choices"), [("DESK_THEME", "pink", ("dark", "light", "contrast", "16")), ("DESK_LANG", "xx", ("ru", "en"))]
)
def test_a_choice_of_the_environment_that_is_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, choices: tuple[str, ...]
) -> None:
    """With those that are."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingUnknown) as wrong:
        combined({}, "en", None)
    assert wrong.value.values["choices"] == choices


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_follows_the_file(command: Command, tmp_path: Path) -> None:
    """Its language for help too, its staff for what is recorded; the locale is only a default."""
    (tmp_path / "charter-desk").mkdir()
    (tmp_path / "charter-desk" / "desk.toml").write_text('language = "ru"\nstaff = "Вера"\n', encoding="utf-8")
    assert "Показать версию." in command("--help", lang=ENGLISH).stdout
    assert "Show the version." in command("--help", "--lang", "en", lang=RUSSIAN).stdout
    added = command("add", "enquiry", "--channel", "phone", "--name", "И", "--subject", "FCE", lang=ENGLISH).stdout
    assert "  Вера  " in added


def test_a_wrong_file_stops_the_desk_and_not_its_help(command: Command, tmp_path: Path) -> None:
    """Exit code 2, one line with the path; the current user for help or the version gets it."""
    path = tmp_path / "charter-desk" / "desk.toml"
    path.parent.mkdir()
    path.write_text("thme = 1\n", encoding="utf-8")
    done = command("list")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"desk: {path}:1: thme: ")
    assert command("--help").returncode == 0
    assert command("--version").returncode == 0


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_names_every_setting() -> None:
    """docs/settings.md has a line for each field of Settings, and of the file."""
    lines = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert lines == [field.name for field in dataclasses.fields(Settings)] == list(SettingsFile.__struct_fields__)


def test_the_pages_example_is_read(written: Written) -> None:
    """And names every setting once."""
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    written(example)
    filed = read_settings()
    assert filed
    assert all(getattr(filed, name) not in (None, {}, True) for name in SettingsFile.__struct_fields__)
