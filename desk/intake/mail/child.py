"""The process that reads messages: `python -m desk.intake.mail.child`, started by reader.py. It knows no database and no settings.

From standard input: a mode (WHOLE, HEAD or FILE), the place of a file and the length of a message, then the message; to standard
output: a length, then a JSON document, or the bytes of the file. Ends at the end of its input, or by the system where a message
takes too much.
"""

import signal
import struct
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from desk.intake.mail.message import Flaw
from desk.intake.mail.understanding import extract, headers_only, understand

try:
    import resource
except ImportError:  # Windows has no such limits: there only the parent's time limit holds
    resource = None  # type: ignore[assignment]

WHOLE, HEAD, FILE = b"w", b"h", b"f"
REQUEST, ANSWER = struct.Struct("!cIQ"), struct.Struct("!Q")
MEMORY = 160 * 2**20  # bytes that a message may take beside what the program itself does
_SECONDS = 1.9  # of the processor, for one message: the largest take half a second on an idle machine


def main() -> None:
    """Reads messages until there are no more."""
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    _limit_memory()
    while asked := given.read(REQUEST.size):
        mode, place, length = REQUEST.unpack(asked)
        raw = given.read(length)
        _limit_time()
        _answer(answers, extract(raw, place) if mode == FILE else _read(raw, mode))


def _read(raw: bytes, mode: bytes) -> bytes:
    if mode == WHOLE:
        try:
            return msgspec.json.encode(understand(raw))
        except Exception:  # a fault of a parser, which a stranger's message must not turn into a lost one
            pass
    return msgspec.json.encode(headers_only(raw, Flaw.FAILED))


def _answer(answers: BinaryIO, document: bytes) -> None:
    answers.write(ANSWER.pack(len(document)))
    answers.write(document)
    answers.flush()


def _limit_memory() -> None:
    if resource is not None and sys.platform == "linux":
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))


def _limit_time() -> None:
    """Has the system end the process if the next message takes longer. Not by a handler: one waits for the parser to return."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, _SECONDS)


if __name__ == "__main__":
    main()
