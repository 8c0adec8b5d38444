"""Autosave: writes open forms to disk once a second, on a background thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from desk.services.host import Host
    from desk.system.draft_files import DraftFiles

P = ParamSpec("P")
T = TypeVar("T")

STANDS = 20  # seconds


class Autosave:
    """The thread that writes and reads drafts, so that a slow disk delays no key."""

    def __init__(self, host: "Host") -> None:
        self._host = host
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
        self._drafts: DraftFiles | None = None

    def submit(self, work: "Callable[Concatenate[DraftFiles, P], T]", *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queues work for the thread."""
        return self._pool.submit(lambda: work(self._opened(), *args, **kwargs))

    async def ask(self, work: "Callable[Concatenate[DraftFiles, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
        """Queues work for the thread and waits for its result."""
        return await asyncio.wrap_future(self.submit(work, *args, **kwargs))

    async def announce(self) -> None:
        """Tells a user about their unsaved drafts, once, when they log in."""
        host = self._host
        try:
            found = await self.ask(_left_by, host.staff)
        except OSError as error:
            self.failed(error)
            return
        if found:
            way = host.way_to("drafts")
            said = host.ngettext("{n} draft left; to see it: {way}", "{n} drafts left; to see them: {way}", found, way=way)
            host.tell(said, stands=STANDS)

    def failed(self, error: OSError) -> None:
        """Reports once that drafts cannot be saved; the text is still in its form."""
        host = self._host
        if host.keeps_typed:
            host.keeps_typed = False
            host.tell(host.gettext("Drafts cannot be saved to disk. {error}", error=host.error_line(error)), stands=STANDS)

    def close(self) -> None:
        """Waits for queued work and ends the thread."""
        self._pool.submit(self._close)
        self._pool.shutdown(wait=True)

    def _opened(self) -> "DraftFiles":
        if self._drafts is None:
            from desk.system.draft_files import DraftFiles, folder_of  # imported in that thread: loads msgspec

            self._drafts = DraftFiles(folder_of(self._host.settings.database))
        return self._drafts

    def _close(self) -> None:
        if self._drafts:
            self._drafts.close()


def _left_by(drafts: "DraftFiles", staff: str) -> int:
    drafts.tidy()
    return len(drafts.of(staff))
