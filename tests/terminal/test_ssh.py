"""The desk as a login shell, behind OpenSSH's server with the settings of docs/operations.md: there is no way to a shell."""

import getpass
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desk.store.opening import open_desk
from tests.terminal.terminal import Terminal
from tests.unit.store_worker import NOW
from tests.worded import Worded

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
LOGIN = Path(sys.executable).with_name("desk-login")
WORDS = Worded("en")


@dataclass(frozen=True)
class Server:
    """A running server. port: of this machine; folder: with the client's key."""

    port: int
    folder: Path

    @property
    def client(self) -> list[str]:
        """The beginning of a client's command line."""
        options = ["BatchMode=yes", "StrictHostKeyChecking=no", f"UserKnownHostsFile={self.folder / 'known'}", "LogLevel=ERROR"]
        named = [word for option in options for word in ("-o", option)]
        return ["-F", "none", "-i", str(self.folder / "key"), *named]

    def ssh(self, *arguments: str) -> list[str]:
        """A client's command line."""
        return ["ssh", *self.client, "-p", str(self.port), *arguments]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """OpenSSH's server on a free port, for the account that runs the tests, with a key of its own."""
    assert Path("/usr/sbin/sshd").exists(), "these tests need OpenSSH's server: tests/ssh.sh installs it"
    folder = tmp_path
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "authorized").write_text((folder / "key.pub").read_text())
    database = folder / "desk.db"
    open_desk(str(database), None, lambda: NOW, practice=True).close()
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    forced = re.search(r"```\n(Match Group reception\n.*?)```", (ROOT / "docs" / "operations.md").read_text(), re.DOTALL)
    assert forced
    settings = (
        forced[1]
        .replace("Match Group reception", f"Match User {getpass.getuser()}")
        .replace("/opt/desk/bin/desk-login", str(LOGIN))
    )
    environment = f"SetEnv DESK_DATABASE={database} DESK_NOW=2026-11-03T10:14:00+03:00 DESK_LANG=en EDITOR=sh"
    (folder / "config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder / 'host'}\nAuthorizedKeysFile {folder / 'authorized'}\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nSubsystem sftp internal-sftp\n{environment}\n{settings}"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", folder / "config"], stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            assert "Server listening" in running.stderr.readline()
            yield Server(port, folder)
        finally:
            running.terminate()


def test_a_client_gets_the_desk_and_nothing_behind_it(server: Server) -> None:
    """The board, a call that is recorded, Ctrl+Z and Ctrl+C that lead nowhere; leaving the desk ends the connection."""
    desk = Terminal.of(server.ssh("-tt", "127.0.0.1"), server.folder)
    with desk:
        desk.sees(WORDS.state_of_centre("2026-11-03 10:14"))
        desk.type("Anna\r")  # who is at the desk?
        desk.type("\x1a\x03")
        desk.form("c", "Anna Early 244-54-88", "First")
        desk.sees("Enquiries 1", "Anna Early")
        desk.leave()


def test_a_reply_cannot_be_taken_to_an_editor(server: Server) -> None:
    """From an editor a shell could be started."""
    with Terminal.of(server.ssh("-tt", "127.0.0.1"), server.folder) as desk:
        desk.sees(WORDS.state_of_centre("2026-11-03 10:14"))
        desk.type("Anna\r")
        desk.form("c", "Anna Later 244-54-88", "Second")
        desk.sees("Enquiries 1")
        desk.press("o", "f4")
        desk.sees("No editor can be started here")


@pytest.mark.parametrize("command", ["id", "sh", "/bin/sh -i", "desk --version", "scp -t /tmp"])
def test_commands_of_the_client_are_refused(server: Server, command: str) -> None:
    """In one line, with a code that says so."""
    done = subprocess.run(server.ssh("127.0.0.1", command), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [WORDS.translator("This account opens the ticket desk and runs no other commands.")]


def test_files_and_ports_are_refused(server: Server) -> None:
    """sftp, and a way through the server to other machines."""
    files = subprocess.run(
        ["sftp", *server.client, "-P", str(server.port), "127.0.0.1"], input="ls /\n", capture_output=True, text=True, check=False
    )
    assert files.returncode
    assert "etc" not in files.stdout
    through = subprocess.run(
        server.ssh("-W", f"127.0.0.1:{server.port}", "127.0.0.1"),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert through.returncode
    assert "SSH-2.0" not in through.stdout


@pytest.mark.parametrize("arguments", [["-c", "id"], ["-c", ""], ["--version"], ["-i"]])
def test_as_a_login_shell_it_runs_no_commands(tmp_path: Path, arguments: list[str]) -> None:
    """As `su` and the SSH server call a shell."""
    done = subprocess.run(
        [LOGIN, *arguments], capture_output=True, text=True, check=False, env={"HOME": str(tmp_path), "DESK_LANG": "en"}
    )
    assert (done.returncode, done.stdout) == (1, "")
