"""A figure, the bound it is held to, and how a set of them is printed."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One ratio. value: as measured; bound: what it is held to; at_least: the bound is a floor, not a ceiling.

    detail: the two measured sides, with their units.
    """

    name: str
    value: float
    bound: float
    at_least: bool
    detail: str

    @property
    def holds(self) -> bool:
        """Whether the figure keeps its bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 stay under."""
    return statistics.quantiles(values, n=20)[-1]


def show(figures: Sequence[Figure], path: Path) -> None:
    """Prints the table and writes the same as JSON."""
    wide = max(len(figure.name) for figure in figures)
    for figure in figures:
        sign = ">=" if figure.at_least else "<="
        verdict = "holds" if figure.holds else "BROKEN"
        print(f"{figure.name:<{wide}}  {figure.value:8.2f}  {sign} {figure.bound:<5g} {verdict:<7} {figure.detail}")
    document = [asdict(figure) | {"holds": figure.holds} for figure in figures]
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
