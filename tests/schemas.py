"""Writes the filled fixture of the newest schema: the demo's desk, compressed. Run by `make schema`.

Each released schema keeps its fixture: tests upgrade every one of them.
"""

import lzma
import tempfile
from pathlib import Path

from desk.charter import Charter
from desk.demo import DEMO_DAY, fill
from desk.store.database import MIGRATIONS

SCHEMAS = Path(__file__).parent / "unit" / "schemas"


def write() -> Path:
    """Returns the file that was written, named after the last migration."""
    charter = Charter.load()
    path = SCHEMAS / f"{max(path.stem for path in MIGRATIONS.glob('[0-9]*.py'))}.db.xz"
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk.db"
        fill(str(desk), charter, DEMO_DAY.replace(tzinfo=charter.zone), seed=1)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(lzma.compress(desk.read_bytes(), preset=9))
    return path


if __name__ == "__main__":
    write()
