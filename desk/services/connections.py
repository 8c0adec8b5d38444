"""The app's two connections to the database, each in a thread of its own: one for all that is read and done, one to search."""

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from desk.store.errors.database import DatabaseReplaced
from desk.store.worker import DatabaseThread

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.store.database import Store
    from desk.store.queries.board_cache import BoardCache

P = ParamSpec("P")
T = TypeVar("T")


class Connections:
    """Opened when the first work is handed in.

    replaced: called where another file is in the database's place; what was asked for then is refused, and the next is asked of
    that file.
    """

    def __init__(self, desk: "DeskApp", replaced: Callable[[], None]) -> None:
        self._desk = desk
        self._replaced = replaced
        self._was_open = False
        self._thread = DatabaseThread(self.open_store, self._was_slow, lambda: desk.session.acting)
        self._search_thread = DatabaseThread(self._open_search, self._was_slow, lambda: desk.session.acting, follows=True)

    def open_store(self) -> "Store":
        """Opens the desk, in the database's thread; one that was open before is not made anew where its file is gone."""
        from desk.store.opening import open_desk

        desk = self._desk
        store = open_desk(
            desk.settings.database,
            desk.settings.charter,
            lambda: int(desk.clock()),
            make=not self._was_open,
            practice=desk.practice,
        )
        self._was_open = True
        desk.charter = store.charter
        return store

    @cached_property
    def reading(self) -> "BoardCache":
        """What was read of the queues. To be asked in the database's thread alone."""
        from desk.store.queries.board_cache import BoardCache

        return BoardCache()

    async def ask(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Has the database thread do something and waits for it, without holding up the screen."""
        try:
            return await asyncio.wrap_future(self._thread.submit(work, *args, **kwargs))
        except DatabaseReplaced:
            self._replaced()
            raise

    async def query_readonly(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """As `ask`, by the connection that searches: what is typed waits for nobody who writes."""
        return await asyncio.wrap_future(self._search_thread.submit(work, *args, **kwargs))

    def close(self) -> None:
        """Lets what was handed in end, and ends both threads."""
        self._search_thread.close()
        self._thread.close()

    def _open_search(self) -> "Store":
        from desk.store.opening import open_for_search

        return open_for_search(self._desk.settings.database, lambda: int(self._desk.clock()))

    def _was_slow(self, work: object, seconds: float) -> None:
        self._desk.journal.slow(work, seconds)
