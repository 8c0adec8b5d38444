"""Strict reading of TOML: every problem in a file is reported with its line, the key's path and what to write instead.

The types are those of msgspec's structs; the words are the format's own.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from desk.charter.errors import N_, CharterError, Problem, WrongValue
from desk.charter.toml_lines import lines_of

T = TypeVar("T")

_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_TWICE = ("overwrite", "twice", "mutable", "immutable")  # words in the TOML parser's message about a duplicate key

# Descriptions of the types of values; the first matching type is used.
_NEEDS = {
    bool: N_("must be true or false, without quotes"),
    int: N_("must be a whole number, without quotes"),
    str: N_('must be text in quotes, for example "10:00"'),
    date: N_("must be a date without quotes, for example 2026-12-05"),
    list: N_('must be a list in brackets, for example ["10:00-13:00", "14:00-18:00"]'),
    dict: N_("must be a table, for example {{ key = value }}"),
}
NEEDS_WORDS = N_('must have both languages, for example {{ ru = "...", en = "..." }}')
_NEEDS_TABLES = N_("must be a list of tables, each under [[{name}]]")
_MISSING = N_("is missing")
_EMPTY = N_("must not be empty")
ONE_OF = N_("must be one of: {known}")
_FROM_TO = N_("must be from {first} to {last}")
_UNKNOWN_KEY = N_("unknown key; choose from: {known}")
_NEAR_KEY = N_("unknown key; did you mean '{near}'?")
UNKNOWN_WORD = N_("'{word}' is unknown; choose from: {known}")
_NEAR_WORD = N_("'{word}' is unknown; did you mean '{near}'?")


class Tables(dict[str, Any]):
    """The tables of a file, as plain dictionaries and lists. text: the source, to find a key's line."""

    text = ""


class Broken:
    """Replaces an unreadable value, so that the rest of the file can still be validated."""


BROKEN = Broken()


def read_toml(path: Path) -> Tables:
    """Reads a file into plain tables. Raises CharterError if it cannot be read or is not TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        tables = Tables(msgspec.toml.decode(text, type=dict[str, Any]))
    except FileNotFoundError as error:
        raise CharterError(str(path), [Problem("", N_("cannot be read: file not found"))]) from error
    except IsADirectoryError as error:
        raise CharterError(str(path), [Problem("", N_("cannot be read: it is a folder"))]) from error
    except OSError as error:
        raise CharterError(str(path), [Problem("", N_("cannot be read: {why}"), {"why": error.strerror or ""})]) from error
    except UnicodeDecodeError as error:
        raise CharterError(str(path), [Problem("", N_("is not UTF-8"))]) from error
    except msgspec.DecodeError as error:
        raise CharterError(str(path), [_no_toml(str(error), text)]) from error
    tables.text = text
    return tables


def _no_toml(said: str, text: str) -> Problem:
    place = _PLACE.search(said)
    twice = any(word in said for word in _TWICE)
    message = (
        N_("duplicate key or table")
        if twice
        else N_("is not valid TOML from here on: write text in quotes, lists in [brackets], and one = between key and value")
    )
    return Problem("", message, line=int(place[1]) if place else text.rstrip().count("\n") + 1)


def convert(raw: Tables, kind: type[T], name: str) -> T:
    """Converts the tables to `kind`. Raises CharterError with all problems. name: the file name as shown to users."""
    fields, problems = decode_fields(raw, kind)
    if problems:
        raise CharterError(name, located(raw, problems))
    return kind(**fields)


def decode_fields(raw: dict[str, Any], kind: type[T]) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a struct and their problems. Unreadable ones are BROKEN, or left out if optional."""
    problems: list[Problem] = []
    return _fields(raw, kind, "", problems), problems


def located(raw: Tables, problems: Iterable[Problem]) -> list[Problem]:
    """The problems with their lines, sorted by line."""
    places = lines_of(raw.text)
    lines = {said: line for path, said in _paths(raw, (), ("",)) if (line := places.get(path))}
    found = [problem._replace(line=problem.line or _line_of(problem.path, lines)) for problem in problems]
    return sorted(found, key=lambda problem: problem.line)


def _line_of(path: str, lines: dict[str, int]) -> int:
    """The line of a key, or of the table that should contain it."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 0)


def _paths(value: Any, path: tuple[str | int, ...], said: tuple[str, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each position in the tables with its possible names: rows are named by their number, their id or their date."""
    yield from ((path, spelled) for spelled in said)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key), tuple(f"{spelled}.{key}" if spelled else key for spelled in said))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            names = {str(index + 1), *(str(inner[key]) for key in ("id", "date") if isinstance(inner, dict) and key in inner)}
            yield from _paths(inner, (*path, index), tuple(f"{spelled}[{name}]" for spelled in said for name in sorted(names)))


def is_read(*values: Any) -> bool:
    """Whether all of these could be read."""
    return not any(isinstance(value, Broken) for value in values)


# -- types ---------------------------------------------------------------------------------------------------------------


def _fields(raw: dict[str, Any], kind: Any, path: str, problems: list[Problem]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    meant = set()  # a misspelt key is not reported as missing too
    for key in raw:
        if key not in fields:
            near = nearest(key, list(fields))
            meant.add(near)
            values = {"near": near} if near else {"known": ", ".join(fields)}
            problems.append(Problem(_inside(path, key), _NEAR_KEY if near else _UNKNOWN_KEY, values))
    found = {}
    for key, field in fields.items():
        here = _inside(path, key)
        if key in raw:
            value = _value(raw[key], hints[field.name], here, problems)
            if is_read(value) or field.required:
                found[field.name] = value
        elif field.required:
            if key not in meant:
                problems.append(Problem(here, _MISSING))
            found[field.name] = BROKEN
    return found


def _value(raw: Any, hint: Any, path: str, problems: list[Problem]) -> Any:
    """The value converted to its type, or BROKEN."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any:
        return raw
    if origin is Annotated:
        value = _value(raw, args[0], path, problems)
        return value if is_read(value) and _within(value, args[1], path, problems) else BROKEN
    if origin in (Union, UnionType):
        return _value(raw, next(arg for arg in args if arg is not NoneType), path, problems)
    if origin is Literal:
        return raw if raw in args else _broken(problems, path, ONE_OF, known=", ".join(map(str, args)))
    if origin in (list, tuple):
        return _items(raw, args[0], origin, path, problems)
    if origin is dict:
        if not isinstance(raw, dict):
            return _broken(problems, path, _NEEDS[dict])
        items = ((key, _value(inner, args[1], _inside(path, key), problems)) for key, inner in raw.items())
        return {key: value for key, value in items if is_read(value)}
    if _is_struct(hint):
        return _struct(raw, hint, path, problems)
    if type(raw) is not hint:  # bool is not accepted as int
        return _broken(problems, path, _NEEDS[hint])
    return raw


def _items(raw: Any, item: Any, kind: Any, path: str, problems: list[Problem]) -> Any:
    if not isinstance(raw, list):
        message = _NEEDS_TABLES if _is_struct(item) else _NEEDS[list]
        return _broken(problems, path, message, **({"name": path} if _is_struct(item) else {}))
    found = [_value(inner, item, _item_path(path, index, inner), problems) for index, inner in enumerate(raw)]
    return BROKEN if BROKEN in found and not _is_struct(item) else kind(found)


def _struct(raw: Any, kind: Any, path: str, problems: list[Problem]) -> Any:
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    if not isinstance(raw, dict):
        return _broken(problems, path, NEEDS_WORDS if names == ["ru", "en"] else _NEEDS[dict])
    return kind(**_fields(raw, kind, path, problems))


def _within(value: Any, meta: msgspec.Meta, path: str, problems: list[Problem]) -> bool:
    before = len(problems)
    if meta.min_length and len(value) < meta.min_length:
        problems.append(Problem(path, _EMPTY))
    if meta.ge is not None and meta.le is not None and not meta.ge <= value <= meta.le:
        problems.append(Problem(path, _FROM_TO, {"first": meta.ge, "last": meta.le}))
    return len(problems) == before


def _broken(problems: list[Problem], path: str, message: str, **values: object) -> Any:
    problems.append(Problem(path, message, values))
    return BROKEN


def _inside(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _item_path(path: str, index: int, item: Any) -> str:
    """The path of an item: `standard[phone-answer]` is clearer to people than `standard[3]`."""
    name = item.get("id") if isinstance(item, dict) else None
    return f"{path}[{name if isinstance(name, str) else index + 1}]"


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


# -- words ---------------------------------------------------------------------------------------------------------------


def unknown_word(word: str, known: Iterable[str]) -> WrongValue:
    """The problem that a word is not one of the known ones, with the nearest of them."""
    known = list(known)
    near = nearest(word, known)
    if near:
        return WrongValue(_NEAR_WORD, word=word, near=near)
    return WrongValue(UNKNOWN_WORD, word=word, known=", ".join(known))


def nearest(word: str, known: list[str]) -> str | None:
    """The known word with the most similar spelling, or None."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None
