"""Comparison of people's names, whatever the order, script and case of their words. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

from desk.text.folding import search_key

LOOKED_AT = 100  # names compared word by word, the newest of those sharing a number; all are compared as a whole

_IRISH = re.compile(r"\bo[ '\u2019](?=[a-z]{3})")  # O Brien, O'Brien, OBrien
_PREFIXED = re.compile(r"\b[^\W\d_]{1,2}['\u2019\u02bc`\u00b4]([^\W\d_]{2,})")  # d'Artagnan, О'Генри


@lru_cache(4_096)
def name_key(name: str) -> str:
    """The key by which a name is compared."""
    return " ".join(sorted(search_key(_IRISH.sub("o", name.casefold())).split()))


def is_one_name(name: str, other: str) -> bool:
    """Whether two names can belong to one person: each word of the shorter one is in the longer one, whole or as an initial, and at
    least one is whole. A patronymic or first name that only one of them has is no contradiction."""
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
    """Alternative forms of a name's words: Artagnan for d'Artagnan, OBrien for O Brien."""
    joined = _IRISH.sub("o", name.casefold())
    return [*_PREFIXED.findall(name), *([joined] if joined != name.casefold() else [])]


class Namesakes:
    """The people who share a number or an address: their ids and names, the newest first."""

    def __init__(self, people: Iterable[tuple[int, str]] = ()) -> None:
        self._ids: dict[int, bool] = {}  # id -> whether the name is known
        self._by_name: dict[str, int] = {}
        self._names: list[tuple[int, str, frozenset[str]]] = []  # with their words, the newest last
        for person, name in reversed(list(people)):
            self.add(person, name)

    def add(self, person: int, name: str) -> None:
        """Adds a person, as the newest."""
        key = name_key(name)
        self._ids[person] = self._ids.get(person, False) or bool(key)
        if key and self._by_name.get(key) != person:
            self._by_name[key] = person
            self._names.append((person, name, frozenset(key.split())))

    def called(self, name: str) -> int | None:
        """The person this name may belong to, i.e. whose name does not contradict it. With a single person, a missing name on
        either side matches too."""
        key = name_key(name)
        if (same := self._by_name.get(key)) is not None:
            return same
        words = frozenset(key.split())
        alike = (entry for entry in reversed(self._names[-LOOKED_AT:]) if not words.isdisjoint(entry[2]))
        found = next((person for person, other, _ in alike if is_one_name(name, other)), None)
        nameless = [person for person, named in self._ids.items() if not (named and key)]
        return nameless[0] if found is None and len(self._ids) == len(nameless) == 1 else found

    def only(self) -> int | None:
        """The person, if there is only one."""
        return next(iter(self._ids)) if len(self._ids) == 1 else None
