"""The single thread that owns the store. It can start before peewee is imported: the first frame does not wait for it."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from desk.charter.errors import DeskError
from desk.store.errors import MISREAD, DatabaseUnusable
from desk.store.errors.database import DatabaseMisread, DatabaseReplaced, ServerUnreachable

if TYPE_CHECKING:
    from desk.actions.rights import Acting
    from desk.store.database import Store

P = ParamSpec("P")
T = TypeVar("T")

SLOW = 1.0  # seconds
AGAIN = 0.5  # seconds between two tries to reach a server


class DatabaseThread:
    """Runs submitted work in order; work submitted before the store is open waits for it.

    opener: opens the store, on the thread; its error is raised by every piece of work until it succeeds. acting: the current user,
    read when work is submitted: what Anna asked for is not done as Boris. tell_slow: called on the thread for each piece of work
    that took more than SLOW seconds.

    If another file has replaced the database, the former one is closed and the work is refused, since it was meant for the former
    one. Later work runs on the new file. follows: a read-only thread, which continues on the new file at once.

    If the connection to a server is lost while work changes something, the work is repeated once the server answers again, unless
    it turns out to have been committed: exactly once in any case. tell_lost: called on the thread when that begins.
    """

    def __init__(
        self,
        opener: "Callable[[], Store]",
        tell_slow: Callable[[object, float], None] | None = None,
        acting: "Callable[[], Acting] | None" = None,
        *,
        follows: bool = False,
        tell_lost: Callable[[ServerUnreachable], None] | None = None,
    ) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._opener = opener
        self._tell_slow = tell_slow
        self._acting = acting
        self._follows = follows
        self._tell_lost = tell_lost
        self._closing = threading.Event()
        self._store: Store | None = None

    def submit(self, work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Runs the work with the store as its first argument. Errors caused by damaged values are raised as DatabaseUnusable."""
        acting = self._acting() if self._acting else None
        return self._pool.submit(lambda: self._run(acting, work, *args, **kwargs))

    def close(self) -> None:
        """Waits for submitted work, closes the store, ends the thread."""
        self._closing.set()
        self._pool.submit(self._close)
        self._pool.shutdown(wait=True)

    def _run(self, acting: "Acting | None", work: "Callable[Concatenate[Store, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        if self._store is not None and self._store.is_replaced():
            where = self._store.where
            self._close()
            if not self._follows:
                raise DatabaseReplaced(where)
        if self._store is None:
            self._store = self._opener()
        if acting is not None:
            self._store.acting = acting
        store, since = self._store, time.monotonic()
        store.keeps_trying = lambda _: not self._closing.is_set()
        begun, committed = store.begun, store.committed
        try:
            return work(store, *args, **kwargs)
        except DatabaseReplaced:  # the next work opens it anew
            self._close()
            raise
        except ServerUnreachable as error:
            self._close()
            if self._closing.is_set() or store.begun == begun or store.committed != committed:
                raise
            self._reopen(error)
            return self._run(acting, work, *args, **kwargs)
        except MISREAD as error:
            if isinstance(error, DeskError):
                raise
            raise DatabaseMisread(store.where) from error
        finally:
            took = time.monotonic() - since
            if took > SLOW and self._tell_slow:
                self._tell_slow(work, took)

    def _reopen(self, lost: ServerUnreachable) -> None:
        """Waits until the server answers. Raises the error again if the desk is closed before."""
        if self._tell_lost:
            self._tell_lost(lost)
        while self._store is None:
            try:
                self._store = self._opener()
            except DatabaseUnusable:
                if self._closing.wait(AGAIN):
                    raise lost from None

    def _close(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()
