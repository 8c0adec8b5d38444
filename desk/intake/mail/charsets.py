"""Decoding the bytes of a message: by the declared charset if it is one and fits, else by a guess."""

import codecs
import re

from desk.intake.encoding import STRAY, guess
from desk.intake.mail.message import Flaw

# Names that mailers use and Python does not know. ISO 8859-1 is read as its superset, as browsers do.
_ALIASES = {
    "1251": "cp1251", "866": "cp866", "cp-1251": "cp1251", "cp-866": "cp866", "dos-866": "cp866", "koi": "koi8-r",
    "koi8": "koi8-r", "koi8r": "koi8-r", "koi8u": "koi8-u", "utf": "utf-8", "utf-8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7", "win-1251": "cp1251", "win1251": "cp1251", "windows1251": "cp1251", "x-cp1251": "cp1251",
    "x-mac-cyrillic": "mac-cyrillic", "x-win-1251": "cp1251", "cyrillic-1251": "cp1251", "microsoft-cp1251": "cp1251",
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "iso-8859-1": "cp1252", "latin-1": "cp1252",
    "latin1": "cp1252", "iso-8859-8-i": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "iso-8859-9": "cp1254", "tis-620": "cp874",
}  # fmt: skip
# Codecs of Python that turn bytes into something else than a text in a charset.
_NO_CHARSETS = {"base64", "bz2", "hex", "idna", "mbcs", "oem", "punycode", "quopri", "raw-unicode-escape", "rot13", "undefined"}
_NO_CHARSETS |= {"unicode-escape", "uu", "zlib"}
# Charsets in which bytes below 128 mean more than ASCII.
_SEVEN_BITS = {"utf-7", "hz", "iso2022-jp", "iso2022-jp-1", "iso2022-jp-2", "iso2022-kr"}
_SEVEN_BITS |= {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
_ONE_BYTE = {"ascii", "cp1251", "koi8-r", "koi8-u", "cp866", "mac-cyrillic", "iso8859-5", "cp1252"}
_NO_TEXT = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")  # no database and no terminal takes these as text
_SEVERAL_BYTES = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


def codec_of(declared: str) -> str:
    """The name of Python's codec for a declared charset; "" if there is no such charset."""
    name = declared.strip().strip("\"'").strip().lower().replace("_", "-").removeprefix("charset=")
    name = _ALIASES.get(name.replace("ks-c-", "ks_c_"), name)
    try:
        found = codecs.lookup(name).name.replace("_", "-")
    except (LookupError, ValueError):
        return ""
    return "" if found in _NO_CHARSETS else found


def decode(raw: bytes, declared: str = "") -> tuple[str, Flaw | None]:
    """Decodes bytes, and what was wrong with them. A declared charset that can be the right one wins over any guess."""
    text, flaw = _decoded(raw, declared)
    return text.translate(_NO_TEXT), flaw


def _decoded(raw: bytes, declared: str) -> tuple[str, Flaw | None]:
    codec = codec_of(declared)
    if raw.isascii() and codec not in _SEVEN_BITS:
        return raw.decode("ascii"), None
    # Any bytes are valid in a charset of one byte a sign; but several signs that are UTF-8 by chance do not happen.
    is_misdeclared = codec in _ONE_BYTE and len(_SEVERAL_BYTES.findall(raw)) > 1 and _is_utf_8(raw)
    if codec and not is_misdeclared:
        try:
            return raw.decode(codec), None
        except UnicodeError:
            pass
    if codec == "utf-8" and _is_nearly_utf_8(found := raw.decode("utf-8", "surrogateescape")):
        return found, Flaw.DAMAGED
    found = guess(raw).text
    if STRAY.search(found):
        return found, Flaw.DAMAGED
    is_as_declared = not declared or codec == "ascii"  # mailers leave UTF-8 undeclared
    return found, None if is_as_declared and _is_utf_8(raw) else Flaw.CHARSET


def _is_nearly_utf_8(text: str) -> bool:
    """Whether a text that is declared as UTF-8 is that, with a letter cut here or there; its stray bytes are surrogates."""
    stray = len(STRAY.findall(text))
    return sum(sign > "\x7f" for sign in text) >= 3 * stray


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
