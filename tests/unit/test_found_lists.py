"""Lists as they were found, in `lists/`: each is read rightly or refused with the true reason. Everybody in them is invented."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from desk.intake import ratings, registrations
from desk.intake.errors import BadList, ListProtected, OtherFormat, QuotesUnbalanced
from desk.intake.import_job import Arrival, Asked
from desk.store.commands.ratings import Rating
from tests.unit.conftest import MOSCOW, Desk, at

FOUND = Path(__file__).parent / "lists"
HEADINGS = ("Candidate", "Number", "Phone")
ASKED = Asked(exam="FCE", day="2026-12-05")


def look(desk: Desk, path: Path, asked: Asked = ASKED) -> Arrival:
    """A list of candidates, as it would be taken in."""
    return registrations.preview_list(desk.store, path, asked)


def names(arrival: Arrival) -> list[tuple[str, str]]:
    """The number and the name of each new line."""
    return [(person.candidate, person.name) for person in arrival.new]


def wrong(arrival: Arrival) -> list[tuple[int, str]]:
    """The line and the reason of each wrong one."""
    return [(line.line, line.reason) for line in arrival.wrong]


def doubtful(arrival: Arrival) -> list[tuple[int, str]]:
    """The line and the reason of each doubtful one."""
    return [(doubt.one.line, doubt.reason) for doubt in arrival.doubtful]


def written(path: Path, *words: str, encoding: str = "utf-8") -> Path:
    """A CSV file of these lines; signs that the encoding has not got are left out."""
    path.write_bytes("\r\n".join((*words, "")).encode(encoding, "ignore"))
    return path


def saved(
    path: Path,
    *rows: tuple[str | float, ...],
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[str] = (),
    struck: Sequence[str] = (),
    cells: Mapping[str, CellRichText] | None = None,
) -> Path:
    """A workbook of these rows. struck, cells: by their place, `A2`."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for number in hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for letter in hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    for cell in struck:
        sheet[cell].font = Font(strike=True)
    for cell, value in (cells or {}).items():
        sheet[cell] = value
    book.save(path)
    return path


# -- what is no name and no number ---------------------------------------------------------------------------------------


def test_names_and_numbers_that_changed_places_are_wrong_lines(desk: Desk) -> None:
    """A name has letters, a candidate's number is no two words."""
    arrival = look(desk, FOUND / "swapped.csv")
    assert (names(arrival), wrong(arrival)) == ([], [(2, "no-letters"), (3, "no-letters")])


@pytest.mark.parametrize(
    ("line", "reason"),
    [("Иванова;Мария Петровна", "no-number"), ("+7 921 111-22-33;0101", "no-letters"), ("---;0101", "no-letters")],
)
def test_other_columns_in_the_place_of_a_name_or_number(desk: Desk, tmp_path: Path, line: str, reason: str) -> None:
    """Each is told."""
    assert wrong(look(desk, written(tmp_path / "list.csv", "Candidate;Number", line))) == [(2, reason)]


@pytest.mark.parametrize("number", ["0101", "RU101 0234", "A-7/2026", "12 34 56"])
def test_a_number_may_have_blanks_and_letters(desk: Desk, tmp_path: Path, number: str) -> None:
    """As centres write them."""
    assert names(look(desk, written(tmp_path / "list.csv", "Candidate;Number", f"Анна;{number}"))) == [(number, "Анна")]


# -- what programs leave in cells ----------------------------------------------------------------------------------------


def test_numbers_that_became_fractions_are_the_numbers_they_were(desk: Desk) -> None:
    """A second list of the same people, saved by a program that takes every number for a fraction."""
    registrations.import_list(desk.store, "Вера", FOUND / "float-numbers-before.csv")
    arrival = look(desk, FOUND / "float-numbers.csv")
    assert (arrival.new, [number for _, number in arrival.known]) == ((), [1, 2])
    assert {one.candidate for one, _ in arrival.known} == {"101", "102"}


def test_signs_that_nobody_sees_are_left_out(desk: Desk) -> None:
    """Without width, soft hyphens, blanks of other kinds."""
    arrival = look(desk, FOUND / "zero-width.csv", Asked())
    assert names(arrival) == [("0101", "Иванова Мария"), ("0102", "Яковлев Пётр")]
    assert [person.email for person in arrival.new] == ["maria@example.org", "petr@example.org"]


def test_a_line_end_of_a_workbook_is_no_word(desk: Desk) -> None:
    """`_x000D_`, as Excel writes it."""
    arrival = look(desk, FOUND / "x000d.xlsx", Asked())
    assert [(person.name, person.phone) for person in arrival.new] == [("Иванова Мария", "89211112233")]


def test_an_apostrophe_that_makes_a_number_text_is_no_part_of_it(desk: Desk, tmp_path: Path) -> None:
    """As somebody typed it into a spreadsheet that saved it; O'Brien keeps his."""
    path = written(tmp_path / "list.csv", "Candidate;Number;Phone", "O'Brien Ann;'0101;'+79211112233")
    assert [(person.name, person.candidate, person.phone) for person in look(desk, path).new] == [
        ("O'Brien Ann", "0101", "+79211112233")
    ]


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ('"=""0101""";Анна;=""600-10-20""', ("0101", "Анна", "600-10-20")), ('="0101";Анна;nan', ("0101", "Анна", "")),
        ("0101;Анна;NULL", ("0101", "Анна", "")), ("0101;Null Anna;N/A", ("0101", "Null Anna", "")),
    ],
)  # fmt: skip
def test_what_web_pages_and_programs_write_around_a_value_is_no_part_of_it(
    desk: Desk, tmp_path: Path, line: str, taken: tuple[str, str, str]
) -> None:
    """`="0101"` keeps the zeros, `nan` stands for nothing."""
    path = written(tmp_path / "list.csv", "Number;Candidate;Phone", line.replace('=""600-10-20""', '="600-10-20"'))
    assert [(person.candidate, person.name, person.phone) for person in look(desk, path).new] == [taken]


@pytest.mark.parametrize("line", ["Итого;;", "Итого: 24;;", "Всего;24;", "TOTAL 24;;"])
def test_a_total_is_nobody(desk: Desk, tmp_path: Path, line: str) -> None:
    """Below a list."""
    arrival = look(desk, written(tmp_path / "list.csv", "Candidate;Number;Phone", "Анна;1;", line))
    assert (names(arrival), wrong(arrival)) == ([("1", "Анна")], [(3, "no-letters")])


def test_words_below_a_list_are_doubtful(desk: Desk, tmp_path: Path) -> None:
    """When it was made, with nothing beside it."""
    path = written(tmp_path / "list.csv", "ФИО;Телефон", "Анна;600-10-20", "Сформировано: 20.11.2026;")
    assert doubtful(look(desk, path)) == [(3, "odd-word")]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#Н/Д", "#ИМЯ?", "#ДЕЛ/0!", "#DIV/0!"])
def test_an_error_of_a_spreadsheet_is_no_value(desk: Desk, tmp_path: Path, error: str) -> None:
    """As a CSV has it."""
    path = written(tmp_path / "list.csv", "Candidate;Number;Phone", f"{error};1;", f"Анна;2;{error}", "Вера;3;")
    assert wrong(look(desk, path)) == [(2, "no-value"), (3, "no-value")]


@pytest.mark.parametrize("line", ["Анна;RUА01;", "Анна;1;аnna@example.org"])
def test_a_number_or_an_address_of_two_alphabets_is_doubtful(desk: Desk, tmp_path: Path, line: str) -> None:
    """Its А is Cyrillic."""
    assert doubtful(look(desk, written(tmp_path / "list.csv", "Candidate;Number;Email", line))) == [(2, "odd-word")]


def test_a_number_is_read_as_its_format_shows_it(desk: Desk, tmp_path: Path) -> None:
    """Zeros and letters in front are the format's."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Candidate", "Number"), ("Анна", 101), ("Вера", 102)):
        sheet.append(row)
    sheet["B2"].number_format, sheet["B3"].number_format = '"RU"0000', "0000"
    book.save(tmp_path / "list.xlsx")
    assert [number for number, _ in names(look(desk, tmp_path / "list.xlsx"))] == ["RU0101", "0102"]


# -- what a person does not see ------------------------------------------------------------------------------------------


def test_hidden_rows_are_left_out_and_counted(desk: Desk) -> None:
    """A filter hid them; taken where somebody says so."""
    arrival = look(desk, FOUND / "hidden-row.xlsx", Asked())
    assert (names(arrival), doubtful(arrival)) == ([("0101", "Иванова Мария"), ("0103", "Петров Олег")], [(3, "hidden")])
    assert len(look(desk, FOUND / "hidden-row.xlsx", Asked(doubtful=True)).new) == 3


def test_struck_out_rows_are_left_out_and_counted(desk: Desk) -> None:
    """They do not count any more."""
    arrival = look(desk, FOUND / "struck-out-row.xlsx", Asked())
    assert (names(arrival), doubtful(arrival)) == ([("0101", "Иванова Мария")], [(3, "struck-out")])


def test_what_was_written_instead_of_a_struck_out_row_is_taken(desk: Desk, tmp_path: Path) -> None:
    """The same number, below it."""
    rows = HEADINGS, ("Яковлев Пётр", "0102", ""), ("Яковлева Анна", "0102", ""), ("Петров Олег", "0103", "")
    path = saved(tmp_path / "list.xlsx", *rows, struck=("A2", "B2"))
    arrival = look(desk, path)
    assert names(arrival) == [("0102", "Яковлева Анна"), ("0103", "Петров Олег")]
    assert wrong(arrival) == [(2, "twice")]


def test_a_cell_struck_out_in_part_is_doubtful(desk: Desk, tmp_path: Path) -> None:
    """Without the line through it, both names are one."""
    struck = CellRichText(TextBlock(InlineFont(strike=True), "Иванова"), " Петрова Мария")
    path = saved(tmp_path / "list.xlsx", HEADINGS, ("x", "0101", ""), ("Олег", "0102", ""), cells={"A2": struck})
    arrival = look(desk, path)
    assert (names(arrival), doubtful(arrival)) == ([("0102", "Олег")], [(2, "struck-out")])


def test_hidden_columns_are_not_read(desk: Desk, tmp_path: Path) -> None:
    """They are told among those that are not."""
    path = saved(tmp_path / "list.xlsx", HEADINGS, ("Анна", "0101", "600-10-20"), hidden_columns=("C",))
    arrival = look(desk, path)
    assert ([(person.name, person.phone) for person in arrival.new], arrival.unused) == ([("Анна", "")], ("Phone",))


def test_hidden_rows_are_doubtful(desk: Desk, tmp_path: Path) -> None:
    """Nobody sees them in the list that was sent."""
    path = saved(tmp_path / "list.xlsx", HEADINGS, ("Анна", "0101", ""), ("Олег", "0102", ""), hidden_rows=(3,))
    assert doubtful(look(desk, path)) == [(3, "hidden")]


def replaced(path: Path, old: str, new: str) -> Path:
    """The same workbook with something else in the XML of its sheet: what the library that writes it leaves out."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert sheet.count(old) == 1
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for part, raw in parts.items():
            archive.writestr(part, raw)
    return path


@pytest.mark.parametrize("size", ["0", "0.0"])
def test_rows_of_no_height_are_hidden(desk: Desk, tmp_path: Path, size: str) -> None:
    """Made so small with the mouse, or by a program: such a row is not marked as hidden."""
    path = saved(tmp_path / "list.xlsx", HEADINGS, ("Анна", "0101", ""), ("Олег", "0102", ""))
    replaced(path, '<row r="3"', f'<row r="3" ht="{size}" customHeight="1"')
    assert doubtful(look(desk, path)) == [(3, "hidden")]


@pytest.mark.parametrize("size", ["0", "0.0"])
def test_columns_of_no_width_are_not_read(desk: Desk, tmp_path: Path, size: str) -> None:
    """Likewise."""
    path = saved(tmp_path / "list.xlsx", HEADINGS, ("Анна", "0101", "600-10-20"))
    replaced(path, "<sheetData>", f'<cols><col min="3" max="3" width="{size}" customWidth="1"/></cols><sheetData>')
    arrival = look(desk, path)
    assert ([(person.name, person.phone) for person in arrival.new], arrival.unused) == ([("Анна", "")], ("Phone",))


def test_hidden_answers_are_no_answers(desk: Desk, tmp_path: Path) -> None:
    """A list of how satisfied people are, likewise."""
    desk.new()
    rows = ("Ticket number", "Score"), ("1", "5.0"), (1.0, 4), (1, 3)
    path = saved(tmp_path / "list.xlsx", *rows, hidden_rows=(3,), struck=("B4",))
    found = ratings.preview_list(desk.store, path)
    assert found.answers == (Rating(1, "5"),)
    assert [(line.line, line.reason) for line in found.wrong] == [(3, "hidden"), (4, "struck-out")]


# -- shapes of files -----------------------------------------------------------------------------------------------------


def test_cells_that_excel_leaves_out_at_the_end_are_empty(desk: Desk) -> None:
    """Every line of the list is there."""
    arrival = look(desk, FOUND / "excel-drops-trailing.csv", Asked())
    assert (len(arrival.new), arrival.wrong) == (24, ())


def test_times_behind_days_are_read(desk: Desk) -> None:
    """When somebody registered, to the second; of an exam's day the time says nothing."""
    desk.at("2026-11-25 12:00")
    registrations.import_list(desk.store, "Вера", FOUND / "registered-timestamp.csv")
    found = [(row.received, row.exam) for row in map(desk.row, (1, 2, 3))]
    moments = [at("2026-11-20 14:22"), at("2026-11-20 14:25") + 10, at("2026-11-20 00:00")]
    assert found == [(moment, "2026-12-05") for moment in moments]


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-11-20T14:22:10Z", "2026-11-20 17:22:10"), ("20.11.2026, 14:22", "2026-11-20 14:22:00"),
        ("20/11/2026 2:22 PM", "2026-11-20 14:22:00"), ("20 ноября 2026 г. 14:22", "2026-11-20 14:22:00"),
        ("2026-11-20 14:22:10.123", "2026-11-20 14:22:10"), ("2026-11-20T23:30:00-05:00", "2026-11-21 07:30:00"),
    ],
)  # fmt: skip
def test_a_moment_is_read_as_forms_write_it(desk: Desk, tmp_path: Path, words: str, moment: str) -> None:
    """An offset is counted with."""
    desk.at("2026-11-25 12:00")
    path = written(tmp_path / "list.csv", "Candidate;Registration date", f'Анна;"{words}"')
    (one,) = look(desk, path).new
    found = datetime.fromtimestamp(registrations.registered_at(desk.store, one), MOSCOW)
    assert f"{found:%Y-%m-%d %H:%M:%S}" == moment


def test_days_with_the_month_first_are_refused_with_all_of_their_column(desk: Desk, tmp_path: Path) -> None:
    """Where one line can be nothing else, 11/12/2026 is no day of December either."""
    path = written(tmp_path / "list.csv", "Candidate,Exam date", "Анна,11/14/2026", "Олег,11/12/2026", "Вера,12.12.2026")
    arrival = look(desk, path)
    assert (wrong(arrival), [person.day for person in arrival.new]) == ([(2, "bad-day"), (3, "month-first")], ["2026-12-12"])


def test_a_strict_workbook_is_read(desk: Desk) -> None:
    """ISO/IEC 29500 as Excel saves it when it is asked to."""
    arrival = look(desk, FOUND / "strict-ooxml.xlsx", Asked())
    assert [(person.name, person.day) for person in arrival.new] == [("Иванова Мария", "2026-11-14")]


def test_quotation_marks_inside_quoted_cells_are_read(desk: Desk) -> None:
    """Where it is plain where the cell ends."""
    assert names(look(desk, FOUND / "quotes.csv")) == [("0101", 'Иванова "Аня" Мария'), ("0102", "Петров Олег")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('"Аня" Иванова;0101', '"Аня" Иванова'), ('"Иванова; "Аня" Мария";0101', 'Иванова; "Аня" Мария'),
        ('"Иванова ""Аня"" "Мария"";0101', 'Иванова "Аня" "Мария"'), ('"Иванова;0101', None), ('Иванова "Аня;0101', 'Иванова "Аня'),
        ('"Иванова "Аня";0101', None),
    ],
)  # fmt: skip
def test_loose_quotation_marks_are_read_or_told(desk: Desk, tmp_path: Path, line: str, name: str | None) -> None:
    """With the line in which they stand."""
    path = written(tmp_path / "list.csv", "Candidate;Number", "Олег;0100", line, "Вера;0102")
    if name is None:
        with pytest.raises(QuotesUnbalanced) as error:
            look(desk, path)
        assert error.value.detail == "3"
    else:
        assert names(look(desk, path)) == [("0100", "Олег"), ("0101", name), ("0102", "Вера")]


def test_a_file_that_is_no_list_is_told_for_what_it_is(desk: Desk, tmp_path: Path) -> None:
    """Of archives that look like workbooks too."""
    for name, parts, kind in (
        ("list.ods", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "ODS"),
        ("list.xlsb", {"xl/workbook.bin": ""}, "XLSB"),
        ("list.docx", {"word/document.xml": ""}, "DOCX"),
    ):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for part, words in parts.items():
                archive.writestr(part, words)
        (tmp_path / name).write_bytes(packed.getvalue())
        with pytest.raises(OtherFormat, match=kind):
            look(desk, tmp_path / name)


@pytest.mark.parametrize(
    ("raw", "error", "kind"),
    [
        (b"<html><table><tr><td>Name</td></tr></table></html>", OtherFormat, "HTML"),
        (b"\xef\xbb\xbf\r\n<TABLE border=1><tr><td>Name</td></tr></TABLE>", OtherFormat, "HTML"),
        (b'<?xml version="1.0"?><Workbook/>', OtherFormat, "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), ListProtected, ""),
    ],
)
def test_an_export_that_only_looks_like_a_list_is_told_for_what_it_is(
    desk: Desk, tmp_path: Path, raw: bytes, error: type[BadList], kind: str
) -> None:
    """A web page named XLS, a workbook behind a password."""
    (tmp_path / "list.xls").write_bytes(raw)
    with pytest.raises(error) as refused:
        look(desk, tmp_path / "list.xls")
    assert refused.value.detail == kind
