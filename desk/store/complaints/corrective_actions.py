"""Causes of complaints, and the corrective actions that follow from them (ISO 10002, 8.3).

A corrective action has an owner and a due day of its own, and stays when its complaint is closed. Whoever owns one may not be
allowed to read the complaint, so it is worded apart from it and names no ticket to them. Whom the complaint is about neither sees
nor owns it (commitments.9).
"""

from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, fn

from desk.actions.rights import Right
from desk.models import CorrectiveAction, Staff
from desk.store.commands.unit_of_work import add_event, changing, must_stand
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.complaints import (
    CauseMissing,
    CauseUnknown,
    CorrectiveActionDone,
    CorrectiveActionNotYours,
    CorrectiveActionUnknown,
    DoneMissing,
    DueDayMissing,
    DueDayOff,
    DueDayPast,
    MeasureMissing,
    NothingToMove,
    OwnerAmbiguous,
    OwnerConcerned,
    OwnerMissing,
    OwnerNotOnStaff,
    OwnerOnlyReads,
)
from desk.store.errors.tickets import ActNotApplicable
from desk.store.event_log import events_of
from desk.store.permissions import requires, rights, rights_of
from desk.store.row_log import log_row
from desk.store.staff import staff_id, staff_list
from desk.store.statements import insert, update
from desk.store.ticket_state import Act, fold_events
from desk.store.validation import check_length
from desk.store.visibility import ever_about, is_about
from desk.text.folding import matching_names


class Corrective(NamedTuple):
    """A corrective action.

    ticket: the complaint that it follows from; None for those who may not read that.
    words: what is to be done.
    owner: who does it.
    due: by the end of this day, ISO 8601.
    who: by whom it was decided.
    recorded, done_at: epoch seconds; done_at is None while it is open.
    done: what was done; "" while it is open.
    done_by: who recorded that.
    said: what of it is published; "" for nothing.
    """

    id: int
    ticket: int | None
    words: str
    owner: str
    due: str
    who: str
    recorded: int
    done: str
    done_at: int | None
    done_by: str
    said: str


@requires(Right.HANDLE)
def state_cause(
    store: Store,
    who: str,
    number: int,
    *,
    cause: str,
    note: str = "",
    measure: str = "",
    owner: str = "",
    due: date | None = None,
    seen: int | None = None,
) -> int:
    """Records the cause of a complaint, open or closed, and a corrective action if there is one. Returns the event.

    cause: an entry of the centre's list; measure: what is to be done; owner: one name of the staff list, or its beginning; due: the
    day. Raises BadInput for an unknown cause, a day off or a day that is over, NotNow for another kind of ticket.
    """
    with changing(store, number, seen) as events:
        kind = store.charter.kind(must_stand(events, number).kind)
        known = tuple(entry.id for entry in kind.causes)
        if not known:
            raise ActNotApplicable(number)
        if not cause:
            raise CauseMissing(known)
        if cause not in known:
            raise CauseUnknown(cause, known)
        event = add_event(store, who, number, Act.CAUSED, data={"cause": cause}, texts={"note": note})
        if measure.strip() or owner.strip() or due:
            _decide(store, who, number, measure, owner, due)
        return event


def _decide(store: Store, who: str, number: int, words: str, owner: str, due: date | None) -> None:
    if not words.strip():
        raise MeasureMissing
    check_length("measure", words)
    staff = staff_id(store, who)
    row = {
        "ticket": number, "words": words.strip(), "owner": _owner(store, number, owner), "due": _due(store, due).isoformat(),
        "staff": staff, "recorded": store.now(), "done": "", "said": "",
    }  # fmt: skip
    log_row(store, "corrective_action", insert(store, CorrectiveAction, row), staff)


def _owner(store: Store, number: int, typed: str) -> int:
    """Who owns a corrective action of a complaint: one member of the staff who works on tickets, and whom it is not about."""
    if not typed.strip():
        raise OwnerMissing
    names = matching_names(list(staff_list(store)), typed)
    if not names:
        raise OwnerNotOnStaff(typed.strip())
    if len(names) > 1:
        raise OwnerAmbiguous(names)
    if Right.WORK not in rights_of(store, names[0]):
        raise OwnerOnlyReads(names[0])
    owner = staff_id(store, names[0])
    if is_about(store, fold_events(events_of(store, number)), owner):
        raise OwnerConcerned(names[0])
    return owner


def _due(store: Store, due: date | None) -> date:
    """The day by whose end it is due, a working day. Raises BadInput, OutsideCalendar."""
    if due is None:
        raise DueDayMissing
    if due < store.charter.at(store.now()).date():
        raise DueDayPast(due)
    calendar = store.charter.calendar
    if not calendar.is_working(due.toordinal()):
        day, _closing = calendar.closing_from(due.toordinal())
        raise DueDayOff(due, date.fromordinal(day))
    return due


@requires(Right.HANDLE)
def move_corrective_action(store: Store, who: str, number: int, owner: str = "", due: date | None = None) -> None:
    """Gives an open corrective action to somebody else or moves its due day. number: of the action. Raises as `state_cause` does,
    NotNow if it is done or unknown."""
    with store.transaction():
        ticket = _must_be_open(store, number).ticket or 0
        if not owner.strip() and due is None:
            raise NothingToMove
        staff = staff_id(store, who)
        if owner.strip():
            update(store, CorrectiveAction, {"owner": _owner(store, ticket, owner)}, number)
            log_row(store, "corrective_action", number, staff, "owner_id")
        if due is not None:
            update(store, CorrectiveAction, {"due": _due(store, due).isoformat()}, number)
            log_row(store, "corrective_action", number, staff, "due")


@requires(Right.WORK)
def finish_corrective_action(store: Store, who: str, number: int, done: str, said: str = "") -> None:
    """Records what was done, and what of that may be published. number: of the action. Raises NotAllowed unless the actor owns it
    or handles complaints, BadInput without words, NotNow if it is done or unknown."""
    if not done.strip():
        raise DoneMissing
    for words in (done, said):
        check_length("done", words)
    with store.transaction():
        found = _must_be_open(store, number)
        if who != found.owner and Right.HANDLE not in rights(store):
            raise CorrectiveActionNotYours(number)
        staff = staff_id(store, who)
        values = {"done": done.strip(), "said": said.strip(), "done_at": store.now(), "done_by": staff}
        update(store, CorrectiveAction, values, number)
        log_row(store, "corrective_action", number, staff, "done", "said", "done_at", "done_by_id")


def _must_be_open(store: Store, number: int) -> Corrective:
    found = _seen(store, [Corrective._make(row) for row in _one.rows(store, action=number)])
    if not found:
        raise CorrectiveActionUnknown(number)
    if found[0].done_at is not None:
        raise CorrectiveActionDone(number)
    return found[0]


@requires(Right.LOOK)
def open_corrective_actions(store: Store) -> list[Corrective]:
    """The open corrective actions without their tickets, the nearest first, except those of complaints about the current user;
    cached, since the board asks after every act."""
    found = store.remembered("open_corrective_actions", lambda: [Corrective._make(row) for row in _open.rows(store)])
    return [action._replace(ticket=None) for action in _seen(store, found)]


@requires(Right.LOOK)
def corrective_actions(store: Store, *, everything: bool = False) -> list[Corrective]:
    """The open corrective actions, the nearest first. everything: the done ones too, after them, the latest first."""
    found = _seen(store, [Corrective._make(row) for row in (_all if everything else _open).rows(store)])
    if Right.HANDLE in rights(store):
        return found
    return [row._replace(ticket=None) for row in found]  # of an enquiry too: it would tell that that was a complaint


@requires(Right.LOOK)
def corrective_actions_of(store: Store, ticket: int) -> tuple[Corrective, ...]:
    """The corrective actions that follow from a complaint, in the order in which they were decided. Whoever reads the complaint may
    read them."""
    return tuple(Corrective._make(row) for row in _of.rows(store, ticket=ticket))


@requires(Right.REVIEW)
def corrected_between(store: Store, since: int, until: int) -> list[Corrective]:
    """The corrective actions that were done in a period, the oldest first; of a complaint about the current user, only what is
    published. since, until: epoch seconds, the end not included."""
    found = [Corrective._make(row) for row in _done_between.rows(store, since=since, until=until)]
    seen = _seen(store, found)
    concerned = [action._replace(words="", owner="", done="") for action in found if action not in seen and action.said]
    return sorted([*seen, *concerned], key=lambda action: (action.done_at or 0, action.id))


def _seen(store: Store, found: list[Corrective]) -> list[Corrective]:
    """These corrective actions without those of tickets that ever were a complaint about the current user."""
    about = ever_about(store, [action.ticket or 0 for action in found]) if found else set()
    return [action for action in found if action.ticket not in about]


def _select() -> Any:
    owner, by, done_by = Staff.alias("o"), Staff.alias("b"), Staff.alias("d")
    row = CorrectiveAction
    columns = (
        row.id, row.ticket, row.words, owner.name, row.due, by.name, row.recorded, row.done, row.done_at,
        fn.COALESCE(done_by.name, ""), row.said,
    )  # fmt: skip
    query = row.select(*columns).join_from(row, owner, on=row.owner == owner.id).join_from(row, by, on=row.staff == by.id)
    return query.join_from(row, done_by, JOIN.LEFT_OUTER, on=row.done_by == done_by.id)


@Statement
def _open(_: Dialect) -> Any:
    return _select().where(CorrectiveAction.done_at.is_null()).order_by(CorrectiveAction.due, CorrectiveAction.id)


@Statement
def _all(_: Dialect) -> Any:
    row = CorrectiveAction
    done = row.done_at.is_null(False)
    return _select().order_by(done, fn.COALESCE(row.done_at, 0).desc(), row.due, row.id)


_of = Statement(lambda _: _select().where(CorrectiveAction.ticket == Param("ticket")).order_by(CorrectiveAction.id))
_one = Statement(lambda _: _select().where(CorrectiveAction.id == Param("action")))


@Statement
def _done_between(_: Dialect) -> Any:
    row = CorrectiveAction
    return _select().where(row.done_at >= Param("since"), row.done_at < Param("until")).order_by(row.done_at, row.id)
