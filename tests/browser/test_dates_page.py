"""The page of exams, dates and prices in a real browser: nothing fetched, nothing complained of, readable at both widths."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from desk.charter import Charter
from desk.facts.fact import Version
from desk.facts.invented import invented_facts
from desk.reports.dates_page import dates_page, differences
from tests.browser.conftest import HOSTILE, WIDTHS, opened
from tests.facts import PARKING

DAY = date(2026, 11, 3)
LONG = replace(PARKING, name="Очень" * 20, ru=HOSTILE, en="x" * 300)
FACTS = [Version(number, number, content, False, 1, 0) for number, content in enumerate([*invented_facts(DAY), LONG], start=1)]


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page as opened from a file; it fails where anything is fetched or complained of."""
    file = tmp_path / "dates.html"
    file.write_text(dates_page(Charter.load(), FACTS, DAY), encoding="utf-8")
    with opened(browser, file, WIDTHS[request.param]) as shown:
        yield shown


def test_an_accessibility_engine_finds_nothing(page: Page) -> None:
    """axe-core: headings, contrast, labels, landmarks, languages."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_runs_out_of_the_page(page: Page) -> None:
    """Not even a name without a blank in it."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_both_languages_show_every_fact(page: Page) -> None:
    """Each with its price; what was typed is text."""
    for language in ("ru", "en"):
        assert page.locator(f"#{language} article").count() == len(FACTS)
    shown = page.inner_text("body")
    assert "<script>fetch" in shown
    assert page.evaluate("document.scripts.length") == 0


def test_the_browsers_own_page_shows_the_same(page: Page) -> None:
    """As a browser would save it."""
    assert differences(Charter.load(), FACTS, page.content()) == []
