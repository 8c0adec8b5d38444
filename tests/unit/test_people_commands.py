"""People on the command line: who may give which command, made from the table; the way from the first person to the last."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from desk.actions.rights import MAY, ROLES, SHELL, Right
from desk.auth.passwords import hashed
from desk.charter.errors import DeskError
from desk.cli import COMMANDS
from desk.cli import command as commands
from desk.i18n import translator
from desk.presentation.error_line import line
from desk.store.errors.people import (
    LastSupervisor,
    PersonExists,
    PersonNameMissing,
    PersonUnknown,
    PinTooShort,
    ReturnInPast,
    RightMissing,
    WrongPin,
)
from tests.unit.conftest import RUSSIAN, Command, Desk
from tests.unit.people import PEOPLE, hire
from tests.worded import Worded, refusal

PIN = "4711"


def given_commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that can be given, with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        if isinstance(one, click.Group):
            if one.invoke_without_command:
                yield (*before, name), one
            yield from given_commands(one, (*before, name))
        elif one is not None:
            yield (*before, name), one


ALL = dict(given_commands(commands(translator("en"))))


def test_each_command_is_loaded_by_itself() -> None:
    """What the table of modules says is what they add: nothing is missing when it is asked for alone."""
    for name in sorted({words[0] for words in ALL}):
        group = commands(translator("en"))
        found = group.get_command(click.Context(group), name)
        assert found is not None
        assert found.name == name
        assert all(action in group.list_commands(click.Context(group)) for action in group.commands)


def test_a_command_says_of_itself_what_the_list_of_commands_says() -> None:
    """The list is printed from the table, without the commands: there is no second text."""
    _ = translator("ru")
    group = commands(_)
    for name, listed in COMMANDS.items():
        found = group.get_command(click.Context(group), name)
        assert found is not None
        assert found.help == _(listed.help) != listed.help
        with pytest.raises(AssertionError):
            group.add_command(click.Command(name, help="another text"))


def needed_words(one: click.Command) -> list[str]:
    """As little as the command can be given with."""
    words = []
    for parameter in one.params:
        if not parameter.required:
            continue
        kind = parameter.type
        value = str(kind.choices[0]) if isinstance(kind, click.Choice) else "1" if isinstance(kind, click.IntRange) else "x"
        words += [value] if isinstance(parameter, click.Argument) else [parameter.opts[0], value]
    return words


@pytest.fixture(scope="module")
def secret() -> str:
    """The hash of the PIN, made once."""
    return hashed(PIN)


@pytest.fixture
def hired(desk: Desk, secret: str) -> Desk:
    """Somebody of each role, who can log in."""
    hire(desk, secret)
    return desk


def test_every_command_has_its_row() -> None:
    """A new one without a row fails here."""
    assert {" ".join(words) for words in ALL} == set(SHELL)


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the table is the same on every Python, and logins are slow on purpose")
@pytest.mark.usefixtures("hired")
@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_command(command: Command, role: str) -> None:
    """Refused in one line before anything else is looked at; what asks for nothing asks for no PIN."""
    wrong = []
    for words, one in ALL.items():
        needed = SHELL[" ".join(words)]
        if needed == Right.ANYBODY:
            continue
        done = command(*words, *needed_words(one), "--as", PEOPLE[role], DESK_PIN=PIN, DESK_NEW_PIN="0815")
        refusal = "desk: " + line(translator("en"), RightMissing(needed)) + "\n"
        if (done.stderr == refusal) == (needed in MAY[role]):
            wrong.append((words, needed, done.stderr))
        if " ".join(words) in ("people open", "people pin"):  # back to where it was
            command("people", "close", "--as", PEOPLE["supervisor"], DESK_PIN=PIN)
    assert wrong == []


@pytest.mark.usefixtures("hired")
def test_what_asks_for_nothing_asks_for_no_pin(command: Command) -> None:
    """What keeps the machine in order works while nobody is there."""
    assert command("check").returncode == 0
    assert command("backup", "copy.db").returncode == 0


PHRASE = "одна длинная фраза"


def test_from_the_first_person_to_the_last(command: Command) -> None:
    """The first is the supervisor, whatever was asked for; from then on one logs in."""
    assert command("people").returncode == 0
    assert command("add", "enquiry", "--channel", "phone", "--name", "Guest", "--subject", "FCE").returncode == 0
    made = command("people", "add", "Anna Petrova", "--role", "reception", DESK_NEW_PIN="одна длинная фраза\n")
    assert (made.returncode, "Anna Petrova" in made.stdout) == (0, True)
    asked = command("list")
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "DESK_PIN" in asked.stderr
    wrong = command("list", "--as", "Anna Petrova", DESK_PIN="4712")
    assert (wrong.returncode, wrong.stderr) == (1, refusal(WrongPin("Anna Petrova")))
    nobody = command("list", "--as", "Nobody", DESK_PIN=PHRASE)
    assert (nobody.returncode, nobody.stderr) == (2, refusal(PersonUnknown("Nobody")))
    anna = {"DESK_PIN": "одна длинная фраза\r\n", "lang": RUSSIAN}
    assert command("people", "add", "Борис", "--as", "anna petrova", DESK_NEW_PIN="5820", **anna).returncode == 0
    assert command("people", "--as", "Anna Petrova", **anna).stdout == "Anna Petrova: руководитель\nБорис: сотрудник стойки\n"
    assert command("do", "1", "take", "--as", "борис", DESK_PIN="5820").returncode == 0
    away = command("away", "Борис", "--until", "09.11 10:00", "--as", "anna petrova", **anna)
    assert (away.returncode, away.stdout.split()[-1]) == (0, "№1")
    line = command("people", "--as", "Anna Petrova", **anna).stdout.splitlines()[1]
    assert line.startswith("Борис: ")
    assert line.endswith(Worded("ru").moment("2026-11-09 10:00"))
    log = command("people", "log", "--as", "Anna Petrova", **anna).stdout.splitlines()
    assert all(words.startswith("вт 3 нояб. 2026 10:14") for words in log)  # and some seconds, on a machine that is busy
    assert [words.partition("  ")[2] for words in log if not words.endswith(": вход")][:2] == [
        "Борис: не на месте до пн 9 нояб. 2026 10:00 (Anna Petrova)",
        "Борис: вход открыт, роль: сотрудник стойки (Anna Petrova)",
    ]


def test_the_only_supervisor_forgot_the_pin(command: Command) -> None:
    """The documented way back, for the owner of the machine; it stands in the history, done by nobody of the desk."""
    command("people", "add", "Anna", DESK_NEW_PIN=PHRASE)
    done = command("people", "rescue", "Anna", DESK_NEW_PIN=PHRASE + "!")
    assert (done.returncode, done.stdout.split()[0]) == (0, "Anna")
    assert command("list", "--as", "Anna", DESK_PIN=PHRASE).returncode == 1
    log = command("people", "log", "--as", "Anna", DESK_PIN=PHRASE + "!")
    assert "Anna: PIN reset and made supervisor by the owner of the machine\n" in log.stdout
    assert command("people", "rescue", "Nobody", DESK_NEW_PIN=PHRASE).returncode == 2


def test_two_people_of_one_name(command: Command) -> None:
    """Tickets say who acts by name alone: the second is asked for more of theirs, however it is written."""
    command("people", "add", "Пётр Ильин", DESK_NEW_PIN=PHRASE)
    for name in ("Пётр Ильин", "петр  ильин", "ПЕТР ИЛЬИН"):
        done = command("people", "add", name, "--as", "Пётр Ильин", DESK_PIN=PHRASE, DESK_NEW_PIN="5820")
        assert done.returncode == 2
        assert done.stderr == refusal(PersonExists(" ".join(name.split())))
    assert command("people", "add", "Пётр Ильин мл.", "--as", "Пётр Ильин", DESK_PIN=PHRASE, DESK_NEW_PIN="5820").returncode == 0


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["people", "add", "Boris", "--as", "Anna"], PinTooShort(4)),
        (["people", "add", "  ", "--as", "Anna"], PersonNameMissing()),
        (["people", "role", "Anna", "reception", "--as", "Anna"], LastSupervisor()),
        (["people", "leave", "Anna", "--as", "Anna"], LastSupervisor()),
        (["people", "role", "Boris", "reception", "--as", "Anna"], PersonUnknown("Boris")),
        (["away", "Anna", "--until", "02.11 10:00", "--as", "Anna"], ReturnInPast()),
    ],
)
def test_what_cannot_be_is_said_in_one_line(command: Command, words: list[str], error: DeskError) -> None:
    """And nothing changes."""
    command("people", "add", "Anna", DESK_NEW_PIN=PHRASE)
    pin = "582" if isinstance(error, PinTooShort) else "5820"
    done = command(*words, DESK_PIN=PHRASE, DESK_NEW_PIN=pin)
    assert (done.returncode, done.stdout, done.stderr) == (error.code, "", refusal(error))


def test_a_pin_is_read_from_a_file(command: Command, tmp_path: Path) -> None:
    """Its first line; one that is not there is named."""
    command("people", "add", "Anna", DESK_NEW_PIN=PHRASE)
    kept = tmp_path / "pin"
    kept.write_text(f"{PHRASE}\nelse\n", encoding="utf-8")
    assert command("list", "--as", "Anna", DESK_PIN_FILE=str(kept)).returncode == 0
    missing = command("list", "--as", "Anna", DESK_PIN_FILE=str(tmp_path / "none"))
    assert (missing.returncode, "DESK_PIN_FILE" in missing.stderr) == (2, True)
    assert command("list", "--as", "Anna", DESK_PIN_FD="99").returncode == 2


@pytest.mark.usefixtures("hired")
def test_the_doctor_needs_no_login(command: Command) -> None:
    """The owner of the machine owns the file: each part of the database is looked at."""
    assert "Europe/Moscow" in command("doctor").stdout
