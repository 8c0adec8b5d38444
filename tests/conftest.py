"""What every kind of test shares: how many run at once, and what is done cheaper than in the desk."""

import os

import pytest

from tests.shortcuts import hash_cheaply, unpack_once



@pytest.hookimpl(optionalhook=True)  # the mutants' tests run without xdist
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a test of a screen, or of the real program, waits for half of its time."""
    return 2 * len(os.sched_getaffinity(0))


@pytest.fixture(scope="session", autouse=True)
def shortcuts() -> None:
    """For the whole process."""
    hash_cheaply()
    unpack_once()
