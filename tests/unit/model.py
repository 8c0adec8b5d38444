"""The store against a plain model of it: the acts of each ticket in a list, and what they come to."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desk.actions.registry import find
from desk.store.commands import tickets
from desk.store.commands.assignment import take_next
from desk.store.database import Store
from desk.store.errors import NotNow, Stale
from desk.store.event_log import events_of
from desk.store.maintenance.check import check
from desk.store.queries import board
from tests.unit.conftest import Desk

PEOPLE = ("Anna", "Boris")
KINDS = ("enquiry", "complaint")
WHO = st.sampled_from(PEOPLE)
PLACE = st.integers(0, 7)


@dataclass
class Done:
    """An act. order: of all acts; what: its name; to: the owner that it makes; is_undone: whether it was undone."""

    order: int
    who: str
    what: str
    to: str = ""
    is_undone: bool = False


@dataclass
class Plain:
    """A ticket: its kind, and what was done to it; versions: how many events it has had."""

    kind: str
    done: list[Done] = field(default_factory=list)
    versions: int = 0

    @property
    def acts(self) -> list[Done]:
        """What stands."""
        return [act for act in self.done if not act.is_undone]

    @property
    def state(self) -> str:
        """open, closed or void."""
        acts = self.acts
        if not acts or acts[0].what != "received":
            return "void"
        turns = [act.what for act in acts if act.what in ("answered", "closed", "reopened")]
        return "closed" if turns and turns[-1] != "reopened" else "open"

    @property
    def owner(self) -> str:
        """Who has it; "" for nobody."""
        turns = [act for act in self.acts if act.what in ("taken", "given", "returned")]
        return turns[-1].to if turns else ""

    @property
    def notes(self) -> int:
        """How many notes it has."""
        return sum(act.what == "noted" for act in self.acts)


class Machine(RuleBasedStateMachine):
    """Acts on the store and on the model. opened: opens an empty desk; steps: of all examples."""

    opened: ClassVar[Callable[[], AbstractContextManager[Desk]]]
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self._opened = type(self).opened()
        self.tickets: dict[int, Plain] = {}
        self._acts = 0

    @initialize()
    def begin(self) -> None:
        """Opens the desk, where both are known."""
        self.desk = self._opened.__enter__()
        for who in PEOPLE:
            self._record(who, "enquiry")

    def teardown(self) -> None:
        """The log and every derived row hold at the end."""
        try:
            if hasattr(self, "desk"):
                assert check(self.desk.store).findings == ()
        finally:
            self._opened.__exit__(None, None, None)

    @property
    def store(self) -> Store:
        """The store under test."""
        return self.desk.store

    # -- acts ----------------------------------------------------------------------------------------------------------

    @rule(minutes=st.integers(1, 600))
    def wait(self, minutes: int) -> None:
        """Time passes."""
        Machine.steps += 1
        self.desk.clock[0] += minutes * 60

    @rule(who=WHO, kind=st.sampled_from(KINDS))
    def record(self, who: str, kind: str) -> None:
        """A new ticket has the next number."""
        Machine.steps += 1
        if len(self.tickets) < 8:
            self._record(who, kind)

    def _record(self, who: str, kind: str) -> None:
        number = self.desk.new(kind, "phone" if kind == "enquiry" else "email", who=who)
        assert number not in self.tickets
        self.tickets[number] = Plain(kind)
        self._did(number, who, "received")

    @rule(who=WHO, place=PLACE, back=st.integers(0, 2))
    def take(self, who: str, place: int, back: int) -> None:
        """An open ticket."""
        number = self._at(place)
        self._try(
            number,
            who,
            "taken",
            back,
            self.tickets[number].state == "open",
            who,
            lambda seen: tickets.take(self.store, who, number, seen=seen),
        )

    @rule(who=WHO, to=WHO, place=PLACE, back=st.integers(0, 2))
    def give(self, who: str, to: str, place: int, back: int) -> None:
        """An open ticket, to anybody."""
        number = self._at(place)
        is_open = self.tickets[number].state == "open"
        self._try(number, who, "given", back, is_open, to, lambda seen: tickets.hand_over(self.store, who, number, to, seen=seen))

    @rule(who=WHO, place=PLACE, back=st.integers(0, 2))
    def give_back(self, who: str, place: int, back: int) -> None:
        """An open ticket that somebody has."""
        number = self._at(place)
        plain = self.tickets[number]
        self._try(
            number,
            who,
            "returned",
            back,
            plain.state == "open" and bool(plain.owner),
            "",
            lambda seen: tickets.hand_back(self.store, who, number, seen=seen),
        )

    @rule(who=WHO, place=PLACE, back=st.integers(0, 2))
    def note(self, who: str, place: int, back: int) -> None:
        """Any ticket."""
        number = self._at(place)
        self._try(number, who, "noted", back, True, "", lambda seen: tickets.note(self.store, who, number, "Rang.", seen=seen))

    @rule(who=WHO, place=PLACE, back=st.integers(0, 2))
    def answer(self, who: str, place: int, back: int) -> None:
        """An open question."""
        number = self._at(place)
        plain = self.tickets[number]
        may = plain.state == "open" and plain.kind == "enquiry"
        self._try(
            number,
            who,
            "answered",
            back,
            may,
            "",
            lambda seen: tickets.fact(self.store, who, number, "answered", action=find("answered"), seen=seen),
        )

    @rule(who=WHO, place=PLACE, back=st.integers(0, 2))
    def close(self, who: str, place: int, back: int) -> None:
        """An open ticket, with a reason."""
        number = self._at(place)
        is_open = self.tickets[number].state == "open"
        self._try(
            number, who, "closed", back, is_open, "", lambda seen: tickets.close(self.store, who, number, "withdrawn", seen=seen)
        )

    @rule(who=WHO, place=PLACE, back=st.integers(0, 2))
    def reopen(self, who: str, place: int, back: int) -> None:
        """A closed ticket."""
        number = self._at(place)
        self._try(
            number,
            who,
            "reopened",
            back,
            self.tickets[number].state == "closed",
            "",
            lambda seen: tickets.reopen(self.store, who, number, seen=seen),
        )

    @rule(who=WHO, kind=st.sampled_from(KINDS))
    def take_the_next(self, who: str, kind: str) -> None:
        """One that nobody has, if there is one."""
        Machine.steps += 1
        free = [number for number, plain in self.tickets.items() if (plain.state, plain.kind, plain.owner) == ("open", kind, "")]
        try:
            number = take_next(self.desk.store, who, kind)
        except NotNow:
            assert free == []
            return
        assert number in free
        self._did(number, who, "taken", who)

    @rule(who=WHO)
    def undo(self, who: str) -> None:
        """One's last act that was not undone, unless something else was done to its ticket since."""
        Machine.steps += 1
        own = [(act.order, number) for number, plain in self.tickets.items() for act in plain.acts if act.who == who]
        found = max(own, default=None)
        may = found is not None and self.tickets[found[1]].acts[-1].order == found[0]
        try:
            number, _ = tickets.undo(self.desk.store, who)
        except NotNow:
            assert not may
            return
        assert may
        assert found
        assert number == found[1]
        plain = self.tickets[number]
        plain.acts[-1].is_undone = True
        plain.versions += 1

    # -- what holds after each -------------------------------------------------------------------------------------------

    @invariant()
    @precondition(lambda self: self.tickets)
    def agrees(self) -> None:
        """State, owner, kind and notes of each ticket; which are in the queues."""
        store = self.desk.store
        for number, plain in self.tickets.items():
            row = board.rows_of(store, [number])[number]
            assert (row.state, row.owner, row.kind) == (plain.state, plain.owner, plain.kind)
            assert len(events_of(store, number)) == plain.versions
        there = {kind: {row.id for row in rows} for kind, rows in board.queues(store).items()}
        for kind in KINDS:
            assert there[kind] == {number for number, plain in self.tickets.items() if (plain.state, plain.kind) == ("open", kind)}

    # -- within ----------------------------------------------------------------------------------------------------------

    def _at(self, place: int) -> int:
        return list(self.tickets)[place % len(self.tickets)]

    def _did(self, number: int, who: str, what: str, to: str = "") -> None:
        self._acts += 1
        plain = self.tickets[number]
        plain.done.append(Done(self._acts, who, what, to))
        plain.versions += 1

    def _try(self, number: int, who: str, what: str, back: int, may: bool, to: str, act: Callable[[int], object]) -> None:
        """Acts on the version that so many events ago was the last one. may: whether the model allows it on the last one."""
        Machine.steps += 1
        events = [event.id for event in events_of(self.desk.store, number)]
        seen = events[-1 - min(back, len(events) - 1)]
        is_stale = seen != events[-1]
        try:
            act(seen)
        except Stale:
            assert is_stale
        except NotNow:
            assert not is_stale
            assert not may
        else:
            assert not is_stale
            assert may
            self._did(number, who, what, to)
