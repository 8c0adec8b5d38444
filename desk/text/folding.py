"""Folding of text into the key that searches compare, identical for both databases. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from desk.text.keyboard import other_layout
from desk.text.sanitize import HIDDEN, calm, compiled

_NO_WORDS = r"[^\w\s\x00-\x7f]+"  # \w does not match combining marks; category() separates them from dashes
_GONE_IN_A_KEY = rf"(?![\u2028\u2029])[{HIDDEN}]"

# Russian as transliterated in passports, with Ukrainian and Belarusian letters. ы is i and щ is sh, because the usual
# spellings mix them up.
_OWN_LETTERS = str.maketrans({"й": "y", "ї": "yi"})  # not и and і with an accent
# Letters that Unicode does not decompose, as people write them without such a keyboard: letters of northern and eastern
# Europe, Kazakh and Tatar.
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
    """Compiles the patterns on the first key: the first frame needs none."""
    return tuple((re.compile(pattern), key) for pattern, key in _USUAL_SPELLINGS)


def search_key(text: str) -> str:
    """The key that a search compares, in both databases alike: letters, digits, single spaces. "" matches nothing.

    Case, ё and е, accents, punctuation and the usual transliterations are unified: Щербаков, Shcherbakov and
    Scherbakov. й stays distinct from и (Зайка and Заика differ): a Latin i after a vowel is read as й or и,
    whichever is usual there, and a name with the other spelling (Luiza is read right, Moisei is not) is found
    in Cyrillic only. For that, и after a vowel is written `ii`. Letters of other scripts are kept.

    search_key(search_key(x)) == search_key(x). A key is for searching only, never for display.
    """
    text = unicodedata.normalize("NFKC", calm(compiled(_GONE_IN_A_KEY).sub("", text)))
    text = unicodedata.normalize("NFKC", text.casefold())
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_OWN_LETTERS))
        text = unicodedata.normalize("NFKC", compiled(_NO_WORDS).sub(_bare, text)).translate(_BARE_LETTERS)
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
_NY = "нь([яюеёо])"  # Артаньян is d'Artagnan
_AFTER_GN = {"я": "а", "ю": "у", "е": "е", "ё": "о", "о": "о"}


def begun(key: str) -> tuple[str, ...]:
    """The possible continuations of a key while its word is being typed: `ие` is one letter in a key, so `дмитри` begins
    `дмитриев`."""
    return (key, key[:-1] + "e") if key.endswith("i") else (key,)


def search_keys(word: str) -> tuple[str, ...]:
    """The keys to find a typed word by: first that of `search_key`, then others if its Latin spelling is ambiguous."""
    keys = [search_key(word)]
    if word.isascii():
        lower = word.lower()
        keys += [search_key(other) for pattern, meant in _OTHERWISE if (other := re.sub(pattern, meant, lower)) != lower]
    elif compiled(_NY).search(lower := word.lower()):
        keys.append(search_key(compiled(_NY).sub(lambda found: "гн" + _AFTER_GN[found[1]], lower)))
    return tuple(dict.fromkeys(keys))


def matching_names(names: Sequence[str], typed: str) -> list[str]:
    """The name that equals the text, in either script; else the names with a part that begins with it, on either layout. Empty for
    an empty text."""
    if exact := [name for name in names if search_key(name) == search_key(typed)]:
        return exact[:1]
    for words in (search_key(typed).split(), search_key(other_layout(typed)).split()):
        if words and (found := [name for name in names if all(_begins(name, word) for word in words)]):
            return found
    return []


def _begins(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in search_key(name).split())


def _bare(found: re.Match[str]) -> str:
    """The matched text without its combining marks."""
    return "".join(sign for sign in found[0] if unicodedata.category(sign)[0] != "M")
