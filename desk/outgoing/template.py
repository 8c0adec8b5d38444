"""Text templates with {fields}: parsed once, filled in as often as necessary. Values are never parsed again, so that a name may
contain any characters."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from desk.outgoing.errors import (
    TemplateBracketOpen,
    TemplateBracketsIdle,
    TemplateFieldNotOptional,
    TemplateFieldTwice,
    TemplateFieldUnknown,
    WrongText,
)

HERE = "here"  # where the writer continues
ALWAYS = ("number", "staff", "centre", HERE)
# A ticket may lack these: they are put in [square brackets] with the words that depend on them.
PERHAPS = (
    "name",
    "subject",
    "exam",
    "promised",
    "promises",
    "missing",
    "news",
    "complete",
    "missed",
    "old_exam",
    "new_exam",
    "fee",
    "fact",
    "dates",
    "ask",
    "address",
    "hours",
    "phone",
)
FIELDS = ALWAYS + PERHAPS

_TOKENS = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|\||\{(\w+)\}|[\[\]{}|]|[^\[\]{}|]+")
_BLANK_LINES = re.compile(r"\n{3,}")


class WrongTemplate(ValueError):
    """An invalid template. error: the matching error for a text in a file; word: the field or bracket concerned."""

    def __init__(self, error: type[WrongText], word: str) -> None:
        super().__init__(f"{error.__name__} {word}")
        self.error = error
        self.word = word


class Field(NamedTuple):
    """A placeholder for a value."""

    name: str


class Part(NamedTuple):
    """A sequence of words and fields.

    optional: if one of its fields has no value, it is replaced by `otherwise`, which may be empty.
    """

    pieces: tuple[str | Field, ...]
    optional: bool
    otherwise: tuple[str | Field, ...] = ()

    @property
    def fields(self) -> list[str]:
        """The names of its fields, without those of `otherwise`."""
        return _names(self.pieces)


def _names(pieces: Iterable[str | Field]) -> list[str]:
    return [piece.name for piece in pieces if isinstance(piece, Field)]


Template = tuple[Part, ...]


class Filled(NamedTuple):
    """A text ready to send, and the number of its characters before {here}; None if it has no such place."""

    text: str
    place: int | None


def parse(source: str) -> Template:
    """Parses a text: `{field}`, `[left out where {name} has no value]`, `[{fee}|said instead]`.

    `{{`, `}}`, `[[`, `]]` and, in brackets, `||` are the literal characters. Raises WrongTemplate.
    """
    template = tuple(_parts(source))
    names = [name for part in template for name in (*part.fields, *_names(part.otherwise))]
    if names.count(HERE) > 1:
        raise WrongTemplate(TemplateFieldTwice, HERE)
    for name in names:
        if name not in FIELDS:
            raise WrongTemplate(TemplateFieldUnknown, name)
    for part in template:
        for name in _names(part.otherwise) if part.optional else part.fields:
            if name in PERHAPS:
                raise WrongTemplate(TemplateFieldNotOptional, name)
        if part.optional and not set(part.fields) & set(PERHAPS):
            raise WrongTemplate(TemplateBracketsIdle, "".join(piece for piece in part.pieces if isinstance(piece, str)))
    return template


def _parts(source: str) -> Iterator[Part]:
    pieces: list[str | Field] = []
    first: list[str | Field] | None = None  # the optional part, once its alternative begins
    inside = False
    for token in _TOKENS.finditer(source):
        sign = token[0]
        if token[1]:
            pieces.append(Field(token[1]))
        elif sign in ("[[", "]]", "{{", "}}") or (sign == "||" and inside):
            pieces.append(sign[0])
        elif sign == "|" and inside and first is None:
            first, pieces = pieces, []
        elif sign in ("{", "}") or (sign == "[" and inside) or (sign == "]" and not inside):
            raise WrongTemplate(TemplateBracketOpen, source[token.start() : token.start() + 20])
        elif sign in ("[", "]"):
            yield Part(tuple(pieces), inside) if first is None else Part(tuple(first), inside, tuple(pieces))
            pieces, first, inside = [], None, not inside
        else:
            pieces.append(sign)
    if inside:
        raise WrongTemplate(TemplateBracketOpen, "[")
    yield Part(tuple(pieces), optional=False)


def fill(template: Template, values: Mapping[str, str]) -> Filled:
    """The text with its values. Where something was left out, at most one blank line in a row remains."""
    said: list[str] = []
    place: int | None = None
    for part in template:
        has_all = all(values[name] for name in part.fields if name != HERE)
        for piece in part.pieces if has_all or not part.optional else part.otherwise:
            if isinstance(piece, Field) and piece.name == HERE:
                place = len(said)
            else:
                said.append(values[piece.name] if isinstance(piece, Field) else piece)
    if place is None:
        return Filled(_joined(said), None)
    before = _joined(said[:place])
    return Filled(before + _joined(said[place:]), len(before))


def _joined(said: list[str]) -> str:
    return _BLANK_LINES.sub("\n\n", "".join(said))
