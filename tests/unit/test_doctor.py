"""`desk doctor`, `desk completion`, `desk --version`: what is here, and what is wrong with it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk import __version__
from tests.forks import Ran
from tests.unit.conftest import RUSSIAN, Command
from tests.worded import Worded

USABLE = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


def wrong(done: Ran) -> list[str]:
    """The lines that say what is wrong."""
    return [line.strip()[2:] for line in done.stdout.splitlines() if line.strip().startswith("! ")]


def value(done: Ran, name: str) -> str:
    """What stands beside a name."""
    (found,) = [line.strip().removeprefix(name).strip() for line in done.stdout.splitlines() if line.strip().startswith(name + " ")]
    return found


def test_nothing_is_wrong_with_an_ordinary_desk(command: Command, database: Path) -> None:
    """Versions, paths, terminal, locale, and the settings as the database itself reports them (design, section 4)."""
    database.chmod(0o600)
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    done = command("doctor", **USABLE)
    assert (wrong(done), done.returncode, done.stderr) == ([], 0, "")
    assert value(done, "desk") == __version__
    assert value(done, "SQLite") == sqlite3.sqlite_version
    assert value(done, "database") == str(database)
    assert value(done, "drafts") == str(database.parent / "drafts" / database.name)
    assert value(done, "TERM") == "xterm-256color"
    assert value(done, "colours") == "256"
    assert [value(done, name) for name in ("journal_mode", "synchronous", "foreign_keys")] == ["delete", "3", "1"]
    assert value(done, "contents") == "1 ticket, 5 events"
    assert f"{Worded('en').moment('2026-11-03 10:14')}, Europe/Moscow" in done.stdout


def test_a_text_that_cannot_be_used_is_found_before_it_is_missed(command: Command, tmp_path: Path) -> None:
    """Until then the desk's own stands in for it."""
    own = tmp_path / "charter-desk" / "texts"
    assert value(command("doctor", **USABLE), "texts").rstrip(")").endswith(str(own))
    own.mkdir(parents=True)
    text = '[[text]]\nid = "x"\ntitle = { ru = "Ж", en = "X" }\nbody = { ru = "Ж", en = "WORDS" }\n'
    (own / "ours.toml").write_text(text, encoding="utf-8")
    assert value(command("doctor", **USABLE), "texts") == str(own)
    (own / "ours.toml").write_text(text.replace("WORDS", "{nmae}"), encoding="utf-8")
    (found,) = wrong(command("doctor", **USABLE))
    assert found.startswith(f"texts: {own / 'ours.toml'}: text[x].body.en: {{nmae}}: ")


def test_texts_that_are_named_and_not_there_are_wrong(command: Command, tmp_path: Path) -> None:
    """The desk's own would stand in without a word."""
    settings = tmp_path / "named.toml"
    settings.write_text('texts = "nowhere"')
    (found,) = wrong(command("doctor", DESK_SETTINGS=str(settings), **USABLE))
    assert found.startswith("texts: ")


def test_it_speaks_russian(command: Command) -> None:
    """Not a word of the other language but names."""
    done = command("doctor", lang=RUSSIAN, TERM="xterm")
    assert done.stdout.splitlines()[0] == "Версии"
    assert value(done, "содержимое") == "0 обращений, 3 события"


def test_looking_makes_nothing(command: Command, tmp_path: Path) -> None:
    """No database, no folder, no migration: what is not there is said."""
    nowhere = tmp_path / "no" / "such.db"
    done = command("doctor", db=nowhere, **USABLE)
    assert (wrong(done), done.returncode) == ([], 0)
    assert str(nowhere) in value(done, "database")
    assert not nowhere.parent.exists()
    empty = tmp_path / "empty.db"
    empty.touch(mode=0o600)
    (said,) = wrong(command("doctor", db=empty, **USABLE))
    assert "empty.db" in said
    assert empty.stat().st_size == 0


def _write(sql: str) -> Callable[[Path], None]:
    def break_it(database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute(sql)
            connection.commit()

    return break_it


WRONG: dict[str, tuple[Callable[[Path], object] | None, dict[str, str], str]] = {
    "open to others": (lambda path: path.chmod(0o644), {}, "file: readable by others: chmod 600 desk.db"),
    "damaged": (
        lambda path: path.write_bytes(os.urandom(5000)),
        {},
        "damaged, or not a desk database. Restore a backup.",
    ),
    "journal": (_write("PRAGMA journal_mode=WAL"), {}, "journal_mode: must be delete"),
    "newer": (
        _write("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '')"),
        {},
        "was made by a newer version (9999_later)",
    ),
    "terminal": (None, {"TERM": "dumb"}, "TERM: the board needs a terminal with cursor movement"),
    "no terminal": (None, {"TERM": ""}, "TERM: the board needs a terminal with cursor movement"),
    "locale": (None, {"LC_ALL": "C"}, "encoding: not UTF-8: set LANG, for example to ru_RU.UTF-8"),
    "settings": (None, {"DESK_SETTINGS": "/no/such.toml"}, "desk.toml: /no/such.toml: cannot be read: file not found"),
    "theme": (None, {"DESK_THEME": "pink"}, "desk.toml: DESK_THEME: pink is not valid; choose one of: dark, light, contrast, 16"),
    "database": (None, {"DESK_DATABASE": "mysql://x/y"}, "database: mysql: unknown kind of database"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_what_to_do(command: Command, database: Path, name: str) -> None:
    """One line for it, exit code 1, and the rest is looked at all the same."""
    database.chmod(0o600)
    breaks, environment, words = WRONG[name]
    if breaks:
        breaks(database)
    done = command("doctor", **USABLE | environment)
    assert done.returncode == 1
    assert [line for line in wrong(done) if words in line] == wrong(done)
    assert done.stdout.splitlines()[-1].startswith("1 ")
    assert value(done, "Python")
    assert done.stderr == ""


def test_a_foreign_journal_is_said_and_left(command: Command, database: Path) -> None:
    """Looking changes nothing, not even what is wrong; the desk itself puts it right when it opens."""
    _write("PRAGMA journal_mode=WAL")(database)
    database.chmod(0o600)
    for _ in range(2):
        assert wrong(command("doctor", **USABLE)) == ["journal_mode: must be delete"]
    command("list")
    assert wrong(command("doctor", **USABLE)) == []


def test_a_machine_whose_clock_is_behind_is_found_out(command: Command, database: Path) -> None:
    """Every deadline is counted from it."""
    database.chmod(0o600)
    command("add", "enquiry", "--channel", "phone", "--name", "Иванова", "--subject", "FCE")
    done = command("doctor", now="2026-11-03T10:12:59+03:00", **USABLE)
    assert wrong(done) == ["contents: the last event is later than the system clock: correct the clock"]
    assert wrong(command("doctor", now="2026-11-03T10:13:30+03:00", **USABLE)) == []


def test_the_version(command: Command) -> None:
    """On a line, for scripts."""
    done = command("--version")
    assert (done.returncode, done.stdout) == (0, f"desk, version {__version__}\n")


@pytest.mark.parametrize(
    ("shell", "sign"), [("bash", "complete -o nosort"), ("zsh", "#compdef desk"), ("fish", "complete --no-files")]
)
def test_each_shell_is_told_how_to_complete(command: Command, shell: str, sign: str) -> None:
    """What it prints goes into the shell's own file: README."""
    done = command("completion", shell)
    assert done.returncode == 0
    assert sign in done.stdout


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("desk d", ["plain,demo", "plain,do", "plain,doctor", "plain,due", "plain,duties"]),
        ("desk do 7 answ", ["plain,answered"]),
        ("desk list regi", ["plain,registration"]),
        ("desk import certificates bo", ["file,bo"]),
        ("desk --charter my", ["file,my"]),
        ("desk --theme ", ["plain,dark", "plain,light", "plain,contrast", "plain,16"]),
    ],
)
def test_commands_actions_and_files_are_completed(command: Command, typed: str, offered: list[str]) -> None:
    """As the bash script asks for it."""
    done = command(_DESK_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD=str(len(typed.split(" ")) - 1))
    assert done.stdout.splitlines() == offered
