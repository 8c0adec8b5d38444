"""The table of keys: the command prints the registry, the page of the docs says the same."""

import importlib.util
from types import ModuleType

import pytest

from desk.actions.keys import keys_shown
from desk.actions.registry import ACTIONS
from desk.i18n import translator
from tests.forks import ROOT
from tests.unit.conftest import ENGLISH, RUSSIAN, Command


@pytest.fixture
def made() -> ModuleType:
    """The script that writes the pages."""
    spec = importlib.util.spec_from_file_location("keys_page", ROOT / "docs" / "keys.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_registry_says(made: ModuleType) -> None:
    """`make keys` was run after the last change."""
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == made.page()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_card_is_what_the_registry_says(made: ModuleType, language: str) -> None:
    """Both layouts in either language, and nothing else than keys: a card has no room."""
    card = (ROOT / "docs" / f"keys-card-{language}.html").read_text(encoding="utf-8")
    assert card == made.card(language)
    assert "<td>C С</td>" in card
    assert card.count("<tr>") == len(made.ON_THE_CARD)


@pytest.mark.parametrize("lang", [ENGLISH, RUSSIAN])
def test_every_command_has_its_line(command: Command, lang: str) -> None:
    """Keys on both layouts, and the id that `desk do` takes."""
    lines = command("keys", lang=lang).stdout.splitlines()
    assert len(lines) == len(ACTIONS)
    for line, one in zip(lines, ACTIONS, strict=True):
        assert line.startswith(keys_shown(one, translator(lang[:2])))
        assert line.endswith(one.id)
