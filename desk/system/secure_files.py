"""Files for the service account alone: 0600, and 0700 for the folders that the desk makes."""

import errno
import os
import shutil
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
    """Replaces a file atomically: it is always whole, old or new. Raises OSError."""
    scratch = path.with_suffix(".tmp")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, path)
    sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Writes a file that is not there yet, 0600, down to the disk; nothing is left of one that could not be written whole.

    Raises FileExistsError, OSError.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def copy_whole(source: Path, target: Path) -> None:
    """Copies a file to one that is not there yet, down to the disk. Raises OSError."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as there, os.fdopen(descriptor, "wb") as here:
        shutil.copyfileobj(there, here, 1 << 20)
        here.flush()
        os.fsync(here.fileno())


def put_new(scratch: Path, path: Path) -> None:
    """Gives a finished file its name on the same disk, where nothing has it yet. Raises FileExistsError, OSError."""
    sync_file(scratch)
    try:
        os.link(scratch, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.rename(scratch, path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Brings what was written into a file to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Brings the names in a folder to the disk; where a folder cannot be opened, they are written soon enough."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


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
        os.close(descriptor)  # the process that held it took it away in between


def let_go(path: Path, descriptor: int) -> None:
    """Takes a file away that was held, and holds it no longer."""
    with suppress(OSError):  # Windows keeps an open one; it harms nobody
        path.unlink()
    os.close(descriptor)


def share(path: Path) -> int | None:
    """A descriptor that holds a file together with others, against a process that wants to `hold` it alone, until it is closed.

    None where somebody holds it alone. Raises OSError.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if _lock(descriptor, shared=True):
        return descriptor
    os.close(descriptor)
    return None


if sys.platform == "win32":
    # Ranges of bytes are locked, each by one: a process that shares a file takes one byte of these, one that holds it alone all of
    # them.
    _BYTES = 64

    def _lock(descriptor: int, *, shared: bool = False) -> bool:
        if shared:
            return any(_lock_bytes(descriptor, place, 1) for place in range(_BYTES))
        return _lock_bytes(descriptor, 0, _BYTES)

    def _lock_bytes(descriptor: int, place: int, count: int) -> bool:
        os.lseek(descriptor, place, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, count)
        except OSError:
            return False
        return True

else:

    def _lock(descriptor: int, *, shared: bool = False) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            # A disk that knows no locks is used without.
            return not isinstance(error, BlockingIOError)
        return True
