"""A real IMAP server for tests: Dovecot on a free loopback port, with certificates made for it and one mailbox."""

import getpass
import grp
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import trustme

_validities = count(1_600_000_000)
_BEFORE, _PAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC)  # of a certificate that has expired
USER, PASSWORD = "office@lt-pro.example", "s3cret"
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = {plain}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {user}
mail_gid = {group}
mail_home = {folder}/home
mail_location = maildir:~/Maildir
mail_fsync = never
auth_mechanisms = plain login
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {starttls}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls}
    ssl = {ssl}
  }}
}}
service stats {{
  chroot =
}}
{further}
"""


@dataclass
class Imap:
    """A running server. tls, starttls: its ports; ca: the file with the authority that signed its certificate."""

    folder: Path
    tls: int
    starttls: int
    ca: Path
    process: subprocess.Popen[bytes]

    @property
    def inbox(self) -> Path:
        """The folder of new messages in the INBOX."""
        return self.folder / "home" / "Maildir" / "new"

    def deliver(self, raw: bytes, name: str, moment: int | None = None) -> None:
        """Puts a message into the INBOX, as a mail server does. moment: of its receipt, epoch seconds."""
        scratch = self.inbox.parent / "tmp" / name
        scratch.write_bytes(raw)
        if os.geteuid() == 0:
            shutil.chown(scratch, "nobody", "nogroup")
        if moment is not None:
            os.utime(scratch, (moment, moment))
        scratch.rename(self.inbox / name)

    def empty(self) -> None:
        """Makes the INBOX anew, as if it had been deleted: its messages and their numbers are gone."""
        maildir = self.inbox.parent
        for path in maildir.rglob("*"):
            if path.is_file():
                path.unlink()
        uids = maildir / "dovecot-uidlist"
        uids.write_text(f"3 V{next(_validities)} N1 G{uuid.uuid4().hex}\n")  # by itself it would be the second, and often the same
        if os.geteuid() == 0:
            shutil.chown(uids, "nobody", "nogroup")

    def restart(self) -> None:
        """Ends it with all its connections, and starts it again on the same ports."""
        self.stop()
        self.process = _started(self.folder)
        _wait_for(self.tls, self.process, self.folder / "log")

    @property
    def log(self) -> str:
        """What it has written down."""
        return (self.folder / "log").read_text()

    def freeze(self) -> None:
        """Stops all of its processes: its connections stay open and answer nothing."""
        self.process.send_signal(signal.SIGSTOP)  # first: it would start others in place of those that end
        for process in self._children():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)

    def stop(self) -> None:
        """Ends it, in whatever state it is: the master first, which would start others anew."""
        children = self._children()
        self.process.kill()
        self.process.wait()
        for process in children:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(_is_running(process) for process in children):  # each holds the port
            pass

    def _children(self) -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], stdout=subprocess.PIPE, text=True, check=False)
        return [int(process) for process in found.stdout.split()]


@contextmanager
def running(
    *, names: tuple[str, ...] = ("localhost",), expired: bool = False, tls: bool = True, further: str = ""
) -> Iterator[Imap]:
    """A server in a folder of its own. names: for which its certificate is made; tls: whether it offers any; further: lines of its
    configuration."""
    folder = Path(tempfile.mkdtemp(prefix="imap-", dir="/tmp"))  # where another user than root may enter
    folder.chmod(0o755)
    authority = trustme.CA()
    certificate = authority.issue_cert(*names, not_before=_BEFORE, not_after=_PAST if expired else None)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.private_key_pem.write_to_path(folder / "server.key")
    certificate.cert_chain_pems[0].write_to_path(folder / "server.pem")
    for name in ("cur", "new", "tmp"):
        (folder / "home" / "Maildir" / name).mkdir(parents=True)
    is_root = os.geteuid() == 0
    user, group = ("nobody", "nogroup") if is_root else (getpass.getuser(), grp.getgrgid(os.getgid()).gr_name)
    if is_root:  # which Dovecot lets nobody be
        for path in (folder / "home", *(folder / "home").rglob("*")):
            shutil.chown(path, user, group)
    ports = [free_port(), free_port()]
    config = folder / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            folder=folder, ssl="yes" if tls else "no", plain="yes" if tls else "no", user=user, group=group,
            login="dovenull" if is_root else user, password=PASSWORD, tls=ports[0], starttls=ports[1], further=further,
        )
    )  # fmt: skip
    process = _started(folder)
    server = Imap(folder, ports[0], ports[1], folder / "ca.pem", process)
    try:
        _wait_for(ports[0] if tls else ports[1], process, folder / "log")
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _started(folder: Path) -> subprocess.Popen[bytes]:
    line = [_program(), "-F", "-c", str(folder / "dovecot.conf")]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text() if log.exists() else "Dovecot ended"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
    raise AssertionError(log.read_text())


def wait_for_port(port: int) -> None:
    """Waits until a server takes connections."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
    raise AssertionError(f"nothing listens on {port}")


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def _program() -> str:
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert found, "these tests need Dovecot: install the package dovecot-imapd"
    return found


@contextmanager
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])
