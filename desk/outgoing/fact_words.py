"""Facts in words: whole, as a customer is told them in their language, and in one line for staff."""

from collections.abc import Iterable
from datetime import date

from desk.facts.fact import Content, Version
from desk.facts.price import price_words
from desk.i18n import Translator
from desk.presentation import formats
from desk.text import sanitize


def fact_words(_: Translator, content: Content, *, brief: bool = False) -> str:
    """A fact as a customer is told it. _: the translator into the customer's language; brief: without what to bring, for a list."""
    first = ", ".join(filter(None, (_day(_, content.day), _flat(content.place))))
    said = [f"{_flat(content.name)}: {first}." if first else "", *_prices(_, content), *_registration(_, content)]
    if content.hours:
        said.append(_("Open: {hours}.", hours=_flat(content.hours).rstrip(".")))
    if content.documents and not brief:
        said.append(_("Documents: {documents}.", documents=_flat(content.documents).rstrip(".")))
    said.append(_flat(content.ru if _.language == "ru" else content.en))
    words = " ".join(filter(None, said))
    is_named = bool(first) or content.answer
    return words if is_named else f"{_flat(content.name)}: {words}"


def _flat(text: str) -> str:
    """A text in one line, as it goes into a letter."""
    return sanitize.safe(" ".join(text.split()))


def dates_words(_: Translator, contents: Iterable[Content]) -> str:
    """All announced exams, a line each, the nearest first."""
    exams = [content for content in contents if content.day]
    lines = [(content.day or date.max, f"• {fact_words(_, content, brief=True)}") for content in exams]
    return "\n".join(line for _day_, line in sorted(lines))


def _day(_: Translator, day: date | None) -> str:
    return _("{day} {year}", day=formats.on_long(_, day), year=day.year) if day else ""


def _prices(_: Translator, content: Content) -> list[str]:
    price, late = (price_words(stored, _.language) for stored in (content.price, content.late_price))
    if not price:
        return []
    if not late:
        return [_("Price: {price}.", price=price)]
    if content.closes:
        return [_("Price: {price}, after {day} {late}.", price=price, late=late, day=formats.on_letter(_, content.closes))]
    return [_("Price: {price}, for late registration {late}.", price=price, late=late)]


def _registration(_: Translator, content: Content) -> list[str]:
    opens, closes = (formats.on_letter(_, day) if day else "" for day in (content.opens, content.closes))
    if opens and closes:
        return [_("Registration from {opens} to {closes}.", opens=opens, closes=closes)]
    if closes:
        return [_("Registration until {closes}.", closes=closes)]
    return [_("Registration from {opens}.", opens=opens)] if opens else []


def fact_title(_: Translator, content: Content) -> str:
    """What a fact is about: its name, day and place."""
    day = formats.on(_, content.day) if content.day else ""
    return "  ".join(filter(None, (sanitize.one_line(content.name, 60), day, sanitize.one_line(content.place, 40))))


def fact_line(_: Translator, content: Content, recorded: date, today: date) -> str:
    """A fact in one line for staff: what it is about, its price or answer, its age; a stale one is marked first."""
    answer = content.ru if _.language == "ru" else content.en
    price = price_words(content.price, _.language)
    closes = _("until {day}", day=formats.on_short(_, content.closes)) if content.closes else ""
    age = (today - recorded).days
    said = sanitize.one_line(answer or content.hours or content.documents, 80) if not price else ""
    parts = (
        _("! out of date") if content.is_stale(today) else "",
        fact_title(_, content),
        price,
        closes,
        said,
        _("from {day}", day=formats.on_short(_, content.since)) if content.since > today else "",
        _.ngettext("updated {n} day ago", "updated {n} days ago", age) if age else _("updated today"),
    )
    return "  ".join(filter(None, parts))


def early_words(_: Translator, days: int) -> str:
    """The warning that registration closes earlier than for the sister sessions."""
    return _.ngettext(
        "! Registration closes {n} day earlier than for other sessions of this exam.",
        "! Registration closes {n} days earlier than for other sessions of this exam.",
        days,
    )


def told_head(_: Translator, newest: Version, count: int) -> str:
    """The heading of the list of who was told a fact before it changed."""
    who = _.ngettext("{n} customer was told something else", "{n} customers were told something else", count)
    now = _("not told any more") if newest.is_withdrawn else fact_words(_, newest.content)
    since = _("From {day}: {words}", day=formats.on_short(_, newest.content.since), words=now)
    return f"{fact_title(_, newest.content)}: {who}\n{sanitize.one_line(since, 400)}"


def is_told(words: str, text: str) -> bool:
    """Whether a text still says what a fact said when it was put in: its first sentence, which names what it is about."""
    first, said = (" ".join(part.split()) for part in (words.partition(". ")[0], text))
    return first.rstrip(".") in said
