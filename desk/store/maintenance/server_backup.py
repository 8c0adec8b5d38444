"""Backup of a database on a server with its own programs, `pg_dump` and `pg_restore`. Proven like that of a file: restored into a
scratch database of the same server, and checked there."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from desk.store.charter_versions import use_applied
from desk.store.connection.opening import open_database
from desk.store.connection.server import connected, create_database, databases, drop_database, empty_database, encryption_of
from desk.store.database import Store
from desk.store.dialects import is_server, password_of, shown
from desk.store.errors import DatabaseUnusable
from desk.store.errors.database import (
    BackupInconsistent,
    BackupInvalid,
    BackupUnchecked,
    DatabaseInUse,
    DumpFailed,
    ServerToolMissing,
    TargetNotEmpty,
)
from desk.store.maintenance.check import Checked, check

Now = Callable[[], int]

MAGIC = b"PGDMP"
_PROOF = "desk_proof_"  # how the name of a scratch database begins; the second of its making follows
_LEFT_OVER = 86_400  # seconds after which no backup is still using its scratch database
_PLACES = "/usr/lib/postgresql"  # where Debian keeps the programs of each version
_PATIENCE = "10"  # seconds until a server that does not answer is given up
_RESTORE = ("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")


def is_dump(file: Path) -> bool:
    """Whether a file begins like a dump of `pg_dump --format=custom`. Raises OSError."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def dump(url: str, file: Path) -> None:
    """Writes a dump of the database, what was committed when it began, into a new file, mode 0600.

    Raises DatabaseUnusable, OSError.
    """
    assert is_server(url)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            _run(url, ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"], stdout=target)
            target.flush()
            os.fsync(target.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def tried(url: str, file: Path, now: Now, named: str) -> Checked:
    """Restores a dump into a scratch database, which is dropped afterwards, and checks it.

    named: the file as shown to users. Raises DatabaseUnusable: the dump cannot be restored, or the role may not create databases.
    """
    with _scratch(url, named) as scratch:
        try:
            _run(scratch, [*_RESTORE, str(file)])
        except DumpFailed as error:
            raise BackupInvalid(named, error.detail) from error
        try:
            return _checked(scratch, now, named)
        except DatabaseUnusable as error:
            error.name_file(named)
            raise


def restore_dump(url: str, file: Path, now: Now) -> Checked:
    """Restores a dump into the empty database of an address, and checks it; a copy with problems is removed again.

    Raises DatabaseUnusable: the database is in use or not empty, or the file is not a sound backup of a desk.
    """
    database, dialect = connected(url)
    with closing(Store(database, shown(url), now, dialect)) as store:
        if dialect.other_desks(store):
            raise DatabaseInUse(shown(url))
        if dialect.schema(store):
            raise TargetNotEmpty(shown(url))
    try:
        _run(url, [*_RESTORE, str(file)])
    except DumpFailed as error:
        raise BackupInvalid(str(file), error.detail) from error
    try:
        found = _checked(url, now, str(file))
        if found.findings:
            raise BackupInconsistent(str(file), str(len(found.findings)))
    except BaseException:
        empty_database(url)
        raise
    return found


def _checked(url: str, now: Now, named: str) -> Checked:
    with closing(open_database(url, now, make=False)) as store:
        store.dialect.learn_sizes(store)
        if use_applied(store) is None:
            raise BackupInvalid(named)
        return check(store)


@contextmanager
def _scratch(url: str, named: str) -> Iterator[str]:
    """The address of a new database on the same server, which is dropped at the end. Raises BackupUnchecked."""
    name = f"{_PROOF}{int(time.time())}_{uuid4().hex}"
    try:
        _drop_left_over(url)
        create_database(url, name)
    except DatabaseUnusable as error:
        raise BackupUnchecked(named, error.detail) from error
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        drop_database(url, name)


def _drop_left_over(url: str) -> None:
    """Drops the scratch databases of backups that were killed. Raises DatabaseUnusable."""
    for name in databases(url):
        begun = name.removeprefix(_PROOF).partition("_")[0]
        if name.startswith(_PROOF) and begun.isdecimal() and time.time() - int(begun) > _LEFT_OVER:
            drop_database(url, name)


def _run(url: str, line: list[str], stdout: Any = subprocess.DEVNULL) -> None:
    """Runs one of the server's programs on a database. Raises DatabaseUnusable."""
    program = _program(line[0], shown(url))
    password = password_of(url)  # not in the arguments, which every account of the machine can read
    environment = {**os.environ, "LC_ALL": "C", "PGCONNECT_TIMEOUT": _PATIENCE}
    environment.update({name: value for name, value in (("PGPASSWORD", password), ("PGSSLMODE", encryption_of(url))) if value})
    done = subprocess.run(
        [program, *line[1:], f"--dbname={shown(url)}"], stdout=stdout, stderr=subprocess.PIPE, env=environment, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise DumpFailed(shown(url), said[0] if said else str(done.returncode))


def _program(name: str, where: str) -> str:
    """A program of the server, of the newest version that is installed. Raises ServerToolMissing."""
    versions = sorted(Path(_PLACES).glob(f"*/bin/{name}"), key=lambda path: path.parts[-3].zfill(4))
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        raise ServerToolMissing(where, name)
    return found
