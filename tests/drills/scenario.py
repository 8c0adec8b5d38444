"""What a desk does while the drills cut its power or break its disk: acts, a backup, a restore. Run as a process of its own.

It says on its standard output what it has acknowledged: `event N`, `backup`, `restored`. A refusal of ours ends it with `refused`
and the error's name.
"""

import os
import sys
from contextlib import closing
from pathlib import Path

from desk.charter.errors import DeskError
from desk.store.commands import tickets
from desk.store.commands.perform import perform
from desk.store.commands.recording import Recording, record
from desk.store.connection import file as database_file
from desk.store.database import Store
from desk.store.maintenance.backup import back_up, record_backup, restore
from desk.store.opening import open_desk
from tests.unit.store_worker import NOW

ROUNDS = 3


def say(words: str) -> None:
    """Acknowledges something, in one write."""
    os.write(1, f"{words}\n".encode())


def told(store: Store) -> None:
    """Acknowledges the last change."""
    assert store.written
    say(f"event {store.written[0]}")


def act(store: Store) -> None:
    """A call from its beginning to its answer, and one that is undone."""
    number = record(store, "Anna", Recording("enquiry", "phone", name="Карпова", subject="FCE"))
    told(store)
    tickets.take(store, "Anna", number)
    told(store)
    tickets.note(store, "Anna", number, "Rang back. " * 300)
    told(store)
    perform(store, "Anna", number, "answered", {"note": "Told."})
    told(store)
    other = record(store, "Boris", Recording("complaint", "email", name="Ann", email="ann@example.org", subject="Noise"))
    told(store)
    tickets.undo(store, "Boris", other)
    told(store)


def run(folder: Path, rounds: int) -> None:
    """Works on a desk that is there already, backs it up, works on, and restores the backup. rounds: 0 for acts alone."""
    path = str(folder / "desk.db")
    with closing(open_desk(path, None, lambda: NOW, practice=True)) as store:
        for _ in range(rounds or 1):
            act(store)
        if not rounds:
            return
        copy = folder / "backup" / "copy.db"
        manifest = back_up(path, copy, lambda: NOW).manifest
        assert manifest
        say("backup")
        record_backup(store, copy, manifest)
        told(store)
        act(store)
    restore(path, copy, lambda: NOW)
    say("restored")


if __name__ == "__main__":
    if "--careless" in sys.argv:
        database_file.PRAGMAS["synchronous"] = 0
        database_file.WANTED["synchronous"] = "0"
    say("begin")
    try:
        run(Path(sys.argv[1]), 0 if "--acts" in sys.argv else ROUNDS)
    except DeskError as error:
        say(f"refused {type(error).__name__}")
        sys.exit(3)
