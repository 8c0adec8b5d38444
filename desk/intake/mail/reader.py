"""Reading messages in a child process, whose time and memory the system limits: no message can stop or stall the desk."""

import subprocess
import sys
from dataclasses import replace
from threading import Timer
from types import TracebackType
from typing import IO, Self

import msgspec

from desk.intake.mail.child import ANSWER, FILE, HEAD, REQUEST, WHOLE
from desk.intake.mail.message import Flaw, Mail
from desk.intake.mail.understanding import HEAD as LONGEST_HEAD
from desk.intake.mail.understanding import LARGEST

_PATIENCE = 30.0  # seconds: the child's own limit is of processor time, which a busy machine gives it seldom
_LONGEST_ANSWER = 64 * 2**20  # bytes


class _ChildGoneError(Exception):
    """The child has ended, or does not answer."""


class Reader:
    """Reads messages one after the other. Used as a context: it ends its child."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None) -> None:
        self.close()

    def read(self, raw: bytes, size: int = 0) -> Mail:
        """Reads a message. Never fails: of one that cannot be read, the result has the headers, or nothing, and says so.

        size: of the whole message, if this is only its beginning.
        """
        if max(len(raw), size) > LARGEST:
            found = self._attempt(raw[:LONGEST_HEAD], HEAD)
            flaws = (Flaw.LARGE,)
        else:
            found = self._attempt(raw, WHOLE)
            if found is not None:
                return found
            found = self._attempt(raw[:LONGEST_HEAD], HEAD)
            flaws = (Flaw.FAILED,)
        return replace(found, flaws=flaws) if found else Mail(flaws=(Flaw.UNREADABLE,))

    def file(self, raw: bytes, place: int) -> bytes | None:
        """The bytes of a file in a message; None if it cannot be read. place: in `Mail.attachments`."""
        child = self._child or self._started()
        try:
            return _exchange(child, REQUEST.pack(FILE, place, len(raw)) + raw)
        except (_ChildGoneError, OSError):
            self.close()
            return None

    def close(self) -> None:
        """Ends the child."""
        if self._child is None:
            return
        self._child.kill()
        self._child.communicate()
        self._child = None

    def _attempt(self, raw: bytes, mode: bytes) -> Mail | None:
        """What the child answers; None if it ended over the message."""
        child = self._child or self._started()
        try:
            return msgspec.json.decode(_exchange(child, REQUEST.pack(mode, 0, len(raw)) + raw), type=Mail)
        except (_ChildGoneError, OSError, msgspec.MsgspecError):
            self.close()
            return None

    def _started(self) -> subprocess.Popen[bytes]:
        """Starts the child, with nothing of the environment that could lead it elsewhere. Its complaints are nobody's."""
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "desk.intake.mail.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._child


def _exchange(child: subprocess.Popen[bytes], question: bytes) -> bytes:
    """Sends a question and receives the answer. Raises _ChildGoneError, OSError."""
    assert child.stdin is not None
    assert child.stdout is not None
    watch = Timer(_PATIENCE, child.kill)
    watch.start()
    try:
        child.stdin.write(question)
        child.stdin.flush()
        (length,) = ANSWER.unpack(_received(child.stdout, ANSWER.size))
        return _received(child.stdout, length)
    finally:
        watch.cancel()


def _received(answers: IO[bytes], length: int) -> bytes:
    found = answers.read(min(length, _LONGEST_ANSWER))
    if len(found) < length:
        raise _ChildGoneError
    return found
