"""Sending the emails of the outbox that are due."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desk.intake.mail.errors import MailboxFailed
from desk.outgoing.mail.composing import composed
from desk.outgoing.mail.errors import EmailInDoubt, EmailRefused, SendingFailed
from desk.outgoing.mail.sent_folder import Copy, copy_sent
from desk.outgoing.mail.smtp import Server, connected
from desk.settings import MailSender, MailSettings
from desk.store.database import Store
from desk.store.mail import delivery
from desk.store.mail.delivery import SENDING, Email
from desk.store.mail.messages import own_message_ids
from desk.text.addresses import ascii_address

_RETRIES = (60.0, 300.0, 900.0, 3_600.0)  # seconds before the next try of an email, then always the last


class Became(StrEnum):
    """What became of an email."""

    SENT = "sent"
    HELD = "held"  # something happened to the ticket
    POSTPONED = "postponed"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Tried:
    """The result for one email. reason: what the mail server said."""

    email: Email
    became: Became
    reason: str = ""


def send_due(store: Store, sender: MailSender, on_tried: Callable[[Tried], None] = lambda _: None) -> list[Tried]:
    """Sends what is due, only in the process that has the turn. Returns what became of each.

    on_tried: called after each. Raises MailboxFailed and its kinds if the server cannot be used now, MailPasswordMissing,
    MailPasswordExposed, MailFileUnreadable, DatabaseUnusable: then everything waits.
    """
    delivery.doubt_handed_over(store)
    found: list[Tried] = []

    def tried(result: Tried) -> None:
        found.append(result)
        on_tried(result)

    emails = []
    for email in delivery.due(store):
        if email.newer and email.automatic:
            delivery.drop(store, email.event)
        elif email.newer:
            delivery.hold(store, email.event)
            tried(Tried(email, Became.HELD))
        else:
            emails.append(email)
    if not emails:
        return found
    try:
        _send_all(store, sender, emails, tried)
    except MailboxFailed as error:
        delivery.note_trouble(store, SENDING, error)
        raise
    delivery.end_trouble(store, SENDING)
    return found


def _send_all(store: Store, sender: MailSender, emails: list[Email], tried: Callable[[Tried], None]) -> None:
    waiting = list(emails)
    while waiting:
        with connected(sender) as server:
            while waiting and server.is_open:
                email = waiting.pop(0)
                if result := _send(store, sender, server, email):
                    tried(result)


def _send(store: Store, sender: MailSender, server: Server, email: Email) -> Tried | None:
    """Sends one email. None if it was taken back at the last moment."""
    (message_id,) = own_message_ids(store, [(email.ticket, email.event)])
    files = delivery.files_with(store, email.event)
    message = composed(store.charter, email, sender.address, message_id, store.now(), files).as_bytes()
    try:
        answer = server.send(ascii_address(email.email), message, lambda: delivery.hand_over(store, email.event))
    except EmailInDoubt as error:
        delivery.doubt(store, email.event, error.detail)
        return Tried(email, Became.DOUBTFUL, error.detail)
    except EmailRefused as error:
        if error.is_final:
            delivery.refuse(store, email.event, error.reply)
            return Tried(email, Became.REFUSED, error.reply)
        _postpone(store, email, error.reply)
        return Tried(email, Became.POSTPONED, error.reply)
    except SendingFailed as error:
        _postpone(store, email, error.detail)
        raise
    if answer is None:
        return None
    delivery.take(store, email.event, answer, to_copy=True)
    return Tried(email, Became.SENT, answer)


def _postpone(store: Store, email: Email, reason: str) -> None:
    tries = delivery.tries_of(store, email.event)
    delivery.postpone(store, email.event, reason, _RETRIES[min(tries, len(_RETRIES) - 1)])


def copy_to_sent(store: Store, settings: MailSettings) -> int:
    """Copies what was sent into the folder of sent mail. Returns how many; none where no mailbox is read. Raises MailboxFailed."""
    if settings.account is None or settings.sender is None or not (emails := delivery.to_copy(store)):
        return 0
    ids = own_message_ids(store, [(email.ticket, email.event) for email in emails])
    address = settings.sender.address
    copies = []
    for email, message_id in zip(emails, ids, strict=True):
        files = delivery.files_with(store, email.event)
        message = composed(store.charter, email, address, message_id, email.at, files)
        copies.append(Copy(email.event, message_id, message.as_bytes()))
    copy_sent(settings.account, settings.sender.folder, copies, lambda event: delivery.copied(store, event))
    return len(copies)
