"""The people who log in here: their roles, their secrets, how often somebody guessed, until when they are away.

What is done to a login is an event of its own, appended and never changed. The owner of the machine acts as nobody.
"""

from typing import NamedTuple

from desk.actions.rights import MAY, ROLES, SUPERVISOR, Acting, Right
from desk.models import Person as Row
from desk.models import PersonEvent
from desk.store.commands.assignment import give_back_until
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
from desk.store.visibility import may_have
from desk.text.folding import meant_by, search_key

TRIES = 5  # wrong ones; then each costs a wait
FIRST_WAIT = 60  # seconds; twice as long after each further wrong try
LONGEST_WAIT = 3_600

(MADE, SECRET_SET, ROLE_SET, AWAY, BACK, GONE, OPENED, CLOSED, RESCUED, LOGGED_IN, WAITS) = (
    "made", "secret", "role", "away", "back", "gone", "opened", "closed", "rescued", "logged-in", "waits",
)  # fmt: skip


class Person(NamedTuple):
    """Somebody who logs in here. away_until: epoch seconds, None where they are here."""

    name: str
    role: str
    away_until: int | None


class LoginInfo(NamedTuple):
    """The people of the desk. is_open: nobody has to log in; names: who may, in the order of the alphabet."""

    is_open: bool
    names: tuple[str, ...]


class LoginAttempt(NamedTuple):
    """A login that is tried. staff: their id; secret: the hash that their PIN must give; wrong: the how manieth it is that would be
    wrong."""

    staff: int
    name: str
    secret: str
    wrong: int


class AuditEntry(NamedTuple):
    """Something that was done to a login, or to the desk's. about, by: names, "" for the desk and for the owner of the machine."""

    at: int
    what: str
    about: str
    by: str
    detail: str


@requires(Right.ANYBODY)
def login_info(store: Store) -> LoginInfo:
    """Whether one must log in here, and who can."""
    names = [name for (name,) in store.rows(_NAMES)]
    return LoginInfo(is_open(store), tuple(sorted(names, key=_place)))


@requires(Right.LOOK)
def people_here(store: Store) -> list[Person]:
    """Everybody who logs in here, in the order of the alphabet."""
    now = store.now()
    found = [Person(name, role, away if away and away > now else None) for name, role, away in store.rows(_PEOPLE)]
    return sorted(found, key=lambda person: _place(person.name))


@requires(Right.LOOK)
def colleagues(store: Store) -> list[Person]:
    """Who can have tickets, in the order of the alphabet: people who may act on them; on an open desk everybody who was ever at
    it."""
    found = people_here(store)
    if not is_open(store):
        return [person for person in found if Right.WORK in MAY[person.role]]
    here = {person.name: person for person in found}
    names = [name for (name,) in store.rows("SELECT name FROM staff")]
    return [here.get(name, Person(name, SUPERVISOR, None)) for name in sorted(names, key=_place)]


@requires(Right.ANYBODY)
def role_of(store: Store, name: str) -> str:
    """The role that somebody of this name has, or that the first person here will have; "" where there is none."""
    if not login_info(store).names:
        return SUPERVISOR
    found = meant_by([login for login, *_ in store.rows(_PEOPLE)], name)
    return next((role for login, role, _ in store.rows(_PEOPLE) if found == [login]), "")


@requires(Right.LEAD)
def history(store: Store) -> list[AuditEntry]:
    """The login history: changes and wrong PINs, newest first. Plain logins are left out, since they would hide the rest."""
    return [AuditEntry(*row) for row in store.rows(_HISTORY)]


@requires(Right.LEAD)
def add_person(store: Store, who: str, name: str, role: str, secret: str) -> Acting:
    """Somebody who logs in from now on; the first is the supervisor, whatever was said. Returns them as logged in.

    secret: the hash of their PIN. A name that is already on tickets becomes theirs. Raises BadInput for a name that somebody has,
    in whatever letters: tickets say who acts by name alone.
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
        Row.delete().where(Row.staff == staff).execute()  # somebody who left and is back
        Row.insert(staff=staff, role=role, secret=secret).execute()
        find_mentions_of(store, staff, name)
        _happened(store, MADE, staff, who or name, role)
    return Acting(name, staff)


@requires(Right.LOOK)
def set_secret(store: Store, who: str, name: str, secret: str) -> None:
    """Another PIN: one's own, or, for a supervisor, anybody's. Raises NotAllowed, BadInput."""
    with store.transaction():
        staff, known_as = _find(store, name)
        if known_as != who and Right.LEAD not in rights(store):
            raise RightMissing(Right.LEAD)
        Row.update(secret=secret, wrong=0, waits_until=0).where(Row.staff == staff).execute()
        _happened(store, SECRET_SET, staff, who)


@requires(Right.LEAD)
def set_role(store: Store, who: str, name: str, role: str, secret: str = "") -> None:
    """Another role, from the next key on; what they may not have any more goes back to its queue.

    secret: the hash of another PIN, as a new supervisor needs a passphrase; "" keeps the present one. Raises BadInput, and NotNow
    for the last supervisor.
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
    """Somebody works here no longer: all of theirs goes back to its queue. Returns the numbers. Raises NotNow for the last
    supervisor."""
    with store.transaction():
        staff, known_as = _find(store, name)
        _must_not_be_last(store, staff)
        numbers = give_back_until(store, who, known_as, None)
        Row.update(gone=store.now()).where(Row.staff == staff).execute()
        _happened(store, GONE, staff, who)
    return numbers


@requires(Right.WORK)
def set_away(store: Store, who: str, name: str, until: int) -> list[int]:
    """Somebody is away until a moment: what of theirs falls due before it, or before the closing of the next working day, goes
    back to its queue (calls.2). Returns the numbers. Raises BadInput for a moment that is past."""
    if until <= store.now():
        raise ReturnInPast
    with store.transaction():
        staff, known_as = _find(store, name)
        numbers = give_back_until(store, who, known_as, until)
        Row.update(away_until=until).where(Row.staff == staff).execute()
        _happened(store, AWAY, staff, who, str(until))
    return numbers


@requires(Right.LEAD)
def open_to_all(store: Store, who: str) -> None:
    """From now on nobody has to log in: everybody may do everything. Raises NotNow where nobody logs in anyway."""
    _turn(store, who, OPENED, opened=True)


@requires(Right.LEAD)
def close_to_others(store: Store, who: str) -> None:
    """From now on one has to log in again. Raises NotNow as long as nobody can."""
    _turn(store, who, CLOSED, opened=False)


@requires(Right.ANYBODY)
def begin_attempt(store: Store, name: str) -> LoginAttempt:
    """Somebody tries to log in, named by their name or by what only theirs begins with. The try counts as a wrong one until
    `succeed`: a desk that is killed meanwhile forgives none.

    Raises BadInput for a name that nobody has, MustWait while the wait after wrong tries lasts.
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
    """The PIN was wrong. From the fifth time on that is an event: somebody may be guessing. Returns the seconds to wait now."""
    if tried.wrong < TRIES:
        return 0
    with store.transaction():
        _happened(store, WAITS, tried.staff, "", str(tried.wrong))
    return _wait_after(tried.wrong)


@requires(Right.ANYBODY)
def succeed(store: Store, tried: LoginAttempt, secret: str = "") -> Acting:
    """The PIN was right: they are here, whatever was said of when they are back. Returns them as logged in.

    secret: the hash by today's measure, where the one that is kept is weaker.
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
    """Another PIN for somebody, as supervisor, set by the owner of the machine where no supervisor can log in any more. It is an
    event, and stands in the history for all supervisors to see. Raises BadInput, NotNow where nobody logs in yet."""
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
    """The one person whom a name, or the beginning of one, means: their id, and how they are called. Raises BadInput."""
    known = {known_as: staff for staff, known_as, *_ in store.rows(_LOGINS)}
    found = meant_by(list(known), name)
    if len(found) > 1:
        raise NameAmbiguous(found)
    if not found:
        raise PersonUnknown(name)
    return int(known[found[0]]), found[0]


def _must_not_be_last(store: Store, staff: int) -> None:
    if not store.rows("SELECT 1 FROM person WHERE role = ? AND gone IS NULL AND staff_id <> ?", SUPERVISOR, staff):
        raise LastSupervisor


def _not_theirs(store: Store, staff: int) -> list[int]:
    """What somebody owns and may not have."""
    found = []
    for (number,) in store.rows("SELECT id FROM ticket WHERE state = 'open' AND owner_id = ?", staff):
        if not may_have(store, fold_events(events_of(store, number)), number):
            found.append(number)
    return found


# Which columns of a person change by what is done to a login; all of them for somebody new.
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
    """Records a change of a login, and its current row."""
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
