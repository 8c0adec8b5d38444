"""Private files of the service account: mode 0600, and 0700 for folders created by the desk."""

import errno
import os
import shutil
import struct
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def make_folder(path: Path) -> None:
    """Creates a folder and its parents; an existing one keeps its mode. Raises OSError."""
    for folder in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)


def open_to_append(path: Path) -> int:
    """Opens a file for appending, created if necessary. Returns its descriptor. Raises OSError."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def write_whole(path: Path, data: bytes) -> None:
    """Replaces a file atomically, so that it is always complete, old or new. Raises OSError."""
    scratch = path.with_suffix(".tmp")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, path)
    sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Writes a new file, mode 0600, flushed to disk; an incomplete one is removed.

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
    """Copies a file to a new one, flushed to disk. Raises OSError."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as there, os.fdopen(descriptor, "wb") as here:
        shutil.copyfileobj(there, here, 1 << 20)
        here.flush()
        os.fsync(here.fileno())


def put_new(scratch: Path, path: Path) -> None:
    """Moves a finished file to its name on the same disk, which must not exist yet. Raises FileExistsError, OSError."""
    sync_file(scratch)
    try:
        os.link(scratch, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.rename(scratch, path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Flushes a file to disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Flushes a folder's entries to disk; if a folder cannot be opened, the system writes them soon enough."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def lock_file(path: Path) -> int | None:
    """Takes an exclusive lock on a file and returns its descriptor; held until `unlock_file`, or until the process ends in any way.

    None if somebody else holds it. Raises OSError.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(descriptor):
            os.close(descriptor)
            return None
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)  # its former holder deleted it in between


def unlock_file(path: Path, descriptor: int) -> None:
    """Deletes a locked file and releases it."""
    with suppress(OSError):  # Windows cannot delete an open file; it does no harm
        path.unlink()
    os.close(descriptor)


def share(path: Path) -> int | None:
    """Takes a shared lock on a file and returns its descriptor; it excludes a `hold` until it is closed.

    None if somebody holds it exclusively. Raises OSError.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if _lock(descriptor, shared=True):
        return descriptor
    os.close(descriptor)
    return None


if sys.platform == "linux":
    # Of the open file and not of the process: every desk has its own, and a killed one leaves none.
    _BYTE = "hhqqi4x"  # struct flock: type, whence, start, length, process

    def take_byte(descriptor: int, place: int = 0) -> bool:
        """Locks a byte of an open file, which is a lock apart from those of `share` and `lock_file`. False if another has it."""
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack(_BYTE, fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0))
        except BlockingIOError:
            return False
        except OSError:  # a file system without such locks
            return True
        return True

    def is_byte_taken(descriptor: int, place: int) -> bool:
        """Whether that byte is locked through another open file, in this process or another one."""
        try:
            asked = struct.pack(_BYTE, fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0)
            found: int = struct.unpack(_BYTE, fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, asked))[0]
        except OSError:  # a file system without such locks
            return False
        return found != fcntl.F_UNLCK

    def leave_byte(descriptor: int) -> None:
        """Unlocks the first byte."""
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, struct.pack(_BYTE, fcntl.F_UNLCK, os.SEEK_SET, 0, 1, 0))

else:

    def take_byte(descriptor: int, place: int = 0) -> bool:  # noqa: ARG001 - the same on every system
        """There is no such lock."""
        return True

    def is_byte_taken(descriptor: int, place: int) -> bool:  # noqa: ARG001 - as above
        """There is no such lock."""
        return False

    def leave_byte(descriptor: int) -> None:
        """There is no such lock."""


if sys.platform == "win32":
    # Byte ranges are locked exclusively: a shared lock takes one byte of the range, an exclusive lock takes all of it.
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
            # On a file system without locks, none is taken.
            return not isinstance(error, BlockingIOError)
        return True
