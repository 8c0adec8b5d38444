"""A list of answers to the question how satisfied somebody is: a ticket's number and a score in each line."""

from dataclasses import dataclass
from pathlib import Path

from desk.intake.people import WrongLine
from desk.intake.table import BadList, Line, read_tables
from desk.store.database import Store
from desk.store.ratings import SCORES, rate_all
from desk.text import search_key

NO_COLUMNS, NO_TICKET, NO_SCORE = "no-scores", "no-ticket", "no-score"
_HEADINGS = {
    "number": ("number", "ticket", "номер", "обращение", "номер обращения"),
    "score": ("score", "rating", "оценка", "балл", "довольны"),
}


@dataclass(frozen=True)
class Answers:
    """A list as read: the answers, by the number of their ticket, and the lines that are none."""

    file: str
    answers: tuple[tuple[int, str], ...]
    wrong: tuple[WrongLine, ...]


def look(store: Store, path: Path) -> Answers:
    """What is in a list. Raises BadList."""
    table = read_tables(path)[0]
    columns = _columns(table.lines[0]) if table.lines else None
    if columns is None:
        raise BadList(NO_COLUMNS, table.file)
    good: list[tuple[int, str]] = []
    wrong: list[WrongLine] = []
    for line in table.lines[1:]:
        number, score = (line.cells[place].strip() if place < len(line.cells) else "" for place in columns)
        number, score = number.lstrip("#№ "), score.removesuffix(".0")
        if not number.isdecimal() or len(number) > 9 or not store.rows("SELECT 1 FROM ticket WHERE id = ?", int(number)):
            wrong.append(WrongLine(line.number, NO_TICKET, number))
        elif score not in SCORES:
            wrong.append(WrongLine(line.number, NO_SCORE, score))
        else:
            good.append((int(number), score))
    return Answers(table.file, tuple(good), tuple(wrong))


def take_in(store: Store, who: str, path: Path) -> Answers:
    """Keeps all answers of a list, in one step; lines that are none are left out. Raises BadList, what the store refuses with."""
    found = look(store, path)
    if found.answers:
        rate_all(store, who, found.answers)
    return found


def _columns(line: Line) -> tuple[int, int] | None:
    keys = [search_key(cell) for cell in line.cells]
    places = []
    for words in _HEADINGS.values():
        known = {search_key(one) for one in words}
        place = next((place for place, key in enumerate(keys) if key in known), None)
        if place is None:
            return None
        places.append(place)
    return places[0], places[1]
