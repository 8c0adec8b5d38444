"""One of the centre's texts to many: filled in for each in their own language, kept as what it states, put into the outbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk.outgoing.replies import filled
from desk.outgoing.texts import NOTE, ReplyText
from desk.store import actions
from desk.store.bulk import nobody
from desk.store.database import Store
from desk.store.outbox import EMAIL, LETTER, put, way_to
from desk.store.queues import QueueRow
from desk.store.story import Act
from desk.store.tickets import ticket
from desk.tongue import tongue


@dataclass(frozen=True)
class Written:
    """How many were written to, by which way, and how many were left for want of an address to write to."""

    emails: int
    letters: int
    left: int


def fitting(texts: Sequence[ReplyText], rows: Sequence[QueueRow]) -> list[ReplyText]:
    """The texts that can go to all of these tickets, those that state something first: they need no words of whoever writes. Where
    all were told already, those that are for that come before."""
    kinds = {row.kind for row in rows}
    found = [one for one in texts if one.states and kinds <= set(one.kinds) and not _asks(one)]
    told = all(row.due is None for row in rows)
    return sorted(found, key=lambda one: (one.states == NOTE, one.again != told))


def write_to(
    store: Store,
    who: str,
    seen: Sequence[tuple[int, int]],
    body: ReplyText,
    *,
    on_paper: bool = False,
    told: Callable[[int], None] = nobody,
) -> Written:
    """Writes to everybody who has an email address, and on paper to whoever else has a postal one, if that is wanted: all in one
    transaction and one undo.

    seen: each ticket's number with the version that the person was looking at; told: called with how many are done. Raises what the
    store refuses with; then nobody is written to.
    """
    ways = {EMAIL: 0, LETTER: 0}
    with store.together():
        for done, (number, version) in enumerate(seen, start=1):
            view = ticket(store, number)
            way = way_to(view.row.email, view.story.words["address"])
            if way == EMAIL or (way == LETTER and on_paper):
                say = tongue(view.story.language)
                words = filled(say, store.charter, view, body, who, store.now()).text
                what = Act.NOTED if body.states == NOTE else body.states
                texts = {"note": words, "title": body.title.say(say.language)}
                event = actions.reply(store, who, number, what, texts=texts, data={"way": way}, seen=version)
                put(event, way)
                ways[way] += 1
            told(done)
    return Written(ways[EMAIL], ways[LETTER], len(seen) - sum(ways.values()))


def _asks(body: ReplyText) -> bool:
    """Whether it has a place for words of whoever writes."""
    return any("here" in part.fields for template in body.bodies.values() for part in template)
