"""Lists as people really send them: each is read rightly, or refused with the line and the reason.

`WORKBOOKS` and `TEXTS` by name; what each comes to: the candidates as (number, name), the wrong lines as (line, reason), or why the
whole list is refused.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from desk.intake.errors import (
    BadList,
    ColumnsMissing,
    HeadingTwice,
    ListEmpty,
    NoTextOrWorkbook,
    OtherFormat,
    QuotesUnbalanced,
    SeveralLists,
    TooManyColumns,
    TooManyLines,
)

Good = tuple[str, str]
Wrong = tuple[int, str]
Cell = float | str | date | time | None
TWO = [("0001", "Иванова Мария"), ("0002", "Пётр Соколов")]
HEAD = "Номер кандидата;ФИО;Почта"
ROWS = "0001;Иванова Мария;maria@example.org\n0002;Пётр Соколов;\n"


class Awkward(NamedTuple):
    """A list, and what it comes to."""

    raw: bytes
    good: Sequence[Good] = ()
    wrong: Sequence[Wrong] = ()
    refused: type[BadList] | None = None


def text(
    words: str,
    encoding: str = "utf-8",
    *,
    good: Sequence[Good] = TWO,
    wrong: Sequence[Wrong] = (),
    refused: type[BadList] | None = None,
) -> Awkward:
    """A text file."""
    return Awkward(words.encode(encoding), good, wrong, refused)


PLAIN = f"{HEAD}\n{ROWS}"

TEXTS: dict[str, Awkward] = {
    "utf-8": text(PLAIN),
    "utf-8 with its mark": text(PLAIN, "utf-8-sig"),
    "utf-16": text(PLAIN, "utf-16"),
    "windows-1251": text(PLAIN, "cp1251"),
    "koi8-r": text(PLAIN, "koi8-r"),
    "cp866": text(PLAIN, "cp866"),
    "utf-16 without its mark": text(PLAIN, "utf-16-le", good=[], refused=NoTextOrWorkbook),
    "commas": text(PLAIN.replace(";", ",")),
    "tabs": text(PLAIN.replace(";", "\t")),
    "bars": text(PLAIN.replace(";", "|")),
    "semicolons with commas inside": text(
        f"{HEAD}\n0001;Иванова, Мария;\n0002;Соколов, Пётр;\n", good=[("0001", "Иванова, Мария"), ("0002", "Соколов, Пётр")]
    ),
    "as excel begins it": text(f"sep=;\r\n{PLAIN}"),
    "line ends of windows": text(PLAIN.replace("\n", "\r\n")),
    "line ends of an old mac": text(PLAIN.replace("\n", "\r")),
    "no line end at the end": text(PLAIN.rstrip("\n")),
    "a title above": text(f"Список сертификатов;;\nСанкт-Петербург, 2026;;\n\n{PLAIN}"),
    "a title of one cell above": text(f"Список сертификатов\n{PLAIN}"),
    "headings of two lines": text(f"Кандидат;;Связь\n{PLAIN}"),
    "headings again in the middle": text(f"{HEAD}\n0001;Иванова Мария;\n{HEAD}\n0002;Пётр Соколов;\n"),
    "blank lines between": text(f"\n{HEAD}\n;;\n0001;Иванова Мария;\n\n  ; ;\n0002;Пётр Соколов;\n\n\n"),
    "empty columns": text(";Номер кандидата;;ФИО;\n;0001;;Иванова Мария;\n;0002;;Пётр Соколов;\n"),
    "quoted line ends": text('Номер;ФИО\n0001;"Иванова\nМария"\n0002;Пётр Соколов\n', good=[("0001", "Иванова\nМария"), TWO[1]]),
    "quotes inside": text('Номер;ФИО\n0001;"Ann ""Annie"" Smith"\n', good=[("0001", 'Ann "Annie" Smith')]),
    "a quote that is never closed": text('Номер;ФИО\n0001;"Иванова\n0002;Пётр\n', good=[], refused=QuotesUnbalanced),
    "surname and first name apart": text(
        "Candidate number,Surname,First name\n0001,O'Brien,Séan\n0002,Петрова-Водкина,Анна\n",
        good=[("0001", "O'Brien Séan"), ("0002", "Петрова-Водкина Анна")],
    ),
    "surname, name and patronymic": text(
        "№ кандидата;Фамилия;Имя;Отчество\n0001;Ёлкина;Алёна;Семёновна\n", good=[("0001", "Ёлкина Алёна Семёновна")]
    ),
    "a passport's name beside": text(
        "Номер;ФИО;Имя в загранпаспорте\n0001;Щербаков Пётр;SHCHERBAKOV PETR\n", good=[("0001", "Щербаков Пётр")]
    ),
    "columns nobody reads": text("Оценка;Номер кандидата;Кабинет;ФИО\nA;0001;12;Иванова Мария\nB;0002;13;Пётр Соколов\n"),
    "spaces around everything": text(" Номер  кандидата ; «ФИО» \n 0001 ; Иванова Мария \n 0002 ; Пётр Соколов \n"),
    "a column twice": text("ФИО;Номер;ФИО\nА;1;Б\n", good=[], refused=HeadingTwice),
    "no headings": text("0001;Иванова Мария\n0002;Пётр Соколов\n", good=[], refused=ColumnsMissing),
    "nothing": Awkward(b"", refused=ListEmpty),
    "nothing but headings": text(f"{HEAD}\n", good=[], refused=ListEmpty),
    "too few cells": text(f"{HEAD}\n0001\n0002;Пётр Соколов;\n", good=TWO[1:], wrong=[(2, "no-candidate")]),
    "too many cells": text(f"{HEAD}\n0001;Иванова;Мария;\n0002;Пётр Соколов;\n", good=TWO[1:], wrong=[(2, "cells")]),
    "no number": text(f"{HEAD}\n;Иванова Мария;\n0002;Пётр Соколов;\n", good=TWO[1:], wrong=[(2, "no-candidate")]),
    "twice, the second without its zeros": text(
        f"{HEAD}\n0001;Иванова Мария;\n1;Иванова Мария;\n", good=TWO[:1], wrong=[(3, "twice")]
    ),
    "a number lost its digits": text(
        "Номер;ФИО;Телефон\n0001;Иванова Мария;7,92112E+10\n0002;Пётр Соколов;+7 921 112-00-00\n",
        good=TWO[1:],
        wrong=[(2, "lost-digits")],
    ),
    "a day that there is not": text(
        "Номер;ФИО;Дата экзамена\n0001;Иванова Мария;11/14/2026\n0002;Пётр Соколов;17.10.26\n", good=TWO[1:], wrong=[(2, "bad-day")]
    ),
    "days in words": text("Номер;ФИО;Дата экзамена\n0001;Иванова Мария;17 октября 2026 г.\n0002;Пётр Соколов;17-Oct-2026\n"),
    "a day as a number": text("Номер;ФИО;Дата экзамена\n0001;Иванова Мария;46312\n0002;Пётр Соколов;2026-10-17T00:00\n"),
    "a million columns": Awkward(b"name" + b";" * 1_000_000 + b"\n", refused=TooManyColumns),
    "three hundred columns": text("ФИО;Номер" + ";x" * 300 + "\n", good=[], refused=TooManyColumns),
    "too many lines": text("ФИО;Номер\n" + "А;1\n" * 50_001, good=[], refused=TooManyLines),
    "a pdf": Awkward(b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" * 30, refused=OtherFormat),
    "an old workbook": Awkward(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, refused=OtherFormat),
    "bytes": Awkward(bytes(range(256)) * 4, refused=NoTextOrWorkbook),
}


def book(
    fill: Callable[[Workbook, Worksheet], None],
    *,
    good: Sequence[Good] = TWO,
    wrong: Sequence[Wrong] = (),
    refused: type[BadList] | None = None,
) -> Awkward:
    """A workbook as its program saves it."""
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    fill(made, sheet)
    saved = io.BytesIO()
    made.save(saved)
    return Awkward(saved.getvalue(), good, wrong, refused)


def rows(sheet: Worksheet, *lines: tuple[Cell, ...]) -> None:
    """Lines of cells."""
    for line in lines:
        sheet.append(line)


HEADINGS = ("Номер кандидата", "ФИО", "Дата экзамена")
FIRST, SECOND = ("0001", "Иванова Мария", date(2026, 10, 17)), ("0002", "Пётр Соколов", date(2026, 10, 17))


def _numbers(_: Workbook, sheet: Worksheet) -> None:
    rows(sheet, HEADINGS, (1, "Иванова Мария", 46312), (2, "Пётр Соколов", datetime(2026, 10, 17, 9)))  # noqa: DTZ001 - as Excel has it
    for cell in ("A2", "A3"):
        sheet[cell].number_format = "0000"


def _formulas(_: Workbook, sheet: Worksheet) -> None:
    rows(sheet, HEADINGS, FIRST, ("0002", '="Пётр "&"Соколов"', date(2026, 10, 17)), ("0003", "Вера", date(2026, 10, 17)))


def _hidden(made: Workbook, sheet: Worksheet) -> None:
    rows(sheet, HEADINGS, ("0009", "Прошлый Год", ""))
    sheet.sheet_state = "hidden"
    rows(made.create_sheet("Список"), HEADINGS, FIRST, SECOND)


def _two_lists(made: Workbook, sheet: Worksheet) -> None:
    rows(sheet, HEADINGS, FIRST)
    rows(made.create_sheet("Ещё"), HEADINGS, SECOND)


def _notes_beside(made: Workbook, sheet: Worksheet) -> None:
    rows(sheet, ("Кому звонить",), ("в понедельник",))
    rows(made.create_sheet("Список"), HEADINGS, FIRST, SECOND)


def _merged(_: Workbook, sheet: Worksheet) -> None:
    rows(sheet, ("Список сертификатов",), HEADINGS, FIRST, SECOND)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("C3:C4")


def _far_away(_: Workbook, sheet: Worksheet) -> None:
    rows(sheet, HEADINGS, FIRST, SECOND)
    sheet["XFD1048576"] = "x"


def _errors(_: Workbook, sheet: Worksheet) -> None:
    rows(sheet, HEADINGS, ("0001", "#REF!", ""), SECOND)
    sheet["B2"].data_type = "e"


def _odd_cells(_: Workbook, sheet: Worksheet) -> None:
    rows(sheet, (*HEADINGS, "Кабинет"), (*FIRST, time(10)), (*SECOND, True))


def _repacked(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return packed.getvalue()


def _with_entities(name: str, part: bytes) -> bytes:
    """Another file's words where a cell's should be."""
    if not name.startswith("xl/worksheets/"):
        return part
    return b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + part.replace(
        b"<sheetData>", b"<sheetData><row><c><v>&e;</v></c></row>"
    )


def bomb() -> bytes:
    """A workbook of some kilobytes that unpacks to more than a hundred megabytes."""
    good = book(lambda _, sheet: rows(sheet, HEADINGS, FIRST))
    return _repacked(good.raw, lambda name, part: part + b" " * 120_000_000 if name == "xl/workbook.xml" else part)


_GOOD = book(lambda _, sheet: rows(sheet, HEADINGS, FIRST, SECOND))

WORKBOOKS: dict[str, Awkward] = {
    "a workbook": _GOOD,
    "numbers and days as numbers": book(_numbers),
    "a formula that was never counted": book(_formulas, good=[TWO[0], ("0003", "Вера")], wrong=[(3, "no-value")]),
    "a hidden sheet": book(_hidden),
    "two lists in one": book(_two_lists, good=[], refused=SeveralLists),
    "notes on another sheet": book(_notes_beside),
    "merged cells and a title": book(_merged),
    "a cell at the end of the world": book(_far_away, good=[], refused=TooManyLines),
    "an error in a cell": book(_errors, good=TWO[1:], wrong=[(2, "no-value")]),
    "times and truths": book(_odd_cells),
    "an empty workbook": book(lambda *_: None, good=[], refused=ListEmpty),
    "a wide sheet": book(lambda _, sheet: rows(sheet, ("ФИО", "Номер", *("x",) * 400)), good=[], refused=TooManyColumns),
    "entities": Awkward(_repacked(_GOOD.raw, _with_entities), refused=NoTextOrWorkbook),
    "cut off in the middle": Awkward(_GOOD.raw[: len(_GOOD.raw) // 2], refused=NoTextOrWorkbook),
    "no workbook in it": Awkward(
        _repacked(_GOOD.raw, lambda _, part: part).replace(b"xl/workbook.xml", b"xl/wurkbook.xml"), refused=OtherFormat
    ),
}
