"""Messages in files: .eml, mbox, Maildir, or a folder of .eml files."""

import mailbox
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from desk.intake.mail.errors import MailSourceEmpty, MailSourceMissing, MailSourceUnreadable

_MBOX = b"From "
_HEADER = re.compile(rb"\s*[!-9;-~]{1,80}:")  # how a message begins; another file is none
_HEAD = 512


class RawMessage(NamedTuple):
    """A message as it lies in a file. source: the file, and in an mbox the place in it."""

    raw: bytes
    source: str


def messages_in(path: Path) -> Iterator[RawMessage]:
    """The messages of a file or a folder, one after the other, so that only one is in memory.

    Raises MailSourceMissing, MailSourceUnreadable, MailSourceEmpty.
    """
    if not path.exists():
        raise MailSourceMissing(str(path))
    found = False
    try:
        for message in _messages(path):
            found = True
            yield message
    except OSError as error:
        raise MailSourceUnreadable(str(path), error.strerror or "") from error
    if not found:
        raise MailSourceEmpty(str(path))


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
        begin = opened.read(_HEAD)
    if begin.startswith(_MBOX):
        box = mailbox.mbox(path, create=False)
        for place, key in enumerate(box.iterkeys(), 1):
            yield RawMessage(box.get_bytes(key), f"{path.name}:{place}")
    elif _HEADER.match(begin):
        yield RawMessage(path.read_bytes(), path.name)
