"""The store against the plain model of tests/unit/model.py, on a file and on a server: a hundred thousand steps on each."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from desk.charter import Charter
from desk.store.opening import open_desk
from tests import postgres
from tests.shortcuts import unpack_once
from tests.unit.conftest import TUESDAY, Desk, at, opened, opened_on
from tests.unit.model import Machine

STEPS = 100_000
EACH = 50  # steps on one desk
_ALWAYS = settings(
    deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink], print_blob=True
)


def drill(steps: str = "") -> bool:
    """Takes as many steps on each kind of database; a difference is shown with the shortest way to it."""
    wanted, charter, figures = int(steps or STEPS), Charter.load(), []
    unpack_once()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name, postgres.running() as server:
        for kind, fresh in {"file": _in_files(Path(name), charter), "server": lambda: opened_on(server, charter)}.items():
            done, differences = _steps(fresh, wanted)
            figures.append({"database": kind, "steps": done, "differences": differences})
            print("models      ", ", ".join(f"{key} {value}" for key, value in figures[-1].items()), flush=True)
    Path(__file__).with_name("models.json").write_text(json.dumps(figures, indent=2) + "\n")
    return not any(one["differences"] for one in figures)


def _steps(fresh: Callable[[], AbstractContextManager[Desk]], wanted: int) -> tuple[int, int]:
    class Here(Machine):
        opened = staticmethod(fresh)

    Machine.steps = 0
    while Machine.steps < wanted:
        try:
            run_state_machine_as_test(Here, settings=settings(_ALWAYS, max_examples=100, stateful_step_count=EACH))
        except AssertionError as error:
            print(error)
            return Machine.steps, 1
    return Machine.steps, 0


def _in_files(folder: Path, charter: Charter) -> Callable[[], AbstractContextManager[Desk]]:
    empty, numbers = folder / "empty.db", count()
    open_desk(str(empty), None, lambda: at(TUESDAY), practice=True).close()

    @contextmanager
    def fresh() -> Iterator[Desk]:
        place = folder / str(next(numbers))
        place.mkdir()
        shutil.copy(empty, place / "desk.db")
        with opened(place / "desk.db", charter) as one:
            yield one
        shutil.rmtree(place)

    return fresh
