"""Moving the mail while a desk runs: in a process of its own, started again when it ends."""

import json
import subprocess
import sys
from contextlib import suppress
from time import monotonic, time

from desk.actions.rights import Acting
from desk.services.host import Host

_AGAIN = 30.0  # seconds between two starts


class MailProcess:
    """The process, if the settings name a mail server. It acts for whoever logged in last at this desk.

    practice: whether the clock differs from the machine's.
    """

    def __init__(self, host: Host, *, practice: bool) -> None:
        self._host, self._practice = host, practice
        self._child: subprocess.Popen[bytes] | None = None
        self._acting: Acting | None = None
        self._started = 0.0

    @property
    def is_wanted(self) -> bool:
        """Whether there is mail to move."""
        mail = self._host.settings.mail
        return mail.account is not None or mail.sender is not None

    @property
    def pid(self) -> int | None:
        """The number of the process; None if there is none."""
        return self._child.pid if self._child else None

    def keep(self, acting: Acting) -> None:
        """Starts the process if it does not run, or runs for somebody else. acting: the current user; of nobody it goes on for the
        last one."""
        if not self.is_wanted or not acting.name:
            return
        runs = self._child is not None and self._child.poll() is None
        if runs and acting == self._acting:
            return
        if acting == self._acting and monotonic() - self._started < _AGAIN:
            return
        self.close()
        self._acting, self._started = acting, monotonic()
        settings = self._host.settings
        task = {
            "db": settings.database,
            "charter": str(settings.charter) if settings.charter else None,
            "name": acting.name,
            "login": acting.login,
            "ahead": self._host.clock() - time() if self._practice else 0,
            "practice": self._practice,
        }
        with suppress(OSError):  # a machine without memory or processes: tried again
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "desk.services.mail_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl+C at the terminal is none for it
            )
            assert self._child.stdin is not None
            self._child.stdin.write(json.dumps(task).encode() + b"\n")
            self._child.stdin.flush()

    def close(self) -> None:
        """Ends the process."""
        if self._child is None:
            return
        self._child.kill()
        self._child.communicate()
        self._child = None
