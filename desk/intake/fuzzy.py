"""Names that are nearly the same: one letter more, less, another, or two that have changed places. Pure."""

from collections.abc import Iterable

from desk.text.names import name_key

SHORTEST = 7  # letters: of shorter names many are near to one another and are other people all the same


class Names:
    """The names that somebody is known under, to be asked about others."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        self._near: dict[str, str] = {}
        for name in names:
            key = name_key(name)
            self._names.setdefault(key, name)
            if len(key) >= SHORTEST:
                self._near |= dict.fromkeys(_shorter(key), key)

    def near(self, name: str) -> str:
        """The known name that this one is nearly; "" where it is known itself, or near to none."""
        key = name_key(name)
        if key in self._names or len(key) < SHORTEST:
            return ""
        return next((self._names[self._near[shorter]] for shorter in _shorter(key) if shorter in self._near), "")


def _shorter(key: str) -> set[str]:
    """What is left of it when a letter is left out, and itself: two that are near have one of these in common."""
    return {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}
