"""Typing ahead: every key is done with before the next one is looked at, so that none falls between two screens."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.message_pump import MessagePump
from textual.worker import WorkerError

from desk.commands import LEAVE_KEY, key_names

if TYPE_CHECKING:
    from desk.app import DeskApp

# What a key may set going, and what the next one has to wait for.
_GROUPS = ("act", "save", "reload", "read")
_LEAVING = key_names((LEAVE_KEY,))  # waits for no database
_BACK = "escape"  # nor is a ticket waited for that is no longer wanted
_COOKED_ENTER = "ctrl+j"  # what the terminal made of an Enter that was hit before the desk had taken it over
_GONE = 0.2  # seconds after which a widget that does not answer is taken to be gone


class TypeAhead:
    """Holds keys and pastes, and hands them on in their order.

    Textual passes a key from widget to widget by queues, and opens a screen while the next key is already under way:
    without this the first letters of a name typed right after `c` were lost, or taken for commands.
    """

    def __init__(self, app: "DeskApp", hand_on: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._held: deque[events.Event] = deque()
        self._working: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is held and nothing under way."""
        return self._working is None

    async def take(self, event: events.Event) -> None:
        """Takes a key or a paste as it comes from the terminal."""
        if isinstance(event, events.Key) and event.key == _COOKED_ENTER:
            event = events.Key("enter", "\r")
        self._held.append(event)
        if self._working is None:
            self._working = asyncio.create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._held and self._app.is_running:
                event = self._held[0]
                if not (isinstance(event, events.Key) and event.key in _LEAVING):
                    await self._workers(_GROUPS[:-1] if isinstance(event, events.Key) and event.key == _BACK else _GROUPS)
                await self._until_ready()
                self._held.popleft()
                await self._hand_on(event)
                if not self._is_text(event):
                    await self._done_with()
        finally:
            self._working = None

    def _is_text(self, event: events.Event) -> bool:
        """Whether it is one more letter of a text: a field takes those in their order by itself, and fast."""
        return isinstance(event, events.Key) and event.is_printable and getattr(self._app.focused, "takes_text", False)

    async def _until_ready(self) -> None:
        """Until the screen on top has given a field the focus, and a form its draft back."""
        while self._app.is_running:
            screen = self._app.screen
            if screen.is_mounted and getattr(screen, "is_ready", True) and (screen.focused is not None or not screen.focus_chain):
                return
            await asyncio.sleep(0.002)

    async def _done_with(self) -> None:
        """Until the key, and what it had widgets tell each other, has gone all its way up to the application."""
        for _ in range(2):
            pumps: list[MessagePump] = [self._app]
            if self._app.is_running and (target := self._app.focused or self._app.screen):
                pumps = list(target.ancestors_with_self)
            for pump in pumps:
                passed = asyncio.Event()
                if pump.is_running and pump.call_later(passed.set):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(passed.wait(), _GONE)

    async def _workers(self, groups: tuple[str, ...]) -> None:
        """Until the queues were read, and what was set going since is done."""
        await self._app.loaded.wait()
        while busy := [one for one in self._app.workers if one.group in groups and not one.is_finished]:
            for one in busy:
                with suppress(WorkerError):
                    await one.wait()
            await self._done_with()  # a form that closes tells the board, and that reads its queues anew
