"""Every stranger's text passes here before a terminal, a file or a search sees it. Imports nothing of ours.

A text is stored as it came; `safe()` and `one_line()` make what is drawn of it, `typed()` what is stored of a
field, `csv_cell()` what is exported, `search_key()` what is looked up. All are pure and none takes more than
linear time.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

T = TypeVar("T")

TAB = "    "
MARKS_IN_A_ROW = 4  # living scripts stack no more on a letter; "zalgo" stacks hundreds, over the rows above
LINE_SIGN = " ⏎ "

_CONTROLS = r"\x00-\x09\x0b-\x1f\x7f-\x9f"  # all but \n
# Drawn as nothing, or turning what stands around it about: the categories Cf, Cs, Zl, Zp, the fillers and
# blanks that look like an empty field, variation selectors, tags and noncharacters. Private use and new signs
# may stay.
_HIDDEN = (
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
# Arabic to Sinhala: a joiner changes the spelling.
_JOINING = r"[\u0620-\u06dc\u06df-\u06ff\u0710-\u088f\u0900-\u0dff]"

# Nearly every text of a Russian centre: nothing in it is odd, and NFC as it stands. The rest goes on.
_PLAIN = re.compile(
    r"[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f"
    r"\u2010-\u2027\u2030-\u205e\u2116]*"
)
_NO_WORDS = re.compile(r"[^\w\s\x00-\x7f]+")  # marks are no \w; category() sorts out the dashes
_STORM = re.compile(rf"[^\w\s\x00-\x7f]{{{MARKS_IN_A_ROW + 1},}}")
_PICTURE_JOINS = re.compile(rf"(?<={_PICTURE})[\u200d\ufe0e\ufe0f{_TONES}]+|(?<=[0-9#*])\ufe0f(?=\u20e3)")
_LINE_END = re.compile(r"\r\n?")
_ODD = re.compile(rf"(?!(?<={_JOINING})[\u200c\u200d]{_JOINING})[{_CONTROLS}{_HIDDEN}]")
_NO_WIDTH = re.compile(rf"(?!(?<={_JOINING})[\u200c\u200d]{_JOINING})[\u00ad\u180e\u200b-\u200f\u2060\ufeff]")
_BLANKS = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_GONE_IN_A_KEY = re.compile(rf"(?![\u2028\u2029])[{_HIDDEN}]")


class TextTooLong(ValueError):
    """A typed text is longer than its field takes. `length` and `limit` count characters."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"the text has {length} characters; {limit} are the limit")
        self.length = length
        self.limit = limit


def safe(text: str) -> str:
    """The text as it may be drawn, of many lines: NFC, printable, `\\n` the only control left.

    Source: design 6 (control and bidi characters made visible) and 9 (Textual draws ESC and bidi raw).
    safe(safe(x)) == safe(x).

    - CRLF and CR are line ends, a tab is four spaces, another C0 control its picture (␛), C1 `<9B>`.
    - Bidi controls and whatever draws nothing become `<202E>`: a file name that reads backwards shows why.
      Somebody who types the six characters `<202E>` looks the same; that harms nobody.
    - ZWJ and ZWNJ stay between two characters of the Arabic and Indic scripts, where they are spelling.
      Within an emoji they are left out with the variation selector and the skin tone: terminals disagree
      about the width of the joined picture, and the board's columns would shift. Each picture is drawn by
      itself. Anywhere else they are marked.
    - More than four combining marks in a row are cut.
    - Other spaces (U+00A0), private use and signs newer than this Python stay.
    """
    if _PLAIN.fullmatch(text):
        return text
    # Cut before NFC, which sorts a run of marks in quadratic time, and after it: it makes two of some marks.
    text = _STORM.sub(_calm, unicodedata.normalize("NFC", _STORM.sub(_calm, text)))
    text = _PICTURE_JOINS.sub("", _LINE_END.sub("\n", text).replace("\t", TAB))
    return unicodedata.normalize("NFC", _ODD.sub(_mark, text))


def one_line(text: str, limit: int | None = None) -> str:
    """safe() in one line: blank lines left out, the others joined by ` ⏎ `, no blanks at the ends.

    limit: at most so many characters, the last being `…` where something was cut; below 1 nothing is left.
    Characters, not cells: the person who draws a column crops it by cells.
    """
    line = safe(text)
    if "\n" in line:
        line = LINE_SIGN.join(part for part in map(str.strip, line.split("\n")) if part)
    line = line.strip()
    if limit is None or len(line) <= limit:
        return line
    # A joiner must not be left hanging before the sign.
    return line[: limit - 1].rstrip(" \u200c\u200d") + "…" if limit > 0 else ""


def typed(text: str, limit: int = 100_000) -> str:
    """What a person typed or pasted into a field, as it will be stored: nothing else changes it on its way.

    Line ends become `\\n`; NUL (PostgreSQL refuses it) and lone surrogates (UTF-8 cannot write them) are left
    out; blanks at the ends go. Raises TextTooLong if more than `limit` characters remain: nothing typed is
    cut silently (design 5).
    """
    kept = re.sub(r"[\x00\ud800-\udfff]", "", text)
    kept = _LINE_END.sub("\n", kept).strip()
    if len(kept) > limit:
        raise TextTooLong(len(kept), limit)
    return kept


def bare(text: str) -> str:
    """A cell of somebody's list without what programs leave in it and nobody sees: signs without a width, runs of blanks and blanks
    of other kinds, blanks at the ends; composed (NFC). Whatever may be meant stays, and is seen where it is shown."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _NO_WIDTH.sub("", text))
    return _BLANKS.sub(" ", text).strip()


# What may begin with a sign and is no formula.
# What may begin with a sign and is no formula.
_PHONE = re.compile(r"\+[ \u00a0]?\(?[0-9][0-9 \u00a0().-]*")
_NUMBER = re.compile(r"[-+]?[0-9][0-9 \u00a0]*(?:[.,][0-9]+)*%?")
_BEFORE_A_FORMULA = re.compile(rf"[\s{_CONTROLS}{_HIDDEN}]*")


def csv_cell(text: str) -> str:
    """The text as a cell of an export that no spreadsheet takes for a formula: behind a ' if needed.

    Needed where the cell begins with a tab or a line end, or where its first visible character, also behind
    blanks and invisible ones, is `=`, `+`, `-`, `@` or a form of them that NFKC folds to these (＝). Not
    needed, and so left as it is, where the whole cell is a phone (`+7 812 244-54-88`: a plus, then digits,
    spaces, brackets, dots and hyphens) or one number (`-12,5`): without a letter or `=` there is no cell,
    function or program to name. A lone `-` gets the apostrophe.

    Nothing else changes: quoting is the csv module's, and what is odd in the text stays: pass it through
    safe() first where the export is read by eye. Source: design 6 (a cell that begins with `=` is text).
    """
    first = _BEFORE_A_FORMULA.sub("", text, count=1)[:1]
    begins_a_formula = first != "" and unicodedata.normalize("NFKC", first)[0] in "=+-@\u2212"
    bare = text.strip()
    harmless = _PHONE.fullmatch(bare) or _NUMBER.fullmatch(bare)
    if text.startswith(("\t", "\r", "\n")) or (begins_a_formula and not harmless):
        return "'" + text
    return text


# Russian as passports write it, Ukrainian and Belarusian letters with it. ы is i and щ is sh: the usual
# spellings mix them up.
_OWN_LETTERS = str.maketrans({"й": "y", "ї": "yi"})  # no и and і with an accent
# Letters that Unicode takes for letters of their own, as people write them who have not got them on their keyboard: of northern
# and eastern Europe, Kazakh and Tatar.
_BARE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t", "ə": "a"}
    | dict(zip("әғқңөұүһҗҙҡҫ", "агкноуухжзкс", strict=True))
)
_LATIN = str.maketrans(
    dict(zip("абвгґдезиіыклмнопрстуфэє", "abvggdeziiiklmnoprstufee", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya"}
    | {"w": "v", "q": "k", "j": "y", "x": "ks"}
    | dict.fromkeys("ьъ'`\u2019\u02b9\u02bc", "")
)
_CONSONANT = "[b-df-hj-np-tvz]"
_USUAL_SPELLINGS = (
    (r"[\W_]+", " "),
    (r"th+", "t"), (r"ph+", "f"),  # Martha, Sophia
    (r"sz(?:cz)?", "sh"), (r"cz", "ch"),  # Łukaszewicz
    (r"(?<!t)t+ch", "ch"),  # Tchaikovsky
    (r"(?<!c)c+k", "k"), (r"tz+|tc(?!h)|c(?=[eivyz])", "ts"), (r"c(?!h)", "k"),  # Cvetaeva; Victor
    (r"s(?:h|ch)+", "sh"),  # Shcherbakov, Scherbakov
    (r"(?<![sczk])h", "kh"),  # Hohlov
    (r"(?<![iy])[iy]*yo|(?<=[aeou])io", "e"),  # Yolkin, Raion
    (r"(?<![iy])[iy]+e", "e"),  # Yelena, Vasiliev
    (r"(?<![iy])[iy]+(?=[au])", "i"),  # Yulia, Iuliia; Tatyana
    # A single Latin i after a vowel is й (Zaitsev, Aleksei) but и in Mikhail, Raisa, Taisia, Troitskii.
    (rf"(?<=[au])i(?={_CONSONANT}(?:a?\b|i))|(?<=o)i(?=tsk)", "ii"), (r"(?<=[aeou])i(?![aeiouy])", "y"),
    (rf"(?<={_CONSONANT})(?:[iy]{{2}}|y\b)(?![aeiouy])", "iy"),  # Dmitrii, Dmitry; Bely
    (rf"(?<={_CONSONANT})y(?![aeiouy])", "i"),  # Krylov
)  # fmt: skip


@cache
def _usual_spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compiled when the first key is made: the first frame needs none."""
    return tuple((re.compile(pattern), key) for pattern, key in _USUAL_SPELLINGS)


def search_key(text: str) -> str:
    """What to compare in a search, in both databases alike: letters, digits, single spaces. "" finds nothing.

    Case, ё and е, accents, punctuation and the usual transliterations are one: Щербаков, Shcherbakov and
    Scherbakov. й stays another letter than и (Зайка and Заика differ): a Latin i after a vowel is read as й
    or и by what usually stands there, and a name spelled against that (Luiza is read right, Moisei is not) is
    found in Cyrillic only. и after a vowel is written `ii` for that. Other scripts keep their letters.

    search_key(search_key(x)) == search_key(x). A key is to find by, never to be shown.
    """
    text = unicodedata.normalize("NFKC", _STORM.sub(_calm, _GONE_IN_A_KEY.sub("", text)))
    text = unicodedata.normalize("NFKC", text.casefold())
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_OWN_LETTERS))
        text = unicodedata.normalize("NFKC", _NO_WORDS.sub(_bare, text)).translate(_BARE_LETTERS)
        text = re.sub("(?<=[аеєиіоуыэюя])[иі]", "ii", text).replace("ьи", "yi").replace("ьо", "yo")
    text = text.translate(_LATIN)
    for pattern, key in _usual_spellings():
        text = pattern.sub(key, text)
    return text.strip()


# What a Latin spelling may stand for besides its key.
_OTHERWISE = (
    (r"c(?![hkeiyz])", "ts"), (r"(?<=[ln])i(?=n)", "yi"), (r"oi", "oii"),  # Kuznecov, Ilin, Moiseev
    (rf"(?<={_CONSONANT})io", "e"), (rf"(?<=[au])i(?={_CONSONANT}i)", "y"),  # Semionova, Khaikin
    (r"der\b", "dr"), (r"ue(?=l)", "yu"),  # Alexander, Mueller
    (r"(?<=[aou])e", ""), (r"gn(?=[aeiou])", "ny"),  # Müller, Jørgensen; Артаньян
)  # fmt: skip
_NY = re.compile("нь([яюеёо])")  # Артаньян is d'Artagnan
_AFTER_GN = {"я": "а", "ю": "у", "е": "е", "ё": "о", "о": "о"}


def begun(key: str) -> tuple[str, ...]:
    """What a key may go on as while its word is still typed: `ие` is one letter in a key, so that `дмитри` begins `дмитриев`."""
    return (key, key[:-1] + "e") if key.endswith("i") else (key,)


def search_keys(word: str) -> tuple[str, ...]:
    """The keys that a typed word may be found by: `search_key`'s first, then others where Latin letters leave it open."""
    keys = [search_key(word)]
    if word.isascii():
        lower = word.lower()
        keys += [search_key(other) for pattern, meant in _OTHERWISE if (other := re.sub(pattern, meant, lower)) != lower]
    elif _NY.search(lower := word.lower()):
        keys.append(search_key(_NY.sub(lambda found: "гн" + _AFTER_GN[found[1]], lower)))
    return tuple(dict.fromkeys(keys))


_LATIN_KEYS, _RUSSIAN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.", "ёйцукенгшщзхъфывапролджэячсмитьбю"
_OTHER_LAYOUT = str.maketrans(
    _LATIN_KEYS + _RUSSIAN_KEYS + _RUSSIAN_KEYS.upper(), _RUSSIAN_KEYS + _LATIN_KEYS + _LATIN_KEYS
)  # fmt: skip


def other_layout(text: str) -> str:
    """What the same keys give on the other keyboard layout: `bdfyjd` is `иванов`, `Фтт` is `ann`."""
    return text.lower().translate(_OTHER_LAYOUT)


def holding(rows: Iterable[T], wanted: str, words_of: Callable[[T], str], *, either_layout: bool = True) -> list[T]:
    """The rows whose words hold all the wanted ones; where none does, those that hold what these keys are on the other layout."""
    keyed = [(row, search_key(words_of(row))) for row in rows]
    for typed_words in (wanted, other_layout(wanted)) if either_layout else (wanted,):
        words = search_key(typed_words).split()
        if found := [row for row, key in keyed if all(word in key for word in words)]:
            return found
    return []


def meant_by(names: Sequence[str], typed: str) -> list[str]:
    """The one of that name, in whatever letters; else those of whose names a part begins so, on either layout. None where nothing
    is typed."""
    if exact := [name for name in names if search_key(name) == search_key(typed)]:
        return exact[:1]
    for words in (search_key(typed).split(), search_key(other_layout(typed)).split()):
        if words and (found := [name for name in names if all(_begins(name, word) for word in words)]):
            return found
    return []


def _begins(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in search_key(name).split())


def _mark(found: re.Match[str]) -> str:
    """The visible stand-in for one odd character: its picture where Unicode has one, else its number."""
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<{code:02X}>" if code < 0x100 else f"<{code:04X}>"


def _calm(found: re.Match[str]) -> str:
    """The run with at most MARKS_IN_A_ROW combining marks (and joiners among them) in a row."""
    kept: list[str] = []
    row = 0
    for sign in found[0]:
        row = row + 1 if unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d" else 0
        if row <= MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept)


def _bare(found: re.Match[str]) -> str:
    """The run without its combining marks."""
    return "".join(sign for sign in found[0] if unicodedata.category(sign)[0] != "M")
