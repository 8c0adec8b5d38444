"""A real print system for tests: CUPS on a free loopback port. Its printers: cups-pdf, which writes files by way of
PostScript, one that keeps the PDF it gets, and one that lacks paper. It runs as root, as its printer of files must.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.dovecot import free_port, wait_for_port

PRINTS, KEEPS, LACKS = "prints", "keeps", "lacks"
_SYSTEM = Path("/usr/lib/cups")
_PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
_CUPSD = """
Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow 127.0.0.1
  </Limit>
</Policy>
"""
_FILES = """
ServerRoot {folder}/root
ServerBin {folder}/bin
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
SystemGroup root lpadmin
Sandboxing relaxed
"""
_WITHOUT_PAPER = """#!/bin/sh
[ $# -eq 0 ] && echo 'direct paperless "Unknown" "A printer without paper"' && exit 0
echo 'STATE: +media-empty-error' >&2
cat >/dev/null
sleep 60
"""


_KEEPING = """#!/bin/sh
[ $# -eq 0 ] && echo 'direct keeping "Unknown" "A printer that keeps what it gets"' && exit 0
cat "${{6:--}}" > {folder}/kept.tmp && mv {folder}/kept.tmp {folder}/kept.pdf
"""


@dataclass
class Cups:
    """A running print system. port: that of its server; printed: the folder into which PRINTS writes; kept: the last document of
    KEEPS."""

    port: int
    printed: Path
    kept: Path

    @property
    def address(self) -> str:
        """The value of CUPS_SERVER."""
        return f"127.0.0.1:{self.port}"


@contextmanager
def running() -> Iterator[Cups]:
    """The print system, its printers added, none of them the default."""
    assert (_SYSTEM / "backend" / "cups-pdf").exists(), "these tests need CUPS: run tests/cups.sh"
    folder = Path(tempfile.mkdtemp(prefix="cups-", dir="/tmp"))
    folder.chmod(0o755)
    for name in ("root", "spool/tmp", "cache", "state", "bin/backend"):
        (folder / name).mkdir(parents=True)
    for name in ("filter", "cgi-bin", "daemon", "monitor", "notifier"):
        (folder / "bin" / name).symlink_to(_SYSTEM / name)
    shutil.copy2(_SYSTEM / "backend" / "cups-pdf", folder / "bin" / "backend" / "cups-pdf")
    for name, script in (("paperless", _WITHOUT_PAPER), ("keeping", _KEEPING.format(folder=folder))):
        (folder / "bin" / "backend" / name).write_text(script)
        (folder / "bin" / "backend" / name).chmod(0o700)
    port = free_port()
    (folder / "cupsd.conf").write_text(_CUPSD.format(port=port))
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder))
    line = ["/usr/sbin/cupsd", "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
    driver = folder / "pdf.ppd"  # of a printer that takes PDF as it is
    driver.write_text(_PPD.read_text().replace('*PPD-Adobe: "4.3"', '*PPD-Adobe: "4.3"\n*cupsFilter: "application/pdf 0 -"', 1))
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = Cups(port, Path(pwd.getpwuid(os.getuid()).pw_dir) / "PDF", folder / "kept.pdf")
    before = set(_files(found))
    try:
        wait_for_port(port)
        for name, device, how in ((PRINTS, "cups-pdf:/", _PPD), (KEEPS, "keeping:/", driver), (LACKS, "paperless:/", driver)):
            add = ["/usr/sbin/lpadmin", "-p", name, "-E", "-v", device, "-P", str(how)]
            subprocess.run(add, env=os.environ | {"CUPS_SERVER": found.address}, stderr=subprocess.DEVNULL, check=True)
        yield found
    finally:
        process.kill()
        process.wait()
        for path in set(_files(found)) - before:
            path.unlink()
        shutil.rmtree(folder, ignore_errors=True)


def _files(found: Cups) -> list[Path]:
    return [*found.printed.glob("*.pdf")] if found.printed.exists() else []
