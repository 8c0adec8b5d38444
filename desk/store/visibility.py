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
from desk.store.ticket_state import COMPLAINT, Act, EventRow, TicketState, fold_events, while_complaint


def check_reads(store: Store, number: int, events: Sequence[EventRow]) -> None:
    """Refuses a complaint to the person it is about, as if it were not there, and its words to people who neither handle
    complaints nor have just taken it in. events: the ticket's. Raises NotFound, NotAllowed."""
    story = fold_events(events)
    if story.kind != COMPLAINT:
        return
    if is_about(story, _current(store)):
        raise NotFound(number)
    if sealed(store, [number]):
        raise ComplaintSealed(number)


def check_acts(store: Store, number: int, who: str, what: str) -> None:
    """Refuses an act on a complaint to the person it is about, to whom there is none, and as `check_handles` does. Raises NotFound,
    NotAllowed."""
    if not _is_complaint(store, number):
        return
    if is_about(fold_events(events_of(store, number)), _id_of(store, who)):
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
    if is_about(fold_events(events_of(store, number)), _id_of(store, who)):
        raise OwnerComplainedAbout(number, who)


def may_have(store: Store, story: TicketState, number: int) -> bool:
    """Whether the person who owns the ticket may have it, as it stands now."""
    ((name,),) = store.rows("SELECT name FROM staff WHERE id = ?", story.owner)
    return can_have(store, number, name)


def can_have(store: Store, number: int, who: str) -> bool:
    """Whether `check_can_have` lets somebody have the ticket."""
    try:
        check_can_have(store, number, who)
    except (NotAllowed, NotNow):
        return False
    return True


def is_about(story: TicketState, staff: int) -> bool:
    """Whether somebody is among those whom a complaint is about, or whom its words mention as long as nobody has said whether it
    is about them. staff: their id."""
    return story.kind == COMPLAINT and staff in (*story.about, *story.mentioned)


def complaints_about(store: Store, among: Iterable[int] | None = None) -> set[int]:
    """The complaints that are kept from the current user as the person they are about. among: of these tickets; None for all that
    are open."""
    which, values = (_ABOUT_OPEN, ()) if among is None else (_OF_THESE_ABOUT, (json.dumps(list(among)),))
    return {number for (number,) in store.rows(_ABOUT + which, _current(store), *values)}


def sealed(store: Store, among: Collection[int] | None = None) -> frozenset[int]:
    """The complaints whose words are not for the current user. among: of these tickets; None for all that are open."""
    if Right.HANDLE in rights(store):
        return frozenset()
    which = _ALL_OPEN if among is None else _OF_THESE
    values = () if among is None else (json.dumps(list(among)),)
    return frozenset(number for (number,) in store.rows(_SEALED + which, COMPLAINT, store.acting.login, *values))


def kept(store: Store, among: Collection[int]) -> frozenset[int]:
    """Those of these tickets that the current user may not read: sealed, or about them."""
    return (sealed(store, among) | complaints_about(store, among)) if among else frozenset()


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
        if handles and _current(store) not in _ever_about(events):
            hidden = set()
        found = [_without_complaint(event) if event.id in hidden else event for event in events]
        found = [event for event in found if event.id not in hidden or event.what == Act.RECEIVED]
    return [_without_kept(store, event) if event.what == Act.ABSORBED else event for event in found]


def _ever_about(events: Iterable[EventRow]) -> set[int]:
    """The ids of all of whom it was ever said, or undone, that a complaint is about them."""
    found = set[int]()
    for event in events:
        found.update(event.data.get("staff", ()))
        if event.what == Act.CORRECTED and event.data["field"] == "staff":
            found.update(event.data["new"])
    return found


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


def staff_ids(store: Store) -> dict[str, int]:
    """The ids of all who were ever at the desk, by name."""
    return store.remembered("staff", lambda: dict(store.rows("SELECT name, id FROM staff ORDER BY id")))


def _id_of(store: Store, who: str) -> int:
    """Somebody's id; 0 where nobody of that name was ever here."""
    return staff_ids(store).get(who, 0)


def _current(store: Store) -> int:
    """The current user's id."""
    return store.acting.login or _id_of(store, store.acting.name)


_ABOUT = "SELECT a.ticket_id FROM complaint_about AS a WHERE a.staff_id = ?"
_ABOUT_OPEN = " AND EXISTS (SELECT 1 FROM ticket AS t WHERE t.id = a.ticket_id AND t.state = 'open')"
_OF_THESE_ABOUT = " AND a.ticket_id IN (SELECT value FROM json_each(?))"
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
