"""What the command says at its doors: no database, no terminal, nothing to change, a list that is none."""

from pathlib import Path

import pytest

from tests.unit.conftest import RUSSIAN, Command


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
    done = command("import", "certificates", box, "--received", "04.11.2026")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("desk: 04.11.2026 00:00: is in the future")
    assert command("import", "certificates", box, "--received", "03.11.2026").returncode == 0
