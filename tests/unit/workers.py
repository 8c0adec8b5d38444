"""Other desks, each a process of its own, kept in step by pipes."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Worker:
    """Another desk, in a process of its own."""

    def __init__(self, *words: str | Path) -> None:
        line = [sys.executable, "-m", "tests.unit.store_worker", *map(str, words)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(line, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")
        self.ready = self.read()

    def read(self) -> str:
        """Its next line."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        """Lets it begin."""
        assert self.ready == "ready", self.process.communicate()[1]
        assert self.process.stdin
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def end(self) -> list[str]:
        """The rest of its lines, once it has ended by itself."""
        out, wrong = self.process.communicate()
        assert (self.process.returncode, wrong) == (0, "")
        return out.split("\n")[:-1]

    def kill(self) -> list[str]:
        """The rest of its lines, after kill -9."""
        self.process.kill()
        assert self.process.stdout
        told = self.process.stdout.read()  # by the same buffer that `read` filled: communicate() would pass over what is in it
        self.process.communicate()
        return told.split("\n")[:-1]
