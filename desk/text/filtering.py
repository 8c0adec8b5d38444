"""Filtering of queue rows by typed text, for a pane's filter and for saved filters. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, TypeVar

from desk.text import folding, keyboard, phones


class Filtered(Protocol):
    """A row as seen by a filter. key: folded by `folding.search_key`; owner: a name or ""."""

    @property
    def key(self) -> str: ...

    @property
    def owner(self) -> str: ...

    @property
    def kind(self) -> str: ...


Row = TypeVar("Row", bound=Filtered)
T = TypeVar("T")

NO_NAMES: Mapping[str, str] = MappingProxyType({})
_OWNER = ("@", '"')  # the same key: Shift+2 on either layout


def matching(rows: Sequence[Row], wanted: str, kinds: Mapping[str, str] = NO_NAMES) -> Sequence[Row]:
    """The rows that contain these words in number, person, phone or subject, or in the name of their kind. `@anna`: only Anna's
    rows; `@` alone: unowned rows.

    If no row matches, those that contain the phone number without its trunk prefix, or the text typed in the other layout. All rows
    for an empty filter. kinds: the names of kinds of tickets, folded like the keys.
    """
    asked = _asked(wanted)
    if not any(asked):
        return rows
    return (
        _holding(rows, *asked, kinds)
        or _holding(rows, phones.without_trunk(wanted), (), kinds)
        or _holding(rows, *_asked(keyboard.other_layout(wanted)), kinds)
    )


def _asked(wanted: str) -> tuple[list[str], list[str]]:
    """The words that a row must contain, and the required beginnings of its owner's name."""
    typed = wanted.split()
    owners = [folding.search_key(word[1:]) for word in typed if word.startswith(_OWNER)]
    return folding.search_key(" ".join(word for word in typed if not word.startswith(_OWNER))).split(), owners


def _holding(rows: Sequence[Row], words: Sequence[str], owners: Sequence[str], kinds: Mapping[str, str]) -> Sequence[Row]:
    if not words and not owners:
        return ()
    for word in words:
        last = folding.begun(word)[-1]
        named = {kind for kind, name in kinds.items() if word in name}
        rows = [row for row in rows if word in row.key or last in row.key or row.kind in named]
    if not owners:
        return rows
    theirs = {owner for owner in {row.owner for row in rows} if _owned(owner, owners)}  # folded once per owner, not once per row
    return [row for row in rows if row.owner in theirs]


def _owned(owner: str, wanted: Sequence[str]) -> bool:
    folded = folding.search_key(owner)
    return all(folded.startswith(beginning) if beginning else not owner for beginning in wanted)


def holding(rows: Iterable[T], wanted: str, words_of: Callable[[T], str], *, either_layout: bool = True) -> list[T]:
    """The rows that contain all words; if none does, those that contain the words typed in the other layout."""
    keyed = [(row, folding.search_key(words_of(row))) for row in rows]
    for typed_words in (wanted, keyboard.other_layout(wanted)) if either_layout else (wanted,):
        words = folding.search_key(typed_words).split()
        if found := [row for row, key in keyed if all(word in key for word in words)]:
            return found
    return []
