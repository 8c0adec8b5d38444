"""Filtering of queue rows by typed text, for a pane's filter and for saved filters. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from desk.text import folding, keyboard, phones


class Filtered(Protocol):
    """A row as seen by a filter. key: folded by `folding.search_key`; owner: a name or ""."""

    @property
    def key(self) -> str: ...

    @property
    def owner(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def id(self) -> int: ...


class Named(NamedTuple):
    """Names by which a filter finds rows besides their keys, folded like them.

    kinds: of kinds of tickets, by kind.
    tickets: of what single tickets belong to, by ticket.
    """

    kinds: Mapping[str, str] = MappingProxyType({})
    tickets: Mapping[int, str] = MappingProxyType({})

    def of(self, word: str) -> tuple[set[str], set[int]]:
        """The kinds and the tickets with a word in their names."""
        kinds = {kind for kind, name in self.kinds.items() if word in name}
        return kinds, {ticket for ticket, name in self.tickets.items() if word in name}


Row = TypeVar("Row", bound=Filtered)
T = TypeVar("T")

NO_NAMES = Named()
_OWNER = ("@", '"')  # the same key: Shift+2 on either layout


def matching(rows: Sequence[Row], wanted: str, named: Named = NO_NAMES) -> Sequence[Row]:
    """The rows that contain these words in number, person, phone or subject, or in the names of their kind or of the organisation
    that they belong to. `@anna`: only Anna's rows; `@` alone: unowned rows.

    If no row matches, those that contain the phone number without its trunk prefix, or the text typed in the other layout. All rows
    for an empty filter.
    """
    asked = _asked(wanted)
    if not any(asked):
        return rows
    return (
        _holding(rows, *asked, named)
        or _holding(rows, phones.without_trunk(wanted), (), named)
        or _holding(rows, *_asked(keyboard.other_layout(wanted)), named)
    )


def _asked(wanted: str) -> tuple[list[str], list[str]]:
    """The words that a row must contain, and the required beginnings of its owner's name."""
    typed = wanted.split()
    owners = [folding.search_key(word[1:]) for word in typed if word.startswith(_OWNER)]
    return folding.search_key(" ".join(word for word in typed if not word.startswith(_OWNER))).split(), owners


def _holding(rows: Sequence[Row], words: Sequence[str], owners: Sequence[str], named: Named) -> Sequence[Row]:
    if not words and not owners:
        return ()
    for word in words:
        last = folding.begun(word)[-1]
        kinds, tickets = named.of(word)
        rows = [row for row in rows if word in row.key or last in row.key or row.kind in kinds or row.id in tickets]
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
