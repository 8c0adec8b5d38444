"""Edits of the file: rows and bytes changed by hand, at random, and whether `desk check` finds those that matter."""

import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from desk.charter.errors import DeskError
from desk.store.charter_versions import use_applied
from desk.store.connection.opening import open_reader
from desk.store.errors.database import CharterDamaged
from desk.store.maintenance.check import check
from desk.store.maintenance.findings import Finding
from tests.drills.lived_in import MOMENT, live

ROWS, BYTES = 9_000, 1_000
AT_ONCE = 2
# What decides no figure, no permission and no word: until when somebody was warned, and what SQLite keeps for itself.
HARMLESS = {"watch", "sqlite_sequence", "schema_migration"}
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%'"


def drill(rows: str = "", changed_bytes: str = "") -> bool:
    """Changes rows, then bytes, each in a copy of one lived-in desk. rows, changed_bytes: how many of each, of seeds from 0 on."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk.db"
        live(desk)
        with Pool(AT_ONCE) as pool:
            for edit, count in ((_edit_row, int(rows or ROWS)), (_edit_byte, int(changed_bytes or BYTES))):
                found.update(pool.imap_unordered(partial(_try, desk, edit), range(count), chunksize=10))
    print(f"edits: {sum(found.values())}; " + ", ".join(f"{what}: {count}" for what, count in sorted(found.items())))
    return not any(what.startswith("MISSED") for what in found)


def _try(desk: Path, edit: Callable[[Path, random.Random], str], seed: int) -> str:
    copy = desk.with_name(f"edited-{os.getpid()}.db")
    shutil.copy(desk, copy)
    before = _everything(copy)
    what = edit(copy, random.Random(seed))
    after = _everything(copy)
    if after == before:
        return "changed nothing"
    try:
        findings = _findings(copy)
    except DeskError:
        return "refused"
    if findings:
        return "found"
    differs = {name for name in set(before or {}) | set(after or {}) if (before or {}).get(name) != (after or {}).get(name)}
    if differs <= HARMLESS:
        return "harmless"
    print(f"MISSED: {what}", file=sys.stderr)
    return "MISSED"


def _findings(path: Path) -> tuple[Finding, ...]:
    """What a check finds in a copy. Raises DeskError where it is refused."""
    with closing(open_reader(str(path), lambda: MOMENT)) as store:
        if use_applied(store) is None:
            raise CharterDamaged(str(path))
        return check(store).findings


def _everything(path: Path) -> dict[str, list[tuple[Any, ...]]] | None:
    """All that can be read from the file; None where it cannot be read whole."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        try:
            tables = [name.decode() for (name,) in connection.execute(_TABLES)]
            return {name: connection.execute(f'SELECT rowid, * FROM "{name}"').fetchall() for name in tables} | {
                "schema": connection.execute("SELECT * FROM sqlite_master").fetchall()
            }
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return None


def _edit_row(path: Path, dice: random.Random) -> str:
    """Changes, removes or doubles a row, or drops a trigger or an index: what somebody with a database browser does."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        kept = triggers if dice.random() < 0.98 else triggers[1:]
        table = dice.choice([name for (name,) in connection.execute(_TABLES)])
        what = _change(connection, dice, table)
        for _, sql in kept:
            connection.execute(sql)
    return what if len(kept) == len(triggers) else f"{what}; a trigger dropped"


def _change(connection: sqlite3.Connection, dice: random.Random, table: str) -> str:
    rows = [row for (row,) in connection.execute(f'SELECT rowid FROM "{table}"')]
    if not rows:
        return f"{table}: empty"
    row, columns = dice.choice(rows), [column[1] for column in connection.execute(f'PRAGMA table_info("{table}")')]
    kind = dice.random()
    with suppress(sqlite3.IntegrityError):  # two rows of one key
        if kind < 0.15:
            connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row,))
            return f"{table} {row}: deleted"
        column = dice.choice(columns)
        if kind < 0.3:
            other = dice.choice(rows)
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = (SELECT "{column}" FROM "{table}" WHERE rowid = ?) WHERE rowid = ?',
                (other, row),
            )
            return f"{table} {row}: {column} as in {other}"
        value = dice.choice((0, 1, -1, 7, None, "", "x", "другое", "supervisor", "kept", "2026-11-05", MOMENT, MOMENT - 86_400))
        connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value, row))
        return f"{table} {row}: {column} = {value!r}"
    return f"{table} {row}: refused"


def _edit_byte(path: Path, dice: random.Random) -> str:
    place = dice.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(place)
        before = file.read(1)
        file.seek(place)
        file.write(bytes((before[0] ^ (1 << dice.randrange(8)),)))
    return f"byte {place}"
