"""A server with a synchronous standby fails while desks write: killed, or frozen with its links open. The standby is promoted;
every desk goes on by itself, and what was acknowledged is there once.

The control has an asynchronous standby, which receives nothing for a moment before the server is killed: it must lose something, or
the drill could not tell.
"""

import json
import random
import tempfile
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from desk.actions.rights import Acting
from desk.store.commands import tickets
from desk.store.commands.recording import Recording, record
from desk.store.maintenance.check import check
from desk.store.opening import open_desk
from desk.store.worker import DatabaseThread
from tests.postgres import Node, standby_of, started
from tests.unit.store_worker import NOW

FAILOVERS = 20
DESKS = 3
WORKS = 1.0  # seconds that the desks work before and after


def drill(failovers: str = "") -> bool:
    """Runs as many failovers, every other one with a frozen server; prints what was found. Returns whether nothing was lost."""
    count = int(failovers or FAILOVERS)
    figures = [run("synchronous", count), run("asynchronous control", 3)]
    Path(__file__).with_name("failovers.json").write_text(json.dumps(figures, indent=2) + "\n")
    kept, control = figures
    return not any(kept[name] for name in ("lost", "doubled", "findings", "stuck")) and bool(control["lost"])


def run(kind: str, count: int) -> dict[str, object]:
    """Runs failovers of one kind. Returns what was counted."""
    is_synchronous = kind == "synchronous"
    totals, pauses = Counter[str](acknowledged=0, lost=0, doubled=0, findings=0, stuck=0), list[float]()
    odd = random.Random(kind)
    with tempfile.TemporaryDirectory(prefix="desk-failover-") as folder:
        Path(folder).chmod(0o755)  # the servers run as somebody else
        for place in range(count):
            primary = started(Path(folder, f"{place}-a"))
            standby = standby_of(primary, Path(folder, f"{place}-b"), synchronous=is_synchronous)
            try:
                url = f"postgresql://desk@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/postgres"
                found, slowest = _fail_over(url, primary, standby, odd, freezes=bool(place % 2), is_synchronous=is_synchronous)
                totals.update(found)
                pauses.append(slowest)
            finally:
                primary.destroy()
                standby.destroy()
    figures: dict[str, object] = {"standby": kind, "failovers": count, "desks": DESKS, **totals}
    if is_synchronous:
        figures |= {"p50 s": round(median(pauses), 1), "longest s": round(max(pauses), 1)}
    print("failovers   ", ", ".join(f"{name} {value}" for name, value in figures.items()), flush=True)
    return figures


def _fail_over(
    url: str, primary: Node, standby: Node, odd: random.Random, *, freezes: bool, is_synchronous: bool
) -> tuple[dict[str, int], float]:
    """One failover. Returns what was counted, and the longest pause between two acknowledged changes of a desk, in seconds."""
    open_desk(url, None, lambda: NOW, practice=True).close()
    desks = [_Desk(url, f"Desk {place}") for place in range(DESKS)]
    sleep(odd.uniform(WORKS / 2, WORKS))
    if not is_synchronous:
        standby.detach()
        sleep(0.3)
    if freezes:
        primary.freeze()
    else:
        primary.kill()
    standby.promote()
    failed = monotonic()
    while any(desk.last < failed for desk in desks) and monotonic() - failed < 60:
        sleep(0.05)
    stuck = sum(desk.last < failed for desk in desks)
    sleep(WORKS)
    for desk in desks:
        desk.stop()
    with closing(open_desk(url, None, lambda: NOW, practice=True)) as store:
        noted = Counter(body for (body,) in store.rows("SELECT body FROM text WHERE field = 'note'"))
        findings = len(check(store).findings)
    told = [mark for desk in desks for mark in desk.told]
    counted = {
        "acknowledged": len(told),
        "lost": sum(not noted[mark] for mark in told),
        "doubled": sum(times > 1 for times in noted.values()),
        "findings": findings,
        "stuck": stuck,
    }
    return counted, max(desk.pause for desk in desks)


class _Desk:
    """A desk that writes notes, each with a text of its own, as fast as they are acknowledged.

    told: the texts that were acknowledged; last: when the last one was; pause: the longest time between two of them, in seconds.
    """

    def __init__(self, url: str, name: str) -> None:
        self.told: list[str] = []
        self.last = monotonic()
        self.pause = 0.0
        self._name = name
        self._ends = threading.Event()
        self._database = DatabaseThread(lambda: open_desk(url, None, lambda: NOW, practice=True), acting=Acting)
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def stop(self) -> None:
        """Ends it after the change in flight."""
        self._ends.set()
        self._thread.join(timeout=60)
        self._database.close()

    def _work(self) -> None:
        number = self._database.submit(record, self._name, Recording("enquiry", "phone", name=self._name, subject="FCE")).result()
        while not self._ends.is_set():
            mark = f"{self._name} {len(self.told)}"
            self._database.submit(tickets.note, self._name, number, mark).result()
            now = monotonic()
            self.pause, self.last = max(self.pause, now - self.last), now
            self.told.append(mark)
