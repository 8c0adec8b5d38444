"""The encoding of a list that does not say it: taken where only one makes names of its bytes, else refused. Pure.

UTF-8 proves itself: hardly any other text is valid in it. Of the older encodings, one byte a sign, none does. So every one of them
is tried, and a reading fits where its words are words: letters of one script, capitals where capitals stand, and of Latin letters
with accents only those of one language. Two readings that fit and differ leave it open, unless one of them has headings that lists
have, or its letters are those that Russian (or Greek, or Hebrew) is made of, and those of the others are not.
"""

import codecs
import math
import re
from dataclasses import dataclass

# Python's names of the encodings that are tried, with the names that people know them by. Of two that read a list alike the first
# one is named.
NAMES = {
    "cp1251": "Windows-1251", "koi8-r": "KOI8-R", "koi8-u": "KOI8-U", "cp866": "CP866", "mac-cyrillic": "Mac Cyrillic",
    "iso-8859-5": "ISO 8859-5", "cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1254": "Windows-1254",
    "cp1257": "Windows-1257", "iso-8859-2": "ISO 8859-2", "mac-roman": "Mac Roman", "mac-latin2": "Mac Central European",
    "cp850": "CP850", "cp852": "CP852", "cp1253": "Windows-1253", "cp737": "CP737", "mac-greek": "Mac Greek",
    "cp1255": "Windows-1255", "cp862": "CP862",
}  # fmt: skip
UTF_8, UTF_16 = "UTF-8", "UTF-16"

# The letters beside a-z of the languages that are written with these encodings.
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíñóúü", "àçèéíïòóúü", "áâãàçéêíóôõú", "àèéìíîòóùú", "åæøéäö", "éèëïöüáó",
        "áðéíóúýþæö", "äõöüšž", "çë", "çğıöşüâîûİ",
        "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîșțşţ", "āčēģīķļņšūž", "ąčęėįšųūž",
    )
)  # fmt: skip
_ODD_WORDS = 0.2  # of words in these scripts at most: numbers of rooms, trade marks, mistyped names
_DAMAGED = 10  # valid signs of UTF-8 for each stray byte: fewer are chance
# The frequency of each letter in texts, in percent: Russian (National Corpus; ё as often as in names), Greek, Hebrew. Others hardly
# ever do.
_OFTEN = {
    letter: often
    for letters, percent in (
        (
            "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
            (10.97, 8.45, 8.01, 7.35, 6.70, 6.26, 5.47, 4.73, 4.54, 4.40, 3.49, 3.21, 2.98, 2.81, 2.62, 2.01, 1.90, 1.74, 1.70,
             1.65, 1.59, 1.44, 1.21, 0.97, 0.94, 0.73, 0.64, 0.48, 0.36, 0.32, 0.26, 0.04, 0.30),
        ),
        (
            "αοιετσνηυρπκμλωγδχθφβξζψ",
            (11.9, 9.8, 9.2, 8.8, 8.3, 7.9, 6.3, 5.7, 4.5, 4.6, 4.1, 4.1, 3.4, 2.9, 2.1, 1.9, 1.7, 1.3, 1.2, 0.9, 0.7, 0.4, 0.4,
             0.2),
        ),
        (
            "יהולארתמבשעםנכדחקפסןזגצטךףץ",
            (11.1, 10.9, 10.4, 7.4, 6.3, 5.6, 5.0, 4.6, 4.7, 4.4, 3.2, 2.8, 2.9, 2.7, 2.6, 2.5, 2.1, 1.7, 1.5, 1.4, 1.3, 1.2, 1.2,
             1.2, 0.8, 0.2, 0.1),
        ),
    )
    for letter, often in zip(letters, percent, strict=True)
}  # fmt: skip
# Words of headings: bytes that are one of them in one reading are no word at all in another.
_HEADINGS = frozenset(
    ("фио", "кандидат", "фамилия", "имя", "отчество", "номер", "телефон", "почта", "адрес", "экзамен", "сессия", "дата", "центр")
)
_BARE = str.maketrans("άέήίόύώϊϋ", "αεηιουωιυ")
_LAST_SIGMA = re.compile(r"ς\b")
_SCRIPTS = (range(0x370, 0x400), range(0x400, 0x500), range(0x590, 0x600))  # Greek, Cyrillic, Hebrew
_SELDOM = 0.02
_PLAIN = 0.9  # the least score per letter of a text: 1.5 in Russian, hardly 0.8 in what is read as Russian
_CERTAIN = math.log(1_000)  # how many times likelier the letters of the one reading must be
_ODD_WORD = math.log(20_000)  # how many times likelier a word has the usual capitals, and letters of one script
_BEYOND_ASCII = re.compile(rb"[^\x00-\x20;,|\"]*[\x80-\xff][^\x00-\x20;,|\"]*")
_SIGNS = "№§°€™®©•"  # stand before and behind words
_MARKS = "«»„“”‘’‚‹›…–—·.,:!?()/+*#'\u00a0\u00ad-"  # stand between them too
_CUT = re.compile(rf"[{re.escape(_SIGNS + _MARKS)}\[\]\d_]+")
_SIGN_IN_A_WORD = re.compile(rf"[^\W\d_](?:[{_SIGNS}][^\W\d_]|[{_SIGNS[1:]}])|[{_SIGNS[1:]}][^\W\d_]")  # a school№5 is no such
STRAY = re.compile("[\udc80-\udcff]")  # a byte that is none of the text, as "surrogateescape" keeps it


@dataclass(frozen=True)
class Decoded:
    """A text with the name of its encoding. Where single bytes of a UTF-8 text are damaged, they stand in it as surrogates."""

    text: str
    encoding: str


def decode(raw: bytes) -> Decoded | None:
    """The text of a file; None where that is not certain, or it is none."""
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # its mark begins with that of UTF-16
        return None
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as_utf_16(raw)
    if b"\0" in raw:
        return None
    text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    stray = len(STRAY.findall(text))
    if not stray or raw.startswith(codecs.BOM_UTF8):
        return Decoded(text, UTF_8)
    if sum(sign > "\x7f" for sign in text) >= (_DAMAGED + 1) * stray:
        return Decoded(text, UTF_8)
    return _one_byte_a_sign(raw)


def stray_byte(text: str) -> str:
    """The first damaged byte of a text, as `0xD0`; "" where there is none."""
    found = STRAY.search(text)
    return f"0x{ord(found[0]) - 0xDC00:02X}" if found else ""


def _as_utf_16(raw: bytes) -> Decoded | None:
    try:
        return Decoded(raw.decode("utf-16"), UTF_16)
    except UnicodeDecodeError:
        return None


def _one_byte_a_sign(raw: bytes) -> Decoded | None:
    sample = b"\n".join(sorted(set(_BEYOND_ASCII.findall(raw))))
    fitting: dict[str, str] = {}  # by what they read
    for encoding in NAMES:
        try:
            read = sample.decode(encoding)
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if read not in fitting and _fits(read):
            fitting[read] = encoding
    with_headings = [encoding for read, encoding in fitting.items() if _HEADINGS & {word.lower() for word in _words(read)}]
    found = with_headings[0] if len(with_headings) == 1 else _likeliest(fitting)
    return Decoded(raw.decode(found), NAMES[found]) if found else None


def _fits(read: str) -> bool:
    """Whether what was read are words. Signs that stand by themselves say nothing; boxes and the like are no signs of a list."""
    if _SIGN_IN_A_WORD.search(read):
        return False
    words = _words(read)
    letters = {sign for word in words for sign in word if sign > "\x7f" and sign.isalpha()}
    if not letters or not all(sign.isalpha() or sign in "'`´" for word in words for sign in word):
        return not letters and not words
    if all(len(word) == 1 for word in words):  # they prove nothing
        return False
    if any(ord(min(letters)) in script and ord(max(letters)) in script for script in _SCRIPTS):
        return _odd_words(words) <= _ODD_WORDS * len(words)
    is_one_language = any(all(letter in alphabet or letter.lower() in alphabet for letter in letters) for alphabet in _ALPHABETS)
    return is_one_language and all(_has_usual_capitals(word) and _is_latin(word) for word in words)


def _words(read: str) -> list[str]:
    """The words with letters beside a-z."""
    return [word for part in _CUT.split(read) for word in part.split() if not word.isascii()]


def _odd_words(words: list[str]) -> int:
    return sum(not (all(map(_is_counted, word)) and _has_usual_capitals(word)) for word in words)


def _is_counted(letter: str) -> bool:
    """A letter of a script in which letters are counted, and not their accents."""
    return any(ord(letter) in script for script in _SCRIPTS)


def _is_latin(word: str) -> bool:
    """A word of Latin letters: a few of them have accents, and no three in a row."""
    return not re.search("[^\x00-\x7f]{3}", word) and any(sign.isascii() and sign.isalpha() for sign in word)


def _has_usual_capitals(word: str) -> bool:
    """None, the first, or all of them."""
    return word in (word.lower(), word.upper()) or word[1:] == word[1:].lower()


def _likeliest(fitting: dict[str, str]) -> str:
    """The encoding of the one reading; of several whose letters are counted that whose are the likeliest by far; "" where it is
    open."""
    if not fitting:
        return ""
    first, *others = sorted(fitting, key=_likelihood, reverse=True)
    if any(_likelihood(first) - _likelihood(other) < _CERTAIN for other in others):
        return ""
    likely = _likelihood(first) + _penalty(first)
    return fitting[first] if likely >= _PLAIN * sum(map(_is_counted, first)) else ""


def _likelihood(read: str) -> float:
    """How likely its letters and words are in a language whose letters are counted, as a logarithm."""
    bare = _LAST_SIGMA.sub("σ", read.lower().translate(_BARE))
    letters = sum(math.log(_OFTEN.get(sign, _SELDOM)) for sign in bare if _is_counted(sign))
    return letters - _penalty(read)


def _penalty(read: str) -> float:
    """What the odd ones of its words take off that."""
    return _ODD_WORD * _odd_words([word for word in _words(read) if any(map(_is_counted, word))])
