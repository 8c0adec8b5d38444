"""An import killed at any moment leaves all of it or nothing: a hundred and twenty kills, spread over the time that it takes."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from tests.unit.store_worker import NOW

KILLS = 120
LINES = 3_000
_WORKER = (sys.executable, "-m", "tests.unit.store_worker", "box")


def drill() -> bool:
    """Kills as many imports; prints how many left all, and how many nothing. Returns whether each left one of the two, whole."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        box, empty = folder / "box.csv", folder / "empty.db"
        box.write_text("name,candidate number\n" + "".join(f"Candidate {n},{n:05}\n" for n in range(LINES)), encoding="utf-8")
        open_desk(str(empty), None, lambda: NOW, practice=True).close()
        whole = _imported(_copy(empty, folder / "whole.db"), box, None)
        left: dict[int, int] = {}
        broken = 0
        for kill in range(KILLS):
            database = _copy(empty, folder / "killed.db")
            _imported(database, box, whole * 1.05 * kill / KILLS)
            tickets, wrong = _looked_at(database)
            left[tickets] = left.get(tickets, 0) + 1
            broken += wrong
    figures = {"kills": KILLS, "lines": LINES, "nothing": left.get(0, 0), "all": left.get(LINES, 0), "broken": broken}
    print(
        f"kills        {KILLS} of an import of {LINES:,}: {left.get(0, 0)} left nothing, {left.get(LINES, 0)} all, {broken} broken"
    )
    Path(__file__).with_name("kills.json").write_text(json.dumps(figures, indent=2) + "\n")
    return not broken and set(left) <= {0, LINES}


def _copy(empty: Path, database: Path) -> Path:
    for old in database.parent.glob(f"{database.name}*"):
        old.unlink()
    return Path(shutil.copy(empty, database))


def _imported(database: Path, box: Path, killed_after: float | None) -> float:
    """Seconds that the import took from its beginning on. killed_after: seconds, None for never."""
    with subprocess.Popen([*_WORKER, str(database), str(box)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdin
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"
        began = perf_counter()
        worker.stdin.write("\n")
        worker.stdin.flush()
        if killed_after is None:
            assert worker.stdout.readline() == "done\n"
        else:
            sleep(killed_after)
            worker.kill()
        return perf_counter() - began


def _looked_at(database: Path) -> tuple[int, bool]:
    """How many tickets are there, and whether anything does not hold."""
    store = open_desk(str(database), None, lambda: NOW)
    try:
        found = check(store)
        ((batches,),) = store.rows("SELECT COUNT(*) FROM batch")
        return found.tickets, bool(found.findings) or batches != bool(found.tickets)
    finally:
        store.close()
