"""Lists that leave the desk: opened again by another library, nothing is a formula and no number has lost a sign."""

import csv
import os
import stat
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from desk.i18n import translator
from desk.intake.certificates import import_list
from desk.intake.import_job import Asked
from desk.outgoing.lists import ALL, PHONES, POSTING, TO_TELL, ExportExists, ExportFormatUnknown, table, write_table
from desk.store.commands.certificates import hand_out
from desk.store.queries.board import BOX
from desk.store.queries.exports import lines
from desk.store.queries.groups import group
from desk.text.sanitize import safe
from tests.hostile import STORABLE
from tests.unit.conftest import Command, Desk, at

LIST = (
    "ФИО;Номер;Почта;Телефон;Имя в паспорте;Почтовый адрес\n"
    "Анна Ёлкина;0001;anna@example.org;+7 921 111-22-33;ELKINA ANNA;\n"
    'Пётр;0002;;244-54-88;;"191186, Невский пр., 1"\nВера;0003;;;;\n'
)


@pytest.fixture
def box(desk: Desk, tmp_path: Path) -> Desk:
    """Three certificates: one to tell by email, one to ring, one handed over."""
    path = tmp_path / "box.csv"
    path.write_text(LIST, encoding="utf-8")
    import_list(desk.store, "Вера", path, at("2026-11-03 10:00"), Asked(exam="FCE", day="2026-10-17"))
    hand_out(desk.store, "Вера", 3, to="Мама", relation="parent", document="passport", signs="4711")
    return desk


def listed(desk: Desk, which: str = ALL) -> list[list[str]]:
    """The cells of a list."""
    return table(translator("en"), desk.store.charter, lines(desk.store, group(desk.store, BOX, 1)), which)


def reopened(path: Path) -> list[list[object]]:
    """What another library reads."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file, delimiter=";")]
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


def test_a_list_says_all_that_is_known(box: Desk) -> None:
    """Who, how to be reached, until when, and what became of it."""
    heading, first, _, last = listed(box)
    assert dict(zip(heading, first, strict=True)) == {
        "Ticket number": "1", "Candidate number": "0001", "Name": "Анна Ёлкина", "Name as in the document": "ELKINA ANNA",
        "Exam": "FCE",
        "Exam date": "17.10.2026", "Phone": "+7 921 111-22-33", "Email address": "anna@example.org", "Postal address": "",
        "Language": "Russian",
        "Due": "11.11.2026 18:00", "Informed": "", "Posted or handed over": "", "Tracking number": "", "Collected by": "",
    }  # fmt: skip
    assert (last[heading.index("Posted or handed over")], last[heading.index("Collected by")]) == ("03.11.2026 10:14", "Мама")


def test_lists_to_work_by_hold_those_that_they_are_for(box: Desk) -> None:
    """With a place to tick off, and one for the parcel's number."""
    assert [row[2] for row in listed(box, TO_TELL)[1:]] == ["Анна Ёлкина", "Пётр"]
    assert [row[1] for row in listed(box, PHONES)[1:]] == ["Пётр"]
    box.fact(1, "informed")
    heading, first, *_ = listed(box)
    assert (first[heading.index("Due")], first[heading.index("Informed")]) == ("", "03.11.2026 10:14")
    posting = listed(box, POSTING)
    assert posting[2][posting[0].index("Postal address")] == "191186, Невский пр., 1"
    assert ([row[2] for row in posting[1:]], posting[0][-2:], posting[1][-2:]) == (
        ["Анна Ёлкина", "Пётр"],
        ["Tracking number", "Done"],
        ["", ""],
    )


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_phones_and_numbers_keep_their_signs(box: Desk, tmp_path: Path, suffix: str) -> None:
    """Zeros in front, a plus, dates as they were written."""
    path = tmp_path / f"out{suffix}"
    write_table(path, listed(box))
    assert reopened(path) == listed(box)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_cell_becomes_a_formula(tmp_path: Path, suffix: str) -> None:
    """Whatever a stranger wrote comes back as text; in a CSV a ' stands before what a spreadsheet would count."""
    words = [*map(safe, STORABLE), "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("https://example.org")', "\tx"]
    path = tmp_path / f"out{suffix}"
    write_table(path, [["Name"], *([word] for word in words if word.strip() and len(word) < 30_000)])
    for (cell,) in reopened(path)[1:]:
        assert isinstance(cell, str)
        assert suffix == ".xlsx" or not cell.startswith(("=", "@", "+c", "-2"))
    if suffix == ".xlsx":
        assert "=1+1" in [cell for (cell,) in reopened(path)]


def test_an_export_overwrites_nothing_and_says_what_it_can_write(tmp_path: Path) -> None:
    """By the file's name."""
    (tmp_path / "there.csv").write_text("mine")
    for name, error in (("there.csv", ExportExists), ("out.pdf", ExportFormatUnknown), ("out", ExportFormatUnknown)):
        with pytest.raises(error):
            write_table(tmp_path / name, [["x"]])
    assert (tmp_path / "there.csv").read_text() == "mine"


def test_the_command_writes_a_box_and_a_session(command: Command, tmp_path: Path) -> None:
    """By their numbers, which a list of them tells."""
    path = tmp_path / "box.csv"
    path.write_text(LIST.replace("Номер", "Номер кандидата"), encoding="utf-8")
    command("import", "certificates", path, "--received", "03.11.2026")
    others = tmp_path / "session.csv"
    others.write_text("ФИО;Номер кандидата;Почта\nОлег;0011;\nОльга;0012;\n", encoding="utf-8")
    command("import", "registrations", others, "--exam", "CAE", "--exam-date", "05.12.2026")
    assert command("export", "boxes").stdout.startswith("1  ")
    assert "CAE" in command("export", "sessions").stdout
    for name, people in (("batch", ["Анна Ёлкина", "Пётр", "Вера"]), ("session", ["Олег", "Ольга"])):
        done = command("export", name, "1", tmp_path / f"{name}.xlsx")
        assert (done.returncode, f"{len(people)} lines" in done.stdout) == (0, True)
        assert [row[2] for row in reopened(tmp_path / f"{name}.xlsx")[1:]] == people
    assert "2 lines" in command("export", "batch", "1", tmp_path / "phones.csv", "--only", "phones").stdout
    refused = command("export", "batch", "7", tmp_path / "none.csv")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_what_leaves_is_for_the_account_that_writes_it(tmp_path: Path, name: str) -> None:
    """Names and numbers of candidates: 0600, whatever the umask allows, and nothing left of a file that had no room."""
    umask = os.umask(0)
    try:
        write_table(tmp_path / name, [["Name"], ["Иванова"]])
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_list_that_had_no_room_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it would be taken for all of it."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_table(tmp_path / "list.csv", [["Name"], ["Иванова"]])
    assert list(tmp_path.iterdir()) == []
