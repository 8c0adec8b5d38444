"""Permissions of the store: each public function names the permission it requires, and refuses a user without it.

As long as there are no people, and on a desk that its supervisor has opened to all, everybody may do everything.
"""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from peewee import SQL, Select, fn

from desk.actions.rights import MAY, RIGHTS, Access, Right
from desk.models import Person, PersonEvent, Staff
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotLoggedIn
from desk.store.errors.people import ActorChanged, RightMissing

P = ParamSpec("P")
T = TypeVar("T")


def is_open(store: Store) -> bool:
    """Whether no login is required."""
    return access(store).is_open


def access(store: Store) -> Access:
    """The current user's permissions as of now: a revoked role takes effect at once."""
    login = store.acting.login
    return store.remembered(("access", login), lambda: _access(store, login))


def _access(store: Store, login: int | None) -> Access:
    ((anybody_logs_in, turned, role),) = _standing.rows(store, login=login)
    is_open_ = not anybody_logs_in or turned == "opened"
    return Access(is_open_, RIGHTS if is_open_ else MAY.get(role, frozenset()))


def rights(store: Store) -> frozenset[Right]:
    """The permissions alone."""
    return access(store).rights


def rights_of(store: Store, name: str) -> frozenset[Right]:
    """The permissions of the person with this name; none if nobody with this name logs in."""
    if is_open(store):
        return RIGHTS
    return frozenset().union(*(MAY[role] for (role,) in _ROLE.rows(store, name=name)))


def check_right(store: Store, needed: Right) -> None:
    """Refuses a user without a permission. Raises NotAllowed."""
    if needed == Right.ANYBODY:
        return
    has = rights(store)
    if not has:
        raise NotLoggedIn
    if needed not in has:
        raise RightMissing(needed)


# Every public function, `module.name` without the package, with the permission it requires.
REQUIRED: dict[str, Right] = {}


def requires(right: Right) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Makes a store function public. right: the permission that the current user needs.

    The function takes the store first, a method after itself. If its next parameter is `who`, it can only be called in the current
    user's own name. Raises NotAllowed when it is called.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        REQUIRED[f"{function.__module__.removeprefix('desk.store.')}.{function.__qualname__}"] = right
        if right is Right.ANYBODY:
            return function
        parameters = list(signature(function).parameters)
        place = parameters.index("store")
        names_actor = parameters[place + 1 : place + 2] == ["who"]

        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            store = args[place]
            assert isinstance(store, Store)
            if names_actor:
                store.begun += 1  # it changes something, even if the connection is lost before its transaction
            with store.look():
                check_right(store, right)
                if names_actor and store.acting.login:
                    actor = args[place + 1] if len(args) > place + 1 else kwargs.get("who")
                    if actor != store.acting.name and not is_open(store):
                        raise ActorChanged
                return function(*args, **kwargs)

        return guarded

    return decorate


_ROLE = Statement(lambda _: Person.select(Person.role).join(Staff).where(Staff.name == Param("name"), Person.gone.is_null()))


@Statement
def _standing(_: Dialect) -> Any:
    """Whether anybody logs in, the last turn of logins on or off, and the role of a user."""
    person = Person.select(SQL("1")).where(Person.gone.is_null())
    turn = PersonEvent.select(PersonEvent.what).where(PersonEvent.what.in_(("opened", "closed")))
    role = Person.select(Person.role).where(Person.staff == Param("login"), Person.gone.is_null())
    return Select(columns=(fn.EXISTS(person), turn.order_by(PersonEvent.id.desc()).limit(1), role))
