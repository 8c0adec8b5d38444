"""Who may do what: every role against every function of the store that names a right, and against every command."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest

import desk.store
from desk.actions.registry import ACTIONS, find
from desk.actions.rights import MAY, READ_ONLY, RIGHTS, ROLES, TAKER_KEYS, TAKER_MAY, Access, Right
from desk.charter import Charter
from desk.services.session import UserSession
from desk.store.commands import people as people_commands
from desk.store.database import Store
from desk.store.errors import NotAllowed, NotLoggedIn
from desk.store.errors.people import ActorChanged, RightMissing
from desk.store.permissions import REQUIRED
from desk.store.queries.board_cache import BoardCache
from docs.permissions import page
from tests.unit.conftest import Desk
from tests.unit.people import PEOPLE, seat

ROOT = Path(desk.store.__path__[0]).parent
MODULES = [name.removeprefix("desk.store.") for _, name, _ in pkgutil.walk_packages(desk.store.__path__, "desk.store.")]
for name in MODULES:
    importlib.import_module(f"desk.store.{name}")


def functions() -> dict[str, Callable[..., object]]:
    """Every function that names a right, as it is called with a store first."""
    found: dict[str, Callable[..., object]] = {}
    for name in REQUIRED:
        module, _, function = name.rpartition(".")
        if module.endswith(".BoardCache"):
            found[name] = getattr(BoardCache(), function)
        else:
            found[name] = getattr(importlib.import_module(f"desk.store.{module}"), function)
    return found


def refused(store: Store, call: Callable[..., object], who: str | None = None) -> type[NotAllowed] | None:
    """Why somebody is refused; None where they are not. who: in whose name it is called, their own unless it is said.

    It is called with an argument that no function has: whoever is not refused gets Python's error for that, before anything is
    done.
    """
    names = [store.acting.name if who is None else who] if "who" in inspect.signature(call).parameters else []
    with pytest.raises((NotAllowed, TypeError)) as error:
        call(store, *names, no_such_argument=None)
    if isinstance(error.value, NotAllowed):
        return type(error.value)
    assert "unexpected keyword argument 'no_such_argument'" in str(error.value)
    return None


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_every_role_at_every_function_of_the_store(people: Desk, role: str) -> None:
    """Allowed and refused as its right says; who is not logged in is refused everywhere."""
    wrong = []
    for name, call in functions().items():
        seat(people, role)
        allowed = REQUIRED[name] is Right.ANYBODY or REQUIRED[name] in MAY.get(role, ())
        expected = None if allowed else RightMissing if role else NotLoggedIn
        if (found := refused(people.store, call)) != expected:
            wrong.append((name, expected, found))
    assert wrong == []


def test_every_function_that_others_call_names_its_right() -> None:
    """Deny by default: a new one that names none fails here."""
    called: set[str] = set()
    for path in ROOT.rglob("*.py"):
        if path.is_relative_to(ROOT / "store"):
            continue
        imported: dict[str, str] = {}
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom) or not f"{node.module}.".startswith("desk.store."):
                continue
            package = str(node.module).removeprefix("desk.store").removeprefix(".")
            for item in node.names:
                whole = f"{package}.{item.name}".removeprefix(".")
                imported[item.asname or item.name] = whole
                called.add(whole)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
                called.add(f"{imported[node.value.id]}.{node.attr}")
    takes_the_store = {
        f"{module}.{name}"
        for module in MODULES
        if module != "permissions"  # which asks
        for name, function in inspect.getmembers(importlib.import_module(f"desk.store.{module}"), inspect.isfunction)
        if function.__module__ == f"desk.store.{module}" and list(inspect.signature(function).parameters)[:1] == ["store"]
    }
    assert called & takes_the_store - set(REQUIRED) == set()


def test_the_page_of_permissions_is_the_one_that_the_code_makes() -> None:
    """`make permissions` writes it."""
    assert (Path(__file__).parents[2] / "docs" / "permissions.md").read_text(encoding="utf-8") == page()


def test_every_right_is_asked_for() -> None:
    """By a command and by a function."""
    assert {action.right for action in ACTIONS} == set(REQUIRED.values()) == set(Right)


def test_what_states_something_of_a_complaint_alone_asks_for_its_right() -> None:
    """What only a complaint's handler does is shown to nobody else."""
    session = UserSession("Anna", lambda: 0.0, 10)
    session.kinds, session.access = Charter.load().kinds, Access(False, MAY["reception"])
    kinds = {action.id: [kind for kind in session.kinds.values() if action.suits(kind)] for action in ACTIONS if action.acts}
    alone = {name for name, suited in kinds.items() if all(kind.is_sealed for kind in suited)}
    assert "acknowledged" in alone
    assert {name for name in alone if session.allows(find(name), None)} <= TAKER_KEYS
    assert {find(name).appends for name in TAKER_KEYS} == TAKER_MAY


def test_each_role_may_more_than_nothing_and_the_supervisor_all() -> None:
    """Who reads only changes nothing; nobody but the supervisor leads."""
    assert MAY["supervisor"] == RIGHTS
    assert MAY[READ_ONLY] == {Right.LOOK, Right.REVIEW}
    assert [role for role in ROLES if Right.LEAD in MAY[role]] == ["supervisor"]
    assert [role for role in ROLES if Right.WORK in MAY[role]] == ["reception", "complaints", "supervisor"]


def test_as_long_as_nobody_logs_in_everything_is_open(desk: Desk) -> None:
    """And again on a desk that its supervisor opened to all."""
    assert {refused(desk.by("Anybody"), call) for call in functions().values()} == {None}


def test_a_desk_that_is_opened_is_open_until_it_is_closed(people: Desk) -> None:
    """The person who they say they are; then one has to log in again."""
    seat(people, "supervisor")
    people_commands.open_to_all(people.store, PEOPLE["supervisor"])
    number = people.new("complaint", "email")
    assert people.row(number).name == "Иванова Мария"
    people.by("Somebody")
    assert people.new(who="Somebody") > number
    people_commands.close_to_others(people.by("Somebody"), "Somebody")
    with pytest.raises(NotLoggedIn):
        people.new(who="Somebody")


def test_nobody_acts_in_somebody_elses_name(people: Desk) -> None:
    """What was asked for before another one logged in is not done as theirs; not by the supervisor either."""
    seat(people, "reception")
    with pytest.raises(ActorChanged):
        people.new(who=PEOPLE["supervisor"])
    seat(people, "supervisor")
    acting = {name: call for name, call in functions().items() if "who" in inspect.signature(call).parameters}
    assert [name for name, call in acting.items() if refused(people.store, call, PEOPLE["reception"]) is not ActorChanged] == []


def test_a_role_that_is_taken_away_counts_at_once(people: Desk) -> None:
    """From the next key on, the person who is at work."""
    number = people.new("complaint", "email", who=seat(people, "complaints"))
    assert people.row(number).name == "Иванова Мария"
    seat(people, "supervisor")
    people_commands.set_role(people.store, PEOPLE["supervisor"], PEOPLE["complaints"], "read-only")
    who = seat(people, "complaints")
    with pytest.raises(RightMissing):
        people.new(who=who)
    people_commands.leave(people.by(PEOPLE["supervisor"], seat_id(people, "supervisor")), PEOPLE["supervisor"], who)
    seat(people, "complaints")
    with pytest.raises(NotLoggedIn):
        people.row(number)


def seat_id(people: Desk, role: str) -> int:
    """The id of the person who has the role."""
    return int(people.rows("SELECT id FROM staff WHERE name = ?", PEOPLE[role])[0][0])
