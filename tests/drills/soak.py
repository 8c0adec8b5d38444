"""Two years in one process: a hundred thousand tickets recorded, taken and answered beside an open board, whose memory and speed at
the end must be those of the beginning. Then the desk is backed up and restored, with the time that takes.
"""

import asyncio
import gc
import json
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from textual.pilot import Pilot

from desk.app import DeskApp
from desk.settings import Settings
from desk.store.commands import tickets
from desk.store.commands.recording import Recording, record
from desk.store.database import Store
from desk.store.maintenance.backup import back_up, restore
from desk.store.opening import open_desk
from tests.unit.store_worker import NOW

TICKETS = 100_000
DAYS = 730
KEYS = 40  # measured at the beginning and at the end
OPEN = 200  # tickets that stay open, as on a working board
MOST = 1.2  # of the beginning


def drill(tickets_wanted: str = "") -> bool:
    """Lives through the days; prints the figures. Returns whether memory and speed stayed within MOST."""
    wanted = int(tickets_wanted or TICKETS)
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        url = str(Path(name, "desk.db"))
        open_desk(url, None, lambda: NOW, practice=True).close()
        figures = asyncio.run(_live(url, wanted))
        began = perf_counter()
        copy = Path(name, "copy.db")
        assert back_up(url, copy, lambda: NOW).manifest
        backed_up = perf_counter()
        restore(str(Path(name, "restored.db")), copy, lambda: NOW)
        figures |= {"backup s": round(backed_up - began, 1), "restore s": round(perf_counter() - backed_up, 1)}
    print("soak        ", ", ".join(f"{key} {value}" for key, value in figures.items()), flush=True)
    Path(__file__).with_name("soak.json").write_text(json.dumps(figures, indent=2) + "\n")
    return all(float(str(figures[name])) <= MOST for name in ("memory ratio", "key ratio"))


async def _live(url: str, wanted: int) -> dict[str, object]:
    now = [float(NOW)]
    app = DeskApp(Settings(url, None, "en", "Anna"), lambda: now[0], practice=True)
    each, done = -(-wanted // DAYS), 0
    async with app.run_test(size=(120, 36)) as pilot:
        await app.loaded.wait()
        start = (0.0, 0.0)
        for day in range(DAYS):
            count = min(each, wanted - done)
            now[0] += 86_400
            await app.ask(_day, count)
            done += count
            await app.reload()
            await pilot.pause()
            if day == DAYS // 20:  # every screen and cache has been used by then
                start = await _measured(app, pilot)
        end = await _measured(app, pilot)
    return {
        "tickets": done,
        "days": DAYS,
        "memory MB": f"{start[0]:.0f} -> {end[0]:.0f}",
        "memory ratio": round(end[0] / start[0], 2),
        "key ms": f"{start[1]:.1f} -> {end[1]:.1f}",
        "key ratio": round(end[1] / start[1], 2),
    }


def _day(store: Store, count: int) -> None:
    """Records as many calls; answers as many of the oldest as keep OPEN on the board."""
    with store.transaction():
        for _ in range(count):
            number = record(store, "Anna", Recording("enquiry", "phone", name="Карпова Ольга", subject="Когда FCE?"))
            if number > OPEN:
                tickets.take(store, "Anna", number - OPEN)
                tickets.fact(store, "Anna", number - OPEN, "answered", texts={"note": "Сказали."})


async def _measured(app: DeskApp, pilot: Pilot[None]) -> tuple[float, float]:
    """Memory in MB, and the median time of a key until it is painted, in milliseconds."""
    times = []
    for key in ("down", "up", "pagedown", "pageup") * (KEYS // 4):
        began = perf_counter()
        await pilot.press(key)
        times.append((perf_counter() - began) * 1e3)
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    assert app.is_running
    return pages * 4096 / 1e6, median(times)
