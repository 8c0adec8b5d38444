"""A list as a file holds it: rows of text with the numbers of their lines. CSV here, XLSX in `sheet.py`.

CSV in UTF-8, UTF-16 or what Russian programs wrote before (Windows-1251, KOI8-R, CP866), with commas, semicolons, tabs or bars.
Whatever cannot be read rightly is refused: a list that is guessed at names the wrong people.
"""

import codecs
import csv
import errno
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desk.charter.errors import DeskError

MOST_BYTES = 20_000_000
MOST_LINES = 50_000
MOST_COLUMNS = 200
SEPARATORS = ";,\t|"

NO_FILE, TOO_BIG, NOT_TEXT, FOLDER, UNREADABLE, DEVICE = "no-file", "too-big", "not-text", "folder", "unreadable", "no-file-at-all"
NO_LINES, TOO_MANY, TOO_WIDE, OTHER_FORMAT = "no-lines", "too-many", "too-wide", "other-format"

_BEGINNINGS = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS, DOC",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
    b"\x1f\x8b": "GZ",
}
_ZIP = b"PK\x03\x04"
_RUSSIAN = ("cp1251", "koi8-r", "cp866")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_LOOKED_AT = 30  # lines, for the separator


class BadList(DeskError):
    """The list cannot be read at all. reason: one of the words above; where: the file; detail: what was found."""

    code = 2

    def __init__(self, reason: str, file: str, detail: str = "") -> None:
        super().__init__(f"{file}: {reason} {detail}")
        self.reason = reason
        self.file = file
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Line:
    """One line. number: as a person finds it, the first being 1; unread: the places of cells that have no value to be read."""

    number: int
    cells: tuple[str, ...]
    unread: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """A list as it was found, lines without a word left out. sheet: its name in a workbook."""

    file: str
    lines: tuple[Line, ...]
    sheet: str = ""


def read_tables(path: Path) -> tuple[Table, ...]:
    """What may be a list in a file: the one table of a CSV, the sheets of a workbook that can be seen. Raises BadList."""
    raw = _bytes(path)
    if raw.startswith(_ZIP):
        from desk.intake.sheet import sheets  # a second to load, and most lists are CSV

        return sheets(path.name, raw)
    if kind := next((kind for begins, kind in _BEGINNINGS.items() if raw.startswith(begins)), ""):
        raise BadList(OTHER_FORMAT, path.name, kind)
    lines = tuple(_lines(_decoded(raw, path.name), path.name))
    if not lines:
        raise BadList(NO_LINES, path.name)
    return (Table(path.name, lines),)


def checked(lines: Iterator[Line], file: str) -> Iterator[Line]:
    """The lines that say something; no more and no wider than a list of people is. Raises BadList."""
    for place, line in enumerate(one for one in lines if any(cell.strip() for cell in one.cells)):
        if place >= MOST_LINES:
            raise BadList(TOO_MANY, file, str(MOST_LINES))
        if len(line.cells) > MOST_COLUMNS and any(cell.strip() for cell in line.cells[MOST_COLUMNS:]):
            raise BadList(TOO_WIDE, file, str(MOST_COLUMNS))
        yield line


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a device never ends, a pipe never begins
            raise BadList(DEVICE, path.name)
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = {errno.ENOENT: NO_FILE, errno.ENOTDIR: NO_FILE, errno.EISDIR: FOLDER}.get(error.errno or 0, UNREADABLE)
        raise BadList(reason, path.name, error.strerror or "") from error
    if len(raw) > MOST_BYTES:
        raise BadList(TOO_BIG, path.name)
    return raw


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise BadList(NOT_TEXT, name) from None
    if b"\0" in raw:
        raise BadList(NOT_TEXT, name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _russian(raw, name)


def _russian(raw: bytes, name: str) -> str:
    """In the encoding in which the fewest words go from small letters to capitals: another one swaps them, or draws boxes."""
    read = []
    for encoding in _RUSSIAN:
        try:
            words = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = len(re.findall("[а-яё][А-ЯЁ]|[\u2500-\u259f\u0080-\u009f]|[а-яёА-ЯЁ][^\\W\\dа-яёА-ЯЁ]", words))
        read.append((odd, words))
    if not read:
        raise BadList(NOT_TEXT, name)
    return min(read, key=lambda one: one[0])[1]


def _lines(words: str, file: str) -> Iterator[Line]:
    if found := re.match(r"sep=([;,\t|])\r?\n", words):  # as Excel begins a list
        words = words[found.end() :]
    separator = found[1] if found else _separator(words)
    first = 2 if found else 1
    return checked(_rows(words, separator, first, file), file)


def _rows(words: str, separator: str, first: int, file: str) -> Iterator[Line]:
    reader = csv.reader(_split(words, separator, file), delimiter=separator, strict=True)
    number = first
    try:
        for cells in reader:
            yield Line(number, tuple(cells))
            number = reader.line_num + first
    except csv.Error as error:
        raise BadList(NOT_TEXT, file, f"{number}: {error}") from error


def _split(words: str, separator: str, file: str) -> Iterator[str]:
    """The lines with their ends, Mac's own with them; one with a million cells is not even taken apart."""
    for found in _LINE.finditer(words):
        if found[0].count(separator) > 50 * MOST_COLUMNS:
            raise BadList(TOO_WIDE, file, str(MOST_COLUMNS))
        yield found[0]


def _separator(words: str) -> str:
    """The sign that cuts the most lines into the same number of cells; of two that cut as many, into more."""
    head = [found[0] for _, found in zip(range(_LOOKED_AT), _LINE.finditer(words), strict=False)]

    def worth(separator: str) -> int:
        try:
            widths = Counter(len(cells) for cells in csv.reader(head, delimiter=separator) if len(cells) > 1)
        except csv.Error:
            return 0
        return max(((width - 1) * often**3 for width, often in widths.items()), default=0)

    return max(SEPARATORS, key=worth)
