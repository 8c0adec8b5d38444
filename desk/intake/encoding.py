"""Detection of a text's encoding: for a list accepted only if it is certain, for a message guessed if need be. Pure.

UTF-8 identifies itself: hardly any other text is valid UTF-8. Older encodings with one byte per character do not. So each of them
is tried, and a reading fits if its words are plausible: letters of one script, capitals in the usual places, and accented Latin
letters of one language only. If two fitting readings differ, the encoding stays undecided, unless one of them contains usual
headings, or its letter frequencies are those of Russian (or Greek, or Hebrew) and those of the others are not.
"""

import codecs
import math
import re
from dataclasses import dataclass

# Python's names of the encodings tried, with their common names. If two of them read a list alike, the first one is reported.
NAMES = {
    "cp1251": "Windows-1251", "koi8-r": "KOI8-R", "koi8-u": "KOI8-U", "cp866": "CP866", "mac-cyrillic": "Mac Cyrillic",
    "iso-8859-5": "ISO 8859-5", "cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1254": "Windows-1254",
    "cp1257": "Windows-1257", "iso-8859-2": "ISO 8859-2", "mac-roman": "Mac Roman", "mac-latin2": "Mac Central European",
    "cp850": "CP850", "cp852": "CP852", "cp1253": "Windows-1253", "cp737": "CP737", "mac-greek": "Mac Greek",
    "cp1255": "Windows-1255", "cp862": "CP862",
}  # fmt: skip
UTF_8, UTF_16 = "UTF-8", "UTF-16"

# The letters besides a-z of the languages written in these encodings.
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíñóúü", "àçèéíïòóúü", "áâãàçéêíóôõú", "àèéìíîòóùú", "åæøéäö", "éèëïöüáó",
        "áðéíóúýþæö", "äõöüšž", "çë", "çğıöşüâîûİ",
        "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîșțşţ", "āčēģīķļņšūž", "ąčęėįšųūž",
    )
)  # fmt: skip
_ODD_WORDS = 0.2  # maximum share of words in these scripts: room numbers, trade marks, misspelt names
_GUESSED = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso-8859-5", "cp1252")  # where none is certain
_DAMAGED = 10  # valid UTF-8 sequences per stray byte: fewer may be chance
# Letter frequencies in percent: Russian (National Corpus; ё as frequent as in names), Greek, Hebrew. Other letters are very rare.
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
# Words of headings: bytes that form one of them in one reading form no word in another.
_HEADINGS = frozenset(
    ("фио", "кандидат", "фамилия", "имя", "отчество", "номер", "телефон", "почта", "адрес", "экзамен", "сессия", "дата", "центр")
)
_BARE = str.maketrans("άέήίόύώϊϋ", "αεηιουωιυ")
_LAST_SIGMA = re.compile(r"ς\b")
_SCRIPTS = (range(0x370, 0x400), range(0x400, 0x500), range(0x590, 0x600))  # Greek, Cyrillic, Hebrew
_SELDOM = 0.02
_PLAIN = 0.9  # minimum score per letter: 1.5 in Russian, hardly 0.8 in text misread as Russian
_CERTAIN = math.log(1_000)  # required likelihood ratio of the letters of two readings
_ODD_WORD = math.log(20_000)  # likelihood ratio of a word with usual capitals, and with letters of one script
_BEYOND_ASCII = re.compile(rb"[^\x00-\x20;,|\"]*[\x80-\xff][^\x00-\x20;,|\"]*")
_SIGNS = "№§°€™®©•"  # occur before and after words
_MARKS = "«»„“”‘’‚‹›…–—·.,:!?()/+*#'\u00a0\u00ad-"  # occur between words too
_CUT = re.compile(rf"[{re.escape(_SIGNS + _MARKS)}\[\]\d_]+")
_SIGN_IN_A_WORD = re.compile(rf"[^\W\d_](?:[{_SIGNS}][^\W\d_]|[{_SIGNS[1:]}])|[{_SIGNS[1:]}][^\W\d_]")  # does not match школа№5
STRAY = re.compile("[\udc80-\udcff]")  # an undecodable byte, as represented by "surrogateescape"


@dataclass(frozen=True)
class Decoded:
    """A text with the name of its encoding. Damaged bytes in UTF-8 text are represented by surrogates."""

    text: str
    encoding: str


def decode(raw: bytes) -> Decoded | None:
    """Decodes a file; None if the encoding is uncertain, or if it is not text."""
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # its byte order mark begins with that of UTF-16
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


def guess(raw: bytes) -> Decoded:
    """Decodes a text that has to be shown even if its encoding is uncertain: the likeliest reading, Cyrillic ones first. Damaged
    bytes in UTF-8 text are represented by surrogates."""
    if found := decode(raw):
        return found
    readings = [Decoded(raw.decode(encoding, "surrogateescape"), NAMES[encoding]) for encoding in _GUESSED]
    whole = [reading for reading in readings if not STRAY.search(reading.text)]
    return max(whole or readings, key=lambda reading: _likelihood(reading.text))


def stray_byte(text: str) -> str:
    """The first damaged byte of a text, as `0xD0`; "" if there is none."""
    found = STRAY.search(text)
    return f"0x{ord(found[0]) - 0xDC00:02X}" if found else ""


def _as_utf_16(raw: bytes) -> Decoded | None:
    try:
        return Decoded(raw.decode("utf-16"), UTF_16)
    except UnicodeDecodeError:
        return None


def _one_byte_a_sign(raw: bytes) -> Decoded | None:
    sample = b"\n".join(sorted(set(_BEYOND_ASCII.findall(raw))))
    fitting: dict[str, str] = {}  # encodings by the text they produce
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
    """Whether a reading consists of plausible words. Isolated symbols are ignored; box-drawing characters and the like do not occur
    in lists."""
    if _SIGN_IN_A_WORD.search(read):
        return False
    words = _words(read)
    letters = {sign for word in words for sign in word if sign > "\x7f" and sign.isalpha()}
    if not letters or not all(sign.isalpha() or sign in "'`´" for word in words for sign in word):
        return not letters and not words
    if all(len(word) == 1 for word in words):  # single letters prove nothing
        return False
    if any(ord(min(letters)) in script and ord(max(letters)) in script for script in _SCRIPTS):
        return _odd_words(words) <= _ODD_WORDS * len(words)
    is_one_language = any(all(letter in alphabet or letter.lower() in alphabet for letter in letters) for alphabet in _ALPHABETS)
    return is_one_language and all(_has_usual_capitals(word) and _is_latin(word) for word in words)


def _words(read: str) -> list[str]:
    """The words with letters besides a-z."""
    return [word for part in _CUT.split(read) for word in part.split() if not word.isascii()]


def _odd_words(words: list[str]) -> int:
    return sum(not (all(map(_is_counted, word)) and _has_usual_capitals(word)) for word in words)


def _is_counted(letter: str) -> bool:
    """Whether a letter's script is judged by letter frequencies, not by accents."""
    return any(ord(letter) in script for script in _SCRIPTS)


def _is_latin(word: str) -> bool:
    """Whether a word is plausible in Latin script: few accented letters, and no three in a row."""
    return not re.search("[^\x00-\x7f]{3}", word) and any(sign.isascii() and sign.isalpha() for sign in word)


def _has_usual_capitals(word: str) -> bool:
    """Whether none, the first or all letters are capitals."""
    return word in (word.lower(), word.upper()) or word[1:] == word[1:].lower()


def _likeliest(fitting: dict[str, str]) -> str:
    """The encoding of the only reading; of several judged by letter frequencies, that of the one which is by far the likeliest; ""
    if undecided."""
    if not fitting:
        return ""
    first, *others = sorted(fitting, key=_likelihood, reverse=True)
    if any(_likelihood(first) - _likelihood(other) < _CERTAIN for other in others):
        return ""
    likely = _likelihood(first) + _penalty(first)
    return fitting[first] if likely >= _PLAIN * sum(map(_is_counted, first)) else ""


def _likelihood(read: str) -> float:
    """The log-likelihood of a reading's letters and words in a language judged by letter frequencies."""
    bare = _LAST_SIGMA.sub("σ", read.lower().translate(_BARE))
    letters = sum(math.log(_OFTEN.get(sign, _SELDOM)) for sign in bare if _is_counted(sign))
    return letters - _penalty(read)


def _penalty(read: str) -> float:
    """The reduction of that for odd words."""
    return _ODD_WORD * _odd_words([word for word in _words(read) if any(map(_is_counted, word))])
