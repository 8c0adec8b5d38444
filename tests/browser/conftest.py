"""A real browser, Debian's Chromium, that may reach nothing but the page it is given."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from desk.reports.publication import gather
from desk.reports.published_page import page as published_page
from desk.store.commands import tickets
from desk.store.commands.feedback import record_feedback, use_feedback
from desk.store.commands.ratings import rate
from desk.store.opening import open_desk
from tests.pilot.conftest import Clock, other_desk, ticket

WIDTHS = {"phone": 360, "desk": 1280}  # pixels
HOSTILE = "<script>fetch('https://example.org/')</script> [b]Анна[/b] & \x1b[31m"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Started once. Without its own sandbox: that needs rights which a container does not give."""
    path = shutil.which("chromium")
    assert path, "the page is tested in Chromium: tests/browser/install.sh installs it"
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def opened(browser: Browser, file: Path, width: int) -> Iterator[Page]:
    """A page opened from a file; it fails where anything is fetched or complained of. width: of the window in pixels."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="ru-RU")
    page = context.new_page()
    fetched: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    yield page
    assert (fetched, said) == ([file.as_uri()], [])
    context.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a quarter: promises kept and missed, one with too few, satisfaction, and a change in hostile words."""
    folder = tmp_path_factory.mktemp("page")
    clock = Clock("2026-07-01 10:00")
    path = folder / "desk.db"
    open_desk(str(path), None, lambda: int(clock()), practice=True).close()
    with other_desk(path, clock) as store:
        for month, day in ((7, 6), (8, 3), (9, 7)):
            clock.set(f"2026-{month:02}-{day:02} 11:00")
            numbers = [ticket(store, "enquiry", "phone", name=HOSTILE, subject="FCE") for _ in range(8)]
            for late in (False, True):
                clock.set(f"2026-{month:02}-{day + (4 if late else 1):02} 12:00")
                for n, number in enumerate(numbers):
                    if (n % 3 == 0) is late:
                        tickets.fact(store, "Boris", number, "answered")
                        rate(store, "Boris", number, str(3 + n % 3))
        complaint = ticket(store, "complaint", "email", name="Жалобщик", about="Олег")
        tickets.fact(store, "Boris", complaint, "acknowledged")
        use_feedback(store, "Anna", record_feedback(store, "Anna", HOSTILE), "done", HOSTILE)
        use_feedback(store, "Anna", record_feedback(store, "Anna", "Холодно"), "Обогреватель", "В коридоре стало теплее")
        clock.set("2026-11-03 10:14")
        made = published_page(store.charter, gather(store, date(2026, 7, 1), date(2026, 9, 30)))
    file = folder / "results.html"
    file.write_text(made, encoding="utf-8")
    return file
