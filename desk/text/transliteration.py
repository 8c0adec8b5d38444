"""Russian names in Latin letters, for signatures in letters to people who do not read Cyrillic. Pure."""

import re

# ICAO Doc 9303, part 3, section 6 B, as in Russian passports; letters of names only.
_LATIN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def in_latin(name: str) -> str:
    """The name as in a Russian passport (Юлия Щукина: Iuliia Shchukina); Latin letters stay as they are."""
    return _CYRILLIC.sub(_letter, name)


def _letter(found: re.Match[str]) -> str:
    letter = found[0]
    latin = _LATIN[letter.lower()]
    if letter.islower():
        return latin
    beside = found.string[found.end() : found.end() + 1] or found.string[found.start() - 1 : found.start()]
    return latin.upper() if beside.isupper() else latin.capitalize()
