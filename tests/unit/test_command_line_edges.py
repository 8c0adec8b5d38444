"""Words that are no text, and readers that go away: what a command line meets at its two ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forks import ROOT
from tests.unit.conftest import NOW, Command, look

KOI8 = "Анна".encode("koi8-r")
ADD = ("add", "enquiry", "--channel", "phone", "--name", "Ann", "--subject", "x")


@pytest.mark.parametrize(
    "words",
    [
        (*ADD, "--name", KOI8),
        (*ADD, "--subject", b"\xff"),
        (*ADD, "--as", KOI8),
        ("do", "1", "note", "--note", KOI8),
        ("list", "--as", KOI8),
        ("away", KOI8),
        ("people", "add", KOI8),
        ("duties", "--done", "results-published", "--note", KOI8),
        ("feedback", "add", KOI8),
        ("import", "certificates", "box.csv", "--received", "03.11.2026", "--exam", KOI8),
        ("due", KOI8, "--from", "03.11.2026 10:00"),
        ("search", KOI8),
        (KOI8,),
        (f"--{'x' * 3}".encode() + b"\xff",),
    ],
    ids=str,
)
def test_words_that_are_no_text_are_refused(command: Command, database: Path, words: tuple[str | bytes, ...]) -> None:
    """By every command, with exit code 2 and one line; nothing is stored, in no spelling of it."""
    command(*ADD)
    before = look(database, "SELECT COUNT(*) FROM event")
    done = command(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert look(database, "SELECT COUNT(*) FROM event") == before


def into_a_closed_pipe(database: Path, folder: Path, words: tuple[str, ...], *, unbuffered: bool) -> tuple[int, str]:
    """The exit code of a command whose reader went before it wrote, and what stands on standard error."""
    reader, writer = os.pipe()
    os.close(reader)
    env = {"HOME": str(folder), "LANG": "en_US.UTF-8", "DESK_DATABASE": str(database), "DESK_NOW": NOW, "LOGNAME": "anna"}
    env |= {"PYTHONUNBUFFERED": "1"} if unbuffered else {}
    line = [sys.executable, "-m", "desk", *words]
    try:
        done = subprocess.run(line, cwd=ROOT, env=env, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    finally:
        os.close(writer)
    return done.returncode, done.stderr


@pytest.mark.parametrize("unbuffered", [False, True])
@pytest.mark.parametrize(
    ("words", "code"),
    [((*ADD, "--json"), 0), (ADD, 0), (("list",), 0), (("import", "certificates", "{box}", "--received", "03.11.2026"), 2)],
    ids=["add --json", "add", "list", "import"],
)
def test_a_reader_that_has_gone_changes_no_exit_code(
    database: Path, tmp_path: Path, words: tuple[str, ...], code: int, *, unbuffered: bool
) -> None:
    """What was recorded is recorded: `desk add … | head -1` is no failure, and a list of nothing but wrong lines still is one."""
    box = tmp_path / "box.csv"
    box.write_text("Candidate;Number\nAnn;\n", encoding="utf-8")
    line = tuple(word.replace("{box}", str(box)) for word in words)
    assert into_a_closed_pipe(database, tmp_path, line, unbuffered=unbuffered) == (code, "")
    assert look(database, "SELECT COUNT(*) FROM ticket") == [(int(words[0] == "add"),)]


@pytest.mark.parametrize("words", [("--help",), ("add", "--help"), ("completion", "bash"), ("calendar", "2026", "--json")])
def test_help_into_a_closed_pipe_is_no_failure(database: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Whatever writes it."""
    assert into_a_closed_pipe(database, tmp_path, words, unbuffered=False) == (0, "")


def test_an_output_that_is_full_is_told_in_one_line(database: Path, tmp_path: Path) -> None:
    """What was recorded is recorded; that nobody can read it is an error."""
    env = {"HOME": str(tmp_path), "LANG": "en_US.UTF-8", "DESK_DATABASE": str(database), "DESK_NOW": NOW, "LOGNAME": "anna"}
    with Path("/dev/full").open("w") as full:
        line = [sys.executable, "-m", "desk", *ADD]
        done = subprocess.run(line, cwd=ROOT, env=env, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert look(database, "SELECT COUNT(*) FROM ticket") == [(1,)]
