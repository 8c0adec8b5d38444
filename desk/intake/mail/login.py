"""Logging in to a mail server, to read as well as to send: the password, and which certificates are trusted."""

import os
import ssl
import stat
from contextlib import suppress
from pathlib import Path

try:
    import keyring
except ImportError:  # an extra
    keyring = None  # type: ignore[assignment]

from desk.intake.mail.errors import MailFileUnreadable, MailPasswordExposed, MailPasswordMissing

PASSWORD = "DESK_MAIL_PASSWORD"
KEYRING = "charter-desk"  # the service under which the keyring of the system has the password


def password_of(user: str, password_file: Path | None) -> str:
    """The password of a user of the mail server: of the environment, else of the file, else of the keyring.

    Raises MailPasswordMissing, MailPasswordExposed, MailFileUnreadable.
    """
    if found := os.environ.get(PASSWORD):
        return found
    if password_file:
        return _password_in(user, password_file)
    if keyring is None:
        raise MailPasswordMissing(user)
    with suppress(keyring.errors.KeyringError):
        if found := keyring.get_password(KEYRING, user):
            return found
    raise MailPasswordMissing(user)


def _password_in(user: str, path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as opened_file:
            if os.name == "posix" and os.fstat(opened_file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise MailPasswordExposed(str(path))
            found = opened_file.read().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MailFileUnreadable("password_file", str(path), said(error)) from error
    if not found:
        raise MailPasswordMissing(user)
    return found


def tls_context(authority: Path | None) -> ssl.SSLContext:
    """How certificates are checked. authority: a file with those trusted instead of the system's. Raises MailFileUnreadable."""
    try:
        return ssl.create_default_context(cafile=str(authority) if authority else None)
    except OSError as error:  # not there, or no certificate
        raise MailFileUnreadable("authority", str(authority), said(error)) from error


def said(error: Exception) -> str:
    """What an error says in one short line."""
    reason = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else ""
    if not reason and isinstance(error, OSError):
        reason = error.strerror or ""
    return " ".join(str(reason or (error.args[0] if error.args else str(error) or error.__class__.__name__)).split())[:200]
