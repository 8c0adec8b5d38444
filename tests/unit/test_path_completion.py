"""File names completed in the fields that take one."""

import asyncio
from pathlib import Path

import pytest

from desk.widgets.fields import PathSuggester


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with lists, a folder of lists, and a name that is not shown as it is."""
    for name in ("box.csv", "box-2.csv", "Ящик.xlsx", "odd\u202e.csv"):
        (tmp_path / name).touch()
    (tmp_path / "boxes").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "completed", "only_folders"),
    [
        ("bo", "box-2.csv", False),
        ("box.", "box.csv", False),
        ("Ящ", "Ящик.xlsx", False),
        ("boxe", "boxes/", False),
        ("bo", "boxes/", True),
        ("nothing", None, False),
        ("", None, False),
        ("odd", None, False),
        ("no-folder/bo", None, False),
    ],
)
def test_the_first_name_that_begins_so_is_proposed(folder: Path, typed: str, completed: str | None, only_folders: bool) -> None:
    """A folder with its slash, so that the next name can be typed; nothing where a guess would have to be made."""
    found = asyncio.run(PathSuggester(only_folders=only_folders).get_suggestion(f"{folder}/{typed}"))
    assert found == (None if completed is None else f"{folder}/{completed}")


def test_the_home_folder_is_known_by_its_sign(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed stays as it was typed."""
    monkeypatch.setenv("HOME", str(folder))
    assert asyncio.run(PathSuggester().get_suggestion("~/box.")) == "~/box.csv"
