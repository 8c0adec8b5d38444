"""Files for the service account alone: 0600, and 0700 for the folders that the desk makes."""

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def make_folder(path: Path) -> None:
    """Makes a folder and those above it; one that is there keeps the mode it has. Raises OSError."""
    for folder in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)


def open_to_append(path: Path) -> int:
    """A file's descriptor to write on at its end; it is made where it is not there. Raises OSError."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file that is there whole at any moment, as it was or as it is now, whatever fails meanwhile. Raises OSError."""
    scratch = path.with_suffix(".tmp")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, path)
    with suppress(OSError):  # where a folder cannot be opened, its name is written soon enough
        _sync_folder(path.parent)


def hold(path: Path) -> int | None:
    """A descriptor that holds a file against all others until `let_go`, or until the process is gone, however it ends.

    None where somebody holds it. Raises OSError.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(descriptor):
            os.close(descriptor)
            return None
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)  # whoever held it took it away in between


def let_go(path: Path, descriptor: int) -> None:
    """Takes a file away that was held, and holds it no longer."""
    with suppress(OSError):  # Windows keeps an open one; it harms nobody
        path.unlink()
    os.close(descriptor)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # A disk that knows no locks is used without.
        return sys.platform != "win32" and not isinstance(error, BlockingIOError)
    return True
