"""The board of a desk on a PostgreSQL server of this machine, held to the bounds of a desk on a file."""

from dataclasses import replace
from pathlib import Path

from bench import boards, starts
from bench.figures import Figure
from bench.filled import MOMENT, filled
from desk.store.maintenance.moving import move
from tests import postgres


def measure(folder: Path, tickets: int, waiting: int) -> list[Figure]:
    """Moves a filled desk to a server with its usual settings, and measures there."""
    path = filled(folder, tickets, waiting)
    with postgres.running(settings=()) as server:
        url = server.url("postgres")
        move(str(path), url, lambda: MOMENT, lambda _done, _total: None)
        found = [*starts.measured(path, url), *boards.measured(path, url)]
    return [replace(figure, name=f"PostgreSQL: {figure.name}") for figure in found]
