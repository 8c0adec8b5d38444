"""Lists as they were found, in `lists/`: each is read rightly or refused with the true reason. Everybody in them is invented."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from desk.intake import certificates, ratings, registrations
from desk.intake.arrival import Arrival, Asked
from desk.intake.table import BadList
from tests.unit.conftest import MOSCOW, Desk, at

FOUND = Path(__file__).parent / "lists"
HEADINGS = ("Candidate", "Number", "Phone")
ASKED = Asked(exam="FCE", day="2026-12-05")


def look(desk: Desk, path: Path, asked: Asked = ASKED) -> Arrival:
    """A list of candidates, as it would be taken in."""
    return registrations.look(desk.store, path, asked)


def names(arrival: Arrival) -> list[tuple[str, str]]:
    """The number and the name of each new line."""
    return [(one.candidate, one.name) for one in arrival.new]


def wrong(arrival: Arrival) -> list[tuple[int, str]]:
    """The line and the reason of each wrong one."""
    return [(one.line, one.reason) for one in arrival.wrong]


def doubtful(arrival: Arrival) -> list[tuple[int, str]]:
    """The line and the reason of each doubtful one."""
    return [(one.one.line, one.reason) for one in arrival.doubtful]


def written(path: Path, *words: str, encoding: str = "utf-8") -> Path:
    """A CSV file of these lines; signs that the encoding has not got are left out."""
    path.write_bytes("\r\n".join((*words, "")).encode(encoding, "ignore"))
    return path


def saved(path: Path, *rows: tuple[Any, ...], **more: Any) -> Path:
    """A workbook of these rows; more: what is done to the sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for number in more.get("hidden_rows", ()):
        sheet.row_dimensions[number].hidden = True
    for letter in more.get("hidden_columns", ()):
        sheet.column_dimensions[letter].hidden = True
    for cell in more.get("struck", ()):
        sheet[cell].font = Font(strike=True)
    for cell, value in more.get("cells", {}).items():
        sheet[cell] = value
    book.save(path)
    return path


# -- encodings -----------------------------------------------------------------------------------------------------------


def test_one_stray_byte_makes_one_line_wrong(desk: Desk) -> None:
    """And not all of the list another encoding; the byte is named."""
    arrival = look(desk, FOUND / "utf8-one-bad-byte.csv")
    assert names(arrival) == [("0101", "Иванова Мария"), ("0102", "Яковлев Пётр")]
    assert [(one.line, one.reason, one.detail) for one in arrival.wrong] == [(4, "stray-byte", "0xD0")]
    assert arrival.encoding == "UTF-8"


def test_a_stray_byte_in_the_headings_refuses_the_list(desk: Desk, tmp_path: Path) -> None:
    """With its line and the byte."""
    path = tmp_path / "list.csv"
    path.write_bytes("ФИО;Номер кандидата".encode() + b"\xff\r\n" + "Иванова Мария;0101\r\nЯковлев Пётр;0102\r\n".encode())
    with pytest.raises(BadList) as error:
        certificates.look(desk.store, path, ASKED)
    assert (error.value.reason, error.value.detail) == ("stray-byte", "1: 0xFF")


def test_a_list_of_western_europe_is_read_as_such(desk: Desk) -> None:
    """`Müller` is not `M№ller`."""
    arrival = look(desk, FOUND / "cp1252.csv")
    assert names(arrival) == [("0101", "José Müller"), ("0102", "Zoë Brontë"), ("0103", "François Lefèvre")]
    assert arrival.encoding == "Windows-1252"


RUSSIAN = ("ФИО;Номер", "Иванова Мария;0101", "Яковлев Пётр;0102")
READ = {
    "title case": RUSSIAN,
    "capitals": tuple(line.upper() for line in RUSSIAN),
    "small letters": tuple(line.lower() for line in RUSSIAN),
    "english headings": ("Candidate;Number", *RUSSIAN[1:]),
    "signs between": ("№;ФИО;Номер;Школа", "1;Иванова Мария;0101;ГБОУ «Лицей №5» – 10А", "2;Яковлев Пётр;0102;каб. 12б, 1-я"),
}


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso-8859-5", "utf-8", "utf-16"])
@pytest.mark.parametrize("lines", READ.values(), ids=READ)
def test_a_russian_list_is_read_in_whatever_it_was_written(
    tmp_path: Path, desk: Desk, lines: tuple[str, ...], encoding: str
) -> None:
    """Small letters of one encoding are capitals of another: what tells them apart is how often each letter stands in Russian."""
    path = written(tmp_path / "list.csv", *lines, encoding=encoding)
    found = names(look(desk, path))
    assert [name.casefold() for _, name in found] == ["иванова мария", "яковлев пётр"]
    assert {name in line for (_, name), line in zip(found, lines[1:], strict=True)} == {True}


@pytest.mark.parametrize(
    ("encoding", "lines"),
    [
        ("cp1250", ("Łukasz Wałęsa", "Żaneta Dąbrowska")),
        ("cp852", ("Łukasz Wałęsa", "Żaneta Dąbrowska")),
        ("cp1250", ("Jiří Dvořák", "Eva Nováková")),
        ("cp1254", ("Şule Yıldız", "Çağlar Öz")),
        ("cp1257", ("Jānis Bērziņš", "Ģirts Ūsiņš")),
        ("cp850", ("José Müller", "François Lefèvre")),
        ("mac-roman", ("José Müller", "François Lefèvre")),
        ("cp1252", ("Søren Kierkegård", "Åse Bjørk")),
    ],
)
def test_names_of_one_language_are_read_in_its_encoding(desk: Desk, tmp_path: Path, encoding: str, lines: tuple[str, ...]) -> None:
    """Where no other reading has the letters of one language."""
    path = written(tmp_path / "list.csv", "Name;Number", *(f"{name};{n}" for n, name in enumerate(lines)), encoding=encoding)
    assert [name for _, name in names(look(desk, path))] == list(lines)


@pytest.mark.parametrize(
    ("encoding", "lines"),
    [
        ("cp1252", ("Name;Number", "Ana Nuñez;1")),  # or a Polish Nuńez
        ("cp1253", ("Name;Number", "Παπαδόπουλος Γεώργιος;1", "Κωνσταντίνου Μαρία;2")),
        ("gbk", ("Name;Number", "王芳;1", "李娜;2", "张伟;3")),
        ("shift-jis", ("Name;Number", "田中さくら;1", "鈴木一郎;2")),
        ("cp1255", ("Name;Number", "שלום כהן;1")),
        ("cp1251", ("Name;Number", "Ян Ю;1")),  # too little to tell
    ],
)
def test_what_cannot_be_told_for_certain_is_refused(desk: Desk, tmp_path: Path, encoding: str, lines: tuple[str, ...]) -> None:
    """Never a wrong name without a word."""
    with pytest.raises(BadList, match="encoding"):
        look(desk, written(tmp_path / "list.csv", *lines, encoding=encoding))


def test_two_encodings_in_one_file_are_refused(desk: Desk, tmp_path: Path) -> None:
    """Two lists, one behind the other."""
    path = tmp_path / "list.csv"
    path.write_bytes("ФИО;Номер\nИванова Мария;0101\n".encode() + "Яковлев Пётр Ильич;0102\nПетров Олег;0103\n".encode("cp1251"))
    with pytest.raises(BadList, match="encoding"):
        look(desk, path)


@pytest.mark.parametrize("name", ["Cергеева Анна", "Иванова Mария", "M\ufffdller Ann", "M?ller Ann", "???????? ????", "РњР°СЂРёСЏ"])
def test_a_word_of_two_scripts_is_doubtful(desk: Desk, tmp_path: Path, name: str) -> None:
    """A Latin C looks like the Cyrillic one and is found by nobody; so is what a program left of letters that it could not read."""
    arrival = look(desk, written(tmp_path / "list.csv", "Candidate;Number", f"{name};0101", "Пётр Smith;0102"))
    if name.startswith("????"):
        assert wrong(arrival) == [(2, "no-letters")]
    else:
        assert doubtful(arrival) == [(2, "odd-word")]
    assert names(arrival) == [("0102", "Пётр Smith")]


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
    registrations.take_in(desk.store, "Вера", FOUND / "float-numbers-before.csv")
    arrival = look(desk, FOUND / "float-numbers.csv")
    assert (arrival.new, [number for _, number in arrival.known]) == ((), [1, 2])
    assert {one.candidate for one, _ in arrival.known} == {"101", "102"}


def test_signs_that_nobody_sees_are_left_out(desk: Desk) -> None:
    """Without width, soft hyphens, blanks of other kinds."""
    arrival = look(desk, FOUND / "zero-width.csv", Asked())
    assert names(arrival) == [("0101", "Иванова Мария"), ("0102", "Яковлев Пётр")]
    assert [one.email for one in arrival.new] == ["maria@example.org", "petr@example.org"]


def test_a_line_end_of_a_workbook_is_no_word(desk: Desk) -> None:
    """`_x000D_`, as Excel writes it."""
    arrival = look(desk, FOUND / "x000d.xlsx", Asked())
    assert [(one.name, one.phone) for one in arrival.new] == [("Иванова Мария", "89211112233")]


def test_an_apostrophe_that_makes_a_number_text_is_no_part_of_it(desk: Desk, tmp_path: Path) -> None:
    """As somebody typed it into a spreadsheet that saved it; O'Brien keeps his."""
    path = written(tmp_path / "list.csv", "Candidate;Number;Phone", "O'Brien Ann;'0101;'+79211112233")
    assert [(one.name, one.candidate, one.phone) for one in look(desk, path).new] == [("O'Brien Ann", "0101", "+79211112233")]


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
    assert ([(one.name, one.phone) for one in arrival.new], arrival.unused) == ([("Анна", "")], ("Phone",))


def test_rows_of_no_height_are_hidden(desk: Desk, tmp_path: Path) -> None:
    """However they were hidden."""
    path = saved(tmp_path / "list.xlsx", HEADINGS, ("Анна", "0101", ""), ("Олег", "0102", ""), hidden_rows=(3,))
    assert doubtful(look(desk, path)) == [(3, "hidden")]


def test_hidden_answers_are_no_answers(desk: Desk, tmp_path: Path) -> None:
    """A list of how satisfied people are, likewise."""
    desk.new()
    rows = ("Ticket number", "Score"), ("1", "5.0"), (1.0, 4), (1, 3)
    path = saved(tmp_path / "list.xlsx", *rows, hidden_rows=(3,), struck=("B4",))
    found = ratings.look(desk.store, path)
    assert found.answers == ((1, "5"),)
    assert [(one.line, one.reason) for one in found.wrong] == [(3, "hidden"), (4, "struck-out")]


# -- shapes of files -----------------------------------------------------------------------------------------------------


def test_cells_that_excel_leaves_out_at_the_end_are_empty(desk: Desk) -> None:
    """Every line of the list is there."""
    arrival = look(desk, FOUND / "excel-drops-trailing.csv", Asked())
    assert (len(arrival.new), arrival.wrong) == (24, ())


def test_times_behind_days_are_read(desk: Desk) -> None:
    """When somebody registered, to the second; of an exam's day the time says nothing."""
    desk.at("2026-11-25 12:00")
    registrations.take_in(desk.store, "Вера", FOUND / "registered-timestamp.csv")
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
    assert (wrong(arrival), [one.day for one in arrival.new]) == ([(2, "bad-day"), (3, "month-first")], ["2026-12-12"])


def test_a_strict_workbook_is_read(desk: Desk) -> None:
    """ISO/IEC 29500 as Excel saves it when it is asked to."""
    arrival = look(desk, FOUND / "strict-ooxml.xlsx", Asked())
    assert [(one.name, one.day) for one in arrival.new] == [("Иванова Мария", "2026-11-14")]


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
        with pytest.raises(BadList) as error:
            look(desk, path)
        assert (error.value.reason, error.value.detail) == ("quotes", "3")
    else:
        assert names(look(desk, path)) == [("0100", "Олег"), ("0101", name), ("0102", "Вера")]


def test_a_file_that_is_no_list_is_told_for_what_it_is(desk: Desk, tmp_path: Path) -> None:
    """Of archives that look like workbooks too."""
    import zipfile

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
        with pytest.raises(BadList, match=kind):
            look(desk, tmp_path / name)
