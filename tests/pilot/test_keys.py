"""The keys: both layouts, one meaning each, no accident by case, none inside a text field, none lost at the start."""

from collections import Counter
from collections.abc import Iterator
from inspect import iscoroutinefunction
from itertools import product
from string import ascii_lowercase
from threading import Event
from typing import Any

import pytest
from textual.screen import Screen

from desk.actions.action import CUSTOMER, ORGANISATION, OVERVIEW, TOLD, Action
from desk.actions.action import PLACES as SCOPES
from desk.actions.keys import key_names, russian_key
from desk.actions.paths import resolve
from desk.actions.registry import ACTIONS, states
from desk.charter import Charter
from desk.charter.standards import Kind
from desk.charter.vocabulary import FACTS
from desk.screens.action_screen import ActionScreen
from desk.screens.board.screen import Board
from desk.screens.dialogs.drafts import DraftScreen
from desk.screens.facts.screen import FactsScreen
from desk.screens.forms.base import FormScreen
from desk.screens.forms.record_form import RecordForm
from desk.screens.forms.reply_form import ReplyForm
from desk.screens.groups.screen import GroupScreen
from desk.screens.reports.overview import OverviewScreen
from desk.screens.reports.shift import ShiftScreen
from desk.screens.reports.today import TodayScreen
from desk.screens.search.screen import SearchScreen
from desk.screens.ticket.explain import Explain
from desk.screens.ticket.screen import TicketScreen
from desk.screens.ticket.triage import TriageScreen
from desk.services.connections import Connections
from desk.store.database import Store
from tests.pilot.conftest import PATIENCE, Desk, OpenDesk, ticket

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю."
PLACES: tuple[type[ActionScreen], ...] = (Board, TicketScreen, TriageScreen, GroupScreen)
BOUND: dict[str, type[Screen[Any]]] = {
    item.place: item
    for item in (
        FormScreen,
        RecordForm,
        ReplyForm,
        Explain,
        ShiftScreen,
        TodayScreen,
        DraftScreen,
        SearchScreen,
        FactsScreen,
    )
} | {OVERVIEW: OverviewScreen, CUSTOMER: GroupScreen, ORGANISATION: GroupScreen, TOLD: GroupScreen}

KINDS = tuple(Charter.load().kinds.values())


def everywhere() -> Iterator[tuple[str, Action]]:
    """Every key of the registry with its command."""
    return ((key, command) for command in ACTIONS for key in command.keys)


def two_calls(store: Store) -> None:
    """Two calls."""
    ticket(store)
    ticket(store, name="Петров")


# -- the registry ----------------------------------------------------------------------------------


def test_every_letter_key_has_its_twin() -> None:
    """The Russian layout's letter on the same key, by a table of our own."""
    same_key = dict(zip(LATIN, CYRILLIC, strict=True))
    for key, _ in everywhere():
        if key.isalpha() and len(key) == 1:
            assert russian_key(key) == same_key[key]
            assert russian_key(f"ctrl+{key}") == f"ctrl+{same_key[key]}"
        elif key.startswith("ctrl+"):
            assert russian_key(key) == f"ctrl+{same_key[key.removeprefix('ctrl+')]}"
        elif len(key) > 1 or key.isdigit():
            assert russian_key(key) == ""


_WAY_TO: dict[type[ActionScreen], list[str]] = {
    Board: [],
    TicketScreen: ["enter"],
    TriageScreen: ["f6"],
    GroupScreen: ["ctrl+p", *"collected", "enter"],
}


@pytest.mark.parametrize("place", PLACES)
async def test_every_key_and_twin_is_bound_to_its_command(open_a_desk: OpenDesk, place: type[ActionScreen]) -> None:
    """What the registry says is what the screen listens to, no more and no less."""
    async with open_a_desk(two_calls) as desk:
        await desk.press(*_WAY_TO[place])
        assert type(desk.screen) is place
        bound = {
            (key, binding.action)
            for key, bindings in desk.screen._bindings.key_to_bindings.items()
            for binding in bindings
            if binding.action.startswith("command(")
        }
        said = {
            (key, f"command('{command.id}')")
            for command in ACTIONS
            if command.scope in place.scopes
            for key in key_names(command.keys)
        }
        assert bound == said


def _fits(action: Action, kind: Kind, is_open: bool) -> bool:
    return action.fits(kind, is_open, FACTS) if action.acts else action.scope != "ticket" or action.suits(kind)


@pytest.mark.parametrize("place", PLACES)
def test_no_key_means_two_things_for_one_ticket(place: type[ActionScreen]) -> None:
    """A key may be shared only by commands that never fit the same ticket; a twin is no other command's key."""
    for state, kind, marks in product((True, False), KINDS, (True, False)):
        here = [command for command in ACTIONS if command.scope in place.scopes and command.marks in (None, marks)]
        fitting = [
            item for item in here if item.scope != "ticket" or (item.fits(kind, state, FACTS) if item.acts else item.suits(kind))
        ]
        keys = Counter(name for each in fitting for name in key_names(each.keys))
        keys.update(key_names(("ctrl+q", "ctrl+p", "ctrl+s")))
        assert {key for key, times in keys.items() if times > 1} == set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_fact_that_a_charter_may_name_has_a_key(kind: Kind) -> None:
    """A promise that nobody can keep from the keyboard would be a trap."""
    assert [fact for fact in kind.facts if states(fact, kind) is None] == []


def test_nothing_lies_on_full_stop_and_comma() -> None:
    """They are where the twins of `/` and `?` live."""
    assert not [one.id for key, one in everywhere() if key in (".", ",", "full_stop", "comma", ";", "'", "[", "]")]
    assert (russian_key("/"), russian_key("?")) == (".", ",")


def test_no_key_differs_from_another_by_case_alone() -> None:
    """Caps Lock does nothing by accident: no capital letter is a key at all."""
    for key, _ in everywhere():
        assert key == key.lower()
        assert russian_key(key) == russian_key(key).lower()


def test_no_key_of_ours_is_a_multiplexers_prefix() -> None:
    """The person who works in tmux or screen never gets to see Ctrl+B or Ctrl+A."""
    assert not [one.id for key, one in everywhere() if key in ("ctrl+a", "ctrl+b")]


def test_every_command_opens_something_that_is_there() -> None:
    """A key that leads nowhere would raise: each names a coroutine function, but for the acts that need none."""
    for command in ACTIONS:
        assert command.opens or command.acts or command.binds, command.id
        if command.opens:
            assert iscoroutinefunction(resolve(command.opens)), command.id


def test_every_command_belongs_to_a_scope_that_a_screen_has() -> None:
    """None is out of reach."""
    used = {scope for place in PLACES for scope in place.scopes} | {scope for name in BOUND for scope in SCOPES[name]}
    assert {command.scope for command in ACTIONS} <= used


def test_every_key_of_a_form_or_a_dialog_has_its_method() -> None:
    """A key that runs nothing would be dead."""
    for name, screen in BOUND.items():
        for action in ACTIONS:
            if action.binds and action.scope in SCOPES[name]:
                method, _, _ = action.binds.partition("(")
                assert callable(getattr(screen, f"action_{method}")), action.id


# -- in the running app ----------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["voicemail", "complaint-voicemail", "certificate"])
async def test_a_letter_and_its_twin_run_the_same_command(
    open_a_desk: OpenDesk, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Every letter pressed on the board, on either layout: the one command that fits the ticket, or none."""
    done: list[str] = []

    async def noted(self: ActionScreen, name: str) -> None:  # noqa: ARG001
        done.append(name)

    monkeypatch.setattr(ActionScreen, "action_command", noted)
    async with open_a_desk(full=True) as desk:
        desk.app.board.go_to_ticket(numbers[what])
        await desk.settle()
        available = desk.top(ActionScreen).available()
        for key in ascii_lowercase:
            fitting = [item.id for item in available if key in item.keys]
            assert len(fitting) <= 1
            for pressed in (key, russian_key(key)):
                done.clear()
                await desk.press(pressed)
                assert done == fitting, pressed


@pytest.mark.parametrize("key", ["/", ".", "slash"])
async def test_the_filters_key_works_on_either_layout(open_a_desk: OpenDesk, key: str) -> None:
    """`/` stands on the key of `.` in Russian."""
    async with open_a_desk(two_calls) as desk:
        await desk.press(key)
        assert type(desk.app.focused).__name__ == "FilterBar"


@pytest.mark.parametrize("key", ["?", ",", "f1"])
async def test_the_helps_key_works_on_either_layout(open_a_desk: OpenDesk, key: str) -> None:
    """`?` stands on the key of `,` in Russian."""
    async with open_a_desk(two_calls) as desk:
        await desk.press(key)
        assert desk.kind == "Help"


@pytest.mark.parametrize("key", ["C", "С"])
async def test_a_capital_letter_is_the_same_key(open_a_desk: OpenDesk, key: str) -> None:
    """With Caps Lock on the desk is worked as without, on either layout; no capital does anything else."""
    async with open_a_desk(two_calls) as desk:
        await desk.press(key)
        assert desk.kind == "RecordForm"


@pytest.mark.parametrize("opens", [["c"], ["l"], ["n"], ["f3"], ["s"], ["f2"], ["/"]], ids="".join)
async def test_letters_never_act_inside_a_text_field(open_a_desk: OpenDesk, opens: list[str]) -> None:
    """Every key of the registry, typed into a field, is a letter of a text."""
    letters = "".join(
        key for key in sorted({key for key, _ in everywhere()} | {russian_key(key) for key, _ in everywhere()}) if len(key) == 1
    )
    async with open_a_desk(two_calls) as desk:
        await desk.press(*opens)
        kind, before = desk.kind, desk.count()
        await desk.type(letters)
        assert (desk.kind, desk.count()) == (kind, before)
        assert getattr(desk.app.focused, "value", None) == letters


async def test_letters_never_act_inside_a_long_text(open_a_desk: OpenDesk) -> None:
    """Nor in the field of many lines."""
    async with open_a_desk(two_calls) as desk:
        await desk.press("l")
        desk.screen.query_one("#body").focus()
        await desk.type("quit? ucnz/.,")
        assert desk.values()["body"] == "quit? ucnz/.,"


# -- typing before the desk is there ---------------------------------------------------------------


class SlowStore:
    """Holds the database thread until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.release = Event()
        real = Connections.open_store

        def slow(connections: Connections) -> Store:
            assert self.release.wait(PATIENCE)
            return real(connections)

        monkeypatch.setattr(Connections, "open_store", slow)


async def drawn(desk: Desk) -> None:
    """All that is possible without the database has happened."""
    for _ in range(3):
        await desk.pilot._wait_for_screen()


async def test_no_key_is_lost_before_the_rows_are_there(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call comes while the desk starts: no letter is lost, and Enter records as soon as it can."""
    slow = SlowStore(monkeypatch)
    async with open_a_desk(two_calls, wait=False) as desk:
        try:
            desk.send("c", *"Петрова 5550102", "tab", *"Когда FCE?", "enter")
            await drawn(desk)
            assert desk.app.board.panes.rows == []
        finally:
            slow.release.set()
        await desk.settle()
        assert desk.kind == "Board"
        assert desk.rows("SELECT name, subject FROM ticket ORDER BY id DESC")[0] == ("Петрова", "Когда FCE?")
        assert desk.row.id == 3


async def test_a_desk_that_is_still_reading_says_so(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not that there are no tickets: that is only said once it is known."""
    slow = SlowStore(monkeypatch)
    async with open_a_desk(two_calls, wait=False) as desk:
        try:
            await drawn(desk)
            assert "Loading tickets ..." in desk.text
        finally:
            slow.release.set()
        await desk.settle()
        assert "#1" in desk.text


@pytest.mark.parametrize("key", ["d", "x", "enter", "u", "f2", "s", "/", "2", "tab", "ctrl+p", "f1", "a", "down"])
async def test_no_key_harms_a_desk_that_is_still_reading(open_a_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """Whatever is pressed in the first moment, the board comes and takes keys."""
    slow = SlowStore(monkeypatch)
    async with open_a_desk(two_calls, wait=False) as desk:
        try:
            desk.send(key)
            await drawn(desk)
        finally:
            slow.release.set()
        await desk.settle()
        while desk.kind != "Board":
            await desk.press("escape")
        await desk.press("escape", "1", "t")
        assert desk.last_event() == "taken"
