"""A session of cosmic-ray, which is a database: which of its mutants are tried, and what came of them."""

import sqlite3
from typing import NamedTuple


class Figures(NamedTuple):
    """What the tests noticed of a module. mutants: those that were tried; by_timeout: of the noticed, those that ran too long."""

    module: str
    mutants: int
    survived: int
    by_timeout: int

    @property
    def noticed(self) -> int:
        """How many made a test fail."""
        return self.mutants - self.survived


def keep_sample(session: sqlite3.Connection, every: int) -> None:
    """Skips all but every n-th of the mutants that no filter has skipped yet, in the order of the code: the same ones each time."""
    rows = session.execute(_PENDING).fetchall()
    skipped = [row for place, row in enumerate(rows) if place % every]
    session.executemany(
        "INSERT INTO work_results (job_id, worker_outcome, output) VALUES (?, 'SKIPPED', 'Not in the sample')", skipped
    )


def figures(session: sqlite3.Connection) -> list[Figures]:
    """What came of the mutants that were tried, by module."""
    return [Figures._make(row) for row in session.execute(_FIGURES)]


_PENDING = """SELECT job_id FROM mutation_specs WHERE job_id NOT IN (SELECT job_id FROM work_results)
              ORDER BY module_path, start_pos_row, start_pos_col, operator_name, occurrence"""
_FIGURES = """SELECT module_path, COUNT(*), SUM(test_outcome = 'SURVIVED'), SUM(output = 'timeout')
              FROM mutation_specs JOIN work_results USING (job_id) WHERE worker_outcome <> 'SKIPPED'
              GROUP BY module_path ORDER BY module_path"""
