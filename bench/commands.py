"""Whole commands, from the shell's side: against a Python that imports what each of them cannot do without."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.figures import Figure
from bench.filled import filled
from bench.terminal import surroundings

ROUNDS = 11
LONG_ROUNDS = 5  # of the one that takes as long as all of the others
YARDSTICK = ("-c", "import click, sqlite3")
_CALL = ("add", "enquiry", "--channel", "phone", "--name", "Иванова Мария", "--subject", "Когда FCE?")


def measure(folder: Path, waiting: int) -> list[Figure]:
    """Every figure, on a desk of open tickets alone. waiting: how many."""
    path = filled(folder, waiting, waiting)
    timed = {
        "desk --version": (1.3, ROUNDS, ("-m", "desk", "--version")),
        "desk add": (4.0, ROUNDS, _desk(path, *_CALL)),
        "desk show N": (4.0, ROUNDS, _desk(path, "show", str(waiting // 2))),
        f"desk list --limit 50 of {waiting:,} open": (5.0, ROUNDS, _desk(path, "list", "--limit", "50")),
        # At most what `task list` of Taskwarrior takes for as many: 1.4 s where this took 0.054 s.
        f"desk list of {waiting:,} open": (26.0, LONG_ROUNDS, _desk(path, "list")),
    }
    return [_figure(name, bound, rounds, command) for name, (bound, rounds, command) in timed.items()]


def _desk(path: Path, *words: str) -> tuple[str, ...]:
    return ("-m", "desk", "--db", str(path), "--lang", "en", "--as", "Anna", *words)


def _figure(name: str, bound: float, rounds: int, command: tuple[str, ...]) -> Figure:
    """The two are run in turn, so that a slow second is slow for both; the first round fills the caches, and is not counted."""
    took, base = [], []
    for _ in range(rounds + 1):
        base.append(_run(YARDSTICK))
        took.append(_run(command))
    one, other = statistics.median(took[1:]), statistics.median(base[1:])
    return Figure(f"{name}, against imports", one / other, bound, False, f"{one:.3f} s against {other:.3f} s")


def _run(arguments: tuple[str, ...]) -> float:
    """Seconds that Python takes for it, its output thrown away."""
    environment = surroundings()
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun
