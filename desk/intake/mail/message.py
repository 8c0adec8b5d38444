"""What is understood of a message. Frozen data, which crosses from the child process as JSON."""

from dataclasses import dataclass
from enum import StrEnum


class Automatic(StrEnum):
    """Who or what a message comes from, if not from a person."""

    NO = ""
    REPLY = "reply"  # an automatic reply: somebody is away, a receipt
    LIST = "list"  # a mailing list, a newsletter
    ROBOT = "robot"  # anything else that a program sent
    BOUNCE = "bounce"  # a report that a message was not delivered, or only later


class Flaw(StrEnum):
    """What could not be read as it was meant. The raw message has all of it."""

    CHARSET = "charset"  # the encoding was missing, unknown or wrong, and was guessed
    DAMAGED = "damaged"  # some bytes could not be decoded
    CUT = "cut"  # a header or the text was too long
    PARTS = "parts"  # too many parts, or nested too deep: only the headers were read
    LARGE = "large"  # too large: only the headers were read
    FAILED = "failed"  # reading it took too long, too much memory, or met a fault: only the headers were read
    UNREADABLE = "unreadable"  # not even the headers could be read


@dataclass(frozen=True)
class Attachment:
    """A file in a message.

    name: as given by the sender, decoded; "" if none.
    type: the declared media type, in lower case.
    size: bytes, decoded.
    """

    name: str
    type: str
    size: int


@dataclass(frozen=True)
class Bounce:
    """A report about a message that was sent (RFC 3464).

    recipient: the address that it is about, in lower case; "" if unknown.
    status: the enhanced status code, such as `5.1.1`; "" if unknown.
    failed: whether it was given up; a delay is only news.
    about: the Message-ID of the message that was sent; "" if unknown.
    """

    recipient: str = ""
    status: str = ""
    failed: bool = True
    about: str = ""


@dataclass(frozen=True)
class Mail:
    """A message as understood.

    message_id: with its brackets; "" if it has none.
    answers: the Message-IDs that it answers, the nearest first: In-Reply-To, then References from the last.
    sent: the time in its Date header, epoch seconds; None if it has none that can be read.
    arrived: the time at which the last server took it, epoch seconds; None if none says so.
    name: of the sender.
    address: of the sender: Reply-To if given, else From; "" if neither has one.
    recipients: the addresses in To and Cc, in lower case.
    subject: one line.
    text: what the sender wrote, without quoted history.
    quoted: the quoted history; "" if there is none.
    attachments: the files in it.
    automatic: who sent it, if not a person.
    bounce: what a bounce says; None for any other message.
    flaws: what could not be read as it was meant.
    """

    message_id: str = ""
    answers: tuple[str, ...] = ()
    sent: int | None = None
    arrived: int | None = None
    name: str = ""
    address: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic = Automatic.NO
    bounce: Bounce | None = None
    flaws: tuple[Flaw, ...] = ()
