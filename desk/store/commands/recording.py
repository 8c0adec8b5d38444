"""Opening tickets: input -> a ticket, its first event, and the clocks that its receipt starts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desk.actions.choices import SEVERITIES
from desk.actions.rights import Right
from desk.charter.standards import Kind
from desk.charter.vocabulary import CHANNELS, RECEIVED
from desk.facts.fact import Told
from desk.models import Ticket
from desk.store.commands.sessions import find_session, is_late, late_fee
from desk.store.customers.identity import customer_for
from desk.store.database import Store
from desk.store.dialects.statement import Param, Statement
from desk.store.errors.complaints import CategoryUnknown, SeverityUnknown
from desk.store.errors.input import (
    ChannelNotOfKind,
    ChannelUnknown,
    CustomerMissing,
    ExamDayMissing,
    FieldNotOfKind,
    KindUnknown,
    TopicMissing,
    TopicTooEarly,
    TopicUnknown,
)
from desk.store.event_log import New, append_many, events_of
from desk.store.facts.telling import told_events
from desk.store.permissions import requires
from desk.store.projections import derive
from desk.store.staff import choose_staff, mentioned_staff, staff_id
from desk.store.statements import insert
from desk.store.ticket_state import DONE, OPEN, WORDS, Act, fold_events
from desk.store.validation import check_exam, check_length, check_moment, only_set

# The texts of a new ticket: the field of the event, and the attribute of `Recording` that holds it.
_WORDS = {name: name.replace("-", "_") for name in (*WORDS, "answer", "quoted", "files")}


@dataclass(frozen=True)
class Recording:
    """The input for a new ticket. received: epoch seconds, None for now; at_once: answered on the spot, with `answer`;
    letter_date, incoming: a letter's own date and number; exam: the exam's date for a registration, its name for a certificate;
    late: registered after the session's end; fee: an extra fee that is known already, as text; about, remedy: of a complaint;
    staff: the staff members whom it is about, as `choose_staff` takes them; candidate: the candidate's number; exam_day: of a
    certificate, ISO 8601; topic: one of the kind's, if it has any; category: one of the kind's list, severity: one of SEVERITIES,
    both of a complaint; authorised: consent and fee came with it; customer: by their id, if they are known otherwise than by name,
    number and address; document: the name as in the travel document; address: the postal address; session: of a registration, if it
    cannot be found by its subject and its day; quoted: the history below an email; files: the names and sizes of those in it, one
    in a line; proposed: the kind was proposed by a rule for mail."""

    kind: str
    channel: str
    name: str = ""
    phone: str = ""
    email: str = ""
    subject: str = ""
    body: str = ""
    received: int | None = None
    at_once: bool = False
    answer: str = ""
    language: str | None = None
    letter_date: str = ""
    incoming: str = ""
    exam: date | None = None
    exam_name: str = ""
    fee: str = ""
    late: bool = False
    about: str = ""
    staff: str = ""
    remedy: str = ""
    candidate: str = ""
    exam_day: str = ""
    document: str = ""
    address: str = ""
    session: int | None = None
    topic: str = ""
    category: str = ""
    severity: str = ""
    authorised: bool = False
    customer: int | None = None
    told: tuple[Told, ...] = ()
    quoted: str = ""
    files: str = ""
    proposed: bool = False


@requires(Right.WORK)
def record(store: Store, who: str, what: Recording) -> int:
    """Opens a ticket with the clocks that its receipt starts. Returns its number.

    Raises BadInput (no name, too long, unknown kind or channel), InvalidDateTime, DatabaseUnusable. A deadline beyond the calendar
    does not prevent recording: the ticket has no clock for it until a charter can calculate it.
    """
    check(store, what)
    with store.transaction():
        return open_ticket(store, staff_id(store, who), what)


# What a kind without the fact or the capability cannot have; it would stand in the history and mean nothing.
_FOREIGN: dict[str, Callable[[Recording, Kind], bool]] = {
    "exam": lambda what, kind: what.exam is not None and not kind.has_exam,
    "late": lambda what, kind: what.late and not kind.in_sessions,
    "fee": lambda what, kind: bool(what.fee) and "fee-known" not in kind.facts,
    "staff": lambda what, kind: bool(what.staff) and not kind.is_sealed,
    "authorised": lambda what, kind: what.authorised and "authorised" not in kind.facts,
}


@requires(Right.WORK)
def check(store: Store, what: Recording) -> None:
    """Checks a recording before anything is written. Raises as `record` does."""
    if what.kind not in store.charter.kinds:
        raise KindUnknown(what.kind, tuple(store.charter.kinds))
    kind = store.charter.kind(what.kind)
    if what.channel not in CHANNELS:
        raise ChannelUnknown(what.channel)
    if what.channel not in kind.channels:
        raise ChannelNotOfKind(what.channel, kind.channels)
    check_topic(kind, what.topic)
    check_category(kind, what.category)
    check_severity(kind, what.severity)
    if foreign := next((name for name, is_given in _FOREIGN.items() if is_given(what, kind)), ""):
        raise FieldNotOfKind(foreign)
    if not (what.name.strip() or what.phone.strip() or what.email.strip()):
        raise CustomerMissing
    for name in (*_WORDS.values(), "fee"):
        check_length(name, getattr(what, name))
    choose_staff(store, what.staff)
    if kind.has_exam and what.exam is None:
        raise ExamDayMissing
    if what.received is not None:
        check_moment(store, what.received)
    if what.exam is not None:
        check_exam(store, what.exam, store.now() if what.received is None else what.received)


def open_ticket(store: Store, staff: int, what: Recording) -> int:
    """Opens a ticket for a checked recording. Returns its number. Must run inside a transaction."""
    what = _in_session(store, what)
    received = store.now() if what.received is None else what.received
    customer = what.customer or customer_for(store, what.name, what.phone, what.email)
    check_earlier(store, customer, what.kind, what.topic)
    opened = {
        "kind": what.kind, "channel": what.channel, "state": OPEN, "customer": customer, "language": language_of(store, what),
        "received": received, "recorded": store.now(), "version": 0,
    }  # fmt: skip
    store.dialect.continue_numbers(store, Ticket)  # a server that crashed, or took a change back, would leave numbers out
    number = insert(store, Ticket, opened)
    append_many(store, first_events(store, number, what, customer), staff=staff)
    derive(store, number)
    return number


def check_topic(kind: Kind, topic: str) -> None:
    """Refuses a topic that the kind does not have, and none where it has some. Raises TopicMissing, TopicUnknown."""
    topics = tuple(entry.id for entry in kind.topics)
    if topics and not topic:
        raise TopicMissing
    if topic and not topics:
        raise FieldNotOfKind("topic")
    if topic and topic not in topics:
        raise TopicUnknown(topic, topics)


def check_category(kind: Kind, category: str) -> None:
    """Refuses a category that is not in the kind's list; "" leaves it open. Raises FieldNotOfKind, CategoryUnknown."""
    known = tuple(entry.id for entry in kind.categories)
    if category and not known:
        raise FieldNotOfKind("category")
    if category and category not in known:
        raise CategoryUnknown(category, known)


def check_severity(kind: Kind, severity: str) -> None:
    """Refuses an unknown severity; "" leaves it open. Raises FieldNotOfKind, SeverityUnknown."""
    if severity and "severity" not in kind.fields:
        raise FieldNotOfKind("severity")
    if severity and severity not in SEVERITIES:
        raise SeverityUnknown(severity, tuple(SEVERITIES))


def check_earlier(store: Store, customer: int, kind: str, topic: str) -> None:
    """Refuses a topic that comes after another one of which the customer has no answered ticket. Raises TopicTooEarly."""
    topics = {entry.id: entry for entry in store.charter.kind(kind).topics}
    if topic not in topics or not topics[topic].after:
        return
    earlier = (fold_events(events_of(store, number)) for (number,) in _done.rows(store, customer=customer, kind=kind))
    if not any(story.topic == topics[topic].after for story in earlier):
        raise TopicTooEarly(topics[topic].title, topics[topics[topic].after].title)


_done = Statement(
    lambda _: Ticket.select(Ticket.id).where(
        Ticket.customer == Param("customer"), Ticket.kind == Param("kind"), Ticket.state == DONE
    )
)


def _in_session(store: Store, what: Recording) -> Recording:
    """Assigns a registration to the session of its exam and day, and marks it late if it came after the end of registration, with
    the late price as its fee (commitments.13)."""
    if not store.charter.kind(what.kind).in_sessions or what.exam is None or what.session is not None:
        return what
    exam = what.exam_name or what.subject
    found = find_session(store, exam, what.exam)
    day = store.charter.at(store.now() if what.received is None else what.received).date()
    late = what.late or is_late(store, found, exam, what.exam, day)
    fee = what.fee or (late_fee(store, exam, what.exam, language_of(store, what)) if late else "")
    return replace(what, session=found.id if found else None, late=late, fee=fee)


def language_of(store: Store, what: Recording) -> str:
    """The language for writing to the customer; the centre's language if unknown."""
    return what.language or store.charter.file.centre.language


def first_events(store: Store, number: int, what: Recording, customer: int, batch: int | None = None) -> list[New]:
    """The first events of a ticket: the receipt, the staff members that a complaint mentions, and a fee known from the beginning; a
    late registration always has one (commitments.13)."""
    received = store.now() if what.received is None else what.received
    data: dict[str, Any] = {
        "kind": what.kind,
        "channel": what.channel,
        "topic": what.topic or None,
        "language": language_of(store, what),
        "customer": customer,
        "batch": batch,
        "at_once": what.at_once,
        "exam": what.exam.isoformat() if what.exam else None,
        "late": what.late,
        "session": what.session,
        "staff": choose_staff(store, what.staff) or None,
        "category": what.category,
        "severity": what.severity,
        "proposed": what.proposed,
    }
    texts = {name: getattr(what, attribute) for name, attribute in _WORDS.items()}
    found = [New(number, RECEIVED, only_set(data), texts, received)]
    kind = store.charter.kind(what.kind)
    if kind.is_sealed and (mentioned := {*mentioned_staff(store, what.about)} - {*(data["staff"] or ())}):
        found.append(New(number, Act.MENTIONED, {"staff": sorted(mentioned)}, {}, received))
    if what.fee or (what.late and "fee-known" in kind.facts):
        found.append(New(number, "fee-known", {}, {"note": what.fee}, received))
    if what.authorised:
        found.append(New(number, "authorised", {}, {}, received))
    return [*found, *told_events(store, number, what.told, received)]
