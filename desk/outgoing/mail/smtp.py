"""Handing emails to the mail server by SMTP over TLS (RFC 5321, RFC 8314).

The end of a message is sent apart from the rest: before it the server has taken nothing, after it only the server knows. What is
noted in between decides whether an email may be tried again.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from desk.intake.mail.errors import MailLoginRefused, MailServerNotTrusted, MailServerUnreachable
from desk.intake.mail.login import password_of, said, tls_context
from desk.outgoing.mail.errors import EmailInDoubt, EmailRefused, SendingFailed
from desk.settings import MailSender

TIMEOUT = 30.0  # seconds without a byte after which a server counts as hanging
_HELLO = "[127.0.0.1]"  # the name of the machine is nobody's business (RFC 5321, 4.1.3)
_DOT = re.compile(rb"^\.", re.MULTILINE)
_END = b".\r\n"
_DONE, _GO_ON = 2, 3  # the first digits of answers


class Server:
    """A connection after the login."""

    def __init__(self, sender: MailSender, client: smtplib.SMTP) -> None:
        self._sender, self._client = sender, client

    def send(self, recipient: str, message: bytes, before_end: Callable[[], bool]) -> str | None:
        """Hands over an email. Returns the server's answer.

        message: with CRLF at the end of each line, the last one as well. before_end: called when nothing but the end is missing;
        if it returns False, the connection is closed and the email is not sent: None. Raises EmailRefused, EmailInDoubt,
        SendingFailed.
        """
        client = self._client
        try:
            client.rset()
            self._take_sender(*client.mail(self._sender.address))
            self._expect(_DONE, *client.rcpt(recipient))
            self._expect(_GO_ON, *client.docmd("DATA"))
            client.send(_DOT.sub(b"..", message))
            if not before_end():
                client.close()
                return None
        except (OSError, smtplib.SMTPException) as error:
            raise SendingFailed(self._sender.server, said(error)) from error
        try:
            client.send(_END)
            code, words = client.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise EmailInDoubt(self._sender.server, said(error)) from error
        if code // 100 not in (_DONE, 4, 5):  # no answer that means anything
            raise EmailInDoubt(self._sender.server, _words(code, words))
        return self._expect(_DONE, code, words)

    @property
    def is_open(self) -> bool:
        """Whether another email can be sent in this connection."""
        return self._client.sock is not None

    def _take_sender(self, code: int, words: bytes) -> None:
        """Refuses to go on where the server does not let the desk send at all, whatever the recipient. Raises SendingFailed."""
        if code // 100 != _DONE:
            raise SendingFailed(self._sender.server, _words(code, words))

    def _expect(self, wanted: int, code: int, words: bytes) -> str:
        """The answer if it is of the wanted class (RFC 5321, 4.2.1). Raises EmailRefused, SendingFailed."""
        if code // 100 == wanted:
            return _words(code, words)
        if code == 421 or code // 100 not in (4, 5):  # the server is closing the connection, or says what means nothing
            raise SendingFailed(self._sender.server, _words(code, words))
        raise EmailRefused(self._sender.server, code, _words(code, words))


def _words(code: int, words: bytes) -> str:
    """An answer in one line."""
    return f"{code} {' '.join(words.decode('utf-8', 'replace').split())[:300]}"


@contextmanager
def connected(sender: MailSender) -> Iterator[Server]:
    """A connection to the mail server. The password is sent only over a connection whose certificate was checked.

    Raises MailPasswordMissing, MailPasswordExposed, MailFileUnreadable, MailServerUnreachable, MailServerNotTrusted,
    MailLoginRefused, SendingFailed.
    """
    client = _client(sender, tls_context(sender.authority))
    try:
        _log_in(sender, client)
        yield Server(sender, client)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
        client.close()


def _client(sender: MailSender, context: ssl.SSLContext) -> smtplib.SMTP:
    """An encrypted connection. A server that offers no encryption is refused, whoever took the offer away."""
    try:
        if not sender.starttls:
            return smtplib.SMTP_SSL(sender.server, sender.port, _HELLO, timeout=TIMEOUT, context=context)
        client = smtplib.SMTP(sender.server, sender.port, _HELLO, timeout=TIMEOUT)
        try:
            client.starttls(context=context)
        except BaseException:
            client.close()
            raise
    except ssl.SSLError as error:
        raise MailServerNotTrusted(sender.server, said(error)) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailServerNotTrusted(sender.server, said(error)) from error
    except (OSError, socket.gaierror, smtplib.SMTPException) as error:
        raise MailServerUnreachable(sender.server, said(error)) from error
    return client


def _log_in(sender: MailSender, client: smtplib.SMTP) -> None:
    """Logs in, if the server asks for it: one in the centre's own network may not."""
    try:
        client.ehlo_or_helo_if_needed()
        if client.esmtp_features.get("auth", "").strip():
            client.login(sender.user, password_of(sender.user, sender.password_file))
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        words = error.smtp_error if isinstance(error, smtplib.SMTPAuthenticationError) else error.args[0]
        raise MailLoginRefused(sender.server, words.decode("utf-8", "replace") if isinstance(words, bytes) else words) from error
    except (OSError, smtplib.SMTPException) as error:
        raise SendingFailed(sender.server, said(error)) from error
