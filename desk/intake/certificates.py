"""A box of certificates from a list: CSV in UTF-8 or Windows-1251, comma or semicolon, Russian or English headings.

Every good line in one transaction or none; wrong ones come back with their number and reason. A second import of the same
list adds nothing.
"""

import codecs
import csv
import errno
import io
import re
from dataclasses import dataclass
from pathlib import Path

from desk import text
from desk.charter.errors import DeskError
from desk.models import Batch
from desk.store.checks import check_moment
from desk.store.customers import staff_id
from desk.store.database import Store
from desk.store.recording import Recording, check, open_in_step

MOST_BYTES = 20_000_000
MOST_CELL = 1_000

NO_FILE, TOO_BIG, NO_COLUMNS, NO_LINES, NOT_TEXT = "no-file", "too-big", "no-columns", "no-lines", "not-text"
FOLDER, UNREADABLE, DEVICE, HEADINGS_TWICE = "folder", "unreadable", "no-file-at-all", "headings-twice"
NO_CANDIDATE, TWICE, WRONG_CELLS, LONG_CELL, BAD_EMAIL = "no-candidate", "twice", "cells", "long-cell", "bad-email"

# A column by its headings, folded by search_key(): Russian and English, the usual ones.
_HEADINGS = {
    "name": ("candidate", "candidate name", "name", "full name", "кандидат", "фио", "имя", "имя кандидата", "фамилия имя"),
    "email": ("email", "e mail", "mail", "почта", "эл почта", "электронная почта", "адрес"),
    "phone": ("phone", "telephone", "mobile", "tel", "телефон", "тел", "мобильный"),
    "exam": ("exam", "examination", "экзамен"),
    "candidate": ("candidate number", "candidate no", "number", "номер кандидата", "номер"),
}
_NEEDED = ("name", "candidate")
_EITHER = ("candidate", "кандидат")  # a candidate's name, or the number where another column has the name


class BadList(DeskError):
    """The list cannot be read at all. reason: one of the words above; where: the file; detail: what was found."""

    code = 2

    def __init__(self, reason: str, file: str, detail: str = "") -> None:
        super().__init__(f"{file}: {reason} {detail}")
        self.reason = reason
        self.file = file
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of a list. line: its number in the file, the heading's being 1."""

    line: int
    name: str
    email: str
    phone: str
    exam: str
    candidate: str


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line that cannot be taken, and why (one of the reasons above)."""

    line: int
    reason: str
    detail: str


@dataclass(frozen=True)
class Arrival:
    """A list as read. known: lines whose certificate is here already, with its ticket."""

    file: str
    new: tuple[Candidate, ...]
    known: tuple[tuple[Candidate, int], ...]
    wrong: tuple[WrongLine, ...]


def read_list(path: Path) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    """The lines of a list, and those that are wrong. Raises BadList."""
    rows = _rows(path)
    if not rows:
        raise BadList(NO_LINES, path.name)
    columns = _columns(rows[0][1], path.name)
    good: list[Candidate] = []
    wrong: list[WrongLine] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        found = _candidate(line, cells, columns, len(rows[0][1]))
        if isinstance(found, Candidate):
            key = (found.candidate.casefold(), found.exam.casefold())
            if key in seen:
                found = WrongLine(line, TWICE, str(seen[key]))
            seen.setdefault(key, line)
        if isinstance(found, WrongLine):
            wrong.append(found)
        else:
            good.append(found)
    if not good and not wrong:
        raise BadList(NO_LINES, path.name)
    return tuple(good), tuple(wrong)


def look(store: Store, path: Path) -> Arrival:
    """What importing the list would do: new, known already, wrong. Nothing is written. Raises BadList."""
    good, wrong = read_list(path)
    return _sorted(store, path, good, wrong)


def take_in(store: Store, who: str, path: Path, received: int) -> Arrival:
    """Opens one ticket for each new certificate of the list, in one batch, one transaction, one undo.

    received: when the box came, epoch seconds. Wrong lines are left out and come back with their reasons.
    Raises BadList, NotAMoment, DatabaseUnusable; then nothing is written.
    """
    check_moment(store, received)
    good, wrong = read_list(path)
    with store.transaction():
        # Looked at again inside: another desk may be importing the same list.
        arrival = _sorted(store, path, good, wrong)
        if not arrival.new:
            return arrival
        staff = staff_id(who)
        batch = Batch.insert(kind="certificate", received=received, opened_by=staff, recorded=store.now()).execute()
        step = 0
        for one in arrival.new:
            recording = Recording(
                "certificate", "letter", name=one.name, phone=one.phone, email=one.email, received=received,
                subject=one.exam, exam_name=one.exam, candidate=one.candidate,
            )  # fmt: skip
            check(store, recording)
            step = open_in_step(store, staff, recording, step, batch)
    return arrival


def _sorted(store: Store, path: Path, good: tuple[Candidate, ...], wrong: tuple[WrongLine, ...]) -> Arrival:
    here = {
        (candidate.casefold(), exam.casefold()): number
        for number, candidate, exam in store.rows(
            "SELECT id, candidate, exam FROM ticket WHERE kind = 'certificate' AND state <> 'void' AND candidate <> ''"
        )
    }
    new, known = [], []
    for one in good:
        number = here.get((one.candidate.casefold(), one.exam.casefold()))
        if number is None:
            new.append(one)
        else:
            known.append((one, number))
    return Arrival(path.name, tuple(new), tuple(known), wrong)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows with the number of the line that each begins on."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a device never ends, a pipe never begins
            raise BadList(DEVICE, path.name)
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise BadList(TOO_BIG, path.name)
    except OSError as error:
        reason = {errno.ENOENT: NO_FILE, errno.EISDIR: FOLDER}.get(error.errno or 0, UNREADABLE)
        raise BadList(reason, path.name, error.strerror or "") from error
    words = _decoded(raw, path.name)
    if found := re.match(r"sep=[;,\t]\r?\n", words):  # as Excel begins a list
        words = words[found.end() :]
    first = words.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadList(NOT_TEXT, path.name, str(error)) from error
    return rows


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise BadList(NOT_TEXT, name) from None
    if b"\0" in raw[:4096]:
        raise BadList(NOT_TEXT, name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1251")
    except UnicodeDecodeError:
        raise BadList(NOT_TEXT, name) from None


def _columns(heading: list[str], name: str) -> dict[str, int]:
    known = {text.search_key(words): column for column, headings in _HEADINGS.items() for words in headings}
    found: dict[str, int] = {}
    for index, cell in enumerate(heading):
        column = known.get(text.search_key(cell))
        if column:
            found.setdefault(column, index)
    if "candidate" not in found and "name" in found:
        # `name, candidate`: the second is the number, as long as something else says the name.
        folded = [text.search_key(cell) for cell in heading]
        names = [index for index, cell in enumerate(folded) if known.get(cell) == "name"]
        if len(names) > 1 and (bare := [index for index in names if folded[index] in map(text.search_key, _EITHER)]):
            found["candidate"] = bare[0]
            found["name"] = next(index for index in names if index != bare[0])
    known_cells = [cell for cell in map(text.search_key, heading) if cell in known]
    if twice := next((cell for cell in known_cells if known_cells.count(cell) > 1), None):
        raise BadList(HEADINGS_TWICE, name, twice)
    if missing := [column for column in _NEEDED if column not in found]:
        raise BadList(NO_COLUMNS, name, ", ".join(missing))
    return found


def _candidate(line: int, cells: list[str], columns: dict[str, int], width: int) -> Candidate | WrongLine:
    if len(cells) != width:
        return WrongLine(line, WRONG_CELLS, f"{len(cells)}/{width}")
    values = {column: cells[index].strip() for column, index in columns.items()}
    if any(len(value) > MOST_CELL for value in values.values()):
        return WrongLine(line, LONG_CELL, "")
    if not values["name"] or not values["candidate"]:
        return WrongLine(line, NO_CANDIDATE, values["name"] or values["candidate"])
    email = values.get("email", "")
    if email and (email.count("@") != 1 or " " in email or email.startswith("@") or email.endswith("@")):
        return WrongLine(line, BAD_EMAIL, email)
    return Candidate(line, values["name"], email, values.get("phone", ""), values.get("exam", ""), values["candidate"])
