"""Fuzzy matching of names: one letter inserted, deleted or replaced, or two swapped. Pure."""

from collections.abc import Iterable

from desk.text.names import name_key

SHORTEST = 7  # letters: many shorter names differ by one letter and belong to different people


class Names:
    """An index of known names for fuzzy look-ups."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        self._near: dict[str, str] = {}
        for name in names:
            key = name_key(name)
            self._names.setdefault(key, name)
            if len(key) >= SHORTEST:
                self._near |= dict.fromkeys(_shorter(key), key)

    def near(self, name: str) -> str:
        """The known name similar to this one; "" if this one is known itself, or if none is similar."""
        key = name_key(name)
        if key in self._names or len(key) < SHORTEST:
            return ""
        return next((self._names[self._near[shorter]] for shorter in _shorter(key) if shorter in self._near), "")


def _shorter(key: str) -> set[str]:
    """The key itself and the key with each letter left out: two similar names have one of these in common."""
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}
