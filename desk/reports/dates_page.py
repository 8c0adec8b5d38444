"""The published page of exams, dates, prices and places (commitments.4 and 13), and whether the website shows the same."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from html.parser import HTMLParser
from itertools import groupby
from typing import Any, NamedTuple

from desk.charter import Charter
from desk.charter.vocabulary import LANGUAGES
from desk.facts.fact import NOT_TOLD, Content, Version
from desk.facts.price import price_words
from desk.i18n import LANGUAGE_NAMES, Translator, translator
from desk.presentation import formats
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
        "marks": _.language == LANGUAGES[0],  # once: both languages show the same facts
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
        (_("Place"), sanitize.one_line(content.place, 400)),
        (_("Price"), price_words(content.price, _.language)),
        (_("Late price"), price_words(content.late_price, _.language)),
        (_("Registration from"), formats.on_letter(_, content.opens) if content.opens else ""),
        (_("Registration until"), formats.on_letter(_, content.closes) if content.closes else ""),
        (_("Documents needed"), sanitize.one_line(content.documents, 400)),
        (_("Opening hours"), sanitize.one_line(content.hours, 400)),
    )
    return {
        "number": version.fact,
        "said": json.dumps(_said(content), ensure_ascii=False, sort_keys=True),
        "title": day or sanitize.one_line(content.name, 200),
        "rows": [(name, value) for name, value in rows if value],
        "answer": sanitize.safe(content.ru if _.language == "ru" else content.en),
    }


def _said(content: Content) -> dict[str, str]:
    """What customers are told by a fact, without empty values, as the page carries it for a comparison."""
    values = {name: value.isoformat() if isinstance(value, date) else str(value or "") for name, value in asdict(content).items()}
    return {name: value for name, value in values.items() if value and name not in NOT_TOLD}


def differences(versions: Sequence[Version], site: str) -> list[Difference]:
    """How a website differs from the facts. versions: those that count; site: its HTML, in which the published page stands."""
    reader = _Marks()
    reader.feed(site)
    shown, ours = reader.found, {version.fact: _said(version.content) for version in versions}
    found = [Difference(fact, MISSING, said["name"]) for fact, said in ours.items() if fact not in shown]
    found += [
        Difference(fact, EXTRA, sanitize.one_line(said.get("name", ""), 200)) for fact, said in shown.items() if fact not in ours
    ]
    for fact, said in ours.items():
        if fact in shown and shown[fact] != said:
            names = tuple(sorted(name for name in {*said, *shown[fact]} if said.get(name) != shown[fact].get(name)))
            found.append(Difference(fact, DIFFERENT, said["name"], names))
    return found


class _Marks(HTMLParser):
    """Collects what the published page says of each fact, by its number."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[int, Mapping[str, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the library's own shape
        """Reads the marks of an element, if it has any that can be read."""
        values = dict(attrs)
        number, said = values.get("data-fact") or "", values.get("data-said") or ""
        if not number.isascii() or not number.isdecimal() or len(number) > 9:
            return
        try:
            held = json.loads(said)
        except ValueError:
            return
        if isinstance(held, dict):
            self.found[int(number)] = {str(name): str(value) for name, value in held.items()}
