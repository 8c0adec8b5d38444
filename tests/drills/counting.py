"""A million random pairs of start and limit, over seven invented centres and ours, against the slow count."""

import json
import os
import random
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from time import perf_counter

from desk.charter import Charter
from tests.unit.centres import LIMITS, NAMES, centre, deadline, epoch, odd_days, years
from tests.unit.slow_count import SlowCentre

PAIRS = 1_200_000
CHUNKS = 8  # for each centre: two cores share them
NEAR = 0.3  # of the starts lie near a day that is unlike others, mostly at a round second


def drill() -> bool:
    """Counts all of them twice; prints what differs. Returns whether nothing did."""
    began = perf_counter()
    jobs = [(name, chunk) for chunk in range(CHUNKS) for name in NAMES]
    found = dict.fromkeys(NAMES, 0)
    differ: list[str] = []
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for name, pairs, wrong in pool.map(count_twice, jobs):
            found[name] += pairs
            differ += wrong
    for name, pairs in found.items():
        print(f"{name:12} {pairs:>9,} pairs")
    total, seconds = sum(found.values()), perf_counter() - began
    print(f"{'all':12} {total:>9,} pairs, {len(differ)} differences, {seconds:.0f} s")
    for line in differ[:20]:
        print(f"  {line}")
    Path(__file__).with_name("figures.json").write_text(
        json.dumps({"counting": {"pairs": found, "differences": len(differ)}}, indent=2) + "\n"
    )
    return not differ


def count_twice(job: tuple[str, int]) -> tuple[str, int, list[str]]:
    """One share of a centre's pairs: how many, and those that differ."""
    name, chunk = job
    dice = random.Random(f"{name} {chunk}")
    pairs = PAIRS // (len(NAMES) * CHUNKS)
    charter, slow = _centre(name)
    wrong = []
    for start in starts(name, dice, pairs):
        limit = dice.choice(LIMITS)
        due, expected = deadline(charter, limit, start).due_at, slow.due(limit, start, charter.at(start).date())
        if due != expected:
            wrong.append(f"{name}: {limit} from {charter.at(start)}: {charter.at(due)}, slowly {charter.at(expected)}")
    return name, pairs, wrong


@cache
def _centre(name: str) -> tuple[Charter, SlowCentre]:
    """Kept by each worker: the slow count remembers the days that it has laid out."""
    with tempfile.TemporaryDirectory() as folder:
        return centre(name, Path(folder))


def starts(name: str, dice: random.Random, count: int) -> Iterator[int]:
    """So many starts within the centre's years."""
    for _ in range(count):
        if dice.random() < NEAR:
            day = epoch(date.fromisoformat(dice.choice(odd_days(name))))
            yield day + dice.randrange(-30, 54) * 3600 + dice.choice([-1, 0, 1, 1799, 1800, 1801, dice.randrange(3600)])
        else:
            yield dice.randrange(*years(name))
