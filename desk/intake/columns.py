"""Which column of a list is what: by its headings in Russian and English, or as somebody said once for headings like these."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from desk.intake.errors import ColumnFieldUnknown, ColumnSaidTwice, ColumnUnknown, HeadingTwice, SeveralLists, StrayByte
from desk.intake.table import Line, Table
from desk.text import folding

# A column by its headings, folded by search_key(): Russian and English, the usual ones.
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
_EITHER = ("candidate", "кандидат")  # a candidate's name, or the number where another column has the name
_FIRST = ("name", "имя")  # the first name, where another column has the surname
_EITHER_ADDRESS = "адрес"  # an email address, or a postal one
_LOOKED_AT = 100  # lines
_NAMED = ("name", "surname", "document")  # one of them says who it is
_TITLES_ABOVE = 20  # lines that may stand over the headings

Said = Mapping[tuple[str, ...], Mapping[str, str]]


@dataclass(frozen=True)
class Headed:
    """A list whose columns are known. columns: the place of each field; unused: the headings of columns that are not read;
    headings: all of them, folded, by which lists like this one are known again; lines: those below; width: how many cells each of
    them has at most, 0 where that says nothing; encoding: of a text."""

    file: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    unused: tuple[str, ...]
    lines: tuple[Line, ...]
    width: int
    encoding: str = ""


@dataclass(frozen=True)
class Unknown:
    """A list whose headings do not say all that is needed: somebody is asked. headings: as they were written; missing: fields that
    have no column; several: those that have more than one, with the headings."""

    file: str
    headings: tuple[str, ...]
    missing: tuple[str, ...]
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def head(tables: Sequence[Table], needed: Sequence[str], said: Said, columns: Mapping[str, str]) -> Headed | Unknown:
    """The list among the tables of a file, its headings found.

    needed: the fields without which it is none (`name`: any field that names a person); said: for headings seen before, folded,
    which of them is which field; columns: the same for this list, whatever its headings are. Raises BadList where two of the tables
    are lists, a column is not there, there is no such field, or what looks like the headings is
    damaged.
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
    """A list that somebody typed: in each line a name, a candidate's number, a phone number, an email address, with semicolons or
    tabs between them; what may be left out is, and the address may stand anywhere behind the name."""
    lines = []
    for number, line in enumerate(words.splitlines(), start=1):
        cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
        if any(cells):
            name, *others = cells
            emails, rest = [other for other in others if "@" in other], [other for other in others if "@" not in other]
            lines.append(Line(number, (name, *(*rest, "", "")[:2], *emails[:1])))
    return Headed("", (), {"name": 0, "candidate": 1, "phone": 2, "email": 3}, (), tuple(lines), 0)


def folded(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings as they are compared, and known again."""
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
        below = tuple(other for other in below if other.cells != line.cells)  # headings of another page
        unused = tuple(cell.strip() for index, cell in enumerate(cells) if cell.strip() and index not in columns.values())
        return Headed(table.file, headings, columns, unused, below, 0 if table.sheet else len(line.cells), table.encoding)
    return None


def _addressed(columns: dict[str, int], headings: Sequence[str], lines: Sequence[Line]) -> dict[str, int]:
    """`Адрес` is an email address in one list and a postal address in the next: its values decide."""
    at = columns.get("email")
    if at is None or "address" in columns or headings[at] != folding.search_key(_EITHER_ADDRESS):
        return columns
    cells = [line.cells[at] for line in lines[:_LOOKED_AT] if at < len(line.cells) and line.cells[at].strip()]
    if not cells or any("@" in cell for cell in cells):
        return columns
    return {("address" if field == "email" else field): place for field, place in columns.items()}


def _unknown(table: Table, needed: Sequence[str]) -> Unknown:
    """By the line of the first ones that looks the most like headings: the one with the most fields, else with the most words."""

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
    """The place of each field, and the places of fields that have several. said: the headings of fields, which go before; seen: the
    columns that a person sees. Raises BadList for two columns of one heading."""
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
    """What a heading that means several things means beside the others."""

    def called(field_: str, names: Sequence[str]) -> int | None:
        keys = set(map(folding.search_key, names))
        return next((index for index in places.get(field_, ()) if headings[index] in keys), None)

    def move(index: int, field_: str, to: str) -> None:
        places[field_].remove(index)
        places[to] = [index]

    either = called("name", _EITHER)
    if "candidate" not in places and either is not None and len(places["name"]) > 1:
        move(either, "name", "candidate")  # `name, candidate`: the second is the number, as long as something else says the name
    first = called("name", _FIRST)
    if "surname" in places and "first" not in places and first is not None:
        move(first, "name", "first")  # `Фамилия, Имя`
    postal = called("email", (_EITHER_ADDRESS,))
    if "address" not in places and postal is not None and len(places["email"]) > 1:
        move(postal, "email", "address")  # `Почта, Адрес`
    for field_ in [column for column, there in places.items() if not there]:
        del places[field_]


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Without what is empty at the end, as spreadsheets leave it there."""
    width = max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return tuple(cells[:width])
