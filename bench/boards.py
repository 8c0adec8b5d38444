"""What a tick and a key cost at 100 and at 20,000 open tickets, and a tick of the same board made of DataTables."""

import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App

from bench.figures import Figure, p95
from bench.filled import MOMENT, fill
from bench.paper import Paper, written
from bench.table_board import TableBoard
from desk.app import DeskApp
from desk.settings import Settings

SIZE = (160, 36)
FEW, MANY = 100, 20_000
TICKS = 90
PRESSES = 240
KEYS = ("down", "down", "pagedown", "up", "tab", "down", "end", "home")


class Still:
    """The present, moved by hand."""

    now = float(MOMENT)

    def __call__(self) -> float:
        return self.now


def measure(folder: Path) -> list[Figure]:
    """The three ratios."""
    few, many = (fill(folder / f"{tickets}.db", tickets) for tickets in (FEW, MANY))
    # In turn, so that a slow minute is slow for all.
    few_ticks, few_keys, many_ticks, many_keys, tables = [], [], [], [], []
    for _ in range(3):
        for path, ticks, keys in ((few, few_ticks, few_keys), (many, many_ticks, many_keys)):
            found = asyncio.run(_desk(path))
            ticks += found[0]
            keys += found[1]
    rows = asyncio.run(_rows(many))
    tables += asyncio.run(_tables(rows))
    tick, big_tick, table = statistics.median(few_ticks), statistics.median(many_ticks), statistics.median(tables)
    key, big_key = p95(few_keys), p95(many_keys)
    return [
        Figure(f"tick, {MANY:,} tickets against {FEW}", big_tick / tick, 1.3, False, f"{big_tick:.1f} ms against {tick:.1f} ms"),
        Figure("tick, against the board of DataTables", big_tick / table, 0.2, False, f"{big_tick:.1f} ms against {table:.1f} ms"),
        Figure(f"key to repaint p95, {MANY:,} against {FEW}", big_key / key, 1.5, False, f"{big_key:.1f} ms against {key:.1f} ms"),
    ]


async def _desk(path: Path) -> tuple[list[float], list[float]]:
    clock = Still()
    app = DeskApp(Settings(str(path), None, "en", "Anna"), clock)
    app._arm_ticker = lambda: None  # type: ignore[method-assign]  # the seconds are ours
    return await _running(app, lambda: _desk_times(app, clock))


async def _desk_times(app: DeskApp, clock: Still) -> tuple[list[float], list[float]]:
    while not app._board._loaded:
        await asyncio.sleep(0.01)
    ticks, keys = [], []
    for _ in range(TICKS):
        clock.now += 1
        ticks.append(await _repainted(app, lambda: app._board.tick(clock.now)))
    for number in range(PRESSES):
        key = KEYS[number % len(KEYS)]
        keys.append(await _repainted(app, lambda key=key: app.post_message(events.Key(key, None))))  # type: ignore[misc]
    return ticks, keys


async def _rows(path: Path) -> list[Any]:
    app = DeskApp(Settings(str(path), None, "en", "Anna"), Still())

    async def read() -> list[Any]:
        while not app._board._loaded:
            await asyncio.sleep(0.01)
        board = app._board
        panes = [pane for pane in board.queues if pane.kind != "registration"]
        faces = {(row.id, second): board._face(row, MOMENT + second).text for pane in panes for row in pane.view.rows[:40]
                 for second in range(TICKS + 1)}  # fmt: skip
        return [[pane.view.rows for pane in panes], faces]

    return await _running(app, read)


async def _tables(found: list[Any]) -> list[float]:
    queues, faces = found
    app = TableBoard(queues, lambda row, now: faces[row.id, int(now) - MOMENT])

    async def times() -> list[float]:
        app.tick(MOMENT)
        await _quiet(app)
        return [await _repainted(app, lambda n=n: app.tick(MOMENT + n)) for n in range(1, TICKS + 1)]  # type: ignore[misc]

    return await _running(app, times)


async def _running(app: App[Any], work: Callable[[], Awaitable[Any]]) -> Any:
    """Runs the work beside the application, as soon as it has painted its first frame."""
    app.driver_class = Paper
    task = asyncio.create_task(app.run_async(size=SIZE))
    while not (app._driver and app._running and written(app)):
        await asyncio.sleep(0.01)
    try:
        await _quiet(app)
        gc.collect()
        gc.freeze()
        return await work()
    finally:
        app.exit()
        await task
        gc.unfreeze()


async def _quiet(app: App[Any]) -> None:
    before = -1
    while before != written(app):
        before = written(app)
        await asyncio.sleep(0.25)


async def _repainted(app: App[Any], change: Callable[[], object]) -> float:
    """Milliseconds of processor time from a change until all of it is painted."""
    begun, before = time.process_time(), written(app)
    change()
    quiet = 0
    used = 0.0
    while quiet < 4:
        await asyncio.sleep(0.005)
        if written(app) != before:
            before, quiet, used = written(app), 0, time.process_time() - begun
        else:
            quiet += 1
    return used * 1000
