"""A network between a desk and its server that can be cut or frozen at a chosen moment."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from urllib.parse import urlsplit, urlunsplit


class Cut(Enum):
    """When connections are cut: never, before a commit reaches the server, after it was carried out and before the desk knows."""

    NEVER = auto()
    BEFORE_COMMIT = auto()
    AFTER_COMMIT = auto()


class Proxy:
    """A proxy on a free port of this machine.

    cut: the next cut, after which it is NEVER again; cuts: how many there were; is_frozen: whether nothing passes while connections
    stay and new ones are accepted.
    """

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self.cut, self.cuts = Cut.NEVER, 0
        self.port = 0
        self._frozen = threading.Event()
        self._loop: asyncio.AbstractEventLoop
        self._stopped: asyncio.Event
        self._writers: set[asyncio.StreamWriter] = set()
        self._taken: set[asyncio.Task[None]] = set()

    def url(self, url: str) -> str:
        """The address of a database through the proxy."""
        parts = urlsplit(url)
        before, at, _ = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{before}{at}127.0.0.1:{self.port}"))

    @property
    def is_frozen(self) -> bool:
        """Whether nothing passes."""
        return self._frozen.is_set()

    @is_frozen.setter
    def is_frozen(self, frozen: bool) -> None:
        (self._frozen.set if frozen else self._frozen.clear)()

    def break_all(self) -> None:
        """Cuts every connection now."""
        self._loop.call_soon_threadsafe(self._break)

    def _break(self) -> None:
        self.cuts += 1
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        await self._stopped.wait()
        server.close()
        self._frozen.clear()
        while self._taken:
            self._break()
            await asyncio.wait(self._taken, timeout=0.1)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._taken.add(task)
        task.add_done_callback(self._taken.discard)
        await self._thaw()
        try:
            there, back = await asyncio.open_connection(*self._to)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        commits = asyncio.Event()
        try:
            await asyncio.gather(self._pass(reader, back, commits, asks=True), self._pass(there, writer, commits, asks=False))
        finally:
            for one in (writer, back):
                self._writers.discard(one)
                one.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, commits: asyncio.Event, *, asks: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                await self._thaw()
                if asks and b"COMMIT" in data:
                    commits.set()
                    if self.cut is Cut.BEFORE_COMMIT:
                        break
                elif not asks and commits.is_set():
                    if self.cut is Cut.AFTER_COMMIT:
                        break
                    commits.clear()
                writer.write(data)
                await writer.drain()
            else:
                writer.close()
                return
            self.cut = Cut.NEVER
            self._break()

    async def _thaw(self) -> None:
        while self.is_frozen:
            await asyncio.sleep(0.01)

    def run(self, ready: threading.Event) -> None:
        """Serves until `stop`."""
        asyncio.run(self._serve(ready))

    def stop(self) -> None:
        """Ends the proxy."""
        self._loop.call_soon_threadsafe(self._stopped.set)


@contextmanager
def between(url: str) -> Iterator[Proxy]:
    """A proxy before the server of an address."""
    parts = urlsplit(url)
    proxy, ready = Proxy(parts.hostname or "", parts.port or 5432), threading.Event()
    thread = threading.Thread(target=proxy.run, args=(ready,), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
