"""The files of a ticket: attaching one, opening it, saving it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from desk.i18n import N_
from desk.outgoing.errors import FileNotViewed
from desk.outgoing.saved_files import extracted, may_be_opened, open_file, own_name, save_file
from desk.presentation.formats import size
from desk.presentation.terms import ticket_ref
from desk.screens.action_screen import ActionScreen
from desk.screens.base import Desk
from desk.screens.dialogs.chooser import Chooser, Option
from desk.screens.forms.base import FormScreen
from desk.store.errors.input import FileMissing
from desk.store.files.attaching import attach_loaded, file_bytes, files_of
from desk.store.files.content import Loaded
from desk.store.files.ocr import text_in
from desk.store.files.reading import load
from desk.system.private_files import put_private
from desk.system.scans import remove_scan, scanned
from desk.text import sanitize
from desk.widgets.fields import Line, PathSuggester

if TYPE_CHECKING:
    from desk.store.files.attaching import TicketFile
    from desk.store.queries.board import QueueRow

_ATTACH, _OPEN, _SAVE = "attach", "open", "save"


async def attach(screen: ActionScreen) -> None:
    """Opens the form to attach a file."""
    if screen.ticket_row is not None:
        screen.app.push_screen(AttachForm(screen.ticket_row), screen.acted)


async def show_files(screen: ActionScreen) -> None:
    """Lists the files of the ticket; one can be opened or saved, another attached."""
    row, desk = screen.ticket_row, screen.desk
    if row is None:
        return
    _ = desk.translator
    files = await desk.ask(files_of, row.id)
    options = [Option(file.id, _line(screen, file), "") for file in files]
    options.append(Option(_ATTACH, _("Attach a file"), ""))

    def chosen(name: str | None) -> None:
        if name == _ATTACH:
            screen.start(attach, screen)
        elif name:
            _ask(screen, row.id, next(file for file in files if file.id == name))

    screen.app.push_screen(Chooser(_("{ticket}: files", ticket=ticket_ref(_, row.id)), options), chosen)


def _line(screen: ActionScreen, file: "TicketFile") -> str:
    _ = screen.desk.translator
    return "  ".join(filter(None, (sanitize.one_line(file.name, 80) or file.type, size(_, file.size))))


def _ask(screen: ActionScreen, number: int, file: "TicketFile") -> None:
    _ = screen.desk.translator
    options = [Option(_OPEN, _("Open"), ""), Option(_SAVE, _("Save to a folder"), "")]

    def chosen(name: str | None) -> None:
        if name == _OPEN:
            screen.start(_open, screen, number, file)
        elif name:
            screen.app.push_screen(SaveForm(number, file), lambda said: screen.desk.tell(said) if said else None)

    screen.app.push_screen(Chooser(_line(screen, file), options), chosen)


async def _content(desk: Desk, number: int, file: str) -> bytes:
    """The bytes of a file; those in a message are taken out of it in a thread. Raises TicketFileUnknown, FileNotReadable."""
    raw, place = await desk.ask(file_bytes, number, file)
    return await asyncio.to_thread(extracted, number, file, raw, place)


async def _open(screen: ActionScreen, number: int, file: "TicketFile") -> None:
    """Opens a file that is only looked at. Raises FileNotViewed, OpenerMissing, FileNotOpened."""
    raw = await _content(screen.desk, number, file.id)
    if not may_be_opened(raw):
        raise FileNotViewed(file.name or file.id)
    await asyncio.to_thread(write_and_open, own_name(number, file.id, raw), raw)
    screen.desk.tell(screen.desk.gettext("Opened: {file}", file=sanitize.one_line(file.name, 80)))


def write_and_open(name: str, raw: bytes) -> None:
    """Opens a file from a private folder, which is removed with the desk. Raises OpenerMissing, FileNotOpened."""
    open_file(put_private(name, raw))


class AttachForm(FormScreen[tuple[int, str]]):
    """Asks for a file and attaches it; returns the ticket's number and the action."""

    row: "QueueRow"
    command_id = "attach"
    enter_words = N_("attach")

    def __init__(self, row: "QueueRow") -> None:
        super().__init__()
        self.row = row

    @property
    def heading(self) -> str:
        _ = self.desk.translator
        return _("{ticket}: attach a file", ticket=ticket_ref(_, self.row.id))

    def fields(self) -> list[tuple[str, Widget]]:
        scans = scanned(Path(self.desk.settings.scans)) if self.desk.settings.scans else []
        newest = str(scans[-1]) if scans else ""
        return [(self.desk.gettext("File"), Line(newest, id="file", suggester=PathSuggester()))]

    async def save(self) -> tuple[int, str]:
        loaded, text = await asyncio.to_thread(_loaded, self.value("file"))
        await self.desk.ask(attach_loaded, self.staff, self.row.id, loaded, text, seen=self.row.version)
        path = Path(self.value("file").strip()).expanduser()
        await asyncio.to_thread(remove_scan, self.desk.settings.scans, path)
        return self.row.id, self.command_id


def _loaded(typed: str) -> tuple[Loaded, str]:
    """Reads a file, and what an image says: in a thread, as both may take long."""
    loaded = load(typed)
    return loaded, text_in(loaded)


class SaveForm(FormScreen[str]):
    """Asks for the folder and writes a file there; returns a summary."""

    command_id = "save-file"
    enter_words = N_("save")

    def __init__(self, number: int, file: "TicketFile") -> None:
        super().__init__()
        self.number, self.file = number, file

    @property
    def heading(self) -> str:
        return self.desk.gettext("Save {file}", file=sanitize.one_line(self.file.name, 80) or self.file.id)

    def fields(self) -> list[tuple[str, Widget]]:
        folder = Line(str(Path.home() / "desk-files"), id="folder", suggester=PathSuggester(only_folders=True))
        return [(self.desk.gettext("Folder"), folder)]

    async def save(self) -> str:
        if not self.value("folder"):
            raise FileMissing
        folder = Path(self.value("folder")).expanduser()
        raw = await _content(self.desk, self.number, self.file.id)
        path = await asyncio.to_thread(save_file, self.number, self.file.id, raw, folder)
        return self.desk.gettext("Saved: {file}", file=sanitize.one_line(str(path), 200))
