"""Migrations that a test adds to those of the desk, and a desk that is killed in one."""

import shutil
import subprocess
import sys
from pathlib import Path

from desk.store.connection.migrating import MIGRATIONS

_DESK = """
import sys
from pathlib import Path
from desk.store.connection import migrating, opening
migrating.MIGRATIONS = Path(sys.argv[2])
opening.open_database(sys.argv[1], lambda: 0)
"""


def next_migration(folder: Path, statement: str) -> Path:
    """The desk's migrations and one more, in a folder. statement: what it does with `db`."""
    newer = shutil.copytree(MIGRATIONS, folder / "migrations")
    (newer / "9999_next.py").write_text(f"def up(migrator, db):\n    {statement}\n", encoding="utf-8")
    return newer


def killed_in_a_migration(url: str, folder: Path) -> None:
    """Opens the database with a desk that has changed it, and kills the desk before its migration ends."""
    halts = "db.execute_sql('DELETE FROM complaint_about'); print('changed', flush=True); __import__('time').sleep(600)"
    newer = next_migration(folder, halts)
    line = [sys.executable, "-c", _DESK, url, str(newer)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        assert desk.stdout.readline() == "changed\n"
        desk.kill()
