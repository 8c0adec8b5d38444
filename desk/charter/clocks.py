"""A ticket's facts -> its clocks. What starts and stops what is data (the charter's `applies` rows); this is the fold over it.

No standard pauses: a fact that no row names moves nothing. A clock stopped late stays missed, and so does one that was past its
due second when its ticket was closed, merged, converted or moved: only what is not yet due can become void. Corrections and undone
steps are settled before this point (`verdicts.settle` judges what they took away): the facts given here are the ones that hold.

Charters change. Each fact is looked at with the charter that was in force when it was entered, so a clock that was stopped or was
overdue keeps its verdict; one that runs is counted anew by a `recounted` fact.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from desk.charter.charter import Charter
from desk.charter.errors import OutsideCalendar
from desk.charter.standards import Applies, Standard
from desk.charter.vocabulary import RECEIVED

RUNNING, KEPT, MISSED, VOID = "running", "kept", "missed", "void"

# What ends or turns a ticket, besides the facts that the charter names.
CLOSED, REOPENED, CONVERTED, MERGED = "closed", "reopened", "converted", "merged"
EXAM_MOVED, ABSORBED, RECOUNTED = "exam-moved", "absorbed", "recounted"

Versions = Callable[[int], Charter]  # an applied charter by the id that facts name


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a ticket.

    id: of its event; what: a fact of the charter file, or one of the words above; at: when it happened, UTC epoch seconds;
    kind, channel: the ticket's from now on, where the fact says (receipt, conversion); at_once: answered on the spot, so no
    clock starts; reason: why it was closed or merged; exam: the exam's date; late: registered after the session's end;
    starts: of a ticket merged into this one, the earlier start of each standard that ran on both; answers: by standard, when the
    ticket that this one duplicates was answered and when that was entered; applied: the charter in force when the fact was
    entered, None for the present one; entered: when `at` was entered, in UTC epoch seconds, None where that was at once; first_at:
    the moment that was entered first, None where it was never corrected.
    """

    id: int
    what: str
    at: int
    kind: str | None = None
    channel: str | None = None
    at_once: bool = False
    reason: str | None = None
    exam: date | None = None
    late: bool = False
    starts: Mapping[str, int] | None = None
    answers: Mapping[str, tuple[int, int]] | None = None
    applied: int | None = None
    entered: int | None = None
    first_at: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One standard on one ticket.

    started_by, stopped_by: ids of events; due is UTC epoch seconds, a stop at that very second is kept; reason: why it is void, or
    what ended a missed one without an answer; judged_by: the charter that the verdict was given by, None for the present one;
    opened: the start as it was entered first, which decides the period that the clock is counted in; entered_late: a time that was
    entered after the due moment makes it kept, or keeps it running.
    """

    standard: str
    start: int
    due: int
    state: str
    started_by: int
    stopped: int | None = None
    stopped_by: int | None = None
    reason: str | None = None
    house: bool = False
    judged_by: int | None = None
    opened: int = 0
    entered_late: bool = False

    def state_at(self, now: int) -> str:
        """The state as seen at a moment: past its due second a running clock is missed, whatever comes later."""
        return MISSED if self.state == RUNNING and now > self.due else self.state

    @property
    def key(self) -> tuple[str, int]:
        """What makes it the same clock in two accounts of a ticket: its standard and the event that started it."""
        return self.standard, self.started_by


def ordered(found: Iterable[Clock]) -> tuple[Clock, ...]:
    """Clocks in the order of their starts."""
    return tuple(sorted(found, key=lambda clock: (clock.start, clock.due, clock.standard)))


@dataclass
class _Ticket:
    """What the fold knows of a ticket when a fact comes."""

    kind: str
    channel: str
    exam: date | None
    late: bool
    recounts: Mapping[int | None, int]  # when a charter came into force that moved something on this ticket
    history: list[Fact] = field(default_factory=list)


def clocks(charter: Charter, facts: Sequence[Fact], versions: Versions | None = None) -> tuple[Clock, ...]:
    """The clocks of a ticket, in the order of their starts. A promise whose deadline lies beyond the calendar has none yet.

    charter: in force now; facts: in the order in which they happened, receipt first; versions: the charters that facts name.
    Raises OutsideCalendar when the deadline of a clock that runs would be moved beyond the calendar.
    """
    return ordered(clock for run in _runs(charter, facts, versions) for clock in run.clocks)


def _runs(charter: Charter, facts: Sequence[Fact], versions: Versions | None) -> list["_Run"]:
    if not facts or facts[0].what != RECEIVED:
        raise ValueError("a ticket begins with its receipt")
    rules = [charter if versions is None or fact.applied is None else versions(fact.applied) for fact in facts]
    names = dict.fromkeys(standard.id for version in (charter, *rules) for standard in version.standards)
    return [_run(name, facts, rules) for name in names]


def _run(name: str, facts: Sequence[Fact], rules: Sequence[Charter]) -> "_Run":
    run = _Run(name)
    first = facts[0]
    recounts = {fact.applied: fact.at for fact in facts if fact.what == RECOUNTED}
    ticket = _Ticket(first.kind or "", first.channel or "", first.exam, first.late, recounts)
    for fact, rule in zip(facts, rules, strict=True):
        run.count_by(rule)
        run.take(ticket, fact)
        ticket.history.append(fact)
    return run


@dataclass(frozen=True, slots=True)
class _Held:
    """A start whose deadline lies beyond the calendar, and what happened since, until a charter can count it.

    ticket: as it stood at the start; charter: the one that cannot count it.
    """

    start: Fact
    ticket: _Ticket
    charter: Charter
    facts: list[Fact] = field(default_factory=list)


class _Run:
    """One standard over the facts of one ticket."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.clocks: list[Clock] = []
        self.started_in_round = False
        self.kept_before = False  # what would stop it came before what would start it
        self.charter: Charter
        self.standard: Standard | None = None
        self._counted_by: Charter | None = None
        self.held: _Held | None = None

    def count_by(self, charter: Charter) -> None:
        """From now on with this charter; it may not have the standard at all."""
        self.charter = charter
        self.standard = charter.find(self.name)

    def take(self, ticket: _Ticket, fact: Fact) -> None:
        """The next fact."""
        if self.held and not self._release(ticket):
            self.held.facts.append(fact)
        elif fact.what == CONVERTED:
            self._convert(ticket, fact)
        elif fact.what in (CLOSED, MERGED):
            self._end(fact, fact.reason or fact.what)
        elif fact.what == EXAM_MOVED:
            ticket.exam, ticket.late = fact.exam, fact.late
            self._move_exam(ticket, fact)
        elif fact.what == ABSORBED:
            self._absorb(ticket, fact)
        elif fact.what == RECOUNTED:
            if self._rule(ticket) is None:
                self._end(fact, RECOUNTED)
            if self._is_overdue(fact.at):
                self._counted_by = self.charter
            self.recount(ticket)
        elif fact.what == REOPENED:
            # A reopening is a new receipt of the same matter; verdicts that were given stay.
            self.started_in_round = self.kept_before = False
            self._start_and_stop(ticket, replace(fact, what=_as_receipt(fact.what)))
        else:
            self._start_and_stop(ticket, fact)

    def recount(self, ticket: _Ticket) -> None:
        """The running clock by the charter of now, where it was counted by another one."""
        self._release(ticket)
        index = self._running
        if index is None or self.standard is None or self._counted_by is self.charter:
            return
        clock = self.clocks[index]
        due, house = self._count(ticket, clock.start)
        self.clocks[index] = replace(clock, due=due, house=house)

    def _is_overdue(self, moment: int) -> bool:
        index = self._running
        return index is not None and self.clocks[index].state_at(moment) == MISSED

    def _move_exam(self, ticket: _Ticket, fact: Fact) -> None:
        """Counts back from the new day. What was overdue before stays missed, and a clock of its own runs to a later due moment."""
        overdue, index = self._is_overdue(fact.at), self._running
        if not overdue or index is None:
            self._counted_by = None
            self.recount(ticket)
            return
        due, house = self._count(ticket, fact.at)
        if due >= fact.at and due > self.clocks[index].due:
            self._end(fact, EXAM_MOVED)
            self.clocks.append(Clock(self.name, fact.at, due, RUNNING, fact.id, house=house, opened=fact.at))

    def _absorb(self, ticket: _Ticket, fact: Fact) -> None:
        earlier, index = (fact.starts or {}).get(self.name), self._running
        if index is None or earlier is None or earlier >= self.clocks[index].start:
            return
        self.clocks[index] = replace(self.clocks[index], start=earlier)
        self._counted_by = None
        self.recount(ticket)

    def _rule(self, ticket: _Ticket) -> Applies | None:
        return self.standard.applies_to(ticket.kind, ticket.channel) if self.standard else None

    def _start_and_stop(self, ticket: _Ticket, fact: Fact) -> None:
        rule = self._rule(ticket)
        if rule is None or self.standard is None:
            return
        stops = fact.what in rule.stops
        stopped = stops and self._stop(ticket, fact)
        self.kept_before = self.kept_before or (stops and not stopped)
        if fact.what not in rule.starts or fact.at_once or self._running is not None:
            return
        # What both stops and starts only renews a running clock: after the full answer, news starts nothing.
        if stops and not stopped:
            return
        # Asked twice, tried twice: the promise was made the first time. Only what repeats starts again.
        if self.standard.repeats or not (self.started_in_round or self.kept_before):
            self._start(ticket, fact)

    def _start(self, ticket: _Ticket, fact: Fact) -> bool:
        """Whether the deadline could be counted; if not, it waits for a charter that can."""
        if self._resume(fact):
            return True
        try:
            due, house = self._count(ticket, fact.at)
        except OutsideCalendar:
            self.held = _Held(fact, replace(ticket, history=[*ticket.history]), self.charter)
            return False
        self.started_in_round = True
        opened = fact.at if fact.first_at is None else fact.first_at
        self.clocks.append(Clock(self.name, fact.at, due, RUNNING, fact.id, house=house, opened=opened))
        return True

    def _resume(self, fact: Fact) -> bool:
        """Whether a conversion that is taken back lets a missed clock run on, instead of missing the same promise twice."""
        for place, clock in enumerate(self.clocks):
            if (clock.started_by, clock.state, clock.reason) == (fact.id, MISSED, CONVERTED):
                running = replace(clock, state=RUNNING, stopped=None, stopped_by=None, reason=None, judged_by=None)
                self.clocks = [*self.clocks[:place], *self.clocks[place + 1 :], running]
                self.started_in_round = True
                return True
        return False

    def _release(self, ticket: _Ticket) -> bool:
        """Whether another charter can count what was beyond the calendar: then all that happened since is taken by that charter."""
        held = self.held
        if held is None or self.standard is None or held.charter is self.charter:
            return False
        self.held, then = None, held.ticket
        if not self._start(then, held.start):
            self.held = replace(held, charter=self.charter)
            return False
        for fact in (held.start, *held.facts):
            if fact is not held.start:
                self.take(then, fact)
            then.history.append(fact)
        ticket.kind, ticket.channel, ticket.exam, ticket.late = then.kind, then.channel, then.exam, then.late
        return True

    def _stop(self, ticket: _Ticket, fact: Fact) -> bool:
        if fact.applied in ticket.recounts and not self._is_overdue(ticket.recounts[fact.applied]):
            self.recount(ticket)  # it happened before the change, and was entered after it
        index = self._running
        if index is None:
            return False
        clock = self.clocks[index]
        state = KEPT if fact.at <= clock.due else MISSED
        late = state == KEPT and fact.entered is not None and fact.entered > clock.due
        stopped = replace(clock, state=state, stopped=fact.at, stopped_by=fact.id, judged_by=fact.applied)
        self.clocks[index] = replace(stopped, entered_late=late)
        return True

    def _end(self, fact: Fact, reason: str) -> None:
        """Ends the running clock without an answer: void where it was not yet due, else missed, with the reason. A duplicate is
        kept where the ticket that it duplicates was answered in time."""
        index = self._running
        if index is None:
            return
        clock = self.clocks[index]
        ended = replace(clock, state=VOID, stopped=fact.at, stopped_by=fact.id, reason=reason, judged_by=fact.applied)
        if fact.at > clock.due:
            ended = replace(ended, state=MISSED)
            at, entered = (fact.answers or {}).get(self.name, (0, 0))
            if clock.start <= at <= clock.due:
                ended = replace(ended, state=KEPT, stopped=at, entered_late=entered > clock.due)
        self.clocks[index] = ended

    def _convert(self, ticket: _Ticket, fact: Fact) -> None:
        before = self._rule(ticket)
        same_kind = fact.kind in (None, ticket.kind)
        ticket.kind, ticket.channel = fact.kind or ticket.kind, fact.channel or ticket.channel
        after = self._rule(ticket)
        if before is after:
            return
        if self._running is not None:
            if after and self._started_by(ticket) in after.starts:
                return
            self._end(fact, CONVERTED)
        if after is None:
            return
        self.started_in_round = self.kept_before = False
        for earlier in ticket.history:
            # Its own facts count from when they happened; an answer to the question was no answer to the complaint.
            if same_kind or earlier.what not in after.stops:
                self._start_and_stop(ticket, replace(earlier, what=_as_receipt(earlier.what), at_once=False))

    def _started_by(self, ticket: _Ticket) -> str:
        event = self.clocks[-1].started_by
        return next(_as_receipt(fact.what) for fact in ticket.history if fact.id == event)

    def _count(self, ticket: _Ticket, start: int) -> tuple[int, bool]:
        self._counted_by = self.charter
        deadline = self.charter.deadline(self.name, self.charter.at(start), event=ticket.exam, late=ticket.late)
        return deadline.due_at, deadline.house

    @property
    def _running(self) -> int | None:
        last = len(self.clocks) - 1
        return last if last >= 0 and self.clocks[last].state == RUNNING else None


def _as_receipt(what: str) -> str:
    return RECEIVED if what == REOPENED else what


def next_due(found: Iterable[Clock]) -> int | None:
    """The nearest due moment among the running clocks: what a queue is ordered by."""
    return min((clock.due for clock in found if clock.state == RUNNING), default=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A standard that has no clock yet: since when, and when the desk speaks up (None: never).

    beyond: it has started, and its deadline lies beyond the calendar; else its starting fact has not come.
    """

    standard: str
    since: int
    nudge: int | None = None
    beyond: bool = False


def beyond_calendar(charter: Charter, facts: Sequence[Fact], versions: Versions | None = None) -> tuple[Waiting, ...]:
    """The promises of a ticket that have started and cannot be counted yet. charter, facts, versions: as for `clocks`."""
    held = [(run.name, run.held) for run in _runs(charter, facts, versions) if run.held]
    return tuple(Waiting(name, clock.start.at, beyond=True) for name, clock in held)


def waiting(charter: Charter, facts: Sequence[Fact]) -> tuple[Waiting, ...]:
    """What a ticket still waits for before a promise of it can start. facts: as for `clocks`."""
    kind, channel, what = facts[0].kind or "", facts[0].channel or "", {fact.what for fact in facts}
    for fact in facts[1:]:
        kind, channel = fact.kind or kind, fact.channel or channel
    found = []
    for standard in charter.standards:
        rule = standard.applies_to(kind, channel)
        if standard.waits_for is None or rule is None or what & {*rule.starts, *rule.stops}:
            continue
        since = facts[0].at
        nudge = charter.nudge(standard.id, since)
        found.append(Waiting(standard.id, since, nudge))
    return tuple(found)
