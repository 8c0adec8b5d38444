"""The worst day: an import or a restore is killed at any moment and a copy put back; bytes are flipped in the database or a copy.

`make drills ARGS="restores"`, `ARGS="damage"`, `ARGS="copies"`: one of them alone; a number after it makes so many rounds.
"""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path
from time import perf_counter, sleep

from desk.charter import Charter
from desk.charter.errors import DeskError
from desk.demo import fill
from desk.store.charter_versions import use_applied
from desk.store.commands.recording import Recording, record
from desk.store.connection.copying import companions
from desk.store.connection.opening import open_database
from desk.store.database import Store
from desk.store.maintenance import backup
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from desk.store.queries import board
from desk.store.queries.board_cache import BoardCache
from tests.unit.store_worker import NOW

ROUNDS = 40  # of each kind of kill: half a minute on a free machine
DAMAGED = 300  # databases: half a minute on a free machine
CHANGED = 1_000  # copies with a flipped byte, and as many cut short: ten seconds on a free machine
_LINES = 1_500
_COPIED, _LATER = 8, 12  # tickets in the copy, and in the database since


def restores(rounds: str = "") -> bool:
    """Kills imports in their transaction and puts a copy back beside what is left; kills restores. Returns whether all held."""
    count = int(rounds or ROUNDS)
    began = perf_counter()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        desk = _Desk(place)
        beside_hot, wrong = 0, Counter[str]()
        for number in range(count):
            was_hot = desk.kill_an_import(number)
            beside_hot += was_hot
            wrong["restored"] += not desk.restores()
        left = Counter(desk.kill_a_restore(number / count) for number in range(count))
    figures = {
        "imports killed": count,
        "with a hot journal": beside_hot,
        "restores that failed": wrong["restored"],
        "restores killed": count,
        "former database left": left[_LATER],
        "copy left": left[_COPIED],
        "neither": count - left[_LATER] - left[_COPIED],
    }
    return _told("restores", figures, began, failed=figures["restores that failed"] + figures["neither"])


class _Desk:
    """A desk with a copy that has fewer tickets, and the two programs that are killed on it."""

    def __init__(self, place: Path) -> None:
        self.path, self.copy, self.box = place / "desk.db", place / "copy.db", place / "box.csv"
        self._later = place / "later.db"
        store = open_desk(str(self._later), None, lambda: NOW)
        _record(store, _COPIED)
        store.close()
        shutil.copy(self._later, self.copy)
        store = open_desk(str(self._later), None, lambda: NOW)
        _record(store, _LATER - _COPIED)
        store.close()
        lines = "".join(f"Candidate {n},{n:05}\n" for n in range(_LINES))
        self.box.write_text("name,candidate number\n" + lines, encoding="utf-8")
        self._begin()
        self._takes = self._restored_in()

    def _begin(self) -> None:
        for old in self.path.parent.glob("desk.db*"):
            old.unlink()
        shutil.copy(self._later, self.path)

    def kill_an_import(self, number: int) -> bool:
        """Whether its journal is left. Every second one is killed in its transaction, the others at a moment of their own."""
        self._begin()
        if number % 2:
            worker = _worker("stuck", self.path, self.box, str(2 + number * (_LINES - 2) // ROUNDS))
            assert worker.stdout
            assert worker.stdout.readline().strip() in ("stuck", "done")
        else:
            worker = _worker("box", self.path, self.box)
            sleep(random.Random(number).random())
        _kill(worker)
        return bool(companions(self.path))

    def restores(self) -> bool:
        """Whether the copy stands there afterwards and the former database is aside, both in order."""
        _, aside = backup.restore(str(self.path), self.copy, lambda: NOW)
        assert aside is not None
        return not companions(self.path) and _tickets(self.path) == _COPIED and _tickets(aside) in (_LATER, _LATER + _LINES)

    def _restored_in(self) -> float:
        worker = _restore(self.path, self.copy)
        began = perf_counter()
        worker.communicate("go\n")
        return perf_counter() - began

    def kill_a_restore(self, after: float) -> int:
        """How many tickets a desk finds then; -1 where it finds no desk in order. after: a share of the time that it takes."""
        self._begin()
        worker = _restore(self.path, self.copy)
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
        sleep(after * self._takes * 1.05)
        _kill(worker)
        return _tickets(self.path)


def damage(rounds: str = "") -> bool:
    """Flips bits and looks at what is left as a desk, a check and a backup do. Returns whether each ended in an answer."""
    count, began = int(rounds or DAMAGED), perf_counter()
    ends = Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        whole = place / "whole.db"
        fill(str(whole), Charter.load(), datetime.fromtimestamp(NOW).astimezone(), seed=7)
        raw, rows = whole.read_bytes(), _rows(whole)
        ours = _places(raw)
        for number in range(count):
            dice = random.Random(number)
            damaged = bytearray(raw)
            for _ in range(dice.choice((1, 3, 20))):
                place_of = dice.choice(ours) if number % 2 else dice.randrange(len(raw))
                damaged[place_of] ^= 1 << dice.randrange(8)
            path = place / "damaged.db"
            path.write_bytes(damaged)
            ends.update(_looked_at(path, rows))
            for old in place.glob("damaged.db*"):
                old.unlink()
    figures = {"databases": count, **{name: ends[name] for name in _ENDS}}
    return _told("damage", figures, began, failed=ends[_TRACEBACK] + ends[_NOT_COPIED])


def copies(rounds: str = "") -> bool:
    """Flips a byte of a backup, then cuts it short, and tries to restore each. Returns whether all were refused, the database as it
    was."""
    count, began = int(rounds or CHANGED), perf_counter()
    refused = Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        path, copy = Path(name) / "desk.db", Path(name) / "copy.db"
        fill(str(path), Charter.load(), datetime.fromtimestamp(NOW).astimezone(), seed=7)
        backup.back_up(str(path), copy, lambda: NOW)
        whole, before = copy.read_bytes(), path.read_bytes()
        for number in range(count):
            dice = random.Random(number)
            place = dice.randrange(len(whole))
            flipped = bytes([whole[place] ^ 1 << dice.randrange(8)])
            for kind, changed in (("flipped", whole[:place] + flipped + whole[place + 1 :]), ("cut", whole[:place])):
                copy.write_bytes(changed)
                try:
                    backup.restore(str(path), copy, lambda: NOW)
                except DeskError:
                    refused[kind] += path.read_bytes() == before
    figures = {"bytes flipped": count, "found": refused["flipped"], "cut short": count, "found cut": refused["cut"]}
    return _told("copies", figures, began, failed=2 * count - refused.total())


_TRACEBACK, _NOT_COPIED = "tracebacks", "not copied"
_ENDS = ("refused in one line", "with findings", "nothing found", "of these changed", "boards read", _NOT_COPIED, _TRACEBACK)


def _looked_at(path: Path, rows: dict[str, list[tuple[object, ...]]]) -> list[str]:
    """What came of it."""
    found = []
    try:
        store = open_desk(str(path), None, lambda: NOW)
        try:
            if check(store).findings:
                found.append("with findings")
            else:
                found.append("nothing found")
                if _rows(path) != rows:
                    found.append("of these changed")
            found += _board(store)
        finally:
            store.close()
    except DeskError:
        found.append("refused in one line")
    except Exception as error:  # what the drill is there to count
        print(f"  {type(error).__name__}: {error}"[:160])
        found.append(_TRACEBACK)
    copy = path.with_name("copied.db")
    try:
        backup.back_up(str(path), copy, lambda: NOW)
    except Exception as error:
        print(f"  not copied: {type(error).__name__}: {error}"[:160])
        found.append(_NOT_COPIED)
    for file in path.parent.glob("copied.db*"):
        file.unlink()
    return found


def _board(store: Store) -> list[str]:
    """Whether the queues can be read: some of them can, where a check finds something."""
    try:
        BoardCache().all(store)
        board.listed(store, None)
    except DeskError:
        return []
    return ["boards read"]


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that every table holds, as bytes where it is text."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        tables = [name.decode() for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        try:
            return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        except sqlite3.DatabaseError:
            return {}


def _places(raw: bytes) -> list[int]:
    """The bytes of pages that hold no calendar: that is three quarters of a small database."""
    page = int.from_bytes(raw[16:18])
    pages = [start for start in range(0, len(raw), page) if b'"names"' not in raw[start : start + page]]
    return [place for start in pages for place in range(start, start + page)]


def _record(store: Store, count: int) -> None:
    for n in range(count):
        record(store, "Boris", Recording("enquiry", "phone", name=f"Иванова {n}", subject="FCE"))


def _worker(*words: str | Path) -> "subprocess.Popen[str]":
    line = [sys.executable, "-m", "tests.unit.store_worker", *map(str, words)]
    return _started(line)


def _restore(path: Path, copy: Path) -> "subprocess.Popen[str]":
    return _started([sys.executable, "-c", _RESTORE, str(path), str(copy)])


_RESTORE = """
import sys
from pathlib import Path
from desk.store.maintenance.backup import restore
print("ready", flush=True)
sys.stdin.readline()
restore(sys.argv[1], Path(sys.argv[2]), lambda: 1)
"""


def _started(line: list[str]) -> "subprocess.Popen[str]":
    worker = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdin
    assert worker.stdout
    assert worker.stdout.readline() == "ready\n"
    if "-m" in line:
        worker.stdin.write("\n")
        worker.stdin.flush()
    return worker


def _kill(worker: "subprocess.Popen[str]") -> None:
    worker.kill()
    worker.communicate()


def _tickets(path: Path) -> int:
    """How many tickets a desk finds there, -1 where it finds none in order."""
    try:
        store = open_database(str(path), lambda: NOW, make=False)
        try:
            use_applied(store)
            found = check(store)
            return -1 if found.findings else found.tickets
        finally:
            store.close()
    except DeskError:
        return -1


def _told(name: str, figures: dict[str, int], began: float, *, failed: int) -> bool:
    """Prints the figures and writes them beside this file. Returns whether nothing failed."""
    words = ", ".join(f"{value:,} {what}" for what, value in figures.items())
    print(f"{name:12} {words}, {perf_counter() - began:.0f} s", flush=True)
    Path(__file__).with_name(f"{name}.json").write_text(json.dumps(figures, indent=2) + "\n")
    return not failed
