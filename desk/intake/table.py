"""A table as found in a file: rows of text with their line numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.intake.errors import TooManyColumns, TooManyLines

MOST_LINES = 50_000
MOST_COLUMNS = 200

STRAY_BYTE, HIDDEN, STRUCK = "stray-byte", "hidden", "struck-out"  # reasons for rejecting a line


@dataclass(frozen=True, slots=True)
class Line:
    """One line. number: as shown to people, the first being 1; unread: the indexes of cells without a readable value; stray: a byte
    that is not text, as `0xD0`; mark: HIDDEN or STRUCK, if it is not visible, or visibly struck out."""

    number: int
    cells: tuple[str, ...]
    unread: tuple[int, ...] = ()
    stray: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Table:
    """A table as found in a file, without empty lines. sheet: its name in a workbook; encoding: of a text file, by its common name;
    hidden: the indexes of hidden columns."""

    file: str
    lines: tuple[Line, ...]
    sheet: str = ""
    encoding: str = ""
    hidden: frozenset[int] = frozenset()


def checked(lines: Iterator[Line], file: str) -> Iterator[Line]:
    """The lines with content, limited to the size of a plausible list of people. Raises BadList."""
    for place, line in enumerate(filled for filled in lines if any(cell.strip() for cell in filled.cells)):
        if place >= MOST_LINES:
            raise TooManyLines(file, str(MOST_LINES))
        if len(line.cells) > MOST_COLUMNS and any(cell.strip() for cell in line.cells[MOST_COLUMNS:]):
            raise TooManyColumns(file, str(MOST_COLUMNS))
        yield line
