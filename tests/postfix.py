"""A real mail server for tests: Postfix on a free loopback port. It takes mail over TLS and delivers it into a Maildir, or reports
that it could not. It runs as root, as its master process must.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from desk.settings import MailSender
from tests.dovecot import USER, free_port, wait_for_port

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.lt-pro.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = lt-pro.example
virtual_mailbox_base = {maildirs}
virtual_mailbox_maps = inline:{{ {user}=Maildir/ }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_reject_unlisted_recipient = no
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_key_file = {folder}/server.key
smtpd_tls_security_level = may
default_transport = error:nobody outside is written to
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


@dataclass
class Mta:
    """A running server. port: of SMTP over TLS; ca: the file with the authority that signed its certificate."""

    port: int
    ca: Path
    folder: Path

    @property
    def sender(self) -> MailSender:
        """The settings by which the desk sends through it."""
        return MailSender("localhost", USER, USER, self.port, authority=self.ca)

    @property
    def log(self) -> str:
        """What it has written down."""
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""


@contextmanager
def running(maildirs: Path) -> Iterator[Mta]:
    """A server that delivers mail for USER into `Maildir` in a folder."""
    program = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "this test needs Postfix: install the package postfix"
    folder = Path(tempfile.mkdtemp(prefix="mta-", dir="/tmp"))
    folder.chmod(0o755)
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.private_key_pem.write_to_path(folder / "server.key")
    certificate.cert_chain_pems[0].write_to_path(folder / "server.pem")
    (folder / "queue").mkdir()
    (folder / "data").mkdir()
    shutil.chown(folder / "data", "postfix")
    port = free_port()
    (folder / "main.cf").write_text(_MAIN.format(folder=folder, maildirs=maildirs, user=USER))
    (folder / "master.cf").write_text(_MASTER.format(port=port))
    found = Mta(port, folder / "ca.pem", folder)
    _run(program, folder, "start")
    try:
        wait_for_port(port)
        yield found
    finally:
        _run(program, folder, "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, folder: Path, what: str) -> None:
    done = subprocess.run(
        [program, "-c", str(folder), what], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    log = folder / "log"
    assert done.returncode == 0, done.stdout + (log.read_text() if log.exists() else "")
