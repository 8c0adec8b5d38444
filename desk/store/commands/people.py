"""The people who log in: their roles, PINs, failed logins and absences.

Each change of a login is an event of its own, append-only. The owner of the machine acts without a name.
"""

from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from desk.actions.rights import MAY, ROLES, SUPERVISOR, Acting, Right
from desk.models import Person as Row
from desk.models import PersonEvent, Staff, Ticket
from desk.store.commands.assignment import return_tickets_until
from desk.store.commands.unit_of_work import add_event
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.people import (
    LastSupervisor,
    MustWait,
    NameAmbiguous,
    NobodyLogsIn,
    PersonExists,
    PersonNameMissing,
    PersonUnknown,
    ReturnInPast,
    RightMissing,
    RoleUnknown,
)
from desk.store.event_log import events_of, latest
from desk.store.permissions import is_open, requires, rights
from desk.store.row_log import log_row
from desk.store.staff import find_mentions_of, staff_id
from desk.store.statements import delete, insert, update
from desk.store.ticket_state import OPEN, Act, fold_events
from desk.store.validation import check_length
from desk.store.visibility import can_have, may_have, staff_ids
from desk.text.folding import matching_names, search_key

TRIES = 5  # wrong PINs; each further one costs a wait
FIRST_WAIT = 60  # seconds; doubled after each further wrong PIN
LONGEST_WAIT = 3_600

(MADE, SECRET_SET, ROLE_SET, AWAY, BACK, GONE, OPENED, CLOSED, RESCUED, LOGGED_IN, WAITS) = (
    "made", "secret", "role", "away", "back", "gone", "opened", "closed", "rescued", "logged-in", "waits",
)  # fmt: skip


class Person(NamedTuple):
    """Somebody who logs in. away_until: epoch seconds, None if present."""

    name: str
    role: str
    away_until: int | None


class LoginInfo(NamedTuple):
    """The people of the desk. is_open: nobody has to log in; names: who may log in, in alphabetical order."""

    is_open: bool
    names: tuple[str, ...]


class LoginAttempt(NamedTuple):
    """A login attempt. staff: the person's id; secret: the hash that the PIN must match; wrong: the number of wrong PINs in a row
    if this one is wrong too."""

    staff: int
    name: str
    secret: str
    wrong: int


class AuditEntry(NamedTuple):
    """An audit entry: a change of a login, or of the desk's login rules. about, by: names, "" for the desk and for the owner of the
    machine."""

    at: int
    what: str
    about: str
    by: str
    detail: str


@requires(Right.ANYBODY)
def login_info(store: Store) -> LoginInfo:
    """Whether a login is required, and who can log in."""
    names = [name for (name,) in _NAMES.rows(store)]
    return LoginInfo(is_open(store), tuple(sorted(names, key=_place)))


@requires(Right.LOOK)
def people_here(store: Store) -> list[Person]:
    """Everybody who logs in, in alphabetical order."""
    now = store.now()
    found = [Person(name, role, away if away and away > now else None) for name, role, away in _people.rows(store)]
    return sorted(found, key=lambda person: _place(person.name))


@requires(Right.LOOK)
def colleagues(store: Store, number: int | None = None) -> list[Person]:
    """The people who can own tickets, in alphabetical order: those who may act on them; on an open desk everybody who ever used it.
    number: of the ticket to own, None for any."""
    found = people_here(store)
    if is_open(store):
        here = {person.name: person for person in found}
        names = sorted(staff_ids(store), key=_place)
        found = [here.get(name, Person(name, SUPERVISOR, None)) for name in names]
    else:
        found = [person for person in found if Right.WORK in MAY[person.role]]
    return [person for person in found if number is None or can_have(store, number, person.name)]


@requires(Right.ANYBODY)
def role_of(store: Store, name: str) -> str:
    """The role of the person with this name, or the role that the first person will get; "" if there is no such person."""
    if not login_info(store).names:
        return SUPERVISOR
    found = matching_names([login for login, *_ in _people.rows(store)], name)
    return next((role for login, role, _ in _people.rows(store) if found == [login]), "")


@requires(Right.LEAD)
def history(store: Store) -> list[AuditEntry]:
    """The audit log of logins: changes and wrong PINs, newest first. Plain logins are left out, since they would hide the rest."""
    return [AuditEntry(*row) for row in _history.rows(store)]


@requires(Right.LEAD)
def add_person(store: Store, who: str, name: str, role: str, secret: str) -> Acting:
    """Adds a person who can log in; the first one becomes supervisor whatever role is given. Returns them as logged in.

    secret: the hash of their PIN. A name that is already on tickets becomes theirs. Raises BadInput for a name that is taken,
    whatever its case: tickets identify people by name alone.
    """
    name = " ".join(name.split())
    if not search_key(name):
        raise PersonNameMissing
    check_length("to", name)
    with store.transaction():
        names = login_info(store).names
        if any(search_key(other) == search_key(name) for other in names):
            raise PersonExists(name)
        role = _known(role) if names else SUPERVISOR
        staff = staff_id(store, name)
        delete(store, Row, "staff", staff)  # replaces the row of somebody who left and is back
        insert(store, Row, {"staff": staff, "role": role, "secret": secret})
        find_mentions_of(store, staff, name)
        _happened(store, MADE, staff, who or name, role)
    return Acting(name, staff)


@requires(Right.LOOK)
def set_secret(store: Store, who: str, name: str, secret: str) -> None:
    """Changes a PIN: one's own, or, for a supervisor, anybody's. Raises NotAllowed, BadInput."""
    with store.transaction():
        staff, known_as = _find(store, name)
        if known_as != who and Right.LEAD not in rights(store):
            raise RightMissing(Right.LEAD)
        update(store, Row, {"secret": secret, "wrong": 0, "waits_until": 0}, staff)
        _happened(store, SECRET_SET, staff, who)


@requires(Right.LEAD)
def set_role(store: Store, who: str, name: str, role: str, secret: str = "") -> None:
    """Changes a role with immediate effect; tickets that the person may no longer own return to their queues.

    secret: the hash of a new PIN, as a new supervisor needs a passphrase; "" keeps the present one. Raises BadInput, and NotNow for
    the last supervisor.
    """
    with store.transaction():
        staff, _ = _find(store, name)
        if _known(role) != SUPERVISOR:
            _must_not_be_last(store, staff)
        update(store, Row, {"role": role} | ({"secret": secret} if secret else {}), staff)
        for number in _not_theirs(store, staff):
            add_event(store, who, number, Act.RETURNED)
        _happened(store, ROLE_SET, staff, who, role)


@requires(Right.LEAD)
def leave(store: Store, who: str, name: str) -> list[int]:
    """Removes a person who has left; all their tickets return to their queues. Returns the tickets' numbers. Raises NotNow for the
    last supervisor."""
    with store.transaction():
        staff, known_as = _find(store, name)
        _must_not_be_last(store, staff)
        numbers = return_tickets_until(store, who, known_as, None)
        update(store, Row, {"gone": store.now()}, staff)
        _happened(store, GONE, staff, who)
    return numbers


@requires(Right.WORK)
def set_away(store: Store, who: str, name: str, until: int) -> list[int]:
    """Marks a person as away until a moment. Their tickets that fall due before it, or before the closing of the next working day,
    return to their queues (calls.2). Returns the tickets' numbers. Raises BadInput for a moment in the past."""
    if until <= store.now():
        raise ReturnInPast
    with store.transaction():
        staff, known_as = _find(store, name)
        numbers = return_tickets_until(store, who, known_as, until)
        update(store, Row, {"away_until": until}, staff)
        _happened(store, AWAY, staff, who, str(until))
    return numbers


@requires(Right.LEAD)
def open_to_all(store: Store, who: str) -> None:
    """Opens the desk: nobody has to log in and everybody may do everything. Raises NotNow if nobody logs in anyway."""
    _turn(store, who, OPENED, opened=True)


@requires(Right.LEAD)
def close_to_others(store: Store, who: str) -> None:
    """Makes the login required again. Raises NotNow as long as nobody can log in."""
    _turn(store, who, CLOSED, opened=False)


@requires(Right.ANYBODY)
def begin_attempt(store: Store, name: str) -> LoginAttempt:
    """Begins a login attempt for a full name or an unambiguous beginning of one. It counts as wrong until `succeed`, so that
    killing the desk does not erase a failed attempt.

    Raises BadInput for an unknown name, MustWait while the wait after wrong PINs lasts.
    """
    with store.transaction():
        wanted, _ = _find(store, name)
        staff, known_as, secret, wrong, until = next(row for row in _logins.rows(store) if row[0] == wanted)
        now = latest(store, store.now())
        if until > now and until - now <= LONGEST_WAIT:  # a clock that was set back must not lock anybody out for long
            raise MustWait(until - now)
        wrong += 1
        waits = now + _wait_after(wrong) if wrong >= TRIES else 0
        update(store, Row, {"wrong": wrong, "waits_until": waits}, staff)
        log_row(store, "person", staff, None, "wrong", "waits_until")
    return LoginAttempt(staff, known_as, secret, wrong)


@requires(Right.ANYBODY)
def fail(store: Store, tried: LoginAttempt) -> int:
    """Records a wrong PIN. From the fifth one on it is an event, since somebody may be guessing. Returns the seconds to wait
    now."""
    if tried.wrong < TRIES:
        return 0
    with store.transaction():
        _happened(store, WAITS, tried.staff, "", str(tried.wrong))
    return _wait_after(tried.wrong)


@requires(Right.ANYBODY)
def succeed(store: Store, tried: LoginAttempt, secret: str = "") -> Acting:
    """Records a successful login, which ends any absence. Returns the person as logged in.

    secret: the hash with today's parameters if the stored one is weaker.
    """
    with store.transaction():
        values = {"wrong": 0, "waits_until": 0, "away_until": None} | ({"secret": secret} if secret else {})
        if _AWAY.rows(store, staff=tried.staff):
            _happened(store, BACK, tried.staff, tried.name)
        update(store, Row, values, tried.staff)
        _happened(store, LOGGED_IN, tried.staff, tried.name)
    return Acting(tried.name, tried.staff)


@requires(Right.ANYBODY)
def rescue(store: Store, name: str, secret: str) -> None:
    """Sets a new PIN for a person and makes them supervisor, for the owner of the machine when no supervisor can log in any more.
    It is an event and appears in the audit log for all supervisors. Raises BadInput, NotNow if nobody logs in yet."""
    with store.transaction():
        if not login_info(store).names:
            raise NobodyLogsIn
        staff, _ = _find(store, name)
        update(store, Row, {"secret": secret, "role": SUPERVISOR, "wrong": 0, "waits_until": 0}, staff)
        _happened(store, RESCUED, staff, "")


def _place(name: str) -> str:
    """The sort key of a name."""
    return name.casefold().replace("ё", "е\uffff")


def _wait_after(wrong: int) -> int:
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(wrong - TRIES, 16)))


def _turn(store: Store, who: str, what: str, *, opened: bool) -> None:
    with store.transaction():
        if not login_info(store).names:
            raise NobodyLogsIn
        if is_open(store) != opened:
            _happened(store, what, None, who)


def _known(role: str) -> str:
    if role not in ROLES:
        raise RoleUnknown(role)
    return role


def _find(store: Store, name: str) -> tuple[int, str]:
    """The only person with this name or with a name that begins so: their id and full name. Raises BadInput."""
    known = {known_as: staff for staff, known_as, *_ in _logins.rows(store)}
    found = matching_names(list(known), name)
    if len(found) > 1:
        raise NameAmbiguous(found)
    if not found:
        raise PersonUnknown(name)
    return int(known[found[0]]), found[0]


def _must_not_be_last(store: Store, staff: int) -> None:
    if not _other_supervisors.rows(store, staff=staff):
        raise LastSupervisor


def _not_theirs(store: Store, staff: int) -> list[int]:
    """The tickets that a person owns and may not own."""
    found = []
    for (number,) in _OWN.rows(store, staff=staff):
        if not may_have(store, fold_events(events_of(store, number)), number):
            found.append(number)
    return found


# The columns of a person changed by each login event; all of them for a new person.
_CHANGES = {
    SECRET_SET: ("secret", "wrong", "waits_until"),
    ROLE_SET: ("role", "secret"),
    AWAY: ("away_until",),
    BACK: ("away_until",),
    GONE: ("gone",),
    RESCUED: ("secret", "role", "wrong", "waits_until"),
    LOGGED_IN: ("secret", "wrong", "waits_until", "away_until"),
    WAITS: ("wrong", "waits_until"),
}


def _happened(store: Store, what: str, staff: int | None, by: str, detail: str = "") -> None:
    """Records a change of a login and updates its row."""
    who = staff_id(store, by) if by else None
    row = {"at": store.now(), "what": what, "staff": staff, "by": who, "detail": detail}
    happened = insert(store, PersonEvent, row)
    log_row(store, "person_event", happened, who)
    if staff is not None:
        log_row(store, "person", staff, who, *_CHANGES.get(what, ()))


_NAMES = Statement(lambda _: Row.select(Staff.name).join(Staff).where(Row.gone.is_null()))


@Statement
def _people(_: Dialect) -> Any:
    return Row.select(Staff.name, Row.role, Row.away_until).join(Staff).where(Row.gone.is_null())


@Statement
def _logins(_: Dialect) -> Any:
    query = Row.select(Row.staff, Staff.name, Row.secret, Row.wrong, Row.waits_until).join(Staff)
    return query.where(Row.gone.is_null())


_AWAY = Statement(lambda _: Row.select(SQL("1")).where(Row.staff == Param("staff"), Row.away_until.is_null(False)))
_OWN = Statement(lambda _: Ticket.select(Ticket.id).where(Ticket.state == OPEN, Ticket.owner == Param("staff")))


@Statement
def _other_supervisors(_: Dialect) -> Any:
    return Row.select(SQL("1")).where(Row.role == SUPERVISOR, Row.gone.is_null(), Row.staff != Param("staff"))


@Statement
def _history(_: Dialect) -> Any:
    by = Staff.alias("b")
    columns = (PersonEvent.at, PersonEvent.what, fn.COALESCE(Staff.name, ""), fn.COALESCE(by.name, ""), PersonEvent.detail)
    query = PersonEvent.select(*columns).join_from(PersonEvent, Staff, JOIN.LEFT_OUTER, on=PersonEvent.staff == Staff.id)
    query = query.join_from(PersonEvent, by, JOIN.LEFT_OUTER, on=PersonEvent.by == by.id)
    return query.where(PersonEvent.what != LOGGED_IN).order_by(PersonEvent.id.desc()).limit(1000)
