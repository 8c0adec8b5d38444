"""Messages in files: .eml, mbox, Maildir, or a folder of .eml files."""

import mailbox
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from desk.intake.mail.errors import MailSourceEmpty, MailSourceMissing, MailSourceUnreadable

_MBOX = b"From "


class RawMessage(NamedTuple):
    """A message as it lies in a file. source: the file, and in an mbox the place in it."""

    raw: bytes
    source: str


def messages_in(path: Path) -> Iterator[RawMessage]:
    """The messages of a file or a folder, one after the other, so that only one is in memory.

    Raises MailSourceMissing, MailSourceUnreadable, MailSourceEmpty.
    """
    if not path.exists():
        raise MailSourceMissing(path.name)
    found = False
    try:
        for message in _messages(path):
            found = True
            yield message
    except OSError as error:
        raise MailSourceUnreadable(path.name, error.strerror or "") from error
    if not found:
        raise MailSourceEmpty(path.name)


def _messages(path: Path) -> Iterator[RawMessage]:
    if path.is_dir():
        is_maildir = (path / "cur").is_dir() and (path / "new").is_dir()
        folders = [path / "cur", path / "new"] if is_maildir else [path]
        names = [file for folder in folders for file in sorted(folder.iterdir(), key=lambda file: file.name)]
        for file in names:
            if file.is_file() and (is_maildir or file.suffix.lower() == ".eml"):
                yield RawMessage(file.read_bytes(), file.name)
        return
    with path.open("rb") as opened:
        begin = opened.read(len(_MBOX))
        size = os.fstat(opened.fileno()).st_size
    if begin == _MBOX:
        box = mailbox.mbox(path, create=False)
        for place, key in enumerate(box.iterkeys(), 1):
            yield RawMessage(box.get_bytes(key), f"{path.name}:{place}")
    elif size:
        yield RawMessage(path.read_bytes(), path.name)
