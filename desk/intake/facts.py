"""Importing facts to answer from: CSV or XLSX with a line for each, or TOML with a table `[[fact]]` for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from desk.charter.errors import DeskError, in_field
from desk.charter.toml_reader import read_toml
from desk.facts.errors import EndsBeforeStart
from desk.facts.fact import Content, Key, Version, checked
from desk.facts.price import parse_price
from desk.intake.candidates import whole
from desk.intake.errors import (
    FactColumnsMissing,
    FactColumnTwice,
    FactKeyUnknown,
    FactLineHidden,
    FactsMissing,
    FactTwiceInList,
    FactWithdrawn,
)
from desk.intake.list_file import read_tables
from desk.intake.table import Line
from desk.store.database import Store
from desk.store.facts.closing import closing_early
from desk.store.facts.versions import same_facts, save_facts
from desk.text.dates import EITHER_WAY, DateUnreadable, parse_date
from desk.text.folding import search_key
from desk.text.sanitize import bare

TOML = ".toml"
_DAYS, _PRICES = ("day", "opens", "closes", "since", "until"), ("price", "late_price")
_FIELDS = tuple(field.name for field in fields(Content))
_HEADINGS = {
    "name": ("name", "exam", "topic", "exam or topic", "экзамен", "тема", "название", "экзамен или тема"),
    "day": ("day", "exam date", "date", "дата", "дата экзамена"),
    "place": ("place", "venue", "место", "адрес"),
    "price": ("price", "fee", "цена", "стоимость"),
    "late_price": ("late price", "late fee", "late_price", "поздняя цена", "цена поздней регистрации"),
    "opens": ("opens", "registration from", "регистрация с", "начало регистрации"),
    "closes": ("closes", "registration until", "регистрация до", "регистрация по", "конец регистрации"),
    "documents": ("documents", "documents needed", "документы", "нужные документы"),
    "hours": ("hours", "opening hours", "часы", "часы работы"),
    "ru": ("ru", "answer in russian", "russian", "ответ по-русски", "ответ"),
    "en": ("en", "answer in english", "english", "ответ по-английски"),
    "keywords": ("keywords", "ключевые слова"),
    "since": ("since", "valid from", "действует с"),
    "until": ("until", "valid until", "действует до", "действует по"),
}


@dataclass(frozen=True)
class FactList:
    """The result of reading a list of facts.

    file: its name.
    new: facts that are not known yet.
    changed: new versions, each with the one that it follows.
    known: how many lines say what is known already.
    wrong: the rejected lines by number, each with its error; of TOML the number of the table.
    unread: the headings of columns that are not read.
    early: the written facts whose registration closes earlier than for its sister sessions, with the number of days.
    encoding: of a text file.
    """

    file: str
    new: tuple[Content, ...]
    changed: tuple[tuple[Content, Version], ...]
    known: int
    wrong: tuple[tuple[int, DeskError], ...]
    encoding: str = ""
    early: tuple[tuple[Content, int], ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def written(self) -> list[Content]:
        """What an import writes, earlier versions first."""
        return sorted((*self.new, *(content for content, _ in self.changed)), key=lambda content: content.since)


def preview_list(store: Store, path: Path) -> FactList:
    """Reads a list without writing anything. Raises BadList, CharterError for TOML that cannot be read."""
    today = store.charter.at(store.now()).date()
    encoding, unread, rows = _toml(path) if path.suffix.lower() == TOML else _table(path)
    good: dict[Key, list[tuple[int, Content]]] = {}  # lines that are compared stand together
    wrong: list[tuple[int, DeskError]] = []
    repeated = 0
    for number, values in rows:
        try:
            if isinstance(values, DeskError):
                raise values
            content = _content(values, today)
            same = good.setdefault(content.key, [])
            if any(earlier == content for _, earlier in same):
                repeated += 1
                continue
            if other := next((line for line, earlier in same if _overlap(earlier, content)), 0):
                raise FactTwiceInList(content.name, other)
            same.append((number, content))
        except DeskError as error:
            wrong.append((number, error))
    lines = sorted(line for same in good.values() for line in same)
    new, changed = [], []
    for (number, content), before in zip(lines, same_facts(store, [content for _, content in lines]), strict=True):
        if before is not None and before.repeats(content):
            repeated += 1
        elif before is not None and before.is_withdrawn:
            wrong.append((number, FactWithdrawn(content.name)))
        elif content.since == date.min and content.until < today:
            wrong.append((number, EndsBeforeStart(today, content.until)))
        elif before is None:
            new.append(content)
        else:
            changed.append((content, before))
    written = (*new, *(content for content, _ in changed))
    early = tuple((content, days) for content, days in zip(written, closing_early(store, written), strict=True) if days)
    return FactList(path.name, tuple(new), tuple(changed), repeated, tuple(sorted(wrong, key=_line)), encoding, early, unread)


def _line(rejected: tuple[int, DeskError]) -> int:
    return rejected[0]


def import_list(store: Store, who: str, path: Path) -> FactList:
    """Writes all facts of a list in one transaction; rejected lines are left out. Raises BadList and the store's errors."""
    found = preview_list(store, path)
    if found.written:
        save_facts(store, who, found.written)
    return found


def _overlap(earlier: Content, content: Content) -> bool:
    """Whether two lines about the same would be two prices at once."""
    return earlier.since <= content.until and content.since <= earlier.until


def _content(values: Mapping[str, str], today: date) -> Content:
    """A line as a fact. Raises WrongFact, InvalidDateTime."""
    read: dict[str, Any] = {name: values.get(name, "") for name in _FIELDS}
    for name in _PRICES:
        with in_field(name):
            read[name] = parse_price(read[name])
    for name in _DAYS:
        with in_field(name):
            read[name] = _day(read[name], today) or (date.min if name in ("since", "until") else None)
    content = Content(**read)
    checked(content if content.since != date.min else Content(**read | {"since": min(today, content.until)}))
    return content


def _day(text: str, today: date) -> date | None:
    """A day of a list: with its year, since a list may be imported long after it was written. Raises InvalidDateTime."""
    if not text.strip():
        return None
    day = parse_date(text, today, EITHER_WAY)
    if str(day.year) not in text and f"{day:%y}" not in text:
        raise DateUnreadable(text)
    return day


def _toml(path: Path) -> tuple[str, tuple[str, ...], Iterator[tuple[int, Mapping[str, str] | DeskError]]]:
    """The tables of a TOML file, each with its number. Raises CharterError, BadList without any."""
    tables = read_toml(path).get("fact")
    if not isinstance(tables, list) or not tables:
        raise FactsMissing(path.name)
    return "", (), ((number, _of_table(table)) for number, table in enumerate(tables, start=1))


def _of_table(table: object) -> Mapping[str, str] | DeskError:
    if not isinstance(table, dict) or (strange := [str(key) for key in table if key not in _FIELDS]):
        return FactKeyUnknown("", ", ".join(strange) if isinstance(table, dict) else "fact")
    return {str(key): value.isoformat() if isinstance(value, date) else str(value) for key, value in table.items()}


def _table(path: Path) -> tuple[str, tuple[str, ...], Iterator[tuple[int, Mapping[str, str] | DeskError]]]:
    """The lines of a CSV or XLSX file below its headings. Raises BadList."""
    table = read_tables(path)[0]
    columns = _columns(table.file, table.lines[0])
    places = {*columns.values()}
    unread = tuple(cell.strip() for place, cell in enumerate(table.lines[0].cells) if place not in places and cell.strip())
    return table.encoding, unread, ((line.number, _of_line(line, columns)) for line in table.lines[1:])


def _of_line(line: Line, columns: Mapping[str, int]) -> Mapping[str, str] | DeskError:
    if line.mark or line.stray:
        return FactLineHidden("", line.mark or line.stray)
    cells = line.cells
    found = {name: bare(cells[place]) if place < len(cells) else "" for name, place in columns.items()}
    return found | {name: whole(found[name]) for name in _PRICES if name in found}  # a spreadsheet writes 14500.0


def _columns(file: str, line: Line) -> dict[str, int]:
    """The place of each field. Raises BadList without a name or the last day, or if two columns are the same field."""
    keys, columns = [search_key(cell) for cell in line.cells], dict[str, int]()
    for name, words in _HEADINGS.items():
        known = {search_key(word) for word in words}
        places = [place for place, key in enumerate(keys) if key in known]
        if len(places) > 1:
            raise FactColumnTwice(file, _shown(line.cells, places))
        if places:
            columns[name] = places[0]
    if missing := [name for name in ("name", "until") if name not in columns]:
        raise FactColumnsMissing(file, ", ".join(missing))
    return columns


def _shown(cells: Sequence[str], places: Sequence[int]) -> str:
    return ", ".join(cells[place].strip() for place in places)
