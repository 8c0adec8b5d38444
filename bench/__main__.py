"""`make bench`: prints the figures and writes them to bench/figures.json. Exits with 1 where one is out of its bound.

`python -m bench million` measures a desk of a million tickets instead, and holds it to nothing: filled in minutes, once.
"""

import sys
import tempfile
from pathlib import Path

from bench import acts, answers, arrivals, boards, commands, deadlines, recounts, reports, servers, starts
from bench.figures import show

FOLDER = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """All figures, in one run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if arguments == ["million"]:
            figures = [part.measure(path, 1_000_000, 100_000) for part in (starts, boards, reports)]
            show([figure for some in figures for figure in some], FOLDER / "million.json")
            return 0
        all_of_them = [*deadlines.measure(), *recounts.measure(path), *acts.measure(path)]
        all_of_them += [
            *commands.measure(path, 20_000),
            *starts.measure(path, 100_000, 20_000),
            *boards.measure(path, 100_000, 20_000),
            *reports.measure(path, 100_000, 20_000),
            *answers.measure(path, 100_000, 20_000),
            *servers.measure(path, 20_000, 20_000),
            *arrivals.measure(path, 100_000, 20_000),
        ]
    show(all_of_them, FOLDER / "figures.json")
    return 0 if all(figure.holds for figure in all_of_them) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
