"""Messages that arrived, each stored once with its raw bytes."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from desk.actions.rights import Right
from desk.models import Content, Head, MailMessage
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotFound
from desk.store.event_log import events_of
from desk.store.permissions import requires
from desk.store.statements import update
from desk.store.visibility import check_reads

_OURS = re.compile(r"<desk\.(\d{1,9})\.(\d{1,12})\.([0-9a-f]{16})@[^<>@\s]+>")
_HOST = "desk.local"  # after the @: mailers ask for a host, and the name of the machine is nobody's business
_SIGNS = 16  # hexadecimal digits that prove a Message-ID


class Message(NamedTuple):
    """A message that arrived.

    automatic: who sent it, if not a person.
    received: epoch seconds.
    ticket: that it was filed to; None for one kept apart.
    """

    id: int
    sender: str
    subject: str
    source: str
    automatic: str
    received: int
    ticket: int | None


def key_of(message_id: str, said: Sequence[str], raw: bytes) -> str:
    """By which a message is known when it comes again: its Message-ID with what a person reads of it, since some mailers give one
    to all of their messages; without a Message-ID, its bytes. said: sender, subject, texts, names and sizes of its files."""
    return hashlib.sha256("\0".join((message_id, *said)).encode() if message_id else raw).hexdigest()


def is_known(store: Store, key: str) -> bool:
    """Whether the message with a key has come before."""
    return bool(_known.rows(store, key=key))


_known = Statement(lambda _: MailMessage.select(MailMessage.id).where(MailMessage.key == Param("key")))


def tickets_of(store: Store, message_id: str) -> list[int]:
    """The tickets of the messages with a Message-ID: hardly ever more than one."""
    return [number for (number,) in _tickets_of.rows(store, message_id=message_id)]


@Statement
def _tickets_of(_: Dialect) -> Any:
    is_one = (MailMessage.message_id == Param("message_id")) & MailMessage.ticket.is_null(False)
    return MailMessage.select(MailMessage.ticket).where(is_one).distinct().limit(20)


@requires(Right.LOOK)
def apart(store: Store) -> list[Message]:
    """The messages that became no part of a ticket, the newest first."""
    return [Message._make(row) for row in _apart.rows(store)]


@requires(Right.LOOK)
def raw_messages(store: Store, number: int) -> list[tuple[int, bytes]]:
    """The messages of a ticket as they came, each with its id. Raises NotFound for one that the current user may not read."""
    events = events_of(store, number)
    if not events:
        raise NotFound(number)
    check_reads(store, number, events)
    return [(message, bytes(raw)) for message, raw in _raw.rows(store, ticket=number)]


@Statement
def _raw(_: Dialect) -> Any:
    query = MailMessage.select(MailMessage.id, Content.body).join(Content, on=Content.digest == MailMessage.digest)
    return query.where(MailMessage.ticket == Param("ticket")).order_by(MailMessage.id)


@Statement
def _apart(_: Dialect) -> Any:
    columns = (
        MailMessage.id, MailMessage.sender, MailMessage.subject, MailMessage.source, MailMessage.automatic, MailMessage.received,
        MailMessage.ticket,
    )  # fmt: skip
    query = MailMessage.select(*columns).where(MailMessage.ticket.is_null())
    return query.order_by(MailMessage.received.desc(), MailMessage.id.desc())


@requires(Right.WORK)
def own_message_ids(store: Store, written: Sequence[tuple[int, int]]) -> list[str]:
    """The Message-IDs of messages of the desk's own, always the same ones: nobody else can make one that `ticket_answered` accepts.

    written: the ticket of each, and the event that wrote it.
    """
    with store.transaction():
        key = _key(store)
    return [f"<desk.{ticket}.{event}.{_proof(key, ticket, event)}@{_HOST}>" for ticket, event in written]


def ticket_answered(store: Store, message_id: str) -> tuple[int, int] | None:
    """The ticket and the event of the desk's own message with this Message-ID; None for any other."""
    found = _OURS.fullmatch(message_id)
    ((key,),) = _mail_key.rows(store)
    if not found or not key:
        return None
    ticket, event = int(found[1]), int(found[2])
    return (ticket, event) if hmac.compare_digest(_proof(str(key), ticket, event), found[3]) else None


def _proof(key: str, ticket: int, event: int) -> str:
    return hmac.new(bytes.fromhex(key), f"{ticket}.{event}".encode(), "sha256").hexdigest()[:_SIGNS]


def _key(store: Store) -> str:
    ((key,),) = _mail_key.rows(store)
    if not key:
        key = secrets.token_hex(32)
        update(store, Head, {"mail_key": key}, 1)
    return str(key)


_mail_key = Statement(lambda _: Head.select(Head.mail_key).where(Head.id == 1))
