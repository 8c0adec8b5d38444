"""The doors of the store: what others call here is refused to whoever may not do it, by the one table in `desk/roles.py`.

As long as no person was made, and on a desk that its supervisor has opened to all, everybody may do everything.
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Concatenate, ParamSpec, TypeVar

from desk.roles import ANYBODY, DOORS, MAY, RIGHTS, Access
from desk.store.database import Store
from desk.store.errors import NotAllowed

P = ParamSpec("P")
T = TypeVar("T")

LOG_IN, NO_PIN, NOT_YOURS, NOT_YOU = "log-in", "no-pin", "not-yours", "not-you"

ALL = frozenset(RIGHTS)


def is_open(store: Store) -> bool:
    """Whether nobody has to log in here."""
    return access(store).is_open


def access(store: Store) -> Access:
    """What whoever works with the store may do, as of now: a role that was taken away counts at once."""
    ((is_open_, role),) = store.rows(_STANDING, store.acting.login)
    return Access(bool(is_open_), ALL if is_open_ else MAY.get(role, frozenset()))


def rights(store: Store) -> frozenset[str]:
    """The rights alone."""
    return access(store).rights


def rights_of(store: Store, name: str) -> frozenset[str]:
    """What somebody of this name may do; nothing, where nobody of this name logs in."""
    if is_open(store):
        return ALL
    return frozenset().union(*(MAY[role] for (role,) in store.rows(_ROLE, name)))


def check_door(store: Store, name: str) -> None:
    """Refuses whoever may not pass here. name: of a row of DOORS. Raises NotAllowed."""
    check_right(store, DOORS[name])


def check_right(store: Store, needed: str) -> None:
    """Refuses whoever does not have a right. Raises NotAllowed."""
    if needed == ANYBODY:
        return
    has = rights(store)
    if not has:
        raise NotAllowed(LOG_IN)
    if needed not in has:
        raise NotAllowed(NOT_YOURS, right=needed)


def door(function: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store, P], T]:
    """Makes a function one that others may call, with its row in DOORS. Nobody passes it in somebody else's name.

    Raises KeyError where it has no row, NotAllowed when it is called.
    """
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
    needs = DOORS[name]
    names_whom = list(signature(function).parameters)[1:2] == ["who"] and needs != ANYBODY

    @wraps(function)
    def guarded(store: Store, /, *args: P.args, **kwargs: P.kwargs) -> T:
        check_door(store, name)
        if names_whom and store.acting.login:
            who = args[0] if args else kwargs.get("who")
            if who != store.acting.name and not is_open(store):
                raise NotAllowed(NOT_YOU)
        return function(store, *args, **kwargs)

    return guarded


_ROLE = "SELECT p.role FROM person AS p JOIN staff AS s ON s.id = p.staff_id WHERE s.name = ? AND p.gone IS NULL"
_STANDING = """SELECT NOT EXISTS (SELECT 1 FROM person WHERE gone IS NULL)
                      OR COALESCE((SELECT what = 'opened' FROM person_event WHERE what IN ('opened', 'closed')
                                   ORDER BY id DESC LIMIT 1), 0),
                      (SELECT role FROM person WHERE staff_id = ? AND gone IS NULL)"""
