"""Drafts on disk: unsaved input, one file for each person and form. Location and retention: docs/data.md."""

import hashlib
import json
import os
import time
from collections.abc import Hashable, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec
import platformdirs

from desk.system.secure_files import lock_file, make_folder, unlock_file, write_whole

KEPT_DAYS = 30


class Draft(msgspec.Struct, frozen=True):
    """Unsaved input of a form.

    form: the id of the command that opens it, with anything else that identifies it; seen: the tickets concerned, each with the
    version that was shown; typed, chosen: texts and choices by field; at: UTC epoch seconds.
    """

    staff: str
    form: str
    seen: tuple[tuple[int, int], ...]
    typed: dict[str, str]
    chosen: dict[str, str]
    at: int

    @property
    def numbers(self) -> list[int]:
        """The numbers of the tickets concerned."""
        return [number for number, _ in self.seen]


def folder_of(database: str) -> Path:
    """The folder of a database's drafts: beside an embedded database; for a server in the user's state folder."""
    file = database.removeprefix("sqlite:///")
    if "://" not in file:
        path = Path(file).resolve()
        return path.parent / "drafts" / path.name
    return Path(platformdirs.user_state_dir("charter-desk", appauthor=False)) / "drafts" / _digest(database)


class DraftFiles:
    """The drafts in a folder, for use by one thread.

    owner: an open form. A draft that it was given or has written is locked for it: no other form and no other desk gets it as long
    as the form is open and the program runs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[Hashable, tuple[Path, int]] = {}

    def take(self, owner: Hashable, staff: str, form: str, numbers: Iterable[int]) -> Draft | None:
        """The newest unlocked draft of this form. Raises OSError."""
        found = sorted(self.folder.glob(f"{_name(staff, form, numbers)}-*.json"), key=_changed, reverse=True)
        for path in found:
            if self._hold(owner, path):
                if draft := _read(path):
                    return draft
                self.release(owner)
        return None

    def write(self, owner: Hashable, draft: Draft) -> None:
        """Saves the draft, replacing what the owner wrote before. Raises OSError."""
        make_folder(self.folder)
        if owner not in self._held:
            self._find_place(owner, draft)
        write_whole(self._held[owner][0], json.dumps(msgspec.to_builtins(draft)).encode())

    def drop(self, owner: Hashable) -> None:
        """Deletes the owner's draft. Raises OSError."""
        if owner in self._held:
            self._held[owner][0].unlink(missing_ok=True)
            self.release(owner)

    def release(self, owner: Hashable) -> None:
        """Releases the draft of a closed form; it stays for the next one."""
        if owner in self._held:
            path, descriptor = self._held.pop(owner)
            unlock_file(_lock_of(path), descriptor)

    def of(self, staff: str) -> list[Draft]:
        """A person's unlocked drafts, newest first. Raises OSError."""
        drafts = [draft for path in self.folder.glob("*.json") if not self._is_held(path) and (draft := _read(path))]
        return sorted((draft for draft in drafts if draft.staff == staff), key=lambda draft: draft.at, reverse=True)

    def forget(self, draft: Draft) -> None:
        """Deletes an unlocked draft. Raises OSError."""
        for path in self.folder.glob(f"{_name(draft.staff, draft.form, draft.numbers)}-*.json"):
            if not self._is_held(path) and _read(path) == draft:
                path.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Deletes drafts not changed for KEPT_DAYS."""
        oldest = time.time() - KEPT_DAYS * 86_400
        for path in self.folder.glob("*"):
            if _changed(path) < oldest:
                with suppress(OSError):
                    path.unlink()

    def close(self) -> None:
        """Releases all drafts."""
        for owner in list(self._held):
            self.release(owner)

    def _find_place(self, owner: Hashable, draft: Draft) -> None:
        name = _name(draft.staff, draft.form, draft.numbers)
        for number in count(1):
            path = self.folder / f"{name}-{number}.json"
            if self._hold(owner, path):
                if not path.exists():
                    return
                self.release(owner)  # the draft of a form that failed in the meantime

    def _hold(self, owner: Hashable, path: Path) -> bool:
        descriptor = lock_file(_lock_of(path))
        if descriptor is None:
            return False
        self._held[owner] = path, descriptor
        return True

    def _is_held(self, path: Path) -> bool:
        if not _lock_of(path).exists():
            return False
        look = object()
        held = not self._hold(look, path)
        self.release(look)
        return held


def _read(path: Path) -> Draft | None:
    """A draft; None if it cannot be read. A damaged one is set aside."""
    try:
        return msgspec.convert(json.loads(path.read_bytes()), Draft)
    except OSError:
        return None
    except (ValueError, RecursionError, msgspec.ValidationError):
        with suppress(OSError):
            os.replace(path, path.with_suffix(".damaged"))
        return None


def _name(staff: str, form: str, numbers: Iterable[int]) -> str:
    """The prefix of the files of a person's form; it does not reveal the person's name."""
    return _digest(json.dumps([staff, form, sorted(numbers)]))


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:24]


def _changed(path: Path) -> float:
    """The modification time of a file, in epoch seconds; 0 if it does not exist."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")
