"""The encoding of a list is taken where it is certain, and said; else the list is refused."""

from pathlib import Path

import pytest

from desk.intake import certificates
from desk.intake.errors import EncodingUncertain, NoTextOrWorkbook, StrayByte
from tests.unit.conftest import Desk
from tests.unit.test_found_lists import ASKED, FOUND, doubtful, look, names, written, wrong


def test_one_stray_byte_makes_one_line_wrong(desk: Desk) -> None:
    """And not all of the list another encoding; the byte is named."""
    arrival = look(desk, FOUND / "utf8-one-bad-byte.csv")
    assert names(arrival) == [("0101", "Иванова Мария"), ("0102", "Яковлев Пётр")]
    assert [(line.line, line.reason, line.detail) for line in arrival.wrong] == [(4, "stray-byte", "0xD0")]
    assert arrival.encoding == "UTF-8"


def test_a_stray_byte_in_the_headings_refuses_the_list(desk: Desk, tmp_path: Path) -> None:
    """With its line and the byte."""
    path = tmp_path / "list.csv"
    path.write_bytes("ФИО;Номер кандидата".encode() + b"\xff\r\n" + "Иванова Мария;0101\r\nЯковлев Пётр;0102\r\n".encode())
    with pytest.raises(StrayByte) as error:
        certificates.preview_list(desk.store, path, ASKED)
    assert error.value.detail == "1: 0xFF"


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
        ("cp1253", ("Παπαδοπουλος Γεωργιος", "Κωνσταντινου Μαρια", "Δημητριου Ελενη")),
        ("cp1253", ("ΠΑΠΑΔΟΠΟΥΛΟΣ ΓΕΩΡΓΙΟΣ", "ΚΩΝΣΤΑΝΤΙΝΟΥ ΜΑΡΙΑ", "ΔΗΜΗΤΡΙΟΥ ΕΛΕΝΗ")),
        ("cp1255", ("שלום כהן", "דוד לוי", "רחל מזרחי", "משה פרץ")),
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
        ("mac-roman", ("Name;Number", "Ana Nuñez;1")),  # or a dash
        ("cp1256", ("Name;Number", "محمد علي;1", "فاطمة حسن;2")),
        ("cp874", ("Name;Number", "สมชาย ใจดี;1")),
        ("gbk", ("Name;Number", "王芳;1", "李娜;2", "张伟;3")),
        ("shift-jis", ("Name;Number", "田中さくら;1", "鈴木一郎;2")),
        ("cp1255", ("Name;Number", "שלום כהן;1")),
        ("cp1251", ("Name;Number", "Ян Ю;1")),  # too little to tell
    ],
)
def test_what_cannot_be_told_for_certain_is_refused(desk: Desk, tmp_path: Path, encoding: str, lines: tuple[str, ...]) -> None:
    """Never a wrong name without a word."""
    with pytest.raises(EncodingUncertain):
        look(desk, written(tmp_path / "list.csv", *lines, encoding=encoding))


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_a_list_of_four_bytes_a_sign_is_refused(desk: Desk, tmp_path: Path, encoding: str) -> None:
    """Its mark begins with that of two bytes a sign, which would make a NUL of every second one."""
    path = tmp_path / "list.csv"
    path.write_bytes(
        ("\ufeff" if encoding != "utf-32" else "").encode(encoding) + "ФИО;Номер\nОрлова Мария;0101\n".encode(encoding)
    )
    with pytest.raises(NoTextOrWorkbook):
        look(desk, path)


def test_two_encodings_in_one_file_are_refused(desk: Desk, tmp_path: Path) -> None:
    """Two lists, one behind the other."""
    path = tmp_path / "list.csv"
    path.write_bytes("ФИО;Номер\nИванова Мария;0101\n".encode() + "Яковлев Пётр Ильич;0102\nПетров Олег;0103\n".encode("cp1251"))
    with pytest.raises(EncodingUncertain):
        look(desk, path)


@pytest.mark.parametrize(
    "name", ["Cергеева Анна", "Иванова Mария", "M\ufffdller Ann", "M?ller Ann", "???????? ????", "РњР°СЂРёСЏ", "Jiޒí Novák"]
)
def test_a_word_of_two_scripts_is_doubtful(desk: Desk, tmp_path: Path, name: str) -> None:
    """A Latin C looks like the Cyrillic one and is found by nobody; so is what a program left of letters that it could not read."""
    arrival = look(desk, written(tmp_path / "list.csv", "Candidate;Number", f"{name};0101", "Пётр Smith;0102"))
    if name.startswith("????"):
        assert wrong(arrival) == [(2, "no-letters")]
    else:
        assert doubtful(arrival) == [(2, "odd-word")]
    assert names(arrival) == [("0102", "Пётр Smith")]


@pytest.mark.parametrize("name", ["Мар\u02bcяна Ткаченко", "田中 Ann", "Anne-Мария", "محمد علي"])
def test_words_of_one_script_each_are_not(desk: Desk, tmp_path: Path, name: str) -> None:
    """Nor a letter that stands for an apostrophe."""
    arrival = look(desk, written(tmp_path / "list.csv", "Candidate;Number", f"{name};0101"))
    assert names(arrival) == [("0101", name)]
