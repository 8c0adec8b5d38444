"""Reading one raw message. Runs in a child process, as what strangers send may take all time and memory: child.py."""

from collections.abc import Callable
from email.feedparser import BytesFeedParser
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from desk.intake.mail.automatic import automatic_of, bounce_of
from desk.intake.mail.body import LONGEST_TEXT, body_of
from desk.intake.mail.headers import Headers
from desk.intake.mail.message import Automatic, Flaw, Mail
from desk.intake.mail.quotes import split

LARGEST = 36 * 2**20  # bytes of a message that is read in whole: the largest that mailboxes take, 25 MB of files
_PIECE = 64 * 1024
_MOST_PARTS = 500
HEAD = 256 * 1024  # bytes in which the headers are looked for, if nothing else is read


class _TooManyPartsError(Exception):
    """A message has more parts than any that a person sends."""


def understand(raw: bytes) -> Mail:
    """Reads a message. Raises whatever the parsers raise on a malformed one."""
    if len(raw) > LARGEST:
        return headers_only(raw, Flaw.LARGE)
    try:
        return _mail(_parsed(raw))
    except (_TooManyPartsError, RecursionError):
        return headers_only(raw, Flaw.PARTS)


def extract(raw: bytes, place: int) -> bytes:
    """The bytes of a file in a message. place: in `Mail.attachments`. Raises IndexError, and whatever the parsers raise."""
    return body_of(_parsed(raw)).files[place][1]()


def _parsed(raw: bytes) -> Message:
    parser = BytesFeedParser(_counting(), policy=compat32)
    for begin in range(0, len(raw), _PIECE):  # given as a whole, it would be copied in four bytes a sign
        parser.feed(raw[begin : begin + _PIECE])
    return parser.close()


def headers_only(raw: bytes, flaw: Flaw) -> Mail:
    """Reads the headers of a message and nothing else. flaw: why."""
    message = BytesHeaderParser(policy=compat32).parsebytes(raw[:HEAD])
    headers = Headers(message)
    return _with_headers(headers, message, (flaw,))


def _counting() -> Callable[[], Message]:
    """Makes the parts of one message, and refuses to make too many."""
    made = 0  # one more than there are: the parser tries the function once

    def make() -> Message:
        nonlocal made
        made += 1
        if made > _MOST_PARTS:
            raise _TooManyPartsError
        return Message()

    return make


def _mail(message: Message) -> Mail:
    headers = Headers(message)
    body = body_of(message)
    text, quoted = split(body.text[:LONGEST_TEXT])
    if len(body.text) > LONGEST_TEXT:
        body.flaws.append(Flaw.CUT)
    found = _with_headers(headers, message, ())
    bounce = bounce_of(message, headers, body.text) if found.automatic is Automatic.BOUNCE else None
    flaws = tuple(dict.fromkeys((*headers.flaws, *body.flaws)))
    return Mail(
        message_id=found.message_id,
        answers=found.answers,
        sent=found.sent,
        arrived=found.arrived,
        name=found.name,
        address=found.address,
        recipients=found.recipients,
        subject=found.subject,
        text=text.strip("\n"),
        quoted=quoted,
        attachments=tuple(attached for attached, _ in body.files),
        automatic=found.automatic,
        bounce=bounce,
        flaws=flaws,
    )


def _with_headers(headers: Headers, message: Message, flaws: tuple[Flaw, ...]) -> Mail:
    senders = headers.addresses("from") or headers.addresses("sender") or [(headers.text("from"), "")]
    name, address = senders[0]
    answered = headers.addresses("reply-to")
    answers = [*headers.message_ids("in-reply-to"), *reversed(headers.message_ids("references"))]
    return Mail(
        message_id=next(iter(headers.message_ids("message-id")), ""),
        answers=tuple(dict.fromkeys(answers)),
        sent=headers.moment("date"),
        arrived=headers.moment("received"),
        name=name or next((said for said, _ in answered if said), ""),
        address=(answered[0][1] if answered else address).lower(),
        recipients=tuple(dict.fromkeys(found.lower() for _, found in headers.addresses("to", "cc"))),
        subject=headers.text("subject"),
        automatic=automatic_of(message, headers, address),
        flaws=tuple(dict.fromkeys((*headers.flaws, *flaws))),
    )
