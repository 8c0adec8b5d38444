"""Reading a file that is to be attached: its size is limited, its type found by its content."""

import os
import stat
from pathlib import Path

import puremagic

from desk.store.errors.files import FileEmpty, FileNotFound, FileNotRegular, FileTooLarge, FileUnreadable
from desk.store.errors.input import FileMissing
from desk.store.files.content import LARGEST, Loaded

UNKNOWN = "application/octet-stream"
_TEXT = "text/plain"
_SAMPLE = 4096  # bytes by which text is told from anything else
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


def load(typed: str) -> Loaded:
    """Reads a file. typed: its path. Raises FileMissing, FileNotFound, FileNotRegular, FileEmpty, FileTooLarge, FileUnreadable."""
    if not typed.strip():
        raise FileMissing
    path = Path(typed.strip()).expanduser()
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))  # a pipe must not wait
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise FileNotRegular(str(path))
            if found.st_size > LARGEST:
                raise FileTooLarge(str(path), LARGEST)
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                raw = file.read(LARGEST + 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise FileNotFound(str(path)) from None
    except OSError as error:
        raise FileUnreadable(str(path), error.strerror or str(error)) from error
    if not raw:
        raise FileEmpty(str(path))
    if len(raw) > LARGEST:  # it grew meanwhile
        raise FileTooLarge(str(path), LARGEST)
    return Loaded(path.name, type_of(raw, path.name), raw)


def type_of(raw: bytes, name: str) -> str:
    """The media type by the content; its name only decides between types that look alike, as a document and a plain archive."""
    try:
        found = puremagic.magic_string(raw, name)
    except (puremagic.PureError, ValueError):
        found = []
    known = next((match.mime_type for match in found if match.mime_type and match.byte_match), "")
    if known:
        return known[:80]
    return _TEXT if not _CONTROLS & set(raw[:_SAMPLE]) else UNKNOWN
