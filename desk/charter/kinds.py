"""The kinds of tickets of a charter file, by id, with the capabilities that follow from them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from desk.charter.standards import CharterFile, Kind
from desk.charter.toml_reader import read_toml
from desk.charter.vocabulary import BECOMES_OPEN, BECOMES_OTHER, BECOMES_SEALED, USUAL_KINDS

DEFAULT = Path(__file__).parent / "data" / "lt-pro.toml"


def kinds_of(file: CharterFile) -> dict[str, Kind]:
    """The kinds of a file by id, with the capabilities that follow from what they can be changed into."""
    return {kind.id: kind for kind in _with_capabilities(file.kind or usual_kinds())}


def _with_capabilities(kinds: Sequence[Kind]) -> list[Kind]:
    sealed = {kind.id for kind in kinds if kind.is_sealed}

    def uses(kind: Kind) -> tuple[str, ...]:
        others = {*kind.becomes} - sealed if kind.is_sealed else {*kind.becomes} & sealed
        across = (BECOMES_OPEN if kind.is_sealed else BECOMES_SEALED,) if others else ()
        return (*kind.uses, *across, *((BECOMES_OTHER,) if kind.becomes else ()))

    return [msgspec.structs.replace(kind, uses=uses(kind)) for kind in kinds]


@cache
def built_in_kinds() -> list[Kind]:
    """The kinds of LT-Pro's charter, with the capabilities that follow from what they can be changed into."""
    return _with_capabilities(_read())


def _read() -> list[Kind]:
    return [msgspec.convert(row, Kind) for row in read_toml(DEFAULT)["kind"]]


@cache
def usual_kinds() -> list[Kind]:
    """The kinds of a charter file that names none: those that LT-Pro's charter has under the same names."""
    usual = [kind for kind in _read() if kind.id in USUAL_KINDS]
    return [msgspec.structs.replace(kind, becomes=tuple(name for name in kind.becomes if name in USUAL_KINDS)) for kind in usual]


def usual_kind(form: str) -> Kind:
    """The kind of the built-in charter that a form of the desk records."""
    return next(kind for kind in usual_kinds() if form in kind.forms)
