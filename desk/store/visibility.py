"""From whom a complaint is kept (commitments.9, 12; house rules).

Its words are for those who handle complaints and the supervisor; the person who took it in sees who and what until it is
acknowledged; the
others see its number, its time and its state. The person it is about neither handles nor reads it, and does not see it.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from desk.actions.rights import TAKER_MAY, Right
from desk.store.database import Store
from desk.store.errors import NotAllowed, NotFound, NotNow
from desk.store.errors.database import Unreadable
from desk.store.errors.people import (
    ComplaintNotHandled,
    ComplaintSealed,
    OwnerComplainedAbout,
    OwnerHandlesNoComplaints,
    OwnerReadsOnly,
    OwnerUnknown,
)
from desk.store.event_log import HELD, events_of
from desk.store.permissions import rights, rights_of
from desk.store.ticket_state import Act, EventRow, TicketState, fold_events, while_complaint
from desk.text.folding import search_key

COMPLAINT = "complaint"

# Russian declines names: of two words that begin alike, one may be the other's case. Its endings, as `search_key` folds them.
_STEM = 3
_ENDINGS = frozenset({
    "", "a", "u", "e", "i", "y", "o", "m", "mi", "kh", "go", "mu", "oi", "ei", "oy", "ey", "iy", "yy", "iei", "iey", "ou", "om",
    "em", "ym", "im", "iu", "ia", "oiu", "eiu", "iiu", "ii", "iem",
    "aia", "uiu", "iuiu", "iaia", "ogo", "omu", "ego", "emu", "ykh", "ikh", "ymi", "imi", "ov", "ev", "el", "la", "lu", "lom", "le",
    "ec", "ca", "cu", "cem",
})  # fmt: skip


def check_reads(store: Store, number: int, events: Sequence[EventRow]) -> None:
    """Refuses a complaint to the person it is about, as if it were not there, and its words to people who neither handle
    complaints nor have just taken it in. events: the ticket's. Raises NotFound, NotAllowed."""
    story = fold_events(events)
    if story.kind != COMPLAINT:
        return
    if is_about(store, story, store.acting.name):
        raise NotFound(number)
    if sealed(store, [number]):
        raise ComplaintSealed(number)


def check_acts(store: Store, number: int, who: str, what: str) -> None:
    """Refuses an act on a complaint to the person it is about, to whom there is none, and as `check_handles` does. Raises NotFound,
    NotAllowed."""
    if not _is_complaint(store, number):
        return
    if is_about(store, fold_events(events_of(store, number)), who):
        raise NotFound(number)
    check_handles(store, number, what)


def check_handles(store: Store, number: int, what: str) -> None:
    """Refuses an act on a complaint to people who handle none, but for what may still be put right by the person who took it in.

    Raises NotAllowed.
    """
    if what not in TAKER_MAY and Right.HANDLE not in rights(store) and _is_complaint(store, number):
        raise ComplaintNotHandled(number)


def check_can_have(store: Store, number: int, who: str) -> None:
    """Refuses as an owner the person who may not act on the ticket, or whom it is about. Raises NotAllowed, NotNow."""
    has = rights_of(store, who)
    if Right.WORK not in has:
        raise (OwnerReadsOnly if has else OwnerUnknown)(number, who)
    if not _is_complaint(store, number):
        return
    if Right.HANDLE not in has:
        raise OwnerHandlesNoComplaints(number, who)
    if is_about(store, fold_events(events_of(store, number)), who):
        raise OwnerComplainedAbout(number, who)


def may_have(store: Store, story: TicketState, number: int) -> bool:
    """Whether the person who owns the ticket may have it, as it stands now."""
    ((name,),) = store.rows("SELECT name FROM staff WHERE id = ?", story.owner)
    try:
        check_can_have(store, number, name)
    except (NotAllowed, NotNow):
        return False
    return True


def is_about(store: Store, story: TicketState, who: str) -> bool:
    """Whether this person is among those that the complaint is about, in either script."""
    return story.kind == COMPLAINT and names_person(story.words["about"], who, _colleagues(store))


def names_person(about: str, who: str, colleagues: Iterable[str] = ()) -> bool:
    """Whether a text names somebody: any part of their name stands in it, unless it names in full one of the colleagues alone.

    `about Anna` is kept from every Anna; `about Anna Petrova` not from Anna Kuznetsova, where both work here.
    """
    said, name = search_key(about).split(), _words(who)
    if not any(_stands(word, said) for word in name):
        return False
    if all(_stands(word, said) for word in name):
        return True
    for other in (_words(colleague) for colleague in colleagues if colleague != who):
        if len(other) > 1 and all(_stands(word, said) for word in other):  # these words mean that one, what is left may mean this
            for word in other:
                if meant := next((one for one in said if _stands(word, [one])), ""):
                    said.remove(meant)
    return any(_stands(word, said) for word in name)


def complaints_about(store: Store, who: str, among: Iterable[int] | None = None) -> set[int]:
    """The complaints that are about this person. among: of these tickets; None for all that are open."""
    words = store.rows(_OPEN, COMPLAINT) if among is None else store.rows(_AMONG, COMPLAINT, json.dumps(list(among)))
    likely = {number for number, body in words if names_person(body, who)}
    return {number for number in likely if _is_about(store, number, who)}


def _is_about(store: Store, number: int, who: str) -> bool:
    """As `is_about`; a damaged complaint that names them somewhere is kept from them, whatever else it said."""
    try:
        return is_about(store, fold_events(events_of(store, number)), who)
    except Unreadable:
        return True


def sealed(store: Store, among: Collection[int] | None = None) -> frozenset[int]:
    """The complaints whose words are not for the current user. among: of these tickets; None for all that are open."""
    if Right.HANDLE in rights(store):
        return frozenset()
    which = _ALL_OPEN if among is None else _OF_THESE
    values = () if among is None else (json.dumps(list(among)),)
    return frozenset(number for (number,) in store.rows(_SEALED + which, COMPLAINT, store.acting.login, *values))


def kept(store: Store, among: Collection[int]) -> frozenset[int]:
    """Those of these tickets that the current user may not read: sealed, or about them."""
    return (sealed(store, among) | complaints_about(store, store.acting.name, among)) if among else frozenset()


def without_kept(store: Store, numbers: Sequence[int]) -> list[int]:
    """These tickets without those."""
    hidden = kept(store, numbers)
    return [number for number in numbers if number not in hidden]


def as_read(store: Store, events: Sequence[EventRow]) -> list[EventRow]:
    """A ticket's events as the current user may read them: of a complaint that they took in, the words that they wrote;
    of what was taken for a complaint for a while, nothing of that time; of what was merged into it, only what they may see."""
    handles, mine = Right.HANDLE in rights(store), store.acting.login
    if fold_events(events).kind == COMPLAINT:
        found = [event if handles or event.staff == mine else replace(event, texts={}) for event in events]
    else:
        hidden = while_complaint(events)
        if handles and not any(names_person(event.texts.get("about", ""), store.acting.name) for event in events):
            hidden = set()
        found = [_without_complaint(event) if event.id in hidden else event for event in events]
        found = [event for event in found if event.id not in hidden or event.what == Act.RECEIVED]
    return [_without_kept(store, event) if event.what == Act.ABSORBED else event for event in found]


def _without_complaint(event: EventRow) -> EventRow:
    return replace(event, texts={name: body for name, body in event.texts.items() if name not in ("about", "remedy")})


def _without_kept(store: Store, event: EventRow) -> EventRow:
    """A merge without the numbers, and the words, of what is kept from the reader."""
    seen = without_kept(store, event.data["numbers"])
    if seen == list(event.data["numbers"]):
        return event
    return replace(event, texts={}, data={**event.data, "numbers": seen})


def _is_complaint(store: Store, number: int) -> bool:
    return bool(store.rows("SELECT 1 FROM ticket WHERE id = ? AND kind = ?", number, COMPLAINT))


def _words(name: str) -> list[str]:
    """The words of a name; an initial names nobody."""
    return [word for word in search_key(name).split() if len(word) > 1]


def _stands(word: str, said: Sequence[str]) -> bool:
    return any(word == one or _is_case_of(word, one) for one in said)


def _is_case_of(word: str, other: str) -> bool:
    """Whether two words may be cases of one name: they begin alike, and what is left are endings."""
    stem = next(
        (place for place, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), min(len(word), len(other))
    )
    return stem >= _STEM and word[stem:] in _ENDINGS and other[stem:] in _ENDINGS


def _colleagues(store: Store) -> list[str]:
    return [name for (name,) in store.remembered("colleagues", lambda: store.rows("SELECT name FROM staff"))]


# A correction keeps its words under `new`, whatever field it is of.
_ABOUT = """SELECT t.id, w.body FROM ticket AS t JOIN event AS e ON e.ticket_id = t.id JOIN text AS w ON w.event_id = e.id
            WHERE t.kind = ? AND w.field IN ('about', 'new')"""
_OPEN = _ABOUT + " AND t.state = 'open'"
_AMONG = _ABOUT + " AND t.id IN (SELECT value FROM json_each(?))"
_SEALED = (
    """SELECT t.id FROM ticket AS t WHERE t.kind = ? AND NOT (
           t.state = 'open'
           AND EXISTS (SELECT 1 FROM event AS e WHERE e.ticket_id = t.id AND e.staff_id = ? AND e.what IN ('received', 'converted')
                       AND """
    + HELD
    + """)
           AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.ticket_id = t.id AND e.what IN ('acknowledged', 'answered')
                           AND """
    + HELD
    + "))"
)
_ALL_OPEN = " AND t.state = 'open'"
_OF_THESE = " AND t.id IN (SELECT value FROM json_each(?))"
