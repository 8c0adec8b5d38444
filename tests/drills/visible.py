"""How long it takes until a change made on one desk stands on the board of another: on a server, and on a file."""

import asyncio
import json
import random
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter, time

from desk.app import DeskApp
from desk.settings import Settings
from desk.store.commands.recording import Recording, record
from desk.store.opening import open_desk
from tests import postgres

CHANGES = 200
LIMITS = {"server": 1.0, "file": 1.5}  # seconds, for 99 of 100 changes


def drill(changes: str = "") -> bool:
    """Makes as many changes on each kind of database; prints the delays. Returns whether they are within the limits."""
    figures, held = list[dict[str, object]](), True
    with tempfile.TemporaryDirectory() as name, postgres.running(settings=()) as server:
        server.run("CREATE DATABASE visible")
        for kind, url in {"server": server.url("visible"), "file": str(Path(name, "desk.db"))}.items():
            delays = sorted(asyncio.run(_delays(url, int(changes or CHANGES))))
            p99 = delays[len(delays) * 99 // 100]
            held = held and p99 <= LIMITS[kind]
            found = {"p50 ms": delays[len(delays) // 2], "p99 ms": p99, "longest ms": delays[-1]}
            figures.append({"database": kind, "changes": len(delays)} | {key: round(value * 1e3) for key, value in found.items()})
            print("visible     ", ", ".join(f"{key} {value}" for key, value in figures[-1].items()), flush=True)
    Path(__file__).with_name("visible.json").write_text(json.dumps(figures, indent=2) + "\n")
    return held


async def _delays(url: str, changes: int) -> list[float]:
    """Seconds from the end of each change on one desk until the other shows its ticket."""
    odd, found = random.Random(url), list[float]()
    open_desk(url, None, lambda: int(time())).close()
    app = DeskApp(Settings(url, None, "en", "Anna"))
    async with app.run_test(size=(120, 36)):
        await app.loaded.wait()
        for _ in range(changes):
            await asyncio.sleep(odd.uniform(0.2, 1.2))
            number, done = await asyncio.to_thread(_change, url)
            while number not in app.open_numbers():
                await asyncio.sleep(0.002)
            found.append(perf_counter() - done)
    return found


def _change(url: str) -> tuple[int, float]:
    with closing(open_desk(url, None, lambda: int(time()))) as store:
        number = record(store, "Boris", Recording("enquiry", "phone", name="Карпова", subject="FCE"))
        return number, perf_counter()
