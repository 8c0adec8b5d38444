"""What every kind of test shares: how many run at once, how properties are tried, and what is done cheaper than in the desk."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.shortcuts import hash_cheaply, unpack_once

# The same examples in each run, and no limit to their time: what fails has been broken, and not met bad luck or a busy machine.
settings.register_profile("same", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
# Others each time, and more: make test ARGS="--hypothesis-profile=search tests/unit"
settings.register_profile("search", settings.get_profile("same"), derandomize=False, max_examples=1_000)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--on-server`: the store's tests (mark `server`) on PostgreSQL instead of a file."""
    parser.addoption("--on-server", action="store_true", help="run the tests marked `server` on a PostgreSQL server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what only a server can run, as `make test-server` runs it."""
    if not config.getoption("--on-server"):
        left_out = [item for item in items if item.get_closest_marker("on_server")]
        items[:] = [item for item in items if not item.get_closest_marker("on_server")]
        config.hook.pytest_deselected(items=left_out)


@pytest.hookimpl(optionalhook=True)  # the mutants' tests run without xdist
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a test of a screen, or of the real program, waits for half of its time."""
    return 2 * len(os.sched_getaffinity(0))


@pytest.fixture(scope="session", autouse=True)
def shortcuts() -> None:
    """For the whole process."""
    hash_cheaply()
    unpack_once()
