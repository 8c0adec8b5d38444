"""The board in a terminal: what a key, a letter of a filter or a search, and a second cost; and what it takes of the memory.

All that is typed is typed in some rounds, and of each key the quickest counts: a machine that does something else meanwhile is no
slow desk.
"""

import statistics
from pathlib import Path

from bench.figures import Figure, p95
from bench.filled import COMMON, filled
from bench.terminal import Program, empty_start, watch

ROUNDS = 5
SECONDS = 20.0  # of ticks that are counted
STILL = "2026-11-10T13:00:10+03:00"  # nothing is in its last hour yet: no second is drawn while a key is timed
DOWN, UP, PAGE_DOWN, PAGE_UP, HOME, END, TAB = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~", "\x1b[H", "\x1b[F", "\t"
BACKSPACE, ESCAPE, F8 = "\x7f", "\x1b", "\x1b[19~"
# Each key changes something; the last eight scroll at the edge of the page.
WALK = (*[DOWN] * 12, *[UP] * 8, PAGE_DOWN, *[DOWN] * 4, PAGE_UP, END, *[UP] * 3, PAGE_UP, TAB, HOME, PAGE_DOWN, *[DOWN] * 8)
FILTERS = ("иванов", "smirnova", COMMON, "bdfyjd", "soko ma")
SEARCHES = (COMMON, "иванова мария", "kuznetsova", "7812 3", "bdfyjdf", "когда FCE")


def measure(folder: Path, tickets: int, waiting: int) -> list[Figure]:
    """Every figure of a board at work."""
    path = filled(folder, tickets, waiting)
    return measured(path, str(path))


def measured(path: Path, url: str) -> list[Figure]:
    """The same of a desk at an address. path: of a database with the same tickets, for what it is compared with."""
    return [*_keys(path, url), *_ticks(path, url)]


def _keys(path: Path, url: str) -> list[Figure]:
    with Program.desk(url, STILL) as desk, Program("-m", "bench.bare_board", str(path)) as bare:
        desk.until("open until")
        bare.until("certificate ")
        bare.settle()
        desk.settle()
        loaded = desk.memory
        used, peer, filters, searches, starts = [], [], [], [], []
        for _ in range(ROUNDS):  # in turn, so that a slow minute is slow for all
            used.append(_pressed(desk))
            peer.append(_pressed(bare))
            filters.append(_typed(desk, "/", FILTERS))
            searches.append(_typed(desk, F8, SEARCHES))
            starts.append(empty_start() * 1e3)
        grown = desk.memory
    key, bare_key, letter, look = (p95(_quickest(rounds)) for rounds in (used, peer, filters, searches))
    return [
        Figure("key to repaint p95, against a bare app", key / bare_key, 1.5, False, f"{key:.1f} ms against {bare_key:.1f} ms"),
        _letter("filter", letter, starts, 0.37, filters),
        _letter("search", look, starts, 0.31, searches),
        Figure("memory, MiB", grown, 150, False, f"{loaded:.0f} MiB when the tickets were read"),
    ]


def _letter(where: str, took: float, starts: list[float], bound: float, rounds: list[list[float]]) -> Figure:
    """Against the start of an empty application: 60 ms for a filter and 50 ms for a search where that takes 0.16 s."""
    base = min(starts)
    middle = statistics.median(_quickest(rounds))
    detail = f"{took:.1f} ms (median {middle:.1f} ms) against {base:.0f} ms"
    return Figure(f"a letter of the {where} p95, against an empty app's start", took / base, bound, False, detail)


def _ticks(path: Path, url: str) -> list[Figure]:
    with Program.desk(url) as desk, Program("-m", "bench.table_board", str(path)) as tables:
        desk.until("open until")
        tables.until("all is there")
        tables.settle()
        desk.settle()
        (ours, written), (theirs, their_bytes) = watch((desk, tables), SECONDS)
    detail = f"{ours / SECONDS * 1000:.1f} ms against {theirs / SECONDS * 1000:.1f} ms of the processor"
    sent = f"{written / SECONDS:,.0f} against {their_bytes / SECONDS:,.0f} bytes"
    return [
        Figure("tick, against the board of DataTables", ours / theirs, 1 / 6, False, detail),
        Figure("what a tick writes, against theirs", written / their_bytes, 1 / 4, False, sent),
    ]


def _pressed(program: Program) -> list[float]:
    """Milliseconds of each key of the walk."""
    program.press(HOME)
    return [program.press(key) for key in WALK]


def _typed(desk: Program, opens: str, words: tuple[str, ...]) -> list[float]:
    """Milliseconds of each letter typed, and of each taken back."""
    desk.press(opens)
    found = [desk.press(sign) for word in words for sign in (*word, *BACKSPACE * len(word))]
    desk.press(ESCAPE)
    return found


def _quickest(rounds: list[list[float]]) -> list[float]:
    return [min(times) for times in zip(*rounds, strict=True)]
