"""Russian names in Latin and in Cyrillic letters, for signatures in letters to people who read only one of them. Pure."""

import re

# ICAO Doc 9303, part 3, section 6 B, as in Russian passports; letters of names only.
_LATIN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

# First names that their Latin letters do not give away: a soft sign is lost, or the spelling is an English one.
_GIVEN = {
    "aleksandr": "александр", "alexander": "александр", "alexandra": "александра", "alexei": "алексей", "alexey": "алексей",
    "anatoly": "анатолий", "arkady": "аркадий", "daniil": "даниил", "daria": "дарья", "darya": "дарья", "diana": "диана",
    "dmitri": "дмитрий", "dmitry": "дмитрий", "evgenia": "евгения", "evgeny": "евгений", "gennady": "геннадий",
    "grigory": "григорий", "igor": "игорь", "ilia": "илья", "ilya": "илья", "ksenia": "ксения", "lyubov": "любовь",
    "maia": "майя", "maya": "майя", "mikhail": "михаил", "natalia": "наталья", "natalya": "наталья", "olga": "ольга",
    "peter": "пётр", "pyotr": "пётр", "raisa": "раиса", "sofya": "софья", "taisia": "таисия", "tatiana": "татьяна",
    "tatyana": "татьяна", "valery": "валерий", "vasily": "василий", "victor": "виктор", "victoria": "виктория", "xenia": "ксения",
    "yuri": "юрий", "yury": "юрий",
}  # fmt: skip

# The first that fits is taken.
_SOUNDS = {
    "shch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "iu": "ю", "ya": "я", "yo": "ё", "ye": "е",
    "(?<=[aeou])ia": "я", "i[iy]?a": "ия", "(?<=[aeou])[iy]": "й", "i[iy]": "ий", "^e(?=[dmr])": "э",
    **dict(zip("abvgdeziklmnoprstufy", "абвгдезиклмнопрстуфы", strict=True)),
}  # fmt: skip
_SOUND = re.compile("|".join(f"({latin})" for latin in _SOUNDS))
_SOUND_LETTERS = tuple(_SOUNDS.values())

# A soft sign that the Latin spelling may have lost, or a spelling that is not Russian: such a name is not guessed at.
_DOUBTFUL = re.compile(
    "l[^aeiouyl]|zm|[^aeiouy]i[aeo](?!$)|[aeou]i[^aeiouy]|ii(?!a?$)|yi|[bmpv]y[aeo]"
    "|[^aeiou][iy]$|e$|ae|au|ea|ee|oa|oo|ou|ue|[^a-z]|[hjqwx](?<![cksz]h)|c(?!h)|ch[^aeiouy]|nn$|tt$|ff$"
)
_ADJECTIVE = re.compile("(?:sky|skii|skiy|ski)$")


def in_latin(name: str) -> str:
    """The name as in a Russian passport (Юлия Щукина: Iuliia Shchukina); Latin letters stay as they are."""
    return _CYRILLIC.sub(_letter, name)


def in_cyrillic(name: str) -> str:
    """The Russian form of a name in Latin letters (Anna Orlova: Анна Орлова).

    A name of which any part leaves a doubt stays as it is: Volkova may lack a soft sign, Smith has no Russian spelling.
    """
    parts = re.split(r"([ -])", name)
    said = [part if part in (" ", "-", "") else _in_cyrillic(part) for part in parts]
    return "".join(part for part in said if part is not None) if None not in said else name


def _in_cyrillic(word: str) -> str | None:
    latin = word.casefold()
    if not (word[:1].isupper() and latin.isascii()):
        return word if _CYRILLIC.match(word) else None
    cyrillic = _GIVEN.get(latin)
    if cyrillic is None:
        stem = _ADJECTIVE.sub("", latin)
        if _DOUBTFUL.search(latin[: len(stem) + 1]):  # with the letter after it, before which a soft sign may be missing
            return None
        cyrillic = _SOUND.sub(lambda found: _SOUND_LETTERS[(found.lastindex or 1) - 1], stem) + ("ский" if stem != latin else "")
    return cyrillic.upper() if word.isupper() and len(word) > 1 else cyrillic.capitalize()


def _letter(found: re.Match[str]) -> str:
    letter = found[0]
    latin = _LATIN[letter.lower()]
    if letter.islower():
        return latin
    beside = found.string[found.end() : found.end() + 1] or found.string[found.start() - 1 : found.start()]
    return latin.upper() if beside.isupper() else latin.capitalize()
