"""Reading a mailbox by IMAP over TLS. The mailbox is never changed: messages are peeked at, the folder is opened to read only."""

import re
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from imaplib import IMAP4
from time import monotonic
from typing import NamedTuple

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError

from desk.intake.mail.errors import (
    MailboxFailed,
    MailConnectionLost,
    MailFolderMissing,
    MailLoginRefused,
    MailServerNotTrusted,
    MailServerUnreachable,
)
from desk.intake.mail.login import password_of, said, tls_context
from desk.settings import MailAccount

_TIMEOUT = 20  # seconds without a byte after which a server counts as hanging
_FIRST_LOOK, _LOOK = 0.05, 60.0  # seconds of waiting for news, the first time and then
_AT_ONCE = 200  # messages whose sizes are asked for in one command
_SIZE = re.compile(rb"UID (\d+)")
_BYTES = re.compile(rb"RFC822\.SIZE (\d+)")
_RECEIVED = re.compile(rb'INTERNALDATE "\s*([^"]+)"')


class Listed(NamedTuple):
    """A message in the folder. size: bytes; received: when the mailbox got it (INTERNALDATE), epoch seconds."""

    uid: int
    size: int
    received: int


class Mailbox:
    """An open folder. Its methods raise MailConnectionLost. name: server and user; validity: the folder's UIDVALIDITY; last: the
    highest UID that was there when it was opened."""

    def __init__(self, account: MailAccount, box: BaseMailBox) -> None:
        self.name = f"{account.user}@{account.server}"
        self.validity = self.last = 0
        self._account, self._box = account, box

    def open_folder(self) -> None:
        """Opens the folder, again if it was open: some servers show what has come since only then. Raises MailFolderMissing."""
        with self._guarded():
            try:
                self._box.folder.set(self._account.folder, readonly=True)
                status = self._box.folder.status(self._account.folder, ("UIDVALIDITY", "UIDNEXT"))
            except (ImapToolsError, IMAP4.error) as error:
                if isinstance(error, IMAP4.abort):
                    raise
                raise MailFolderMissing(self._account.server, f"{self._account.folder}: {said(error)}") from error
            self.validity, self.last = int(status["UIDVALIDITY"]), int(status["UIDNEXT"]) - 1

    def listed(self, after: int, criteria: str = "ALL") -> list[Listed]:
        """The messages after a UID that fit the criteria of a search, in order."""
        with self._guarded():
            uids = sorted(int(uid) for uid in self._box.uids(f"UID {after + 1}:* {criteria}"))
            uids = [uid for uid in uids if uid > after]  # `n:*` always has the last one
            found = [row for begin in range(0, len(uids), _AT_ONCE) for row in self._sizes(uids[begin : begin + _AT_ONCE])]
        return sorted(found)

    def message(self, uid: int, most: int) -> bytes | None:
        """The first bytes of a message; None if it has vanished since it was listed."""
        with self._guarded():
            answer = self._fetch(str(uid), f"(BODY.PEEK[]<0.{most}>)")
        bodies = [part[1] for part in answer if isinstance(part, tuple) and len(part) > 1 and isinstance(part[1], bytes)]
        return bodies[0] if bodies else None

    @property
    def tells_news(self) -> bool:
        """Whether the server can say when something comes (RFC 2177)."""
        return "IDLE" in self._box.client.capabilities

    def wait(self, seconds: float, between: Callable[[], None], every: float) -> None:
        """Waits until the server says that something has changed, at most so long. Only if `tells_news`.

        between: called again and again meanwhile, after so many seconds each time.
        """
        end, pause = monotonic() + seconds, _FIRST_LOOK
        while monotonic() < end and not self._news_within(pause, between, every):
            pause = min(_LOOK, max(end - monotonic(), 0.0))

    def _news_within(self, seconds: float, between: Callable[[], None], every: float) -> bool:
        """Whether the server says within this time that the folder has changed.

        News that comes with the answer to the command itself is seen only when the command is ended: hence the first short look.
        """
        end = monotonic() + seconds
        with self._guarded():
            self._box.idle.start()
            lines = self._box.idle.poll(timeout=min(every, seconds))
        while not _is_news(lines) and monotonic() < end:
            between()  # its errors are none of this connection
            with self._guarded():
                lines = self._box.idle.poll(timeout=max(min(every, end - monotonic()), 0.01))
        with self._guarded():
            return _is_news([*lines, *(self._box.idle.stop()[1] or ())])

    def _sizes(self, uids: list[int]) -> Iterator[Listed]:
        for part in self._fetch(",".join(map(str, uids)), "(RFC822.SIZE INTERNALDATE)"):
            line = part if isinstance(part, bytes) else b""
            uid, size, received = _SIZE.search(line), _BYTES.search(line), _RECEIVED.search(line)
            if uid and size and received:
                yield Listed(int(uid[1]), int(size[1]), _moment(received[1].decode("ascii", "replace")))

    def _fetch(self, uids: str, parts: str) -> list[object]:
        kind, answer = self._box.client.uid("fetch", uids, parts)
        if kind != "OK":
            raise IMAP4.error(answer)
        return list(answer)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (OSError, IMAP4.error, ImapToolsError, ValueError, KeyError) as error:
            raise MailConnectionLost(self._account.server, said(error)) from error


@contextmanager
def opened(account: MailAccount) -> Iterator[Mailbox]:
    """An open mailbox, its folder open as well. Raises MailFolderMissing, and as `logged_in` does."""
    with logged_in(account) as box:
        found = Mailbox(account, box)
        found.open_folder()
        yield found


@contextmanager
def logged_in(account: MailAccount) -> Iterator[BaseMailBox]:
    """A connection after the login. The password is sent only over a connection whose certificate was checked.

    Raises MailPasswordMissing, MailPasswordExposed, MailFileUnreadable, MailServerUnreachable, MailServerNotTrusted,
    MailLoginRefused, MailConnectionLost.
    """
    password = password_of(account.user, account.password_file)
    box = _connected(account)
    try:
        try:
            login = box.login if (account.user + password).isascii() else box.login_utf8
            login(account.user, password, initial_folder=None)
        except (ImapToolsError, IMAP4.error) as error:
            raise MailLoginRefused(account.server, said(error)) from error
        except OSError as error:
            raise MailConnectionLost(account.server, said(error)) from error
        yield box
    finally:
        with suppress(OSError, IMAP4.error, ImapToolsError):
            box.client.shutdown()


def _connected(account: MailAccount) -> BaseMailBox:
    """A connection whose certificate was checked. A server that offers no encryption is refused, whoever took the offer away."""
    make, context = _StartTls if account.starttls else MailBox, tls_context(account.authority)
    try:
        return make(account.server, account.port, timeout=_TIMEOUT, ssl_context=context)
    except ssl.SSLError as error:
        raise MailServerNotTrusted(account.server, said(error)) from error
    except (OSError, socket.gaierror) as error:
        raise MailServerUnreachable(account.server, said(error)) from error
    except (IMAP4.error, ImapToolsError) as error:
        kind: type[MailboxFailed] = MailServerNotTrusted if account.starttls else MailServerUnreachable
        raise kind(account.server, said(error)) from error


class _StartTls(MailBoxStartTls):
    """A connection in which encryption is begun. One that cannot be encrypted is closed."""

    def _get_mailbox_client(self) -> IMAP4:
        client = IMAP4(self._host, self._port, self._timeout)
        try:
            client.starttls(self._ssl_context)
        except BaseException:
            client.shutdown()
            raise
        return client


def _is_news(lines: Iterable[object]) -> bool:
    return any(isinstance(line, bytes) and line.endswith((b"EXISTS", b"EXPUNGE")) for line in lines)


def _moment(written: str) -> int:
    try:
        return int(parsedate_to_datetime(written.replace("-", " ")).timestamp())
    except (ValueError, TypeError, OverflowError):
        return 0
