"""The real program in a real terminal: a pseudo-terminal with pexpect, its screen with pyte."""

import os
import re
import shlex
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

from tests.layouts import on_layout

SECONDS = 60  # until a screen that does not come is given up: never slept through
_KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
    "left": "\x1b[D", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
    "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
    "f11": "\x1b[23~", "f12": "\x1b[24~", "ctrl+l": "\x0c", "ctrl+n": "\x0e", "ctrl+p": "\x10", "ctrl+q": "\x11", "ctrl+s": "\x13",
    "space": " ", "home": "\x1b[H", "end": "\x1b[F", "delete": "\x1b[3~",
}  # fmt: skip
_SHELL = ("bash", "--norc", "--noprofile", "-i")


class Terminal:
    """A running `desk`. layout: `en` or `ru`, which sign a letter key sends; now: the moment at which its clock starts;
    environment: further variables; arguments: further ones; in_shell: started from an interactive shell."""

    def __init__(
        self,
        database: Path,
        now: str,
        *,
        language: str = "en",
        layout: str = "en",
        staff: str = "Anna",
        size: tuple[int, int] = (110, 32),
        environment: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        in_shell: bool = False,
    ) -> None:
        self._prepare(layout, size)
        folder = database.parent
        given = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder), "TERM": "xterm-256color",
            "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC", "DESK_NOW": now, "TEXTUAL_ANIMATIONS": "none",
        } | dict(environment or {})  # fmt: skip
        line = [sys.executable, "-m", "desk", "--db", str(database), "--lang", language, "--as", staff, *arguments]
        self._start([*_SHELL] if in_shell else line, given, folder)
        if in_shell:
            self.child.send(shlex.join(line) + "\r")

    @classmethod
    def of(cls, line: Sequence[str], folder: Path, size: tuple[int, int] = (110, 32)) -> Self:
        """Another program that draws a desk, as one that brings it from another machine."""
        terminal = cls.__new__(cls)
        terminal._prepare("en", size)
        terminal._start(
            line, {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8"}, folder
        )
        return terminal

    def _prepare(self, layout: str, size: tuple[int, int]) -> None:
        self.layout = layout
        self.raw = b""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)

    def _start(self, line: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        size = self._screen.lines, self._screen.columns
        self.child = pexpect.spawn(line[0], [*line[1:]], env={**environment}, cwd=str(folder), dimensions=size, timeout=SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.child.close(force=True)
        except pexpect.ExceptionPexpect:  # killed, and a busy machine has not taken it away yet
            self.child.wait()

    @property
    def text(self) -> str:
        """What stands on the screen, its blanks folded to one."""
        return "\n".join(re.sub(r"\s+", " ", line) for line in self._screen.display)

    def until(self, holds: Callable[[str], object], what: str) -> None:
        """Reads what the program draws until the screen is as wanted. Raises AssertionError with the screen that came instead."""
        deadline = time.monotonic() + SECONDS  # a board with a timer on it never stops drawing
        try:
            while not holds(self.text):
                self._read(deadline - time.monotonic())
        except (pexpect.TIMEOUT, pexpect.EOF):
            shown = "\n".join(line.rstrip() for line in self._screen.display)
            raise AssertionError(f"waited for {what}; the screen shows:\n{shown}") from None

    def sees(self, *words: str) -> None:
        """Waits until all of these words stand on the screen, in whatever lines."""
        self.until(lambda text: all(word in text for word in words), repr(words))

    def reads(self, sentence: str) -> None:
        """Waits until every word of a sentence stands on the screen, wherever its lines break."""
        self.sees(*sentence.split())

    def matches(self, pattern: str) -> None:
        """Waits until a line of the screen holds this pattern."""
        self.until(lambda text: re.search(pattern, text), f"the pattern {pattern!r}")

    def misses(self, *words: str) -> None:
        """Waits until none of these words stands on the screen."""
        self.until(lambda text: not any(word in text for word in words), f"none of {words!r}")

    def resize(self, columns: int, lines: int) -> None:
        """Makes the terminal smaller or larger."""
        self._screen.resize(lines, columns)
        self.child.setwinsize(lines, columns)
        self.child.kill(signal.SIGWINCH)

    def press(self, *keys: str) -> None:
        """Keys, one right after the other, as the layout sends them: nothing waits for the program."""
        for key in keys:
            sign = _KEYS.get(key) or on_layout(key, self.layout)
            self.child.send(sign.encode())

    def type(self, words: str) -> None:
        """Text into a field."""
        self.child.send(words.encode())

    def paste(self, words: str) -> None:
        """Text as a terminal sends what is pasted."""
        self.child.send(f"\x1b[200~{words}\x1b[201~".encode())

    def form(self, key: str, *fields: str) -> None:
        """Opens a form, fills its fields in their order, saves: all typed ahead. "" leaves a field as it is."""
        self.press(key)
        for place, words in enumerate(fields):
            if place:
                self.press("tab")
            self.type(words)
        self.press("enter")

    def leave(self) -> None:
        """Quits from the board and waits for the end of the program."""
        self.press("q")
        self.ended()
        assert self.child.exitstatus == 0

    def ended(self) -> None:
        """Waits for the end of the program. Raises AssertionError with the screen of one that goes on."""
        self.reads_to_the_end()
        self.child.close()

    def reads_to_the_end(self) -> None:
        """Reads all that the program draws, and keeps the terminal open: a clock that is drawn each second is no end."""
        deadline = time.monotonic() + SECONDS
        with suppress(pexpect.EOF):
            while True:
                try:
                    self._read(deadline - time.monotonic())
                except pexpect.TIMEOUT:
                    raise AssertionError(f"waited for the end; the screen shows:\n{self.text}") from None

    def _read(self, seconds: float) -> None:
        data = self.child.read_nonblocking(65_536, timeout=max(0.0, seconds))
        self.raw += data
        self._stream.feed(data)
