"""Backup of the database while the desk works, and restore.

Each copy is proven at once: it is restored into a scratch place, checked there, and compared with the database. What was proven
stands in its manifest and, as an event, in the database's log.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from peewee import SQL, Select, fn

from desk.actions.rights import Right
from desk.models import Event, Ticket
from desk.store.charter_versions import use_applied
from desk.store.connection.copying import companions, copy_connected, free_name, is_sqlite, scratch_folder
from desk.store.connection.file import BUSY_SECONDS
from desk.store.connection.migrating import pending
from desk.store.connection.opening import open_database, open_reader, path_of
from desk.store.database import Store
from desk.store.dialects import is_server
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.sqlite import translate_error, unwritable
from desk.store.dialects.statement import Statement
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    BackupChanged,
    BackupExists,
    BackupFolderMissing,
    BackupInconsistent,
    BackupInvalid,
    BackupIsDatabase,
    BackupMissing,
    BackupOfOther,
    BackupOfOtherKind,
    BackupUnchecked,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseInUse,
    DatabaseMissing,
    NotRestored,
)
from desk.store.event_log import append_apart
from desk.store.lock import lock_exclusively, lock_shared
from desk.store.maintenance.check import HASH, Checked, check, read_anchor
from desk.store.maintenance.encryption import Key, decrypt, encrypt, is_encrypted
from desk.store.maintenance.manifest import Manifest, fingerprint, is_as_described, manifest_path, read_manifest, write_manifest
from desk.store.maintenance.server_backup import dump, is_dump, restore_dump, tried
from desk.store.permissions import requires
from desk.store.row_log import BACKED_UP
from desk.system.secure_files import copy_whole, make_folder, sync_file, sync_folder

Now = Callable[[], int]


@dataclass(frozen=True)
class Copied:
    """A finished copy.

    found: the result of its check; None if it could not be checked.
    trouble: why it could not be checked.
    manifest: of a copy that was proven; None for any other.
    """

    found: Checked | None
    trouble: DatabaseUnusable | None = None
    manifest: Manifest | None = None


def back_up(url: str, file: Path, now: Now, key: Key | None = None) -> Copied:
    """Copies the database into a new file, whatever its state, and then proves the copy; a proven one gets a manifest beside it.

    key: encrypts the copy once it was proven; None to leave it readable. Raises DatabaseUnusable if nothing was copied: the file
    exists already, it cannot be written, there is no database, the key cannot be used.
    """
    for path in (file, manifest_path(file)):
        if path.exists():
            raise BackupExists(str(path))
    if not file.parent.is_dir():
        raise BackupFolderMissing(str(file.parent))
    with ExitStack() as held:
        try:
            beside = Path(held.enter_context(TemporaryDirectory(prefix="desk-"))) if is_server(url) else _source(url).parent
            plain = file if key is None else held.enter_context(scratch_folder(beside, "plain")) / file.name
            _copy(url, plain, file)
            done = _tried(url, plain, file, beside, now)
            if key is not None:
                encrypt(plain, file, key)
            if done.found and not done.trouble and not done.found.findings:
                return replace(done, manifest=_described(file, done.found, now))
        except FileExistsError as error:
            raise BackupExists(str(file)) from error
        except OSError as error:
            raise unwritable(file, error) from error
    return done


def _source(url: str) -> Path:
    """The file to be copied. Raises DatabaseUnusable."""
    source = path_of(url)
    if not source.exists():
        raise DatabaseMissing(url)
    if source.stat().st_size == 0:
        raise DatabaseEmpty(str(source))
    return source


def _copy(url: str, plain: Path, file: Path) -> None:
    """Copies the database. file: as shown to users. Raises DatabaseUnusable, OSError."""
    if is_server(url):
        dump(url, plain)
        return
    source = path_of(url)
    held = lock_shared(source)
    try:
        _copy_file(source, plain)
    except sqlite3.Error as error:
        is_busy = isinstance(translate_error(error, str(source)), DatabaseBusy)
        raise translate_error(error, str(source if is_busy else file)) from error
    finally:
        if held is not None:
            os.close(held)


def _tried(url: str, plain: Path, file: Path, beside: Path, now: Now) -> Copied:
    """Restores a copy on trial and looks up the end of its log in the database. beside: a folder for the trial."""
    try:
        found = tried(url, plain, now, str(file)) if is_server(url) else _checked(plain, beside, now, str(file))
        if not found.findings:
            _assert_of_same_desk(url, file, found, now)
        return Copied(found)
    except DatabaseUnusable as error:
        return Copied(None, error)
    except OSError as error:
        return Copied(None, BackupUnchecked(str(file), f"{error.strerror}: {error.filename}"))


def _assert_of_same_desk(url: str, file: Path, found: Checked, now: Now) -> None:
    """Checks that the database continues the log of the copy. Raises DatabaseUnusable."""
    event, begins = read_anchor(found.head)
    store = open_reader(url, now)
    try:
        rows = HASH.rows(store, event=event)
    finally:
        store.close()
    if not rows or not str(rows[0][0]).startswith(begins):
        raise BackupOfOther(str(file))


def _described(file: Path, found: Checked, now: Now) -> Manifest:
    """Writes the manifest of a proven copy. Raises OSError."""
    manifest = Manifest(now(), file.stat().st_size, fingerprint(file), found.tickets, found.events, found.head)
    write_manifest(file, manifest)
    return manifest


def can_record(url: str) -> bool:
    """Whether the database can be opened without being upgraded: a backup changes nothing else. Raises DatabaseUnusable."""
    store = open_reader(url, lambda: 0)
    try:
        return not pending(store)
    finally:
        store.close()


@requires(Right.ANYBODY)
def record_backup(store: Store, file: Path, manifest: Manifest) -> None:
    """Records a proven copy in the log, from which the desk knows how old its last one is."""
    with store.transaction():
        append_apart(store, BACKED_UP, staff=None, data={"file": file.name, **asdict(manifest)}, texts={})


def _copy_file(source: Path, file: Path) -> None:
    """Copies through SQLite, which handles concurrent writes; a file that it cannot read is copied byte for byte."""
    try:
        if is_sqlite(source):
            with closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as there:
                return copy_connected(there, file)
    except sqlite3.DatabaseError as error:
        if not isinstance(translate_error(error, str(source)), DatabaseDamaged):
            raise
    return _copy_as_it_lies(source, file)


def _copy_as_it_lies(source: Path, target: Path) -> None:
    """Copies the file, and before it SQLite's files beside it."""
    for companion in companions(source):
        copy_whole(companion, target.with_name(target.name + companion.name.removeprefix(source.name)))
    copy_whole(source, target)
    sync_folder(target.parent)


def restore(url: str, file: Path, now: Now, key: Key | None = None) -> tuple[Checked, Path | None]:
    """Replaces the database by a copy; on a server, an empty one. Returns the result of the check, and where the former database
    was put aside, if there was one.

    key: of an encrypted copy. At every moment there is a database, the former one or the copy. Raises DatabaseUnusable: a desk has
    it open, the file is not a copy, differs from its manifest, cannot be decrypted or is not consistent, or the file in place
    afterwards is not the one that was checked.
    """
    if not file.is_file():
        raise (BackupInvalid if file.exists() else BackupMissing)(str(file))
    target = None if is_server(url) else path_of(url)
    if target is not None and target.exists() and os.path.samefile(target, file):
        raise BackupIsDatabase(str(file))
    try:
        manifest = read_manifest(file)
        if manifest is not None and not is_as_described(file, manifest):
            raise BackupChanged(str(file))
        with _readable(file, target, key) as plain:
            if is_dump(plain) != (target is None):
                raise BackupOfOtherKind(str(file))
            if target is None:
                return restore_dump(url, plain, now), None
            return _restore(target, plain, now, str(file))
    except OSError as error:
        raise unwritable(target or file, error) from error


@contextmanager
def _readable(file: Path, target: Path | None, key: Key | None) -> Iterator[Path]:
    """The copy itself, or what it holds in a private folder beside the database. Raises DatabaseUnusable, OSError."""
    if not is_encrypted(file):
        yield file
        return
    with ExitStack() as held:
        if target is None:
            folder = Path(held.enter_context(TemporaryDirectory(prefix="desk-restore-")))
        else:
            make_folder(target.parent)
            folder = held.enter_context(scratch_folder(target.parent, "plain"))
        plain = folder / "plain"
        decrypt(file, plain, key)
        yield plain


def _restore(target: Path, file: Path, now: Now, named: str) -> tuple[Checked, Path | None]:
    make_folder(target.parent)
    with lock_exclusively(target):
        with scratch_folder(target.parent, "restore") as folder:
            copy = folder / target.name
            _copy_as_it_lies(file, copy)
            _recover(copy)
            found = _checked(copy, target.parent, now, named)
            if found.findings:
                raise BackupInconsistent(named, str(len(found.findings)))
            print_of = fingerprint(copy)
            aside = _put_aside(target, now)
            _belong_as(copy, aside)
            sync_file(copy)
            os.replace(copy, target)
            sync_folder(target.parent)
        _assert_stands(target, print_of, found)
    return found, aside


def _put_aside(target: Path, now: Now) -> Path | None:
    """Links or copies the former database under another name, with SQLite's files beside it. Raises DatabaseUnusable: it is
    open."""
    if not target.exists() and not companions(target):
        return None
    _recover(target)
    aside = free_name(target.with_name(f"{target.name}.before-{now()}"))
    beside = companions(target)
    if beside or not _is_linked(target, aside):
        # Not rolled back: file and journal stay together, and the journal is removed before another file takes its place.
        if target.exists():
            _copy_as_it_lies(target, aside)
        else:
            for file in beside:
                copy_whole(file, aside.with_name(aside.name + file.name.removeprefix(target.name)))
        for file in beside:
            file.unlink()
    sync_folder(target.parent)
    return aside if aside.exists() else None


def _is_linked(target: Path, aside: Path) -> bool:
    try:
        os.link(target, aside)
    except OSError:  # a file system without links
        return False
    return True


def _recover(path: Path) -> None:
    """Has SQLite recover a database: a killed transaction is rolled back, a write-ahead log is written.

    A damaged one stays unchanged. Raises DatabaseUnusable if somebody is writing.
    """
    if not path.exists() or not is_sqlite(path):
        return
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = delete").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if isinstance(translate_error(error, str(path)), DatabaseBusy):
            raise DatabaseInUse(str(path)) from error


def _belong_as(copy: Path, former: Path | None) -> None:
    """Gives the file the owner of the former one: the account that restores may differ from the one that works."""
    if former is not None:
        status = former.stat()
        with suppress(OSError, AttributeError):
            os.chown(copy, status.st_uid, status.st_gid)
        copy.chmod(status.st_mode & 0o777)


def _assert_stands(target: Path, print_of: str, found: Checked) -> None:
    """Checks that the restored file is in place, without leftovers beside it, and opens. Raises DatabaseUnusable."""
    wrong = ", ".join(companion.name for companion in companions(target)) or (
        "" if fingerprint(target) == print_of else target.name
    )
    if not wrong:
        store = open_reader(str(target), lambda: 0)
        try:
            counts = _counts.rows(store)
        finally:
            store.close()
        wrong = "" if counts == [(found.tickets, found.events)] else target.name
    if wrong:
        raise NotRestored(str(target), wrong)


def _checked(copy: Path, beside: Path, now: Now, named: str) -> Checked:
    """Opens a copy of a copy, in a folder beside the database, and checks it. named: its path as shown to users.

    Raises DatabaseUnusable, OSError.
    """
    with scratch_folder(beside, "check") as folder:
        scratch = folder / "scratch.db"
        _copy_as_it_lies(copy, scratch)
        try:
            store = open_database(str(scratch), now)
        except DatabaseDamaged as error:
            raise BackupInvalid(named, error.detail) from error
        except DatabaseUnusable as error:
            error.name_file(named)
            raise
        try:
            if use_applied(store) is None:
                raise BackupInvalid(named)
            return check(store)
        except DatabaseUnusable as error:
            error.name_file(named)
            raise
        finally:
            store.close()


@Statement
def _counts(_: Dialect) -> Any:
    return Select(columns=(Ticket.select(fn.COUNT(SQL("*"))), Event.select(fn.COUNT(SQL("*")))))
