"""A copy of the database while the desk works, and the way back. What was copied is opened elsewhere and checked at once."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desk.store.applied import use_applied
from desk.store.check import Checked, check
from desk.store.checks import EXISTS_ALREADY, NOT_WHOLE
from desk.store.database import open_database, path_of
from desk.store.errors import DatabaseUnusable


def back_up(url: str, file: Path, now: Callable[[], int]) -> Checked:
    """Copies the database into a new file, which is there only when it was found whole. Returns what was checked.

    Raises DatabaseUnusable: there is such a file already, it cannot be written, the copy does not hold together.
    """
    source = path_of(url)
    if not source.exists():
        raise DatabaseUnusable("none", url)
    if file.exists():
        raise DatabaseUnusable(EXISTS_ALREADY, str(file))
    if not file.parent.is_dir():
        raise DatabaseUnusable("no-folder", str(file.parent))
    try:
        with tempfile.TemporaryDirectory(prefix=".desk-backup-", dir=file.parent) as folder:
            copy = Path(folder) / "copy.db"
            os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
            with closing(sqlite3.connect(source, timeout=15)) as there, closing(sqlite3.connect(copy)) as here:
                there.backup(here)
            found = _checked(copy, now, str(source))
            os.replace(copy, file)
    except sqlite3.Error as error:
        raise DatabaseUnusable("unreachable", str(file), str(error)) from error
    return found


def restore(url: str, file: Path, now: Callable[[], int]) -> tuple[Checked, Path | None]:
    """Puts a copy in the place of the database. Returns what was checked, and where the former database was put aside, if any.

    Every desk must be closed: one that is open would go on with the former database. Raises DatabaseUnusable.
    """
    if not file.is_file():
        raise DatabaseUnusable("no-backup" if file.exists() else "none", str(file))
    target = path_of(url)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = None
    with tempfile.TemporaryDirectory(prefix=".desk-restore-", dir=target.parent) as folder:
        copy = Path(folder) / "copy.db"
        os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
        shutil.copyfile(file, copy)
        found = _checked(copy, now, str(file))
        if target.exists():
            aside = target.with_name(f"{target.name}.before-{now()}")
            os.replace(target, aside)
        os.replace(copy, target)
    return found, aside


def _checked(copy: Path, now: Callable[[], int], named: str) -> Checked:
    """Opens a copy in a scratch place and checks it. named: what people know it as. Raises DatabaseUnusable."""
    with tempfile.TemporaryDirectory(prefix="desk-check-") as folder:
        scratch = Path(folder) / "scratch.db"
        shutil.copyfile(copy, scratch)
        try:
            store = open_database(str(scratch), now)
        except DatabaseUnusable as error:
            raise DatabaseUnusable("no-backup" if error.reason == "damaged" else error.reason, named, error.detail) from error
        try:
            if use_applied(store) is None:
                raise DatabaseUnusable("no-backup", named)
            found = check(store)
        finally:
            store.close()
    if found.findings:
        raise DatabaseUnusable(NOT_WHOLE, named, str(len(found.findings)))
    return found
