"""Sanitises untrusted text before a terminal, a file or a search uses it. Imports nothing of ours.

Text is stored as received; `safe()` and `one_line()` convert it for display, `typed()` converts a field's input for storage. All
are pure and take at most linear time.
"""

import re
import unicodedata
from functools import cache

TAB = "    "
MARKS_IN_A_ROW = 4  # living scripts stack no more on a letter; "zalgo" stacks hundreds, which cover the rows above
LINE_SIGN = " ⏎ "

CONTROLS = r"\x00-\x09\x0b-\x1f\x7f-\x9f"  # all except \n
# Invisible characters, and those that change the direction of surrounding text: the categories Cf, Cs, Zl, Zp, fillers and
# blanks that look like an empty field, variation selectors, tags and noncharacters. Private use and unassigned characters
# are kept.
HIDDEN = (
    r"\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
) + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
_TONES = r"\U0001f3fb-\U0001f3ff"
_PICTURE = (
    r"[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u2500-\u27bf\u2900-\u297f"
    r"\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
)
# Arabic to Sinhala, where a joiner changes the spelling.
_JOINING = r"[\u0620-\u06dc\u06df-\u06ff\u0710-\u088f\u0900-\u0dff]"

# Nearly all text of a Russian centre: no unusual characters, already NFC. The rest is processed below.
_PLAIN = re.compile(
    r"[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f"
    r"\u2010-\u2027\u2030-\u205e\u2116]*"
)
_STORM = rf"[^\w\s\x00-\x7f]{{{MARKS_IN_A_ROW + 1},}}"
_PICTURE_JOINS = rf"(?<={_PICTURE})[\u200d\ufe0e\ufe0f{_TONES}]+|(?<=[0-9#*])\ufe0f(?=\u20e3)"
_LINE_END = r"\r\n?"
_ODD = rf"(?!(?<={_JOINING})[\u200c\u200d]{_JOINING})[{CONTROLS}{HIDDEN}]"
_NO_WIDTH = rf"(?!(?<={_JOINING})[\u200c\u200d]{_JOINING})[\u00ad\u180e\u200b-\u200f\u2060\ufeff]"
_BLANKS = r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled on first use, since the first frame needs none of them."""
    return re.compile(pattern)


class TextTooLong(ValueError):
    """Typed text is longer than its field allows. `length` and `limit` count characters."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"the text has {length} characters; {limit} are the limit")
        self.length = length
        self.limit = limit


def safe(text: str) -> str:
    """The text for display on several lines: NFC, printable, `\\n` the only control character.

    Source: design 6 (control and bidi characters made visible) and 9 (Textual draws ESC and bidi raw).
    safe(safe(x)) == safe(x).

    - CRLF and CR become line ends, a tab four spaces, another C0 control its picture (␛), C1 `<9B>`.
    - Bidi controls and invisible characters become `<202E>`: a file name that reads backwards shows why.
      Typing the six characters `<202E>` looks the same, which is harmless.
    - ZWJ and ZWNJ are kept between two characters of the Arabic and Indic scripts, where they affect spelling.
      Within an emoji they are removed with the variation selector and the skin tone: terminals disagree
      about the width of the joined picture, and the board's columns would shift. Each picture is drawn by
      itself. Anywhere else they are marked.
    - More than four combining marks in a row are cut.
    - Other spaces (U+00A0), private use and characters newer than this Python are kept.
    """
    if _PLAIN.fullmatch(text):
        return text
    # Cut before NFC, which sorts a run of marks in quadratic time, and after it, since it splits some marks in two.
    text = calm(unicodedata.normalize("NFC", calm(text)))
    text = compiled(_PICTURE_JOINS).sub("", compiled(_LINE_END).sub("\n", text).replace("\t", TAB))
    return unicodedata.normalize("NFC", compiled(_ODD).sub(_mark, text))


def one_line(text: str, limit: int | None = None) -> str:
    """safe() in one line: blank lines removed, the others joined by ` ⏎ `, no blanks at the ends.

    limit: the maximum number of characters, the last being `…` if something was cut; below 1, the result is empty.
    Counts characters, not cells: whoever draws a column crops it by cells.
    """
    line = safe(text)
    if "\n" in line:
        line = LINE_SIGN.join(part for part in map(str.strip, line.split("\n")) if part)
    line = line.strip()
    if limit is None or len(line) <= limit:
        return line
    # Do not leave a joiner hanging before the ellipsis.
    return line[: limit - 1].rstrip(" \u200c\u200d") + "…" if limit > 0 else ""


def typed(text: str, limit: int = 100_000) -> str:
    """Typed or pasted text in the form in which it is stored; nothing else changes it.

    Line ends become `\\n`; NUL (PostgreSQL refuses it) and lone surrogates (UTF-8 cannot encode them) are
    removed, as are blanks at the ends. Raises TextTooLong if more than `limit` characters remain: nothing typed
    is cut silently (design 5).
    """
    kept = re.sub(r"[\x00\ud800-\udfff]", "", text)
    kept = compiled(_LINE_END).sub("\n", kept).strip()
    if len(kept) > limit:
        raise TextTooLong(len(kept), limit)
    return kept


def bare(text: str) -> str:
    """A cell of an imported list without invisible leftovers: zero-width characters, repeated or unusual blanks, blanks at the
    ends; composed (NFC). Anything that may be intended is kept, and is visible where it is shown."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", compiled(_NO_WIDTH).sub("", text))
    return compiled(_BLANKS).sub(" ", text).strip()


def calm(text: str) -> str:
    """The text with at most as many combining marks in a row as living scripts have."""
    return compiled(_STORM).sub(_limit_marks, text)


def _mark(found: re.Match[str]) -> str:
    """The visible replacement of one unusual character: its Unicode picture if there is one, else its code."""
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<{code:02X}>" if code < 0x100 else f"<{code:04X}>"


def _limit_marks(found: re.Match[str]) -> str:
    """The matched text with at most MARKS_IN_A_ROW combining marks (and joiners among them) in a row."""
    kept: list[str] = []
    row = 0
    for sign in found[0]:
        row = row + 1 if unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d" else 0
        if row <= MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept)
