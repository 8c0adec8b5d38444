"""Files of a ticket by keys: attached, opened by a program of the desktop, saved to a folder."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from desk.outgoing.errors import FileNotViewed
from desk.screens.dialogs.chooser import Chooser
from desk.screens.ticket import files
from desk.store.database import Store
from desk.store.errors.files import FileNotFound
from desk.store.files.attaching import attach_loaded
from desk.store.files.content import Loaded
from tests.pilot.conftest import SMALL, WIDE, OpenDesk, ticket

PDF = b"%PDF-1.4\n1 0 obj\n"


def one(store: Store) -> None:
    ticket(store)


def with_files(store: Store) -> None:
    number = ticket(store)
    attach_loaded(store, "Anna", number, Loaded("[b]scan.pdf", "application/pdf", PDF))
    attach_loaded(store, "Anna", number, Loaded("run.exe", "application/octet-stream", b"MZ" + bytes(300)))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_file_is_attached(open_a_desk: OpenDesk, tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    """From the list of files, by its path; a wrong one is said in the form and kept."""
    (tmp_path / "power.pdf").write_bytes(PDF)
    async with open_a_desk(one, language=language, size=size) as desk:
        await desk.press("ctrl+e", "enter")
        await desk.paste(str(tmp_path / "power"))
        await desk.press("enter")
        desk.refused(FileNotFound)
        await desk.type(".pdf")
        await desk.press("enter")
        assert desk.last_event() == "attached"
        await desk.press("ctrl+e")
        assert "power.pdf" in desk.top(Chooser).options[0].title


async def test_a_file_is_opened_and_gone_with_the_desk(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is looked at; under a name of ours."""
    seen: list[Path] = []
    monkeypatch.setattr(files, "open_file", seen.append)
    async with open_a_desk(with_files, size=WIDE) as desk:
        await desk.press("ctrl+e", "enter", "enter")
        assert [path.name for path in seen] == ["00001-a1.pdf"]
        assert seen[0].read_bytes() == PDF
        assert seen[0].parent.stat().st_mode & 0o777 == 0o700
        await desk.press("ctrl+e", "down", "enter", "enter")
        desk.refused(FileNotViewed)
    assert (len(seen), seen[0].exists()) == (1, False)


async def test_a_file_is_saved(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    async with open_a_desk(with_files, size=WIDE) as desk:
        await desk.press("ctrl+e", "down", "enter", "down", "enter", "end", "ctrl+u")
        await desk.paste(str(tmp_path / "out"))
        await desk.press("enter")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["00001-a2.bin"]  # nothing that a click would run


async def test_a_scan_is_counted_offered_and_moved_to_the_ticket(open_a_desk: OpenDesk, tmp_path: Path) -> None:
    """The newest stands in the form; once attached it is in the folder no more."""
    scan = tmp_path / "scan0001.pdf"
    scan.write_bytes(PDF)
    os.utime(scan, (1_700_000_000, 1_700_000_000))
    async with open_a_desk(one, size=WIDE) as desk:
        desk.app.settings = replace(desk.app.settings, scans=str(tmp_path))
        await desk.tick()
        await desk.tick()
        assert desk.app.gettext("scans to attach {n}", n=1) in desk.said("#top")
        await desk.press("ctrl+e", "enter")
        assert desk.values()["file"] == str(scan)
        await desk.press("enter")
        assert (desk.last_event(), scan.exists()) == ("attached", False)
        await desk.tick()
        await desk.tick()
        assert desk.app.gettext("scans to attach {n}", n=1) not in desk.said("#top")
