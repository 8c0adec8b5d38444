"""Headers of a message: decoded to text, split into names and addresses. Bytes that no standard allows are decoded too."""

import re
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import mktime_tz, parsedate_tz

from desk.intake.mail.charsets import decode
from desk.intake.mail.message import Flaw

LONGEST = 20_000  # signs of a header that are read; a real one has a few hundred
_BLANKS = re.compile(r"[\s\x00]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,400}>")
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bq]\?", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"(),;:@\\]{1,64}@[^\s<>\"(),;:@\\]{1,255}")
_YEARS = range(4_102_444_800)  # 1970 to 2100: other dates are mistakes


class Headers:
    """The headers of one message. flaws: what was wrong with those read so far."""

    def __init__(self, message: Message) -> None:
        self._raw: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._raw.setdefault(str(name).lower(), []).append(str(value))
        self.flaws: list[Flaw] = []

    def has(self, name: str) -> bool:
        """Whether there is such a header."""
        return name in self._raw

    def raw(self, name: str) -> str:
        """The first value of a header as it stands in the message, cut to LONGEST; "" if there is none."""
        value = next(iter(self._raw.get(name, ())), "")
        if len(value) > LONGEST:
            self.flaws.append(Flaw.CUT)
        return value[:LONGEST]

    def readable(self, name: str) -> str:
        """The first value of a header, its bytes beyond ASCII decoded, its encoded words left as they are."""
        value = self.raw(name)
        return value if value.isascii() else self._with_flaw(_bytes_of(value), "")

    def text(self, name: str) -> str:
        """The first value of a header as one line of text."""
        return self.decoded(self.raw(name))

    def decoded(self, value: str) -> str:
        """A value, or a part of one, as one line of text."""
        return _BLANKS.sub(" ", self._decoded(value)).strip()

    def addresses(self, *names: str) -> list[tuple[str, str]]:
        """The decoded names and the addresses in these headers, of each the first value.

        Not by `email.utils`: its versions disagree about what to do with addresses that no standard allows.
        """
        found = [_named_address(piece) for name in names for piece in _pieces(self.raw(name))]
        return [(self.decoded(name), self.decoded(address)) for name, address in found if address]

    def message_ids(self, name: str) -> list[str]:
        """The Message-IDs in a header, in order."""
        return _MESSAGE_ID.findall(_BLANKS.sub(" ", _ascii_only(self.raw(name))))

    def moment(self, name: str) -> int | None:
        """The time in a header, epoch seconds; None if it has none that can be read."""
        try:
            parsed = parsedate_tz(_ascii_only(self.raw(name)).rpartition(";")[2])  # in Received it stands after the rest
            found = int(mktime_tz(parsed)) if parsed else -1
        except (ValueError, OverflowError, TypeError, IndexError):
            return None
        return found if found in _YEARS else None

    def _decoded(self, value: str) -> str:
        if not value.isascii():
            return self._encoded_words(self._with_flaw(_bytes_of(value), ""))
        return self._encoded_words(value)

    def _encoded_words(self, value: str) -> str:
        if not _ENCODED.search(value):
            return value
        try:
            pieces = decode_header(value)
        except (HeaderParseError, ValueError):  # a word whose base64 is cut
            self.flaws.append(Flaw.DAMAGED)
            return value
        found = ""
        for piece, charset in _joined(pieces):
            found += piece if isinstance(piece, str) else self._with_flaw(piece, charset)
        return found

    def _with_flaw(self, raw: bytes, charset: str) -> str:
        text, flaw = decode(raw, charset)
        if flaw:
            self.flaws.append(flaw)
        return text


def _joined(pieces: Iterable[tuple[bytes | str, str | None]]) -> list[tuple[bytes | str, str]]:
    """The pieces of a header; neighbours in one charset as one, since mailers cut a sign of several bytes in two.

    What is not encoded is text already, in the escapes that `decode_header` uses.
    """
    found: list[tuple[bytes | str, str]] = []
    for piece, charset in pieces:
        if charset is None:
            found.append((piece if isinstance(piece, str) else piece.decode("raw-unicode-escape"), ""))
        elif found and isinstance(piece, bytes) and isinstance(found[-1][0], bytes) and found[-1][1] == charset:
            found[-1] = (found[-1][0] + piece, charset)
        else:
            found.append((piece, charset))
    return found


def _bytes_of(value: str) -> bytes:
    """A header's bytes, as the parser holds them: those beyond ASCII as surrogates."""
    return value.encode("utf-8", "surrogateescape")


def _pieces(value: str) -> list[str]:
    """The addresses of a list, with their names and comments."""
    found, begun, depth, is_quoted, is_escaped = list[str](), "", 0, False, False
    for sign in value:
        if is_escaped:
            is_escaped = False
        elif sign == "\\":
            is_escaped = True
        elif sign == '"' and not depth:
            is_quoted = not is_quoted
        elif not is_quoted and sign in "()":
            depth = max(depth + (1 if sign == "(" else -1), 0)
        elif not is_quoted and not depth and sign in ",;":
            found.append(begun)
            begun = ""
            continue
        begun += sign
    return [*found, begun]


def _named_address(piece: str) -> tuple[str, str]:
    """The name and the address of one entry of a list; "" for the address if there is none."""
    before, opens, rest = piece.rpartition("<")
    if opens and (inside := _ADDRESS.search(rest)):
        return before.strip().strip('"').replace("\\", "") or _comment(rest), inside[0]
    inside = _ADDRESS.search(piece)
    return _comment(piece), inside[0] if inside else ""


def _comment(piece: str) -> str:
    """What stands in the first parentheses: where old mailers put the name."""
    return piece.partition("(")[2].rpartition(")")[0].strip()


def _ascii_only(value: str) -> str:
    """A value without its bytes beyond ASCII."""
    return "".join(sign for sign in value if sign.isascii())
