"""The app's two connections to the database, each in a thread of its own: one for all that is read and done, one to search."""

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from desk.actions.rights import Acting
from desk.settings import Settings
from desk.store.errors.database import DatabaseReplaced
from desk.store.worker import DatabaseThread

if TYPE_CHECKING:
    from desk.charter import Charter
    from desk.store.database import Store
    from desk.store.queries.board_cache import BoardCache

P = ParamSpec("P")
T = TypeVar("T")


class Connections:
    """Opened when the first work is handed in.

    settings: which database and charter; clock: the present in UTC epoch seconds; practice: whether that is not the machine's.
    acting: who works with the store, asked when work is handed in.
    opened: called in the database's thread with the charter of a desk that was opened.
    replaced: called where another file is in the database's place; what was asked for then is refused, and the next is asked of
    that file.
    slow: called in the thread of a piece of work that took long, with the seconds.
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
        slow: Callable[[object, float], None],
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._practice = practice
        self._opened = opened
        self._replaced = replaced
        self._was_open = False
        self._thread = DatabaseThread(self.open_store, slow, acting)
        self._search_thread = DatabaseThread(self._open_search, slow, acting, follows=True)

    def open_store(self) -> "Store":
        """Opens the desk, in the database's thread; one that was open before is not made anew where its file is gone."""
        from desk.store.opening import open_desk  # in that thread: it loads peewee

        store = open_desk(
            self._settings.database,
            self._settings.charter,
            lambda: int(self._clock()),
            make=not self._was_open,
            practice=self._practice,
        )
        self._was_open = True
        self._opened(store.charter)
        return store

    @cached_property
    def reading(self) -> "BoardCache":
        """What was read of the queues. To be asked in the database's thread alone."""
        from desk.store.queries.board_cache import BoardCache  # as above

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
        from desk.store.opening import open_for_search  # as above

        return open_for_search(self._settings.database, lambda: int(self._clock()))
