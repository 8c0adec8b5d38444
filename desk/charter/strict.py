"""Reading TOML strictly: a wrong file is refused with its name, the path, what is wrong and the nearest right key."""

import difflib
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec

from desk.charter.errors import CharterError

T = TypeVar("T")


def read_toml(path: Path) -> dict[str, Any]:
    """The file as plain tables. Raises CharterError when it cannot be read or is no TOML."""
    try:
        return msgspec.toml.decode(path.read_text(encoding="utf-8-sig"), type=dict[str, Any])
    except OSError as error:
        raise CharterError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CharterError(f"{path}: is not written in UTF-8") from error
    except msgspec.DecodeError as error:
        raise CharterError(f"{path}: {error}") from error


def convert(raw: dict[str, Any], kind: type[T], name: str) -> T:
    """The tables as `kind`. Raises CharterError with the path of the first thing that is wrong.

    name: the file, as the user knows it.
    """
    try:
        _refuse_unknown_keys(raw, kind, "")
        return cast("T", _convert(raw, kind, ""))
    except ValueError as error:
        raise CharterError(f"{name}: {error}") from None


def _refuse_unknown_keys(raw: Any, kind: Any, path: str) -> None:
    """msgspec says that a key is unknown, but neither where in a list nor what it should have been."""
    if kind is None or not _is_struct(kind):
        return
    if not isinstance(raw, dict):
        return
    renamed = {field.encode_name: field.name for field in msgspec.structs.fields(kind)}
    hints = get_type_hints(kind)
    for key, value in raw.items():
        here = f"{path}.{key}" if path else key
        if key not in renamed:
            raise ValueError(f"{here}: unknown key{_nearest(key, list(renamed))}")
        for inner, where in _inner(value, hints[renamed[key]], here):
            _refuse_unknown_keys(*inner, where)


def _inner(value: Any, hint: Any, path: str) -> list[tuple[tuple[Any, Any], str]]:
    """The parts of a value that may be tables, each with the struct it must fit and its path."""
    candidates = [hint, *get_args(hint)]
    struct = next((one for one in candidates if _is_struct(one)), None)
    if struct is None or get_origin(hint) is dict:
        return []
    if isinstance(value, list):
        return [((item, struct), _item_path(path, index, item)) for index, item in enumerate(value)]
    return [((value, struct), path)]


def _convert(raw: Any, kind: Any, path: str) -> Any:
    try:
        return msgspec.convert(raw, kind, strict=True)
    except msgspec.ValidationError as error:
        _find_in_parts(raw, kind, path)
        said, _, where = str(error).partition(" - at `$")
        at = f"{path}{where.rstrip('`')}".lstrip(".")
        raise ValueError(f"{at}: {said}" if at else said) from None


def _find_in_parts(raw: Any, kind: Any, path: str) -> None:
    """Converts each table of a list alone, so that the complaint names which one it was."""
    if not _is_struct(kind) or not isinstance(raw, dict):
        return
    hints = get_type_hints(kind)
    for field in msgspec.structs.fields(kind):
        if field.encode_name not in raw:
            continue
        here = f"{path}.{field.encode_name}" if path else field.encode_name
        for (value, struct), where in _inner(raw[field.encode_name], hints[field.name], here):
            _convert(value, struct, where)


def _item_path(path: str, index: int, item: Any) -> str:
    """`standard[3]` says less than `standard[phone-answer]`; files are read by people."""
    name = item.get("id") if isinstance(item, dict) else None
    return f"{path}[{name if isinstance(name, str) else index + 1}]"


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _nearest(word: str, known: list[str]) -> str:
    near = nearest(word, known)
    return f"; did you mean {near!r}?" if near else f"; known here: {', '.join(known)}"


def nearest(word: str, known: list[str]) -> str | None:
    """The known word that is written most like this one, or None."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None
