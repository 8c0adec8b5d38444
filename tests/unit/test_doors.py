"""What the command says at its doors: no database, no terminal, nothing to change, a list that is none."""

import json
from pathlib import Path

import pytest

from desk.cli import COMMANDS
from tests.unit.conftest import NOW, RUSSIAN, Command


@pytest.mark.parametrize("words", ["list", "show 1", "do 1 take"])
def test_a_mistyped_database_is_no_empty_desk(command: Command, tmp_path: Path, words: str) -> None:
    """Refused with its name, and nothing is made; `desk add` makes one."""
    nowhere = tmp_path / "no" / "such.db"
    done = command(*words.split(), db=nowhere)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"desk: {nowhere}: no such database; run `desk` or `desk add` to create it.\n"
    assert not nowhere.parent.exists()
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE", db=nowhere)
    assert command("list", db=nowhere).returncode == 0


def test_the_board_needs_a_terminal(command: Command) -> None:
    """Design, section 7: 2 for wrong usage; it must not wait for keys that never come."""
    done = command(lang=RUSSIAN)
    assert (done.returncode, done.stdout) == (2, "")
    assert "доске нужен терминал" in done.stderr


@pytest.mark.parametrize("words", ["", "import", "import certificates", "due"])
def test_the_help_of_every_command_speaks_russian(command: Command, words: str) -> None:
    """click's own headings too."""
    shown = command(*words.split(), "--help", lang=RUSSIAN).stdout
    assert "Параметры:" in shown
    assert "Показать эту справку и выйти." in shown
    assert not {"Usage:", "Options:", "Commands:", "[OPTIONS]", "[required]", "Show"} & set(shown.split())


@pytest.mark.parametrize(("field", "value"), [("name", "Иванова"), ("phone", ""), ("channel", "phone"), ("language", "ru")])
def test_a_correction_that_changes_nothing_is_refused(command: Command, field: str, value: str) -> None:
    """The history tells what changed, and nothing did."""
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    done = command("do", "1", "correct", "--field", field, "--value", value)
    assert (done.returncode, done.stderr) == (1, "desk: #1: already has this value; nothing was changed.\n")


def test_a_box_that_comes_tomorrow_is_refused(command: Command, tmp_path: Path) -> None:
    """What has not happened cannot be recorded; the date is said as it was typed."""
    box = tmp_path / "box.csv"
    box.write_text("name;candidate\nИванова;0001\n", encoding="utf-8")
    done = command("import", "certificates", box, "--received", "2026-11-04")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("desk: 04.11.2026 00:00 is in the future")
    assert command("import", "certificates", box, "--received", "2026-11-03").returncode == 0


@pytest.mark.parametrize("words", ["", "list", "import certificates", "people log"])
def test_help_is_a_command_too(command: Command, words: str) -> None:
    """`desk help WORDS` is `desk WORDS --help`."""
    done = command("help", *words.split())
    assert (done.returncode, done.stdout) == (0, command(*words.split(), "--help").stdout)


def test_the_help_of_what_is_no_command_is_refused(command: Command) -> None:
    """With its name, as if it had been called."""
    done = command("help", "import", "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such command: nothing" in done.stderr


def test_the_list_of_commands_names_each_once_with_its_whole_text(command: Command) -> None:
    """By section; a cut description would hide what the command does."""
    shown = " ".join(command("--help").stdout.split())
    for name, listed in COMMANDS.items():
        assert shown.count(f" {name} {listed.help}") == 1, name


def test_the_version_by_its_short_option(command: Command) -> None:
    """As in most programs."""
    assert command("-V").stdout == command("--version").stdout


def test_the_list_is_narrowed_to_an_owner_and_to_what_is_overdue(command: Command) -> None:
    """By the beginning of a name; `-` for what nobody has."""
    for name in ("Анна", "Вера", "Ольга"):
        command("add", "enquiry", "--channel", "phone", "--name", name, "--subject", "FCE")
    command("do", "1", "take", "--as", "Boris")
    command("do", "2", "answered", "--as", "Boris")

    def listed(*words: str, now: str = NOW) -> list[int]:
        return [row["number"] for row in json.loads(command("list", "--json", *words, now=now).stdout)]

    assert (listed("--owner", "bor"), listed("--owner", "-", "--limit", "1")) == ([1], [3])
    assert command("list", "--owner", "Anna").returncode == 0  # she has nothing to do
    unknown = command("list", "--owner", "Nobody")
    assert (unknown.returncode, "Nobody" in unknown.stderr) == (2, True)
    assert (listed("--overdue"), listed("--overdue", now="2026-11-09T10:00:00+03:00")) == ([], [1, 3])
