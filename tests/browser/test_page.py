"""The published page in a real browser: nothing fetched, nothing complained of, readable at both widths and on paper."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WIDTHS, opened


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser, published: Path) -> Iterator[Page]:
    """The page as opened from a file, at a phone's width and a desk's; it fails where anything is fetched or complained of."""
    with opened(browser, published, WIDTHS[request.param]) as shown:
        yield shown


def test_an_accessibility_engine_finds_nothing(page: Page) -> None:
    """axe-core: headings, contrast, labels, landmarks, languages."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_nothing_runs_out_of_the_page(page: Page) -> None:
    """No scrolling sideways, and no text of a chart or a box outside of it."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(
        """[...document.querySelectorAll('article, dd, svg')].every(one => {
            const box = one.getBoundingClientRect(); return box.left >= 0 && box.right <= window.innerWidth + 0.5; })"""
    )
    assert page.evaluate(
        """[...document.querySelectorAll('svg text')].every(one => {
            const box = one.getBoundingClientRect(), chart = one.ownerSVGElement.getBoundingClientRect();
            return box.left >= chart.left && box.right <= chart.right && box.top >= chart.top && box.bottom <= chart.bottom; })"""
    )


def test_the_text_can_be_read_on_a_phone(page: Page) -> None:
    """Nothing smaller than 11 pixels, as drawn."""
    smallest = page.evaluate(
        """Math.min(...[...document.querySelectorAll('p, dt, dd, li, h1, h2, h3, a')].map(
            one => parseFloat(getComputedStyle(one).fontSize)))"""
    )
    assert smallest >= 11
    drawn = page.evaluate("Math.min(...[...document.querySelectorAll('svg text')].map(one => one.getBoundingClientRect().height))")
    assert drawn >= 11


def test_headings_follow_one_another_in_both_languages(page: Page) -> None:
    """One title each, no level left out."""
    for language in ("ru", "en"):
        levels = page.evaluate(
            f"[...document.querySelectorAll('#{language} h1, #{language} h2, #{language} h3')].map(h => h.tagName)"
        )
        assert levels[0] == "H1"
        assert levels.count("H1") == 1
        assert all(int(after[1]) - int(before[1]) <= 1 for before, after in pairwise(levels))
    assert page.get_by_text("kept, of 24 judged").count() == 1


def test_a_promise_with_too_few_has_no_figures_and_nobody_is_named(page: Page) -> None:
    """Groups under five are not published; what a customer wrote is on no page, what was typed for it is text."""
    shown = page.inner_text("body")
    assert "Fewer than 5 cases in the period or in one of its months" in shown
    assert "Жалобщик" not in shown
    assert "Олег" not in shown
    assert "<script>fetch" in shown
    assert page.evaluate("document.scripts.length") == 0
    assert "В коридоре стало теплее" in shown


def test_on_paper_each_language_begins_a_page_and_no_box_is_torn(page: Page) -> None:
    """The links go; the rest is there."""
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert page.evaluate("getComputedStyle(document.querySelector('#en')).breakBefore") == "page"
    assert page.evaluate("[...document.querySelectorAll('article')].every(one => getComputedStyle(one).breakInside === 'avoid')")
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")


def test_it_is_whole_without_scripts(browser: Browser, published: Path) -> None:
    """Where scripts are forbidden the charts are drawn all the same."""
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(published.as_uri())
    assert opened.locator("svg rect").count() == 6
    context.close()
