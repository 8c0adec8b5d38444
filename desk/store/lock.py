"""Locks on an open database. Every desk holds a shared lock; a process that replaces the file holds an exclusive one.

SQLite's own locks do not cover a desk that is open and idle, and they are lost when the file is replaced.
"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desk.store.errors.database import DatabaseBusy, DatabaseInUse
from desk.system.secure_files import leave_byte, lock_file, share, take_byte

WAITS = 15  # seconds for a restore to end
_PAUSE = 0.05
_BETWEEN = (0.000_5, 0.002_5)  # seconds between two looks whether it is one's turn to write


def lock_of(path: Path) -> Path:
    """The lock file: it stays beside the database, and holds what the running desks have open (presence.py)."""
    return path.with_name(f"{path.name}.lock")


def lock_shared(path: Path) -> int | None:
    """Takes the shared lock, until the descriptor is closed or the process ends in any way.

    None if the folder is not writable: then the database is not writable either. Raises DatabaseUnusable: it is being restored.
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
def writing_turn(held: int | None, seconds: float) -> Iterator[None]:
    """Waits for the turn to write. SQLite's own waiting doubles its pauses, so that a desk may wait for many seconds while others
    write again and again; short pauses of random length give each the same chance.

    held: the descriptor of the shared lock, None for a desk without one; seconds: goes on without the turn after that, as SQLite's
    lock keeps writers apart in any case.
    """
    until = time.monotonic() + seconds
    has_turn = held is not None and take_byte(held)
    while held is not None and not has_turn and time.monotonic() < until:
        time.sleep(random.uniform(*_BETWEEN))
        has_turn = take_byte(held)
    try:
        yield
    finally:
        if held is not None and has_turn:
            leave_byte(held)


@contextmanager
def lock_exclusively(path: Path) -> Iterator[None]:
    """Holds the exclusive lock. Raises DatabaseUnusable if somebody has the database open, OSError."""
    held = lock_file(lock_of(path))
    if held is None:
        raise DatabaseInUse(str(path))
    try:
        yield
    finally:
        os.close(held)


def _allow_as(path: Path, held: int) -> None:
    """Gives the lock the access rights of the database, which several accounts may share."""
    with suppress(OSError):
        if (mode := path.stat().st_mode & 0o666) != os.fstat(held).st_mode & 0o777:
            os.fchmod(held, mode)
