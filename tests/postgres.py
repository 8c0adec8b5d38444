"""A PostgreSQL server for the tests: started from the installed binaries on a free port of this machine, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from desk.store.dialects.server import load_driver

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # what a test loses, it makes anew


@dataclass(frozen=True)
class Server:
    """A running server, and its only user, who may do everything."""

    port: int
    user: str = "desk"

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{database}"

    def read(self, path: str) -> str:
        """A file of the server."""
        return Path(path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Writes a file of the server, which keeps its owner."""
        Path(path).write_text(text, encoding="utf-8")

    def run(self, sql: str, *values: object, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Runs a statement by a connection that knows nothing of the desk."""
        return run(self.url(database), sql, *values)


def run(url: str, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Runs a statement, with `?` for each value, by a connection of its own."""
    with load_driver(url).connect(url, autocommit=True) as connection:
        cursor = connection.execute(cast("Any", sql.replace("?", "%s")), values or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def running(settings: Sequence[str] = _FAST) -> Iterator[Server]:
    """A new server with an empty cluster."""
    binaries = _binaries()
    with tempfile.TemporaryDirectory(prefix="desk-pg-") as folder, socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
        chosen.close()
        data = Path(folder, "data")
        _own(Path(folder))
        _call(binaries / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8", "-k")
        options = (
            *settings,
            "listen_addresses=127.0.0.1",
            f"port={port}",
            f"unix_socket_directories={folder}",
            "max_connections=60",
        )
        _call(
            binaries / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            Path(folder, "log"),
            "-o",
            " ".join(f"-c {one}" for one in options),
            "start",
        )
        try:
            yield Server(port)
        finally:
            _call(binaries / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _binaries() -> Path:
    """The folder with the server's programs; fails where there are none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert installed, "these tests need PostgreSQL's server: install the package postgresql"
    return installed[-1].parent


def _call(program: Path, *arguments: object) -> None:
    command = [*_as_somebody(), str(program), *map(str, arguments)]
    done = subprocess.run(command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


def _somebody() -> str:
    """The user that the server runs as: it refuses to run as root."""
    return next(entry.pw_name for entry in pwd.getpwall() if entry.pw_name in ("postgres", "nobody"))


def _as_somebody() -> list[str]:
    if os.geteuid():
        return []
    user = pwd.getpwnam(_somebody())
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, _somebody())
