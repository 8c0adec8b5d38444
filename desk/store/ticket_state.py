"""A ticket's events -> its state: the facts that hold, its subject, its owner. Pure: rows in, a value out.

Undone steps are left out; corrections take effect on the event they correct. Clocks are calculated from the facts by the charter;
the rows for lists come from `projections.py`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from desk.actions.choices import NOT_LINKED
from desk.charter.clocks import ABSORBED, CLOSED, CONVERTED, EXAM_MOVED, MERGED, RECOUNTED, REOPENED, Fact
from desk.charter.vocabulary import FACTS, RECEIVED


class Act(StrEnum):
    """The kinds of events besides the facts that the charter names."""

    RECEIVED = RECEIVED
    TAKEN = "taken"
    GIVEN = "given"
    RETURNED = "returned"
    NOTED = "noted"
    CORRECTED = "corrected"
    REMINDED = "reminded"
    ASKED = "asked"
    ADVISED = "advised"
    LINKED = "linked"
    MISSING = "missing"
    CAUSED = "caused"
    PASSED_ON = "passed-on"
    RATING_ASKED = "rating-asked"
    RATED = "rated"
    DUPLICATED = "duplicated"
    WRITTEN = "written"
    MENTIONED = "mentioned"
    TOLD = "told"  # a version of a fact
    ATTACHED = "attached"  # a file
    MAILED = "mailed"  # a further message of the customer
    BOUNCED = "bounced"  # a message to the customer was not delivered
    UNSENT = "unsent"  # the mail server refused a message to the customer for good
    KIND_CONFIRMED = "kind-confirmed"
    RECALLED = "recalled"
    UNDONE = "undone"
    CLOSED = CLOSED
    MERGED = MERGED
    REOPENED = REOPENED
    CONVERTED = CONVERTED
    EXAM_MOVED = EXAM_MOVED
    ABSORBED = ABSORBED
    RECOUNTED = RECOUNTED


# Acts that change the ticket's course, and so are facts for its clocks.
_TURNS = (Act.CLOSED, Act.MERGED, Act.REOPENED, Act.CONVERTED, Act.EXAM_MOVED, Act.ABSORBED, Act.RECOUNTED)

# What nobody does to a ticket of the wrong kind.
_CONFIRMING = frozenset((*FACTS, Act.KIND_CONFIRMED, Act.CONVERTED, Act.CLOSED, Act.MERGED)) - {RECEIVED}

OPEN, DONE, VOID = "open", "closed", "void"
# The facts by which a complaint ends after its answer, and the one that starts its second stage.
ACCEPTED, OBJECTED, USED_UP = "accepted", "objected", "used-up"

UNDO_REASON = "undone"

# Text fields of a ticket, which can be corrected one by one.
WORDS = (
    "name",
    "phone",
    "email",
    "address",
    "subject",
    "body",
    "about",
    "remedy",
    "incoming",
    "letter-date",
    "exam-name",
    "candidate",
    "document",
    "exam-day",
)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as read. applied: the charter then in force; texts: its texts by field, unless they have been erased."""

    id: int
    step: int
    what: str
    at: int
    recorded: int
    staff: int
    applied: int
    data: Mapping[str, Any]
    texts: Mapping[str, str]


@dataclass(frozen=True)
class TicketState:
    """The state of a ticket, computed from its events.

    words: the current values of the fields WORDS; about: the ids of the staff members whom a complaint is about; mentioned: of
    those whom its text mentions, until somebody says whether it is about them; missing: what a complaint still waits for, as text,
    and since when; reminders: (event, staff, at) that were not undone, and whose owner has done nothing on this ticket since they
    fell due, with the questions to colleagues; questions: whom each unanswered one is to, by its event; links: how each linked
    ticket belongs to it, one of SAME_CAUSE, FOLLOWS, FOLLOWED, by its number; ended: closed by hand; answerers: the ids of those
    who answered it; barred: of those who did before the customer objected, and do not handle the second stage; stated: the facts
    since the receipt, the last reopening or change of kind, RECEIVED among them if it was answered at once; customer: the id it was
    recorded under; late: registered after the session's end; merged_into: the ticket that it was merged into; absorbed: those
    merged into it; category, severity, outcome, cause: of a complaint, "" while nobody has said; the first and the last are entries
    of the centre's lists; unreachable: whether an email to its address did not arrive, until the address is corrected.
    """

    kind: str
    channel: str
    topic: str
    language: str
    customer: int
    proposed: bool
    batch: int | None
    session: int | None
    at_once: bool
    received: int
    recorded: int
    exam: date | None
    owner: int | None
    words: Mapping[str, str]
    about: tuple[int, ...]
    mentioned: tuple[int, ...]
    missing: tuple[str, int] | None
    facts: tuple[Fact, ...]
    reminders: tuple[tuple[int, int, int], ...]
    questions: Mapping[int, int]
    links: Mapping[int, str]
    ended: bool
    answerers: tuple[int, ...]
    barred: tuple[int, ...]
    stated: tuple[str, ...]
    undone: bool
    late: bool
    merged_into: int | None
    absorbed: tuple[int, ...]
    category: str
    severity: str
    outcome: str
    cause: str
    unreachable: bool

    def is_finished(self, final: Collection[str]) -> bool:
        """Whether nothing is left to do once no clock runs. final: the facts that finish its kind."""
        return any(fact == RECEIVED or fact in final for fact in self.stated)


def fold_events(events: Sequence[EventRow]) -> TicketState:
    """The state of a ticket. events: all of them, in the order in which they were entered, the receipt first."""
    void = _undone_steps(events)
    first = events[0]
    wholly = first.step in void
    void.discard(first.step)  # a void ticket still shows who it was about
    held = [event for event in events if event.what != Act.UNDONE and event.step not in void]
    teller = _Fold(first)
    for event in held:
        teller.take(event)
    facts = teller.sorted_facts()
    if wholly:
        undoing = next(event for event in events if event.what == Act.UNDONE and event.data["step"] == first.step)
        facts = (*facts, Fact(undoing.id, CLOSED, undoing.at, reason=UNDO_REASON, applied=undoing.applied))
    return teller.story(facts, undone=wholly)


def last_join(events: Sequence[EventRow], customer: int) -> EventRow | None:
    """The correction by which a ticket came to a customer, unless it was undone; None if it was recorded for them."""
    void = _undone_steps(events)
    held = [event for event in events if event.what == Act.CORRECTED and event.step not in void]
    moves = [event for event in held if event.data["field"] == "customer" and event.data["new"] == customer]
    return moves[-1] if moves else None


def last_step(events: Sequence[EventRow]) -> EventRow | None:
    """The first event of the last act that was not undone; None if nothing is left to undo.

    A changed charter, and a name that the desk found in a text, are not acts of anybody on the ticket.
    """
    void = _undone_steps(events)
    acts = [event for event in events if event.what not in _NOT_UNDOABLE and event.step not in void]
    return next(event for event in acts if event.step == acts[-1].step) if acts else None


_NOT_UNDOABLE = (Act.UNDONE, Act.RECOUNTED, Act.RECALLED, Act.MENTIONED)


def _undone_steps(events: Sequence[EventRow]) -> set[int]:
    return {event.data["step"] for event in events if event.what == Act.UNDONE}


@dataclass
class _Fold:
    """Folds the events that hold, one by one."""

    first: EventRow
    owner: int | None = None
    ended: bool = False
    stated: list[str] = field(default_factory=list)
    answerers: tuple[int, ...] = ()
    barred: tuple[int, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    about: tuple[int, ...] = ()
    mentioned: tuple[int, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    after: dict[int, int] = field(default_factory=dict)  # for events entered as they happened, the latest moment before each
    reminders: list[tuple[int, int, int]] = field(default_factory=list)
    links: dict[int, str] = field(default_factory=dict)
    questions: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # who asked, who was asked, when; by event
    missing: tuple[str, int] | None = None
    merged_into: int | None = None
    absorbed: list[int] = field(default_factory=list)
    unreachable: bool = False

    def take(self, event: EventRow) -> None:
        """Applies the next event that holds."""
        if event.what not in (Act.TAKEN, Act.GIVEN, Act.RETURNED):  # a change of owner answers nobody
            self.reminders = [reminder for reminder in self.reminders if reminder[1] != event.staff or event.recorded < reminder[2]]
        match event.what:
            case Act.TAKEN:
                self.owner = event.staff
            case Act.GIVEN:
                self.owner = event.data["to"]
            case Act.RETURNED:
                self.owner = None
            case Act.REMINDED:
                self.reminders.append((event.id, event.staff, event.data["for"]))
            case Act.MAILED if self.owner and not event.data.get("automatic"):
                self.reminders.append((event.id, self.owner, event.recorded))
            case Act.BOUNCED if event.data.get("failed"):
                self._is_unreachable(event)
            case Act.UNSENT:
                self._is_unreachable(event)
            case Act.LINKED if event.data["how"] == NOT_LINKED:
                self.links.pop(event.data["of"], None)
            case Act.LINKED:
                self.links[event.data["of"]] = event.data["how"]
            case Act.ASKED:
                self.questions[event.id] = event.staff, event.data["to"], event.recorded
            case Act.ADVISED:
                answered = [self.questions.pop(question) for question in event.data["questions"] if question in self.questions]
                askers = dict.fromkeys(asker for asker, *_ in answered if asker != event.staff)
                self.reminders += [(event.id, asker, event.recorded) for asker in askers]
            case Act.CAUSED:
                self.values["cause"] = event.data["cause"]
            case Act.MISSING:
                self.missing = (event.texts.get("note", ""), event.at)
            case Act.MENTIONED:
                self.mentioned = tuple(event.data["staff"])
            case Act.CORRECTED:
                self._correct(event)
            case Act.RECEIVED:
                self._receive(event)
            case _:
                self._turn(event)

    def _is_unreachable(self, event: EventRow) -> None:
        """Flags the address until it is corrected, and tells the owner, or whoever wrote."""
        self.unreachable = True
        if staff := self.owner or (event.staff if event.what == Act.UNSENT else None):
            self.reminders.append((event.id, staff, event.recorded))

    def _receive(self, event: EventRow) -> None:
        self.words = {name: event.texts.get(name, "") for name in WORDS}
        self.values = dict(event.data)
        data = event.data
        self.about = tuple(data.get("staff", ()))
        self.stated = [RECEIVED] if data.get("at_once", False) else []
        self.facts.append(
            Fact(
                event.id,
                RECEIVED,
                event.at,
                kind=data["kind"],
                channel=data["channel"],
                topic=data.get("topic", ""),
                at_once=data.get("at_once", False),
                exam=_date(data.get("exam")),
                late=data.get("late", False),
                applied=event.applied,
                entered=event.recorded,
            )
        )

    def _correct(self, event: EventRow) -> None:
        name = event.data["field"]
        if name in WORDS:
            self.words[name] = event.texts.get("new", "")
            if name == "email":
                self.unreachable = False
            if name == "about":
                self.mentioned = ()  # mentioned in the former text
        elif name == "staff":
            self.about, self.mentioned = tuple(event.data["new"]), ()
        elif name == "at":
            # The corrected time of an earlier event; its own row stays as entered.
            of, at = event.data["of"], event.data["at"]
            self.facts = [_moved(fact, at, event.recorded) if fact.id == of else fact for fact in self.facts]
            self.after.pop(of, None)
        elif name == "channel":
            self.values["channel"] = event.data["new"]
            self.after[event.id] = max(fact.at for fact in self.facts)
            self.facts.append(Fact(event.id, CONVERTED, event.at, channel=event.data["new"], applied=event.applied))
        elif name == "topic":
            self.values["topic"] = event.data["new"]
            self.after[event.id] = max(fact.at for fact in self.facts)
            self.facts.append(Fact(event.id, CONVERTED, event.at, topic=event.data["new"], applied=event.applied))
        else:
            self.values[name] = event.data.get("new", "")

    def _turn(self, event: EventRow) -> None:
        data = event.data
        if event.what in _CONFIRMING:
            self.values["proposed"] = False
        if event.what == CONVERTED:
            self.values["kind"], self.values["topic"] = data["kind"], data.get("topic", "")
            self.stated = []
            self._is_about(event)
        elif event.what in (CLOSED, MERGED):
            self.ended = True
            self.merged_into = data.get("into")
        elif event.what == ABSORBED:
            self.absorbed += data["numbers"]
            self._is_about(event)
        elif event.what == REOPENED:
            self.ended, self.stated = False, []
        elif event.what == EXAM_MOVED:
            self.values["exam"], self.values["late"] = data["exam"], data.get("late", False)
            self.values["session"] = None if data.get("left") else data.get("session", self.values.get("session"))
        elif event.what == OBJECTED:
            self.barred, self.stated, self.ended = self.answerers, [], False
        elif event.what in FACTS:
            self.stated.append(event.what)
            if event.what == Act.PASSED_ON:
                self.barred = ()  # the stages of the centre are over: anybody gives the decision
            if event.what == "answered":
                self.values["outcome"] = event.data.get("outcome", "")
                self.answerers = tuple(dict.fromkeys((*self.answerers, event.staff)))
        if event.what in FACTS or event.what in _TURNS:
            if event.at >= event.recorded or event.what in _TURNS:
                self.after[event.id] = max(fact.at for fact in self.facts)
            self.facts.append(
                Fact(
                    event.id,
                    event.what,
                    event.at,
                    kind=data.get("kind"),
                    topic=data.get("topic", "") if event.what == CONVERTED else None,
                    reason=data.get("reason"),
                    exam=_date(data.get("exam")),
                    late=data.get("late", False),
                    starts=data.get("starts"),
                    answers=data.get("answers"),
                    applied=event.applied,
                    entered=event.recorded,
                )
            )

    def _is_about(self, event: EventRow) -> None:
        """Applies the staff members whom a complaint is about from now on, if the event names any."""
        if about := event.texts.get("about"):
            self.words["about"] = about
        if staff := event.data.get("staff"):
            self.about = tuple(staff)

    def sorted_facts(self) -> tuple[Fact, ...]:
        """The facts in the order in which they happened, the receipt first: one entered late is sorted by its own time.

        A fact entered as it happened comes after all before it, whatever the machine's clock said: it may have been set back.
        """
        receipt, rest = self.facts[0], self.facts[1:]
        return (receipt, *sorted(rest, key=lambda fact: (max(fact.at, self.after.get(fact.id, 0)), fact.id)))

    def story(self, facts: tuple[Fact, ...], *, undone: bool) -> TicketState:
        values = self.values
        return TicketState(
            kind=values["kind"],
            channel=values["channel"],
            topic=values.get("topic", ""),
            language=values["language"],
            customer=values["customer"],
            proposed=values.get("proposed", False),
            batch=values.get("batch"),
            session=values.get("session"),
            at_once=values.get("at_once", False),
            received=facts[0].at,
            recorded=self.first.recorded,
            exam=_date(values.get("exam")),
            owner=self.owner,
            words=self.words,
            about=self.about,
            mentioned=tuple(staff for staff in self.mentioned if staff not in self.about),
            missing=self.missing,
            facts=facts,
            reminders=tuple(sorted((*self.reminders, *((event, asked, at) for event, (_, asked, at) in self.questions.items())))),
            questions={event: asked for event, (_, asked, _) in self.questions.items()},
            links=self.links,
            ended=self.ended,
            answerers=self.answerers,
            barred=self.barred,
            stated=tuple(self.stated),
            undone=undone,
            late=values.get("late", False),
            merged_into=self.merged_into,
            absorbed=tuple(self.absorbed),
            category=values.get("category", ""),
            severity=values.get("severity", ""),
            outcome=values.get("outcome", ""),
            cause=values.get("cause", ""),
            unreachable=self.unreachable,
        )


def _moved(fact: Fact, at: int, entered: int) -> Fact:
    """A fact with its corrected time; what was entered first is kept."""
    return replace(fact, at=at, entered=entered, first_at=fact.at if fact.first_at is None else fact.first_at)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def while_sealed(events: Sequence[EventRow], sealed_kinds: Collection[str]) -> set[int]:
    """The ids of the events during which a ticket was sealed, with those that made it so and ended that. sealed_kinds: of the
    charter."""
    kind, before_turn, found = str(events[0].data["kind"]), dict[int, str](), set[int]()
    for event in events:
        before = kind
        if event.what == Act.CONVERTED:
            before_turn[event.step] = kind
            kind = str(event.data.get("kind", kind))
        elif event.what == Act.UNDONE:
            kind = before_turn.get(event.data["step"], kind)
        if before in sealed_kinds or kind in sealed_kinds:
            found.add(event.id)
    return found
