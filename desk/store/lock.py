"""Who has a database open. Every desk holds it together with the others; a process that puts another file in its place holds it
alone.

SQLite's own locks say nothing of a desk that is open and idle, and they go with the file that is replaced.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desk.store.errors.database import DatabaseBusy, DatabaseInUse
from desk.system.secure_files import hold, share

WAITS = 15  # seconds for a restore to end
_PAUSE = 0.05


def lock_of(path: Path) -> Path:
    """The file that is locked: it stays beside the database, and is empty."""
    return path.with_name(f"{path.name}.lock")


def hold_together(path: Path) -> int | None:
    """Holds a database as every desk does, until the descriptor is closed or the process is gone, however it ends.

    None where the folder takes no file: the database cannot be written then either. Raises DatabaseUnusable: it is being restored.
    """
    until = time.monotonic() + WAITS
    while True:
        try:
            held = share(lock_of(path))
        except OSError:
            return None
        if held is not None:
            _allow_as(path, held)
            return held
        if time.monotonic() > until:
            raise DatabaseBusy(str(path))
        time.sleep(_PAUSE)


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Nobody else has the database open. Raises DatabaseUnusable where somebody has, OSError."""
    held = hold(lock_of(path))
    if held is None:
        raise DatabaseInUse(str(path))
    try:
        yield
    finally:
        os.close(held)


def _allow_as(path: Path, held: int) -> None:
    """Where several accounts share a database, they share its lock."""
    with suppress(OSError):
        if (mode := path.stat().st_mode & 0o666) != os.fstat(held).st_mode & 0o777:
            os.fchmod(held, mode)
