"""A program in a pseudo-terminal, as somebody runs it: what it writes, how long that takes, what it costs."""

import os
import random
import re
import select
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Self

import pexpect

from bench.filled import NOW

SIZE = (160, 48)
FRAME = 1 / 60  # seconds between two of Textual's
QUIET = 0.06  # seconds without a byte: all of a repaint has come
PATIENCE = 120.0
_CODES = re.compile(rb"\x1b\[[0-9;?<>=]*[A-Za-z$~]|\x1b[\]P_].*?(?:\x1b\\|\x07)|\x1b.")


class Program:
    """A running Python program. arguments: as after `python`; now: the moment at which its clock starts; more: variables."""

    def __init__(self, *arguments: str, now: str = NOW, more: Mapping[str, str] = MappingProxyType({})) -> None:
        environment = surroundings(now) | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | dict(more)
        self.begun = time.perf_counter()
        self._child = pexpect.spawn(sys.executable, list(arguments), dimensions=SIZE[::-1], env=environment, timeout=PATIENCE)
        self._odd = random.Random(1)
        self._seen = b""
        self.written = 0

    @classmethod
    def desk(cls, url: str, now: str = NOW, more: Mapping[str, str] = MappingProxyType({})) -> Self:
        """The desk itself."""
        return cls("-m", "desk", "--db", url, "--lang", "en", "--as", "Anna", now=now, more=more)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close(force=True)

    def until(self, *marks: str) -> float:
        """Seconds from the start of the program until all of these texts have been on its terminal."""
        shown = ""
        while not all(mark in shown for mark in marks):
            self._seen += self._read(PATIENCE)
            shown = _CODES.sub(b"", self._seen).decode("utf-8", "ignore")
        return time.perf_counter() - self.begun

    def settle(self, seconds: float = 1.5) -> None:
        """Reads on until nothing has come for so long, or only what the ticker writes."""
        begun = time.monotonic()
        while self._read(0.5) and time.monotonic() - begun < 10 * seconds:
            pass

    def press(self, sign: str) -> float:
        """Milliseconds from a key to the last byte of what it changes on the terminal."""
        # At any place between two frames: a key right after one would always wait the same time for the next.
        end = time.monotonic() + self._odd.random() * FRAME
        while (left := end - time.monotonic()) > 0:
            self._read(left)
        begun = last = time.perf_counter()
        os.write(self._child.child_fd, sign.encode())
        patience = 2.0
        while self._read(patience):
            last, patience = time.perf_counter(), QUIET
        return (last - begun) * 1000

    @property
    def processor(self) -> float:
        """Seconds of processor time that the program has used up, all its threads together."""
        # Linux's clock of another process, as clock_getcpuclockid(3) makes its id: /proc counts in hundredths of a second.
        return time.clock_gettime((~self._child.pid << 3) | 2)

    @property
    def memory(self) -> float:
        """Resident MiB."""
        status = Path(f"/proc/{self._child.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def fileno(self) -> int:
        """Lets `select` wait for it."""
        return int(self._child.child_fd)

    def _drain(self) -> None:
        while self._read(0):
            pass

    def _read(self, seconds: float) -> bytes:
        """What it has written; nothing where nothing comes for so long. Raises EOFError where it has ended."""
        if not select.select([self], [], [], seconds)[0]:
            if seconds == PATIENCE:
                raise TimeoutError(_CODES.sub(b"", self._seen[-4000:]).decode("utf-8", "replace"))
            return b""
        try:
            data = os.read(self._child.child_fd, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise EOFError(_CODES.sub(b"", self._seen[-4000:]).decode("utf-8", "replace"))
        self.written += len(data)
        return data


def surroundings(now: str = NOW) -> dict[str, str]:
    """The environment of a program that is measured: a fixed time, compiled modules, and nothing of whoever measures: their
    `desk.toml` would be read too."""
    left_out = ("NO_COLOR", "PYTHONDONTWRITEBYTECODE", "DESK_SETTINGS", "DESK_LANG", "DESK_DATABASE")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"DESK_NOW": now, "LANG": "C.UTF-8", "PYTHONUTF8": "1", "XDG_CONFIG_HOME": "/nonexistent"}


def empty_start() -> float:
    """Seconds from the command to the first line of a Textual application that shows nothing else: what a terminal's figures are
    held against."""
    with Program("-m", "bench.empty_app") as program:
        return program.until("nothing here")


def watch(programs: Sequence[Program], seconds: float) -> list[tuple[float, int]]:
    """What each of them, side by side, uses of the processor (seconds) and writes (bytes) while nobody touches a key."""
    before = [(program.processor, program.written) for program in programs]
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for program in select.select(programs, [], [], left)[0]:
            program._drain()
    return [
        (program.processor - used, program.written - written) for program, (used, written) in zip(programs, before, strict=True)
    ]
