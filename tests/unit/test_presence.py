"""The exchange between desks on one file: slots of the lock file that end with their process."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.services.presence import TYPING, VIEWING, Presence
from desk.store.dialects.presence import MOST, SIZE, SLOTS, FilePresence, Here
from desk.store.lock import lock_shared
from desk.store.opening import open_desk
from tests.unit.conftest import Desk

pytestmark = [pytest.mark.in_file, pytest.mark.skipif(sys.platform != "linux", reason="the locks of an open file are Linux's")]

MINE = Here("Anna", (1, 2))
_OTHER = """
import sys, time
from pathlib import Path
from desk.store.dialects.presence import FilePresence, Here
from desk.store.lock import lock_shared
FilePresence(lock_shared(Path(sys.argv[1]))).announce(None, "Boris", (7,), typing=True)
print("there", flush=True)
time.sleep(600)
"""


def test_each_desk_sees_the_others_and_not_itself(desk: Desk) -> None:
    """By name, tickets and whether they type; what changes is seen, what is closed is gone."""
    with_other = open_desk(str(desk.where), None, desk.store.now, practice=True)
    here, there = FilePresence(desk.store.held), FilePresence(with_other.held)
    here.announce(desk.store, *MINE[:2])
    assert (here.others(), there.others()) == ((), (MINE,))
    there.announce(with_other, "Boris", (1,), typing=True)
    assert here.others() == (Here("Boris", (1,), typing=True),)
    there.announce(with_other, "Boris", ())
    assert here.others() == ()
    there.announce(with_other, "Boris", (1,))
    with_other.close()
    assert here.others() == ()


def test_a_killed_desk_is_gone_at_once(desk: Desk) -> None:
    """Its slot is free for the next one."""
    here = FilePresence(desk.store.held)
    with subprocess.Popen([sys.executable, "-c", _OTHER, str(desk.where)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "there\n"
        assert here.others() == (Here("Boris", (7,), typing=True),)
        other.send_signal(signal.SIGKILL)
    assert here.others() == ()


def test_more_desks_than_slots_and_odd_contents_harm_nobody(tmp_path: Path) -> None:
    """A desk without a slot is not seen; what was half written is taken for nothing."""
    held = [lock_shared(tmp_path / "desk.db") for _ in range(SLOTS + 2)]
    desks = [FilePresence(descriptor) for descriptor in held]
    for number, one in enumerate(desks):
        one.announce(None, f"N{number}", (number,))  # type: ignore[arg-type]
    assert len(desks[0].others()) == SLOTS - 1
    assert held[1] is not None
    os.pwrite(held[1], b'["Anna', SIZE)
    assert len(desks[0].others()) == SLOTS - 2
    for descriptor in filter(None, held):
        os.close(descriptor)


def test_a_full_disk_does_not_stop_the_board(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be told is told with the next look."""
    here, there = FilePresence(desk.store.held), FilePresence(lock_shared(desk.path))
    with monkeypatch.context() as full:
        full.setattr(os, "pwrite", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        here.announce(desk.store, *MINE[:2])
    assert there.others() == ()
    here.announce(desk.store, *MINE[:2])
    assert there.others() == (MINE,)
    there_held = there._held
    assert there_held is not None
    os.close(there_held)


def test_a_desk_without_a_lock_file_sees_nobody() -> None:
    """As in a folder that cannot be written."""
    alone = FilePresence(None)
    alone.announce(None, *MINE[:2])  # type: ignore[arg-type]
    assert alone.others() == ()


def test_a_long_name_and_many_tickets_fit_into_a_slot(desk: Desk, fresh_other: Callable[[], FilePresence]) -> None:
    """The first tickets alone are told."""
    there = fresh_other()
    there.announce(desk.store, "Ж" * 200, tuple(range(10**9, 10**9 + 500)), typing=True)
    (seen,) = FilePresence(desk.store.held).others()
    assert (len(seen.name), len(seen.tickets), seen.typing) == (60, MOST, True)


@pytest.fixture
def fresh_other(desk: Desk, request: pytest.FixtureRequest) -> Callable[[], FilePresence]:
    """Another desk on the same file."""

    def opened() -> FilePresence:
        store = open_desk(str(desk.where), None, desk.store.now, practice=True)
        request.addfinalizer(store.close)
        return FilePresence(store.held)

    return opened


def test_what_changed_is_named_and_those_who_type_come_first() -> None:
    """By ticket, for the rows to be drawn again."""
    presence = Presence()
    boris, vera = Here("Boris", (1, 2)), Here("Vera", (2,), typing=True)
    assert set(presence.update([boris, vera])) == {1, 2}
    assert (presence.at(2), presence.at(3)) == ([vera, boris], [])
    assert [presence.sign(number) for number in (1, 2, 3)] == [VIEWING, TYPING, " "]
    assert presence.update([boris, vera]) == []
    assert set(presence.update([boris])) == {2}
