"""Shared by imports of all kinds of lists: the user's answers about a list, and the result."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desk.charter.vocabulary import BATCHES
from desk.intake.candidates import Candidate, WrongLine, bare_number, candidates
from desk.intake.columns import Headed, Said, Unknown, head, typed
from desk.intake.errors import ColumnsAmbiguous, ColumnsMissing, ListEmpty, OtherCentre
from desk.intake.fuzzy import Names
from desk.intake.list_file import read_tables
from desk.store.database import Store
from desk.store.queries.imports import Registered, last_centre, remember
from desk.text.folding import search_key
from desk.text.names import is_one_name, name_key

SAME_NUMBER, NEAR_NAME, SAME_NAME = "same-number", "near-name", "same-name"
ODD_WORD = "odd-word"


@dataclass(frozen=True)
class Asked:
    """The user's answers about a list. exam, day, place: for lines that name none; ends: the last day of registration of sessions
    that the list opens; columns: the heading of a field, if the headings are not sufficient; doubtful: whether doubtful lines are
    imported as they are; typed: the list itself, if there is no file. Days are ISO 8601."""

    exam: str = ""
    day: str = ""
    place: str = ""
    ends: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    doubtful: bool = False
    typed: str = ""


NOTHING = Asked()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful line. reason: SAME_NUMBER as a ticket with another name; NEAR_NAME, similar to that of a registration; SAME_NAME
    as a registration, with other numbers and addresses; then number and name are those of the other one. HIDDEN or STRUCK in the
    file; ODD_WORD with letters of two scripts, or symbols in place of letters: name is that word."""

    one: Candidate
    reason: str
    number: int = 0
    name: str = ""


@dataclass(frozen=True)
class Arrival:
    """The result of reading a list. uses: the capability of the kind of its tickets; known: lines recorded already, with the
    ticket; unused: the headings of columns not read; encoding: of a text file."""

    file: str
    new: tuple[Candidate, ...]
    known: tuple[tuple[Candidate, int], ...]
    wrong: tuple[WrongLine, ...]
    doubtful: tuple[Doubt, ...] = ()
    unused: tuple[str, ...] = ()
    centre: str = ""
    uses: str = BATCHES
    encoding: str = ""


class People:
    """The registered people, by number and by name, as written and folded."""

    def __init__(self, people: Sequence[Registered]) -> None:
        self.by_number = {bare_number(person.candidate): person for person in people if person.candidate}
        self.by_key: dict[str, list[Registered]] = {}
        for person in people:
            for name in person.names:
                self.by_key.setdefault(name_key(name), []).append(person)
        self.by_name = {name: person for person in people for name in person.names}
        self.names = Names(self.by_name)


def headed(path: Path, needed: tuple[str, ...], said: Said, asked: Asked) -> Headed | Unknown:
    """The list in a file, with its columns if they are known. needed: the required fields; said: known meanings of headings. Raises
    BadList."""
    return typed(asked.typed) if asked.typed.strip() else head(read_tables(path), needed, said, asked.columns)


def lines(
    found: Headed | Unknown, asked: Asked, needed: Sequence[str], key: Callable[[Candidate], tuple[str, ...]]
) -> tuple[tuple[Candidate, ...], tuple[WrongLine, ...]]:
    """The candidates of a list, completed by the user's answers, and the rejected lines. needed: the required fields; key: what no
    two lines may have in common. Raises BadList if its columns are unknown, or if it has no lines."""
    if isinstance(found, Unknown) and found.several:
        raise ColumnsAmbiguous(found.file, "; ".join(f"{column}: {', '.join(called)}" for column, called in found.several.items()))
    if isinstance(found, Unknown):
        raise ColumnsMissing(found.file, found.missing)
    good, wrong = candidates(found, needed, key)
    if not good and not wrong:
        raise ListEmpty(found.file)
    filled = (
        replace(person, exam=person.exam or asked.exam, day=person.day or asked.day, place=person.place or asked.place)
        for person in good
    )
    return tuple(filled), wrong


def is_theirs(person: Candidate, names: Iterable[str]) -> bool:
    """Whether a line belongs to a person with these names and the same number: one of its names is compatible with one of
    theirs."""
    mine = [name for name in (person.name, person.document) if name]
    return any(is_one_name(name, other) for other in names for name in mine)


def doubt_about_line(person: Candidate) -> Doubt | None:
    """The doubt about a line in itself, whatever is recorded."""
    if person.mark:
        return Doubt(person, person.mark)
    for name in (person.name, person.document):
        if _LOST.search(name):
            return Doubt(person, ODD_WORD, name=name)
    if not any((person.candidate, person.document, person.email, person.phone, person.address)) and _NO_PERSON.search(person.name):
        return Doubt(person, ODD_WORD, name=person.name)
    words = [
        word for words in (person.name, person.document, person.exam, person.place, person.email) for word in _WORD.findall(words)
    ]
    number = "".join(_WORD.findall(person.candidate))
    mixed = next((word for word in (*words, number) if _is_mixed(word)), "")
    return Doubt(person, ODD_WORD, name=mixed) if mixed else None


# Traces of letters that some program could not decode: M\ufffdller, M?ller, РњР°СЂ°я.
_LOST = re.compile("[\ufffd\u2500-\u259f]|\\?\\?|[^\\W\\d_][?@\u00a1-\u00aa\u00ac-\u00b6\u00b8-\u00ba\u00bc-\u00bf][^\\W\\d_]")
_NO_PERSON = re.compile(r"[\d:]")  # `Сформировано: 20.11.2026`, below a list, with nothing beside it
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = re.compile("([a-z\u00df-\u024f\u1e00-\u1eff])|([\u0400-\u04ff])|([\u0370-\u03ff])|([^\\W\\d_\u02b0-\u02ff])")


def _is_mixed(word: str) -> bool:
    """Whether a word contains letters of two scripts: a Latin `C` in `Cергеева` is another letter."""
    return not word.isascii() and len({found.lastindex for found in _SCRIPTS.finditer(word.lower())}) > 1


def remember_columns(store: Store, who: str, found: Headed | Unknown, asked: Asked) -> None:
    """Remembers the user's answers about columns for lists with the same headings."""
    if asked.columns and isinstance(found, Headed):
        remember(store, who, found.headings, {name: search_key(heading) for name, heading in asked.columns.items()})


def centre_of(store: Store, file: str, good: tuple[Candidate, ...]) -> str:
    """The centre number in the list; "" if there is none. Raises BadList for a list of another centre."""
    named = {person.centre for person in good if person.centre}
    ours = store.charter.file.centre.number or last_centre(store)
    strange = {centre for centre in named if ours and search_key(centre) != search_key(ours)} or (
        named if len(named) > 1 else set()
    )
    if strange:
        raise OtherCentre(file, ", ".join(sorted(strange)[:3]))
    return next(iter(named), "")
