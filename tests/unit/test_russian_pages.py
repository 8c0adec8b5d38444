"""The Russian pages: their keys do what they say, in both layouts, and their links lead somewhere."""

import re
from pathlib import Path

import pytest

from desk.charter import Charter
from desk.i18n import translator
from desk.presentation.keys import key_rows
from tests.forks import ROOT

PAGES = [ROOT / "README.ru.md", *sorted((ROOT / "docs" / "ru").glob("*.md"))]
_KEY_ROW = re.compile(r"^\| `([A-ZА-ЯЁ0-9+ ]+)` \| (.+) \|$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_key_in_a_table_does_what_the_page_says(page: Path) -> None:
    """As `desk keys` says it in Russian."""
    known = {(keys, title) for keys, title, *_ in key_rows(translator("ru"), Charter.load().kinds.values())}
    assert set(_KEY_ROW.findall(page.read_text(encoding="utf-8"))) <= known


def test_the_tables_are_read_at_all() -> None:
    """Otherwise the test above would pass on anything."""
    found = _KEY_ROW.findall((ROOT / "docs" / "ru" / "first-day.md").read_text(encoding="utf-8"))
    assert len(found) > 15


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    """Relative to the page."""
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
