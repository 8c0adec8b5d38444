"""Sending one of the centre's texts to many customers: filled in for each in their own language, and put into the outbox.

What it states keeps a promise when the letter is sent, not when it is written.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desk.charter import Charter
from desk.facts.fact import Told, Version
from desk.i18n import translator
from desk.outgoing.fact_words import dates_words, fact_words
from desk.outgoing.replies import filled
from desk.outgoing.texts import IN_TIME, MOVED, NOTE, OVERDUE, ReplyText, offered
from desk.outgoing.titles import reply_title
from desk.presentation import formats
from desk.store.addresses import EMAIL, LETTER, way_to
from desk.store.commands.bulk_recording import ignore_progress
from desk.store.commands.letters import waiting_of
from desk.store.commands.outbox import write
from desk.store.commands.perform import add_told
from desk.store.commands.ratings import can_be_asked, record_asked
from desk.store.database import Store
from desk.store.facts.versions import told_today
from desk.store.queries.board import QueueRow
from desk.store.queries.ticket import TicketView, ticket


@dataclass(frozen=True)
class Written:
    """The result of a mass letter.

    emails, letters: counts by channel; left: the tickets skipped for lack of an address; waiting: how many were skipped because the
    same letter waits already; asked: how many because their customers were asked how satisfied they are within a month, or have no
    answer yet.
    """

    emails: int
    letters: int
    left: tuple[int, ...]
    waiting: int = 0
    asked: int = 0


class Specimen(NamedTuple):
    """One of many letters. row: its ticket; text: the whole letter."""

    row: QueueRow
    text: str


def fitting(
    texts: Sequence[ReplyText], rows: Sequence[QueueRow], charter: Charter, cases: Collection[str] = (IN_TIME,)
) -> list[ReplyText]:
    """The texts that fit all of these tickets, those that state something first: they need no words of the writer. If all customers
    were told already, follow-up texts come before first ones; cases: those shared by all tickets, whose texts come first."""
    kinds = [charter.kind(name) for name in {row.kind for row in rows}]
    found = [text for text in offered(texts, cases) if text.states and all(map(text.suits, kinds)) and not _asks(text)]
    told = all(row.due is None for row in rows)
    return sorted(found, key=lambda text: (text.when not in (OVERDUE, MOVED), text.states == NOTE, text.again != told))


def write_to(
    store: Store,
    who: str,
    seen: Sequence[tuple[int, int]],
    body: ReplyText,
    *,
    on_paper: bool = False,
    fact: Version | None = None,
    progress: Callable[[int], None] = ignore_progress,
) -> Written:
    """Writes to everybody who has an email address, and, if wanted, on paper to everybody else who has a postal one: all in one
    transaction and one undo.

    seen: each ticket's number with the version that the user was looking at; fact: what they are told, None for nothing of the
    facts; progress: callback, called with the number done. Raises the store's errors; then nobody is written to.
    """
    ways, left, waiting, asked = {EMAIL: 0, LETTER: 0}, [], 0, 0
    asks = body.states == NOTE and _has(body, "ask")
    states = None if body.states == NOTE else body.states
    with store.together():
        already = waiting_of(store, [number for number, _unused in seen])
        for done, (number, version) in enumerate(seen, start=1):
            view = ticket(store, number)
            if states and states in [fact for _unused, fact in already.get(number, [])]:
                waiting += 1
            elif asks and not can_be_asked(store, number):
                asked += 1
            elif way := _way(view, on_paper=on_paper):
                title = _title(view, body)
                words, told = _letter(store, who, view, body, fact)
                step = write(store, who, number, way, states, {"note": words, "title": title}, seen=version)
                if asks:
                    record_asked(store, who, number, step)
                add_told(store, who, number, told, step)
                ways[way] += 1
            else:
                left.append(number)
            progress(done)
    return Written(ways[EMAIL], ways[LETTER], tuple(left), waiting, asked)


def _title(view: TicketView, body: ReplyText) -> str:
    """The subject: whoever wrote an email gets an answer to it, everybody else what the text is about."""
    if view.row.channel == "email" and view.row.subject:
        return reply_title(translator(view.story.language), view.row.id, view.row.subject)
    return body.title.in_language(view.story.language)


def specimen(
    store: Store, who: str, numbers: Sequence[int], body: ReplyText, *, on_paper: bool = False, fact: Version | None = None
) -> Specimen | None:
    """The first of the letters as `write_to` would write it; None if nobody would get one."""
    views = (ticket(store, number) for number in numbers)
    view = next((view for view in views if _way(view, on_paper=on_paper)), None)
    return Specimen(view.row, _letter(store, who, view, body, fact)[0]) if view else None


def _way(view: TicketView, *, on_paper: bool) -> str:
    """How a customer is written to; "" if not at all."""
    way = way_to(view.row.email, view.story.words["address"])
    return way if way == EMAIL or (way == LETTER and on_paper) else ""


def _letter(store: Store, who: str, view: TicketView, body: ReplyText, fact: Version | None) -> tuple[str, list[Told]]:
    """The text for a customer, in their language, and what it tells them of the facts."""
    _ = translator(view.story.language)
    said = fact_words(_, fact.content) if fact and not fact.is_withdrawn else ""
    if fact and said and fact.content.since > store.charter.at(store.now()).date():
        said = _("From {day}: {words}", day=formats.on_letter(_, fact.content.since), words=said)
    told = told_today(store) if _has(body, "dates") else []
    dates = dates_words(_, (version.content for version in told))
    words = filled(_, store.charter, view, body, who, store.now(), fact=said, dates=dates).text
    announced = [Told(version.id, fact_words(_, version.content)) for version in told if version.content.day]
    return words, [*announced, *([Told(fact.id, said)] if fact else [])]


def _asks(body: ReplyText) -> bool:
    """Whether a text has a place for the writer's own words."""
    return _has(body, "here")


def _has(body: ReplyText, field: str) -> bool:
    return any(field in part.fields for template in body.bodies.values() for part in template)
