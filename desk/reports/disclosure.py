"""Disclosure control: figures in which nobody can be recognised. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

FEWEST = 5  # a group with fewer is not shown


def shown_groups(values: Iterable[str]) -> dict[str, int | None]:
    """Counts values, the most frequent first; None for a hidden group. Groups of fewer than FEWEST are hidden, and with them as
    many of the next larger ones as it takes that no hidden one follows from the total."""
    counts = Counter(values).most_common()
    hidden = {name for name, count in counts if count < FEWEST}
    for name, _ in reversed(counts):
        rest = sum(count for other, count in counts if other in hidden)
        if hidden and (rest < FEWEST or len(hidden) == 1):
            hidden.add(name)
    return {name: None if name in hidden else count for name, count in counts}


def shown_part(part: int, whole: int) -> int | None:
    """A part of a whole; None if either the part or the rest is a group of a few."""
    return part if part >= FEWEST and (part == whole or whole - part >= FEWEST) else None


def is_enough(whole: int, parts: Sequence[int]) -> bool:
    """Whether a count can be published beside the counts of its months."""
    hidden = sum(count for count in parts if count < FEWEST)
    return whole >= FEWEST and (len(parts) == 1 or not 0 < hidden < FEWEST)
