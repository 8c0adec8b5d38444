"""The app's two database connections, each with its own thread: one for reading and writing, one for searching."""

import asyncio
from collections.abc import Callable, Sequence
from contextvars import copy_context
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar, TypeVarTuple

from desk.actions.rights import Acting
from desk.settings import Settings
from desk.store.errors.database import DatabaseReplaced, ServerUnreachable
from desk.store.worker import DatabaseThread

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.store.database import Store
    from desk.store.dialects.presence import Here, Presence
    from desk.store.queries.board_cache import BoardCache

P = ParamSpec("P")
T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class Look(NamedTuple):
    """What a look at the database found: its version, as `Store.data_version`, and what the other desks have open."""

    version: int | None
    others: "tuple[Here, ...]"


class Connections:
    """The connections, opened with the first work.

    settings: which database and charter; clock: the current time in UTC epoch seconds; practice: whether that differs from the
    machine's clock. acting: the current user, read when work is submitted. opened: called in the database thread with the charter
    of an opened desk. replaced: called when another file has replaced the database; pending work is refused, later work uses that
    file. noticed: called in the event loop when a server says that another desk wrote. slow: called in the thread with the seconds
    of a piece of work that took long. lost: called in the event loop when the connection to a server was lost during a change.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float],
        *,
        practice: bool,
        acting: Callable[[], Acting],
        opened: "Callable[[Charter], None]",
        replaced: Callable[[], None],
        noticed: Callable[[], None],
        lost: Callable[[ServerUnreachable], None],
        slow: Callable[[object, float], None],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._practice = practice
        self._opened = opened
        self._replaced = replaced
        self._noticed = noticed
        self._lost = lost
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context = copy_context()
        self._presence: Presence | None = None
        self._was_open = False
        self._thread = DatabaseThread(self.open_store, slow, acting, tell_lost=lambda error: self._tell(self._lost, error))
        self._search_thread = DatabaseThread(self._open_search, slow, acting, follows=True)

    def open_store(self) -> "Store":
        """Opens the desk in the database thread; after the first opening a missing file is not created anew."""
        from desk.store.opening import meet, open_desk  # imported in that thread: loads peewee

        store = open_desk(
            self._settings.database,
            self._settings.charter,
            lambda: int(self._clock()),
            make=not self._was_open,
            practice=self._practice,
        )
        self._was_open = True
        self._presence = meet(store, self._settings.database, lambda: self._tell(self._noticed), self._presence)
        self._opened(store.charter)
        return store

    def _tell(self, listener: Callable[[*Arguments], None], *arguments: *Arguments) -> None:
        """Calls a listener in the event loop, from another thread, in the context of the application, which Textual needs."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(listener, *arguments, context=self._context.copy())

    async def look(self, name: str, tickets: Sequence[int], *, typing: bool) -> Look:
        """Whether another process wrote, and what the other desks have open.

        name, tickets, typing: what this one has open, as in `Here`. Raises DatabaseUnusable.
        """
        return await self.ask(self._look, name, tuple(tickets), typing)

    def _look(self, store: "Store", name: str, tickets: tuple[int, ...], typing: bool) -> Look:
        store.check_there()
        version = store.data_version()
        assert self._presence is not None
        self._presence.announce(store, name, tickets, typing=typing)
        return Look(version, self._presence.others())

    @cached_property
    def reading(self) -> "BoardCache":
        """The cached board data. Only for the database thread."""
        from desk.store.queries.board_cache import BoardCache  # as above

        return BoardCache()

    async def ask(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs work in the database thread and waits for it without blocking the screen."""
        if self._loop is None:
            self._loop, self._context = asyncio.get_running_loop(), copy_context()
        try:
            return await asyncio.wrap_future(self._thread.submit(work, *args, **kwargs))
        except DatabaseReplaced:
            self._replaced()
            raise

    async def query_readonly(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Same as `ask`, on the connection for searching, which does not wait for writers."""
        return await asyncio.wrap_future(self._search_thread.submit(work, *args, **kwargs))

    def close(self) -> None:
        """Waits for submitted work and ends both threads."""
        self._search_thread.close()
        self._thread.close()
        if self._presence is not None:
            self._presence.close()

    def _open_search(self) -> "Store":
        from desk.store.opening import open_for_search  # as above

        return open_for_search(self._settings.database, lambda: int(self._clock()))
