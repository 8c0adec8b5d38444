"""A PostgreSQL server for the tests: started from the installed binaries on a free port of this machine, gone afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from desk.store.connection.server import load_driver

AnyDatabase = Any  # of peewee, which has no types
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
def running(settings: Sequence[str] = _FAST, certificate: Path | None = None, key: Path | None = None) -> Iterator[Server]:
    """A new server with an empty cluster. certificate, key: by which its connections are encrypted."""
    with tempfile.TemporaryDirectory(prefix="desk-pg-") as name:
        folder = Path(name)
        for file, setting in ((certificate, "ssl_cert_file"), (key, "ssl_key_file")):
            if file:
                copy = Path(shutil.copy(file, folder))
                copy.chmod(0o600)
                _own(copy)
                settings = (*settings, f"{setting}={copy}")
        node = started(folder, (*settings, "ssl=on") if certificate else settings)
        try:
            yield Server(node.port)
        finally:
            node.destroy()


@dataclass(frozen=True)
class Node:
    """A server of its own, that may fail.

    folder: holds its data; port: on this machine.
    """

    folder: Path
    port: int

    def start(self, settings: Sequence[str] = ()) -> None:
        """Starts it and waits until it accepts connections."""
        options = (*settings, "listen_addresses=127.0.0.1", f"port={self.port}", "max_connections=60")
        # Shared memory in the server's own folder: a killed server would leave it on the machine.
        options = (*options, f"unix_socket_directories={self.folder}", "dynamic_shared_memory_type=mmap")
        line = " ".join(f"-c {one}" for one in options)
        _call(_binaries() / "pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "-o", line, "start")

    def kill(self) -> None:
        """Kills all of its processes at once, as a power cut does."""
        self._signal(signal.SIGSTOP)  # or one of them would see the others die
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """Stops all of its processes: its connections stay open and answer nothing."""
        self._signal(signal.SIGSTOP)

    def detach(self) -> None:
        """Has a standby receive nothing any more."""
        server = Server(self.port)
        server.run("ALTER SYSTEM SET primary_conninfo = ''")
        server.run("SELECT pg_reload_conf()")
        while server.run("SELECT 1 FROM pg_stat_wal_receiver"):
            pass

    def promote(self) -> None:
        """Makes a standby accept changes."""
        _call(_binaries() / "pg_ctl", "-D", self._data, "-w", "promote")

    def destroy(self) -> None:
        """Ends it in whatever state it is."""
        self.kill()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _signal(self, number: int) -> None:
        try:
            parent = int((self._data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError):
            return
        for process in (parent, *_children(parent)):
            with suppress(ProcessLookupError):
                os.kill(process, number)


def started(folder: Path, settings: Sequence[str] = ()) -> Node:
    """A new server with an empty cluster in a folder."""
    folder.mkdir(exist_ok=True)
    _own(folder)
    node = Node(folder, _free_port())
    _call(_binaries() / "initdb", "-D", folder / "data", "-U", "desk", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8", "-k")
    node.start(settings)
    return node


def standby_of(primary: Node, folder: Path, *, synchronous: bool) -> Node:
    """A standby that follows a server. synchronous: whether the server acknowledges only what the standby has on its disk."""
    folder.mkdir(exist_ok=True)
    _own(folder)
    source = f"host=127.0.0.1 port={primary.port} user=desk application_name=standby"
    _call(_binaries() / "pg_basebackup", "-D", folder / "data", "-d", source, "-R", "-c", "fast", "-X", "stream")
    node = Node(folder, _free_port())
    node.start()
    server = Server(primary.port)
    if synchronous:
        server.run("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        server.run("SELECT pg_reload_conf()")
    wanted = "sync" if synchronous else "async"
    while server.run("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'") != [(wanted,)]:
        pass
    return node


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def _children(parent: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(parent)], stdout=subprocess.PIPE, text=True, check=False)
    return [int(process) for process in found.stdout.split()]


def program(name: str) -> str:
    """One of the server's programs."""
    return str(_binaries() / name)


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
