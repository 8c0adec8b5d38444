"""The kinds of tickets of a charter file, by id, with the capabilities that follow from them."""

from functools import cache
from pathlib import Path

import msgspec

from desk.charter.standards import CharterFile, Kind
from desk.charter.toml_reader import read_toml
from desk.charter.vocabulary import BECOMES_OPEN, BECOMES_SEALED, USUAL_KINDS

DEFAULT = Path(__file__).parent / "data" / "lt-pro.toml"


def kinds_of(file: CharterFile) -> dict[str, Kind]:
    """The kinds by id, with the capabilities that follow from what they can be changed into."""
    kinds = file.kind or usual_kinds()
    sealed = {kind.id for kind in kinds if kind.is_sealed}

    def uses(kind: Kind) -> tuple[str, ...]:
        if kind.is_sealed:
            return (*kind.uses, BECOMES_OPEN) if {*kind.becomes} - sealed else kind.uses
        return (*kind.uses, BECOMES_SEALED) if {*kind.becomes} & sealed else kind.uses

    return {kind.id: msgspec.structs.replace(kind, uses=uses(kind)) for kind in kinds}


@cache
def usual_kinds() -> list[Kind]:
    """The kinds of a charter file that names none: those that LT-Pro's charter has under the same names."""
    rows = read_toml(DEFAULT)["kind"]
    return [msgspec.convert(row, Kind) for row in rows if row["id"] in USUAL_KINDS]


def usual_kind(form: str) -> Kind:
    """The kind of the built-in charter that a form of the desk records."""
    return next(kind for kind in usual_kinds() if form in kind.forms)
