"""The one table of who may do what: every role against every door of the store and every command, made from the table itself."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import desk.store
from desk.commands import COMMANDS, EVENT_OF
from desk.roles import ANYBODY, DOORS, HANDLE, KEYS, LEAD, LOOK, MAY, READ_ONLY, REVIEW, RIGHTS, ROLES, TAKER_KEYS, TAKER_MAY, WORK
from desk.store import staff
from desk.store.database import Store
from desk.store.errors import NotAllowed
from desk.store.reading import Reading
from tests.unit.conftest import Desk
from tests.unit.people import PEOPLE, seat

ROOT = Path(desk.store.__path__[0]).parent
MODULES = [one.name for one in pkgutil.iter_modules(desk.store.__path__) if one.name != "migrations"]
METHODS = {"reading.all": lambda store: Reading().all(store), "reading.beside": lambda store: Reading().beside(store)}


def doors() -> dict[str, Callable[..., Any]]:
    """Every function of DOORS, by its name there."""
    found = {}
    for name in DOORS:
        module, _, function = name.partition(".")
        found[name] = METHODS.get(name) or getattr(importlib.import_module(f"desk.store.{module}"), function)
    return found


def refused(store: Store, call: Callable[..., Any]) -> str:
    """Why somebody is refused at a door; "" where they pass it, whatever comes of it behind."""
    asked = list(inspect.signature(call).parameters)[1:]
    try:
        call(store, *[store.acting.name if name in ("who", "name") else None for name in asked])
    except NotAllowed as error:
        return error.reason if error.reason in ("log-in", "not-yours", "not-you") else ""
    except Exception:
        return ""
    return ""


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_every_role_at_every_door_of_the_store(people: Desk, role: str) -> None:
    """Allowed and refused as the table says; whoever is not logged in passes nowhere."""
    wrong = []
    for name, call in doors().items():
        seat(people, role)
        allowed = DOORS[name] == ANYBODY or DOORS[name] in MAY.get(role, ())
        expected = "" if allowed else "not-yours" if role else "log-in"
        if (found := refused(people.store, call)) != expected:
            wrong.append((name, expected, found))
    assert wrong == []


def test_every_function_that_others_call_has_its_row() -> None:
    """A new one without a row fails here; a row without a function as well."""
    called: set[str] = set()
    for path in ROOT.rglob("*.py"):
        if path.is_relative_to(ROOT / "store"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("desk.store."):
                called |= {f"{node.module.removeprefix('desk.store.')}.{one.name}" for one in node.names}
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in MODULES:
                called.add(f"{node.value.id}.{node.attr}")
    asks_the_store = {
        f"{module}.{name}"
        for module in MODULES
        if module != "doors"  # who keeps them
        for name, function in inspect.getmembers(importlib.import_module(f"desk.store.{module}"), inspect.isfunction)
        if function.__module__ == f"desk.store.{module}" and list(inspect.signature(function).parameters)[:1] == ["store"]
    }
    assert called & asks_the_store <= set(DOORS)
    assert set(DOORS) - set(METHODS) <= asks_the_store


def test_what_has_a_row_is_a_door() -> None:
    """But for what asks for nothing."""
    guarded = {name for name, call in doors().items() if hasattr(call, "__wrapped__")}
    assert guarded | set(METHODS) == {name for name, right in DOORS.items() if right != ANYBODY}


def test_every_command_has_its_row() -> None:
    """A new one without a row fails here."""
    assert set(KEYS) == {one.id for one in COMMANDS}
    assert set(KEYS.values()) | set(DOORS.values()) == {*RIGHTS, ANYBODY}


def test_what_states_something_of_a_complaint_alone_asks_for_its_right() -> None:
    """What only a complaint's handler does is shown to nobody else."""
    alone = {one.id for one in COMMANDS if one.kinds == ("complaint",)}
    assert {KEYS[name] for name in alone} == {HANDLE}
    assert {EVENT_OF[name] for name in TAKER_KEYS} == TAKER_MAY


def test_each_role_may_more_than_nothing_and_the_supervisor_all() -> None:
    """Who reads only changes nothing; nobody but the supervisor leads."""
    assert MAY["supervisor"] == set(RIGHTS)
    assert MAY[READ_ONLY] == {LOOK, REVIEW}
    assert [role for role in ROLES if LEAD in MAY[role]] == ["supervisor"]
    assert [role for role in ROLES if WORK in MAY[role]] == ["reception", "complaints", "supervisor"]


def test_as_long_as_nobody_logs_in_everything_is_open(desk: Desk) -> None:
    """And again on a desk that its supervisor opened to all."""
    assert {refused(desk.by("Anybody"), call) for name, call in doors().items() if not name.startswith("staff.")} == {""}


def test_a_desk_that_is_opened_is_open_until_it_is_closed(people: Desk) -> None:
    """Whoever they say they are; then one has to log in again."""
    seat(people, "supervisor")
    staff.open_to_all(people.store, PEOPLE["supervisor"])
    number = people.new("complaint", "email")
    assert people.row(number).name == "Иванова Мария"
    people.by("Somebody")
    assert people.new(who="Somebody") > number
    staff.close_to_others(people.by("Somebody"), "Somebody")
    with pytest.raises(NotAllowed, match="log-in"):
        people.new(who="Somebody")


def test_nobody_acts_in_somebody_elses_name(people: Desk) -> None:
    """What was asked for before another one logged in is not done as theirs."""
    seat(people, "reception")
    with pytest.raises(NotAllowed, match="not-you"):
        people.new(who=PEOPLE["supervisor"])


def test_a_role_that_is_taken_away_counts_at_once(people: Desk) -> None:
    """From the next key on, whoever is at work."""
    number = people.new("complaint", "email", who=seat(people, "complaints"))
    assert people.row(number).name == "Иванова Мария"
    seat(people, "supervisor")
    staff.set_role(people.store, PEOPLE["supervisor"], PEOPLE["complaints"], "read-only")
    who = seat(people, "complaints")
    with pytest.raises(NotAllowed, match="not-yours"):
        people.new(who=who)
    staff.leave(people.by(PEOPLE["supervisor"], seat_id(people, "supervisor")), PEOPLE["supervisor"], who)
    seat(people, "complaints")
    with pytest.raises(NotAllowed, match="log-in"):
        people.row(number)


def seat_id(people: Desk, role: str) -> int:
    """The id of whoever has the role."""
    return int(people.rows("SELECT id FROM staff WHERE name = ?", PEOPLE[role])[0][0])
