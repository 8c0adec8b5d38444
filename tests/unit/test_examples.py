"""Another centre's charter: it loads, counts and shows without a line of code, and the page about the format leaves nothing out."""

import json
import re
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

import desk.charter.standards as rows
from desk.charter import Charter
from desk.charter.vocabulary import WEEKDAYS
from tests.forks import ROOT
from tests.unit.conftest import Command

COUNCIL = ROOT / "docs" / "examples" / "irish-council.toml"
CHARTER = Charter.load(COUNCIL)
PAGE = (ROOT / "docs" / "charter-file.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "start", "due"),
    [
        # Four working hours across the lunch break, over a night, and over the weekend on which summer time began.
        ("call-back", "2026-11-10 10:00", "2026-11-10 15:00"),
        ("call-back", "2026-11-10 13:30", "2026-11-11 10:00"),
        ("call-back", "2026-11-10 09:00", "2026-11-10 13:00"),
        ("call-back", "2026-03-27 16:00", "2026-03-30 12:00"),
        ("call-back", "2026-10-23 16:30", "2026-10-27 12:30"),
        ("voicemail-answer", "2026-10-23 23:00", "2026-10-29 17:00"),
        ("written-reply", "2026-03-02 10:00", "2026-03-24 17:00"),
        ("complaint-acknowledge", "2026-03-10 12:00", "2026-03-18 17:00"),
        ("complaint-decision", "2026-03-16 12:00", "2026-04-07 17:00"),
    ],
)
def test_the_councils_promises_are_counted(name: str, start: str, due: str) -> None:
    """By hand: closed from one to two, St Patrick's on Tuesday 17 March, Easter Monday on 6 April, a bank holiday on 26 October."""
    begun = datetime.fromisoformat(start).replace(tzinfo=CHARTER.zone)
    assert CHARTER.deadline(name, begun).due.strftime("%Y-%m-%d %H:%M") == due


def test_the_council_is_shown_and_worked_with(command: Command, tmp_path: Path) -> None:
    """The charter, the calendar, a ticket with its clock: by commands alone, in both languages."""
    there = ("--charter", COUNCIL)
    assert "Offaly" not in command("charter", "show", *there).stdout
    assert "Обещание" not in command("charter", "show", *there, "--lang", "en").stdout
    assert "OK. 5 standards, 1 duty" in command("charter", "check", COUNCIL).stdout
    assert "Easter Monday" in command("calendar", "2026", *there, "--lang", "en").stdout
    desk = ("--db", tmp_path / "council.db", *there)
    done = command("add", "enquiry", *desk, "--channel", "phone", "--name", "Aoife", "--subject", "Bins", "--json")
    assert done.returncode == 0, done.stderr
    (ticket,) = json.loads(command("list", *desk, "--json").stdout)
    assert [clock["standard"] for clock in ticket["clocks"]] == ["call-back"]
    shown = command("show", "1", *desk, "--lang", "ru").stdout
    assert "Перезвонить с ответом" in shown
    assert command("do", "1", "called-back", *desk).returncode == 0
    assert "перезвон" in command("show", "1", *desk, "--lang", "ru").stdout.lower()


def keys() -> list[str]:
    """Every key that a charter file may hold; of the weekdays the first, which stands for all."""
    structs = [row for row in vars(rows).values() if isinstance(row, type) and issubclass(row, msgspec.Struct)]
    found = {field.encode_name for struct in structs for field in msgspec.structs.fields(struct)}
    return sorted(found - set(WEEKDAYS[1:]))


@pytest.mark.parametrize("key", keys())
def test_every_key_of_the_format_is_explained(key: str) -> None:
    """In a block of the page or in one of its tables."""
    assert re.search(rf"(?m)^`?{key} =|`{key} =|[`.\[]{key}[`.\]]", PAGE)


def test_the_pages_blocks_are_the_examples_own_words() -> None:
    """What is explained can be found in the file: every line of a block but those that leave something out."""
    example = COUNCIL.read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in PAGE.split("```toml\n")[1:]]
    lines = [line for block in blocks for line in block.splitlines() if line.strip() and "..." not in line]
    assert len(lines) > 40
    missing = [line for line in lines if line not in example]
    exception = ["[[exception]]", "date = 2026-12-05", 'open = ["09:00-15:00"]', "counts = false"]
    assert missing == [*exception, 'note = { ru = "экзамен", en = "exam day" }']
