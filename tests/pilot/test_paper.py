"""Printing by keys, and a scanner that types the code of a slip."""

from pathlib import Path

import pytest

from desk.outgoing.errors import OpenerMissing, PrinterUnknown
from desk.outgoing.paper.printing import Printed
from desk.screens.ticket import files, paper
from desk.screens.ticket.screen import TicketScreen
from desk.store.database import Store
from tests.pilot.conftest import SMALL, WIDE, OpenDesk, ticket


def three(store: Store) -> None:
    for name in ("Ann", "Bob", "Eva"):
        ticket(store, name=name, subject=name)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_slip_is_printed(
    open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, language: str, size: tuple[int, int]
) -> None:
    asked: list[tuple[bytes, str, str]] = []

    def printer(raw: bytes, title: str, name: str) -> Printed:
        asked.append((raw[:4], title, name))
        return Printed("office", "media-empty-error", no_paper=True)

    monkeypatch.setattr(paper, "print_pdf", printer)
    async with open_a_desk(three, language=language, size=size) as desk:
        await desk.press("ctrl+r", "enter")
        assert asked == [(b"%PDF", f"slip-{desk.row.id:05}.pdf", "")]
        assert "office" in desk.toasts[-1]


async def test_without_a_printer_the_document_is_opened(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def none(_raw: bytes, _title: str, name: str) -> Printed:
        raise PrinterUnknown(name)

    monkeypatch.setattr(paper, "print_pdf", none)
    monkeypatch.setattr(files, "open_file", seen.append)
    async with open_a_desk(three, size=WIDE) as desk:
        await desk.press("ctrl+r", "enter")
        assert [path.name for path in seen] == [f"slip-{desk.row.id:05}.pdf"]
    assert not seen[0].exists()


async def test_without_a_printer_and_a_viewer_the_printer_is_named(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_raw: bytes, _title: str, name: str) -> Printed:
        raise PrinterUnknown(name)

    def no_viewer(_path: Path) -> None:
        raise OpenerMissing

    monkeypatch.setattr(paper, "print_pdf", none)
    monkeypatch.setattr(files, "open_file", no_viewer)
    async with open_a_desk(three, size=WIDE) as desk:
        await desk.press("ctrl+r", "enter")
        desk.refused(PrinterUnknown)


@pytest.mark.parametrize("number", [1, 3])
async def test_a_scanner_that_types_the_code_of_a_slip_opens_the_ticket(open_a_desk: OpenDesk, number: int) -> None:
    """It types faster than anybody, and ends with Enter."""
    async with open_a_desk(three, size=WIDE) as desk:
        desk.send("/", *f"#{number}", "enter")
        await desk.settle()
        assert desk.top(TicketScreen).number == number
