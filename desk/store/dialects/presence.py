"""Presence: which tickets the other desks have open. Known only while the desks run; nothing of it is stored with the tickets."""

import json
import os
from contextlib import suppress
from typing import NamedTuple, Protocol

from desk.store.dialects.dialect import Connection
from desk.system.secure_files import is_byte_taken, take_byte

MOST = 50  # tickets that a desk names
SLOTS, SIZE = 64, 1024  # desks, and bytes of each
_LOCKS = 1 << 20  # the first of the bytes that are locked by running desks, behind the slots


class Here(NamedTuple):
    """What a desk has open.

    name: its user.
    tickets: their numbers.
    typing: whether there is unsaved text in a form about them.
    """

    name: str
    tickets: tuple[int, ...]
    typing: bool = False


class Presence(Protocol):
    """The exchange between the desks on one database."""

    def announce(self, store: Connection, name: str, tickets: tuple[int, ...], *, typing: bool = False) -> None:
        """Tells the other desks what this one has open, as in `Here`. Raises DatabaseUnusable."""

    def others(self) -> tuple[Here, ...]:
        """What the other desks have open."""

    def close(self) -> None:
        """Ends the exchange."""


class FilePresence:
    """The exchange between desks on one file: each writes into a slot of the lock file beside it, and locks a byte that belongs to
    the slot. The system releases it when the process ends in any way.

    held: the descriptor of the lock file; None for a desk without one, which sees nobody.
    """

    def __init__(self, held: int | None) -> None:
        self._held = held
        self._slot: int | None = None
        self._told: Here | None = None

    def announce(
        self,
        store: Connection,  # noqa: ARG002 - a server needs it
        name: str,
        tickets: tuple[int, ...],
        *,
        typing: bool = False,
    ) -> None:
        """Writes into the slot of this desk, taking one at first."""
        mine = Here(name, tickets, typing) if tickets else None
        if self._held is None or mine == self._told:
            return
        if self._slot is None:
            self._slot = next((slot for slot in range(SLOTS) if take_byte(self._held, _LOCKS + slot)), None)
        if self._slot is None:
            return
        with suppress(OSError):  # on a full disk the board goes on without it
            os.pwrite(self._held, encode(mine).ljust(SIZE, b"\0"), self._slot * SIZE)
            self._told = mine

    def others(self) -> tuple[Here, ...]:
        """Reads the slots of the desks that run."""
        if self._held is None:
            return ()
        slots = os.pread(self._held, SLOTS * SIZE, 0)
        found = (
            decode(slots[slot * SIZE : (slot + 1) * SIZE])
            for slot in range(len(slots) // SIZE)
            if slot != self._slot and is_byte_taken(self._held, _LOCKS + slot)
        )
        return tuple(here for here in found if here)

    def close(self) -> None:
        """Leaves the slot to be freed with the lock file."""
        self._held = None


def encode(here: Here | None) -> bytes:
    """JSON of at most SIZE bytes."""
    if here is None:
        return b""
    return json.dumps([here.name[:60], here.tickets[:MOST], here.typing], ensure_ascii=False, separators=(",", ":")).encode()


def decode(written: bytes) -> Here | None:
    """What `encode` wrote; None for nothing, and for what is just being written."""
    try:
        name, tickets, typing = json.loads(written.rstrip(b"\0"))
        return Here(str(name), tuple(map(int, tickets)), bool(typing))
    except (ValueError, TypeError):
        return None
