"""`make mutants`: changes a part of the code one small thing at a time and runs its tests after each; prints what they miss.

`ARGS="text drafts"` takes these parts alone. It changes the tree that it runs in: `make` gives it a copy.
"""

import shlex
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

from tests.mutants.session import figures, keep_sample

FOLDER = Path(__file__).parent
PARTS = sorted(path.stem for path in FOLDER.glob("*.toml"))


def mutate(part: str) -> None:
    """Tries the mutants of a part. Ends the program where its tests fail without any: they would notice whatever is changed."""
    file = FOLDER / f"{part}.toml"
    config = tomllib.loads(file.read_text(encoding="utf-8"))["cosmic-ray"]
    if subprocess.run(shlex.split(config["test-command"])).returncode:
        sys.exit(f"{part}: the tests fail before anything is changed")
    session = f"{part}.sqlite"
    subprocess.run(["cosmic-ray", "init", file, session], check=True)
    subprocess.run(["cr-filter-operators", session, file], check=True)
    with closing(sqlite3.connect(session)) as database, database:
        keep_sample(database, config["filters"].get("sample", {}).get("every", 1))
    subprocess.run(["cosmic-ray", "exec", file, session], check=True)
    subprocess.run(["cr-report", session, "--surviving-only", "--show-diff"], check=True)
    with closing(sqlite3.connect(session)) as database:
        for figure in figures(database):
            noticed = f"{figure.noticed} noticed ({figure.by_timeout} by a timeout)"
            print(f"{figure.module}: {figure.mutants} mutants, {noticed}, {figure.survived} survived")


if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        mutate(name)
