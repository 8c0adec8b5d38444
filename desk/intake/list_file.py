"""Reading a list from a file: CSV here, XLSX in `xlsx.py`.

CSV in any encoding of which `encoding.py` is certain, separated by commas, semicolons, tabs or bars. Whatever cannot be read
reliably is refused: guessing would name the wrong people.
"""

import csv
import errno
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from desk.intake.encoding import STRAY, decode, stray_byte
from desk.intake.errors import (
    EncodingUncertain,
    ListEmpty,
    ListIsDevice,
    ListIsFolder,
    ListMissing,
    ListProtected,
    ListTooBig,
    ListUnreadable,
    NoTextOrWorkbook,
    OtherFormat,
    QuotesUnbalanced,
    TooManyColumns,
)
from desk.intake.table import MOST_COLUMNS, Line, Table, checked

MOST_BYTES = 20_000_000
SEPARATORS = ";,\t|"

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
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(<!doctype html|<html|<head|<meta|<table|<style)|<\?xml)", re.IGNORECASE)
_PROTECTED = "EncryptedPackage".encode("utf-16-le")  # a password-protected workbook is wrapped in the old format
_ZIP = b"PK\x03\x04"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_LOOKED_AT = 30  # lines, to detect the separator


def read_tables(path: Path) -> tuple[Table, ...]:
    """The tables of a file: the only one of a CSV file, the visible sheets of a workbook. Raises BadList."""
    raw = _bytes(path)
    if raw.startswith(_ZIP):
        from desk.intake.xlsx import sheets  # loads openpyxl, which takes as long as reading a whole CSV file

        return sheets(path.name, raw)
    if _PROTECTED in raw:
        raise ListProtected(path.name)
    if kind := next((kind for begins, kind in _BEGINNINGS.items() if raw.startswith(begins)), ""):
        raise OtherFormat(path.name, kind)
    if markup := _MARKUP.match(raw):
        raise OtherFormat(path.name, "HTML" if markup[1] else "XML")
    found = decode(raw)
    if found is None:
        raise (NoTextOrWorkbook if b"\0" in raw else EncodingUncertain)(path.name)
    lines = tuple(_lines(found.text, path.name))
    if not lines:
        raise ListEmpty(path.name)
    return (Table(path.name, lines, encoding=found.encoding),)


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a device never ends, a pipe never begins
            raise ListIsDevice(path.name)
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise ListMissing(path.name) from error
        if error.errno == errno.EISDIR:
            raise ListIsFolder(path.name) from error
        raise ListUnreadable(path.name, error.strerror or "") from error
    if len(raw) > MOST_BYTES:
        raise ListTooBig(path.name)
    return raw


def _lines(words: str, file: str) -> Iterator[Line]:
    if found := re.match(r"sep=([;,\t|])\r?\n", words):  # written by Excel at the beginning of a list
        words = words[found.end() :]
    separator = found[1] if found else _separator(words)
    first = 2 if found else 1
    return checked(_rows(words, separator, first, file), file)


def _rows(words: str, separator: str, first: int, file: str) -> Iterator[Line]:
    number, at = first, 0
    while at < len(words):
        begun, starts = number, list[int]()
        reader = csv.reader(_split(words, at, starts, separator, file), delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield _line(number, cells)
                number = begun + reader.line_num
            return
        except csv.Error:  # only the line with the error is read again
            found = _LINE.match(words, starts[number - begun])
            assert found
            yield _line(number, _with_loose_quotes(found[0].rstrip("\r\n"), separator, file, number))
            number, at = number + 1, found.end()


def _line(number: int, cells: Sequence[str]) -> Line:
    stray = next((stray_byte(cell) for cell in cells if not cell.isascii() and STRAY.search(cell)), "")
    return Line(number, tuple(cells), stray=stray)


def _with_loose_quotes(line: str, separator: str, file: str, number: int) -> list[str]:
    """The cells of a line with unescaped quotation marks inside quoted cells: a cell ends where a separator follows its mark.
    Raises BadList if a mark stays unbalanced."""
    pieces, cells = line.split(separator), list[str]()
    while pieces:
        cell = pieces.pop(0)
        if cell.startswith('"'):
            more = next((place for place, piece in enumerate(pieces, start=1) if '"' in piece), 0)
            if not _is_quoted(cell) and more and pieces[more - 1].endswith('"') and not pieces[more - 1].startswith('"'):
                cell = separator.join((cell, *pieces[:more]))
                del pieces[:more]
            if _is_quoted(cell):
                cell = cell[1:-1].replace('""', '"')
        if cell.count('"') % 2:
            raise QuotesUnbalanced(file, str(number))
        cells.append(cell)
    return cells


def _is_quoted(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == '"'


def _split(words: str, at: int, starts: list[int], separator: str, file: str) -> Iterator[str]:
    """The lines from a position on with their ends, including classic Mac ends, and the start of each; one with a million cells is
    not even split."""
    for found in _LINE.finditer(words, at):
        if found[0].count(separator) > 50 * MOST_COLUMNS:
            raise TooManyColumns(file, str(MOST_COLUMNS))
        starts.append(found.start())
        yield found[0]


def _separator(words: str) -> str:
    """The separator that splits the most lines into the same number of cells; of two equal ones, the one that gives more cells."""
    head = [found[0] for _, found in zip(range(_LOOKED_AT), _LINE.finditer(words), strict=False)]

    def worth(separator: str) -> int:
        try:
            widths = Counter(len(cells) for cells in csv.reader(head, delimiter=separator) if len(cells) > 1)
        except csv.Error:
            return 0
        return max(((width - 1) * often**3 for width, often in widths.items()), default=0)

    return max(SEPARATORS, key=worth)
