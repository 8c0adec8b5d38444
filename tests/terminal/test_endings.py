"""How the program ends, and how the terminal comes back: by signals, suspended, after a fault, on a terminal that is none."""

import json
import re
import signal
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pexpect
import pytest

from tests.terminal.conftest import Day

NOON = "2026-11-03 12:00"
# What is left on: lines that wrap and the cursor; what is off: reports of the mouse, the focus, pastes, keys; the other screen.
RESTORED = [f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006, 1004, 2004, 1049)] + ["\x1b[?7h", "\x1b[?25h"]


def is_restored(drawn: bytes) -> bool:
    """Whether each of them was said last, and as many reports of keys were given back as were asked for."""
    shown = drawn.decode(errors="replace")
    other = {"l": "h", "h": "l"}
    modes = all(shown.rfind(mode) > shown.rfind(mode[:-1] + other[mode[-1]]) for mode in RESTORED)
    return modes and shown.count("\x1b[<u") == len(re.findall(r"\x1b\[>\d+u", shown))


def drafts(database: Path) -> list[dict[str, str]]:
    """The texts of the drafts on the disk."""
    folder = database.parent / "drafts" / database.name
    return [json.loads(path.read_bytes())["typed"] for path in folder.glob("*.json")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_desk_in_order(day: Day, number: signal.Signals) -> None:
    """What is typed is kept, the terminal is as it was, the code says which signal it was."""
    with day.at(NOON) as desk:
        before = termios.tcgetattr(desk.child.child_fd)
        desk.sees(day.words.state_of_centre(NOON))
        desk.press("c")
        desk.type("Громова")
        desk.sees("Громова")
        desk.child.kill(number)
        desk.reads_to_the_end()
        assert termios.tcgetattr(desk.child.child_fd) == before
        desk.ended()
        assert (desk.child.exitstatus, desk.child.signalstatus) == (128 + number, None)
        assert is_restored(desk.raw)
        assert b"Traceback" not in desk.raw
    assert drafts(day.database) == [{"who": "Громова"}]
    with day.at(NOON) as desk:
        desk.sees(day.words.state_of_centre(NOON))
        desk.press("c")
        desk.sees("Громова", "F7")


def test_an_interrupt_that_comes_while_it_closes_changes_nothing(day: Day) -> None:
    """Ctrl+C after the key that quits, at each moment until the process is gone: the terminal is the shell's again, and the desk
    closes in order."""
    with day.at(NOON) as desk:
        desk.sees(day.words.state_of_centre(NOON))
        desk.press("q")
        desk.child.expect_exact(b"\x1b[?1049l")  # the terminal is given back; drawing it first would take too long
        interrupted_to_the_end(desk.child)
        desk.ended()
        assert (desk.child.exitstatus, desk.child.signalstatus) == (0, None)
        assert b"Traceback" not in desk.raw


def interrupted_to_the_end(child: "pexpect.spawn[bytes]") -> int:
    """One Ctrl+C after the other, as fast as they can be sent, until the process is gone. Returns how many there were."""
    sent = 0
    while child.isalive():
        child.kill(signal.SIGINT)
        sent += 1
    return sent


def test_an_interrupt_that_comes_while_a_demo_is_removed_changes_nothing(tmp_path: Path) -> None:
    """After the last frame, when no screen can take it. Its folder is so full that this takes a while."""
    child = demo(tmp_path)
    child.expect_exact("\x1b[?1049h")
    (folder,) = tmp_path.glob("desk-demo-*")
    for number in range(20_000):
        (folder / str(number)).touch()
    child.send("q")
    child.expect_exact("\x1b[?1049l")
    assert interrupted_to_the_end(child) > 1
    child.close()
    assert (child.exitstatus, child.signalstatus, list(tmp_path.glob("desk-demo-*"))) == (0, None, [])


def test_a_terminal_that_goes_away_loses_nothing(new_day: Callable[[str, str], Day]) -> None:
    """The window is closed, or the connection breaks: the program ends by itself, and what is typed is kept."""
    day = new_day("en", "en")
    with day.at(NOON) as desk:
        desk.sees(day.words.state_of_centre(NOON))
        desk.press("c")
        desk.type("Gromova")
        desk.sees("Gromova")
        with suppress(pexpect.ExceptionPexpect):  # a busy machine takes longer than the tenth of a second that it waits
            desk.child.close(force=False)
        desk.child.wait()
    assert drafts(day.database) == [{"who": "Gromova"}]


def demo(folder: Path) -> "pexpect.spawn[bytes]":
    """A demo whose own folder is made in this one."""
    env = {"HOME": str(folder), "TMPDIR": str(folder), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    return pexpect.spawn(sys.executable, ["-m", "desk", "demo", "--lang", "en"], env=env, cwd=str(folder), timeout=60)


@pytest.mark.parametrize("early", [True, False])
def test_a_demo_that_is_ended_leaves_nothing(tmp_path: Path, early: bool) -> None:
    """Its folder goes, also while it is being filled."""
    child = demo(tmp_path)
    if not early:
        child.expect_exact("\x1b[?1049h")
    while not list(tmp_path.glob("desk-demo-*")):
        child.expect(["(?s).", pexpect.TIMEOUT], timeout=0.05)
    child.kill(signal.SIGTERM)
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, list(tmp_path.glob("desk-demo-*"))) == (128 + signal.SIGTERM, [])


def test_ctrl_z_gives_the_terminal_back_and_fg_returns(new_day: Callable[[str, str], Day]) -> None:
    """From a form as well; what is typed stands there afterwards."""
    day = new_day("en", "en")
    with day.at(NOON, in_shell=True) as desk:
        desk.sees(day.words.state_of_centre(NOON))
        desk.press("c")
        desk.type("Gromova")
        desk.sees("Gromova")
        desk.child.send("\x1a")
        desk.sees("Stopped")
        assert is_restored(desk.raw.partition(b"Stopped")[0])
        desk.child.send("fg\r")
        desk.sees("Gromova", "Esc")
        desk.type(" Olga")
        desk.sees("Gromova Olga")


def test_ctrl_z_without_a_shell_goes_on(new_day: Callable[[str, str], Day]) -> None:
    """Where nobody could wake it the desk does not fall asleep."""
    day = new_day("en", "en")
    with day.at(NOON) as desk:
        desk.sees(day.words.state_of_centre(NOON))
        desk.child.send("\x1a")
        desk.press("c")
        desk.type("Gromova")
        desk.sees("Gromova")


def test_ctrl_c_says_how_to_leave(day: Day) -> None:
    """On the board and in a field."""
    with day.at(NOON) as desk:
        desk.sees(day.words.state_of_centre(NOON))
        desk.child.send("\x03")
        desk.sees("CTRL+Q")
        desk.press("c")
        desk.misses("CTRL+Q")
        desk.child.send("\x03")
        desk.sees("CTRL+Q")


def test_a_fault_of_the_program_is_one_line(day: Day, tmp_path: Path) -> None:
    """In the user's language, with what is kept and where the log is; never a traceback with what stood in the variables."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import desk.screens.dialogs.help\n"
        "def compose(self):\n    secret = 'Громова'\n    raise RuntimeError(secret)\n"
        "desk.screens.dialogs.help.Help.compose = compose\n"
    )
    with day.at(NOON, PYTHONPATH=str(broken)) as desk:
        desk.sees(day.words.state_of_centre(NOON))
        desk.press("c")
        desk.type("Анна")
        desk.sees("Анна")
        desk.press("f1")
        desk.ended()
        shown = desk.raw.decode().rpartition("\x1b[?1004l")[2]
        assert desk.child.exitstatus == 1
        assert shown.strip().count("\n") == 0
        assert "desk.log" in shown
        assert b"Traceback" not in desk.raw
        assert is_restored(desk.raw)
    assert drafts(day.database) == [{"who": "Анна"}]


@pytest.mark.parametrize("arguments", [(), ("demo",)])
def test_a_terminal_that_cannot_place_words_is_refused(new_day: Callable[[str, str], Day], arguments: tuple[str, ...]) -> None:
    """TERM=dumb: one line, exit code 2, nothing drawn."""
    day = new_day("en", "en")
    with day.at(NOON, TERM="dumb", arguments=arguments) as desk:
        desk.ended()
        assert desk.child.exitstatus == 2
        assert desk.raw.count(b"\n") <= 2
        assert b"TERM=dumb" in desk.raw
        assert b"\x1b" not in desk.raw
