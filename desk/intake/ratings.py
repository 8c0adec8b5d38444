"""Importing satisfaction ratings from a list: a ticket's number and a score in each line, with a comment if there is a column."""

from dataclasses import dataclass
from pathlib import Path

from desk.intake.candidates import WrongLine, whole
from desk.intake.errors import ScoreColumnsAmbiguous, ScoreColumnsMissing, SeveralLists
from desk.intake.list_file import read_tables
from desk.intake.table import STRAY_BYTE, Line
from desk.store.commands.ratings import SCORES, Rating, rate_all
from desk.store.database import Store
from desk.store.queries.board import is_ticket
from desk.text.folding import search_key
from desk.text.sanitize import bare

NO_TICKET, NO_SCORE = "no-ticket", "no-score"
_HEADINGS = {
    "number": ("number", "ticket", "ticket number", "номер", "обращение", "номер обращения"),
    "score": ("score", "rating", "оценка", "балл", "довольны"),
}
_COMMENT = ("comment", "comments", "why", "комментарий", "пояснение", "почему", "отзыв")


@dataclass(frozen=True)
class Answers:
    """The result of reading a list: the ratings by ticket number, and the invalid lines; encoding: of a text file."""

    file: str
    answers: tuple[Rating, ...]
    wrong: tuple[WrongLine, ...]
    encoding: str = ""


def preview_list(store: Store, path: Path) -> Answers:
    """Reads a list without writing anything. Raises BadList."""
    tables = read_tables(path)
    lists = [(table, columns) for table in tables if (columns := _columns(table.file, table.lines[0]))]
    if len(lists) > 1:
        raise SeveralLists(path.name, ", ".join(table.sheet for table, _ in lists))
    if not lists:
        raise ScoreColumnsMissing(path.name)
    ((table, columns),) = lists
    good: list[Rating] = []
    says = _comment_column(table.lines[0])
    wrong: list[WrongLine] = []
    for line in table.lines[1:]:
        number, score = (whole(bare(line.cells[place])) if place < len(line.cells) else "" for place in columns)
        number = number.lstrip("#№ ")
        if line.mark or line.stray:
            wrong.append(WrongLine(line.number, line.mark or STRAY_BYTE, line.stray))
        elif not number.isdecimal() or len(number) > 9 or not is_ticket(store, int(number)):
            wrong.append(WrongLine(line.number, NO_TICKET, number))
        elif score not in SCORES:
            wrong.append(WrongLine(line.number, NO_SCORE, score))
        else:
            comment = line.cells[says].strip() if says is not None and says < len(line.cells) else ""
            good.append(Rating(int(number), score, comment))
    return Answers(table.file, tuple(good), tuple(wrong), table.encoding)


def import_list(store: Store, who: str, path: Path) -> Answers:
    """Records all ratings of a list in one step; invalid lines are skipped. Raises BadList and the store's errors."""
    found = preview_list(store, path)
    if found.answers:
        rate_all(store, who, found.answers)
    return found


def _columns(file: str, line: Line) -> tuple[int, int] | None:
    """The columns of number and score. Raises BadList if they are ambiguous."""
    keys = [search_key(cell) for cell in line.cells]
    places = []
    for words in _HEADINGS.values():
        known = {search_key(word) for word in words}
        found = [place for place, key in enumerate(keys) if key in known]
        if not found:
            return None
        if len(found) > 1:
            raise ScoreColumnsAmbiguous(file, ", ".join(line.cells[place].strip() for place in found))
        places += found
    return places[0], places[1]


def _comment_column(line: Line) -> int | None:
    """The first column of comments; None if there is none."""
    known = {search_key(word) for word in _COMMENT}
    return next((place for place, cell in enumerate(line.cells) if search_key(cell) in known), None)
