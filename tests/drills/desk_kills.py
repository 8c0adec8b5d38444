"""A desk killed at any moment while it works: whatever it acknowledged is there, nothing is half there, the log holds. On a file
and on a server.

Each desk is forked from this process, so that a kill costs no start; it tells of each change after the store has returned.
"""

import json
import os
import random
import signal
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from time import sleep

from desk.store.commands import tickets
from desk.store.commands.assignment import take_next
from desk.store.commands.perform import perform
from desk.store.commands.recording import Recording, record
from desk.store.database import Store
from desk.store.errors import NotNow
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from tests import postgres
from tests.unit.store_worker import NOW

KILLS = 500
EACH = 25  # kills of the desks on one database: a longer log would take longer to check than the desks work
LONGEST = 0.12  # seconds from the first change to the kill


def drill(kills: str = "") -> bool:
    """Kills as many desks on each kind of database; prints what was found. Returns whether nothing was lost."""
    count, figures, held = int(kills or KILLS), list[dict[str, object]](), True
    with tempfile.TemporaryDirectory() as folder, postgres.running(settings=()) as server:
        for kind in ("file", "server"):
            totals = {"kills": 0, "acknowledged": 0, "unacknowledged but whole": 0, "lost": 0, "findings": 0}
            odd = random.Random(kind)
            for place in range(-(-count // EACH)):
                if kind == "server":
                    server.run(f"CREATE DATABASE kills_{place}")
                url = server.url(f"kills_{place}") if kind == "server" else str(Path(folder, f"{place}.db"))
                open_desk(url, None, lambda: NOW, practice=True).close()
                told = set[int]()
                for _ in range(min(EACH, count - totals["kills"])):
                    told |= set(_killed(url, odd.uniform(0, LONGEST)))
                    totals["kills"] += 1
                    lost, findings = _missing(url, told)
                    totals["lost"] += lost
                    totals["findings"] += findings
                totals["acknowledged"] += len(told)
                totals["unacknowledged but whole"] += _acts(url) - len(told)
            figures.append({"database": kind, **totals})
            print("desk-kills  ", ", ".join(f"{name} {value}" for name, value in figures[-1].items()), flush=True)
            held = held and not totals["lost"] and not totals["findings"]
    Path(__file__).with_name("desk_kills.json").write_text(json.dumps(figures, indent=2) + "\n")
    return held


def _killed(url: str, after: float) -> list[int]:
    """The first events of the changes that a desk acknowledged before it was killed. after: seconds from the first one."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _work(url, writing)
        finally:
            traceback.print_exc()  # it works until it is killed
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        first = told.readline()
        sleep(after)
        os.kill(child, signal.SIGKILL)
        rest = told.read()
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    lines = (first + rest).split(b"\n")[:-1]  # the last one may be cut
    return [int(line) for line in lines]


def _work(url: str, told: int) -> None:
    """A desk that records, takes, notes, answers and undoes without pause."""
    with closing(open_desk(url, None, lambda: NOW, practice=True)) as store:
        for number in _acts_of(store):
            os.write(told, f"{number}\n".encode())


def _acts_of(store: Store) -> Iterator[int]:
    """Makes changes; yields the last event of each after it was acknowledged."""
    odd = random.Random(os.getpid())
    while True:
        number = record(store, "Anna", Recording("enquiry", "phone", name="Карпова", subject="FCE"))
        yield _last(store)
        with suppress(NotNow):
            number = take_next(store, "Anna", "enquiry")
            yield _last(store)
        tickets.note(store, "Anna", number, "Rang. " * odd.randint(1, 400))
        yield _last(store)
        if odd.random() < 0.5:
            tickets.undo(store, "Anna", number)
            yield _last(store)
        with suppress(NotNow):
            perform(store, "Anna", number, "answered", {"note": "Told."})
            yield _last(store)


def _last(store: Store) -> int:
    assert store.written
    return store.written[0]


def _missing(url: str, told: set[int]) -> tuple[int, int]:
    """How many of the acknowledged changes are not in the log, and how many findings the check has."""
    with closing(open_desk(url, None, lambda: NOW, practice=True)) as store:
        there = {event for (event,) in store.rows("SELECT id FROM event")}
        return len(told - there), len(check(store).findings)


def _acts(url: str) -> int:
    """How many changes of desks are in the log."""
    with closing(open_desk(url, None, lambda: NOW, practice=True)) as store:
        ((found,),) = store.rows("SELECT COUNT(DISTINCT step) FROM event WHERE ticket_id IS NOT NULL")
        return int(found)
