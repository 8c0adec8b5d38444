"""The real program in a real terminal under anything that a terminal can send.

Keys in both layouts, the mouse, focus reports, late answers, resizes. Each run lasts two minutes on a desk of its own. Afterwards
Ctrl+Q has to end it, no traceback may have been shown, its log may name no error but the desk's own, and `desk check` has to find
the database in order. A run is repeated by its number: `make drills ARGS="fuzz 7"`.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from time import monotonic

import pexpect

from desk.charter import Charter
from desk.demo import fill
from tests.layouts import on_layout
from tests.looks import look

RUNS = 20
AT_ONCE = 2
SECONDS = 120.0
ANSWERS = 30.0  # seconds after which a desk that does not end is dead
SMALLEST, LARGEST = (10, 3), (300, 80)
_KEPT = 4000  # last bytes of a run that are shown of one that failed

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789/?.,;'[] -+@:"
_NAMED = {
    "\r": 9, "\x1b": 9, "\t": 6, "\x1b[Z": 2, "\x1b[A": 6, "\x1b[B": 9, "\x1b[C": 4, "\x1b[D": 4, " ": 4, "\x7f": 3,
    "\x1b[H": 1, "\x1b[F": 1, "\x1b[5~": 3, "\x1b[6~": 3, "\x1b[2~": 1, "\x1b[3~": 1, "\x10": 2, "\x13": 2, "\x03": 1, "\x0c": 1,
    "\x15": 1, "\x17": 1, "\x0b": 1, "\x01": 1, "\x05": 1, "\x18": 1, "\x16": 1, "\x19": 1, "\n": 1, "\x00": 1,
    "\x1bOP": 2, "\x1bOQ": 2, "\x1bOR": 2, "\x1bOS": 2, "\x1b[15~": 2, "\x1b[17~": 2, "\x1b[18~": 2, "\x1b[19~": 2, "\x1b[20~": 2,
    "\x1b[21~": 2, "\x1b[23~": 2, "\x1b[24~": 2, "\x1b[1;2A": 1, "\x1b[1;5C": 1, "\x1ba": 1,
}  # fmt: skip
# What a terminal says unasked or late: key reports of the kitty protocol, device attributes, colours, its version, its cursor.
_REPORTS = (
    "\x1b[1079::112;5u", "\x1b[97;1:3u", "\x1b[1;1:3A", "\x1b[9999999u", "\x1b[99;5u", "\x1b[1089::99;5u", "\x1b[27u", "\x1b[13;1u",
    "\x1b[1;1B", "\x1b[57441;2u", "\x1b[1089::99;1;1089u", "\x1b[97;;229u", "\x1b[;u", "\x1b[0u", "\x1b[1114112u", "\x1b[55296u",
    "\x1b[?62;22;52c", "\x1b[>1;10;0c", "\x1b[>41;370;0c", "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", "\x1b]10;rgb:ff/ff/ff\x07",
    "\x1bP>|XTerm(370)\x1b\\", "\x1bP1+r544e=787465726d\x1b\\", "\x1b[12;40R", "\x1b[?2026;2$y", "\x1b[8;24;80t",
    "\x1b[?1u", "\x1b[?997;1n",    "\x1b_Gi=31;OK\x1b\\", "\x1b]52;c;0L/RgNC40LLQtdGC\x1b\\",
)  # fmt: skip
_WORDS = ("Иванова Мария", "Petrov\tWhen is FCE?", "8 911 000-11-22\t17:58", "2", "\t\t", "")
_PASTES = ("Иванова Мария", "+7 911 000-11-22", "tomorrow\r\nor never\x1b[A", "anna@example.org", "q" * 300, "03.11 17:58", "\x1b")


@dataclass
class Run:
    """What one run came to."""

    number: int
    keys: int = 0
    acts: int = 0  # events that the keys led to
    started: int = 0  # times: `q` is one of the keys
    dead: bool = False
    tracebacks: int = 0
    errors: list[str] = field(default_factory=list)  # of the log, but for the desk's own
    exits: list[int] = field(default_factory=list)  # other codes than 0
    check: int = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.dead or self.tracebacks or self.errors or self.exits or self.check)


def drill(*numbers: str, seconds: float = SECONDS) -> bool:
    """Prints what each run came to, and writes the sums. numbers: of the runs, none for all. Returns whether all went well."""
    runs = []
    with Pool(AT_ONCE) as pool:
        for run in pool.imap(partial(_run, seconds=seconds), map(int, numbers or range(1, RUNS + 1))):
            outcome = "well" if run.is_well else asdict(run)
            print(f"fuzz {run.number:3}     {run.keys:,} keys, {run.acts:,} acts, {run.started} starts: {outcome}", flush=True)
            runs.append(run)
    figures = {
        "runs": len(runs),
        "seconds": seconds,
        "keys": sum(run.keys for run in runs),
        "acts": sum(run.acts for run in runs),
        "dead": sum(run.dead for run in runs),
        "tracebacks": sum(run.tracebacks for run in runs),
        "errors": sum(len(run.errors) for run in runs),
        "exits": sum(len(run.exits) for run in runs),
        "checks_failed": sum(bool(run.check) for run in runs),
    }
    print("fuzz         " + ", ".join(f"{words} {count:,}" for words, count in figures.items()))
    if not numbers:
        Path(__file__).with_name("fuzz.json").write_text(json.dumps(figures, indent=2) + "\n")
    return all(run.is_well for run in runs)


def _run(number: int, seconds: float) -> Run:
    with tempfile.TemporaryDirectory(prefix="desk-fuzz-") as folder:
        return _Fuzzer(number, Path(folder)).run(seconds)


class _Fuzzer:
    """One run. number: also the seed, and by its parity the language."""

    def __init__(self, number: int, folder: Path) -> None:
        self._luck = random.Random(number)
        self._result = Run(number)
        self._folder, self._database = folder, folder / "desk.db"
        self._language = ("ru", "en")[number % 2]
        self._shown = b""
        self._sent: list[str] = []
        charter = Charter.load()
        fill(str(self._database), charter, datetime.now(charter.zone), number)
        self._environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(folder), "TZ": "UTC",
            "XDG_DATA_HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "COLORTERM": "truecolor", "EDITOR": "true", "VISUAL": "true",
        }  # fmt: skip

    def run(self, seconds: float) -> Run:
        """Sends what comes to mind for so long, then looks at what is left."""
        before = self._events()
        until = monotonic() + seconds
        while monotonic() < until:
            self._one_desk(until)
        self._result.acts = self._events() - before
        done = subprocess.run(
            [sys.executable, "-m", "desk", "--db", str(self._database), "check"],
            env=self._environment, cwd=self._folder, capture_output=True, check=False,
        )  # fmt: skip
        self._result.check = done.returncode
        if done.returncode:
            self._result.errors.append(done.stdout.decode()[-_KEPT:] + done.stderr.decode()[-_KEPT:])
        for log in (self._folder / "state").rglob("*.log*"):
            self._result.errors += [line for line in log.read_text().splitlines() if " ERROR " in line and not _is_of_files(line)]
        return self._result

    def _events(self) -> int:
        (number,) = look(self._database, "SELECT count(*) FROM event")[0]
        return int(number)

    def _one_desk(self, until: float) -> None:
        """A desk from its start to its end, which some key may bring."""
        self._result.started += 1
        self._shown = b""
        self._sent.clear()
        arguments = ["-m", "desk", "--db", str(self._database), "--lang", self._language, "--as", "Анна"]
        child = pexpect.spawn(
            sys.executable, arguments, env=self._environment, cwd=str(self._folder), dimensions=(32, 110), timeout=ANSWERS
        )  # fmt: skip
        child.delaybeforesend = None
        try:
            self._read(child, until=lambda: b"\x1b[?1049h" in self._shown)
            while monotonic() < until and child.isalive():
                self._send(child)
            if child.isalive():
                self._result.dead |= not self._quits(child)
        except (pexpect.EOF, OSError):
            pass
        finally:
            self._end(child)

    def _send(self, child: "pexpect.spawn[bytes]") -> None:
        """A handful of events, then a moment to answer."""
        luck = self._luck
        for _ in range(luck.choice((1, 1, 2, 3, 5, 8, 13))):
            kind = luck.random()
            if kind < 0.02:
                child.setwinsize(luck.randint(SMALLEST[1], LARGEST[1]), luck.randint(SMALLEST[0], LARGEST[0]))
                continue
            sent = self._event(kind)
            self._sent.append(sent)
            self._result.keys += 1
            child.send(sent.encode())
        self._read(child, until=_past(monotonic() + luck.choice((0.0, 0.02, 0.05, 0.1, 0.3))))

    def _event(self, kind: float) -> str:
        """What a terminal sends, by chance; kind: from 0 to 1."""
        luck = self._luck
        if kind < 0.06:
            return luck.choice(("\x1b[O", "\x1b[O", "\x1b[I"))
        if kind < 0.14:
            button, x, y = luck.choice((0, 0, 0, 2, 35, 64, 65)), luck.randint(0, LARGEST[0]), luck.randint(0, LARGEST[1])
            if luck.random() < 0.7:
                x, y = luck.randint(1, 110), luck.randint(1, 32)
            return f"\x1b[<{button};{x};{y}M" + (f"\x1b[<{button};{x};{y}m" if button < 3 else "")
        if kind < 0.17:
            return luck.choice(_REPORTS)
        if kind < 0.18:
            return f"\x1b[200~{luck.choice(_PASTES)}\x1b[201~"
        if kind < 0.22:  # back to the board, or a form that is filled in: chance alone seldom saves one
            return luck.choice(("\x1b\x1b\x1b", "\x1b\x1b[C\r", self._letter() + luck.choice(_WORDS) + "\r"))
        if kind < 0.60:
            return luck.choices(list(_NAMED), list(_NAMED.values()))[0]
        return self._letter()

    def _letter(self) -> str:
        """A key with a sign, on either layout."""
        letter = self._luck.choice(_LETTERS)
        if letter == "q" and self._luck.random() < 0.9:  # else most runs are starts
            letter = "c"
        return on_layout(letter, self._luck.choice(("en", "ru")))

    def _quits(self, child: "pexpect.spawn[bytes]") -> bool:
        """Ctrl+Q, and Yes where it asks. Returns whether that ends the desk."""
        child.setwinsize(32, 110)
        deadline = monotonic() + ANSWERS
        while monotonic() < deadline and child.isalive():
            for keys in ("\x11", "\x1b[C\r"):
                child.send(keys.encode())
                with suppress(pexpect.EOF, OSError):
                    self._read(child, until=_past(monotonic() + 1))
                if not child.isalive():
                    return True
        return not child.isalive()

    def _read(self, child: "pexpect.spawn[bytes]", until: Callable[[], bool]) -> None:
        """What is drawn, until something holds or nothing has come for long."""
        deadline = monotonic() + ANSWERS
        while not until() and monotonic() < deadline:
            with suppress(pexpect.TIMEOUT):
                self._shown = self._shown[-1_000_000:] + child.read_nonblocking(65_536, timeout=0.01)

    def _end(self, child: "pexpect.spawn[bytes]") -> None:
        with suppress(pexpect.EOF, pexpect.TIMEOUT, OSError):
            while True:
                self._shown += child.read_nonblocking(65_536, timeout=1)
        is_alive = child.isalive()
        with suppress(pexpect.ExceptionPexpect):  # killed, but not gone yet
            child.close(force=True)
        if not is_alive and child.exitstatus != 0:
            self._result.exits.append(child.exitstatus if child.exitstatus is not None else -(child.signalstatus or 0))
        if b"Traceback" in self._shown or b"\xe2\x94\x82 \xe2\x9d\xb1" in self._shown:
            self._result.tracebacks += 1
        if is_alive or child.exitstatus != 0 or self._result.tracebacks:
            self._keep()

    def _keep(self) -> None:
        """The last of what was sent and shown, for the person who looks for the fault."""
        with suppress(OSError):
            name = f"desk-fuzz-{self._result.number}.txt"
            shown = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", self._shown[-_KEPT * 4 :]).decode(errors="replace")
            Path(tempfile.gettempdir(), name).write_text(f"{self._sent[-60:]!r}\n\n{shown}\n")


def _past(moment: float) -> Callable[[], bool]:
    """Whether a moment of the monotonic clock is over."""
    return lambda: monotonic() > moment


def _is_of_files(line: str) -> bool:
    """Whether an error is about a file that somebody named: random letters name none."""
    return bool(re.search(r"ERROR (FileNotFound|IsADirectory|NotADirectory|Permission|FileExists|OS)Error", line))
