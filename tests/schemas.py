"""Writes the filled fixtures of the newest schema: the demo's desk, compressed, for a file and for a server. Run by `make schema`.

Each released schema keeps its fixtures: tests upgrade every one of them.
"""

import lzma
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from playhouse.migrations import Runner

from desk.charter import Charter
from desk.demo import DEMO_DAY, fill
from desk.store.connection.migrating import MIGRATIONS
from desk.store.connection.server import connected
from tests import postgres

SCHEMAS = Path(__file__).parent / "unit" / "schemas"


def write() -> Path:
    """Writes the newest schema. Returns the file of SQLite, named after the last migration."""
    charter = Charter.load()
    path = SCHEMAS / f"{max(path.stem for path in MIGRATIONS.glob('[0-9]*.py'))}.db.xz"
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk.db"
        fill(str(desk), charter, DEMO_DAY.replace(tzinfo=charter.zone), seed=1)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(lzma.compress(desk.read_bytes(), preset=9))
    write_dump(path)
    return path


def write_dump(schema: Path) -> None:
    """Writes the same desk as a dump of a server, with the migrations that the file has had."""
    name = schema.name.removesuffix(".db.xz")
    with tempfile.TemporaryDirectory() as folder, postgres.running() as server:
        desk = Path(folder) / "desk.db"
        desk.write_bytes(lzma.decompress(schema.read_bytes()))
        database, _ = connected(server.url("postgres"))
        Runner(database, str(MIGRATIONS)).up(name)
        database.execute_sql("SET session_replication_role = replica")  # no triggers, no references
        with closing(sqlite3.connect(desk)) as source, database.atomic():
            _copy(source, database)
        database.close()
        line = ["pg_dump", "--format=custom", "--no-owner", f"--file={folder}/dump", server.url("postgres")]
        subprocess.run([postgres.program(line[0]), *line[1:]], check=True)
        (SCHEMAS / f"{name}.dump").write_bytes(Path(folder, "dump").read_bytes())


def _copy(source: sqlite3.Connection, database: postgres.AnyDatabase) -> None:
    """Copies the rows of every table, and continues its numbers."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in database.execute_sql(_COLUMNS).fetchall():
        tables.setdefault(table, {})[column] = kind
    for table, kinds in tables.items():
        names = ", ".join(f'"{column}"' for column in kinds)
        database.execute_sql(f'DELETE FROM "{table}"')
        places = ", ".join(f"CAST(%s AS {kind})" for kind in kinds.values())
        for row in source.execute(f'SELECT {names} FROM "{table}"').fetchall():
            values = [bool(value) if kind == "boolean" else value for value, kind in zip(row, kinds.values(), strict=True)]
            database.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)
        has_numbers = "id" in kinds and database.execute_sql("SELECT pg_get_serial_sequence(%s, 'id')", (table,)).fetchone()[0]
        if has_numbers:
            database.execute_sql(f"SELECT setval(pg_get_serial_sequence(%s, 'id'), MAX(id)) FROM \"{table}\"", (table,))


_COLUMNS = """SELECT table_name, column_name, data_type FROM information_schema.columns
              WHERE table_schema = 'public' AND is_generated = 'NEVER'"""


if __name__ == "__main__":
    write()
