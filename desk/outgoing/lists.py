"""Exporting the list of a box or a session as CSV or XLSX, by file name: for processing, for phone calls, or for printing.

Every cell is text: no name becomes a formula, and no number loses its zeros or its plus sign.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from babel import Locale

from desk.charter import Charter
from desk.charter.errors import DeskError
from desk.i18n import N_, Translator
from desk.store.queries.exports import Line
from desk.system.secure_files import write_new
from desk.text import sanitize, spreadsheet
from desk.text.addresses import is_address

ALL, TO_TELL, PHONES, POSTING = ("all", "to-tell", "phones", "posting")


class BadExport(DeskError):
    """The file cannot be written. file: its name, or its folder."""

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


class ExportFormatUnknown(BadExport):
    message = N_("{file}: use the extension .csv or .xlsx.")
    field = "file"


class ExportFolderMissing(BadExport):
    message = N_("{file}: folder not found.")
    field = "file"


class ExportExists(BadExport):
    message = N_("{file}: already exists; an export never overwrites a file.")
    field = "file"


HEADINGS = {
    "number": N_("Ticket number"),
    "candidate": N_("Candidate number"),
    "name": N_("Name"),
    "document": N_("Name as in the document"),
    "exam": N_("Exam"),
    "day": N_("Exam date"),
    "phone": N_("Phone"),
    "email": N_("Email address"),
    "address": N_("Postal address"),
    "language": N_("Language"),
    "due": N_("Due"),
    "told": N_("Informed"),
    "gone": N_("Posted or handed over"),
    "parcel": N_("Tracking number"),
    "taker": N_("Collected by"),
    "done": N_("Done"),
}
_OF = {
    ALL: tuple(name for name in HEADINGS if name != "done"),
    TO_TELL: ("number", "candidate", "name", "exam", "phone", "email", "language", "due", "done"),
    PHONES: ("number", "name", "phone", "exam", "language", "due", "done"),
    POSTING: ("number", "candidate", "name", "document", "address", "exam", "phone", "parcel", "done"),
}


def chosen(lines: Sequence[Line], which: str) -> list[Line]:
    """Selects lines: all; those to be told; of these, those without email; those still here who were told."""
    if which == TO_TELL:
        return [line for line in lines if line.due is not None]
    if which == PHONES:
        return [line for line in lines if line.due is not None and not is_address(line.email)]
    if which == POSTING:
        return [line for line in lines if line.state == "open" and line.gone is None]
    return list(lines)


def table(_: Translator, charter: Charter, lines: Sequence[Line], which: str) -> list[list[str]]:
    """The headings and the lines, each cell as sanitised text."""
    columns = _OF[which]
    cells = (_cells(_, charter, line) for line in chosen(lines, which))
    return [[_(HEADINGS[name]) for name in columns], *([sanitize.safe(cell[name]) for name in columns] for cell in cells)]


def _cells(_: Translator, charter: Charter, line: Line) -> dict[str, str]:
    """The text of each column; the one for ticking off is empty."""

    def at(moment: int | None) -> str:
        return f"{charter.at(moment):%d.%m.%Y %H:%M}" if moment is not None else ""

    said = {name: str(value) for name, value in line._asdict().items()}
    day = f"{date.fromisoformat(line.day):%d.%m.%Y}" if line.day else ""
    language = str(Locale(_.language).languages.get(line.language, line.language))
    return said | {"day": day, "language": language, "due": at(line.due), "told": at(line.told), "gone": at(line.gone), "done": ""}


def write_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Writes a new private file, CSV (UTF-8 with a byte order mark, semicolons, for Excel) or XLSX.

    Raises BadExport, OSError.
    """
    if path.exists():
        raise ExportExists(path.name)
    if not path.parent.is_dir():
        raise ExportFolderMissing(str(path.parent))
    match path.suffix.lower():
        case ".csv":
            data = _csv(rows)
        case ".xlsx":
            data = _workbook(rows)
        case _:
            raise ExportFormatUnknown(path.name)
    write_new(path, data)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=";").writerows([spreadsheet.csv_cell(cell) for cell in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    import openpyxl.cell  # loading it takes as long as writing a whole CSV file

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = []
        for words in row:
            cell = openpyxl.cell.WriteOnlyCell(sheet, words)
            cell.data_type, cell.number_format = "s", "@"  # always text, even if it begins like a formula
            cells.append(cell)
        sheet.append(cells)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
