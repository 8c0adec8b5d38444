"""Copying sent emails into the mailbox's folder of sent mail, each once."""

from collections.abc import Callable, Sequence
from imaplib import IMAP4
from typing import NamedTuple

from imap_tools import AND, BaseMailBox, Header, MailMessageFlags
from imap_tools.errors import ImapToolsError

from desk.intake.mail.errors import MailConnectionLost
from desk.intake.mail.login import said
from desk.intake.mail.mailbox import logged_in
from desk.settings import MailAccount

_SENT = "\\Sent"  # the mark of the folder of sent mail (RFC 6154)


class Copy(NamedTuple):
    """A message to copy. event: that wrote it."""

    event: int
    message_id: str
    raw: bytes


def copy_sent(account: MailAccount, folder: str, copies: Sequence[Copy], on_copied: Callable[[int], None]) -> None:
    """Copies messages, unless they are there: some servers do it themselves, and a desk may have ended before it noted it.

    folder: "" for the one that the mailbox names; where it names none, nothing is copied. on_copied: called after each with its
    event. Raises MailboxFailed.
    """
    with logged_in(account) as box:
        try:
            folder = folder or _named(box)
            if folder:
                box.folder.set(folder, readonly=True)
            for copy in copies:
                if folder and not box.uids(AND(header=Header("Message-ID", copy.message_id))):
                    box.append(copy.raw, folder, flag_set=[MailMessageFlags.SEEN])
                on_copied(copy.event)
        except (OSError, IMAP4.error, ImapToolsError) as error:
            raise MailConnectionLost(account.server, said(error)) from error


def _named(box: BaseMailBox) -> str:
    return next((found.name for found in box.folder.list() if _SENT in found.flags), "")
