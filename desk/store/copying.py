"""Copies of a database file: made in a folder that nobody else may read, on the disk before they have their name."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desk.private import put_new

# What SQLite keeps beside a database. A journal belongs to the file beside which it was written: beside another it destroys.
BESIDE = ("-journal", "-wal", "-shm")


_MAGIC = b"SQLite format 3\x00"


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as every database does: in any other, SQLite would play back or throw away what lies beside it."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


@contextmanager
def scratch_folder(beside: Path, purpose: str) -> Iterator[Path]:
    """A folder on the same disk, 0700, that goes again. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=f".desk-{purpose}-", dir=beside) as folder:
        yield Path(folder)


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
    return [one for one in (path.with_name(path.name + ending) for ending in BESIDE) if one.exists()]


def free_name(path: Path) -> Path:
    """The path, or one like it, that nothing has."""
    found, place = path, 1
    while found.exists():
        place += 1
        found = path.with_name(f"{path.name}-{place}")
    return found
