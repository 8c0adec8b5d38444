"""A list as it was found: rows of text with the numbers of their lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.intake.errors import TooManyColumns, TooManyLines

MOST_LINES = 50_000
MOST_COLUMNS = 200

STRAY_BYTE, HIDDEN, STRUCK = "stray-byte", "hidden", "struck-out"  # why a line cannot be taken


@dataclass(frozen=True, slots=True)
class Line:
    """One line. number: as a person finds it, the first being 1; unread: the places of cells that have no value to be read; stray:
    a byte that is no text, as `0xD0`; mark: HIDDEN or STRUCK, where a person does not see it, or sees that it does not count."""

    number: int
    cells: tuple[str, ...]
    unread: tuple[int, ...] = ()
    stray: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Table:
    """A list as it was found, lines without a word left out. sheet: its name in a workbook; encoding: of a text, as people name it;
    hidden: the places of columns that are not seen."""

    file: str
    lines: tuple[Line, ...]
    sheet: str = ""
    encoding: str = ""
    hidden: frozenset[int] = frozenset()


def checked(lines: Iterator[Line], file: str) -> Iterator[Line]:
    """The lines that say something; no more and no wider than a list of people is. Raises BadList."""
    for place, line in enumerate(filled for filled in lines if any(cell.strip() for cell in filled.cells)):
        if place >= MOST_LINES:
            raise TooManyLines(file, str(MOST_LINES))
        if len(line.cells) > MOST_COLUMNS and any(cell.strip() for cell in line.cells[MOST_COLUMNS:]):
            raise TooManyColumns(file, str(MOST_COLUMNS))
        yield line
