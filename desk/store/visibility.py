"""Visibility of complaints (commitments.9, 12; house rules).

The texts are visible to those who handle complaints and to the supervisor; the person who recorded it sees who and what until it is
acknowledged; the others see its number, its time and its state. The person it is about neither handles nor reads it, and does not
see it.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from peewee import SQL, fn

from desk.actions.rights import TAKER_MAY, Right
from desk.models import ComplaintAbout, Event, Staff, Ticket
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotAllowed, NotFound, NotNow
from desk.store.errors.people import (
    AnsweredBefore,
    ComplaintNotHandled,
    ComplaintSealed,
    OwnerComplainedAbout,
    OwnerHandlesNoComplaints,
    OwnerReadsOnly,
    OwnerUnknown,
)
from desk.store.event_log import events_of, stands
from desk.store.permissions import rights, rights_of
from desk.store.ticket_state import OPEN, Act, EventRow, TicketState, fold_events, while_sealed


def check_reads(store: Store, number: int, events: Sequence[EventRow]) -> None:
    """Refuses a complaint to the person it is about, as if it did not exist, and its texts to people who neither handle complaints
    nor have just recorded it. events: the ticket's. Raises NotFound, NotAllowed."""
    story = fold_events(events)
    if not is_sealed(store, story.kind):
        return
    if is_about(store, story, _current(store)):
        raise NotFound(number)
    if sealed(store, [number]):
        raise ComplaintSealed(number)


_HANDLING = (Act.TAKEN, "completed", "answered")  # of a complaint, by another person at the second stage


def check_acts(store: Store, number: int, who: str, what: str) -> None:
    """Refuses an act on a complaint to the person it is about, as if it did not exist, and to others as `check_handles` does.
    Raises NotFound, NotAllowed."""
    if not _is_complaint(store, number):
        return
    story, actor = fold_events(events_of(store, number)), _id_of(store, who)
    if is_about(store, story, actor):
        raise NotFound(number)
    check_handles(store, number, what)
    if what in _HANDLING and actor in story.barred:
        raise AnsweredBefore(number, who)


def check_handles(store: Store, number: int, what: str) -> None:
    """Refuses an act on a complaint to people who do not handle complaints, except corrections still open to the person who
    recorded it.

    Raises NotAllowed.
    """
    if what not in TAKER_MAY and Right.HANDLE not in rights(store) and _is_complaint(store, number):
        raise ComplaintNotHandled(number)


def check_can_have(store: Store, number: int, who: str) -> None:
    """Refuses an owner who may not act on the ticket, or whom it is about. Raises NotAllowed, NotNow."""
    has = rights_of(store, who)
    if Right.WORK not in has:
        raise (OwnerReadsOnly if has else OwnerUnknown)(number, who)
    if not _is_complaint(store, number):
        return
    if Right.HANDLE not in has:
        raise OwnerHandlesNoComplaints(number, who)
    story, owner = fold_events(events_of(store, number)), _id_of(store, who)
    if is_about(store, story, owner):
        raise OwnerComplainedAbout(number, who)
    if owner in story.barred:
        raise AnsweredBefore(number, who)


def may_have(store: Store, story: TicketState, number: int) -> bool:
    """Whether the ticket's owner may have it in its current state."""
    ((name,),) = _NAME.rows(store, staff=story.owner)
    return can_have(store, number, name)


def can_have(store: Store, number: int, who: str) -> bool:
    """Whether `check_can_have` lets somebody have the ticket."""
    try:
        check_can_have(store, number, who)
    except (NotAllowed, NotNow):
        return False
    return True


def is_sealed(store: Store, kind: str) -> bool:
    """Whether tickets of a kind are sealed, by the charter in force."""
    return store.charter.kind(kind).is_sealed


def is_about(store: Store, story: TicketState, staff: int) -> bool:
    """Whether a complaint is about a person, or mentions them while nobody has said yet whether it is about them. staff: their
    id."""
    return is_sealed(store, story.kind) and staff in (*story.about, *story.mentioned)


def complaints_about(store: Store, among: Iterable[int] | None = None) -> set[int]:
    """The complaints hidden from the current user because they are about them. among: of these tickets; None for all open ones."""
    staff = _current(store)
    found = _about_open.rows(store, staff=staff) if among is None else _about_among.rows(store, staff=staff, among=list(among))
    return {number for (number,) in found}


def sealed(store: Store, among: Collection[int] | None = None) -> frozenset[int]:
    """The complaints whose texts are hidden from the current user. among: of these tickets; None for all open ones."""
    if Right.HANDLE in rights(store):
        return frozenset()
    login, kinds = store.acting.login, store.charter.sealed_kinds
    if among is None:
        found = _sealed_open.rows(store, login=login, sealed=kinds)
    else:
        found = _sealed_among.rows(store, login=login, sealed=kinds, among=among)
    return frozenset(number for (number,) in found)


def hidden_among(store: Store, among: Collection[int]) -> frozenset[int]:
    """Those of these tickets that the current user may not read: sealed, or about them."""
    return (sealed(store, among) | complaints_about(store, among)) if among else frozenset()


def without_hidden(store: Store, numbers: Sequence[int]) -> list[int]:
    """These tickets without those that the current user may not read."""
    hidden = hidden_among(store, numbers)
    return [number for number in numbers if number not in hidden]


def visible_events(store: Store, events: Sequence[EventRow]) -> list[EventRow]:
    """A ticket's events as visible to the current user: of a complaint that they recorded, the texts that they wrote; of a time
    when the ticket was a complaint, nothing; of merged tickets, only those visible to them."""
    handles, mine = Right.HANDLE in rights(store), store.acting.login
    if is_sealed(store, fold_events(events).kind):
        found = [event if handles or event.staff == mine else _without_text(event) for event in events]
    else:
        hidden = while_sealed(events, store.charter.sealed_kinds)
        if handles and _current(store) not in _ever_about(events):
            hidden = set()
        kind = fold_events(events).kind
        found = [_without_complaint(event, kind) if event.id in hidden else event for event in events]
        found = [event for event in found if event.id not in hidden or event.what == Act.RECEIVED]
    return [_without_kept(store, event) if event.what == Act.ABSORBED else event for event in found]


def _without_text(event: EventRow) -> EventRow:
    """An event without its texts and without the staff members whom it names."""
    data = {name: value for name, value in event.data.items() if name != "staff"}
    named: dict[str, list[int]] = {"old": [], "new": []} if data.get("field") == "staff" else {}
    return replace(event, texts={}, data={**data, **named})


def ever_about(store: Store, among: Sequence[int]) -> set[int]:
    """Those of these tickets that ever were a complaint about the current user, even if that was undone or they are none now."""
    named = [(ticket, json.loads(data)) for ticket, data in _naming.rows(store, among=list(among))]
    current = _current(store)
    return {
        ticket
        for ticket, data in named
        if current in data.get("staff", ()) or (data.get("field") == "staff" and current in data.get("new", ()))
    }


@Statement
def _naming(dialect: Dialect) -> Any:
    """The events that say whom tickets are about."""
    named = dialect.has_text(Event.data, '"staff":') | dialect.has_text(Event.data, '"field":"staff"')
    return Event.select(Event.ticket, Event.data).where(dialect.among(Event.ticket, Param("among")), named)


def _ever_about(events: Iterable[EventRow]) -> set[int]:
    """The ids of all people whom a complaint was ever said to be about, even if that was undone."""
    found = set[int]()
    for event in events:
        found.update(event.data.get("staff", ()))
        if event.what == Act.CORRECTED and event.data["field"] == "staff":
            found.update(event.data["new"])
    return found


def _without_complaint(event: EventRow, kind: str) -> EventRow:
    """An event of a ticket that was a complaint then, as everybody may read it. kind: what the ticket is now."""
    texts = {name: body for name, body in event.texts.items() if name not in ("about", "remedy")}
    data = {name: value for name, value in event.data.items() if name not in ("staff", "category", "severity")}
    return replace(event, texts=texts, data={**data, "kind": kind} if "kind" in data else data)


def _without_kept(store: Store, event: EventRow) -> EventRow:
    """A merge event without the numbers and texts of tickets hidden from the reader."""
    seen = without_hidden(store, event.data["numbers"])
    if seen == list(event.data["numbers"]):
        return event
    return replace(event, texts={}, data={**event.data, "numbers": seen})


def _is_complaint(store: Store, number: int) -> bool:
    return bool(_complaint.rows(store, ticket=number, sealed=store.charter.sealed_kinds))


def staff_ids(store: Store) -> dict[str, int]:
    """The ids of everybody who ever used the desk, by name."""
    return store.remembered("staff", lambda: dict(_STAFF.rows(store)))


def _id_of(store: Store, who: str) -> int:
    """A person's id; 0 if nobody with that name ever used the desk."""
    return staff_ids(store).get(who, 0)


def _current(store: Store) -> int:
    """The current user's id."""
    return store.acting.login or _id_of(store, store.acting.name)


_NAME = Statement(lambda _: Staff.select(Staff.name).where(Staff.id == Param("staff")))
_STAFF = Statement(lambda _: Staff.select(Staff.name, Staff.id).order_by(Staff.id))


@Statement
def _complaint(dialect: Dialect) -> Any:
    return Ticket.select(SQL("1")).where(Ticket.id == Param("ticket"), dialect.among(Ticket.kind, Param("sealed")))


@Statement
def _about_open(_: Dialect) -> Any:
    is_open = Ticket.select(SQL("1")).where(Ticket.id == ComplaintAbout.ticket, Ticket.state == OPEN)
    return ComplaintAbout.select(ComplaintAbout.ticket).where(ComplaintAbout.staff == Param("staff"), fn.EXISTS(is_open))


@Statement
def _about_among(dialect: Dialect) -> Any:
    of_these = dialect.among(ComplaintAbout.ticket, Param("among"))
    return ComplaintAbout.select(ComplaintAbout.ticket).where(ComplaintAbout.staff == Param("staff"), of_these)


@Statement
def _sealed_open(dialect: Dialect) -> Any:
    return _sealed(dialect, Ticket.state == OPEN)


@Statement
def _sealed_among(dialect: Dialect) -> Any:
    return _sealed(dialect, dialect.among(Ticket.id, Param("among")))


def _sealed(dialect: Dialect, which: Any) -> Any:
    """The complaints among some tickets but those that the reader recorded and that nobody has acknowledged yet."""
    events = Event.select(SQL("1")).where(Event.ticket == Ticket.id, stands(dialect, Event))
    recorded = events.where(Event.staff == Param("login"), Event.what.in_((Act.RECEIVED, Act.CONVERTED)))
    handled = events.where(Event.what.in_(("acknowledged", "answered")))
    is_own = (Ticket.state == OPEN) & fn.EXISTS(recorded) & ~fn.EXISTS(handled)
    return Ticket.select(Ticket.id).where(dialect.among(Ticket.kind, Param("sealed")), ~is_own, which)
