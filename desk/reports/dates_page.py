"""The published page of exams, dates, prices and places (commitments.4 and 13), and whether the website shows the same."""

from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from itertools import groupby
from typing import Any, NamedTuple

from desk.charter import Charter
from desk.charter.vocabulary import LANGUAGES
from desk.facts.fact import Content, Version
from desk.facts.price import price_words
from desk.i18n import LANGUAGE_NAMES, Translator, translator
from desk.presentation import formats
from desk.presentation.terms import FACT_FIELDS
from desk.reports.html import render
from desk.text import sanitize

MISSING, EXTRA, DIFFERENT = "missing", "extra", "different"


class Difference(NamedTuple):
    """A fact that the website shows otherwise than it is.

    fact: its id; what: MISSING on the site, EXTRA there, or DIFFERENT; name: as on the side that has it; fields: those that differ.
    """

    fact: int
    what: str
    name: str
    fields: tuple[str, ...] = ()


def dates_page(charter: Charter, versions: Sequence[Version], today: date) -> str:
    """The page as HTML. versions: those that count today and are not stale. Typed text is escaped."""
    return render("dates.html", [_in(translator(code), charter, versions, today) for code in LANGUAGES])


def _in(_: Translator, charter: Charter, versions: Sequence[Version], today: date) -> dict[str, Any]:
    centre = charter.file.centre
    ordered = sorted(versions, key=lambda version: _order(version.content))
    exams = [
        {"name": sanitize.one_line(name, 200), "facts": [_fact(_, version) for version in some]}
        for name, some in groupby(ordered, key=lambda version: version.content.name)
    ]
    return {
        "code": _.language,
        "name": LANGUAGE_NAMES[_.language],
        "language_word": _("Language"),
        "title": _("{centre}: exams, dates and prices", centre=centre.name.in_language(_.language)),
        "as_of": _("As of {day}.", day=formats.on_letter(_, today)),
        "exams": exams,
        "nothing": _("No exams are announced at present."),
        "ask": _("Questions: {phone}", phone=centre.phone) if centre.phone else "",
    }


def _order(content: Content) -> tuple[bool, str, date, str]:
    """Exams before answers, by name, day and place."""
    return content.day is None, content.name.casefold(), content.day or date.min, content.place


def _fact(_: Translator, version: Version) -> dict[str, Any]:
    content = version.content
    day = _("{day} {year}", day=formats.on_long(_, content.day), year=content.day.year) if content.day else ""
    rows = (
        ("place", sanitize.safe(content.place)),
        ("price", price_words(content.price, _.language)),
        ("late_price", price_words(content.late_price, _.language)),
        ("opens", formats.on_letter(_, content.opens) if content.opens else ""),
        ("closes", formats.on_letter(_, content.closes) if content.closes else ""),
        ("documents", sanitize.safe(content.documents)),
        ("hours", sanitize.safe(content.hours)),
    )
    return {
        "number": version.fact,
        "title": day or sanitize.safe(content.name),
        "rows": [(field, _(FACT_FIELDS[field]), value) for field, value in rows if value],
        "answer": sanitize.safe(content.ru if _.language == "ru" else content.en),
    }


def differences(charter: Charter, versions: Sequence[Version], site: str) -> list[Difference]:
    """How a website differs from the facts: in what its visitors read, in either language. versions: those that count; site: its
    HTML, in which the published page stands."""
    ours, shown = _read(dates_page(charter, versions, date.min)), _read(site)
    names = {version.fact: version.content.name for version in versions}
    found = [Difference(fact, MISSING, name) for fact, name in names.items() if fact not in shown]
    found += [Difference(fact, EXTRA, next(iter(said.values()), "")) for fact, said in shown.items() if fact not in ours]
    for fact, name in names.items():
        if fact in shown and shown[fact] != ours[fact]:
            differing = {field for _, field in dict(shown[fact].items() ^ ours[fact].items())}
            found.append(Difference(fact, DIFFERENT, name, tuple(sorted(differing))))
    return found


_Said = dict[tuple[str, str], str]  # what visitors read of a fact, by language and field


def _read(html: str) -> dict[int, _Said]:
    reader = _Marks()
    reader.feed(html)
    reader.close()
    return reader.found


class _Marks(HTMLParser):
    """Collects what the published page says of each fact, as its visitors read it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[int, _Said] = {}
        self._fact: tuple[int, str] | None = None
        self._field = ""
        self._inside = 0  # elements that are open within the field

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a fact or a field of one."""
        values = dict(attrs)
        number, field = values.get("data-fact") or "", values.get("data-field") or ""
        if number.isascii() and number.isdecimal() and len(number) < 10:
            self._fact, self._field = (int(number), values.get("data-language") or ""), ""
            self.found.setdefault(int(number), {})
        elif self._field:
            self._inside += tag not in _EMPTY
        elif field and self._fact:
            self._field, self._inside = field, 1
            self._add("")

    def handle_endtag(self, tag: str) -> None:
        """Ends a field, or the fact."""
        if self._field:
            self._inside -= 1
            self._field = self._field if self._inside > 0 else ""
        elif tag == "article":
            self._fact = None

    def handle_data(self, data: str) -> None:
        """Adds words to the current field."""
        if self._field:
            self._add(data)

    def _add(self, words: str) -> None:
        if self._fact:
            number, language = self._fact
            said = self.found[number]
            said[language, self._field] = " ".join((said.get((language, self._field), "") + words).split())


_EMPTY = frozenset({"br", "img", "wbr", "hr", "input"})  # elements without an end
