"""Copies of a database file: made in a private folder and flushed to disk before they get their name."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from desk.system.secure_files import lock_file, put_new

# SQLite's files beside a database. A journal belongs to the file it was written for: beside another one it destroys data.
BESIDE = ("-journal", "-wal", "-shm")


_MAGIC = b"SQLite format 3\x00"


def is_sqlite(path: Path) -> bool:
    """Whether a file begins like a SQLite database: beside any other, SQLite would replay or delete the journal files."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


@contextmanager
def scratch_folder(beside: Path, purpose: str) -> Iterator[Path]:
    """A temporary folder on the same disk, mode 0700; those left by killed programs are removed too. Raises OSError."""
    _sweep(beside)
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{purpose}-", dir=beside) as folder:
        held = lock_file(Path(folder) / _HELD)
        try:
            yield Path(folder)
        finally:
            if held is not None:
                os.close(held)


_PREFIX, _HELD = ".desk-", "held"
_LEFT_FOR = 600  # seconds: a new folder may not be locked yet


def _sweep(beside: Path) -> None:
    """Removes temporary copies that are no longer in use."""
    for folder in beside.glob(f"{_PREFIX}*-*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < _LEFT_FOR or (held := lock_file(folder / _HELD)) is None:
                continue
            try:
                shutil.rmtree(folder)
            finally:
                os.close(held)


def copy_connected(source: sqlite3.Connection, target: Path) -> None:
    """Copies what a connection sees into a new file, mode 0600, which appears only when complete. Raises sqlite3.Error, OSError."""
    with scratch_folder(target.parent, "copy") as folder:
        copy = folder / target.name
        copy.touch(mode=0o600)
        with closing(sqlite3.connect(copy)) as here:
            source.backup(here)
        put_new(copy, target)


def companions(path: Path) -> list[Path]:
    """The SQLite files that exist beside a database."""
    return [file for file in (path.with_name(path.name + ending) for ending in BESIDE) if file.exists()]


def free_name(path: Path) -> Path:
    """The path, or a similar one that does not exist yet."""
    found, place = path, 1
    while found.exists():
        place += 1
        found = path.with_name(f"{path.name}-{place}")
    return found
