"""Facts from lists: what is read of CSV, XLSX and TOML, what is refused line by line, and that a second import writes nothing."""

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from desk.facts import errors
from desk.intake.errors import (
    FactColumnsMissing,
    FactColumnTwice,
    FactKeyUnknown,
    FactLineHidden,
    FactsMissing,
    FactTwiceInList,
    FactWithdrawn,
    ListMissing,
)
from desk.intake.facts import FactList, import_list, preview_list
from desk.store.facts.versions import fact_versions, facts, withdraw_fact
from desk.text.dates import DateUnreadable, DayUnknown
from tests.facts import FCE
from tests.unit.conftest import Desk

pytestmark = pytest.mark.server

HEAD = "Экзамен или тема;Дата экзамена;Место;Цена;Поздняя цена;Регистрация с;Регистрация до;Документы;Действует с;Действует до"
LINE = "B2 First (FCE);12.12.2026;Невский, 1;14 500 ₽;16000;01.09.2026;20.11.2026;паспорт;01.11.2026;12.12.2026"
ROOT = Path(__file__).parents[2]


def csv(folder: Path, *lines: str, head: str = HEAD) -> Path:
    """A list."""
    path = folder / "facts.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def counts(found: FactList) -> tuple[int, int, int]:
    """How many are new, changed and known."""
    return len(found.new), len(found.changed), found.known


def wrong(found: FactList) -> list[tuple[int, type]]:
    """The rejected lines with the kinds of their errors."""
    return [(line, type(error)) for line, error in found.wrong]


def test_a_list_is_read_whole_and_written_once(desk: Desk, tmp_path: Path) -> None:
    """The second import finds everything known; a changed line is a new version."""
    path = csv(tmp_path, LINE)
    before = desk.everything()
    assert preview_list(desk.store, path).new == (FCE,)
    assert desk.everything() == before
    assert counts(import_list(desk.store, "Anna", path)) == (1, 0, 0)
    written = desk.everything()
    assert counts(import_list(desk.store, "Anna", path)) == (0, 0, 1)
    assert desk.everything() == written
    found = import_list(desk.store, "Anna", csv(tmp_path, LINE.replace("14 500 ₽", "15000")))
    assert counts(found) == (0, 1, 0)
    assert [version.content.price for version in fact_versions(desk.store, 1)] == ["14500 RUB", "15000 RUB"]


def test_a_price_of_tomorrow_is_a_version_of_its_own(desk: Desk, tmp_path: Path) -> None:
    """Both lines stand in the list, and are known the second time."""
    today = LINE.replace("12.12.2026\n", "").rpartition(";")[0] + ";03.11.2026"
    tomorrow = LINE.replace("14 500 ₽", "15000").replace("01.11.2026", "04.11.2026")
    path = csv(tmp_path, tomorrow, today)
    assert counts(import_list(desk.store, "Anna", path)) == (2, 0, 0)
    (row,) = facts(desk.store)
    assert (row.version.content.price, row.coming and row.coming.content.price) == ("14500 RUB", "15000 RUB")
    assert counts(import_list(desk.store, "Anna", path)) == (0, 0, 2)
    assert len(fact_versions(desk.store, 1)) == 2


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (";12.12.2026;;1;;;;;;12.12.2026", errors.FactNameMissing),
        ("X;;;;;;;;;12.12.2026", errors.SaysNothing),
        ("X;31.02.2026;;;;;;;;12.12.2026", DayUnknown),
        ("X;12.12;;;;;;;;12.12.2026", DateUnreadable),  # a list is read long after it was written
        ("X;;;14500/15000;;;;;;12.12.2026", errors.PriceUnreadable),
        ("X;;;1;;;;;05.11.2026;04.11.2026", errors.EndsBeforeStart),
        ("X;;;1;;;;;;", errors.EndMissing),
        ("X;12.12.2026;;1;;;13.12.2026;;;12.12.2026", errors.RegistrationAfterExam),
        ("b2 first fce;12.12.2026;невский 1;1;;;;;;12.12.2026", FactTwiceInList),
        ("X;;;1;;;;;;01.11.2026", errors.EndsBeforeStart),  # it would begin today
        (f"{'X' * 121};;;1;;;;;;12.12.2026", errors.TooLong),
        ("X;;;100;50;;;;;12.12.2026", errors.LatePriceLower),
        ("X;;;100 $;150 EUR;;;;;12.12.2026", errors.LatePriceLower),
    ],
)
def test_a_wrong_line_is_left_out_and_said(desk: Desk, tmp_path: Path, line: str, error: type) -> None:
    """By its number; the others are written."""
    found = import_list(desk.store, "Anna", csv(tmp_path, LINE, line))
    assert (counts(found), wrong(found)) == ((1, 0, 0), [(3, error)])
    assert all("\n" not in str(problem) for _, problem in found.wrong)


@pytest.mark.parametrize(
    ("head", "error"),
    [
        (HEAD.replace("Действует до", "Прочее"), FactColumnsMissing),
        (HEAD.replace("Место", "Тема"), FactColumnTwice),
    ],
)
def test_a_list_with_wrong_headings_is_refused(desk: Desk, tmp_path: Path, head: str, error: type[Exception]) -> None:
    """Whole."""
    with pytest.raises(error):
        preview_list(desk.store, csv(tmp_path, LINE, head=head))


def test_a_workbook_is_read_like_a_list(desk: Desk, tmp_path: Path) -> None:
    """With dates and numbers as a spreadsheet keeps them; a struck out line is wrong."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(";"))
    values = ("B2 First (FCE)", date(2026, 12, 12), "Невский, 1", 14500.0, 16000, date(2026, 9, 1), date(2026, 11, 20), "паспорт")
    sheet.append([*values, date(2026, 11, 1), date(2026, 12, 12)])
    path = tmp_path / "facts.xlsx"
    book.save(path)
    assert preview_list(desk.store, path).new == (FCE,)
    hidden = Workbook()
    sheet = hidden.active
    assert sheet is not None
    sheet.append(HEAD.split(";"))
    sheet.append([*values, date(2026, 11, 1), date(2026, 12, 12)])
    sheet.row_dimensions[2].hidden = True
    hidden.save(path)
    assert wrong(preview_list(desk.store, path)) == [(2, FactLineHidden)]


def test_the_example_of_the_docs_can_be_imported(desk: Desk, tmp_path: Path) -> None:
    """As it stands; dates of TOML, answers in both languages."""
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "facts.toml"
    path.write_text(example, encoding="utf-8")
    found = import_list(desk.store, "Anna", path)
    assert (counts(found), found.wrong) == ((2, 0, 0), ())
    assert [row.version.content.day for row in facts(desk.store)] == [date(2026, 12, 12), None]


def test_a_withdrawn_fact_is_not_revived_by_its_old_list(desk: Desk, tmp_path: Path) -> None:
    """Said with its line; the same line twice is one."""
    line = LINE.replace("01.11.2026", "")
    path = csv(tmp_path, line, line)
    assert counts(import_list(desk.store, "Anna", path)) == (1, 0, 1)
    withdraw_fact(desk.store, "Anna", 1)
    found = import_list(desk.store, "Anna", path)
    assert (counts(found), wrong(found)) == ((0, 0, 1), [(2, FactWithdrawn)])
    assert facts(desk.store) == []


def test_columns_that_are_not_read_are_said(desk: Desk, tmp_path: Path) -> None:
    """By their headings; English ones are known as the docs name them."""
    path = csv(tmp_path, "FCE;1;12.12.2026;x", head="Exam or topic;Price;Valid until;Registration closes")
    found = preview_list(desk.store, path)
    assert (counts(found), found.unread) == ((1, 0, 0), ("Registration closes",))


@pytest.mark.parametrize(
    ("toml", "found"),
    [
        ('[[fact]]\nname = "X"\nprise = "1"\nuntil = 2026-12-12\n', [(1, FactKeyUnknown)]),
        ("fact = [1]\n", [(1, FactKeyUnknown)]),
        ('[[fact]]\nname = "X"\nprice = "1"\nuntil = 2026-12-12\n[[fact]]\nname = "Y"\n', [(2, errors.SaysNothing)]),
    ],
)
def test_a_wrong_table_is_left_out(desk: Desk, tmp_path: Path, toml: str, found: list[tuple[int, type]]) -> None:
    """By its number among the tables."""
    path = tmp_path / "facts.toml"
    path.write_text(toml, encoding="utf-8")
    assert wrong(preview_list(desk.store, path)) == found


def test_a_file_without_facts_is_refused(desk: Desk, tmp_path: Path) -> None:
    """In one line."""
    path = tmp_path / "facts.toml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(FactsMissing):
        preview_list(desk.store, path)
    with pytest.raises(ListMissing):
        preview_list(desk.store, tmp_path / "no.csv")


def test_five_thousand_lines_are_written(desk: Desk, tmp_path: Path) -> None:
    """Each compared with what is known by its key, not with every other."""
    lines = [f"Exam {number};;;{number + 1};;;;;;12.12.2026" for number in range(5000)]
    assert counts(import_list(desk.store, "Anna", csv(tmp_path, *lines))) == (5000, 0, 0)
    assert len(facts(desk.store)) == 5000
