"""Emails of the outbox on their way to the mail server: which are due, and what became of each try.

What an email states becomes a fact at the moment at which the server takes it. Between handing it over and the server's answer
nobody can know whether it was taken: a desk that is killed there leaves it in doubt, for a person to settle, and never sends it
twice by itself.
"""

import json
from collections.abc import Collection
from enum import StrEnum
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, fn

from desk.actions.rights import Right
from desk.charter.errors import DeskError
from desk.models import Delivery, Event, MailMessage, MailTrouble, Outbox, Staff, Text, Ticket
from desk.settings import RECALL
from desk.store.addresses import EMAIL, LETTER
from desk.store.commands.letters import DOUBTFUL, HANDED, of_waiting
from desk.store.database import Store
from desk.store.dialects.dialect import Dialect
from desk.store.dialects.statement import Param, Statement
from desk.store.event_log import New, append_many, events_of, stands
from desk.store.files.attaching import loaded_files
from desk.store.files.content import Loaded
from desk.store.permissions import requires
from desk.store.projections import derive
from desk.store.statements import insert, is_there, read, update
from desk.store.ticket_state import OPEN, Act, fold_events
from desk.store.validation import only_set
from desk.text.addresses import is_address

READING, SENDING = "reading", "sending"  # what can fail
_TURNS = (Act.CONVERTED, Act.CLOSED, Act.MERGED)  # after which an email may not be meant as it was written
_COPIED = ("topic", "why", "given")  # texts of a reply besides its words, which belong to the fact that it states


class State(StrEnum):
    """How far an email has come."""

    WAITING = "waiting"  # it is tried again
    HELD = "held"  # something happened to the ticket after it was written
    REFUSED = "refused"  # for good
    HANDED = HANDED  # the mail server has it, and has not said yet whether it takes it
    DOUBTFUL = DOUBTFUL  # the same, and it will not say any more
    TAKEN = "taken"  # and not yet copied into the folder of sent mail
    DONE = "done"


class Email(NamedTuple):
    """An email that is due.

    event: that wrote it, at `at` (epoch seconds).
    email: the recipient's address.
    subject: of the ticket.
    staff: the writer's name.
    answers: the Message-ID of the last message of the ticket, "" for none.
    newer: whether something has happened to the ticket since the writer saw it.
    automatic: "" for an email that a person wrote.
    is_sealed: whether the ticket is a complaint, whose addresses not everybody may see.
    """

    event: int
    ticket: int
    at: int
    language: str
    name: str
    email: str
    title: str
    body: str
    subject: str
    staff: str
    answers: str
    newer: bool
    automatic: str
    is_sealed: bool


@requires(Right.WORK)
def due(store: Store) -> list[Email]:
    """The emails that are to be tried now, in the order in which they were written; without those that have no valid address."""
    found = [_email(store, row) for row in _due.rows(store, now=store.now(), written=store.now() - RECALL)]
    return [email for email in found if is_address(email.email)]


def _email(store: Store, row: tuple[Any, ...]) -> Email:
    email = Email._make(row)
    return email._replace(newer=bool(email.newer), is_sealed=store.charter.kind(str(row[-1])).is_sealed)


@Statement
def _due(dialect: Dialect) -> Any:
    is_due = Delivery.state.is_null() | ((Delivery.state == State.WAITING) & (Delivery.due <= Param("now")))
    query = _emails(dialect, *_columns(dialect)).join_from(Event, Staff, JOIN.LEFT_OUTER)
    return query.where(is_due, Event.recorded <= Param("written")).order_by(Outbox.event)


def _columns(dialect: Dialect) -> list[Any]:
    """The columns of `Email`."""

    def text(field: str) -> Any:
        return fn.COALESCE(Text.select(Text.body).where(Text.event == Event.id, Text.field == field).limit(1), "")

    message = MailMessage.select(MailMessage.message_id).where(MailMessage.ticket == Ticket.id, MailMessage.automatic == "")
    answers = fn.COALESCE(message.order_by(MailMessage.id.desc()).limit(1), "")
    newer = Case(None, ((fn.EXISTS(_newer(dialect)), 1),), 0)
    return [
        Outbox.event, Ticket.id, Event.at, Ticket.language, Ticket.name, Ticket.email, text("title"), text("note"),
        Ticket.subject, fn.COALESCE(Staff.name, ""), answers, newer,
        fn.COALESCE(dialect.json_value(Event.data, "automatic"), ""), Ticket.kind,
    ]  # fmt: skip


def _emails(dialect: Dialect, *columns: Any) -> Any:
    """Columns of the waiting emails, with how far each has come, if it was tried."""
    query = of_waiting(dialect, *columns).join_from(Outbox, Delivery, JOIN.LEFT_OUTER, on=Delivery.event == Outbox.event)
    return query.where(Outbox.way == EMAIL)


def _newer(dialect: Dialect) -> Any:
    """What happened to the ticket after the writer saw it: a message of a person, or another kind of ticket, or its end."""
    later = Event.alias("m")
    by_person = (later.what == Act.MAILED) & dialect.json_value(later.data, "automatic").is_null()
    query = later.select(SQL("1")).where(later.ticket == Ticket.id, by_person | later.what.in_(_TURNS))
    return query.where(later.id > fn.COALESCE(Delivery.seen, Outbox.event), stands(dialect, later))


@requires(Right.WORK)
def files_with(store: Store, event: int) -> list[Loaded]:
    """The files that go along with an email. event: that wrote it."""
    ((data,),) = _data.rows(store, event=event)
    return loaded_files(store, json.loads(data).get("files", ()))


_data = Statement(lambda _: Event.select(Event.data).where(Event.id == Param("event")))


@requires(Right.WORK)
def doubt_handed_over(store: Store) -> None:
    """Puts in doubt what was handed over by a process that ended before the answer. Only for the process that sends now: it has
    nothing handed over itself."""
    if _handed.rows(store):
        with store.transaction():
            _doubt.rows(store)


_handed = Statement(lambda _: Delivery.select(SQL("1")).where(Delivery.state == HANDED).limit(1))
_doubt = Statement(lambda _: Delivery.update(state=DOUBTFUL).where(Delivery.state == HANDED))


@requires(Right.WORK)
def hand_over(store: Store, event: int) -> bool:
    """Notes that an email is being handed over from now on; nobody can take it back any more. False if it is not to be sent: it was
    taken back, or exported, or something happened to the ticket."""
    with store.transaction():
        if not _stands.rows(store, event=event):
            return False
        save(store, event, state=HANDED, due=store.now())
    return True


@Statement
def _stands(dialect: Dialect) -> Any:
    may_go = Delivery.state.is_null() | (Delivery.state == State.WAITING)
    return _emails(dialect, SQL("1")).where(Outbox.event == Param("event"), may_go, ~fn.EXISTS(_newer(dialect)))


@requires(Right.WORK)
def hold(store: Store, event: int) -> None:
    """Holds an email back until somebody has seen what happened meanwhile."""
    with store.transaction():
        save(store, event, state=State.HELD)


@requires(Right.WORK)
def drop(store: Store, event: int) -> None:
    """Withdraws a confirmation that is not needed any more, as the customer has written again."""
    with store.transaction():
        ticket, staff = read(store, Event, ("ticket", "staff"), event)
        append_many(store, [New(ticket, Act.RECALLED, {"letter": event})], staff=staff)
        derive(store, ticket)


@requires(Right.WORK)
def postpone(store: Store, event: int, reason: str, seconds: float) -> None:
    """Notes that an email was not taken for now. seconds: until the next try."""
    with store.transaction():
        tries, since = read(store, Delivery, ("tries", "since"), event) if is_there(store, Delivery, event) else (0, None)
        now = store.now()
        values = {"tries": tries + 1, "since": since or now, "reason": reason}
        save(store, event, state=State.WAITING, due=now + round(seconds), **values)


@requires(Right.LOOK)
def tries_of(store: Store, event: int) -> int:
    """How often an email has failed."""
    return int(read(store, Delivery, ("tries",), event)[0]) if is_there(store, Delivery, event) else 0


@requires(Right.WORK)
def doubt(store: Store, event: int, reason: str) -> None:
    """Notes that the connection broke off after an email was handed over: nobody knows whether it was taken."""
    with store.transaction():
        save(store, event, state=DOUBTFUL, reason=reason)


@requires(Right.WORK)
def refuse(store: Store, event: int, reason: str) -> None:
    """Notes that the mail server refused an email for good, on its ticket as well: its promise goes on running."""
    with store.transaction():
        ticket, staff = read(store, Event, ("ticket", "staff"), event)
        save(store, event, state=State.REFUSED, reason=reason, since=store.now())
        append_many(store, [New(ticket, Act.UNSENT, {"of": event}, {"note": reason})], staff=staff)
        derive(store, ticket)


@requires(Right.WORK)
def take(store: Store, event: int, reason: str, *, to_copy: bool) -> None:
    """Notes that the mail server took an email now, and records the fact that it states. reason: the server's answer; to_copy:
    whether it is still to be copied into the folder of sent mail."""
    with store.transaction():
        record_sent(store, event, store.now(), None)
        save(store, event, state=State.TAKEN if to_copy else State.DONE, reason=reason)


def record_sent(store: Store, event: int, at: int, staff: int | None) -> None:
    """Records an email as sent, and the fact that it states. Must run inside a transaction. at: when, epoch seconds; staff: who
    says so, None for its writer."""
    ((ticket, state, way, exported),) = _of_email.rows(store, event=event)
    if exported is not None:
        return
    events = events_of(store, ticket)
    written = next(entry for entry in events if entry.id == event)
    story, states = fold_events(events), written.data.get("states")
    has_turned = any(entry.what == Act.CONVERTED and entry.id > event for entry in events)  # it answers another question now
    is_apt = bool(states) and state == OPEN and not has_turned and states in store.charter.facts(story.kind, story.channel)
    data = only_set({"way": way, "letter": event, "outcome": written.data.get("outcome", "") if is_apt else ""})
    texts = {name: written.texts.get(name, "") for name in _COPIED} if is_apt else {}
    update(store, Outbox, {"exported": at}, event)
    append_many(store, [New(ticket, str(states) if is_apt else Act.NOTED, data, texts, at)], staff=staff or written.staff)
    derive(store, ticket)


@Statement
def _of_email(_: Dialect) -> Any:
    query = Outbox.select(Ticket.id, Ticket.state, Outbox.way, Outbox.exported).join(Event).join(Ticket)
    return query.where(Outbox.event == Param("event"))


@requires(Right.WORK)
def to_copy(store: Store) -> list[Email]:
    """The emails that were sent and are not in the folder of sent mail yet, `at` when they were handed over."""
    return [_email(store, row) for row in _to_copy.rows(store)]


@Statement
def _to_copy(dialect: Dialect) -> Any:
    columns = _columns(dialect)
    columns[2] = Delivery.due
    query = Delivery.select(*columns).join_from(Delivery, Outbox, on=Outbox.event == Delivery.event).join_from(Delivery, Event)
    query = query.join_from(Event, Ticket).join_from(Event, Staff, JOIN.LEFT_OUTER)
    return query.where(Delivery.state == State.TAKEN).order_by(Delivery.event)


@requires(Right.WORK)
def copied(store: Store, event: int) -> None:
    """Notes that an email is in the folder of sent mail."""
    with store.transaction():
        save(store, event, state=State.DONE)


def save(store: Store, event: int, **values: Any) -> None:
    """Writes values into the row of an email, which is added at its first try. Must run inside a transaction."""
    if is_there(store, Delivery, event):
        update(store, Delivery, values, event)
    else:
        insert(store, Delivery, {"event": event, "seen": event, **values})


# -- what keeps mail from moving -----------------------------------------------------------------------------------------


@requires(Right.WORK)
def note_trouble(store: Store, part: str, error: DeskError) -> None:
    """Notes that mail cannot be read or sent now, and why. part: READING or SENDING."""
    reason = json.dumps([error.message, {name: str(value) for name, value in error.values.items()}], ensure_ascii=False)
    with store.transaction():
        known: dict[str, str] = dict(_TROUBLE.rows(store))
        if known.get(part) == reason:
            return
        if part in known:
            _retell.rows(store, part=part, reason=reason)
        else:
            _tell.rows(store, part=part, since=store.now(), reason=reason)


@requires(Right.WORK)
def end_trouble(store: Store, part: str) -> None:
    """Notes that mail is read or sent again."""
    if part in [known for known, _ in _TROUBLE.rows(store)]:
        with store.transaction():
            _end.rows(store, part=part)


_TROUBLE = Statement(lambda _: MailTrouble.select(MailTrouble.part, MailTrouble.reason))
_end = Statement(lambda _: MailTrouble.delete().where(MailTrouble.part == Param("part")))
_retell = Statement(lambda _: MailTrouble.update(reason=Param("reason")).where(MailTrouble.part == Param("part")))


@Statement
def _tell(_: Dialect) -> Any:
    row = {MailTrouble.part: Param("part"), MailTrouble.since: Param("since"), MailTrouble.reason: Param("reason")}
    return MailTrouble.insert(row)


class Trouble(NamedTuple):
    """What fails. part: READING or SENDING; since: epoch seconds; message, values: of the last error, as in DeskError."""

    part: str
    since: int
    message: str
    values: dict[str, str]


class Standing(NamedTuple):
    """How the mail stands.

    letters, letters_since: how many letters on paper wait, and since when, in epoch seconds.
    emails, emails_since: the same of emails that go by themselves as soon as they can.
    stuck: the emails that somebody must see to, by State.
    failed: how many emails were tried in vain and are tried again.
    troubles: what fails now.
    """

    letters: int
    letters_since: int | None
    emails: int
    emails_since: int | None
    stuck: dict[str, int]
    failed: int
    troubles: tuple[Trouble, ...]

    @property
    def waiting(self) -> tuple[int, int | None]:
        """How many letters and emails wait, and since when, in epoch seconds."""
        since = (self.letters_since, self.emails_since)
        count = self.letters + self.emails + sum(self.stuck.values())
        return count, min((moment for moment in since if moment is not None), default=None)


@requires(Right.LOOK)
def standing(store: Store) -> Standing:
    """How the mail stands now."""
    found = [(way, state, int(count), since) for way, state, count, since in _counts.rows(store)]
    letters = [row[1:] for row in found if row[0] == LETTER]
    emails = [row[1:] for row in found if row[0] == EMAIL]
    stuck = {state: count for state, count, _ in emails if state in (State.HELD, State.REFUSED, DOUBTFUL)}
    failed = sum(count for state, count, _ in emails if state == State.WAITING)
    troubles = tuple(Trouble(part, since, *json.loads(reason)) for part, reason, _, since in found if part in (READING, SENDING))
    moving = [row for row in emails if row[0] not in stuck]
    return Standing(*_sum(letters), *_sum(moving), stuck, failed, troubles)


def _sum(counts: Collection[tuple[str, int, int]]) -> tuple[int, int | None]:
    return sum(count for _, count, _ in counts), min((since for *_, since in counts), default=None)


@Statement
def _counts(dialect: Dialect) -> Any:
    """What waits, by its way and state: how many and since when. Besides, what fails: its part, the reason, 0, since when."""
    state = fn.COALESCE(Delivery.state, "")
    query = of_waiting(dialect, Outbox.way, state, fn.COUNT(SQL("*")), fn.MIN(Event.at))
    query = query.join_from(Outbox, Delivery, JOIN.LEFT_OUTER, on=Delivery.event == Outbox.event).group_by(Outbox.way, state)
    return query.union_all(MailTrouble.select(MailTrouble.part, MailTrouble.reason, SQL("0"), MailTrouble.since))


@requires(Right.LOOK)
def with_email_waiting(store: Store) -> frozenset[int]:
    """The tickets on which an email waits to be sent."""
    return frozenset(number for (number,) in _tickets.rows(store, way=EMAIL))


@Statement
def _tickets(dialect: Dialect) -> Any:
    return of_waiting(dialect, Ticket.id).where(Outbox.way == Param("way")).distinct()
