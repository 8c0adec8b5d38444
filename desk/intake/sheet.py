"""The lists in a workbook (XLSX): what can be seen of it, each cell as the text that a person reads there.

The file is a stranger's: how much it unpacks to is looked at before it is unpacked, entities are refused (defusedxml), and the
sheets are read row by row. A formula counts by the value that was saved with it; without one its line cannot be read.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from desk.intake.table import (
    MOST_COLUMNS,
    MOST_LINES,
    NO_LINES,
    NOT_TEXT,
    OTHER_FORMAT,
    TOO_BIG,
    TOO_MANY,
    BadList,
    Line,
    Table,
    checked,
)

MOST_UNPACKED = 60_000_000  # bytes: fifty thousand lines are less
MOST_PARTS = 500

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ZEROS = re.compile(r"0+")
_PIECE = 1 << 16


def sheets(file: str, raw: bytes) -> tuple[Table, ...]:
    """The sheets that can be seen and hold a word. Raises BadList."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _check_size(packed, file)
            if "xl/workbook.xml" not in packed.namelist():
                raise BadList(OTHER_FORMAT, file, "ZIP")
            marks = {name: _marks(packed, name) for name in packed.namelist() if _SHEET.fullmatch(name)}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and dates that the library does not know
            found = tuple(_tables(file, raw, marks))
    except BadList:
        raise
    except Exception as error:  # a broken file breaks the library in any place
        raise BadList(NOT_TEXT, file, type(error).__name__) from error
    if not found:
        raise BadList(NO_LINES, file)
    return found


def _check_size(packed: zipfile.ZipFile, file: str) -> None:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadList(TOO_BIG, file)


def _marks(packed: zipfile.ZipFile, name: str) -> frozenset[bytes]:
    """Which of the things that need a second look stand in a sheet."""
    found, left = set(), b""
    with packed.open(name) as part:
        while piece := part.read(_PIECE):
            seen = left + piece
            found |= {mark for mark in (b"<f>", b"<f ", b"<mergeCell ") if mark in seen}
            left = seen[-12:]
    return frozenset(found)


def _tables(file: str, raw: bytes, marks: dict[str, frozenset[bytes]]) -> Iterator[Table]:
    from openpyxl import load_workbook
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML, "entities would be followed"
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    formulas = None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        found: Any = sheet
        of = marks.get(found._worksheet_path, frozenset())
        if of & {b"<f>", b"<f "}:
            formulas = formulas or load_workbook(io.BytesIO(raw), read_only=True)
        merged = _merged(raw, found._worksheet_path) if b"<mergeCell " in of else {}
        written = formulas[sheet.title] if formulas and of & {b"<f>", b"<f "} else None
        if lines := tuple(checked(_lines(file, sheet, written, merged), file)):
            yield Table(file, lines, sheet.title)


def _lines(file: str, sheet: Any, written: Any, merged: dict[tuple[int, int], tuple[int, int]]) -> Iterator[Line]:
    kept: dict[tuple[int, int], str] = {}
    starts, rows_merged = set(merged.values()), {place[0] for place in merged}
    blank: tuple[Any, ...] | None = None
    formulas = _cells(written) if written else None
    for number, row in enumerate(_cells(sheet), start=1):
        if number > 4 * MOST_LINES:
            raise BadList(TOO_MANY, file, str(MOST_LINES))
        beside = next(formulas, ()) if formulas else ()
        if row is blank:  # the library gives one and the same for all that are missing up to a cell far below
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
        yield Line(number, tuple(cells), tuple(unread))


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(min_row=1, max_col=MOST_COLUMNS + 1)
    return rows


def _merged(raw: bytes, name: str) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell of merged ones but the first, where its value stands: (row from 1, column from 0). Wide ones are headings."""
    from defusedxml.ElementTree import iterparse
    from openpyxl.utils.cell import range_boundaries

    found: dict[tuple[int, int], tuple[int, int]] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, packed.open(name) as part:
        for _, element in iterparse(part):
            if element.tag.endswith("}mergeCell"):
                left, top, right, bottom = (side or 1 for side in range_boundaries(element.get("ref")))
                if left == right and bottom - top < MOST_LINES and len(found) < MOST_LINES:
                    found |= {(row, left - 1): (top, left - 1) for row in range(top + 1, bottom + 1)}
            elif element.tag.endswith("}row"):
                element.clear()
    return found


def _words(cell: Any) -> str | None:
    """A cell as it reads; None for one that holds an error."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return None
    if isinstance(value, str):
        return value
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
    """A number without a point where it has no fraction, with the zeros in front that its format shows."""
    if value != int(value):
        return repr(value)
    return str(int(value)).zfill(len(pattern) if _ZEROS.fullmatch(pattern or "") else 0)
