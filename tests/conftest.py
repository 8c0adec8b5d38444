"""What every kind of test shares: how many run at once."""

import os

import pytest


@pytest.hookimpl(optionalhook=True)  # the mutants' tests run without xdist
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a test of a screen, or of the real program, waits for half of its time."""
    return 2 * len(os.sched_getaffinity(0))
