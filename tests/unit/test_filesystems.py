"""A database file in a network folder is refused; clocks of two machines that differ are noticed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.store.connection import opening
from desk.store.connection.server import create_database, drop_database
from desk.store.dialects.postgres import Postgres
from desk.store.errors.database import ClockDiffers, NetworkFolder
from desk.store.maintenance import diagnostics
from desk.store.maintenance.diagnostics import condition
from desk.store.opening import AHEAD, open_desk
from desk.system.filesystems import network_kind
from tests.unit.conftest import Desk

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:30 / /mnt/our\\040files rw,relatime shared:2 - nfs4 files:/desk rw,vers=4.2
31 22 0:31 / /mnt/our\\040files/local rw - xfs /dev/sdb1 rw
32 22 0:32 / /home/anna/far rw - fuse.sshfs anna@far:/ rw
33 22 0:33 / /mnt/twice rw - cifs //files/desk rw
34 22 8:2 / /mnt/twice rw - ext4 /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/desk/desk.db", ""),
        ("/mnt/our files/desk.db", "nfs4"),
        ("/mnt/our files/local/desk.db", ""),
        ("/mnt/our", ""),
        ("/home/anna/far", "fuse.sshfs"),
        ("/mnt/twice/desk.db", ""),  # mounted over by the later one
    ],
)
def test_the_nearest_mount_decides(tmp_path: Path, path: str, kind: str) -> None:
    """As Linux lists them: blanks are escaped, the last of two on one place counts."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert network_kind(Path(path), mounts) == kind
    assert network_kind(Path(path), tmp_path / "none") == ""


def test_a_network_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By opening, before a file is made, and by the check of the installation."""
    path = tmp_path / "desk.db"
    open_desk(str(path), None, lambda: 1_800_000_000).close()
    for module in (opening, diagnostics):
        monkeypatch.setattr(module, "network_kind", lambda _: "nfs4")
    for name in ("desk.db", "new.db"):
        with pytest.raises(NetworkFolder):
            open_desk(str(tmp_path / name), None, lambda: 1_800_000_000)
    with pytest.raises(NetworkFolder):
        condition(str(path))
    assert not (tmp_path / "new.db").exists()


@pytest.fixture
def empty(desk: Desk) -> Iterator[str]:
    """The address of an empty database beside the desk's."""
    create_database(desk.url, "clocks")
    yield desk.url.rpartition("/")[0] + "/clocks"
    drop_database(desk.url, "clocks")


@pytest.mark.server
@pytest.mark.on_server
@pytest.mark.parametrize("off", [-3600, -AHEAD - 5, 0, AHEAD + 5])
def test_a_desk_whose_clock_is_off_is_refused(empty: str, monkeypatch: pytest.MonkeyPatch, off: int) -> None:
    """Every desk must count the same time; a practice desk has a clock of its own."""
    monkeypatch.setattr(Postgres, "clock", lambda *_: 1_800_000_000.0)
    open_desk(empty, None, lambda: 1_800_000_000).close()
    if off:
        with pytest.raises(ClockDiffers):
            open_desk(empty, None, lambda: 1_800_000_000 + off)
    else:
        open_desk(empty, None, lambda: 1_800_000_000 + off).close()


@pytest.mark.server
@pytest.mark.on_server
def test_the_difference_of_the_clocks_is_known(desk: Desk) -> None:
    """For `desk doctor`: server and desk are on one machine here."""
    found = condition(desk.url)
    assert found
    assert found.ahead is not None
    assert abs(found.ahead) < AHEAD
