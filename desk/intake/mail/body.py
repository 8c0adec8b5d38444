"""The text of a message and its files, from its parts."""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from tnefparse import TNEF

from desk.intake.mail.charsets import decode
from desk.intake.mail.headers import Headers
from desk.intake.mail.html import to_text
from desk.intake.mail.message import Attachment, Flaw

LONGEST_TEXT = 200_000  # signs of a message's text that are read; a long letter has some ten thousand
UNKNOWN = "application/octet-stream"
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_IN_PAGE = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_TOP = 2048  # bytes of a page in which it names its charset


@dataclass
class Body:
    """The text and the files found so far.

    plain, pages: texts in the order of the parts, those of HTML converted.
    forwarded: the text of messages in the message, shown if it has none of its own.
    files: each with what decodes it.
    """

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)
    files: list[tuple[Attachment, Callable[[], bytes]]] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text to show."""
        for texts in (self.plain, self.pages, self.forwarded):
            if found := [text.strip("\n") for text in texts if text.strip()]:
                return "\n\n".join(found)
        return ""


def body_of(message: Message) -> Body:
    """Reads a message's parts."""
    body = Body()
    for part, is_alternative in _leaves(message):
        _read(body, part, is_alternative)
    return body


def _leaves(part: Message, is_alternative: bool = False) -> Iterator[tuple[Message, bool]]:
    """The parts that contain no others, and whether each is one of several forms of the same text. A message within the message is
    one part, its own parts are not looked at."""
    if part.get_content_type() == "message/rfc822" or not part.is_multipart():
        yield part, is_alternative
        return
    below = is_alternative or part.get_content_type() == "multipart/alternative"
    for inner in part.get_payload():
        if isinstance(inner, Message):
            yield from _leaves(inner, below)


def _read(body: Body, part: Message, is_alternative: bool) -> None:
    headers, kind = Headers(part), part.get_content_type().encode("ascii", "replace").decode()
    name = _file_name(headers)
    if kind == "message/rfc822":
        _read_inner(body, part, name)
    elif kind in _TNEF or name.lower() == "winmail.dat":
        _read_tnef(body, _bytes(part), name)
    elif kind.startswith("multipart/"):  # without a boundary
        body.plain.append(_text_of(body, part))
    elif kind in ("text/plain", "text/html") and not _is_attached(part, name):
        text = _text_of(body, part)
        if kind == "text/plain":
            body.plain.append(_unflowed(part, text))
        else:
            body.pages.append(to_text(text))
            if not is_alternative:  # a page among plain parts is as much a part of the text as they are
                body.plain += body.pages[-1:] if body.plain else []
    elif kind not in ("message/delivery-status", "text/rfc822-headers", "application/pgp-signature"):
        body.files.append((Attachment(name, kind, _size(part)), lambda: _bytes(part)))
    body.flaws += headers.flaws


def _read_inner(body: Body, part: Message, name: str) -> None:
    """A message in the message: a file, and the text if there is no other."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload and isinstance(payload[0], Message) else None
    subject = Headers(inner).text("subject") if inner else ""
    of_inner = Attachment(name or f"{subject or 'message'}.eml", "message/rfc822", _size(part))
    body.files.append((of_inner, lambda: inner.as_bytes() if inner else _bytes(part)))
    if inner:
        below = body_of(inner)
        body.forwarded.append("\n".join(filter(None, (subject, below.text))))
        body.flaws += below.flaws


def _read_tnef(body: Body, raw: bytes, name: str) -> None:
    """Outlook's container: the files in it, and its text if there is no other. A damaged one stays a file itself."""
    try:
        opened: Any = TNEF(raw, do_checksum=False)
        files = [
            (Attachment(str(_decoded(attached.long_filename())), UNKNOWN, len(data)), lambda data=data: data)
            for attached in opened.attachments
            for data in (bytes(attached.data or b""),)
        ]
        text, page = _decoded(opened.body), _decoded(opened.htmlbody)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, struct.error, LookupError):
        body.files.append((Attachment(name, _TNEF[0], len(raw)), lambda: raw))
        body.flaws.append(Flaw.DAMAGED)
        return
    body.files += files
    if text or page:
        body.forwarded.append(text or to_text(page))


def _decoded(value: object) -> str:
    return decode(value.rstrip(b"\0"))[0] if isinstance(value, bytes) else str(value or "")


def _text_of(body: Body, part: Message) -> str:
    raw, declared = _bytes(part), str(part.get_param("charset", "") or "")
    if not declared and part.get_content_type() == "text/html" and (found := _IN_PAGE.search(raw[:_TOP])):
        declared = found[1].decode("ascii")
    if len(raw) > LONGEST_TEXT * 4:
        raw = raw[: LONGEST_TEXT * 4]
        body.flaws.append(Flaw.CUT)
    text, flaw = decode(raw, declared)
    if flaw:
        body.flaws.append(flaw)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(part: Message) -> bytes:
    """The decoded content of a part. What is no valid base64 comes as it stands."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _size(part: Message) -> int:
    """The bytes of a file, as its encoded length tells: decoding a large one takes as much memory again."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        inner = [_message_size(below) for below in payload if isinstance(below, Message)] if isinstance(payload, list) else []
        return sum(inner)
    if str(part.get("content-transfer-encoding", "")).strip().lower() != "base64":
        return len(_bytes(part))
    written = payload.strip()
    signs = len(written) - written.count("\n") - written.count("\r")
    return signs * 3 // 4 - written[-2:].count("=")


def _message_size(message: Message) -> int:
    """The bytes of a message in a message, without the lines between its parts."""
    payload = message.get_payload()
    headers = sum(len(str(name)) + len(str(value)) + len(": \r\n") for name, value in message.raw_items())
    return headers + len("\r\n") + (len(payload) if isinstance(payload, str) else _size(message))


def _file_name(headers: Headers) -> str:
    """The name of a part's file, decoded; "" if it has none. Mailers encode it in one of three ways, or not at all."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        plain = Message()
        plain[header] = headers.readable(header)
        value = plain.get_param(parameter, None, header)
        if isinstance(value, tuple):  # RFC 2231
            charset, _, raw = value
            return decode(raw.encode("latin-1", "replace"), charset or "")[0]
        if value:
            return headers.decoded(str(value))
    return ""


def _is_attached(part: Message, name: str) -> bool:
    """Whether a text is a file, not a piece of the message's own text."""
    return part.get_content_disposition() == "attachment" or bool(name and not name.lower().startswith(("att", "untitled")))


def _unflowed(part: Message, text: str) -> str:
    """A text whose mailer broke long lines, with the lines joined again (RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joined_by = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    found: list[str] = []
    is_open, depth = False, 0
    for line in text.split("\n"):
        stuffed = line.lstrip(">")
        level = len(line) - len(stuffed)
        content = stuffed.removeprefix(" ")
        if is_open and level == depth and content != "-- ":
            found[-1] = f"{found[-1][:-1]}{joined_by}{content}"
        else:
            found.append(f"{'>' * level} {content}" if level else content)
        is_open, depth = content.endswith(" ") and content != "-- ", level
    return "\n".join(found)
