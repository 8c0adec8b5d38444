"""The columns of a list: recognised by Russian and English headings, or by an earlier answer for the same headings."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from desk.intake.errors import ColumnFieldUnknown, ColumnSaidTwice, ColumnUnknown, HeadingTwice, SeveralLists, StrayByte
from desk.intake.table import Line, Table
from desk.text import folding

# The usual Russian and English headings of each column, folded by search_key().
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": (
        "candidate", "candidate name", "name", "full name", "student", "кандидат", "фио", "имя", "имя кандидата", "фамилия имя",
        "фамилия имя отчество", "фамилия и имя", "ф и о", "слушатель",
    ),
    "surname": ("surname", "last name", "family name", "фамилия", "фамилия кандидата"),
    "first": ("first name", "given name", "given names", "forename"),
    "middle": ("patronymic", "middle name", "отчество"),
    "document": (
        "name as in passport", "name in passport", "passport name", "name on certificate", "name as in document", "latin name",
        "имя в паспорте", "имя как в паспорте", "имя по паспорту", "имя в документе", "имя на сертификате", "фио латиницей",
        "имя латиницей", "фио в загранпаспорте", "имя в загранпаспорте", "name as in the document", "имя как в документе",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "e mail address", "почта", "эл почта", "электронная почта", "адрес",
        "адрес эл почты", "имейл", "эл письмо",
    ),
    "address": (
        "address", "postal address", "post address", "mailing address", "home address", "почтовый адрес", "адрес доставки",
        "адрес для писем", "адрес для отправки", "домашний адрес",
    ),
    "phone": (
        "phone", "telephone", "mobile", "tel", "phone number", "mobile phone", "телефон", "тел", "мобильный", "номер телефона",
        "мобильный телефон", "контактный телефон",
    ),
    "exam": ("exam", "examination", "exam name", "экзамен", "название экзамена"),
    "day": (
        "exam date", "exam's date", "date of exam", "session", "session date", "дата экзамена", "дата проведения", "сессия",
        "дата сессии",
    ),
    "place": ("place", "venue", "место", "место проведения", "площадка"),
    "candidate": (
        "candidate number", "candidate no", "number", "candidate id", "номер кандидата", "номер", "no кандидата", "код кандидата",
    ),
    "language": ("language", "lang", "язык"),
    "centre": (
        "centre number", "center number", "centre no", "center no", "centre", "center", "номер центра", "центр", "код центра",
    ),
    "registered": ("registered", "registration date", "registered at", "дата регистрации", "зарегистрирован", "зарегистрирована",
        "timestamp", "отметка времени"),
    "fee": ("fee", "extra fee", "late fee", "сбор", "доп сбор", "доплата", "дополнительный сбор"),
}  # fmt: skip
_EITHER = ("candidate", "кандидат")  # a candidate's name, or their number if another column has the name
_FIRST = ("name", "имя")  # the first name if another column has the surname
_EITHER_ADDRESS = "адрес"  # an email or a postal address
_LOOKED_AT = 100  # lines
_NAMED = ("name", "surname", "document")  # at least one is needed to name a person
_TITLES_ABOVE = 20  # lines of title above the headings

Said = Mapping[tuple[str, ...], Mapping[str, str]]


@dataclass(frozen=True)
class Headed:
    """A list with known columns. columns: the index of each field; unused: the headings of columns that are not read; headings: all
    of them, folded, to recognise similar lists; lines: those below the headings; width: the maximum number of cells per line, 0 if
    unlimited; encoding: of a text file."""

    file: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    unused: tuple[str, ...]
    lines: tuple[Line, ...]
    width: int
    encoding: str = ""


@dataclass(frozen=True)
class Unknown:
    """A list whose headings are not sufficient, so that the user is asked. headings: as written; missing: fields without a column;
    several: fields with several columns, and their headings."""

    file: str
    headings: tuple[str, ...]
    missing: tuple[str, ...]
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def head(tables: Sequence[Table], needed: Sequence[str], said: Said, columns: Mapping[str, str]) -> Headed | Unknown:
    """Finds the list among the tables of a file, and its headings.

    needed: the required fields (`name`: any field that names a person); said: field names for known headings, folded; columns: the
    same for this list, whatever its headings are. Raises BadList if two of the tables are lists, a column does not exist, a field
    is unknown, or the apparent headings are damaged.
    """
    _check_said(tables[0].file, columns)
    wanted = {field: folding.search_key(heading) for field, heading in columns.items()}
    found = [(table, headed) for table in tables if (headed := _head(table, needed, said, wanted))]
    if len(found) > 1:
        raise SeveralLists(tables[0].file, ", ".join(table.sheet for table, _ in found))
    if found:
        return found[0][1]
    unknown = _unknown(tables[0], needed)
    there = folded(unknown.headings)
    if lost := [columns[field] for field, heading in wanted.items() if heading not in there]:
        raise ColumnUnknown(unknown.file, ", ".join(lost))
    return unknown


def _check_said(file: str, columns: Mapping[str, str]) -> None:
    if strange := [field for field in columns if field not in HEADINGS]:
        raise ColumnFieldUnknown(file, ", ".join(strange))
    said = [folding.search_key(heading) for heading in columns.values()]
    if twice := [heading for heading, key in zip(columns.values(), said, strict=True) if said.count(key) > 1]:
        raise ColumnSaidTwice(file, twice[0])


def typed(words: str) -> Headed:
    """Parses a typed list: in each line a name, a candidate's number, a phone number, an email address, separated by semicolons or
    tabs; all but the name are optional, and the address may be anywhere after the name."""
    lines = []
    for number, line in enumerate(words.splitlines(), start=1):
        cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
        if any(cells):
            name, *others = cells
            emails, rest = [other for other in others if "@" in other], [other for other in others if "@" not in other]
            lines.append(Line(number, (name, *(*rest, "", "")[:2], *emails[:1])))
    return Headed("", (), {"name": 0, "candidate": 1, "phone": 2, "email": 3}, (), tuple(lines), 0)


def folded(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings folded for comparison and recognition."""
    return tuple(folding.search_key(heading) for heading in headings)


def _head(table: Table, needed: Sequence[str], said: Said, wanted: Mapping[str, str]) -> Headed | Unknown | None:
    for place, line in enumerate(table.lines[:_TITLES_ABOVE]):
        cells = _trimmed(line.cells)
        headings = folded(cells)
        if line.stray or not set(wanted.values()) <= set(headings):
            continue
        seen = [index for index in range(len(headings)) if index not in table.hidden]
        columns, several = _columns(headings, {**said.get(headings, {}), **wanted}, table.file, seen)
        if _missing({*columns, *several}, needed):
            continue
        if several:
            called = {field_: tuple(cells[at].strip() for at in places) for field_, places in several.items()}
            return Unknown(table.file, cells, (), called)
        below = table.lines[place + 1 :]
        columns = _addressed(columns, headings, below)
        below = tuple(other for other in below if other.cells != line.cells)  # headings repeated on another page
        unused = tuple(cell.strip() for index, cell in enumerate(cells) if cell.strip() and index not in columns.values())
        return Headed(table.file, headings, columns, unused, below, 0 if table.sheet else len(line.cells), table.encoding)
    return None


def _addressed(columns: dict[str, int], headings: Sequence[str], lines: Sequence[Line]) -> dict[str, int]:
    """Decides by its values whether a column `Адрес` holds email or postal addresses, as lists use it for both."""
    at = columns.get("email")
    if at is None or "address" in columns or headings[at] != folding.search_key(_EITHER_ADDRESS):
        return columns
    cells = [line.cells[at] for line in lines[:_LOOKED_AT] if at < len(line.cells) and line.cells[at].strip()]
    if not cells or any("@" in cell for cell in cells):
        return columns
    return {("address" if field == "email" else field): place for field, place in columns.items()}


def _unknown(table: Table, needed: Sequence[str]) -> Unknown:
    """Chooses the line among the first ones that looks most like headings: the one with the most fields, else with the most
    words."""

    def worth(line: Line) -> tuple[int, int]:
        cells = _trimmed(line.cells)
        return len(_known(folded(cells))), sum(bool(cell.strip()) and not re.search(r"\d", cell) for cell in cells)

    line = max(table.lines[:_TITLES_ABOVE], key=worth)
    if line.stray:
        raise StrayByte(table.file, f"{line.number}: {line.stray}")
    cells = _trimmed(line.cells)
    columns, several = _columns(folded(cells), {}, table.file, range(len(cells)))
    return Unknown(table.file, cells, _missing({*columns, *several}, needed))


def _missing(columns: Collection[str], needed: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        column for column in needed if column not in columns and not (column == "name" and any(name in columns for name in _NAMED))
    )


def _known(headings: Sequence[str]) -> dict[int, str]:
    fields = {folding.search_key(words): field for field, found in HEADINGS.items() for words in found}
    return {index: fields[cell] for index, cell in enumerate(headings) if cell in fields}


def _columns(
    headings: Sequence[str], said: Mapping[str, str], file: str, seen: Collection[int]
) -> tuple[dict[str, int], dict[str, list[int]]]:
    """The index of each field, and the indexes of fields with several columns. said: headings of fields that take precedence; seen:
    the visible columns. Raises BadList for two columns with the same heading."""
    known = {index: field for index, field in _known(headings).items() if index in seen}
    for index in known:
        if headings[index] in headings[:index]:
            raise HeadingTwice(file, headings[index])
    places: dict[str, list[int]] = {}
    for index, field_ in known.items():
        places.setdefault(field_, []).append(index)
    _tell_apart(places, headings)
    for field_, heading in said.items():
        if heading in headings:
            at = headings.index(heading)
            places = {column: [place for place in there if place != at] for column, there in places.items()} | {field_: [at]}
    several = {field_: there for field_, there in places.items() if len(there) > 1}
    return {field_: there[0] for field_, there in places.items() if len(there) == 1}, several


def _tell_apart(places: dict[str, list[int]], headings: Sequence[str]) -> None:
    """Resolves ambiguous headings with the help of the other ones."""

    def called(field_: str, names: Sequence[str]) -> int | None:
        keys = set(map(folding.search_key, names))
        return next((index for index in places.get(field_, ()) if headings[index] in keys), None)

    def move(index: int, field_: str, to: str) -> None:
        places[field_].remove(index)
        places[to] = [index]

    either = called("name", _EITHER)
    if "candidate" not in places and either is not None and len(places["name"]) > 1:
        move(either, "name", "candidate")  # `name, candidate`: the second is the number if another column has the name
    first = called("name", _FIRST)
    if "surname" in places and "first" not in places and first is not None:
        move(first, "name", "first")  # `Фамилия, Имя`
    postal = called("email", (_EITHER_ADDRESS,))
    if "address" not in places and postal is not None and len(places["email"]) > 1:
        move(postal, "email", "address")  # `Почта, Адрес`
    for field_ in [column for column, there in places.items() if not there]:
        del places[field_]


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells without empty ones at the end, as left by spreadsheets."""
    width = max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return tuple(cells[:width])
