"""Short forms of the drills that break the machine: `make drills` does the same thousands of times."""

from pathlib import Path

import pytest

from desk.store.opening import open_desk
from tests.drills import disk_errors, failovers, power_cuts
from tests.drills.disk_errors import Fault
from tests.unit.store_worker import NOW

pytestmark = pytest.mark.slow


def test_what_was_acknowledged_survives_a_power_cut_at_any_call() -> None:
    """Careless settings do not, or this would prove nothing."""
    careful, careless = power_cuts.run(1, ["--acts"]), power_cuts.run(1, ["--acts", "--careless"])
    assert careful["calls"] == careful["images"]
    assert (careful["failures"], bool(careless["failures"])) == (0, True)


@pytest.mark.parametrize(
    ("fault", "rarer"), [(Fault("pwrite64", "ENOSPC", stays=True), 20), (Fault("fdatasync", "EIO"), 4)], ids=["full", "sync"]
)
def test_a_disk_that_fails_loses_nothing_that_was_acknowledged(tmp_path: Path, fault: Fault, rarer: int) -> None:
    """It is full from a call on, or does not keep what it took."""
    empty = tmp_path / "empty.db"
    open_desk(str(empty), None, lambda: NOW, practice=True).close()
    found = disk_errors.run(empty, ["--acts"], [fault], rarer)
    assert (found["failures"], found["runs"] > 1) == (0, True)


def test_a_failover_loses_nothing_that_was_acknowledged() -> None:
    """The server is killed, or frozen with its links open."""
    found = failovers.run("synchronous", 2)
    assert {name: found[name] for name in ("lost", "doubled", "findings", "stuck")} == dict.fromkeys(
        ("lost", "doubled", "findings", "stuck"), 0
    )
    assert found["acknowledged"]
