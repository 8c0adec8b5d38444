"""What times are held against, measured in the same run: a bound in milliseconds breaks on a slower machine, a ratio does not.

The loop stands for what the processor does, a plain query for what is read, the start of the empty application for what a terminal
shows, importing what every command needs for a whole command.
"""

import timeit
from bisect import bisect_right
from collections.abc import Callable

ROUNDS = 7
EDGES = list(range(0, 5_000_000, 1_000))


def loop() -> int:
    """Ten milliseconds of plain Python where the bounds were set: calls, comparisons, look-ups in a list."""
    return sum(_step(number * 122) for number in range(40_000))


def _step(moment: int) -> int:
    index = bisect_right(EDGES, moment) - 1
    if index < 0:
        return 0
    return index + min(moment, EDGES[index]) - EDGES[index]


def in_turn(
    work: Callable[[], object], yardstick: Callable[[], object], times: int = 1, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Seconds of the work and of the yardstick, the best of the rounds of each. The two are done in turn, so that a slow second is
    slow for both. times: how often the work is done in a round; its seconds are those of one."""
    found = [(timeit.timeit(work, number=times) / times, timeit.timeit(yardstick, number=1)) for _ in range(rounds)]
    worked, measured = zip(*found, strict=True)
    return min(worked), min(measured)
