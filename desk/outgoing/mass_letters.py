"""One of the centre's texts to many: filled in for each in their own language, and put into the outbox.

What it states keeps a promise when the letter leaves, not when it is written.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from desk.i18n import translator
from desk.outgoing.replies import filled
from desk.outgoing.texts import IN_TIME, MOVED, NOTE, OVERDUE, ReplyText, offered
from desk.store.addresses import EMAIL, LETTER, way_to
from desk.store.commands.bulk_recording import nobody
from desk.store.commands.letters import waiting_of
from desk.store.commands.outbox import write
from desk.store.database import Store
from desk.store.queries.board import QueueRow
from desk.store.queries.ticket import ticket


@dataclass(frozen=True)
class Written:
    """How many were written to.

    emails, letters: by each way; left: for want of an address; waiting: a letter that states the same waits for them already.
    """

    emails: int
    letters: int
    left: int
    waiting: int = 0


def fitting(texts: Sequence[ReplyText], rows: Sequence[QueueRow], cases: Collection[str] = (IN_TIME,)) -> list[ReplyText]:
    """The texts that can go to all of these tickets, those that state something first: they need no words of the writer. Where
    all were told already, those that are for that come before; cases: in which all of these tickets are, whose texts come first."""
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
    told: Callable[[int], None] = nobody,
) -> Written:
    """Writes to everybody who has an email address, and on paper to everybody else who has a postal one, if that is wanted: all in
    one
    transaction and one undo.

    seen: each ticket's number with the version that the person was looking at; told: called with how many are done. Raises what the
    store refuses with; then nobody is written to.
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
            told(done)
    return Written(ways[EMAIL], ways[LETTER], len(seen) - sum(ways.values()) - waiting, waiting)


def _asks(body: ReplyText) -> bool:
    """Whether it has a place for words of the writer."""
    return any("here" in part.fields for template in body.bodies.values() for part in template)
