"""Files of tickets, written out to be looked at: under names of ours, whatever they were called."""

import mimetypes
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from desk.intake.mail.reader import Reader
from desk.outgoing.errors import FileNotOpened, FileNotReadable, OpenerMissing
from desk.store.database import Store
from desk.store.files.attaching import file_bytes, files_of
from desk.store.files.reading import type_of
from desk.system import NO_EDITOR
from desk.system.secure_files import make_folder, write_whole

_SECONDS = 3.0  # after which the opener counts as started: most go on as long as the file is open
# What is opened by a program made for looking at it. Anything else may run: it is saved, and its owner decides.
_OPENED = ("image/", "audio/", "video/", "text/plain", "application/pdf", "message/rfc822")
_DOCUMENTS = (
    "wordprocessingml.document",
    "spreadsheetml.sheet",
    "presentationml.presentation",
    "opendocument",
    "application/rtf",
    "msword",
)
_ENDINGS = {"image/jpeg": ".jpg", "message/rfc822": ".eml", "text/plain": ".txt", "audio/mpeg": ".mp3"}


def content_of(store: Store, number: int, file: str) -> bytes:
    """The bytes of a file. Raises TicketFileUnknown, FileNotReadable, NotFound."""
    return extracted(number, file, *file_bytes(store, number, file))


def extracted(number: int, file: str, raw: bytes, place: int | None) -> bytes:
    """The bytes of a file. raw, place: as `file_bytes` returns them; taking it out of a message may take long. Raises
    FileNotReadable."""
    if place is None:
        return raw
    with Reader() as reader:
        found = reader.file(raw, place)
    if found is None:
        raise FileNotReadable(number, file)
    return found


def save_files(store: Store, number: int, chosen: Sequence[str], folder: Path) -> list[Path]:
    """Writes files of a ticket into a folder, created if necessary, mode 0600; all of them if none is chosen. Returns their paths.

    Raises TicketFileUnknown, FileNotReadable, NotFound, OSError.
    """
    files = [file.id for file in files_of(store, number)]
    return [save_file(number, file, content_of(store, number, file), folder) for file in chosen or files]


def save_file(number: int, file: str, raw: bytes, folder: Path) -> Path:
    """Writes a file of a ticket into a folder, created if necessary, mode 0600. Returns its path. Raises OSError."""
    make_folder(folder)
    path = folder / own_name(number, file, raw)
    write_whole(path, raw)
    return path


def own_name(number: int, file: str, raw: bytes) -> str:
    """The name of a file when it is written: the ticket, the file, an ending by its content, nothing of what it was called."""
    kind = type_of(raw, "")
    return f"{number:05}-{file.replace('.', '-')}{_ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ''}"


def may_be_opened(raw: bytes) -> bool:
    """Whether the file is of a kind that is only looked at, by its content."""
    kind = type_of(raw, "")
    return kind.startswith(_OPENED) or any(document in kind for document in _DOCUMENTS)


def open_file(path: Path) -> None:
    """Opens a file with the program of the desktop. Raises OpenerMissing, FileNotOpened."""
    if os.environ.get(NO_EDITOR):
        raise OpenerMissing  # a shell could be opened from the program
    if sys.platform == "win32":
        os.startfile(path)
        return
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        started = subprocess.Popen(
            [opener, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if started.wait(_SECONDS):
            raise FileNotOpened(str(path))
    except subprocess.TimeoutExpired:
        return
    except OSError:
        raise OpenerMissing from None
