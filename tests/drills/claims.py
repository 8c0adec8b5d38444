"""Many desks take tickets, give them back and write notes at the same time, on a server and on a file: none is taken twice, no
change is lost, nobody waits for long.

Each desk is a process. A note is written on the version that was read before, so that some are refused: as many must be missing as
were refused.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from desk.store.commands import tickets
from desk.store.commands.assignment import take_next
from desk.store.commands.bulk_recording import open_together
from desk.store.commands.recording import Recording
from desk.store.errors import DatabaseUnusable, NotNow, Stale
from desk.store.event_log import events_of
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from desk.store.queries.board import rows_of
from desk.store.staff import staff_id
from tests import postgres
from tests.unit.store_worker import NOW

SECONDS = 120
TICKETS = 400
DESKS = {"server": (8, 32), "file": (8,)}
_LONG = 1.0  # seconds that no writer may wait


def drill(seconds: str = "") -> bool:
    """Runs each number of desks; prints rates and waits. Returns whether nothing was taken twice, lost or shown as busy."""
    lasts, found, held = int(seconds or SECONDS), list[dict[str, object]](), True
    with tempfile.TemporaryDirectory() as name, postgres.running(settings=()) as server:
        for kind, numbers in DESKS.items():
            for desks in numbers:
                place = f"{kind}_{desks}"
                if kind == "server":
                    server.run(f"CREATE DATABASE {place}")
                url = server.url(place) if kind == "server" else str(Path(name, f"{place}.db"))
                figures = {"database": kind, "desks": desks, **_run(url, desks, lasts)}
                print("claims      ", ", ".join(f"{key} {value}" for key, value in figures.items()), flush=True)
                found.append(figures)
                held = held and not any(figures[key] for key in ("twice", "lost", "busy", "findings", "long waits"))
    Path(__file__).with_name("claims.json").write_text(json.dumps(found, indent=2) + "\n")
    return held


def _run(url: str, desks: int, seconds: int) -> dict[str, object]:
    with closing(open_desk(url, None, lambda: NOW, practice=True)) as store, store.transaction():
        staff = staff_id(store, "Anna")
        open_together(store, staff, [Recording("enquiry", "phone", name=f"Caller {n}", subject="FCE") for n in range(TICKETS)])
    line = [sys.executable, "-m", "tests.drills.claims", url]
    workers = [
        subprocess.Popen([*line, f"Desk {n}", str(seconds)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(desks)
    ]
    _together(workers, "ready")
    _together(workers, "finished")  # ending a process takes time of those that still work
    done = [json.loads(worker.communicate()[0]) for worker in workers]
    waits = sorted(wait for one in done for wait in one["waits"])
    with closing(open_desk(url, None, lambda: NOW, practice=True)) as store:
        stories = [[event.what for event in events_of(store, number)] for number in range(1, TICKETS + 1)]
        findings = len(check(store).findings)
    notes = sum(story.count("noted") for story in stories)
    taken = sum(story.count("taken") for story in stories)
    claims = sum(one["claims"] for one in done)
    return {
        "seconds": seconds,
        "claims": claims,
        "claims a second": round(claims / seconds),
        "acts a second": round(len(waits) / seconds),
        "p50 ms": round(waits[len(waits) // 2] * 1e3, 1),
        "p99 ms": round(waits[len(waits) * 99 // 100] * 1e3, 1),
        "longest ms": round(waits[-1] * 1e3, 1),
        "conflicts": sum(one["refused"] for one in done),
        "twice": sum(_taken_twice(story) for story in stories),
        "lost": abs(claims - taken) + abs(sum(one["notes"] for one in done) - notes),
        "busy": sum(one["busy"] for one in done),
        "long waits": sum(wait > _LONG for wait in waits),
        "findings": findings,
    }


def _together(workers: Sequence[subprocess.Popen[str]], state: str) -> None:
    """Waits until all desks have come so far, then lets them go on."""
    for worker in workers:
        assert worker.stdout
        assert worker.stdout.readline() == f"{state}\n"
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()


def _wait_for_all(state: str) -> None:
    print(state, flush=True)
    sys.stdin.readline()


def _taken_twice(story: list[str]) -> int:
    """How often a ticket was taken while somebody had it."""
    turns = [what for what in story if what in ("taken", "returned")]
    return sum(first == second == "taken" for first, second in pairwise(turns))


def _work(url: str, who: str, seconds: float) -> None:
    """One desk: takes the next ticket, writes a note on one that somebody may have changed, gives the first one back."""
    odd = random.Random(who)
    counts, waits = {"claims": 0, "notes": 0, "refused": 0, "busy": 0}, list[float]()

    @contextmanager
    def timed() -> Iterator[None]:
        began = perf_counter()
        try:
            yield
        except DatabaseUnusable:
            counts["busy"] += 1
        finally:
            waits.append(perf_counter() - began)

    with closing(open_desk(url, None, lambda: NOW, practice=True)) as store:
        _wait_for_all("ready")
        until = perf_counter() + seconds
        while perf_counter() < until:
            number = 0
            with timed():
                try:
                    number = take_next(store, who, "enquiry")
                    counts["claims"] += 1
                except NotNow:
                    continue
            other = odd.randint(1, TICKETS)
            seen = rows_of(store, [other])[other].version
            with timed():
                try:
                    tickets.note(store, who, other, "x", seen=seen)
                    counts["notes"] += 1
                except Stale:
                    counts["refused"] += 1
            if number:
                with timed():
                    tickets.hand_back(store, who, number)
        _wait_for_all("finished")
    print(json.dumps({**counts, "waits": waits}), flush=True)


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2], float(sys.argv[3]))
