"""Files that are written to be looked at, for the user's eyes alone, and removed with the desk."""

import shutil
import tempfile
from pathlib import Path

_folders: list[Path] = []


def put_private(name: str, raw: bytes) -> Path:
    """Writes a file into a new folder of its own, mode 0700. Returns its path. Raises OSError."""
    folder = Path(tempfile.mkdtemp(prefix="desk-files-"))
    _folders.append(folder)
    path = folder / name
    path.write_bytes(raw)
    return path


def remove_private() -> None:
    """Removes all of them."""
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)
    _folders.clear()
