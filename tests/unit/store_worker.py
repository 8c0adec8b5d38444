"""A desk in a process of its own, for tests of many at once: `python -m tests.unit.store_worker WHAT PATH [...]`.

It says `ready` when all is imported, then waits for a line before it begins; what it prints is one line for each thing done.
"""

import ctypes
import resource
import struct
import sys
from collections.abc import Callable
from pathlib import Path

from playhouse import migrations

from desk.charter.errors import DeskError
from desk.intake.certificates import import_list
from desk.store.commands.assignment import take_next
from desk.store.commands.recording import Recording, record
from desk.store.connection.opening import open_database
from desk.store.database import Store
from desk.store.opening import open_desk

NOW = 1_793_690_040  # Tuesday 3 November 2026, 10:14 in Moscow


def tell(line: str) -> None:
    """A line for the person who started this."""
    print(line, flush=True)


def wait() -> None:
    """Until a line comes, or the pipe is closed."""
    sys.stdin.readline()


def ticket(store: Store, subject: str) -> int:
    """A ticket with two clocks and words enough to fill several pages."""
    body = f"{subject} " * 800
    what = Recording("complaint", "voicemail", name="Иванова", phone="244-54-88", subject=subject, body=body)
    return record(store, "Boris", what)


def no_longer_root() -> None:
    """Gives up every capability: root, too, is held to the modes of files from here on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).capset(struct.pack("Ii", 0x20080522, 0), bytes(24))


def first_openings(*paths: str) -> None:
    """Opens one new database after the other, each when a line comes; the last one as a whole desk."""
    for path in paths[:-1]:
        try:
            open_database(path, lambda: NOW).close()
            tell("open")
        except DeskError as error:
            tell(str(error))
        wait()
    with_desk(paths[-1], lambda store: tell(f"charters {store.rows('SELECT count(*) FROM applied')[0][0]}"))


def tickets(path: str, name: str, count: str) -> None:
    """Records so many tickets, and says the number of each."""

    def work(store: Store) -> None:
        for n in range(int(count)):
            tell(str(ticket(store, f"{name}-{n}")))

    with_desk(path, work)


def takes(path: str, name: str) -> None:
    """Takes the next complaint until none is left, and says the number of each."""

    def work(store: Store) -> None:
        while True:
            tell(str(take_next(store, name, "complaint")))

    with_desk(path, work)


def stuck(path: str, box: str, moment: str) -> None:
    """Takes in a box of certificates with hardly any memory for pages, and stands still as the clock is asked the nth time."""
    left = [int(moment)]

    def now() -> int:
        left[0] -= 1
        if left[0] == 0:
            tell("stuck")
            sys.stdin.read()
        return NOW

    store = open_desk(path, None, lambda: NOW)
    store.database.execute_sql("PRAGMA cache_size = 2")
    store.now = now
    import_list(store, "Boris", Path(box), NOW)
    tell("done")
    store.close()


def box(path: str, list_: str) -> None:
    """Takes in a box of certificates."""
    with_desk(path, lambda store: import_list(store, "Boris", Path(list_), NOW))
    tell("done")


def unprivileged(path: str) -> None:
    """Opens a desk and records a ticket as somebody whom the modes of files hold back."""
    no_longer_root()
    with_desk(path, lambda store: tell(str(ticket(store, "unprivileged"))))


def small_files(path: str, size: str) -> None:
    """Records tickets until no file may grow any more."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
    tickets(path, "small", "1000")


def with_desk(path: str, work: Callable[[Store], object]) -> None:
    """Works on a desk; a refusal is one line, `refused` with its class."""
    try:
        store = open_desk(path, None, lambda: NOW)
        try:
            work(store)
        finally:
            store.close()
    except DeskError as error:
        tell(f"refused {type(error).__name__}")


WORK: dict[str, Callable[..., None]] = {
    "open": first_openings,
    "tickets": tickets,
    "takes": takes,
    "box": box,
    "stuck": stuck,
    "unprivileged": unprivileged,
    "small-files": small_files,
}

if __name__ == "__main__":
    assert migrations  # imported before the start, so that all begin at once
    tell("ready")
    wait()
    WORK[sys.argv[1]](*sys.argv[2:])
