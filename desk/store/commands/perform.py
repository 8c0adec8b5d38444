"""Performing an action of the registry on a ticket, for keys and for `desk do` alike."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from desk.actions.choices import ASKED
from desk.actions.paths import resolve
from desk.actions.registry import ACTIONS, fields_of, find
from desk.actions.rights import Right
from desk.charter import Charter
from desk.charter.clocks import RUNNING, Clock
from desk.facts.fact import Told
from desk.store.addresses import EMAIL
from desk.store.commands import tickets
from desk.store.commands.ratings import record_answer, record_asked
from desk.store.commands.unit_of_work import add_event
from desk.store.database import Store
from desk.store.errors.input import ReasonNotGiven
from desk.store.facts.telling import told_events
from desk.store.files.content import Loaded
from desk.store.permissions import requires
from desk.store.queries.ticket import ticket

# The values of an action's fields by name: moments in epoch seconds, numbers as int, days as date, the rest as text.
Values = Mapping[str, Any]

# The facts that a written reply can state; phone calls and handing something over need no reply.
_STATED = ("answered", "acknowledged", "updated", "informed", "confirmed", "fee-told", "extended")
_TEXTS, _DATA = ("note", "number", "topic", "why", "given"), ("way", "outcome")


@requires(Right.WORK)
def perform(
    store: Store, who: str, number: int, name: str, values: Values, seen: int | None = None, told: Sequence[Told] = ()
) -> int:
    """Performs an action on a ticket. Returns the ticket's number.

    values: of the fields of its form; seen: the version of the ticket that the user was looking at; told: the facts that the
    customer was told with it. Raises the store's errors, KeyError for an unknown action.
    """
    action = find(name)
    if action.performs:
        given = {field.name: values.get(field.name, field.empty) for field in fields_of(action, late=action.asks_why)}
        resolve(action.performs)(store, who, number, **given, seen=seen)
        return number
    if any(field.required and not str(values.get(field.name) or "").strip() for field in action.fields):
        raise ReasonNotGiven
    texts, data = ({key: values.get(key) or "" for key in keys} for keys in (_TEXTS, _DATA))
    with store.transaction():
        step = tickets.fact(store, who, number, action.fact, at=values.get("at"), texts=texts, data=data, action=action, seen=seen)
        if (score := values.get("score")) == ASKED:
            record_asked(store, who, number, step, values.get("comment") or "")
        elif score:
            record_answer(store, who, number, score, values.get("comment") or "", step)
        add_told(store, who, number, told, step)
    return number


@requires(Right.WORK)
def perform_together(
    store: Store, who: str, seen: Sequence[tuple[int, int]], name: str, values: Values, progress: Callable[[int], None]
) -> None:
    """Performs an action on several tickets in one transaction and one step: on all of them, or on none if one is refused.

    seen: each ticket's number with the version that the user was looking at; progress: callback, called with the number done.
    Raises as `perform` does.
    """
    with store.together():
        for done, (number, version) in enumerate(seen, start=1):
            perform(store, who, number, name, values, version)
            progress(done)


@requires(Right.WORK)
def rehearse(store: Store, who: str, seen: Sequence[tuple[int, int]], name: str, values: Values) -> None:
    """Performs an action and rolls it back, so that a confirmation is asked only for what will be accepted.

    seen: each ticket's number with the version that the user was looking at. Raises as `perform` does.
    """
    with suppress(_RolledBack), store.together():
        for number, version in seen:
            perform(store, who, number, name, values, version)
        raise _RolledBack


@requires(Right.WORK)
def add_told(store: Store, who: str, number: int, told: Sequence[Told], step: int) -> None:
    """Records the facts that a customer was told, as part of a step. Must run inside a transaction. Raises FactUnknown."""
    for event in told_events(store, number, told):
        add_event(store, who, number, event.what, data=event.data, texts=event.texts, step=step)


class _RolledBack(Exception):
    """Ends a transaction that was only a rehearsal."""


def replies_to(charter: Charter, kind: str, channel: str, clocks: Sequence[Clock]) -> tuple[str, ...]:
    """The actions that a reply on such a ticket can perform: first the one that the nearest clock asks for, last a note, which
    moves no clock.

    clocks: the ticket's. Calling back is left out: it is not done in writing.
    """
    known, of = charter.facts(kind, channel), charter.kind(kind)
    stating = {action.fact: action.id for action in ACTIONS if action.fact in _STATED and action.fits(of, True, known)}
    running = sorted((clock for clock in clocks if clock.state == RUNNING), key=lambda clock: clock.due)
    rules = [charter.standard(clock.standard).applies_to(kind, channel) for clock in running]
    asked = [stating[fact] for fact in (*(rule.stops[0] for rule in rules if rule), *reversed(of.final)) if fact in stating]
    return tuple(dict.fromkeys((*asked[:1], *stating.values(), "note")))


@requires(Right.WORK)
def reply(
    store: Store,
    who: str,
    number: int,
    name: str,
    values: Values,
    missing: str = "",
    seen: int | None = None,
    told: Sequence[Told] = (),
    *,
    asks: bool = False,
    title: str = "",
    files: Sequence[Loaded] = (),
) -> bool:
    """Records the text of a reply as one of the actions of `replies_to`. Returns whether it was put into the outbox.

    told: the facts that it contains; asks: whether it asks how satisfied the customer is; title: the subject of an email, which is
    put into the outbox and states its fact when the mail server takes it, "" if the writer sends it; files: that go along with it.
    A reply with a time has been sent already. Raises the store's errors.
    """
    posts = bool(title) and values.get("way") == EMAIL and values.get("at") is None
    texts = {key: values.get(key) or "" for key in ("note", "topic", "why", "given")} | ({"title": title} if posts else {})
    data = {key: values.get(key) or "" for key in _DATA}
    what = find(name).appends
    with store.transaction():
        step = tickets.reply(
            store,
            who,
            number,
            what,
            at=values.get("at"),
            texts=texts,
            data=data,
            missing=missing,
            seen=seen,
            posts=posts,
            files=files,
        )
        if asks:
            record_asked(store, who, number, step)
        add_told(store, who, number, told, step)
    return posts


@requires(Right.WORK)
def reply_to_nearest(
    store: Store,
    who: str,
    number: int,
    *,
    note: str = "",
    way: str = "",
    topic: str = "",
    outcome: str = "",
    why: str = "",
    at: int | None = None,
    seen: int | None = None,
    title: str = "",
) -> None:
    """Records the text of a reply as what the nearest clock asks for. title: as for `reply`. Raises as that does."""
    view = ticket(store, number)
    name = replies_to(store.charter, view.row.kind, view.row.channel, view.clocks)[0]
    values = {"note": note, "way": way, "topic": topic, "outcome": outcome, "why": why, "at": at}
    reply(store, who, number, name, values, seen=seen, title=title)
