"""Names of people as they are compared: in whatever order, script and case their words stand. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from desk.text.folding import search_key

LOOKED_AT = 100  # names that are compared word by word, the newest of those who share a number; all of them are as wholes

_IRISH = re.compile(r"\bo[ '\u2019](?=[a-z]{3})")  # O Brien, O'Brien, OBrien
_PREFIXED = re.compile(r"\b[^\W\d_]{1,2}['\u2019\u02bc`\u00b4]([^\W\d_]{2,})")  # d'Artagnan, О'Генри


@lru_cache(4_096)
def name_key(name: str) -> str:
    """A name as it is compared with others."""
    return " ".join(sorted(search_key(_IRISH.sub("o", name.casefold())).split()))


def is_one_name(name: str, other: str) -> bool:
    """Whether two names can belong to one person: each word of the shorter one is in the longer one, whole or as an initial, and at
    least one is whole. A patronymic, a first name that only one of them has, contradicts nothing."""
    few, many = sorted((name_key(name).split(), name_key(other).split()), key=lambda words: (len(words), words))
    whole = [word for word in few if word in many]
    rest = [word for word in many if word not in whole]
    for word in few:
        if word in whole:
            continue
        same = next((long for long in rest if word[:1] == long[:1] and 1 in (len(word), len(long))), None)
        if same is None:
            return False
        rest.remove(same)
    return any(len(word) > 1 for word in whole)


def also_called(name: str) -> list[str]:
    """Other ways to say a word of the name: Artagnan for d'Artagnan, OBrien for O Brien."""
    joined = _IRISH.sub("o", name.casefold())
    return [*_PREFIXED.findall(name), *([joined] if joined != name.casefold() else [])]


class Namesakes:
    """Who shares a number or an address: the ids of people with their names, the newest first."""

    def __init__(self, people: Iterable[tuple[int, str]] = ()) -> None:
        self._ids: dict[int, bool] = {}  # whether a name is known
        self._by_name: dict[str, int] = {}
        self._names: list[tuple[int, str, frozenset[str]]] = []  # with their words, the newest last
        for person, name in reversed(list(people)):
            self.add(person, name)

    def add(self, person: int, name: str) -> None:
        """One more, the newest."""
        key = name_key(name)
        self._ids[person] = self._ids.get(person, False) or bool(key)
        if key and self._by_name.get(key) != person:
            self._by_name[key] = person
            self._names.append((person, name, frozenset(key.split())))

    def called(self, name: str) -> int | None:
        """Whose name this may be: one that does not contradict it. Of one person alone it may be the name who gave none
        before, or gives none now."""
        key = name_key(name)
        if (same := self._by_name.get(key)) is not None:
            return same
        words = frozenset(key.split())
        alike = (entry for entry in reversed(self._names[-LOOKED_AT:]) if not words.isdisjoint(entry[2]))
        found = next((person for person, other, _ in alike if is_one_name(name, other)), None)
        nameless = [person for person, named in self._ids.items() if not (named and key)]
        return nameless[0] if found is None and len(self._ids) == len(nameless) == 1 else found

    def only(self) -> int | None:
        """The one person, where there is one."""
        return next(iter(self._ids)) if len(self._ids) == 1 else None
