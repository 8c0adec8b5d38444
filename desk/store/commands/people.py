"""The people who log in: their roles, PINs, failed logins and absences.

Each change of a login is an event of its own, append-only. The owner of the machine acts without a name.
"""

from typing import NamedTuple

from desk.actions.rights import MAY, ROLES, SUPERVISOR, Acting, Right
from desk.models import Person as Row
from desk.models import PersonEvent
from desk.store.commands.assignment import return_tickets_until
from desk.store.commands.unit_of_work import add_event
from desk.store.database import Store
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
from desk.store.ticket_state import Act, fold_events
from desk.store.validation import check_length
from desk.store.visibility import can_have, may_have
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
    names = [name for (name,) in store.rows(_NAMES)]
    return LoginInfo(is_open(store), tuple(sorted(names, key=_place)))


@requires(Right.LOOK)
def people_here(store: Store) -> list[Person]:
    """Everybody who logs in, in alphabetical order."""
    now = store.now()
    found = [Person(name, role, away if away and away > now else None) for name, role, away in store.rows(_PEOPLE)]
    return sorted(found, key=lambda person: _place(person.name))


@requires(Right.LOOK)
def colleagues(store: Store, number: int | None = None) -> list[Person]:
    """The people who can own tickets, in alphabetical order: those who may act on them; on an open desk everybody who ever used it.
    number: of the ticket to own, None for any."""
    found = people_here(store)
    if is_open(store):
        here = {person.name: person for person in found}
        names = [name for (name,) in store.rows("SELECT name FROM staff")]
        found = [here.get(name, Person(name, SUPERVISOR, None)) for name in sorted(names, key=_place)]
    else:
        found = [person for person in found if Right.WORK in MAY[person.role]]
    return [person for person in found if number is None or can_have(store, number, person.name)]


@requires(Right.ANYBODY)
def role_of(store: Store, name: str) -> str:
    """The role of the person with this name, or the role that the first person will get; "" if there is no such person."""
    if not login_info(store).names:
        return SUPERVISOR
    found = matching_names([login for login, *_ in store.rows(_PEOPLE)], name)
    return next((role for login, role, _ in store.rows(_PEOPLE) if found == [login]), "")


@requires(Right.LEAD)
def history(store: Store) -> list[AuditEntry]:
    """The audit log of logins: changes and wrong PINs, newest first. Plain logins are left out, since they would hide the rest."""
    return [AuditEntry(*row) for row in store.rows(_HISTORY)]


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
        Row.delete().where(Row.staff == staff).execute()  # replaces the row of somebody who left and is back
        Row.insert(staff=staff, role=role, secret=secret).execute()
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
        Row.update(secret=secret, wrong=0, waits_until=0).where(Row.staff == staff).execute()
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
        Row.update({"role": role} | ({"secret": secret} if secret else {})).where(Row.staff == staff).execute()
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
        Row.update(gone=store.now()).where(Row.staff == staff).execute()
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
        Row.update(away_until=until).where(Row.staff == staff).execute()
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
        staff, known_as, secret, wrong, until = next(row for row in store.rows(_LOGINS) if row[0] == wanted)
        now = latest(store, store.now())
        if until > now and until - now <= LONGEST_WAIT:  # a clock that was set back must not lock anybody out for long
            raise MustWait(until - now)
        wrong += 1
        waits = now + _wait_after(wrong) if wrong >= TRIES else 0
        Row.update(wrong=wrong, waits_until=waits).where(Row.staff == staff).execute()
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
        if store.rows("SELECT 1 FROM person WHERE staff_id = ? AND away_until IS NOT NULL", tried.staff):
            _happened(store, BACK, tried.staff, tried.name)
        Row.update(values).where(Row.staff == tried.staff).execute()
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
        Row.update(secret=secret, role=SUPERVISOR, wrong=0, waits_until=0).where(Row.staff == staff).execute()
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
    known = {known_as: staff for staff, known_as, *_ in store.rows(_LOGINS)}
    found = matching_names(list(known), name)
    if len(found) > 1:
        raise NameAmbiguous(found)
    if not found:
        raise PersonUnknown(name)
    return int(known[found[0]]), found[0]


def _must_not_be_last(store: Store, staff: int) -> None:
    if not store.rows("SELECT 1 FROM person WHERE role = ? AND gone IS NULL AND staff_id <> ?", SUPERVISOR, staff):
        raise LastSupervisor


def _not_theirs(store: Store, staff: int) -> list[int]:
    """The tickets that a person owns and may not own."""
    found = []
    for (number,) in store.rows("SELECT id FROM ticket WHERE state = 'open' AND owner_id = ?", staff):
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
    happened = int(PersonEvent.insert(at=store.now(), what=what, staff=staff, by=who, detail=detail).execute())
    log_row(store, "person_event", happened, who)
    if staff is not None:
        log_row(store, "person", staff, who, *_CHANGES.get(what, ()))


_NAMES = "SELECT s.name FROM person AS p JOIN staff AS s ON s.id = p.staff_id WHERE p.gone IS NULL"
_PEOPLE = "SELECT s.name, p.role, p.away_until FROM person AS p JOIN staff AS s ON s.id = p.staff_id WHERE p.gone IS NULL"
_LOGINS = """SELECT p.staff_id, s.name, p.secret, p.wrong, p.waits_until FROM person AS p JOIN staff AS s ON s.id = p.staff_id
             WHERE p.gone IS NULL"""
_HISTORY = """SELECT e.at, e.what, COALESCE(s.name, ''), COALESCE(b.name, ''), e.detail FROM person_event AS e
              LEFT JOIN staff AS s ON s.id = e.staff_id LEFT JOIN staff AS b ON b.id = e.by_id
              WHERE e.what <> 'logged-in' ORDER BY e.id DESC LIMIT 1000"""
