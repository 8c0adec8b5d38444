"""Listening to a PostgreSQL server: a connection of its own that hears at once what other desks do."""

import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any
from uuid import uuid4

from desk.store.connection.server import connect, load_driver
from desk.store.dialects import shown
from desk.store.dialects.dialect import Connection
from desk.store.dialects.postgres import CHANGED
from desk.store.dialects.presence import Here, decode, encode

AGAIN = 3.0  # seconds after which a desk repeats what it has open
GONE = 8.0  # seconds after which a desk that has not repeated it is gone
_HERE = "desk_here"  # the channel of the desks' presence
_WAIT = 1.0  # seconds between two tries to connect, and until the end of the desk is noticed


class ServerPresence:
    """The exchange between desks on a server: notifications that it stores nowhere, repeated as long as a ticket is open.

    url: of the database; noticed: called in the listening thread after another desk wrote, or opened a ticket.
    """

    def __init__(self, url: str, noticed: Callable[[], None]) -> None:
        self._url = url
        self._noticed = noticed
        self._desk = uuid4().hex
        self._told: tuple[Here | None, float] = (None, 0.0)
        self._heard: dict[str, tuple[Here, float]] = {}
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def announce(self, store: Connection, name: str, tickets: tuple[int, ...], *, typing: bool = False) -> None:
        """Notifies the other desks of a change, and again after AGAIN seconds.

        The first call begins to listen: the board's first page does not wait for a second connection.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._listen, name="listener", daemon=True)
            self._thread.start()
        mine = Here(name, tickets, typing) if tickets else None
        told, at = self._told
        now = monotonic()
        if mine == told and (mine is None or now - at < AGAIN):
            return
        store.rows("SELECT pg_notify(%s, %s)", _HERE, f"{self._desk} {encode(mine).decode()}")
        self._told = mine, now

    def others(self) -> tuple[Here, ...]:
        """What was heard in the last GONE seconds."""
        now = monotonic()
        return tuple(here for here, at in list(self._heard.values()) if now - at < GONE)

    def close(self) -> None:
        """Ends the thread, which closes its connection."""
        self._closed.set()

    def _listen(self) -> None:
        """Listens, and connects again whenever the connection is lost: the desk's other connections say so."""
        driver = load_driver(shown(self._url))
        while not self._closed.is_set():
            with suppress(driver.Error), connect(self._url, autocommit=True) as connection:
                connection.execute(f"LISTEN {CHANGED}")
                connection.execute(f"LISTEN {_HERE}")
                while not self._closed.is_set():
                    heard = list(connection.notifies(timeout=_WAIT, stop_after=1))
                    for one in heard:
                        self._hear(one)
                    if not heard:
                        connection.execute("SELECT")  # a server that has fallen silent would notify of nothing for ever
            self._closed.wait(_WAIT)

    def _hear(self, heard: Any) -> None:
        if heard.channel == _HERE:
            desk, _, written = heard.payload.partition(" ")
            if desk == self._desk:
                return
            here = decode(written.encode())
            if here is None:
                self._heard.pop(desk, None)
            else:
                self._heard[desk] = here, monotonic()
        self._noticed()
