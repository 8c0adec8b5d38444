"""Reading lists from a workbook (XLSX): its visible part, each cell as the text that is displayed.

The file is untrusted: its unpacked size is checked before unpacking, entities are refused (defusedxml), and the sheets are read row
by row. A formula is read by its saved value; without one its line cannot be read.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml import DEFUSEDXML

from desk.intake.errors import BadList, ListEmpty, ListTooBig, NoTextOrWorkbook, OtherFormat, TooManyLines
from desk.intake.table import HIDDEN, MOST_COLUMNS, MOST_LINES, STRUCK, Line, Table, checked

MOST_UNPACKED = 60_000_000  # bytes: more than fifty thousand lines need
MOST_PARTS = 500

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRIKE = b"<strike"
_FORMULAS, _SHAPED = frozenset({b"<f>", b"<f "}), frozenset({b"<mergeCell ", b" hidden=", b' ht="0', b' width="0', _STRIKE})
_ESCAPED = re.compile(
    r"(?:_x00[01][0-9A-Fa-f]_)+\n?"
)  # control characters escaped in a workbook (ECMA-376, 22.9.2.19), such as line ends
# XML namespaces of a strict workbook (ISO/IEC 29500-1), and the transitional ones in common use.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (rb"http://purl\.oclc\.org/ooxml/(spreadsheetml|drawingml)/", rb"http://schemas.openxmlformats.org/\1/2006/"),
    (rb"http://purl\.oclc\.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
_STRINGS = "xl/sharedStrings.xml"
_ZEROS = re.compile(r'(?:"([^"]*)")?(0+)')  # 0000, "RU"0000
_PIECE = 1 << 16


def sheets(file: str, raw: bytes) -> tuple[Table, ...]:
    """The visible sheets with content. Raises BadList."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _check_size(packed, file)
            if "xl/workbook.xml" not in packed.namelist():
                raise OtherFormat(file, _kind(packed))
            if _STRICT in packed.read("xl/workbook.xml"):
                return sheets(file, _as_transitional(packed))
            marks = {name: _marks(packed, name) for name in packed.namelist() if _SHEET.fullmatch(name)}
            struck = any(name in packed.namelist() and _STRIKE in packed.read(name) for name in ("xl/styles.xml", _STRINGS))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and dates unknown to the library
            found = tuple(_tables(file, raw, marks, struck=struck))
    except BadList:
        raise
    except Exception as error:  # a broken file may raise anything anywhere in the library
        raise NoTextOrWorkbook(file, type(error).__name__) from error
    if not found:
        raise ListEmpty(file)
    return found


def _check_size(packed: zipfile.ZipFile, file: str) -> None:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ListTooBig(file)


def _kind(packed: zipfile.ZipFile) -> str:
    """What an archive that is not an XLSX workbook is."""
    names = packed.namelist()
    if "mimetype" in names and b"opendocument" in packed.read("mimetype"):
        return "ODS, ODT"
    return next((kind for part, kind in (("xl/workbook.bin", "XLSB"), ("word/document.xml", "DOCX")) if part in names), "ZIP")


def _marks(packed: zipfile.ZipFile, name: str) -> frozenset[bytes]:
    """The features in a sheet that need a second pass."""
    found, left = set(), b""
    with packed.open(name) as part:
        while piece := part.read(_PIECE):
            seen = left + piece
            found |= {mark for mark in _FORMULAS | _SHAPED if mark in seen}
            left = seen[-12:]
    return frozenset(found)


def _as_transitional(packed: zipfile.ZipFile) -> bytes:
    """Converts a strict workbook to the transitional namespaces, which the library supports."""
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w") as new:
        for name in packed.namelist():
            part = packed.read(name)
            for strict, usual in _TRANSITIONAL:
                part = re.sub(strict, usual, part)
            new.writestr(name, part.replace(_STRICT, b"http://schemas.openxmlformats.org/"))
    return rewritten.getvalue()


@dataclass
class _Shape:
    """The layout of rows and columns in a sheet. merged: for each merged cell but the first, the position of its value: (row from
    1, column from 0); rows, columns: the hidden ones, numbered likewise; struck: rows with struck-out text."""

    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)


def _tables(file: str, raw: bytes, marks: dict[str, frozenset[bytes]], *, struck: bool) -> Iterator[Table]:
    assert DEFUSEDXML, "entities would be followed"
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, rich_text=struck)
    formulas = None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        found: Any = sheet
        of = marks.get(found._worksheet_path, frozenset())
        if of & _FORMULAS:
            formulas = formulas or load_workbook(io.BytesIO(raw), read_only=True)
        shape = _shape(raw, found._worksheet_path) if of & _SHAPED else _Shape()
        written = formulas[sheet.title] if formulas and of & _FORMULAS else None
        if lines := tuple(checked(_lines(file, sheet, written, shape, struck=struck), file)):
            yield Table(file, lines, sheet.title, hidden=frozenset(shape.columns))


def _lines(file: str, sheet: Any, written: Any, shape: _Shape, *, struck: bool) -> Iterator[Line]:
    kept: dict[tuple[int, int], str] = {}
    merged = shape.merged
    starts, rows_merged = set(merged.values()), {place[0] for place in merged}
    blank: tuple[Any, ...] | None = None
    formulas = _cells(written) if written else None
    for number, row in enumerate(_cells(sheet), start=1):
        if number > 4 * MOST_LINES:
            raise TooManyLines(file, str(MOST_LINES))
        beside = next(formulas, ()) if formulas else ()
        if row is blank:  # the library returns the same object for all missing rows before a cell far below
            continue
        if (
            number not in rows_merged
            and all(cell.value is None for cell in row)
            and not any(cell.data_type == "f" for cell in beside)
        ):
            blank = row
            continue
        cells: list[str] = []
        unread: list[int] = []
        for column, cell in enumerate(row):
            place = (number, column)
            words = _words(cell)
            if words is None or (not words and column < len(beside) and beside[column].data_type == "f"):
                words = ""
                unread.append(column)
            if place in starts:
                kept[place] = words
            cells.append(kept.get(merged[place], "") if place in merged and not words else words)
        is_struck = number in shape.struck or (struck and any(map(_is_struck, row)))
        mark = HIDDEN if number in shape.rows else STRUCK if is_struck else ""
        yield Line(number, tuple(cells), tuple(unread), mark=mark)


def _is_struck(cell: Any) -> bool:
    """Whether a cell, or a part of its text, is struck out."""
    if cell.value is None:
        return False
    parts = cell.value if isinstance(cell.value, list) else ()
    return bool(cell.font.strike) or any(part.font.strike for part in parts if not isinstance(part, str))


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # the dimensions stated in the file may be wrong
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(min_row=1, max_col=MOST_COLUMNS + 1)
    return rows


def _shape(raw: bytes, name: str) -> _Shape:
    """Collects cells merged over several rows of one column (wide ones are headings), and hidden rows and columns."""
    found = _Shape()
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, packed.open(name) as part:
        row, struck = 0, False
        for _, element in iterparse(part):
            tag = element.tag.rpartition("}")[2]
            if tag == "mergeCell":
                left, top, right, bottom = (side or 1 for side in range_boundaries(element.get("ref")))
                if left == right and bottom - top < MOST_LINES and len(found.merged) < MOST_LINES:
                    found.merged |= {(below, left - 1): (top, left - 1) for below in range(top + 1, bottom + 1)}
            elif tag == "row":
                row = int(element.get("r") or row + 1)
                if _is_hidden(element, "ht"):
                    found.rows.add(row)
                if struck:
                    found.struck.add(row)
                struck = False
                element.clear()
            elif tag == "strike":
                struck = struck or element.get("val") not in ("0", "false")
            elif tag == "col" and _is_hidden(element, "width"):
                last = min(int(element.get("max")), MOST_COLUMNS)
                found.columns |= set(range(int(element.get("min")) - 1, last))
    return found


def _is_hidden(element: Any, size: str) -> bool:
    """Whether a row or a column is hidden by a filter, a group or a user, or has no size."""
    return element.get("hidden") in ("1", "true") or element.get(size) in ("0", "0.0")


def _words(cell: Any) -> str | None:
    """The displayed text of a cell; None for an error value."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return None
    if isinstance(value, str | list):  # rich text is a list of its parts
        return _ESCAPED.sub(" ", str(value))
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return day if value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _number(value: float, pattern: str) -> str:
    """A number as displayed: without a decimal point if it is an integer, with leading zeros and text prefix of its format."""
    if value != int(value):
        return repr(value)
    shown = _ZEROS.fullmatch(pattern or "")
    return f"{shown[1] or ''}{str(int(value)).zfill(len(shown[2]))}" if shown else str(int(value))
