"""`make debug`: what would be lost on a full screen stands in the file."""

import subprocess
import sys
from pathlib import Path

from tests.forks import ROOT

# A loop that is held up, a warning, and the signal that asks for the stacks.
_TROUBLE = """
import asyncio, os, signal, sys, time, warnings
from pathlib import Path
from tests.debugging import watch

watch(Path(sys.argv[1]))

async def hold_up():
    time.sleep(0.15)

asyncio.run(hold_up())
warnings.warn("an old way", DeprecationWarning)
os.kill(os.getpid(), signal.SIGUSR1)
"""


def python(*words: str) -> subprocess.CompletedProcess[str]:
    """Runs the interpreter as `make` does."""
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_the_file_holds_what_helps_to_find_a_fault(tmp_path: Path) -> None:
    """Slow tasks, warnings, the stacks of all threads on demand; nothing of it is on the screen."""
    log = tmp_path / "build" / "debug.log"
    done = python("-c", _TROUBLE, str(log))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    written = log.read_text(encoding="utf-8")
    assert "WARNING asyncio: Executing" in written
    assert "DeprecationWarning: an old way" in written
    assert "Current thread" in written


def test_the_desk_runs_as_always_and_the_file_is_named(tmp_path: Path) -> None:
    """With its own exit code."""
    log = tmp_path / "debug.log"
    done = python("-m", "tests.debugging", str(log), "no-such-command")
    assert done.returncode == 2
    assert done.stderr.endswith(f"{log}\n")
    assert "no-such-command" in log.read_text(encoding="utf-8")
