"""The words by which a ticket is found, folded and written beside it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from desk.store.database import Store
from desk.store.errors import Unreadable
from desk.store.events import events_of
from desk.store.ticket_state import OPEN, VOID, Act, EventRow, TicketState, fold_events, while_complaint
from desk.text.names import also_called
from desk.text.phones import phone_words
from desk.text.sanitize import search_key

INDEXED = 4_000  # signs of each text: to fold more would be felt at every act, and nobody searches for the hundredth line

_WHO = ("name", "document", "email", "candidate")
_ABOUT = ("subject", "body", "remedy", "exam-name")
_ELSEWHERE = frozenset((*_WHO, *_ABOUT, "phone", "old", "new", "number", "letter-date", "exam-day", "signs", "title"))

WRITE = "REPLACE INTO search (rowid, state, who, about, said) VALUES (?, ?, ?, ?, ?)"


def write_index(store: Store, number: int, state: str, story: TicketState, events: Sequence[EventRow]) -> None:
    """Writes what a ticket is found by; nothing finds one whose recording was undone. Must run inside the transaction."""
    if state == VOID:
        store.many("DELETE FROM search WHERE rowid = ?", [(number,)])
    else:
        store.many(WRITE, [(number, *indexed(store, number, state, story, events))])


def fill_index(store: Store) -> None:
    """Writes what every ticket that can be read is found by: the database is older than the search, or than the way names fold."""
    from desk.store.projections import write_found_by  # it imports this module

    with store.transaction():
        for number, state in store.rows("SELECT id, state FROM ticket ORDER BY id"):
            with suppress(Unreadable):
                if events := events_of(store, number):
                    story = fold_events(events)
                    write_found_by(store, number, story)
                    write_index(store, number, state, story, events)


def indexed(store: Store, number: int, state: str, story: TicketState, events: Sequence[EventRow]) -> tuple[str, str, str, str]:
    """Whether it is open, who it is about, what it is about, what was said: what stands in the table `search`."""
    words, centre = story.words, store.charter.file.centre
    phones = phone_words(words["phone"], centre.phone_region, centre.area_code)
    others = (word for name in ("name", "document") for word in also_called(words[name]))
    who = (number, *story.absorbed, *(words[name] for name in _WHO), *phones, *others)
    # What was taken for a complaint for a while is not found by what was written then.
    hidden = while_complaint(events) if story.kind != "complaint" else set()
    told = [event.texts for event in events if event.id not in hidden or event.what == Act.RECEIVED]
    said = [body for texts in told for field, body in texts.items() if field not in _ELSEWHERE]
    return (
        OPEN if state == OPEN else "",
        search_key(" ".join(map(str, who))),
        _folded(words[name] for name in _ABOUT),
        _folded(said),
    )


def _folded(texts: Iterable[str]) -> str:
    return " ".join(filter(None, (search_key(text[:INDEXED]) for text in texts)))
