"""`--json` of every command that prints something: one document, with the keys that docs/json.md names."""

import json
import re
from typing import Any

import pytest

from tests.forks import ROOT
from tests.unit.conftest import Command

PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")


@pytest.fixture
def desk(command: Command) -> Command:
    """A desk with a call that somebody took, and a note on it by somebody else."""
    command("add", "enquiry", "--channel", "phone", "--name", "Ann", "--subject", "FCE", "--as", "Anna")
    command("do", "1", "take", "--as", "Anna")
    command("do", "1", "note", "--note", "x", "--as", "Boris", now="2026-11-03T11:30:00+03:00")
    return command


def document(desk: Command, *words: str, now: str = "2026-11-03T12:00:00+03:00") -> Any:
    """What a command prints with `--json`."""
    done = desk(*words, "--json", "--as", "Anna", now=now)
    assert done.returncode in (0, 1), done.stderr  # 1: the doctor found something
    return json.loads(done.stdout)


def keys_of(found: Any) -> set[str]:
    """The keys of a document and of the objects directly in it."""
    rows = (
        found if isinstance(found, list) else [found, *(row for part in found.values() if isinstance(part, list) for row in part)]
    )
    return {key for row in rows if isinstance(row, dict) for key in row}


@pytest.mark.parametrize(
    "words",
    [
        "morning",
        "evening",
        "facts",
        "report",
        "shift",
        "texts",
        "keys",
        "doctor",
        "export boxes",
        "export sessions",
        "charter show",
        "people log",
        "away Anna",
    ],
)
def test_every_key_is_explained(desk: Command, words: str) -> None:
    """On the page of the docs, by its name."""
    found = document(desk, *words.split())
    unexplained = {key for key in keys_of(found) if not re.search(rf"`{key}`", PAGE)}
    assert unexplained == set()


def test_the_morning_and_the_evening_name_their_tickets(desk: Command) -> None:
    """What is due by closing; what is overdue, with the day's figures and the end of the log."""
    morning = document(desk, "morning", now="2026-11-06T10:00:00+03:00")
    assert [row["number"] for row in morning["tickets"]] == [1]
    assert {duty["duty"] for duty in morning["duties"]} >= {"mailbox-checked", "website-current"}
    evening = document(desk, "evening", now="2026-11-09T10:00:00+03:00")
    assert ([row["number"] for row in evening["overdue"]], evening["practice"]) == ([1], True)
    assert re.fullmatch(r"\d+:[0-9a-f]{16}", evening["head"])


def test_a_shift_tells_what_others_did(desk: Command) -> None:
    """As the screen does: a colleague's acts since one was last here."""
    found = document(desk, "shift")
    assert [(done["ticket"], done["what"], done["who"]) for done in found["happened"]] == [(1, "noted", "Boris")]
    assert [row["number"] for row in [*found["due"], *found["mine"]]] == [1]


def test_a_colleague_who_is_away_gives_back_by_number(desk: Command) -> None:
    """The numbers alone, for a script that tells the others."""
    assert document(desk, "away", "Anna", now="2026-11-06T10:00:00+03:00") == {"returned": [1]}


def test_a_checked_charter_is_counted(desk: Command) -> None:
    """With its version, as a script compares it."""
    file = ROOT / "docs" / "examples" / "irish-council.toml"
    found = document(desk, "charter", "check", str(file))
    assert (found["file"], found["warnings"], found["standards"] > 0) == (str(file), [], True)
    assert len(found["version"]) == 12


def test_the_keys_are_those_of_both_layouts(desk: Command) -> None:
    """One row for each command of the registry."""
    rows = {row["id"]: row for row in document(desk, "keys")}
    assert rows["new-call"]["keys"] == ["C", "С"]
