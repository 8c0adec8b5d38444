"""Whose names a text mentions, in either script and in any grammatical case. Pure.

A guess by spelling: short forms (Аня for Анна) and changes inside a word (Павел, Павла) are not known. It finds whom to ask about;
whom a complaint is about is chosen from the staff list.
"""

from collections.abc import Iterable, Sequence

from desk.text.folding import search_key, search_keys

# Russian declines names: of two words that begin alike, one may be the other's case. Its endings, as `search_key` folds them.
_STEM = 3
# English has its possessive and its plural.
_ENDINGS = frozenset({
    "", "a", "u", "e", "i", "y", "o", "m", "mi", "kh", "go", "mu", "oi", "ei", "oy", "ey", "iy", "yy", "iei", "iey", "ou", "om",
    "em", "ym", "im", "iu", "ia", "oiu", "eiu", "iiu", "ii", "iem",
    "aia", "uiu", "iuiu", "iaia", "ogo", "omu", "ego", "emu", "ykh", "ikh", "ymi", "imi", "ov", "ev", "el", "la", "lu", "lom", "le",
    "ec", "ca", "cu", "cem", "s",
})  # fmt: skip


def mentions(text: str, name: str, others: Iterable[str] = ()) -> bool:
    """Whether a text mentions somebody: any word of their name stands in it, unless it gives the full name of one of the others
    alone.

    `Anna` mentions every Anna; `Anna Petrova` does not mention Anna Kuznetsova where both names are known.
    """
    said, words = search_key(text).split(), _words(name)
    if not any(_stands(keys, said) for keys in words):
        return False
    if all(_stands(keys, said) for keys in words):
        return True
    for other in (_words(known) for known in others if known != name):
        if len(other) > 1 and all(_stands(keys, said) for keys in other):  # these words are theirs, the rest may mean this one
            for keys in other:
                if meant := next((word for word in said if _stands(keys, [word])), ""):
                    said.remove(meant)
    return any(_stands(keys, said) for keys in words)


def _words(name: str) -> list[tuple[str, ...]]:
    """The words of a name, each by the keys of its spellings; an initial names nobody."""
    return [search_keys(word) for word in name.replace("-", " ").split() if len(search_key(word)) > 1]


def _stands(keys: Sequence[str], said: Sequence[str]) -> bool:
    return any(key == word or _is_case_of(key, word) for key in keys for word in said)


def _is_case_of(word: str, other: str) -> bool:
    """Whether two words may be cases of one name: they begin alike, and what is left are endings."""
    stem = next(
        (place for place, (mine, theirs) in enumerate(zip(word, other, strict=False)) if mine != theirs), min(len(word), len(other))
    )
    return stem >= _STEM and word[stem:] in _ENDINGS and other[stem:] in _ENDINGS
