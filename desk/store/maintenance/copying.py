"""Copies of a database file: made in a folder that nobody else may read, on the disk before they have their name."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from desk.system.secure_files import hold, put_new

# What SQLite keeps beside a database. A journal belongs to the file beside which it was written: beside another it destroys.
BESIDE = ("-journal", "-wal", "-shm")


_MAGIC = b"SQLite format 3\x00"


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as every database does: in any other, SQLite would play back or throw away what lies beside it."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


@contextmanager
def scratch_folder(beside: Path, purpose: str) -> Iterator[Path]:
    """A folder on the same disk, 0700, that goes again; those that killed programs left go with it. Raises OSError."""
    _sweep(beside)
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{purpose}-", dir=beside) as folder:
        held = hold(Path(folder) / _HELD)
        try:
            yield Path(folder)
        finally:
            if held is not None:
                os.close(held)


_PREFIX, _HELD = ".desk-", "held"
_LEFT_FOR = 600  # seconds: one that was made just now may not be held yet


def _sweep(beside: Path) -> None:
    """Removes the copies that nobody works with any more."""
    for folder in beside.glob(f"{_PREFIX}*-*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < _LEFT_FOR or (held := hold(folder / _HELD)) is None:
                continue
            try:
                shutil.rmtree(folder)
            finally:
                os.close(held)


def copy_connected(source: sqlite3.Connection, target: Path) -> None:
    """Copies what a connection sees into a new file, 0600, which is there only when it is whole. Raises sqlite3.Error, OSError."""
    with scratch_folder(target.parent, "copy") as folder:
        copy = folder / target.name
        copy.touch(mode=0o600)
        with closing(sqlite3.connect(copy)) as here:
            source.backup(here)
        put_new(copy, target)


def companions(path: Path) -> list[Path]:
    """The files of SQLite's that lie beside a database now."""
    return [file for file in (path.with_name(path.name + ending) for ending in BESIDE) if file.exists()]


def free_name(path: Path) -> Path:
    """The path, or one like it, that nothing has."""
    found, place = path, 1
    while found.exists():
        place += 1
        found = path.with_name(f"{path.name}-{place}")
    return found
