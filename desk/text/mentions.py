"""Finds the people whose names a text mentions, in either script and any grammatical case. Pure.

A guess by spelling: short forms (Аня for Анна) and changes inside a word (Павел, Павла) are not recognised. It suggests whom to ask
about; the people a complaint is about are chosen from the staff list.
"""

from collections.abc import Iterable, Sequence

from desk.text.folding import search_key, search_keys

# Russian inflects names: of two words with the same beginning, one may be a case of the other. The endings are folded by
# # `search_key`.
_STEM = 3
# English has a possessive and a plural.
_ENDINGS = frozenset({
    "", "a", "u", "e", "i", "y", "o", "m", "mi", "kh", "go", "mu", "oi", "ei", "oy", "ey", "iy", "yy", "iei", "iey", "ou", "om",
    "em", "ym", "im", "iu", "ia", "oiu", "eiu", "iiu", "ii", "iem",
    "aia", "uiu", "iuiu", "iaia", "ogo", "omu", "ego", "emu", "ykh", "ikh", "ymi", "imi", "ov", "ev", "el", "la", "lu", "lom", "le",
    "ec", "ca", "cu", "cem", "s",
})  # fmt: skip


def mentions(text: str, name: str, others: Iterable[str] = ()) -> bool:
    """Whether a text mentions somebody: it contains a word of their name, unless it only gives another person's full
    name.

    `Anna` mentions every Anna; `Anna Petrova` does not mention Anna Kuznetsova if both names are known.
    """
    said, words = search_key(text).split(), _words(name)
    if not any(_stands(keys, said) for keys in words):
        return False
    if all(_stands(keys, said) for keys in words):
        return True
    for other in (_words(known) for known in others if known != name):
        if len(other) > 1 and all(_stands(keys, said) for keys in other):  # words of the other person; the rest may mean this one
            for keys in other:
                if meant := next((word for word in said if _stands(keys, [word])), ""):
                    said.remove(meant)
    return any(_stands(keys, said) for keys in words)


def _words(name: str) -> list[tuple[str, ...]]:
    """The words of a name, each as the keys of its spellings; initials are left out."""
    return [search_keys(word) for word in name.replace("-", " ").split() if len(search_key(word)) > 1]


def _stands(keys: Sequence[str], said: Sequence[str]) -> bool:
    return any(key == word or _is_case_of(key, word) for key in keys for word in said)


def _is_case_of(word: str, other: str) -> bool:
    """Whether two words may be cases of one name: they have a common beginning, and the rest are case endings."""
    stem = next(
        (place for place, (mine, theirs) in enumerate(zip(word, other, strict=False)) if mine != theirs), min(len(word), len(other))
    )
    return stem >= _STEM and word[stem:] in _ENDINGS and other[stem:] in _ENDINGS
