"""Changing the charter or the calendar: previewing which open deadlines move, and putting it in force.

A stopped clock keeps its verdict and the charter version that it was judged by. On each ticket that a change moves, an event
records the old and the new due moments.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from peewee import SQL, fn

from desk.actions.rights import Right
from desk.charter import Charter
from desk.charter.charter import pack
from desk.charter.clocks import RECOUNTED, RUNNING, beyond_calendar
from desk.charter.errors import OutsideCalendar, UnknownStandard
from desk.charter.standards import Kind
from desk.charter.vocabulary import CAPABILITIES
from desk.models import Clock, Event, InForce, Ticket
from desk.store.charter_versions import put_in_force
from desk.store.commands.outbox import recall
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.tickets import CharterInForceAlready, KindInUse, PreviewOutdated
from desk.store.event_log import New, append_many, events_of
from desk.store.permissions import requires
from desk.store.projections import derive, nudge_of
from desk.store.queries.concerned import Concerned, concerned
from desk.store.staff import staff_id
from desk.store.ticket_state import Act, fold_events
from desk.store.visibility import complaints_about


@dataclass(frozen=True, slots=True)
class Move:
    """A promise moved by a change.

    old, new: due moments in epoch seconds; old is None if it lay beyond the calendar, new if the promise no longer exists.
    """

    number: int
    standard: str
    old: int | None
    new: int | None

    def missed(self, now: int) -> bool:
        """Whether the change makes it missed."""
        return self.new is not None and self.new < now and (self.old is None or now <= self.old)


@dataclass(frozen=True)
class Preview:
    """The effect of a charter. running: the number of promises examined; mark: identifies this preview, to apply exactly what was
    shown."""

    charter: Charter
    running: int
    moves: tuple[Move, ...]
    mark: str
    concerned: Concerned


@dataclass(slots=True)
class _Running:
    """A running clock as stored."""

    id: int
    ticket: int
    standard: str
    start: int
    due: int
    kind: str
    channel: str


def _running() -> Any:
    columns = (Clock.id, Clock.ticket, Clock.standard, Clock.start, Clock.due, Ticket.kind, Ticket.channel)
    return Clock.select(*columns).join(Ticket).where(Clock.state == RUNNING)


_all_running = Statement(lambda _: _running().order_by(Clock.ticket, Clock.id))
_running_of = Statement(lambda _: _running().where(Clock.ticket == Param("ticket")).order_by(Clock.id))
_SINCE = Statement(lambda _: InForce.select(InForce.since).order_by(InForce.id.desc()).limit(1))


@requires(Right.LOOK)
def preview(store: Store, charter: Charter) -> Preview:
    """Calculates which open deadlines a charter would move; writes nothing.

    Raises NotNow if it gives the same deadlines as the one in force or leaves out a kind that has tickets, OutsideCalendar if a
    deadline would lie beyond its calendar.
    """
    found, _ = _look(store, charter)
    about = complaints_about(store, [move.number for move in found.moves])
    moves = tuple(move for move in found.moves if move.number not in about)
    return replace(found, moves=moves, concerned=concerned(store, {move.number for move in moves}))


@requires(Right.LEAD)
def put_into_force(store: Store, who: str, charter: Charter, mark: str | None = None) -> Preview:
    """Puts this charter in force, with an event on each ticket that moves, all in one transaction.

    mark: of the preview that was shown, None to apply whatever it moves now. Raises NotNow if it is in force already, or if its
    effect is no longer the one previewed.
    """
    with store.transaction():
        seen, running = _look(store, charter)
        if mark is not None and mark != seen.mark:
            raise PreviewOutdated
        staff = staff_id(store, who)
        seen = replace(seen, concerned=concerned(store, {move.number for move in seen.moves}))
        put_in_force(store, charter, staff)
        steps = _write(store, staff, seen.moves, running)
        for number, step in steps.items():
            recall(store, staff, number, step)
    return seen


def recount_restarted(store: Store, staff: int, number: int) -> None:
    """Recalculates clocks that an undone step restarts by the charter in force, with an event if that moves them. Deadlines from
    before that charter came into force stay unchanged. Must run inside a transaction."""
    ((since,),) = _SINCE.rows(store)
    running = [_Running(*row) for row in _running_of.rows(store, ticket=number)]
    moved = [
        [clock.standard, clock.due, new] for clock in running if (new := _due(store, store.charter, clock, since)) != clock.due
    ]
    if moved:
        append_many(store, [New(number, RECOUNTED, {"clocks": moved})], staff=staff, at=since)
        derive(store, number)


def _look(store: Store, charter: Charter) -> tuple[Preview, list[_Running]]:
    file, days = pack(charter)
    if (file, days) == pack(store.charter):
        raise CharterInForceAlready
    _check_kinds(store, charter)
    running = [_Running(*row) for row in _all_running.rows(store)]
    now = store.now()
    counted = ((clock, _due(store, charter, clock, now)) for clock in running)
    moves = tuple(Move(clock.ticket, clock.standard, clock.due, new) for clock, new in counted if new != clock.due)
    beyond = tuple(_countable_now(store, charter))
    moves += beyond
    said = msgspec.json.encode([hashlib.sha256(file + days).hexdigest(), [(m.number, m.standard, m.old, m.new) for m in moves]])
    return Preview(charter, len(running) + len(beyond), moves, hashlib.sha256(said).hexdigest()[:8], Concerned()), running


def _check_kinds(store: Store, charter: Charter) -> None:
    """Refuses a charter without a kind that has tickets, or with other rules for what ends or seals them: what people may read, and
    which tickets are done, would change unnoticed. Raises KindInUse."""
    for name, count in _kinds_used.rows(store):
        now, then = store.charter.kinds.get(name), charter.kinds.get(name)
        if then is None or (now is not None and _rules_of(now) != _rules_of(then)):
            raise KindInUse(name, count)


def _rules_of(kind: Kind) -> tuple[set[str], set[str]]:
    return {*kind.final}, {*kind.uses} & {*CAPABILITIES}


_kinds_used = Statement(lambda _: Ticket.select(Ticket.kind, fn.COUNT(SQL("*"))).group_by(Ticket.kind).order_by(Ticket.kind))


@Statement
def _outside(dialect: Dialect) -> Any:
    """Tickets whose promises may have started outside the calendar in force."""
    is_outside = (Event.at < Param("begin")) | (Event.at >= Param("end"))
    events = Event.select(Event.ticket).where(Event.ticket.is_null(False), is_outside)
    return events.union(Ticket.select(Ticket.id).where(dialect.among(Ticket.kind, Param("kinds")), Ticket.exam > Param("last")))


def _countable_now(store: Store, charter: Charter) -> Iterator[Move]:
    """The promises beyond the calendar in force that another charter can calculate."""
    calendar = store.charter.calendar
    first, last = calendar.days[0].date, calendar.days[-1].date
    until = store.charter.counted_until.toordinal() + 1
    begin, end = calendar.midnight(first.toordinal()), calendar.midnight(until)
    for (number,) in sorted(_outside.rows(store, begin=begin, end=end, last=last.isoformat(), kinds=store.charter.exam_kinds)):
        story = fold_events(events_of(store, number))
        for promise in beyond_calendar(store.charter, story.facts, store.version):
            with suppress(OutsideCalendar, UnknownStandard):
                due = charter.deadline(promise.standard, charter.at(promise.since), event=story.exam, late=story.late).due_at
                yield Move(number, promise.standard, None, due)


def _due(store: Store, charter: Charter, clock: _Running, now: int) -> int | None:
    """The due moment by another charter, None if the promise no longer exists; overdue promises stay missed and do not move."""
    standard = charter.find(clock.standard)
    if standard is None or standard.applies_to(clock.kind, clock.channel) is None:
        return None
    is_simple = not standard.topics and not charter.kind(clock.kind).has_exam
    story = None if is_simple else fold_events(events_of(store, clock.ticket))
    if story and standard.applies_to(clock.kind, clock.channel, story.topic) is None:
        return None
    if clock.due < now:
        return clock.due
    start = charter.at(clock.start)
    if story is None:
        return charter.deadline(clock.standard, start).due_at
    return charter.deadline(clock.standard, start, event=story.exam, late=story.late).due_at


def _write(store: Store, staff: int, moves: Iterable[Move], running: Iterable[_Running]) -> dict[int, int]:
    """Writes the moves, with an event on each ticket. Returns those events by ticket."""
    by_ticket: dict[int, list[Move]] = {}
    for move in moves:
        by_ticket.setdefault(move.number, []).append(move)
    new = [
        New(number, RECOUNTED, {"clocks": [[moved.standard, moved.old, moved.new] for moved in mine]})
        for number, mine in by_ticket.items()
    ]
    versions = dict(zip(by_ticket, append_many(store, new, staff=staff), strict=True))
    # If only due moments changed, only those are written: a decree may move ten thousand tickets at once.
    gone = {move.number for move in moves if move.new is None or move.old is None}
    gone |= {counting.ticket for counting in running if store.charter.kind(counting.kind).has_exam}
    gone |= {number for (number,) in _rewritten.rows(store, among=list(by_ticket))}
    due_of = {(move.number, move.standard): move.new for move in moves}
    dues, nearest = list[dict[str, int]](), dict[int, tuple[int, str]]()
    for clock in running:
        if clock.ticket not in by_ticket or clock.ticket in gone:
            continue
        due = due_of.get((clock.ticket, clock.standard), clock.due)
        assert due is not None
        dues.append({"due": due, "clock": clock.id})
        nearest[clock.ticket] = min(nearest.get(clock.ticket, (due, clock.standard)), (due, clock.standard))
    _MOVE.many(store, dues)
    rows: Iterable[dict[str, int | str]] = (
        {"ticket": number, "due": due, "standard": standard, "version": versions[number]}
        for number, (due, standard) in nearest.items()
    )
    _move_nearest.many(store, rows)
    for number in gone & set(by_ticket):
        derive(store, number)
    _move_nudges(store)
    return versions


_MOVE = Statement(lambda _: Clock.update(due=Param("due")).where(Clock.id == Param("clock")))


@Statement
def _move_nearest(_: Dialect) -> Any:
    values = {"next_due": Param("due"), "next_standard": Param("standard"), "version": Param("version")}
    return Ticket.update(values).where(Ticket.id == Param("ticket"))


@Statement
def _rewritten(dialect: Dialect) -> Any:
    """After an undone step or a corrected time, a verdict may follow only from the whole history."""
    corrects_time = (Event.what == Act.CORRECTED) & dialect.has_text(Event.data, '"field":"at"')
    is_one = (Event.what == Act.UNDONE) | corrects_time
    return Event.select(Event.ticket).distinct().where(dialect.among(Event.ticket, Param("among")), is_one)


def _move_nudges(store: Store) -> None:
    """Recalculates reminders about awaited facts: they count working days, which may have changed."""
    found = [
        {"ticket": number, "nudge": nudge_of(store, fold_events(events_of(store, number)))} for (number,) in _NUDGED.rows(store)
    ]
    _MOVE_NUDGE.many(store, found)


_NUDGED = Statement(lambda _: Ticket.select(Ticket.id).where(Ticket.nudge.is_null(False)))
_MOVE_NUDGE = Statement(lambda _: Ticket.update(nudge=Param("nudge")).where(Ticket.id == Param("ticket")))
