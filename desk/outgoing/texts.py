"""The library of reply texts: the built-in ones, and the centre's own, which take precedence. docs/texts.md."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desk.actions.choices import PREPARATION_CENTRE
from desk.charter.standards import Kind, Words
from desk.charter.toml_reader import convert, nearest, read_toml
from desk.charter.vocabulary import FACTS, LANGUAGES, RECEIVED
from desk.outgoing.errors import (
    TemplateFieldUnknown,
    TextCaseUnknown,
    TextEmpty,
    TextFactNotOfKind,
    TextFactUnknown,
    TextIdInvalid,
    TextIdTaken,
    TextKindUnknown,
    TextNameless,
    TextUnknown,
)
from desk.outgoing.template import FIELDS, Template, WrongTemplate, parse
from desk.text import sanitize

BUILT_IN = Path(__file__).parent / "data" / "texts.toml"
# A promise is overdue; none is; the exam was moved and the customer was not told yet; a fact changed that they were told; the
# customer is a preparation centre (commitments.7); the desk itself confirms that a message has arrived.
OVERDUE, IN_TIME, MOVED, CHANGED, CENTRE, AUTOMATIC = CASES = (
    "overdue", "in-time", "moved", "changed", PREPARATION_CENTRE, "automatic",
)  # fmt: skip
NOTE = "note"  # for a reply that states no fact: it moves no clock

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_STATES = (*(fact for fact in FACTS if fact != RECEIVED), NOTE)


class _Said(msgspec.Struct, frozen=True):
    ru: str = ""
    en: str = ""


class _Row(msgspec.Struct, frozen=True):
    id: str
    title: _Said
    body: _Said
    states: str = ""
    kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    again: bool = False
    when: str = ""


class _File(msgspec.Struct, frozen=True):
    text: list[_Row]


@dataclass(frozen=True)
class ReplyText:
    """A text to begin a reply with.

    bodies: by language; source: the unparsed text; states: the fact of the charter that a reply with it states, NOTE for none, ""
    if the writer decides; kinds: of the tickets that it is offered for, empty for all; needs, unless: the capabilities of which
    their kind must have one, or none; file: the file that contains it; again: for customers who were told before; when: the only
    case that it is for, one of CASES, in which it comes first.
    """

    id: str
    title: Words
    bodies: Mapping[str, Template]
    source: Words
    states: str
    kinds: tuple[str, ...]
    file: Path
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    again: bool = False
    when: str = ""

    def suits(self, kind: Kind) -> bool:
        """Whether it is offered for tickets of a kind: one that can state its fact."""
        is_named = not self.kinds or kind.id in self.kinds
        return is_named and kind.has(self.needs, self.unless) and self.states in ("", NOTE, *kind.facts)

    @property
    def own(self) -> bool:
        """Whether it is one of the centre's own."""
        return self.file != BUILT_IN


def available_texts(own: Path, kinds: Mapping[str, Kind] | None = None) -> tuple[ReplyText, ...]:
    """All texts; one of the centre's own replaces the built-in one with the same id.

    own: the folder of the centre's texts, or a single file; it may be missing; kinds: those of the charter, None to leave unchecked
    for which kinds they are. Raises as `read` does, WrongText for an id that two
    of its files have.
    """
    found = {text.id: text for text in built_in()}
    for path in own_files(own):
        for text in read(path, kinds):
            if text.id in found and found[text.id].own:
                raise TextIdTaken(str(path), f"text[{text.id}]", str(found[text.id].file))
            found[text.id] = text
    return tuple(found.values())


def built_in() -> tuple[ReplyText, ...]:
    """The built-in texts."""
    return read(BUILT_IN)


def own_files(own: Path) -> list[Path]:
    """The files of the centre's own texts, sorted by name."""
    return [own] if own.is_file() else sorted(own.glob("*.toml"))


def read(path: Path, kinds: Mapping[str, Kind] | None = None) -> tuple[ReplyText, ...]:
    """Reads the texts of one file.

    kinds: as for `available_texts`. Raises CharterError for an invalid file, WrongText if one of its texts is unusable.
    """
    rows = convert(read_toml(path), _File, str(path)).text
    found: dict[str, ReplyText] = {}
    for row in rows:
        if row.id in found:
            raise TextIdTaken(str(path), f"text[{row.id}]", str(path))
        found[row.id] = _checked(row, path)
        if kinds is not None:
            _check_kinds(row, path, kinds)
    return tuple(found.values())


def offered(texts: Iterable[ReplyText], cases: Collection[str]) -> list[ReplyText]:
    """The texts for a ticket in these cases: those for one of them first, then those for its kind by name; none for another
    case."""
    fit = [text for text in texts if not text.when or text.when in cases]
    return sorted(fit, key=lambda text: (text.when not in (OVERDUE, MOVED), not text.kinds))


def find(texts: Iterable[ReplyText], name: str) -> ReplyText:
    """The text with this id. Raises TextUnknown."""
    known = {text.id: text for text in texts}
    if name not in known:
        raise TextUnknown(name, nearest(name, list(known)) or "")
    return known[name]


def _checked(row: _Row, path: Path) -> ReplyText:
    here = f"text[{row.id}]"
    if not _ID.fullmatch(row.id):
        raise TextIdInvalid(str(path), here, row.id)
    if row.states and row.states not in _STATES:
        raise TextFactUnknown(str(path), f"{here}.states", row.states, nearest(row.states, list(_STATES)) or "")
    if row.when and row.when not in CASES:
        raise TextCaseUnknown(str(path), f"{here}.when", row.when, nearest(row.when, list(CASES)) or "")
    bodies = {}
    for language in LANGUAGES:
        for name, said in (("title", row.title), ("body", row.body)):
            if not getattr(said, language).strip():
                raise TextEmpty(str(path), f"{here}.{name}", language)
        signed = bool(row.states) and row.when != AUTOMATIC
        bodies[language] = _template(getattr(row.body, language), path, f"{here}.body.{language}", signed=signed)
    title, source = Words(row.title.ru, row.title.en), Words(row.body.ru, row.body.en)
    return ReplyText(row.id, title, bodies, source, row.states, row.kinds, path, row.needs, row.unless, row.again, row.when)


def _check_kinds(row: _Row, path: Path, kinds: Mapping[str, Kind]) -> None:
    where = f"text[{row.id}].kinds"
    for kind in row.kinds:
        if kind not in kinds:
            raise TextKindUnknown(str(path), where, kind, nearest(kind, list(kinds)) or "")
        if row.states not in ("", NOTE, *kinds[kind].facts):
            raise TextFactNotOfKind(str(path), where, kind, row.states)


def _template(body: str, path: Path, where: str, *, signed: bool) -> Template:
    try:
        template = parse(sanitize.safe(body).strip("\n"))
    except WrongTemplate as wrong:
        near = nearest(wrong.word, list(FIELDS)) if wrong.error is TemplateFieldUnknown else None
        raise wrong.error(str(path), where, wrong.word, near or "") from None
    if signed and not any("staff" in part.fields for part in template):
        raise TextNameless(str(path), where)  # named-staff: every reply is signed with a name
    return template
