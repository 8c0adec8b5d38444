"""Type-ahead: every key is handled before the next one, so that none is lost between two screens."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Any, NamedTuple, Protocol
from weakref import WeakSet

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerError

from desk.actions.keys import LEAVE_KEY, key_names

# Workers that a key may start and the next key has to wait for.
_SAVE = "save"
_READ = "read"
_GROUPS = ("act", _SAVE, "reload", _READ)
_LEAVING = key_names((LEAVE_KEY,))  # does not wait for the database
_BACK = "escape"  # leaving a ticket does not wait for that ticket either
_WAY_OUT = (*_LEAVING, _BACK)
_COOKED_ENTER = "ctrl+j"  # an Enter pressed before the desk had switched the terminal to raw mode
_GONE = 2.0  # seconds after which a widget that does not answer counts as gone; a busy machine may take a second
_LOOK = 0.05  # seconds between two checks whether it is still running
_POLL = 0.002  # seconds between two checks of a screen that is being opened
LONGEST = 5.0  # maximum seconds that a key is held
BURST = 0.5  # seconds between two keys of one word: what follows a dropped key so soon was typed with it
_BEAT = 0.05  # seconds between two beats of the clock that counts them


class _Clock:
    """Seconds in which the event loop turned. What a busy machine or a long frame took away does not count: a key must not expire
    because nothing could be done with it."""

    def __init__(self) -> None:
        self._counted = 0.0
        self._beat = monotonic()

    def now(self) -> float:
        """The seconds counted so far; since the last beat at most two beats."""
        return self._counted + min(monotonic() - self._beat, 2 * _BEAT)

    async def run(self) -> None:
        """Counts until it is cancelled."""
        self._beat = monotonic()
        while True:
            await asyncio.sleep(_BEAT)
            self._counted, self._beat = self.now(), monotonic()

    def stop(self) -> None:
        """Ends a count."""
        self._counted, self._beat = self.now(), monotonic()


class _Held(NamedTuple):
    """A held key or paste. until: when it expires, by the clock; screen: the top screen when it arrived."""

    event: events.Event
    until: float
    screen: Screen[object] | None

    @property
    def key(self) -> str:
        return self.event.key if isinstance(self.event, events.Key) else ""


class Focus(Protocol):
    """Questions of the type-ahead about a screen or a field, answered by the application."""

    def is_dialog(self, screen: Screen[Any]) -> bool:
        """Whether it is a question that has to be answered first."""

    def is_ready(self, screen: Screen[Any]) -> bool:
        """Whether it accepts keys: a form loads its draft first."""

    def takes_text(self, widget: Widget | None) -> bool:
        """Whether it is a text field."""


class TypeAhead:
    """Holds keys and pastes and passes them on in order.

    Textual passes a key from widget to widget by queues, and opens a screen while the next key is already under way: without this
    the first letters of a name typed right after `c` were lost, or taken for commands.

    hand_on: passes a key to the widgets; loaded: set once the queues were read; dropped: called when held keys were dropped.

    No key is held for longer than LONGEST. After such a pause nobody remembers what was typed, and the screen may have changed:
    characters go into a text field that has the focus, and are dropped, with a message, if they would run as commands, as is the
    rest of the word, which comes after them; other keys are passed on if the screen is still the same. A dialog gets its answer at
    once, whatever happens on the screen below it.
    """

    def __init__(
        self,
        app: App[Any],
        focus: Focus,
        hand_on: Callable[[events.Event], Awaitable[None]],
        loaded: asyncio.Event,
        dropped: Callable[[], None],
    ) -> None:
        self._app = app
        self._focus = focus
        self._hand_on = hand_on
        self._loaded = loaded
        self._dropped = dropped
        self._held: deque[_Held] = deque()
        self._working: asyncio.Task[None] | None = None
        self._given_up: WeakSet[Worker[object]] = WeakSet()  # timed out: the next key does not wait again
        self._loads = True
        self._clock = _Clock()
        self._drops_until = 0.0  # the rest of a word of which a part was dropped

    @property
    def idle(self) -> bool:
        """Whether nothing is held and nothing is running."""
        return self._working is None

    async def take(self, event: events.Event) -> None:
        """Accepts a key or a paste from the terminal."""
        if isinstance(event, events.Key) and event.key == _COOKED_ENTER:
            event = events.Key("enter", "\r")
        if self._ends_dropped_word(event):
            return
        stack = self._app.screen_stack
        self._held.append(_Held(event, self._clock.now() + LONGEST, stack[-1] if stack else None))
        if self._working is None:
            self._working = asyncio.create_task(self._work())

    def _ends_dropped_word(self, event: events.Event) -> bool:
        """Whether it would run as a command, though it was typed together with what has just been dropped."""
        is_sign = isinstance(event, events.Key) and event.is_printable
        if monotonic() >= self._drops_until or not is_sign or self._takes_text():
            return False
        self._drops_until = monotonic() + BURST
        return True

    async def _work(self) -> None:
        counting = asyncio.create_task(self._clock.run())
        try:
            while self._held and self._app.is_running:
                held = self._held[0]
                in_time = await self._waited(held)
                if self._clock.now() > held.until and not self._is_still_wanted(held, in_time):
                    self._drop()
                    continue
                self._held.popleft()
                await self._hand_on(held.event)
                if not self._is_text(held.event):
                    await self._done_with()
        finally:
            counting.cancel()
            self._clock.stop()
            self._working = None

    async def _waited(self, held: "_Held") -> bool:
        """Waits for what the previous key has started. Returns whether that was done in time."""
        answers = held.screen is not None and self._is_on_top(held.screen) and self._focus.is_dialog(held.screen)
        waits_for_none = held.key in _LEAVING or answers
        in_time = waits_for_none or await self._workers(_GROUPS[:-1] if held.key == _BACK else _GROUPS, held.until)
        return await self._until_ready(held.until) and in_time

    def _is_still_wanted(self, held: "_Held", in_time: bool) -> bool:
        """Whether a key that was held for long may be passed on. in_time: whether what it waited for was done."""
        is_sign = not isinstance(held.event, events.Key) or held.event.is_printable
        leaves = any(other.key in _LEAVING for other in self._held)  # and does not wait for expired keys
        if held.key in _WAY_OUT or (in_time and self._takes_text() and (is_sign or not leaves)):
            return True
        return not is_sign and not leaves and self._is_on_top(held.screen)

    def _is_on_top(self, screen: Screen[object] | None) -> bool:
        """Whether it is the visible screen."""
        return bool(self._app.screen_stack) and self._app.screen_stack[-1] is screen

    def _drop(self) -> None:
        """Drops what is held, except the keys that leave a screen."""
        kept = [held for held in self._held if held.key in _WAY_OUT]
        self._held.clear()
        self._held.extend(kept)
        self._drops_until = monotonic() + BURST
        self._dropped()

    def _takes_text(self) -> bool:
        """Whether the focused widget is a text field."""
        return self._focus.takes_text(self._app.focused)

    def _is_text(self, event: events.Event) -> bool:
        """Whether it is another character of a text: a field handles those in order by itself, and fast."""
        return isinstance(event, events.Key) and event.is_printable and self._takes_text()

    async def _until_ready(self, until: float) -> bool:
        """Waits until the top screen has focused a field, and a form has loaded its draft. Returns whether that was in time.

        A screen that has lost its focus for any reason gives it to the first widget of the chain.
        """
        asked: Screen[object] | None = None
        while self._app.is_running:
            screen = self._app.screen
            if screen.is_mounted and self._focus.is_ready(screen):
                if screen.focused is not None or not (chain := screen.focus_chain):
                    return True
                if asked is screen:
                    screen.set_focus(chain[0])
                    return True
                asked = screen
                await self._done_with()  # a new screen requests its focus by a message
                continue
            if self._clock.now() > until:
                return False
            await asyncio.sleep(_POLL)
        return False

    async def _done_with(self) -> None:
        """Waits until the key, and the messages between widgets that it caused, have reached the application."""
        for _ in range(2):
            pumps: list[MessagePump] = [self._app]
            if self._app.is_running and (target := self._app.focused or self._app.screen):
                pumps = list(target.ancestors_with_self)
            for pump in pumps:
                passed = asyncio.Event()
                if pump.is_running and pump.call_later(passed.set):
                    await _answer(pump, passed)

    def _is_over(self, worker: Worker[object]) -> bool:
        """Whether it no longer has to be waited for."""
        return worker.is_finished or worker in self._given_up

    async def _workers(self, groups: tuple[str, ...], until: float) -> bool:
        """Waits until the queues were read and all work started since is done. Returns whether that was in time."""
        if self._loads and not self._loaded.is_set():
            self._loads = await self._in_time(self._loaded.wait(), until)
            if not self._loads:
                return False
        while busy := [worker for worker in self._app.workers if worker.group in groups and not self._is_over(worker)]:
            for task in busy:
                if not await self._in_time(_ended(task), until):
                    # Each key waits for a form that is being saved: text typed into it would be lost when it closes.
                    self._given_up.update(other for other in busy if other.group != _SAVE)
                    return False
            await self._done_with()  # a closing form notifies the board, which reloads its queues
            if self._clock.now() > until:
                return False
        return True

    async def _in_time(self, work: Awaitable[object], until: float) -> bool:
        """Waits for something, which continues if it takes too long. Returns whether it finished in time."""
        waiting = asyncio.ensure_future(work)
        while True:
            await asyncio.wait((waiting,), timeout=max(0.0, until - self._clock.now()))
            if waiting.done() or self._clock.now() >= until:
                return waiting.done()


async def _answer(pump: MessagePump, passed: asyncio.Event) -> None:
    """Waits until a widget has handled its messages, or is gone: one that closes drops them."""
    until = monotonic() + _GONE
    while not passed.is_set() and pump.is_running and monotonic() < until:
        with suppress(TimeoutError):
            await asyncio.wait_for(passed.wait(), _LOOK)


async def _ended(worker: Worker[object]) -> None:
    with suppress(WorkerError):
        await worker.wait()
