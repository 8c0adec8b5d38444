"""What somebody with a caller on the line waits for: the facts that fit each letter that is typed, and the customer's screen."""

import sqlite3
import statistics
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bench.boards import BACKSPACE, DOWN, ESCAPE, STILL
from bench.figures import Figure, p95
from bench.filled import MOMENT, filled
from bench.terminal import Program, empty_start
from desk.facts.fact import Content
from desk.facts.invented import invented_facts
from desk.store.facts.versions import save_facts
from desk.store.opening import open_desk

FACTS = 5_000
PEOPLE = 100_000
ROUNDS = 3
CUSTOMERS = 20  # whose screen is opened
QUESTIONS = ("when is FCE in december", "сколько стоит cae", "gfhrjdrf", "passport for ket")
TODAY = date(2026, 11, 10)
F12 = "\x1b[24~"


def measure(folder: Path, tickets: int, waiting: int) -> list[Figure]:
    """Every figure of a desk with so many tickets, 5,000 facts and 100,000 people."""
    path = filled(folder, tickets, waiting)
    _people(path)
    with closing(open_desk(str(path), None, lambda: MOMENT)) as store:
        save_facts(store, "Olga", _facts())
    with Program.desk(str(path), STILL) as desk:
        desk.until("open until")
        desk.settle()
        typed, opened, starts = [], [], []
        for _ in range(ROUNDS):
            typed.append(_questions(desk))
            opened += [time for _ in range(CUSTOMERS) for time in _customer(desk)]
            starts.append(empty_start() * 1e3)
    base = min(starts)
    letters = [min(times) for times in zip(*typed, strict=True)]
    return [_figure(f"a letter with {FACTS:,} facts", letters, base, 0.31), _figure("the customer's screen", opened, base, 0.94)]


def _figure(name: str, times: list[float], base: float, bound: float) -> Figure:
    """Against the start of an empty application: 50 ms for a letter and 150 ms for a screen where that takes 0.16 s."""
    took = p95(times)
    detail = f"{took:.1f} ms (median {statistics.median(times):.1f} ms) against {base:.0f} ms"
    return Figure(f"{name} p95, against an empty app's start", took / base, bound, False, detail)


def _questions(desk: Program) -> list[float]:
    """Milliseconds of each letter of the questions, typed into the form for a call."""
    desk.press("c")
    desk.press(DOWN)
    found = []
    for question in QUESTIONS:
        found += [desk.press(sign) for sign in question]
        for _ in question:
            desk.press(BACKSPACE)
    desk.press(ESCAPE)
    return found


def _customer(desk: Program) -> list[float]:
    """Milliseconds until the customer of the next ticket is shown."""
    desk.press(DOWN)
    took = desk.press(F12)
    desk.press(ESCAPE)
    return [took]


def _people(path: Path) -> None:
    """Makes each ticket the only one of its customer, but for those of a few."""
    with closing(sqlite3.connect(path)) as connection, connection:
        ((last,),) = connection.execute("SELECT max(id) FROM customer")
        rows = ((last + number, f"Клиент {number}") for number in range(1, PEOPLE + 1))
        connection.executemany("INSERT INTO customer (id, name, phone, email) VALUES (?, ?, '', '')", rows)
        connection.execute("UPDATE ticket SET customer_id = ? + id WHERE id % 10 > 0 AND id <= ?", (last, PEOPLE))


def _facts() -> list[Content]:
    """Sessions of every exam for years to come, at many places."""
    found, known = [], invented_facts(TODAY)
    for number in range(FACTS):
        content = known[number % len(known)]
        day = TODAY + timedelta(number % 400)
        name = content.name if content.day else f"{content.name} {number}"
        found.append(
            replace(content, name=name, day=content.day and day, closes=None, opens=None, place=f"Зал {number}", until=day)
        )
    return found
