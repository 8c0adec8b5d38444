"""Presence: who else has a ticket open, and who is typing in it. It hinders nobody: two may work on one ticket."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.store.dialects.presence import Here

TYPING, VIEWING = "✎", "○"
"""The signs of a ticket that somebody is typing in, and of one that somebody else has open."""


class Presence:
    """What the other desks have open, by ticket."""

    def __init__(self) -> None:
        self._others: dict[int, list[Here]] = {}

    def update(self, others: "Sequence[Here]") -> Collection[int]:
        """Takes over what was found. Returns the tickets for which something changed."""
        found: dict[int, list[Here]] = {}
        for here in others:
            for ticket in here.tickets:
                found.setdefault(ticket, []).append(here)
        before, self._others = self._others, found
        return [ticket for ticket in before.keys() | found.keys() if before.get(ticket) != found.get(ticket)]

    def at(self, ticket: int) -> "Sequence[Here]":
        """The other desks that have a ticket open, those that type in it first."""
        return sorted(self._others.get(ticket, ()), key=lambda here: (not here.typing, here.name))

    def sign(self, ticket: int) -> str:
        """The sign of a ticket that another desk has open; a blank for any other ticket."""
        found = self._others.get(ticket)
        if not found:
            return " "
        return TYPING if any(here.typing for here in found) else VIEWING
