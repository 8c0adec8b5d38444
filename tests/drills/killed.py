"""Work in a fork of this process that is killed at a moment of its own: a kill costs no start."""

import os
import signal
import traceback
from collections.abc import Callable
from time import sleep

Tell = Callable[[], None]


def run_killed(work: Callable[[Tell], None], after: float | None, *, from_first: bool = False) -> bool:
    """Runs work in a fork. Returns whether it was killed before it had ended.

    work: called with what it calls when one thing is done. after: seconds until the kill, None for never; from_first: they count
    from the first thing that was done.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            work(lambda: _tell(writing))
            code = 0
        except BaseException:
            traceback.print_exc()
        os._exit(code)
    os.close(writing)
    if after is not None:
        if from_first:
            os.read(reading, 1)
        sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _tell(writing: int) -> None:
    os.write(writing, b".")
