"""A real SMTP server for tests: aiosmtpd on a free loopback port, with a certificate made for it. It keeps what it takes."""

import asyncio
import logging
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from desk.settings import MailSender
from tests.dovecot import PASSWORD, USER, free_port

_BEFORE, _PAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC)  # of a certificate that has expired
logging.getLogger("mail.log").setLevel(logging.ERROR)  # it warns of what the tests want of it
DROP = "drop"  # instead of an answer: the connection is closed


@dataclass
class Smtp:
    """A running server.

    port: its port.
    ca: the file with the authority that signed its certificate.
    logins: the passwords that were sent.
    taken: the messages it took, as bytes.
    recipients: of each.
    answers: to the recipients, by address; the last word of an address that is not in it: 250.
    at_end: the answers to the ends of the next messages, DROP to take the message and close the connection; then 250.
    to_sender: the answers to the next senders; then 250.
    """

    port: int
    ca: Path
    starttls: bool
    logins: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    at_end: list[str] = field(default_factory=list)
    to_sender: list[str] = field(default_factory=list)

    @property
    def sender(self) -> MailSender:
        """The settings by which the desk sends through it."""
        return MailSender("localhost", USER, USER, self.port, self.starttls, None, self.ca)

    def message(self, place: int = -1) -> EmailMessage:
        """A message that it took, as a mail program reads it."""
        found = message_from_bytes(self.taken[place], policy=default)
        assert isinstance(found, EmailMessage)
        return found

    # What aiosmtpd calls, by its names.

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.to_sender.pop(0) if self.to_sender else "250 OK"
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.at_end.pop(0) if self.at_end else "250 2.0.0 OK: queued"
        if answer == DROP or not answer.startswith(("4", "5")):
            assert isinstance(envelope.content, bytes)
            self.taken.append(envelope.content)
            self.recipients.append(list(envelope.rcpt_tos))
        if answer == DROP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
        """Checks a login."""
        assert isinstance(data, LoginPassword)
        self.logins.append(data.password.decode())
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


@contextmanager
def running(
    *,
    names: tuple[str, ...] = ("localhost",),
    expired: bool = False,
    starttls: bool = False,
    tls: bool = True,
    logs_in: bool = True,
    make: type[Smtp] = Smtp,
) -> Iterator[Smtp]:
    """A server. names: for which its certificate is made; starttls: whether encryption is begun in an open connection; tls: whether
    it offers any; logs_in: whether it asks for a login; make: its class."""
    with tempfile.TemporaryDirectory(prefix="smtp-") as folder:
        authority = trustme.CA()
        certificate = authority.issue_cert(*names, not_before=_BEFORE, not_after=_PAST if expired else None)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        ca = Path(folder) / "ca.pem"
        authority.cert_pem.write_to_path(ca)
        server = make(0, ca, starttls)
        controller = Controller(
            server,
            hostname="127.0.0.1",
            port=free_port(),
            ssl_context=context if tls and not starttls else None,
            tls_context=context if tls and starttls else None,
            require_starttls=tls and starttls,
            authenticator=server.authenticate if logs_in else None,
            auth_required=logs_in,
            auth_exclude_mechanism=() if logs_in else ("LOGIN", "PLAIN"),
            auth_require_tls=starttls and tls,  # it does not see the encryption from the first byte
            ident="test",
        )
        server.port = controller.port
        controller.start()
        try:
            yield server
        finally:
            controller.stop()
