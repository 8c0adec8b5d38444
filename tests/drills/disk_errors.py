"""A disk that is full from some call on, or fails at one: injected into every call of a desk at work by strace. The desk says so in
one line, what it acknowledged is there, and nothing is damaged.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desk.charter.errors import DeskError
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from tests.unit.store_worker import NOW


@dataclass(frozen=True)
class Fault:
    """A call that fails. stays: whether every later call of it fails as well."""

    call: str
    error: str
    stays: bool = False


FAULTS = (
    Fault("pwrite64", "ENOSPC", stays=True),
    Fault("pwrite64", "ENOSPC"),
    Fault("pwrite64", "EIO"),
    Fault("fsync", "EIO"),
    Fault("fdatasync", "EIO"),
    Fault("unlink", "EIO"),
)
RARER = {"acts": 1, "all": 20}  # of the whole scenario, with its backup and restore, fewer calls are tried


def drill(only: str = "") -> bool:
    """Runs the scenario once for each call; prints what was found. Returns whether nothing was lost, damaged or badly said.

    only: one of the parts, "" for all.
    """
    file = Path(__file__).with_name("disk_errors.json")
    figures = {figure["part"]: figure for figure in json.loads(file.read_text())}
    held = True
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        empty = Path(name, "empty.db")
        open_desk(str(empty), None, lambda: NOW, practice=True).close()
        for part, rarer in RARER.items():
            if only in ("", part):
                found = run(empty, ["--acts"] if part == "acts" else [], FAULTS, rarer)
                held = held and not found["failures"]
                figures[part] = {"part": part, **found}
                print("disk-errors ", ", ".join(f"{key} {value}" for key, value in figures[part].items()), flush=True)
    file.write_text(json.dumps(list(figures.values()), indent=2) + "\n")
    return held


def run(empty: Path, options: list[str], faults: Sequence[Fault], rarer: int) -> Counter[str]:
    """Runs the scenario once for each call. Returns how often it ended in which way.

    empty: a desk without tickets, in a folder of its own; rarer: which calls are tried: 1 for all, 20 for every twentieth.
    """
    calls = _calls(empty, empty.parent / "counted", options)
    found = Counter[str](failures=0)
    tries = [(fault, place) for fault in faults for place in range(1, calls[fault.call] + 1, rarer)]
    tried = partial(_one, empty, empty.parent, options)
    with ThreadPoolExecutor(2) as pool:
        for when, wrong, said in pool.map(tried, *zip(*tries, strict=True)):
            found["runs"] += 1
            found[said] += 1
            if wrong:
                found["failures"] += 1
                print(f"{when}: {wrong}", flush=True)
    return found


def _calls(empty: Path, folder: Path, options: list[str]) -> Counter[str]:
    """How often each call is made without any fault."""
    trace = folder.with_suffix(".trace")
    names = ",".join(sorted({fault.call for fault in FAULTS}))
    _played(empty, folder, ["-o", str(trace), "-e", f"trace={names}"], options)
    return Counter(line.partition("(")[0] for line in trace.read_text().splitlines())


def _played(empty: Path, folder: Path, strace: list[str], options: list[str]) -> subprocess.CompletedProcess[str]:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "backup").mkdir(parents=True)
    shutil.copy(empty, folder / "desk.db")
    line = ["strace", *strace, sys.executable, "-m", "tests.drills.scenario", str(folder), *options]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def _one(empty: Path, name: Path, options: list[str], fault: Fault, place: int) -> tuple[str, str, str]:
    """Runs the scenario with a fault. Returns which, what is wrong, "" for nothing, and how it ended."""
    when = f"{fault.call}:error={fault.error}:when={place}{'+' if fault.stays else ''}"
    folder = name / when.replace(":", "-")
    try:
        return when, *_ended(empty, folder, options, when)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ended(empty: Path, folder: Path, options: list[str], when: str) -> tuple[str, str]:
    done = _played(empty, folder, ["-o", "/dev/null", "-e", f"inject={when}"], options)
    told = done.stdout.splitlines()
    refused = told[-1].partition(" ")[2] if told and told[-1].startswith("refused") else ""
    if done.returncode not in (0, 3):
        return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode), "fault"
    ended = f"refused as {refused}" if refused else "went on"
    wanted = {int(words.split()[1]) for words in told if words.startswith("event")}
    try:
        with closing(open_desk(str(folder / "desk.db"), None, lambda: NOW, make=False, practice=True)) as store:
            if findings := check(store).findings:
                return f"{len(findings)} findings", ended
            there = {event for (event,) in store.rows("SELECT id FROM event")}
    except DeskError as error:
        return f"{type(error).__name__}: {error}", ended
    if "restored" not in told and not wanted <= there and not (folder / "backup" / "copy.db").exists():
        return f"{len(wanted - there)} acknowledged changes are gone", ended
    return "", ended
