"""`make mutants`: what its parts name is there, and of a session of cosmic-ray the same sample is tried each time."""

import re
import shlex
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.forks import ROOT
from tests.mutants.session import Figures, figures, keep_sample

PARTS = sorted((ROOT / "tests" / "mutants").glob("*.toml"), key=lambda path: path.stem)
TABLES = """CREATE TABLE work_items (job_id VARCHAR PRIMARY KEY);
    CREATE TABLE mutation_specs (module_path VARCHAR, operator_name VARCHAR, occurrence INTEGER, start_pos_row INTEGER,
        start_pos_col INTEGER, job_id VARCHAR PRIMARY KEY);
    CREATE TABLE work_results (worker_outcome VARCHAR(9), output TEXT, test_outcome VARCHAR(11), diff TEXT,
        job_id VARCHAR PRIMARY KEY);"""


@pytest.fixture
def session() -> Iterator[sqlite3.Connection]:
    """Seven mutants of two modules, written down in no order; a filter has left out the one at b.py:1."""
    with closing(sqlite3.connect(":memory:")) as one:
        one.executescript(TABLES)
        for module, row in (("b.py", 2), ("a.py", 9), ("a.py", 10), ("b.py", 1), ("a.py", 1), ("b.py", 3), ("b.py", 11)):
            one.execute("INSERT INTO work_items VALUES (?)", (f"{module}:{row}",))
            one.execute("INSERT INTO mutation_specs VALUES (?, 'core/AddNot', 0, ?, 4, ?)", (module, row, f"{module}:{row}"))
        one.execute("INSERT INTO work_results (job_id, worker_outcome) VALUES ('b.py:1', 'SKIPPED')")
        yield one


def pending(session: sqlite3.Connection) -> list[str]:
    """What is left to try."""
    return [one for (one,) in session.execute("SELECT job_id FROM work_items EXCEPT SELECT job_id FROM work_results ORDER BY 1")]


@pytest.mark.parametrize(
    ("every", "left"),
    [(1, ["a.py:1", "a.py:10", "a.py:9", "b.py:11", "b.py:2", "b.py:3"]), (2, ["a.py:1", "a.py:10", "b.py:3"]), (9, ["a.py:1"])],
)
def test_each_n_th_mutant_is_kept_in_the_order_of_the_code(session: sqlite3.Connection, every: int, left: list[str]) -> None:
    """Of those that no filter left out; the rest is skipped as a filter does it."""
    keep_sample(session, every)
    assert pending(session) == left
    assert session.execute("SELECT DISTINCT worker_outcome FROM work_results").fetchall() == [("SKIPPED",)]


def test_the_figures_are_of_what_was_tried(session: sqlite3.Connection) -> None:
    """By module; a test that ran out of time has noticed something, and is counted."""
    keep_sample(session, 2)
    for job, outcome, output in (("a.py:1", "KILLED", "1 failed"), ("a.py:10", "SURVIVED", ""), ("b.py:3", "KILLED", "timeout")):
        session.execute("INSERT INTO work_results VALUES ('NORMAL', ?, ?, '', ?)", (output, outcome, job))
    found = figures(session)
    assert found == [Figures("a.py", 2, 1, 0), Figures("b.py", 1, 0, 1)]
    assert [entry.noticed for entry in found] == [1, 1]


@pytest.mark.parametrize(
    "config", [tomllib.loads(path.read_text(encoding="utf-8")) for path in PARTS], ids=[item.stem for item in PARTS]
)
def test_a_part_names_what_is_there(config: dict[str, Any]) -> None:
    """Its modules and its tests: a name that is none would leave it without mutants, or with tests that fail by themselves."""
    part = config["cosmic-ray"]
    named = [part["module-path"]] if isinstance(part["module-path"], str) else part["module-path"]
    files = [word.partition("::")[0] for word in shlex.split(part["test-command"].replace("\\\n", "")) if word.startswith("tests/")]
    assert [path for path in (*named, *files) if not (ROOT / path).exists()] == []
    assert files


def test_the_page_tells_of_every_part() -> None:
    """docs/mutants.md, with the sample where not all are tried."""
    page = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (\d+|all) \|", page, re.MULTILINE))
    samples = {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["cosmic-ray"]["filters"].get("sample") for path in PARTS}
    assert told == {name: str(one["every"]) if one else "all" for name, one in samples.items()}
