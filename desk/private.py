"""Files for the service account alone: 0600, and 0700 for the folders that the desk makes."""

import os
from pathlib import Path


def make_folder(path: Path) -> None:
    """Makes a folder and those above it; one that is there keeps the mode it has. Raises OSError."""
    for folder in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)


def open_to_append(path: Path) -> int:
    """A file's descriptor to write on at its end; it is made where it is not there. Raises OSError."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
