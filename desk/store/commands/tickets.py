"""Commands on tickets. One function = one transaction = events and the clocks that follow from them.

Each takes the store, the actor, and `seen`: the version of the ticket that the user was looking at (None for a script), so that a
change based on a stale version is refused.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL, fn

from desk.actions.action import Action
from desk.actions.choices import CLOSE_REASONS
from desk.actions.rights import Right
from desk.charter.clocks import RECOUNTED, RUNNING
from desk.models import Event, Ticket
from desk.store.commands.certificates import POSTED, check_here
from desk.store.commands.letters import has_left
from desk.store.commands.outbox import write
from desk.store.commands.recording import check_earlier, check_topic
from desk.store.commands.recounting import recount_restarted
from desk.store.commands.sessions import move_back
from desk.store.commands.unit_of_work import (
    add_event,
    changing,
    check_answered,
    check_way,
    last_place,
    must_be_open,
    must_stand,
    when,
)
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.errors import NotFound
from desk.store.errors.complaints import ExtensionTooEarly, NotPassedOn, StagesUsedUp
from desk.store.errors.files import FilesTooLarge
from desk.store.errors.input import (
    CloseReasonUnknown,
    KindNotChosen,
    KindUnknown,
    MomentMissing,
    NameMissing,
    NoteMissing,
    OriginalMissing,
    QuestionMissing,
    ReplyMissing,
    TicketItself,
)
from desk.store.errors.people import ColleagueUnknown, NameAmbiguous, OneselfAsked
from desk.store.errors.tickets import (
    ActNotApplicable,
    BeforeStart,
    CloseReasonMissing,
    ExtensionTooLate,
    KindNotProposed,
    KindUnchanged,
    LettersSent,
    NobodyHasIt,
    NothingToUndo,
    OthersActed,
    TicketMerged,
    TicketNotClosed,
)
from desk.store.event_log import append, events_of
from desk.store.files.attaching import add_file
from desk.store.files.content import LARGEST, Loaded
from desk.store.permissions import requires
from desk.store.projections import derive
from desk.store.queries.duplicates import answers_of
from desk.store.queries.ticket import clocks_written
from desk.store.staff import choose_staff, staff_id, staff_list
from desk.store.statements import read
from desk.store.ticket_state import ACCEPTED, DONE, OBJECTED, USED_UP, VOID, Act, EventRow, TicketState, fold_events, last_step
from desk.store.validation import check_length, only_set
from desk.store.visibility import check_can_have, check_handles, complaints_about, hidden_among
from desk.text.dates import MomentPast
from desk.text.folding import matching_names


@requires(Right.WORK)
def fact(
    store: Store,
    who: str,
    number: int,
    what: str,
    *,
    at: int | None = None,
    texts: Mapping[str, str] | None = None,
    data: Mapping[str, Any] | None = None,
    action: Action | None = None,
    seen: int | None = None,
) -> int:
    """States a fact of the charter: called back, tried, answered, acknowledged, informed ... Returns its step.

    texts: words that belong to it (`note`, `number`, `topic` ...); data: values (`way`, `outcome`); action: the action of
    the registry that states it, if any. Raises NotNow if the fact does not apply to such a ticket.
    """
    with changing(store, number, seen) as events:
        story = must_be_open(store, events, number)
        is_other = action is not None and not action.suits(store.charter.kind(story.kind))
        if is_other or what not in store.charter.facts(story.kind, story.channel):
            raise ActNotApplicable(number)
        if what == POSTED:
            check_here(store, number, story)
        _check_extension(store, number, story, what, at)
        _check_order(store, number, story, what, at)
        check_way(number, story, (data or {}).get("way", ""))
        return add_event(store, who, number, what, at=when(store, number, story.received, at), data=data, texts=texts)


def _check_order(store: Store, number: int, story: TicketState, what: str, at: int | None) -> None:
    """Refuses to end a complaint that has no answer at its stage, something that has come back without having been passed on, and
    either at a time before that. at: when it was. Raises NotAnswered, AnswerPending, NotPassedOn, BeforeStart."""
    moment = store.now() if at is None else at
    if what in (ACCEPTED, USED_UP):
        check_answered(number, story, what, moment)
    facts = [fact.what for fact in story.facts]
    for standard in store.charter.standards:
        rule = standard.applies_to(story.kind, story.channel, story.topic)
        if not (rule and rule.after and what in rule.starts):
            continue
        if last_place(facts, rule.after) <= last_place(facts, what):
            raise NotPassedOn(number)
        if moment < story.facts[last_place(facts, rule.after)].at:
            raise BeforeStart(number, what)


def _check_extension(store: Store, number: int, story: TicketState, what: str, at: int | None) -> None:
    """Refuses a fact that starts a longer clock from an earlier one if the shorter one does not run in time, or the longer one runs
    already: a deadline is extended once, before it is missed. at: when that was. Raises ExtensionTooEarly, ExtensionTooLate."""
    applied = ((standard.id, standard.applies_to(story.kind, story.channel, story.topic)) for standard in store.charter.standards)
    rules = {name: rule for name, rule in applied if rule}
    longer = {name: rule.since for name, rule in rules.items() if rule.since and what in rule.starts}
    shorter = {name for name, rule in rules.items() if {*rule.starts} & {*longer.values()}} - {*longer}
    if not shorter:
        return
    voided = any(what in rule.voids for rule in rules.values())  # entered after the deadline, it would void a missed clock
    moment = store.now() if at is None or voided else at
    written = clocks_written(store, number)
    running = {clock.standard for clock in written if clock.state_at(moment) == RUNNING and clock.start <= moment}
    if not shorter & {clock.standard for clock in written} and not story.answerers:
        raise ExtensionTooEarly(number)
    if not shorter & running or {*longer} & running:
        raise ExtensionTooLate(number)


@requires(Right.WORK)
def reply(
    store: Store,
    who: str,
    number: int,
    what: str,
    *,
    at: int | None = None,
    texts: Mapping[str, str],
    data: Mapping[str, Any],
    missing: str = "",
    seen: int | None = None,
    posts: bool = False,
    files: Sequence[Loaded] = (),
) -> int:
    """Records a reply with its text, and what a complaint still waits for, in one step. Returns the step.

    what: the fact that it states, NOTED if none; texts, data: as for `fact`; posts: puts it into the outbox, with the text `title`
    as its subject, instead of recording it as sent; files: that go along with it. Raises NotNow, BadInput without words.
    """
    if not texts["note"].strip():
        raise ReplyMissing
    with changing(store, number, seen) as events:
        story = must_be_open(store, events, number)
        if what != Act.NOTED and what not in store.charter.facts(story.kind, story.channel):
            raise ActNotApplicable(number)
        _check_extension(store, number, story, what, at)
        check_way(number, story, data.get("way", ""))
        moment = when(store, number, story.received, at)
        if posts:
            step = _post(store, who, number, None if what == Act.NOTED else what, texts, data, files)
        else:
            step = add_event(store, who, number, what, at=moment, data=data, texts=texts)
        if missing and missing != (story.missing or ("",))[0]:
            add_event(store, who, number, Act.MISSING, at=moment, texts={"note": missing}, step=step)
    return step


def _post(
    store: Store,
    who: str,
    number: int,
    states: str | None,
    texts: Mapping[str, str],
    data: Mapping[str, Any],
    files: Sequence[Loaded],
) -> int:
    """Puts a reply into the outbox, and the files that go along with it on the ticket. Returns the step. Raises FilesTooLarge."""
    if sum(len(file.raw) for file in files) > LARGEST:
        raise FilesTooLarge(LARGEST)
    step, numbers = 0, []
    for file in files:
        attached, event = add_file(store, who, number, file, step=step)
        step = step or event
        numbers.append(attached)
    written = write(store, who, number, data["way"], states, texts, outcome=data.get("outcome", ""), files=numbers, step=step)
    return step or written


@requires(Right.WORK)
def note(store: Store, who: str, number: int, note: str, *, seen: int | None = None) -> int:
    """Adds a note, which answers what colleagues asked the actor. It moves no clock: asking or telling something is no answer
    to the customer."""
    if not note.strip():
        raise NoteMissing
    with changing(store, number, seen) as events:
        own = [event for event, asked in fold_events(events).questions.items() if asked == staff_id(store, who)]
        if own:
            return add_event(store, who, number, Act.ADVISED, data={"questions": own}, texts={"note": note})
        return add_event(store, who, number, Act.NOTED, texts={"note": note})


@requires(Right.WORK)
def ask(store: Store, who: str, number: int, to: str, note: str, *, seen: int | None = None) -> int:
    """Asks a colleague something about the ticket without handing it over. No clock waits for the answer (calls.2).

    Raises BadInput without words and for somebody who is not on the staff, NotNow if they may not have the ticket.
    """
    if not to.strip():
        raise NameMissing
    if not note.strip():
        raise QuestionMissing
    with changing(store, number, seen) as events:
        must_be_open(store, events, number)
        name = _one_of_the_staff(store, to.strip())
        if name not in staff_list(store):
            raise ColleagueUnknown(name)
        if name == who:
            raise OneselfAsked
        check_can_have(store, number, name)
        return add_event(store, who, number, Act.ASKED, data={"to": staff_id(store, name)}, texts={"note": note})


@requires(Right.HANDLE)
def missing(store: Store, who: str, number: int, note: str, *, seen: int | None = None) -> int:
    """Records what a complaint still waits for, as text."""
    if not note.strip():
        raise NoteMissing
    with changing(store, number, seen) as events:
        if not store.charter.kind(must_be_open(store, events, number).kind).is_sealed:
            raise ActNotApplicable(number)
        return add_event(store, who, number, Act.MISSING, texts={"note": note})


@requires(Right.WORK)
def take(store: Store, who: str, number: int, *, seen: int | None = None) -> int:
    """Makes the actor the owner."""
    with changing(store, number, seen) as events:
        must_be_open(store, events, number)
        return add_event(store, who, number, Act.TAKEN)


@requires(Right.WORK)
def hand_over(store: Store, who: str, number: int, to: str, *, seen: int | None = None) -> int:
    """Makes a colleague the owner. Clocks do not depend on the owner: none moves."""
    if not to.strip():
        raise NameMissing
    check_length("to", to)
    with changing(store, number, seen) as events:
        must_be_open(store, events, number)
        name = _one_of_the_staff(store, to.strip())
        owner = staff_id(store, name)
        check_can_have(store, number, name)
        return add_event(store, who, number, Act.GIVEN, data={"to": owner})


def _one_of_the_staff(store: Store, typed: str) -> str:
    """Whom a name, or the beginning of one, means; as it was typed where nobody is known by it. Raises BadInput for several."""
    names = matching_names(list(staff_list(store)), typed)
    if len(names) > 1:
        raise NameAmbiguous(names)
    return names[0] if names else typed


@requires(Right.WORK)
def hand_back(store: Store, who: str, number: int, *, seen: int | None = None) -> int:
    """Returns the ticket to its queue. Raises NobodyHasIt."""
    with changing(store, number, seen) as events:
        must_be_open(store, events, number)
        check_handles(store, number, Act.RETURNED)
        if not fold_events(events).owner:
            raise NobodyHasIt(number)
        return add_event(store, who, number, Act.RETURNED)


@requires(Right.WORK)
def remind(store: Store, who: str, number: int, moment: int | None, note: str = "", *, seen: int | None = None) -> int:
    """Sets a personal reminder beside the clocks. It moves none. Raises InvalidDateTime for a moment in the past."""
    if moment is None:
        raise MomentMissing
    if moment <= store.now():
        raise MomentPast(store.charter.at(moment))
    with changing(store, number, seen) as events:
        must_be_open(store, events, number)
        return add_event(store, who, number, Act.REMINDED, data={"for": moment}, texts={"note": note})


@requires(Right.WORK)
def close(
    store: Store,
    who: str,
    number: int,
    reason: str | None = None,
    *,
    of: int | None = None,
    note: str = "",
    seen: int | None = None,
) -> int:
    """Closes a ticket by hand. With a clock running, a reason is needed: a clock that is not yet due becomes void with it, an
    overdue one stays missed with it. A duplicate's overdue clocks count as kept if the ticket that it duplicates was answered in
    time."""
    with changing(store, number, seen) as events:
        must_be_open(store, events, number)
        if reason and reason not in CLOSE_REASONS:
            raise CloseReasonUnknown(reason, tuple(CLOSE_REASONS))
        if not reason and read(store, Ticket, ("next_due",), number) != (None,):
            raise CloseReasonMissing(number)
        answers = dict[str, tuple[int, int]]()
        if reason == "duplicate":
            _must_be_another(store, number, of)
            answers = answers_of(store, number, fold_events(events_of(store, of or 0)))
        data = only_set({"reason": reason or None, "of": of, "answers": answers or None})
        step = add_event(store, who, number, Act.CLOSED, data=data, texts={"note": note})
        if of and answers:  # the answer that judged it cannot be undone before this step
            add_event(store, who, of, Act.DUPLICATED, data={"numbers": [number]}, step=step)
        return step


def _must_be_another(store: Store, number: int, of: int | None) -> None:
    if of is None:
        raise OriginalMissing
    if of == number:
        raise TicketItself
    if complaints_about(store, [of]) or not _EXISTS.rows(store, ticket=of):
        raise NotFound(of)


_EXISTS = Statement(lambda _: Ticket.select(Ticket.id).where(Ticket.id == Param("ticket"), Ticket.state != VOID))


@requires(Right.WORK)
def reopen(store: Store, who: str, number: int, note: str = "", *, seen: int | None = None) -> int:
    """Reopens a closed ticket: old verdicts stay, the standard of its kind and channel starts anew."""
    with changing(store, number, seen) as events:
        if read(store, Ticket, ("state",), number) != (DONE,):
            raise TicketNotClosed(number)
        if merged := fold_events(events).merged_into:
            raise TicketMerged(number, merged)
        return add_event(store, who, number, Act.REOPENED, texts={"note": note})


@requires(Right.HANDLE)
def object_to_answer(store: Store, who: str, number: int, note: str = "", *, at: int | None = None, seen: int | None = None) -> int:
    """Starts the second stage of an answered complaint, with a clock of its own (ISO 10002; house). Nobody who answered it handles
    it again: it leaves their hands. Raises NotNow if it has no answer, or if the second stage is over as well."""
    with changing(store, number, seen) as events:
        story = must_stand(events, number)
        if OBJECTED not in store.charter.facts(story.kind, story.channel):
            raise ActNotApplicable(number)
        check_answered(number, story, OBJECTED, store.now() if at is None else at)
        if OBJECTED in [fact.what for fact in story.facts]:
            raise StagesUsedUp(number)
        return add_event(store, who, number, OBJECTED, at=when(store, number, story.received, at), texts={"note": note})


@requires(Right.WORK)
def convert(
    store: Store,
    who: str,
    number: int,
    kind: str,
    texts: Mapping[str, str] | None = None,
    *,
    topic: str = "",
    staff: tuple[int, ...] = (),
    seen: int | None = None,
) -> int:
    """Changes the kind: clocks that no longer apply become void with that reason, the others start from their own facts.

    topic: of the new kind, if it has any; staff: the ids of the staff members whom a complaint is about. Raises BadInput for an
    unknown kind or topic, KindUnchanged.
    """
    with changing(store, number, seen) as events:
        story = must_be_open(store, events, number)
        if kind not in store.charter.kinds:
            raise KindUnknown(kind, tuple(store.charter.kinds))
        before = next((event.data for event in reversed(events) if event.what == Act.CONVERTED), {})
        goes_back = (story.kind, kind) == (before.get("kind"), before.get("old"))
        if not goes_back and kind not in store.charter.kind(story.kind).becomes:
            raise KindUnchanged(number)
        if goes_back and not topic:
            topic = _topic_before(events)
        check_topic(store.charter.kind(kind), topic)
        check_earlier(store, story.customer, kind, topic)
        data = only_set({"kind": kind, "old": story.kind, "topic": topic or None, "staff": staff or None})
        return add_event(store, who, number, Act.CONVERTED, data=data, texts=texts)


@requires(Right.WORK)
def to_complaint(
    store: Store, who: str, number: int, *, staff: str = "", about: str = "", note: str = "", seen: int | None = None
) -> int:
    """Turns an enquiry into a complaint. staff: the staff members whom it is about, as `choose_staff` takes them; about: other
    people. Raises as `choose_staff` and `convert` do."""
    chosen = choose_staff(store, staff)
    return convert(
        store, who, number, _becomes(store, number, sealed=True), {"note": note, "about": about}, staff=chosen, seen=seen
    )


@requires(Right.WORK)
def to_enquiry(store: Store, who: str, number: int, *, note: str = "", seen: int | None = None) -> int:
    """Turns a complaint into an enquiry. Raises as `convert` does."""
    return convert(store, who, number, _becomes(store, number, sealed=False), {"note": note}, seen=seen)


@requires(Right.WORK)
def change_kind(store: Store, who: str, number: int, *, kind: str, note: str = "", seen: int | None = None) -> int:
    """Changes the kind of a ticket. kind: the new one, with a topic of it after a slash, if it has any. Raises as `convert`
    does."""
    if not kind:
        raise KindNotChosen
    name, _, topic = kind.partition("/")
    return convert(store, who, number, name, {"note": note}, topic=topic, seen=seen)


@requires(Right.WORK)
def confirm_kind(store: Store, who: str, number: int, *, seen: int | None = None) -> int:
    """Confirms the kind that a rule proposed for a message. Raises KindNotProposed."""
    with changing(store, number, seen) as events:
        if not must_be_open(store, events, number).proposed:
            raise KindNotProposed(number)
        return add_event(store, who, number, Act.KIND_CONFIRMED)


def _topic_before(events: Sequence[EventRow]) -> str:
    """The topic that a ticket had before its last change of kind."""
    last = max(place for place, event in enumerate(events) if event.what == Act.CONVERTED)
    return fold_events(events[:last]).topic


def _becomes(store: Store, number: int, *, sealed: bool) -> str:
    """The kind that a ticket had before, else the first sealed kind, or the first that is not, into which it can be changed.
    Raises NotFound, KindUnchanged."""
    events = events_of(store, number)
    if not events:
        raise NotFound(number)
    of = store.charter.kind(fold_events(events).kind)
    changes = [event.data for event in reversed(events) if event.what == Act.CONVERTED]
    before: list[str] = [data["old"] for data in changes if data["kind"] == of.id]
    kinds = [kind for kind in (*before[:1], *of.becomes) if (kind in store.charter.sealed_kinds) == sealed]
    if not kinds:
        raise KindUnchanged(number)
    return kinds[0]


@requires(Right.WORK)
def undo_on(store: Store, who: str, number: int, *, seen: int | None = None) -> int:  # noqa: ARG001 - as every action
    """Undoes the actor's last step on this ticket. Raises as `undo` does."""
    return undo(store, who, number)[0]


@requires(Right.WORK)
def undo(store: Store, who: str, number: int | None = None) -> tuple[int, str]:
    """Undoes the actor's last step by an event of its own. Returns the ticket and what was undone.

    number: undo only a step on this ticket. Raises NotNow if there is nothing to undo, or if somebody else acted on the ticket
    since.
    """
    with store.transaction():
        staff = staff_id(store, who)
        step, what, first, tickets = _last_step_of(store, staff, number)
        if has_left(store, step):
            raise LettersSent(first)
        undone = 0
        for ticket in tickets:
            mine = last_step(events_of(store, ticket))
            if mine is None or mine.step != step:
                raise OthersActed(ticket)
            event = append(store, ticket, Act.UNDONE, at=store.now(), staff=staff, data={"step": step}, texts={}, step=undone)
            undone = undone or event
            derive(store, ticket)
            recount_restarted(store, staff, ticket)
        for data in _moves_of(store, step):
            move_back(store, staff, data["moved"], data["old"], data["exam"])
    return first, what


def _moves_of(store: Store, step: int) -> list[dict[str, Any]]:
    """The session that a step moved to another day, if any."""
    return [json.loads(data) for (data,) in _moves.rows(store, step=step)]


@Statement
def _moves(dialect: Dialect) -> Any:
    is_move = (Event.step == Param("step")) & (Event.what == Act.EXAM_MOVED)
    moved = dialect.json_value(Event.data, "moved")
    return Event.select(Event.data).where(is_move, moved.is_null(False)).limit(1)


@dataclass(frozen=True, slots=True)
class Undoable:
    """What undo would undo: the act, its first ticket, the number of tickets, and when it was entered (epoch seconds)."""

    what: str
    number: int
    tickets: int
    entered: int


@requires(Right.WORK)
def to_undo(store: Store, who: str) -> Undoable:
    """What undo would undo. Raises NotNow if there is nothing."""
    with store.transaction():
        step, what, first, tickets = _last_step_of(store, staff_id(store, who), None)
        ((entered,),) = _RECORDED.rows(store, step=step)
    return Undoable(what, first, len(tickets), entered)


def _last_step_of(store: Store, staff: int, number: int | None) -> tuple[int, str, int, list[int]]:
    for step, what, first in _steps_of(store, staff, number):
        tickets = [ticket for (ticket,) in _TICKETS.rows(store, step=step)]
        if not hidden_among(store, tickets):  # steps on tickets that the user may no longer read are skipped
            return step, what, first, tickets
    raise NothingToUndo


def _steps_of(store: Store, staff: int, number: int | None) -> list[tuple[int, str, int]]:
    """The last steps of a person that were not undone by them: step, act, first ticket. number: on this ticket; None for any."""
    found = _all_steps.rows(store, staff=staff) if number is None else _steps_on.rows(store, staff=staff, ticket=number)
    return [(step, what, ticket) for step, what, ticket in found]


def _steps(dialect: Dialect, *where: Any) -> Any:
    undone = Event.alias("u")
    by_them = (undone.what == Act.UNDONE) & (undone.ticket == Event.ticket) & (undone.staff == Param("staff"))
    undoing = undone.select(SQL("1")).where(by_them, dialect.json_number(undone.data, "step") == Event.step)
    query = Event.select(Event.step, Event.what, Event.ticket).where(Event.staff == Param("staff"), Event.id == Event.step)
    is_act = Event.ticket.is_null(False) & Event.what.not_in((Act.UNDONE, RECOUNTED))
    return query.where(is_act, *where, ~fn.EXISTS(undoing)).order_by(Event.id.desc()).limit(20)


_all_steps = Statement(_steps)
_steps_on = Statement(lambda dialect: _steps(dialect, Event.ticket == Param("ticket")))
_RECORDED = Statement(lambda _: Event.select(Event.recorded).where(Event.id == Param("step")))
_TICKETS = Statement(lambda _: Event.select(Event.ticket).distinct().where(Event.step == Param("step")))
