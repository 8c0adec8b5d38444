"""The manifest of a backup: what the copy holds, in a JSON file beside it. A copy that differs from it is not restored."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from desk.store.connection.copying import scratch_folder
from desk.store.errors.database import BackupInvalid
from desk.system.secure_files import put_new

FORMAT = 1
_ENDING = ".json"


@dataclass(frozen=True)
class Manifest:
    """A backup as it was written and tried.

    made: when it was finished, UTC epoch seconds.
    size: in bytes.
    sha256: of the whole file.
    tickets, events: how many it holds.
    head: the end of its log, as an anchor.
    """

    made: int
    size: int
    sha256: str
    tickets: int
    events: int
    head: str


def manifest_path(copy: Path) -> Path:
    """Where the manifest of a copy is."""
    return copy.with_name(copy.name + _ENDING)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(copy: Path, manifest: Manifest) -> None:
    """Writes the manifest beside its copy, mode 0600. Raises FileExistsError, OSError."""
    document = json.dumps({"format": FORMAT, "file": copy.name, **asdict(manifest)}, ensure_ascii=False, indent=2)
    with scratch_folder(copy.parent, "manifest") as folder:
        scratch = folder / manifest_path(copy).name
        scratch.touch(mode=0o600)
        scratch.write_text(document + "\n", encoding="utf-8")
        put_new(scratch, manifest_path(copy))


def read_manifest(copy: Path) -> Manifest | None:
    """The manifest of a copy; None if there is none, as of a copy made by other means. Raises BackupInvalid, OSError."""
    path = manifest_path(copy)
    if not path.exists():
        return None
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held.pop("format") != FORMAT:
            raise BackupInvalid(str(path))
        held.pop("file", None)  # it may have been renamed together with its manifest
        manifest = Manifest(**held)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise BackupInvalid(str(path)) from error
    return manifest


def is_as_described(copy: Path, manifest: Manifest) -> bool:
    """Whether the file is byte for byte the one that the manifest describes. Raises OSError."""
    return os.stat(copy).st_size == manifest.size and fingerprint(copy) == manifest.sha256
