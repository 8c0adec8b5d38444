"""A ticket's facts -> its clocks. What starts and stops a clock is data (the charter's `applies` rows); this module folds the facts
over it.

No standard pauses: a fact that no row names moves nothing. A clock stopped late stays missed, and so does one that was past its due
second when its ticket was closed, merged, converted or moved: only what is not yet due can become void. Corrections and undone
steps are resolved before this point (`verdicts.settle` restores verdicts that they removed): the facts given here are the ones that
hold.

Charters change. Each fact is evaluated by the charter in force when it was entered, so that a stopped or overdue clock keeps its
verdict; a running one is recalculated by a `recounted` fact.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from desk.charter.charter import Charter
from desk.charter.errors import OutsideCalendar
from desk.charter.standards import Applies, Standard
from desk.charter.vocabulary import RECEIVED

RUNNING, KEPT, MISSED, VOID = "running", "kept", "missed", "void"

# Facts that end a ticket or change its course, besides those that the charter names.
CLOSED, REOPENED, CONVERTED, MERGED = "closed", "reopened", "converted", "merged"
EXAM_MOVED, ABSORBED, RECOUNTED = "exam-moved", "absorbed", "recounted"

Versions = Callable[[int], Charter]  # looks up an applied charter by the id in a fact


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a ticket.

    id: of its event; what: a fact of the charter file, or one of the words above; at: when it happened, UTC epoch seconds; kind,
    channel, topic: the ticket's from now on, if the fact changes them (receipt, conversion, correction); at_once: answered on the
    spot, so no clock starts; reason: why it was closed or merged; exam: the exam's date; late: registered after the session's end;
    starts: of a ticket merged into this one, the earlier start of each standard that ran on both; answers: by standard, when the
    ticket that this one duplicates was answered and when that was entered; applied: the charter in force when the fact was entered,
    None for the present one; entered: when `at` was entered, in UTC epoch seconds, None if at once; first_at: the moment that was
    entered first, None if it was never corrected.
    """

    id: int
    what: str
    at: int
    kind: str | None = None
    channel: str | None = None
    topic: str | None = None
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
    what ended a missed one without an answer; judged_by: the charter version of the verdict, None for the present one; opened: the
    start as it was entered first, which decides the period that the clock is counted in; entered_late: kept, or still running,
    because of a time entered after the due moment.
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
        """The state as of a moment: a running clock past its due second is missed, whatever happens later."""
        return MISSED if self.state == RUNNING and now > self.due else self.state

    @property
    def key(self) -> tuple[str, int]:
        """The identity of a clock across versions of a ticket's history: its standard and the event that started it."""
        return self.standard, self.started_by


def ordered(found: Iterable[Clock]) -> tuple[Clock, ...]:
    """Clocks in the order of their starts."""
    return tuple(sorted(found, key=lambda clock: (clock.start, clock.due, clock.standard)))


@dataclass
class _Ticket:
    """The state of the ticket during the fold."""

    kind: str
    channel: str
    topic: str
    exam: date | None
    late: bool
    recounts: Mapping[int | None, int]  # when each charter version that moved a clock of this ticket came into force
    history: list[Fact] = field(default_factory=list)


def clocks(charter: Charter, facts: Sequence[Fact], versions: Versions | None = None) -> tuple[Clock, ...]:
    """The clocks of a ticket, in the order of their starts. A promise with a deadline beyond the calendar has no clock yet.

    charter: in force now; facts: in the order in which they happened, receipt first; versions: looks up the charters of facts.
    Raises OutsideCalendar if the deadline of a running clock would be moved beyond the calendar.
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
    ticket = _Ticket(first.kind or "", first.channel or "", first.topic or "", first.exam, first.late, recounts)
    for fact, rule in zip(facts, rules, strict=True):
        run.count_by(rule)
        run.take(ticket, fact)
        ticket.history.append(fact)
    return run


@dataclass(frozen=True, slots=True)
class _Held:
    """A start with a deadline beyond the calendar, and the facts since, until a charter can calculate it.

    ticket: its state at the start; charter: the one that cannot calculate the deadline.
    """

    start: Fact
    ticket: _Ticket
    charter: Charter
    facts: list[Fact] = field(default_factory=list)


class _Run:
    """Folds the facts of one ticket for one standard."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.clocks: list[Clock] = []
        self.started_in_round = False
        self.kept_before = False  # the stopping fact came before the starting one
        self.charter: Charter
        self.standard: Standard | None = None
        self._counted_by: Charter | None = None
        self.held: _Held | None = None

    def count_by(self, charter: Charter) -> None:
        """Switches to this charter; it may not have the standard at all."""
        self.charter = charter
        self.standard = charter.find(self.name)

    def take(self, ticket: _Ticket, fact: Fact) -> None:
        """Applies the next fact."""
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
            # A reopening is a new receipt of the same matter; existing verdicts stay.
            self.started_in_round = self.kept_before = False
            self._start_and_stop(ticket, replace(fact, what=_as_receipt(fact.what)))
        else:
            self._start_and_stop(ticket, fact)

    def recount(self, ticket: _Ticket) -> None:
        """Recalculates the running clock by the current charter, if it was calculated by another one."""
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
        """Recalculates the clock for the new exam day. An overdue one stays missed, and a new clock runs to a later due moment."""
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
        return self.standard.applies_to(ticket.kind, ticket.channel, ticket.topic) if self.standard else None

    def _start_and_stop(self, ticket: _Ticket, fact: Fact) -> None:
        rule = self._rule(ticket)
        if rule is None or self.standard is None:
            return
        if fact.what in rule.voids:
            # A fact entered after the deadline does not void a clock that was missed by then, whatever time it is given.
            self._end(fact, fact.what, judged=max(fact.at, fact.entered or fact.at))
            return
        stops = fact.what in rule.stops
        stopped = stops and self._stop(ticket, fact)
        self.kept_before = self.kept_before or (stops and not stopped)
        if fact.what not in rule.starts or fact.at_once or self._running is not None:
            return
        # A fact that both stops and starts only renews a running clock: after the full answer, news starts nothing.
        if stops and not stopped:
            return
        # If asked or tried twice, the promise dates from the first time. Only repeating standards start again.
        if self.standard.repeats or not (self.started_in_round or self.kept_before):
            self._start(ticket, fact)

    def _start(self, ticket: _Ticket, fact: Fact) -> bool:
        """Starts a clock. Returns False if its deadline cannot be calculated: it then waits for a charter that can."""
        if self._resume(fact):
            return True
        start = self._counted_from(ticket, fact)
        try:
            due, house = self._count(ticket, start.at)
        except OutsideCalendar:
            self.held = _Held(fact, replace(ticket, history=[*ticket.history]), self.charter)
            return False
        self.started_in_round = True
        opened = start.at if start.first_at is None else start.first_at
        self.clocks.append(Clock(self.name, start.at, due, RUNNING, fact.id, house=house, opened=opened))
        return True

    def _counted_from(self, ticket: _Ticket, fact: Fact) -> Fact:
        """The fact from which the clock is counted: the starting one, or the last that its rule names, if there is one."""
        rule = self._rule(ticket)
        earlier = [known for known in ticket.history if rule and _as_receipt(known.what) == rule.since]
        return earlier[-1] if earlier else fact

    def _resume(self, fact: Fact) -> bool:
        """Resumes a missed clock if a conversion is reverted, instead of missing the same promise twice. Returns whether it did."""
        for place, clock in enumerate(self.clocks):
            if (clock.started_by, clock.state, clock.reason) == (fact.id, MISSED, CONVERTED):
                running = replace(clock, state=RUNNING, stopped=None, stopped_by=None, reason=None, judged_by=None)
                self.clocks = [*self.clocks[:place], *self.clocks[place + 1 :], running]
                self.started_in_round = True
                return True
        return False

    def _release(self, ticket: _Ticket) -> bool:
        """Starts a held clock if another charter can calculate it; that charter then applies all facts since. Returns whether it
        did."""
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
        ticket.kind, ticket.channel, ticket.topic = then.kind, then.channel, then.topic
        ticket.exam, ticket.late = then.exam, then.late
        return True

    def _stop(self, ticket: _Ticket, fact: Fact) -> bool:
        if fact.applied in ticket.recounts and not self._is_overdue(ticket.recounts[fact.applied]):
            self.recount(ticket)  # it happened before the change but was entered after it
        index = self._running
        if index is None:
            return False
        clock = self.clocks[index]
        state = KEPT if fact.at <= clock.due else MISSED
        late = state == KEPT and fact.entered is not None and fact.entered > clock.due
        stopped = replace(clock, state=state, stopped=fact.at, stopped_by=fact.id, judged_by=fact.applied)
        self.clocks[index] = replace(stopped, entered_late=late)
        return True

    def _end(self, fact: Fact, reason: str, judged: int | None = None) -> None:
        """Ends the running clock without an answer: void if it was not yet due, else missed, with the reason. A duplicate's clock
        is kept if the ticket that it duplicates was answered in time. judged: the moment that decides, if not the fact's own."""
        index = self._running
        if index is None:
            return
        clock = self.clocks[index]
        ended = replace(clock, state=VOID, stopped=fact.at, stopped_by=fact.id, reason=reason, judged_by=fact.applied)
        if (fact.at if judged is None else judged) > clock.due:
            ended = replace(ended, state=MISSED)
            at, entered = (fact.answers or {}).get(self.name, (0, 0))
            if clock.start <= at <= clock.due:
                ended = replace(ended, state=KEPT, stopped=at, entered_late=entered > clock.due)
        self.clocks[index] = ended

    def _convert(self, ticket: _Ticket, fact: Fact) -> None:
        before = self._rule(ticket)
        same_kind = fact.kind in (None, ticket.kind)
        ticket.kind, ticket.channel = fact.kind or ticket.kind, fact.channel or ticket.channel
        ticket.topic = ticket.topic if fact.topic is None else fact.topic
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
            # Its own facts count from when they happened; an answer to the enquiry was no answer to the complaint.
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
    """The nearest due moment among the running clocks: the sort key of queues."""
    return min((clock.due for clock in found if clock.state == RUNNING), default=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A standard without a clock yet: since when, and when the desk reminds about it (None: never).

    beyond: it has started, and its deadline lies beyond the calendar; else its starting fact has not happened.
    """

    standard: str
    since: int
    nudge: int | None = None
    beyond: bool = False


def beyond_calendar(charter: Charter, facts: Sequence[Fact], versions: Versions | None = None) -> tuple[Waiting, ...]:
    """The promises of a ticket that have started and cannot be calculated yet. charter, facts, versions: as for `clocks`."""
    held = [(run.name, run.held) for run in _runs(charter, facts, versions) if run.held]
    return tuple(Waiting(name, clock.start.at, beyond=True) for name, clock in held)


def waiting(charter: Charter, facts: Sequence[Fact]) -> tuple[Waiting, ...]:
    """The facts that a ticket still waits for before a promise can start. facts: as for `clocks`."""
    kind, channel, topic = facts[0].kind or "", facts[0].channel or "", ""
    for fact in facts:
        kind, channel = fact.kind or kind, fact.channel or channel
        topic = topic if fact.topic is None else fact.topic
    found = []
    for standard in charter.standards:
        rule = standard.applies_to(kind, channel, topic)
        if standard.waits_for is None or rule is None:
            continue
        begins = _awaited_from(facts, rule.after)
        if begins is None or {fact.what for fact in facts[begins:]} & {*rule.starts, *rule.stops}:
            continue
        since = facts[begins].at
        nudge = charter.nudge(standard.id, since)
        found.append(Waiting(standard.id, since, nudge))
    return tuple(found)


def _awaited_from(facts: Sequence[Fact], after: str) -> int | None:
    """The place of the fact from which on a starting one is awaited: the receipt, or the last of the kind `after`; None if that has
    not happened."""
    if not after:
        return 0
    return next((place for place in reversed(range(len(facts))) if facts[place].what == after), None)
