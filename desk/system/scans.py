"""The folder into which a scanner puts files until they are attached."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_SETTLES = 2.0  # seconds without a change after which a file is whole
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")


def scanned(folder: Path) -> list[Path]:
    """The files that wait, the newest last; none if the folder cannot be read. One that is still being written is left out."""
    return [path for _, path in sorted(_found(folder))]


def remove_scan(folder: str, path: Path) -> None:
    """Removes a file that was attached, if it lies in this folder, "" for none. One that cannot be removed stays."""
    with suppress(OSError):
        if folder and path.parent.samefile(folder):
            path.unlink()


def _found(folder: Path) -> Iterator[tuple[float, Path]]:
    now = time.time()
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):
                changed = path.stat().st_mtime
                hidden = path.name.startswith(".") or path.suffix.lower() in _UNFINISHED
                if path.is_file() and not hidden and changed <= now - _SETTLES:
                    yield changed, path
