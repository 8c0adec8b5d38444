"""Sending one of the centre's texts to many customers: filled in for each in their own language, and put into the outbox.

What it states keeps a promise when the letter is sent, not when it is written.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from desk.i18n import translator
from desk.outgoing.replies import filled
from desk.outgoing.texts import IN_TIME, MOVED, NOTE, OVERDUE, ReplyText, offered
from desk.store.addresses import EMAIL, LETTER, way_to
from desk.store.commands.bulk_recording import ignore_progress
from desk.store.commands.letters import waiting_of
from desk.store.commands.outbox import write
from desk.store.database import Store
from desk.store.queries.board import QueueRow
from desk.store.queries.ticket import ticket


@dataclass(frozen=True)
class Written:
    """The result of a mass letter.

    emails, letters: counts by channel; left: skipped for lack of an address; waiting: skipped because the same letter waits
    already.
    """

    emails: int
    letters: int
    left: int
    waiting: int = 0


def fitting(texts: Sequence[ReplyText], rows: Sequence[QueueRow], cases: Collection[str] = (IN_TIME,)) -> list[ReplyText]:
    """The texts that fit all of these tickets, those that state something first: they need no words of the writer. If all customers
    were told already, follow-up texts come before first ones; cases: those shared by all tickets, whose texts come first."""
    kinds = {row.kind for row in rows}
    found = [text for text in offered(texts, cases) if text.states and kinds <= set(text.kinds) and not _asks(text)]
    told = all(row.due is None for row in rows)
    return sorted(found, key=lambda text: (text.when not in (OVERDUE, MOVED), text.states == NOTE, text.again != told))


def write_to(
    store: Store,
    who: str,
    seen: Sequence[tuple[int, int]],
    body: ReplyText,
    *,
    on_paper: bool = False,
    progress: Callable[[int], None] = ignore_progress,
) -> Written:
    """Writes to everybody who has an email address, and, if wanted, on paper to everybody else who has a postal one: all in one
    transaction and one undo.

    seen: each ticket's number with the version that the user was looking at; progress: callback, called with the number done.
    Raises the store's errors; then nobody is written to.
    """
    ways, waiting = {EMAIL: 0, LETTER: 0}, 0
    states = None if body.states == NOTE else body.states
    with store.together():
        already = waiting_of(store, [number for number, _unused in seen])
        for done, (number, version) in enumerate(seen, start=1):
            view = ticket(store, number)
            way = way_to(view.row.email, view.story.words["address"])
            if states and states in [fact for _unused, fact in already.get(number, [])]:
                waiting += 1
            elif way == EMAIL or (way == LETTER and on_paper):
                _ = translator(view.story.language)
                words = filled(_, store.charter, view, body, who, store.now()).text
                write(store, who, number, way, states, {"note": words, "title": body.title.in_language(_.language)}, seen=version)
                ways[way] += 1
            progress(done)
    return Written(ways[EMAIL], ways[LETTER], len(seen) - sum(ways.values()) - waiting, waiting)


def _asks(body: ReplyText) -> bool:
    """Whether a text has a place for the writer's own words."""
    return any("here" in part.fields for template in body.bodies.values() for part in template)
