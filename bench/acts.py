"""What a receptionist's acts cost, against a transaction that changes one row with the same settings, on the same disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.figures import Figure
from bench.filled import MOMENT
from desk.store.commands import tickets
from desk.store.commands.perform import perform
from desk.store.commands.recording import Recording, record
from desk.store.opening import open_desk

ACTS = 400
BOUND = 3.5


def measure(folder: Path) -> list[Figure]:
    """Records, takes and answers as many calls, one after the other with the reference in between."""
    took: dict[str, list[float]] = {"one row": [], "record": [], "take": [], "answer": []}

    def timed(name: str, act: Callable[[], int]) -> int:
        began = perf_counter()
        done = act()
        took[name].append(perf_counter() - began)
        return done

    with (
        closing(open_desk(str(folder / "acts.db"), None, lambda: MOMENT)) as store,
        closing(sqlite3.connect(folder / "row.db", isolation_level=None)) as plain,
    ):
        plain.execute("PRAGMA journal_mode = delete")
        plain.execute("PRAGMA synchronous = extra")
        plain.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER)")
        plain.execute("INSERT INTO t VALUES (1, 0)")
        for n in range(ACTS):
            timed("one row", lambda: _change_a_row(plain))
            call = Recording("enquiry", "phone", name=f"Карпова {n}", phone=f"+7921{n:07}", subject="Когда FCE?")
            number = timed("record", lambda call=call: record(store, "Anna", call))  # type: ignore[misc]
            timed("take", lambda number=number: tickets.take(store, "Anna", number))  # type: ignore[misc]
            timed("answer", lambda number=number: perform(store, "Anna", number, "answered", {"note": "Сказали."}))  # type: ignore[misc]
    base = median(took.pop("one row"))
    return [
        Figure(
            f"{name} a call, against a row", median(times) / base, BOUND, False, f"{median(times) * 1e3:.1f}, {base * 1e3:.1f} ms"
        )
        for name, times in took.items()
    ]


def _change_a_row(plain: sqlite3.Connection) -> int:
    plain.execute("BEGIN IMMEDIATE")
    plain.execute("UPDATE t SET x = x + 1 WHERE id = 1")
    plain.execute("COMMIT")
    return 1
