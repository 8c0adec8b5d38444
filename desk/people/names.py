"""Whom somebody means who has typed a part of a name."""

from collections.abc import Sequence

from desk.text import other_layout, search_key


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
